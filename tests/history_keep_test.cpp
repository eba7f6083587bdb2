// What comes after points were forgotten is rolled up all the same, and what only roll-ups know is not lost by it.
#include <gtest/gtest.h>

#include "feeds/history.h"
#include "tests/support/child.h"
#include "tests/support/moved_clock.h"

namespace {

using namespace feeds;
using std::chrono::hours;
using std::chrono::minutes;
using test::at;

const Time noon = at("2026-11-21T12:00:00Z");
const LineName line{"antrean", "kesehatan"};

class HistoryKeep : public testing::Test {
 protected:
  void keep(Time from, Time to, double value) {
    Entry entry;
    entry.feed.name = line.feed;
    entry.received = received_ += minutes(1);
    for (Time when = from; when < to; when += minutes(10)) entry.samples.push_back({line.series, when, value, {}});
    ASSERT_TRUE(history_->commit({entry}));
  }
  void pack() { ASSERT_TRUE(history_->pack({.all = true})); }
  // Blocks that are older as a whole.
  void forget(Time before) {
    ASSERT_TRUE(history_->prune([&](const LineName&) { return KeptFrom{before, Time::min(), Time::min()}; }, noon));
  }
  // The extremes of 4 hours of `length` each since then.
  Extremes extremes(Time from, Duration length = hours(4)) {
    return history_->reduce(line, from, from + length, 1).value().front();
  }
  void expect(Time from, double min, double max) {
    EXPECT_EQ(extremes(from).min, min);
    EXPECT_EQ(extremes(from).max, max);
  }

  support::Folder folder_;
  std::unique_ptr<History> history_ = *History::open(folder_.file("store.db"), History::Mode::write);
  Time received_ = noon;
};

TEST_F(HistoryKeep, TheHourThatLostItsBeginningIsRolledUpToItsEnd) {
  keep(noon - hours(2), noon + minutes(20), 5);
  pack();
  forget(noon + minutes(20));
  ASSERT_FALSE(history_->newest(line, noon).value());
  keep(noon + minutes(20), noon + hours(2), 9);
  pack();
  expect(noon - hours(2), 5, 9);
  keep(noon + hours(2), noon + hours(3), 7);
  pack();
  keep(noon + minutes(50), noon + minutes(55), 11);  // a revision of what is there still
  expect(noon, 5, 11);
}

TEST_F(HistoryKeep, WhatComesLateForForgottenHoursIsRolledUp) {
  keep(noon, noon + hours(1), 5);
  keep(noon + hours(3), noon + hours(6), 6);
  pack();
  forget(noon + hours(7));
  keep(noon + hours(1), noon + hours(3), 1);
  keep(noon + hours(8), noon + hours(9), 3);
  expect(noon, 1, 6);
  pack();
  expect(noon, 1, 6);
  forget(noon + hours(10));
  expect(noon, 1, 6);
}

TEST_F(HistoryKeep, ALateValueDoesNotHideWhatOnlyRollUpsKnow) {
  keep(noon, noon + hours(1), 8);
  keep(noon + hours(1), noon + hours(6), 5);
  pack();
  forget(noon + hours(7));
  keep(noon + hours(20), noon + hours(30), 6);
  pack();
  keep(noon + minutes(5), noon + minutes(10), 3);
  expect(noon, 3, 8);
  EXPECT_EQ(extremes(noon - hours(19), hours(96)).max, 8);
  pack();
  EXPECT_EQ(extremes(noon).max, 8);
}

// What revises it was packed before it: so much at once goes to the blocks without delay.
TEST_F(HistoryKeep, ARevisionIsNotForgottenBeforeWhatItRevised) {
  const History::Packing eager{.log_samples = 1, .runs = 100, .points = 8};
  keep(noon, noon + minutes(50), 5);
  ASSERT_TRUE(history_->pack(eager));
  keep(noon, noon + hours(6), 9);
  ASSERT_TRUE(history_->pack(eager));
  forget(noon + hours(7));
  const auto value = history_->value_at(line, noon).value();
  ASSERT_TRUE(value);
  EXPECT_EQ(value->value, 9);
  pack();
  pack();
  forget(noon + hours(7));
  EXPECT_FALSE(history_->value_at(line, noon).value());
}

TEST_F(HistoryKeep, AWeekWithoutHoursKeepsItsDays) {
  keep(noon, noon + hours(2), 5);
  keep(noon + hours(2), noon + hours(4), 8);
  pack();
  const auto from = [&](const LineName&) { return KeptFrom{Time::min(), noon + hours(24 * 20), Time::min()}; };
  ASSERT_TRUE(history_->prune(from, noon));
  keep(noon + minutes(5), noon + minutes(10), 3);
  pack();
  EXPECT_EQ(extremes(noon - hours(19), hours(96)).max, 8);
}

}  // namespace
