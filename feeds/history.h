// What is kept, in one SQLite file: samples with their revisions, records, events, feeds' states and cursors, refusals.
// One writing History a file, reading ones beside it; each is used by one thread at a time. Nothing throws.
#pragma once
#include <functional>
#include <memory>
#include <utility>
#include "config/result.h"
#include "feeds/command.h"
#include "feeds/rollup.h"
#include "feeds/snapshot.h"
#include "feeds/stored.h"

namespace feeds {

using config::Result;

// One feed's values of one series. Feeds that share a series keep a line each.
struct LineName {
  std::string series, feed;
  auto operator<=>(const LineName&) const = default;
};

// Bytes of a file, and of these how many are free for what comes.
struct FileSize {
  std::uint64_t all = 0, free = 0;
};

// Since when points and roll-ups of a line are kept.
struct KeptFrom {
  Time points, hours, days;
};

// Bytes of a file that are not those that were written.
struct DamagedPart {
  enum class Kind { points, commit, rollups };  // of a line; one of the newest commits; of a line, and made anew
  Kind kind = Kind::points;
  LineName line;
  Time from, to;  // what it described, as a whole
};

// What is kept of a feed between two runs.
struct FeedRow {
  std::string name, cursor;
  bool pending = false;  // its basis was pending when it last delivered
  std::optional<Time> last_try, last_good, last_new;
  int failures = 0;
  std::uint64_t accepted = 0, refused = 0;
  Text reason;
};

// A poll of a feed, kept so that its state can be asked for as it was.
struct FeedTry {
  Time tried, received;
  int failures = 0;  // in a row, with this one
  std::optional<Time> last_good;
  bool pending = false;
  Text reason;
};

struct NamedTable {
  std::string name;
  Time received;
};

struct ApprovalRow {
  std::string subject;  // the indicator's or the table's name
  config::Approval approval;
};

struct RecordRow {
  Record record;
  std::string feed;
};

// One delivery, checked: kept whole or not at all.
struct Entry {
  FeedRow feed;
  Time received;
  std::vector<Sample> samples;
  std::vector<Record> records;                             // new or changed
  std::vector<std::pair<std::string, std::string>> ended;  // table, key
  std::vector<NamedTable> tables;                          // named by this reply and by those before that were not kept
  std::vector<FeedTry> tries;                              // this poll, and those before that were not kept
  std::vector<Event> events;                               // new or changed
  std::vector<Refusal> refusals;
};

// Does a running program write this file?
bool is_written(const std::string& file);
// It may be there, but not for this user: of its folder or of itself.
bool is_hidden(const std::string& file);

class History {
 public:
  enum class Mode { write, read };
  // When packing is due, and how much a step of it moves.
  struct Packing {
    std::size_t log_samples = 65'536, log_rows = 16'384;  // then the log becomes a run
    std::size_t runs = 16;                                // of a level, then they are merged
    std::size_t points = 768;                             // of a line in a merge: then they go to its blocks
    std::size_t step_samples = 32'768;                    // about what a step of a merge moves
    bool all = false;                                     // everything is due, and goes to the blocks
  };
  struct Impl;
  // `file`: a path, or an SQLite URI. Writing makes the file, takes it for this process alone and brings its schema up.
  // Errors: taken by another process, made by a newer program, not a store, not readable.
  // `zone`: of the days of roll-ups; a file stays with the one that it was made with.
  static Result<std::unique_ptr<History>> open(const std::string& file, Mode, config::Zone zone = config::Zone::wib);
  ~History();

  // All entries in one transaction, on the disk when it returns. Errors: the disk is full, the file cannot be written.
  Result<void> commit(const std::vector<Entry>&);
  Result<void> audit(const Command&, const Outcome&, Time received);
  // Approvals and grants as configuration gives them now; what it gave before stays, with its end.
  Result<void> keep_leave(const config::Catalogue&, Time now);
  // A step of packing, a transaction of some ten milliseconds. False: nothing is due.
  Result<bool> pack() { return pack(Packing()); }
  Result<bool> pack(const Packing&);
  // Forgets some of what is older, of a few lines at a call: blocks and weeks that are older as a whole; of records,
  // events and what feeds did, what was over before `rows_from`.
  Result<void> prune(const std::function<KeptFrom(const LineName&)>&, Time rows_from);

  bool found_damage() const;
  // What the last failed call found damaged goes to the table `damaged`, and the rest can be used. Nothing: it found no
  // such part, the file itself is damaged.
  Result<std::optional<DamagedPart>> set_damage_aside(Time now);

  // `known_at`: as it was known then; nothing: as it is known now.
  Result<std::vector<LineName>> lines();  // of series; lines of the file's own begin with a dot
  // The newest value with at <= `not_after`.
  Result<std::optional<Stored>> newest(const LineName&, Time not_after, std::optional<Time> known_at = {});
  // The current value of every moment with from <= at < to, ascending.
  Result<void> read(const LineName&, Time from, Time to, std::optional<Time> known_at,
                    const std::function<void(const Stored&)>&);
  Result<std::optional<Stored>> value_at(const LineName&, Time at);
  // The extremes of the current values in each of `columns` equal parts of from <= at < to. Where a part is longer than
  // 4 hours or 4 days they come from hours or days, which count in every part that they touch.
  Result<std::vector<Extremes>> reduce(const LineName&, Time from, Time to, int columns,
                                       std::optional<Time> known_at = {});
  // What the current values with from <= at < to did by hour or by day, ascending. A later receipt in an hour or a day
  // whose points are forgotten counts beside what it replaces.
  Result<std::vector<RollupRow>> rollups(const LineName&, Time from, Time to, RollupStep,
                                         std::optional<Time> known_at = {});
  config::Zone zone() const;  // of days
  Result<std::vector<RecordRow>> records(std::optional<Time> known_at = {});
  Result<std::map<std::string, Time>> tables(std::optional<Time> known_at = {});  // when each was last named
  Result<std::vector<Event>> events(Time not_over_at, std::optional<Time> known_at = {});
  // As known at a moment: without cursors, and without `last_try` where no poll is known from then.
  Result<std::vector<FeedRow>> feeds(std::optional<Time> known_at = {});
  Result<std::vector<Refusal>> refusals(const std::string& feed, int most,
                                        std::optional<Time> known_at = {});  // newest first
  Result<std::map<Time, std::uint64_t>> refused_by_hour(const std::string& feed, Time since,
                                                        std::optional<Time> known_at = {});
  Result<std::vector<ApprovalRow>> approvals(std::optional<Time> known_at = {});
  Result<FileSize> size();

 private:
  Result<std::map<Time, std::uint64_t>> refused_then(const std::string& feed, Time since, Time then);
  explicit History(std::unique_ptr<Impl>);
  std::unique_ptr<Impl> impl_;
};

}  // namespace feeds
