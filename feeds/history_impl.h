// The inside of History, shared by its writing and reading halves.
#pragma once
#include "feeds/history.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <map>
#include <string>

namespace feeds {

constexpr int application_id = 0x416E6A75;  // "Anju"

// Made of an exception of SQLite: a sentence for people.
config::Error store_error(const SQLite::Exception&, const std::string& file);

std::string encode(const std::vector<Field>&);  // JSON, in order
std::vector<Field> decode_fields(const std::string&);
std::string encode(const Text&);
Text decode_text(const std::string&);

inline std::int64_t number(Time time) {
  return time.time_since_epoch().count();
}
inline Time moment(std::int64_t number) {
  return Time(Duration(number));
}

struct History::Impl {
  Impl(std::string path, int flags) : file(std::move(path)), database(file, flags, 2000) {}
  ~Impl();

  // A prepared statement, reset and without bindings. The text is its key: string literals only.
  SQLite::Statement& sql(const char* text);
  // Runs `work`; what SQLite throws becomes an error.
  template <class Work>
  auto guarded(Work&& work) -> Result<decltype(work())> {
    const Rest rest{*this};
    try {
      if constexpr (std::is_void_v<decltype(work())>) {
        work();
        return {};
      } else {
        return work();
      }
    } catch (const SQLite::Exception& e) {
      return tl::unexpected<config::Error>(store_error(e, file));
    }
  }
  std::optional<std::int64_t> line_id(const LineName&);

  // Ends every read, so that no old picture of the file is held on to.
  struct Rest {
    Impl& impl;
    ~Rest() {
      for (auto& [text, statement] : impl.statements) statement.tryReset();
    }
  };

  std::string file;
  SQLite::Database database;
  std::map<const char*, SQLite::Statement> statements;
  std::map<LineName, std::int64_t> line_ids;
  std::int64_t pruned_line = 0;
  int lock = -1;
};

inline void put_time(SQLite::Statement& statement, int index, Time time) {
  statement.bind(index, number(time));
}
inline void put_time(SQLite::Statement& statement, int index, const std::optional<Time>& time) {
  if (time) statement.bind(index, number(*time));
}
inline Time time_of(const SQLite::Column& column) {
  return moment(column.getInt64());
}
inline std::optional<Time> time_if(const SQLite::Column& column) {
  if (column.isNull()) return {};
  return time_of(column);
}

}  // namespace feeds
