// The inside of History, shared by its parts: a connection, prepared statements, and what of the file is kept in
// memory.
#pragma once
#include "feeds/history.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <functional>
#include <map>
#include <string>
#include <unordered_map>

#include "feeds/block.h"
#include "feeds/history_log.h"
#include "feeds/log_block.h"

namespace feeds {

constexpr int application_id = 0x416E6A75;  // "Anju"

// Made of an exception of SQLite: a sentence for people.
config::Error store_error(const SQLite::Exception&, const std::string& file);

// Runs `work`; what SQLite throws becomes an error that names `file`.
template <class Work>
auto guarded_work(const std::string& file, Work&& work) -> Result<decltype(work())> {
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
// A known_at for which everything is known.
inline Time known_by(const std::optional<Time>& known_at) {
  return known_at.value_or(Time::max());
}

struct TextHash : std::hash<std::string_view> {
  using is_transparent = void;
};
using LineIds = std::unordered_map<std::string, std::int64_t, TextHash, std::equal_to<>>;  // of one feed, by series
using Points = std::vector<Stored>;

// A row whose bytes carry a checksum: a block by its id, a run's line, a row of the log, a line's week of roll-ups.
struct Part {
  enum class Place { block, run, log, rollup };
  Place place;
  std::int64_t id = 0, within = 0;
};

// Lines of the file's own, of a feed: its polls (`at`: when it was tried, value: failures in a row, `observed`: the
// last good reply before them); how much it brought, when it brought something; how much of it was refused.
inline constexpr const char *own_tries = ".tries", *own_new = ".new", *own_refused = ".refused";
inline constexpr std::string_view own_table = ".table/";  // and its name, of no feed: when it was named

struct RunInfo {
  std::int64_t id = 0, level = 0, count = 0;
  Time first_at, last_at;
};

// The lines of some runs that are being merged: the next step begins after `line`.
struct Merge {
  std::vector<std::int64_t> inputs;
  std::int64_t level = 0, output = 0, line = 0, last_line = 0, step = 1;  // step: lines at a time
  bool to_blocks = false;                                                 // all of them
};

// What a block says that cannot be read: like any other damage of the file.
[[noreturn]] void throw_damage(const config::Error&);
template <class T>
T read_or_throw(Result<T> result) {
  if (!result) throw_damage(result.error());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
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
    return guarded_work(file, std::forward<Work>(work));
  }
  // The same for questions about points: one picture of the file for all that `work` reads.
  template <class Work>
  auto reading(Work&& work) -> Result<decltype(work())> {
    return guarded([&] {
      const Reading picture(*this);
      return work();
    });
  }
  std::optional<std::int64_t> line_id(const LineName&);
  std::int64_t make_line(const std::string& series, const std::string& feed, LineIds&);

  // history_samples.cpp. `known`: receipts up to then count.
  std::optional<Stored> newest(std::int64_t line, Time not_after, Time known);
  std::optional<Stored> value_at(std::int64_t line, Time at);
  // Of runs and log, in order, from <= at < to.
  Points recent(std::int64_t line, Time from, Time to, Time known);
  // Blocks and `more` in order. Of a block `received` and `observed` are there where `columns` says so, or where they
  // decide.
  void each_joined(std::int64_t line, Time from, Time to, Time known, BlockReader::Columns,
                   std::span<const Stored> more, const std::function<void(const Stored&)>&);
  BlockReader open_block(std::int64_t id, std::string_view, BlockReader::Columns = BlockReader::Columns::all);
  BlockReader open_run(std::int64_t run, std::int64_t line, std::string_view);
  void refresh();  // log and runs, where the file has changed
  void load_log();
  void load_runs();
  void forget();  // what was written was rolled back: all is read again

  // history_blocks.cpp: within a transaction. Points in order, not yet in blocks; their roll-ups are made anew.
  void put_in_blocks(std::int64_t line, std::span<const Stored>);
  Time kept_from(std::int64_t line);  // an hour's beginning: of those before some points are forgotten
  void roll_up_week(std::int64_t line, Time week, Time latest);  // anew, of what is in blocks; `latest` receipt
  void move_old_samples();                                       // of a file of version 1
  // history_pack.cpp: a transaction each.
  bool pack_log_if_due(const Packing&);
  bool merge_if_due(const Packing&);
  // history_mend.cpp: to the table of damaged parts, within a transaction. Nothing: it is not there.
  std::optional<DamagedPart> set_part_aside(const Part&, Time now);
  // What a part says; what cannot be read is damage of that part.
  template <class T>
  T read_part(Part part, Result<T> result) {
    if (!result) damaged = part;
    return read_or_throw(std::move(result));
  }

  // Ends every read, so that no old picture of the file is held on to.
  struct Rest {
    Impl& impl;
    ~Rest() {
      for (auto& [text, statement] : impl.statements) statement.tryReset();
    }
  };
  // Other writers there are none: only a reader needs a transaction, and has to look for what is new.
  class Reading {
   public:
    explicit Reading(Impl&);
    ~Reading();
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;

   private:
    Impl& impl_;
  };

  std::string file;
  SQLite::Database database;
  bool writes = false;
  config::Zone zone = config::Zone::wib;  // of days
  std::map<const char*, SQLite::Statement> statements;
  std::map<std::string, LineIds, std::less<>> line_ids;  // by feed

  LogIndex log;
  std::vector<RunInfo> runs;    // newest first
  std::int64_t log_last = 0;    // the newest row of the log that is in `log`
  std::size_t log_rows = 0;     // in the log
  std::int64_t packed = -1;     // rows of the log up to this one are packed
  std::int64_t seen = -1;       // the file's data_version that these are of
  bool stale = true;            // of a writer: what is in memory may not be what is in the file
  std::optional<Merge> merge;   // under way
  std::vector<Time> newest_at;  // by line, of a writer; Time::max(): not looked for yet
  std::int64_t pruned_line = 0;
  std::optional<Part> damaged;  // found by the last call that failed
  int lock = -1;
};

// A statement of a file for as long as its rows are read.
class Query {
 public:
  Query(History::Impl& file, const char* text) : statement_(file.sql(text)) {}
  ~Query() { statement_.tryReset(); }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  SQLite::Statement* operator->() { return &statement_; }
  SQLite::Statement& operator*() { return statement_; }

 private:
  SQLite::Statement& statement_;
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
// Valid until the statement's next step.
inline std::string_view bytes_of(const SQLite::Column& column) {
  return {static_cast<const char*>(column.getBlob()), static_cast<std::size_t>(column.getBytes())};
}
inline void put_bytes(SQLite::Statement& statement, int index, const std::string& bytes) {
  statement.bindNoCopy(index, bytes.data(), static_cast<int>(bytes.size()));
}

// When the week of the center begins that holds the moment.
Time week_of(Time, config::Zone);
// Saturating.
Time after(Time begin, std::int64_t length);
inline constexpr std::int64_t hour_length = Duration(std::chrono::hours(1)).count();
inline constexpr std::int64_t week_length = 7 * 24 * hour_length;

}  // namespace feeds
