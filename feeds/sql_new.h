// Reading a large table bit by bit: the greatest value of a column that is on disk is kept in the feed's cursor and
// bound into the next query. Any thread.
#pragma once
#include "feeds/rows.h"

namespace feeds {

struct SqlSince {
  std::string column, first;

  void describe(auto& field) {
    field("column", column,
          "Column of the result that only grows: a serial number, or when the row was changed; order the query by it",
          {.required = true, .example = "\"diubah\""});
    field("first", first, "What stands for ? at the first poll", {.required = true, .example = "\"2026-01-01\""});
  }
};

// A reply that is only a part of the table cannot be counted, added up or be complete; and what is kept in the cursor
// may not be personal.
void check_since(const SqlSince&, const RowRules&, const RowShape&, const config::Place&, config::Complaints&);

// The value to bind. `cursor`: of the last batch that is on disk; one of another column counts for nothing.
std::string since_value(const SqlSince&, const std::string& cursor);

// Passes rows on, at most so many, and finds the next cursor. `since`: null, or it outlives this.
class NewRows final : public RowSource {
 public:
  NewRows(RowSource& rows, std::int64_t most, const SqlSince* since, std::string cursor);
  // Errors: no such column; it is neither a number nor a date; more rows than may come, without since.
  config::Result<bool> next(Row&) override;
  std::size_t line() const override { return rows_.line(); }
  std::int64_t count() const { return count_; }
  bool more_wait() const { return more_; }  // than may come at once
  // After the last row. Where more rows wait than may come: the last value of which every row came. Errors: the rows
  // were not in order then, or all have one value.
  config::Result<std::string> cursor() const;

 private:
  config::Result<void> find_column(const Row&);
  config::Result<void> note(const Row&);

  RowSource& rows_;
  const std::int64_t most_;
  const SqlSince* const since_;
  const std::string cursor_;  // of the batch before
  std::string before_, greatest_;
  std::ptrdiff_t column_ = -1;
  std::int64_t count_ = -1;  // the names of the columns are no row
  bool in_order_ = true, more_ = false;
};

}  // namespace feeds
