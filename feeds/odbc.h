// Databases through ODBC: the only place that includes its headers. Text goes both ways as UTF-8, numbers come as the
// database writes them. Calls block: a thread of its own, from which only cancel() is called apart.
#pragma once
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>
#include "config/result.h"

namespace feeds {

// What the driver says of a fault; of several the first that has a state of its own.
struct OdbcFault {
  std::string state;  // SQLSTATE
  int code = 0;       // the system's own
  std::string text;
};
template <class T>
using OdbcResult = tl::expected<T, OdbcFault>;

struct OdbcColumn {
  // exact: integers and decimals; real: floating point; moment: a date with a time.
  enum class Kind { text, exact, real, truth, date, moment };
  std::string name, type;  // type: what the database calls it, in its own words
  Kind kind = Kind::text;
};

class OdbcConnection {
 public:
  OdbcConnection();
  ~OdbcConnection();
  OdbcConnection(const OdbcConnection&) = delete;
  OdbcConnection& operator=(const OdbcConnection&) = delete;

  // `text`: a whole connection string; nothing is looked up in an odbc.ini.
  OdbcResult<void> connect(const std::string& text, std::chrono::seconds wait);
  // A statement that sets the session up.
  OdbcResult<void> run(const std::string& statement);
  // Begins a transaction and a query in it; `values` are bound to its question marks in their order.
  // `most`: what the driver is told it may take; 0: the session's own settings say it.
  OdbcResult<std::vector<OdbcColumn>> ask(const std::string& query, const std::vector<std::string>& values,
                                          std::chrono::seconds most);
  // The next row; false at the end. Nothing: NULL. A cell of more than `most_bytes` is a fault of the state too_large.
  static constexpr const char* too_large = "large";
  OdbcResult<bool> next(std::vector<std::optional<std::string>>& row, std::size_t most_bytes);
  // Ends what runs; any thread, and it may block.
  void cancel();
  void close();  // rolls back and disconnects

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// As /etc/odbcinst.ini and the user's own name them.
std::vector<std::string> odbc_drivers();

}  // namespace feeds
