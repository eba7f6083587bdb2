// What is kept, in one SQLite file: samples with their revisions, records, events, feeds' states and cursors, refusals.
// One writing History a file, reading ones beside it; each is used by one thread at a time. Nothing throws.
#pragma once
#include <functional>
#include <memory>
#include <utility>
#include "config/result.h"
#include "feeds/command.h"
#include "feeds/snapshot.h"
#include "feeds/stored.h"

namespace feeds {

using config::Result;

// One feed's values of one series. Feeds that share a series keep a line each.
struct LineName {
  std::string series, feed;
  auto operator<=>(const LineName&) const = default;
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
  std::vector<std::string> tables;                         // named by this reply
  std::vector<Event> events;                               // new or changed
  std::vector<Refusal> refusals;
};

// Does a running program write this file?
bool is_written(const std::string& file);

class History {
 public:
  enum class Mode { write, read };
  struct Impl;
  // `file`: a path, or an SQLite URI. Writing makes the file, takes it for this process alone and brings its schema up.
  // Errors: taken by another process, made by a newer program, not a store, not readable.
  static Result<std::unique_ptr<History>> open(const std::string& file, Mode);
  ~History();

  // All entries in one transaction, on the disk when it returns. Errors: the disk is full, the file cannot be written.
  Result<void> commit(const std::vector<Entry>&);
  Result<void> audit(const Command&, const Outcome&, Time received);
  // Approvals and grants as configuration gives them now; what it gave before stays, with its end.
  Result<void> keep_leave(const config::Catalogue&, Time now);
  // Forgets some of what is older: at most a day of one line at a call, and refusals beyond the newest 200 of a feed.
  Result<void> prune(Time older_than);

  // `known_at`: as it was known then; nothing: as it is known now.
  Result<std::vector<LineName>> lines();
  // The newest value with at <= `not_after`.
  Result<std::optional<Stored>> newest(const LineName&, Time not_after, std::optional<Time> known_at = {});
  // The current value of every moment with from <= at < to, ascending.
  Result<void> read(const LineName&, Time from, Time to, std::optional<Time> known_at,
                    const std::function<void(const Stored&)>&);
  Result<std::optional<Stored>> value_at(const LineName&, Time at);
  Result<std::vector<RecordRow>> records(std::optional<Time> known_at = {});
  Result<std::map<std::string, Time>> tables();  // when each was last named
  Result<std::vector<Event>> events(Time not_over_at, std::optional<Time> known_at = {});
  Result<std::vector<FeedRow>> feeds();
  Result<std::vector<Refusal>> refusals(const std::string& feed, int most);  // newest first
  Result<std::map<Time, std::uint64_t>> refused_by_hour(const std::string& feed, Time since);

 private:
  explicit History(std::unique_ptr<Impl>);
  std::unique_ptr<Impl> impl_;
};

}  // namespace feeds
