// The rows of one query to a database, streamed: a thread of their own reads ahead by a little and waits.
#pragma once
#include <stop_token>
#include "feeds/clock.h"
#include "feeds/odbc.h"
#include "feeds/rows.h"
#include "feeds/sql_access.h"

namespace feeds {

struct SqlQuestion {
  std::string connection;
  std::vector<SqlSetting> settings;
  std::string query;
  std::vector<std::string> values;  // for its question marks, in order
  SqlPlace place;
  config::Duration connect_timeout{};
  std::int64_t most_bytes = 0;
  config::Zone zone = config::Zone::wib;  // of the session
};

// The first row names the columns. A thread that hangs in the driver after its time is left to itself: `hangs` tells.
class SqlRows final : public RowSource {
 public:
  SqlRows(SqlQuestion, const Clock&, Steady until, std::stop_token);
  ~SqlRows() override;
  config::Result<bool> next(Row&) override;
  std::size_t line() const override { return line_; }

  struct Session;
  // Of the thread that was left to itself; it goes when that ends.
  std::weak_ptr<Session> session() const { return session_; }

 private:
  config::Result<bool> wait();  // for more rows; false at the end

  std::shared_ptr<Session> session_;
  const Clock& clock_;
  const Steady until_;
  const std::stop_token stop_;
  struct Block;
  std::shared_ptr<const Block> block_;
  std::size_t at_ = 0, line_ = 0;
};

// As a cell, from what the database wrote; nothing: NULL. `zone` is that of the session.
struct SqlCell {
  Cell::Kind kind = Cell::Kind::text;
  std::string text;
  double number = 0;
  bool exact = true;
};
SqlCell sql_cell(const OdbcColumn&, std::optional<std::string>, SqlSystem, config::Zone);

}  // namespace feeds
