// Files of earlier versions are brought up, and answer as before.
#include <gtest/gtest.h>

#include "feeds/history.h"
#include "tests/support/child.h"
#include "tests/support/moved_clock.h"
#include "tests/support/old_store.h"
#include "tests/support/sql.h"

namespace {

using namespace feeds;
using std::chrono::minutes;
using test::at;

const Time noon = at("2026-11-21T12:00:00Z");
constexpr int moments = 40'000;

void run_sql(const std::string& file, const std::string& sql) {
  support::Sql(file).run(sql);
}

// Every minute from noon on, of two lines, received half an hour later; every fifth is revised after an hour more.
std::string rows(int from, int to) {
  const std::string noon_ms = std::to_string(noon.time_since_epoch().count());
  const std::string numbers = "WITH RECURSIVE n(i) AS (SELECT " + std::to_string(from) +
                              " UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(to - 1) + ") ";
  const auto insert = [&](const char* line, const char* late, const char* value, const char* which) {
    return numbers + "INSERT INTO samples SELECT " + line + ", " + noon_ms + " + i * 60000, " + noon_ms +
           " + i * 60000 + " + late + ", " + value + ", CASE i % 3 WHEN 0 THEN " + noon_ms +
           " + i * 60000 - 5 END FROM n WHERE " + which + ";";
  };
  return insert("1", "1800000", "i / 8.0", "1") + insert("2", "1800000", "-i", "1") +
         insert("1", "5400000", "i + 0.5", "i % 5 = 0");
}

std::string make_version_1(support::Folder& folder, int count) {
  const std::string file = folder.file("store.db");
  run_sql(file, std::string(support::old_versions().front().tables) +
                    "PRAGMA journal_mode = WAL; INSERT INTO lines VALUES(1, 'antrean', 'kesehatan'); INSERT INTO lines "
                    "VALUES(2, 'suhu', "
                    "'kesehatan'); INSERT INTO feeds VALUES('kesehatan', 'halaman 3', 0, 1, 1, 1, 0, 7, 0, '');" +
                    rows(0, count));
  return file;
}

// Version 1 said so of these rows.
void expect_as_before(History& history, std::optional<Time> known_at) {
  int next = 0;
  const auto known = [&](Time received) { return !known_at || received <= *known_at; };
  ASSERT_TRUE(history.read({"antrean", "kesehatan"}, Time{}, Time::max(), known_at, [&](const Stored& stored) {
    const int i = next++;
    const Time when = noon + minutes(i);
    const bool revised = i % 5 == 0 && known(when + minutes(90));
    ASSERT_EQ(stored.at, when);
    ASSERT_EQ(stored.value, revised ? i + 0.5 : i / 8.0);
    ASSERT_EQ(stored.received, when + (revised ? minutes(90) : minutes(30)));
    ASSERT_EQ(stored.observed, i % 3 == 0 ? std::optional<Time>(when - Duration(5)) : std::nullopt);
  }));
  const auto expected = known_at ? std::max<std::int64_t>(0, (*known_at - noon) / minutes(1) - 29) : moments;
  EXPECT_EQ(next, expected);
}

void expect_all(const std::string& file) {
  for (const History::Mode mode : {History::Mode::write, History::Mode::read}) {
    const auto history = History::open(file, mode);
    ASSERT_TRUE(history);
    EXPECT_EQ((*history)->feeds()->front().cursor, "halaman 3");
    expect_as_before(**history, {});
    for (const int known : {0, 29, 30, 31, 1000, 39'999}) expect_as_before(**history, noon + minutes(known));
    const auto other = (*history)->newest({"suhu", "kesehatan"}, Time::max());
    EXPECT_EQ((*other)->value, 1 - moments);
  }
}

TEST(HistoryMigration, AFileOfVersion1AnswersAsBefore) {
  support::Folder folder;
  const std::string file = make_version_1(folder, moments);
  EXPECT_FALSE(History::open(file, History::Mode::read));  // by an older program
  expect_all(file);
}

TEST(HistoryMigration, GoesOnWhereItWasInterrupted) {
  support::Folder folder;
  const std::string file = make_version_1(folder, moments / 3);
  ASSERT_TRUE(History::open(file, History::Mode::write));
  // As a program leaves it that ended before the last rows were moved.
  run_sql(file,
          "CREATE TABLE samples(line INTEGER NOT NULL, at INTEGER NOT NULL, received INTEGER NOT NULL, value REAL NOT "
          "NULL, observed INTEGER, PRIMARY KEY(line, at, received)) WITHOUT ROWID;" +
              rows(moments / 3, moments));
  EXPECT_FALSE(History::open(file, History::Mode::read));
  expect_all(file);
}

// What version 3 added is taken out of a file of today.
std::string make_version_2(support::Folder& folder) {
  const std::string file = folder.file("store.db");
  const auto history = *History::open(file, History::Mode::write);
  Entry entry;
  entry.feed = {.name = "kesehatan", .cursor = "halaman 3", .last_good = noon, .failures = 2, .accepted = 7};
  entry.received = noon;
  for (int i = 0; i < 3000; ++i) entry.samples.push_back({"antrean", noon + minutes(i), i / 8.0, {}});
  entry.records = {{"layanan", "loket 1", noon - minutes(9), {{"status", "buka"}}}};
  entry.tables = {};
  EXPECT_TRUE(history->commit({entry}));
  EXPECT_TRUE(*history->pack({.log_samples = 1}));
  entry.samples = {{"antrean", noon + minutes(5000), 5, {}}};
  EXPECT_TRUE(history->commit({entry}));
  run_sql(file,
          "DROP TABLE damaged; DROP TABLE renewals; DROP TABLE feed_reasons; ALTER TABLE records DROP COLUMN first_at; "
          "ALTER TABLE records DROP COLUMN renewed; ALTER TABLE events DROP COLUMN area; ALTER TABLE events DROP "
          "COLUMN name; INSERT INTO tables "
          "VALUES('layanan', 1795262400000); "
          "PRAGMA user_version = 2");
  return file;
}

TEST(HistoryMigration, AFileOfVersion2AnswersAsBefore) {
  support::Folder folder;
  const std::string file = make_version_2(folder);
  EXPECT_FALSE(History::open(file, History::Mode::read));
  for (const History::Mode mode : {History::Mode::write, History::Mode::read}) {
    const auto history = *History::open(file, mode);
    int count = 0;
    ASSERT_TRUE(history->read({"antrean", "kesehatan"}, Time{}, Time::max(), {}, [&](const Stored& stored) {
      EXPECT_EQ(stored.value, count < 3000 ? count / 8.0 : 5);
      ++count;
    }));
    EXPECT_EQ(count, 3001);
    EXPECT_EQ(history->feeds()->front().cursor, "halaman 3");
    EXPECT_EQ(history->feeds()->front().failures, 2);
    EXPECT_FALSE(history->feeds(noon)->front().last_try) << "no poll is known from then";
    for (const auto& known : {std::optional<Time>(), std::optional(noon + minutes(1))}) {
      const auto records = *history->records(known);
      ASSERT_EQ(records.size(), 1U);
      EXPECT_EQ(records[0].record.at, noon - minutes(9));
      EXPECT_EQ(history->tables(known)->size(), 1U);
    }
    EXPECT_TRUE(history->records(noon - minutes(1))->empty());
    EXPECT_TRUE(history->tables(noon - minutes(1))->empty());
  }
}

}  // namespace
