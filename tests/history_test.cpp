// The store file: revisions, what was known when, ends of rows, bounds, versions, one writer.
#include "feeds/history.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <algorithm>
#include "tests/support/child.h"
#include "tests/support/moved_clock.h"
#include "tests/support/small_center.h"

namespace {

using namespace feeds;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using test::at;
using testing::HasSubstr;

const Time noon = at("2026-11-21T12:00:00Z");

void run_sql(const std::string& file, const char* sql) {
  sqlite3* raw = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &raw), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(raw, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(raw);
  sqlite3_close(raw);
}

class HistoryFile : public testing::Test {
 protected:
  void SetUp() override { open(); }
  void open() {
    history_.reset();
    auto opened = History::open(file_, History::Mode::write);
    ASSERT_TRUE(opened) << config::fill(opened.error().what.key, opened.error().what.arguments);
    history_ = std::move(*opened);
  }
  Entry entry(Time received) const {
    Entry out;
    out.feed.name = "kesehatan";
    out.received = received;
    return out;
  }
  void keep(const Entry& entry) { ASSERT_TRUE(history_->commit({entry})); }
  void keep(Time received, Time when, double value) {
    Entry one = entry(received);
    one.samples = {{"antrean", when, value, {}}};
    keep(one);
  }
  std::vector<double> values(std::optional<Time> known_at = {}) {
    std::vector<double> out;
    EXPECT_TRUE(history_->read(line_, Time{}, Time::max(), known_at, [&](const Stored& s) { out.push_back(s.value); }));
    return out;
  }
  std::vector<std::string> keys(std::optional<Time> known_at = {}) {
    std::vector<std::string> out;
    const auto rows = history_->records(known_at);
    for (const RecordRow& row : *rows) out.push_back(row.record.key);
    return out;
  }

  support::Folder folder_;
  std::string file_ = folder_.file("store.db");
  std::unique_ptr<History> history_;
  const LineName line_{"antrean", "kesehatan"};
};

TEST_F(HistoryFile, KeepsRevisionsAndGivesTheNewestReceipt) {
  keep(noon, noon - minutes(2), 1);
  keep(noon, noon - minutes(1), 2);
  keep(noon + seconds(30), noon - minutes(2), 7);
  EXPECT_EQ(values(), (std::vector<double>{7, 2}));
  EXPECT_EQ(values(noon), (std::vector<double>{1, 2}));
  EXPECT_EQ(values(noon - seconds(1)), std::vector<double>());
  EXPECT_EQ((*history_->newest(line_, noon))->value, 2);
  EXPECT_EQ((*history_->newest(line_, noon - minutes(2)))->value, 7);
  EXPECT_EQ((*history_->value_at(line_, noon - minutes(2)))->value, 7);
}

TEST_F(HistoryFile, ARevisionStaysCurrentThoughTheClockWasPutBack) {
  keep(noon + hours(24), noon, 1);
  keep(noon, noon, 2);
  EXPECT_EQ(values(), std::vector<double>{2});
}

TEST_F(HistoryFile, KeepsAllThatASampleSays) {
  Entry one = entry(noon);
  one.samples = {{"antrean", noon - seconds(5), 0.1, noon - seconds(9)}};
  keep(one);
  open();
  const auto newest = *history_->newest(line_, noon);
  ASSERT_TRUE(newest);
  EXPECT_EQ(newest->at, noon - seconds(5));
  EXPECT_EQ(newest->received, noon);
  EXPECT_EQ(newest->observed, noon - seconds(9));
  EXPECT_EQ(newest->value, 0.1);
}

TEST_F(HistoryFile, RowsChangeAndEndAndAreKnownAsTheyWere) {
  Entry first = entry(noon);
  first.records = {{"layanan", "kk", noon, {{"buka", true}, {"lama", 12.5}, {"nama", "Kartu \"K\""}, {"x", Value()}}},
                   {"layanan", "ktp", noon, {}}};
  first.tables = {{"layanan", first.received}};
  keep(first);
  Entry second = entry(noon + hours(1));
  second.records = {{"layanan", "kk", noon + hours(1), {{"buka", false}}}};
  second.ended = {{"layanan", "ktp"}};
  keep(second);
  open();
  EXPECT_EQ(keys(), std::vector<std::string>{"kk"});
  EXPECT_EQ(keys(noon + minutes(5)), (std::vector<std::string>{"kk", "ktp"}));
  EXPECT_EQ(history_->records()->front().record.fields, second.records[0].fields);
  EXPECT_EQ(history_->records(noon)->front().record.fields, first.records[0].fields);
  EXPECT_EQ(history_->tables()->at("layanan"), noon);
}

TEST_F(HistoryFile, EventsAreGivenUntilTheyEnd) {
  Entry one = entry(noon);
  one.events = {{"banjir", noon, noon + hours(2), Severity::danger, "63.10.01", "Banjir", "di Satui"}};
  keep(one);
  one.received = noon + minutes(1);
  one.events[0].text = "surut";
  keep(one);
  ASSERT_EQ(history_->events(noon + hours(1))->size(), 1U);
  EXPECT_EQ(history_->events(noon + hours(1))->front().text, "surut");
  EXPECT_EQ(history_->events(noon + hours(1), noon)->front().text, "di Satui");
  EXPECT_TRUE(history_->events(noon + hours(2))->empty());
}

TEST_F(HistoryFile, FeedsStatesAndRefusalsSurvive) {
  Entry one = entry(noon);
  one.feed.cursor = "halaman 3";
  one.feed.pending = true;
  one.feed.last_good = noon;
  one.feed.failures = 2;
  one.feed.accepted = 10;
  one.feed.reason = {"no answer from {}", {"dinkes"}};
  for (int i = 0; i < 300; ++i) one.refusals.push_back({noon, "antrean", std::to_string(i), {"not a number"}});
  keep(one);
  open();
  const FeedRow row = history_->feeds()->front();
  EXPECT_EQ(row.cursor, "halaman 3");
  EXPECT_TRUE(row.pending);
  EXPECT_EQ(row.last_good, noon);
  EXPECT_FALSE(row.last_try);
  EXPECT_EQ(row.failures, 2);
  EXPECT_EQ(row.accepted, 10U);
  EXPECT_EQ(row.reason, one.feed.reason);
  EXPECT_EQ(history_->refusals("kesehatan", 1000)->size(), 200U);  // the newest stay
  EXPECT_EQ(history_->refusals("kesehatan", 1)->front().value, "299");
  EXPECT_EQ(history_->refused_by_hour("kesehatan", noon - hours(1))->at(noon), 300U);  // and all are counted
}

TEST_F(HistoryFile, AnEntryIsKeptWholeOrNotAtAll) {
  Entry one = entry(noon);
  one.feed.cursor = "sesudah";
  one.samples = {{"antrean", noon, 1, {}}};
  run_sql(file_, "CREATE TRIGGER t BEFORE INSERT ON feeds BEGIN SELECT RAISE(ABORT, 'no'); END");
  EXPECT_FALSE(history_->commit({one}));
  EXPECT_TRUE(values().empty());
  EXPECT_TRUE(history_->feeds()->empty());
  run_sql(file_, "DROP TRIGGER t");
  keep(one);
  EXPECT_EQ(values(), std::vector<double>{1});
}

TEST_F(HistoryFile, ApprovalsThatAreTakenBackEnd) {
  auto catalogue = test::small_catalogue();
  ASSERT_TRUE(history_->keep_leave(*catalogue, noon));
  ASSERT_TRUE(history_->keep_leave(*catalogue, noon + hours(1)));
  catalogue->indicators[0].approvals.clear();
  ASSERT_TRUE(history_->keep_leave(*catalogue, noon + hours(2)));
  history_.reset();
  // The raise fails the statement where the counts are not as expected.
  run_sql(file_, "CREATE TEMP TABLE c(n CHECK(n = 5)); INSERT INTO c SELECT count(*) FROM approvals;");
  run_sql(file_,
          "CREATE TEMP TABLE c(n CHECK(n = 1)); INSERT INTO c SELECT count(*) FROM approvals WHERE ended = "
          "(SELECT min(received) + 7200000 FROM approvals);");
}

TEST_F(HistoryFile, ForgetsWholeBlocksAndKeepsTheirRollUpsLonger) {
  const auto from = [](Time points, Time by_hour, Time by_day) {
    return [=](const LineName&) { return KeptFrom{points, by_hour, by_day}; };
  };
  for (int day = 100; day > 0; --day) {
    Entry one = entry(noon - hours(24 * day));
    for (int i = 0; i < 96; ++i)
      one.samples.push_back({"antrean", noon - hours(24 * day) - minutes(15 * i), 1.0 * day, {}});
    keep(one);
    if (day % 10 == 0) {
      ASSERT_TRUE(history_->pack({.all = true}));
    }
  }
  const std::size_t all = values().size();
  ASSERT_EQ(all, 9600U);
  const Time month = noon - hours(24 * 30), half = noon - hours(24 * 50);
  ASSERT_TRUE(history_->prune(from(month, half, Time::min()), noon));
  const std::size_t left = values().size();
  EXPECT_LT(left, all);
  EXPECT_GE(left, 30U * 96);
  EXPECT_EQ((*history_->newest(line_, noon))->value, 1);
  // What a late value touches is not made anew from points that are gone.
  keep(noon, noon - hours(24 * 99), 99);
  ASSERT_TRUE(history_->pack({.all = true}));
  for (const int columns : {10, 90, 300}) {
    const auto reduced = history_->reduce(line_, noon - hours(24 * 101), noon, columns);
    ASSERT_TRUE(reduced);
    const bool by_day = columns <= 10;  // hours are kept since half of it
    const auto filled = std::count_if(reduced->begin(), reduced->end(), [](const Extremes& e) { return !e.empty(); });
    EXPECT_GE(filled, by_day ? 10 : columns / 3) << columns;
  }
  ASSERT_TRUE(history_->prune(from(noon, noon, noon - hours(1)), noon));
  EXPECT_TRUE(values().empty());
  EXPECT_TRUE(history_->reduce(line_, noon - hours(24 * 101), noon - hours(24 * 8), 10)->front().empty());
}

TEST_F(HistoryFile, OfANewerProgramIsRefused) {
  history_.reset();
  run_sql(file_, "PRAGMA user_version = 99");
  const auto opened = History::open(file_, History::Mode::write);
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().what.key, HasSubstr("newer Anjungan"));
  EXPECT_THAT(opened.error().cure.key, HasSubstr("update"));
}

TEST_F(HistoryFile, OfSomethingElseIsRefused) {
  const std::string text = folder_.write("teks.db", std::string(5000, 'x'));
  EXPECT_FALSE(History::open(text, History::Mode::write));
  const std::string other = folder_.file("lain.db");
  run_sql(other, "PRAGMA application_id = 77; CREATE TABLE t(x)");
  const auto opened = History::open(other, History::Mode::write);
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().what.key, HasSubstr("not a store"));
  EXPECT_FALSE(History::open(folder_.file("tidak-ada.db"), History::Mode::read));
}

TEST_F(HistoryFile, HasOneWriterAndReadersBesideIt) {
  const auto second = History::open(file_, History::Mode::write);
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().what.key, HasSubstr("another Anjungan"));
  keep(noon, noon, 1);
  auto reader = History::open(file_, History::Mode::read);
  ASSERT_TRUE(reader);
  EXPECT_EQ((*(*reader)->newest(line_, noon))->value, 1);
  keep(noon, noon + seconds(1), 2);  // a reader is no hindrance, and sees what is new
  EXPECT_EQ((*(*reader)->newest(line_, noon + hours(1)))->value, 2);
  EXPECT_FALSE((*reader)->commit({entry(noon)}));
}

}  // namespace
