// A display in the past: steps by keys, answers that come late, and the way back to now by itself.
#include "viewer/past.h"
#include <gtest/gtest.h>
#include <deque>

namespace {

using namespace std::chrono_literals;
using config::Time;
using viewer::InputEvent;
using viewer::Moment;
using viewer::Past;
using viewer::SnapshotPtr;
using Kind = InputEvent::Kind;

// Answers when the test lets it.
class Slow final : public viewer::Source {
 public:
  SnapshotPtr latest() override { return nullptr; }
  void set_wants(std::vector<panels::Want>) override {}
  viewer::Ticket<SnapshotPtr> view(config::Audience, std::optional<Time> at, std::vector<panels::Want>) override {
    asked.push_back(*at);
    return promises.emplace_back().get_future();
  }
  viewer::Ticket<feeds::Outcome> submit(feeds::Command) override { return {}; }
  void answer() {
    auto data = std::make_shared<feeds::Snapshot>();
    data->made = asked[answered];
    promises[answered++].set_value(std::move(data));
  }
  std::vector<Time> asked;
  std::deque<std::promise<SnapshotPtr>> promises;
  std::size_t answered = 0;
};

class PastTest : public testing::Test {
 protected:
  // Saturday, 21 November 2026, 14.02.33 WITA.
  Moment now{Time(1795240953000ms), feeds::Steady(1h)};
  Time hour = Time(1795240800000ms);  // 14.00
  Past past;
  Slow source;

  bool key(Kind kind) { return past.handle({kind}, now, config::Zone::wita); }
  SnapshotPtr take() { return past.take(source, config::Audience::everyone, {}, now); }
};

TEST_F(PastTest, BeginsWithTheFullHourAndGoesOnByHours) {
  EXPECT_TRUE(key(Kind::hour_back));
  take();
  source.answer();
  ASSERT_TRUE(take());
  EXPECT_EQ(past.shown(), hour);
  key(Kind::hour_back);
  take();
  source.answer();
  take();
  EXPECT_EQ(past.shown(), hour - 1h);
}

TEST_F(PastTest, DaysBeginAtMidnightOfTheZone) {
  key(Kind::day_back);
  key(Kind::day_back);
  take();
  ASSERT_EQ(source.asked.size(), 1u);
  EXPECT_EQ(source.asked[0], hour - 14h - 24h);
}

TEST_F(PastTest, AStepBeyondNowEndsIt) {
  key(Kind::hour_on);
  EXPECT_FALSE(past.active()) << "there is no future";
  key(Kind::hour_back);
  EXPECT_TRUE(past.active());
  key(Kind::hour_on);
  EXPECT_FALSE(past.active());
  EXPECT_FALSE(take());
}

TEST_F(PastTest, OnlyTheLastChosenIsShownAndNothingOfBefore) {
  key(Kind::hour_back);
  take();
  key(Kind::hour_back);
  key(Kind::hour_back);
  EXPECT_FALSE(take());
  source.answer();
  EXPECT_FALSE(take()) << "an answer to what is no longer asked";
  ASSERT_EQ(source.asked.size(), 2u);
  EXPECT_EQ(source.asked[1], hour - 2h);
  source.answer();
  const SnapshotPtr data = take();
  ASSERT_TRUE(data);
  EXPECT_EQ(data->made, hour - 2h);
}

TEST_F(PastTest, AnAnswerAfterTheEndIsNotShownLater) {
  key(Kind::hour_back);
  take();
  key(Kind::now);
  source.answer();
  EXPECT_FALSE(take());
  key(Kind::day_back);
  EXPECT_FALSE(take());
  EXPECT_EQ(past.shown(), std::nullopt);
  source.answer();
  const SnapshotPtr data = take();
  ASSERT_TRUE(data);
  EXPECT_EQ(data->made, hour - 14h);
}

TEST_F(PastTest, LeftAloneItReturnsToNow) {
  key(Kind::hour_back);
  EXPECT_LE(past.sleep(now), 20ms) << "until the answer is there";
  take();
  source.answer();
  take();
  EXPECT_LE(past.sleep(now), Past::left_alone);
  now.steady += Past::left_alone - 1s;
  EXPECT_FALSE(key(Kind::right)) << "turning a page is the scene's, and shows that somebody is there";
  now.steady += 2s;
  take();
  EXPECT_TRUE(past.active());
  now.steady += Past::left_alone;
  take();
  EXPECT_FALSE(past.active());
}

TEST_F(PastTest, OneGivenAtTheStartStays) {
  past.set(hour - 5h);
  now.steady += 24h;
  take();
  source.answer();
  EXPECT_TRUE(take());
  EXPECT_EQ(past.shown(), hour - 5h);
}

}  // namespace
