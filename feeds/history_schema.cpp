// The versions of a store file.
#include "feeds/history_schema.h"

#include <array>

#include "feeds/history_impl.h"

namespace feeds {
namespace {

constexpr const char* schema_1 = R"sql(
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
)sql";

// `earliest` and `latest` are receipts; `packed` in settings is the last row of the log that was packed, so that no
// number of a row is given twice. Days and hours of a week of the center's zone are a row of roll-ups.
constexpr const char* schema_2 = R"sql(
CREATE TABLE settings(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO settings VALUES('packed', 0);
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
)sql";

// `damaged`: rows whose bytes are not those that were written, as they are now.
constexpr const char* schema_3 = R"sql(
CREATE TABLE damaged(id INTEGER PRIMARY KEY, found INTEGER NOT NULL, place TEXT NOT NULL, line INTEGER NOT NULL,
  first INTEGER NOT NULL, last INTEGER NOT NULL, data BLOB NOT NULL);
ALTER TABLE records ADD COLUMN first_at INTEGER;
ALTER TABLE records ADD COLUMN renewed INTEGER;
UPDATE records SET first_at = at;
CREATE TABLE renewals(id INTEGER PRIMARY KEY, name TEXT NOT NULL, received INTEGER NOT NULL, data BLOB NOT NULL);
CREATE INDEX renewals_of_table ON renewals(name, received);
CREATE TABLE feed_reasons(feed TEXT NOT NULL, received INTEGER NOT NULL, pending INTEGER NOT NULL,
  reason TEXT NOT NULL, PRIMARY KEY(feed, received)) WITHOUT ROWID;
)sql";

// `area`: polygons in degrees, a line each (see polygons.h); `name`: the indicator or table that an event belongs to.
constexpr const char* schema_4 = R"sql(
ALTER TABLE events ADD COLUMN area TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN name TEXT NOT NULL DEFAULT '';
)sql";

using Migration = void (*)(SQLite::Database&);
// Migration n brings a file of version n to n + 1. The samples of version 1 stay until they are moved.
constexpr std::array<Migration, 4> migrations = {[](SQLite::Database& database) { database.exec(schema_1); },
                                                 [](SQLite::Database& database) { database.exec(schema_2); },
                                                 [](SQLite::Database& database) { database.exec(schema_3); },
                                                 [](SQLite::Database& database) { database.exec(schema_4); }};
constexpr int newest_version = static_cast<int>(migrations.size());

int version_of(SQLite::Database& database) {
  return database.execAndGet("PRAGMA user_version").getInt();
}

}  // namespace

config::Zone bring_up(SQLite::Database& database, config::Zone zone) {
  for (int version = version_of(database); version < newest_version; ++version) {
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    migrations[static_cast<std::size_t>(version)](database);
    database.exec("PRAGMA application_id = " + std::to_string(application_id));
    database.exec("PRAGMA user_version = " + std::to_string(version + 1));
    transaction.commit();
  }
  SQLite::Statement keep_zone(database, "INSERT OR IGNORE INTO settings VALUES('zone', ?1)");
  keep_zone.bind(1, static_cast<int>(zone));
  keep_zone.exec();
  return kept_zone(database);
}

config::Zone kept_zone(SQLite::Database& database) {
  return static_cast<config::Zone>(database.execAndGet("SELECT value FROM settings WHERE name = 'zone'").getInt());
}

Result<void> fit_of(SQLite::Database& database, const std::string& file, bool reading) {
  const int version = version_of(database);
  const int id = database.execAndGet("PRAGMA application_id").getInt();
  if (id != 0 && id != application_id) return config::fail({"{} is not a store of Anjungan", {file}});
  if (version > newest_version)
    return config::fail({"{} was made by a newer Anjungan (version {} of the store, this program knows {})",
                         {file, std::to_string(version), std::to_string(newest_version)}},
                        "update Anjungan, or give another folder with --state");
  if (reading && (version < newest_version || database.tableExists("samples")))
    return config::fail({"{} was made by an older Anjungan", {file}}, "start `anjungan run` once: it brings it up");
  return {};
}

}  // namespace feeds
