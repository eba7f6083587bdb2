// Means by hour and by day: from roll-ups, recent values and revisions, kept up while values come in.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "feeds/audience.h"
#include "feeds/line.h"
#include "tests/support/child.h"
#include "tests/support/moved_clock.h"
#include "tests/support/store_room.h"

namespace {

using namespace feeds;
using config::Zone;
using std::chrono::hours;
using std::chrono::minutes;

const Time now = test::at("2026-11-21T12:34:56Z");

class MeansTest : public testing::Test {
 protected:
  void keep(const std::vector<std::pair<Time, double>>& values, Time received) {
    Entry entry;
    entry.feed.name = "kesehatan";
    entry.received = received;
    for (const auto& [at, value] : values) {
      entry.samples.push_back({"antrean", at, value, {}});
      all_[at] = value;
    }
    ASSERT_TRUE(history_->commit({entry}));
  }
  void pack() {
    while (*history_->pack({.all = true})) {
    }
  }
  // Every seven minutes for so long, most of it packed, some of it revised before and after.
  void fill(Duration span) {
    std::mt19937_64 random(3);
    std::vector<std::pair<Time, double>> old, recent;
    for (Time at = now - span; at <= now; at += minutes(7)) {
      if (random() % 40 == 0) at += hours(random() % 50);  // nothing came for some hours
      if (at > now) break;
      (at < now - hours(30) ? old : recent).emplace_back(at, static_cast<double>(random() % 1000));
    }
    keep(old, now - hours(29));
    pack();
    keep(recent, now);
    std::vector<std::pair<Time, double>> revised;
    for (const auto& [at, value] : all_)
      if (random() % 60 == 0) revised.emplace_back(at, value + 500);
    keep(revised, now + Duration(1));
  }
  std::map<Time, std::pair<double, int>> expected(RollupStep step, Time from, Time to) const {
    std::map<Time, std::pair<double, int>> out;
    for (const auto& [at, value] : all_) {
      if (at < from || at >= to) continue;
      auto& [sum, count] = out[rollup_begin(at, step, Zone::wita)];
      sum += value;
      ++count;
    }
    return out;
  }
  static void expect_same(const std::vector<Mean>& means, const std::map<Time, std::pair<double, int>>& wanted) {
    ASSERT_EQ(means.size(), wanted.size());
    auto next = wanted.begin();
    for (const Mean& mean : means) {
      EXPECT_EQ(mean.begin, next->first);
      EXPECT_EQ(static_cast<int>(mean.count), next->second.second) << config::to_rfc3339(mean.begin);
      EXPECT_NEAR(mean.value, next->second.first / next->second.second, 1e-6) << config::to_rfc3339(mean.begin);
      ++next;
    }
  }
  Line load(Detail detail, config::Freshness freshness = {}) {
    Line line({"antrean", "kesehatan"});
    EXPECT_TRUE(line.load(*history_, detail, freshness, now, {}));
    return line;
  }

  support::Folder folder_;
  std::unique_ptr<History> history_ = *History::open(folder_.file("store.db"), History::Mode::write, Zone::wita);
  std::map<Time, double> all_;
};

TEST_F(MeansTest, AreThoseOfAllValues) {
  fill(hours(24 * 120));
  const Line line = load({{}, 0, hours(24 * 28), hours(24 * 90)});
  const Time hour = rollup_begin(now - hours(24 * 28), RollupStep::hour, Zone::wita);
  const Time day = rollup_begin(now - hours(24 * 90), RollupStep::day, Zone::wita);
  expect_same(line.hours(now - hours(24 * 28)), expected(RollupStep::hour, hour, Time::max()));
  expect_same(line.days(now - hours(24 * 90)), expected(RollupStep::day, day, Time::max()));
  EXPECT_EQ(line.points(Time::max()).size(), 1U) << "points were not asked for";
}

TEST_F(MeansTest, OfAnySpanAreThoseOfAllValues) {
  fill(hours(24 * 60));
  std::mt19937 random(11);
  for (int round = 0; round < 60; ++round) {
    const Time from = now - minutes(random() % (60 * 24 * 60)), to = from + minutes(random() % (60 * 24 * 20));
    for (const RollupStep step : {RollupStep::hour, RollupStep::day}) {
      const auto rows = history_->rollups({"antrean", "kesehatan"}, from, to, step);
      ASSERT_TRUE(rows);
      std::vector<Mean> means;
      for (const RollupRow& row : *rows) means.push_back({row.begin, row.all.mean(), row.all.count});
      expect_same(means, expected(step, from, to));
    }
  }
}

TEST_F(MeansTest, OfAnEarlierMomentAreThoseKnownThen) {
  keep({{now - hours(50), 10}, {now - hours(49), 20}}, now - hours(49));
  keep({{now - hours(50), 90}}, now - hours(2));
  pack();
  const LineName name{"antrean", "kesehatan"};
  const auto then = history_->rollups(name, Time{}, now, RollupStep::day, now - hours(3));
  const auto today = history_->rollups(name, Time{}, now, RollupStep::day);
  ASSERT_TRUE(then && today && then->size() == 1 && today->size() == 1);
  EXPECT_EQ(then->front().all.mean(), 15);
  EXPECT_EQ(today->front().all.mean(), 55);
}

TEST_F(MeansTest, StayRightWhileValuesComeIn) {
  fill(hours(24 * 10));
  const Detail detail{{}, 0, hours(24 * 3), hours(24 * 7)};
  Line line = load(detail);
  std::mt19937 random(2);
  Time at = now, newest = now;
  for (int i = 0; i < 900; ++i) {
    if (random() % 5 != 0) at += minutes(random() % 40);  // or the last value is revised
    const double value = static_cast<double>(random() % 1000);
    all_[at] = value;
    newest = at;
    ASSERT_TRUE(line.append({at, at, value, {}}));
  }
  const Time hour = rollup_begin(newest - hours(24 * 3), RollupStep::hour, Zone::wita);
  const Time day = rollup_begin(newest - hours(24 * 7), RollupStep::day, Zone::wita);
  expect_same(line.hours(newest - hours(24 * 3)), expected(RollupStep::hour, hour, Time::max()));
  expect_same(line.days(newest - hours(24 * 7)), expected(RollupStep::day, day, Time::max()));
}

TEST_F(MeansTest, AValueOfADayCountsInThatDay) {
  config::Freshness daily;
  daily.period = config::Period::day;
  daily.zone = Zone::wita;
  const Time end = test::at("2026-11-20T16:00:00Z");  // of 20 November in WITA
  keep({{end - hours(48), 1}, {end - hours(24), 0.5}, {end, 0.25}}, now - hours(1));
  Line line = load({{}, 0, {}, hours(24 * 30)}, daily);
  ASSERT_TRUE(line.append({end + hours(24), now, 1, {}}));
  const auto days = line.days(now - hours(24 * 30));
  ASSERT_EQ(days.size(), 4U);
  EXPECT_EQ(days[2].begin, end - hours(24));
  EXPECT_EQ(days[2].value, 0.25);
  EXPECT_EQ(days[3].begin, end);
}

TEST(Store, KeepsWantedMeansBesideCurrentValues) {
  test::StoreRoom room({test::json_feed("kesehatan", {"antrean"})});
  const Time then = room.clock.now();
  Batch batch;
  for (int i = 0; i < 48; ++i) batch.samples.push_back({"antrean", then - hours(47 - i), 1.0 * (i / 24), {}});
  ASSERT_TRUE(room.deliver("kesehatan", batch));
  EXPECT_TRUE(room.now()->find("antrean")->days.empty());
  room.store().set_wants(
      {{"antrean", hours(24 * 14), 0, Reduce::day_means}, {"antrean", hours(24), 0, Reduce::hour_means}});
  const auto kept = room.when([](const Snapshot& s) { return !s.find("antrean")->days.empty(); });
  EXPECT_EQ(kept->find("antrean")->points.size(), 1U);
  EXPECT_EQ(kept->find("antrean")->hours.size(), 25U);
  std::uint64_t count = 0;
  for (const Mean& day : kept->find("antrean")->days) count += day.count;
  EXPECT_EQ(count, 48U);
  room.clock.advance(minutes(30));
  room.deliver("kesehatan", "antrean", room.clock.now(), 4);
  const auto last = room.when([](const Snapshot& s) { return s.find("antrean")->hours.back().count == 2; });
  EXPECT_EQ(last->find("antrean")->hours.back().value, 2.5);
  const auto asked =
      room.store().view(config::Audience::staff, {}, {{"antrean", hours(24), 0, Reduce::hour_means}}).get();
  EXPECT_EQ(asked->find("antrean")->hours.size(), last->find("antrean")->hours.size());
  room.store().set_wants({});
  room.when([](const Snapshot& s) { return s.find("antrean")->days.empty() && s.find("antrean")->hours.empty(); });
}

TEST(Audience, MeansOfPeriodsThatMayBeWithheldDoNotLeave) {
  auto catalogue = std::make_shared<config::Catalogue>();
  catalogue->indicators.emplace_back();
  config::Indicator& one = catalogue->indicators.back();
  one.name = "antrean";
  one.audience = config::Audience::everyone;
  one.freshness.period = config::Period::month;
  one.freshness.zone = Zone::wita;
  one.per_period_approval = true;
  one.approvals.push_back({"1", "Kepala", "2026-10", {}, {}});
  auto series = std::make_shared<Series>();
  series->name = series->parts.indicator = "antrean";
  series->freshness = one.freshness;
  series->points = {{test::at("2026-10-31T16:00:00Z"), 1, now}};
  series->days = {{test::at("2026-10-30T16:00:00Z"), 1, 1}, {test::at("2026-11-20T16:00:00Z"), 2, 1}};
  series->hours = series->days;
  Snapshot whole;
  whole.catalogue = catalogue;
  whole.series["antrean"] = series;
  const auto out = only_for(config::Audience::everyone, whole, now);
  ASSERT_NE(out->find("antrean"), nullptr);
  EXPECT_TRUE(out->find("antrean")->days.empty());
  EXPECT_TRUE(out->find("antrean")->hours.empty());
}

}  // namespace
