// See old_store.h.
#include "tests/support/old_store.h"

#include <algorithm>

#include "feeds/block.h"
#include "feeds/log_block.h"
#include "feeds/rollup_block.h"
#include "tests/support/child.h"

namespace support {

using namespace feeds;
using std::chrono::days;
using std::chrono::minutes;

namespace {

constexpr const char* tables_1 = R"sql(
CREATE TABLE lines(id INTEGER PRIMARY KEY, series TEXT NOT NULL, feed TEXT NOT NULL, UNIQUE(series, feed));
CREATE TABLE samples(line INTEGER NOT NULL, at INTEGER NOT NULL, received INTEGER NOT NULL, value REAL NOT NULL,
  observed INTEGER, PRIMARY KEY(line, at, received)) WITHOUT ROWID;
CREATE TABLE records(id INTEGER PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL, feed TEXT NOT NULL,
  at INTEGER NOT NULL, received INTEGER NOT NULL, ended INTEGER, fields TEXT NOT NULL);
CREATE UNIQUE INDEX records_now ON records(name, key) WHERE ended IS NULL;
CREATE TABLE tables(name TEXT PRIMARY KEY, received INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE events(id TEXT NOT NULL, received INTEGER NOT NULL, feed TEXT NOT NULL, at INTEGER NOT NULL,
  until INTEGER NOT NULL, severity INTEGER NOT NULL, region TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY(id, received)) WITHOUT ROWID;
CREATE INDEX events_until ON events(until);
CREATE TABLE feeds(name TEXT PRIMARY KEY, cursor TEXT NOT NULL, pending INTEGER NOT NULL, last_try INTEGER,
  last_good INTEGER, last_new INTEGER, failures INTEGER NOT NULL, accepted INTEGER NOT NULL, refused INTEGER NOT NULL,
  reason TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE refusals(id INTEGER PRIMARY KEY, feed TEXT NOT NULL, received INTEGER NOT NULL, series TEXT NOT NULL,
  value TEXT NOT NULL, reason TEXT NOT NULL);
CREATE INDEX refusals_feed ON refusals(feed, id);
CREATE TABLE refused_hours(feed TEXT NOT NULL, hour INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY(feed, hour)) WITHOUT ROWID;
CREATE TABLE approvals(id INTEGER PRIMARY KEY, subject TEXT NOT NULL, letter TEXT NOT NULL, name TEXT NOT NULL,
  period TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL, received INTEGER NOT NULL, ended INTEGER);
CREATE TABLE grants(id INTEGER PRIMARY KEY, holder TEXT NOT NULL, scope TEXT NOT NULL, basis TEXT NOT NULL,
  until TEXT NOT NULL, received INTEGER NOT NULL, ended INTEGER);
CREATE TABLE audit(id INTEGER PRIMARY KEY, received INTEGER NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL,
  audience TEXT NOT NULL, kind TEXT NOT NULL, target TEXT NOT NULL, reason TEXT NOT NULL, done INTEGER NOT NULL,
  why TEXT NOT NULL);
INSERT INTO approvals(subject, letter, name, period, since, until, received)
  VALUES('antrean', '12/2026', 'Kepala Dinas', '2026', '2026-01-01', '', 1);
INSERT INTO grants(holder, scope, basis, until, received) VALUES('staff', 'antrean', '7/2026', '', 1);
PRAGMA application_id = 1097755253; PRAGMA user_version = 1;
)sql";

// Beside those of version 1, without its samples.
constexpr const char* tables_2 = R"sql(
CREATE TABLE settings(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO settings VALUES('packed', 100), ('zone', 0);
CREATE TABLE log(id INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE runs(id INTEGER PRIMARY KEY, level INTEGER NOT NULL, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL,
  count INTEGER NOT NULL);
CREATE TABLE run_lines(run INTEGER NOT NULL, line INTEGER NOT NULL, data BLOB NOT NULL,
  PRIMARY KEY(run, line)) WITHOUT ROWID;
CREATE TABLE blocks(id INTEGER PRIMARY KEY, line INTEGER NOT NULL, first_at INTEGER NOT NULL,
  first_received INTEGER NOT NULL, last_at INTEGER NOT NULL, earliest INTEGER NOT NULL, latest INTEGER NOT NULL,
  count INTEGER NOT NULL, data BLOB NOT NULL);
CREATE UNIQUE INDEX blocks_of_line ON blocks(line, first_at, first_received);
CREATE TABLE rollups(line INTEGER NOT NULL, week INTEGER NOT NULL, latest INTEGER NOT NULL, days BLOB NOT NULL,
  hours BLOB, PRIMARY KEY(line, week)) WITHOUT ROWID;
ALTER TABLE lines ADD COLUMN kept_from INTEGER;
DROP TABLE samples;
PRAGMA user_version = 2;
)sql";

// Beside those of version 2.
constexpr const char* tables_3 = R"sql(
CREATE TABLE damaged(id INTEGER PRIMARY KEY, found INTEGER NOT NULL, place TEXT NOT NULL, line INTEGER NOT NULL,
  first INTEGER NOT NULL, last INTEGER NOT NULL, data BLOB NOT NULL);
ALTER TABLE records ADD COLUMN first_at INTEGER;
ALTER TABLE records ADD COLUMN renewed INTEGER;
CREATE TABLE renewals(id INTEGER PRIMARY KEY, name TEXT NOT NULL, received INTEGER NOT NULL, data BLOB NOT NULL);
CREATE INDEX renewals_of_table ON renewals(name, received);
CREATE TABLE feed_reasons(feed TEXT NOT NULL, received INTEGER NOT NULL, pending INTEGER NOT NULL,
  reason TEXT NOT NULL, PRIMARY KEY(feed, received)) WITHOUT ROWID;
PRAGMA user_version = 3;
)sql";

std::int64_t number(Time time) {
  return time.time_since_epoch().count();
}
std::optional<std::int64_t> number(const std::optional<Time>& time) {
  return time ? std::optional(number(*time)) : std::nullopt;
}

class LineIds {
 public:
  explicit LineIds(Sql& sql) : sql_(sql) {}
  std::int64_t of(const std::string& series, const std::string& feed) {
    std::int64_t& id = ids_[{series, feed}];
    if (id > 0) return id;
    Sql::Statement(sql_, "INSERT OR IGNORE INTO lines(series, feed) VALUES(?1, ?2)").with(series, feed).run();
    Sql::Statement find(sql_, "SELECT id FROM lines WHERE series = ?1 AND feed = ?2");
    find.with(series, feed).step();
    return id = find.integer(0);
  }

 private:
  Sql& sql_;
  std::map<std::pair<std::string, std::string>, std::int64_t> ids_;
};

// Texts without a character that JSON escapes.
std::string json_of(const std::vector<Field>& fields) {
  std::string out;
  for (const Field& field : fields)
    out += (out.empty() ? "[\"" : ",[\"") + field.name + "\",\"" + std::get<std::string>(field.value) + "\"]";
  return "[" + out + "]";
}

void write_records(Sql& sql, const Entry& entry) {
  Sql::Statement end(sql, "UPDATE records SET ended = ?3 WHERE name = ?1 AND key = ?2 AND ended IS NULL");
  Sql::Statement insert(sql,
                        "INSERT INTO records(name, key, feed, at, received, fields) VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
  const auto received = number(entry.received);
  for (const Record& record : entry.records) {
    end.with(record.table, record.key, received).run();
    insert.with(record.table, record.key, entry.feed.name, number(record.at), received, json_of(record.fields)).run();
  }
  for (const auto& [table, key] : entry.ended) end.with(table, key, received).run();
}

void write_refusals(Sql& sql, const Entry& entry) {
  if (entry.refusals.empty()) return;
  Sql::Statement insert(sql, "INSERT INTO refusals(feed, received, series, value, reason) VALUES(?1, ?2, ?3, ?4, ?5)");
  for (const Refusal& one : entry.refusals)
    insert.with(entry.feed.name, number(one.received), one.series, one.value, "[\"" + one.reason.key + "\"]").run();
  Sql::Statement(sql,
                 "DELETE FROM refusals WHERE feed = ?1 AND id <= "
                 "(SELECT id FROM refusals WHERE feed = ?1 ORDER BY id DESC LIMIT 1 OFFSET 200)")
      .with(entry.feed.name)
      .run();
  const auto hour = number(Time(std::chrono::floor<std::chrono::hours>(entry.received)));
  Sql::Statement(sql, "INSERT INTO refused_hours VALUES(?1, ?2, ?3) ON CONFLICT DO UPDATE SET count = count + ?3")
      .with(entry.feed.name, hour, static_cast<std::int64_t>(entry.refusals.size()))
      .run();
}

// All but the samples.
void write_rest(Sql& sql, const Entry& entry) {
  write_records(sql, entry);
  write_refusals(sql, entry);
  const auto received = number(entry.received);
  Sql::Statement event(sql, "INSERT OR REPLACE INTO events VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
  for (const Event& one : entry.events)
    event
        .with(one.id, received, entry.feed.name, number(one.at), number(one.until), static_cast<int>(one.severity),
              one.region, one.title, one.text)
        .run();
  const FeedRow& feed = entry.feed;
  Sql::Statement(sql, "INSERT OR REPLACE INTO feeds VALUES(?1, ?2, 0, ?3, ?4, ?5, 0, 0, 0, '')")
      .with(feed.name, feed.cursor, number(feed.last_try), number(feed.last_good), number(feed.last_new))
      .run();
  Sql::Statement(sql,
                 "INSERT INTO audit(received, at, actor, audience, kind, target, reason, done, why) VALUES(?1, ?1, "
                 "'petugas', 'staff', 'acknowledge', ?2, '', 1, '')")
      .with(received, feed.name)
      .run();
}

void write_1(Sql& sql, const std::vector<Entry>& entries) {
  Sql::Statement insert(sql, "INSERT INTO samples VALUES(?1, ?2, ?3, ?4, ?5)");
  LineIds lines(sql);
  for (const Entry& entry : entries) {
    for (const Sample& sample : entry.samples)
      insert
          .with(lines.of(sample.series, entry.feed.name), number(sample.at), number(entry.received), sample.value,
                number(sample.observed))
          .run();
    write_rest(sql, entry);
  }
}

using Lines = std::map<std::int64_t, std::vector<Stored>>;

Lines lines_of(Sql& sql, std::span<const Entry> entries) {
  Lines out;
  LineIds ids(sql);
  for (const Entry& entry : entries)
    for (const Sample& sample : entry.samples)
      out[ids.of(sample.series, entry.feed.name)].push_back({sample.at, entry.received, sample.value, sample.observed});
  for (auto& [line, points] : out)
    std::sort(points.begin(), points.end(), [](const Stored& a, const Stored& b) {
      return std::pair(a.at, a.received) < std::pair(b.at, b.received);
    });
  return out;
}

Time latest_of(std::span<const Stored> points) {
  return std::max_element(points.begin(), points.end(),
                          [](const Stored& a, const Stored& b) { return a.received < b.received; })
      ->received;
}

void write_rollups(Sql& sql, std::int64_t line, std::span<const Stored> points) {
  Sql::Statement insert(sql, "INSERT INTO rollups VALUES(?1, ?2, ?3, ?4, ?5)");
  constexpr auto zone = config::Zone::wib;
  const auto week_of = [&](Time at) {
    const Time day = rollup_begin(at, RollupStep::day, zone);
    return day - days(config::civil(day, zone).weekday.iso_encoding() - 1);
  };
  while (!points.empty()) {
    const Time week = week_of(points.front().at);
    const auto end = std::partition_point(points.begin(), points.end(),
                                          [&](const Stored& point) { return point.at < week + days(7); });
    const auto part = points.first(static_cast<std::size_t>(end - points.begin()));
    const std::string by_day = pack_rollups(roll_up(part, RollupStep::day, zone)).value(),
                      by_hour = pack_rollups(roll_up(part, RollupStep::hour, zone)).value();
    insert.with(line, number(week), number(latest_of(part)), Blob{by_day}, Blob{by_hour}).run();
    points = points.subspan(part.size());
  }
}

void write_blocks(Sql& sql, std::span<const Entry> entries) {
  Sql::Statement insert(sql, "INSERT INTO blocks VALUES(NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
  for (const auto& [line, points] : lines_of(sql, entries)) {
    write_rollups(sql, line, points);
    for (std::span<const Stored> rest = points; !rest.empty();) {
      const auto part = rest.first(std::min<std::size_t>(rest.size(), 4096));
      Time earliest = Time::max();
      for (const Stored& point : part) earliest = std::min(earliest, point.received);
      const std::string data = pack_block(part).value();
      insert
          .with(line, number(part.front().at), number(part.front().received), number(part.back().at), number(earliest),
                number(latest_of(part)), static_cast<std::int64_t>(part.size()), Blob{data})
          .run();
      rest = rest.subspan(part.size());
    }
  }
}

void write_run(Sql& sql, int id, int level, std::span<const Entry> entries) {
  Sql::Statement insert(sql, "INSERT INTO run_lines VALUES(?1, ?2, ?3)");
  Time first = Time::max(), last = Time::min();
  std::int64_t count = 0;
  for (const auto& [line, points] : lines_of(sql, entries)) {
    const std::string data = pack_block(points).value();
    insert.with(id, line, Blob{data}).run();
    first = std::min(first, points.front().at);
    last = std::max(last, points.back().at);
    count += static_cast<std::int64_t>(points.size());
  }
  Sql::Statement(sql, "INSERT INTO runs VALUES(?1, ?2, ?3, ?4, ?5)")
      .with(id, level, number(first), number(last), count)
      .run();
}

void write_log(Sql& sql, std::span<const Entry> entries) {
  LineIds ids(sql);
  for (const Entry& entry : entries) {
    LogWriter log;
    for (const Sample& sample : entry.samples)
      log.add(ids.of(sample.series, entry.feed.name), {sample.at, entry.received, sample.value, sample.observed});
    if (log.count() == 0) continue;
    const std::string data = log.finish();
    Sql::Statement(sql, "INSERT INTO log SELECT max(100, coalesce(max(id), 0)) + 1, ?1 FROM log")
        .with(Blob{data})
        .run();
  }
}

// The first half in blocks, then runs of each level, and the last in the log.
void write_2(Sql& sql, const std::vector<Entry>& entries) {
  for (const Entry& entry : entries) write_rest(sql, entry);
  std::span<const Entry> rest = entries;
  if (sql.number("SELECT count(*) FROM lines") == 0) {
    const auto take = [&](std::size_t count) {
      const auto part = rest.first(count);
      rest = rest.subspan(count);
      return part;
    };
    const std::size_t part = entries.size() / 16;
    write_blocks(sql, take(8 * part));
    int id = 0;
    for (const int level : {2, 1, 1, 0, 0}) write_run(sql, ++id, level, take(part));
  }
  write_log(sql, rest);
}

void write_3(Sql& sql, const std::vector<Entry>& entries) {
  write_2(sql, entries);
  sql.run("UPDATE records SET first_at = at WHERE first_at IS NULL");
}

std::vector<Entry> bulk(int samples, Time begin) {
  constexpr int lines = 4, minutes_each = 500;
  std::vector<Entry> out;
  for (int first = 0; first * lines * 6 / 5 < samples; first += minutes_each) {
    Entry& entry = out.emplace_back();
    entry.feed.name = "lama";
    entry.feed.cursor = "halaman " + std::to_string(first);
    entry.received = begin + minutes(first + minutes_each);
    entry.feed.last_try = entry.feed.last_good = entry.received;
    for (int line = 0; line < lines; ++line) {
      const std::string series = "panjang#" + std::to_string(line);
      const auto observed = [&](Time at, int i) {
        return i % 3 == 0 ? std::optional(at - std::chrono::seconds(5)) : std::nullopt;
      };
      for (int i = first; i < first + minutes_each; ++i) {
        const Time at = begin + minutes(i), before = at - minutes(minutes_each);
        entry.samples.push_back({series, at, line + i % 1000 / 8.0, observed(at, i)});
        if (i >= minutes_each && i % 5 == 0)
          entry.samples.push_back({series, before, 0.5 - i % 777, observed(before, i)});
      }
    }
  }
  return out;
}

OldFile read_folder(const Folder& folder) {
  OldFile out;
  for (const char* name : {"store.db", "store.db-wal"})
    if (std::string bytes = read_text(folder.file(name)); !bytes.empty()) out[name] = std::move(bytes);
  return out;
}

}  // namespace

const std::vector<OldVersion>& old_versions() {
  static const std::string two = std::string(tables_1) + tables_2, three = two + tables_3;
  static const std::vector<OldVersion> all = {
      {1, tables_1, write_1}, {2, two.c_str(), write_2}, {3, three.c_str(), write_3}};
  return all;
}

OldStore::OldStore(const OldVersion& version, int samples) : version_(version.number), work_(11) {
  std::vector<Entry> entries = bulk(samples, work_.now() - days(60));
  for (int i = 0; i < 40; ++i)
    for (Entry& entry : work_.next()) entries.push_back(std::move(entry));
  std::vector<Entry> last = work_.next();
  for (std::vector<Entry>* some : {&entries, &last})
    for (Entry& entry : *some)
      for (Event& event : entry.events) event.area = {}, event.of = {};  // none of these versions kept them
  const Folder folder(Folder::On::memory);
  const auto write = [&](const std::vector<Entry>& what, const std::string& before, bool leave) {
    Sql sql(folder.file("store.db"));
    sql.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;" + before + "BEGIN");
    version.write(sql, what);
    if (leave) sql.leave_log();
    sql.run("COMMIT");
    ledger_.acknowledge(what);
    for (const Entry& entry : what) samples_ += entry.samples.size();
  };
  write(entries, version.tables, false);
  write(last, "", true);
  logged_ = read_folder(folder);
  { Sql(folder.file("store.db")).run("PRAGMA wal_checkpoint(TRUNCATE)"); }
  plain_ = read_folder(folder);
}

}  // namespace support
