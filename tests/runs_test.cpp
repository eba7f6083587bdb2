// Runs of alike values: what stood at any moment is what the values themselves say, from the file, while values come in
// and out of several feeds.
#include "feeds/runs.h"

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
constexpr Duration stands = minutes(15);
using Values = std::map<Time, double>;

std::optional<double> stood(const Values& values, Time when) {
  auto after = values.upper_bound(when);
  if (after == values.begin() || when >= std::prev(after)->first + stands) return {};
  return std::prev(after)->second;
}
std::optional<double> stood(const std::vector<feeds::Run>& runs, Time when) {
  const auto after =
      std::upper_bound(runs.begin(), runs.end(), when, [](Time t, const feeds::Run& r) { return t < r.first; });
  if (after == runs.begin() || when >= std::prev(after)->last + stands) return {};
  return std::prev(after)->value;
}

// A state that changes now and then, seen every few minutes, with hours in which nothing came.
Values states(std::mt19937& random, Time from, Time to) {
  Values out;
  double state = 1;
  for (Time at = from; at <= to; at += minutes(1 + random() % 7)) {
    if (random() % 30 == 0) state = 1 - state;
    if (random() % 80 == 0) at += minutes(random() % 600);
    if (at <= to) out[at] = state;
  }
  return out;
}

class RunsTest : public testing::Test {
 protected:
  void keep(const Values& values, Time received) {
    Entry entry;
    entry.feed.name = "pemantau";
    entry.received = received;
    for (const auto& [at, value] : values) {
      entry.samples.push_back({"situs", at, value, {}});
      all_[at] = value;
    }
    ASSERT_TRUE(history_->commit({entry}));
  }
  Line load(Duration span) {
    Line line({"situs", "pemantau"});
    EXPECT_TRUE(line.load(*history_, {{}, 0, {}, {}, span}, freshness(), now, {}));
    return line;
  }
  static config::Freshness freshness() {
    config::Freshness out;
    out.stale_after = stands;
    return out;
  }
  void expect_same(const std::vector<feeds::Run>& runs, Time from, Time to) const {
    for (std::size_t i = 1; i < runs.size(); ++i) {
      EXPECT_LT(runs[i - 1].last, runs[i].first);
    }
    for (Time t = from; t <= to; t += minutes(1)) ASSERT_EQ(stood(runs, t), stood(all_, t)) << config::to_rfc3339(t);
  }

  support::Folder folder_;
  std::unique_ptr<History> history_ = *History::open(folder_.file("store.db"), History::Mode::write, Zone::wita);
  Values all_;
};

TEST_F(RunsTest, SayWhatTheValuesSayAtEveryMinute) {
  std::mt19937 random(5);
  const Values all = states(random, now - hours(24 * 70), now);
  keep({all.begin(), all.lower_bound(now - hours(20))}, now - hours(20));
  while (*history_->pack({.all = true})) {
  }
  keep({all.lower_bound(now - hours(20)), all.end()}, now);
  Values revised;
  for (const auto& [at, value] : all)
    if (random() % 90 == 0) revised[at] = 1 - value;
  keep(revised, now + Duration(1));
  const Line line = load(hours(24 * 63));
  const auto runs = line.runs(now - hours(24 * 63));
  expect_same(runs, now - hours(24 * 63), now);
  EXPECT_LT(runs.size(), all.size() / 4) << "they are few";
  EXPECT_TRUE(line.hours(Time{}).empty());
  EXPECT_TRUE(load({}).runs(Time{}).empty()) << "nobody wants them";
}

TEST_F(RunsTest, StayRightWhileValuesComeIn) {
  std::mt19937 random(6);
  keep(states(random, now - hours(24 * 4), now), now);
  Line line = load(hours(24 * 3));
  Time at = now;
  double state = 1;
  for (int i = 0; i < 3000; ++i) {
    if (random() % 5 != 0) at += minutes(random() % 12);  // or the last value is revised
    if (random() % 20 == 0) state = 1 - state;
    if (random() % 200 == 0) at += hours(5);
    all_[at] = state;
    ASSERT_TRUE(line.append({at, at, state, {}}));
  }
  expect_same(line.runs(at - hours(24 * 3)), at - hours(24 * 3), at);
}

TEST_F(RunsTest, AValueThatChangesAllTheTimeLosesItsOldest) {
  Runs runs;
  ASSERT_TRUE(runs.load({*history_, {"situs", "pemantau"}, {}, false}, now, now, hours(24 * 365), stands));
  for (int i = 0; i < 50'000; ++i) runs.add(now + minutes(i), i);
  const auto all = runs.with({}, now);
  EXPECT_LE(all.size(), Runs::most);
  EXPECT_GE(all.size(), Runs::most / 2);
  EXPECT_EQ(all.back().value, 49'999);
}

TEST_F(RunsTest, NoNumberIsNoState) {
  Runs runs;
  ASSERT_TRUE(runs.load({*history_, {"situs", "pemantau"}, {}, false}, now, now, hours(24), stands));
  runs.add(now, 1);
  runs.add(now + minutes(5), std::numeric_limits<double>::quiet_NaN());
  runs.add(now + minutes(10), 1);
  EXPECT_EQ(runs.with({}, now).size(), 1U);
}

TEST(InsertRuns, TheBetterFeedIsBelievedWhereItKnowsSomething) {
  std::mt19937 random(7);
  const auto runs_of = [](const Values& values) {
    std::vector<feeds::Run> out;
    for (const auto& [at, value] : values) {
      if (out.empty() || out.back().value != value || at - out.back().last > stands) out.push_back({at, at, value});
      out.back().last = at;
    }
    return out;
  };
  for (int round = 0; round < 60; ++round) {
    const Values better = states(random, now - minutes(random() % 3000), now - minutes(random() % 1500)),
                 other = states(random, now - minutes(random() % 4000), now);
    std::vector<feeds::Run> all = runs_of(better);
    insert_runs(all, runs_of(other), stands);
    Time knew = now - minutes(100000);  // when the better feed last knew something
    for (Time t = now - minutes(4000); t <= now; t += minutes(1)) {
      const auto known = stood(better, t), got = stood(all, t);
      if (known) knew = t;
      // What the other said before the better feed fell silent does not outlive that.
      if (!known && !got && t - knew <= stands) continue;
      ASSERT_EQ(got, known ? known : stood(other, t)) << round << " " << config::to_rfc3339(t);
    }
  }
}

TEST(Store, KeepsWantedRunsBesideCurrentValues) {
  test::StoreRoom room({test::json_feed("kesehatan", {"antrean"})});
  const Time then = room.clock.now();
  Batch batch;
  for (int i = 0; i < 40; ++i) batch.samples.push_back({"antrean", then - minutes(40 - i), i < 30 ? 1.0 : 0.0, {}});
  ASSERT_TRUE(room.deliver("kesehatan", batch));
  EXPECT_TRUE(room.now()->find("antrean")->runs.empty());
  room.store().set_wants({{"antrean", hours(24), 0, Reduce::runs}});
  const auto kept = room.when([](const Snapshot& s) { return !s.find("antrean")->runs.empty(); });
  const auto& runs = kept->find("antrean")->runs;
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_EQ(runs[0].first, then - minutes(40));
  EXPECT_EQ(runs[1].first, then - minutes(10));
  EXPECT_EQ(runs[1].last, then - minutes(1));
  room.deliver("kesehatan", "antrean", then, 0);
  room.when([&](const Snapshot& s) { return s.find("antrean")->runs.back().last == then; });
  const auto asked = room.store().view(config::Audience::staff, {}, {{"antrean", hours(24), 0, Reduce::runs}}).get();
  EXPECT_EQ(asked->find("antrean")->runs.size(), 2U);
  room.store().set_wants({});
  room.when([](const Snapshot& s) { return s.find("antrean")->runs.empty(); });
}

TEST(Audience, RunsOfPeriodsThatMayBeWithheldDoNotLeave) {
  auto catalogue = std::make_shared<config::Catalogue>();
  catalogue->indicators.emplace_back();
  config::Indicator& one = catalogue->indicators.back();
  one.name = "antrean";
  one.audience = config::Audience::everyone;
  one.freshness.period = config::Period::month;
  one.per_period_approval = true;
  one.approvals.push_back({"1", "Kepala", "2026-10", {}, {}});
  auto series = std::make_shared<Series>();
  series->name = series->parts.indicator = "antrean";
  series->freshness = one.freshness;
  series->points = {{test::at("2026-10-31T17:00:00Z"), 1, now}};
  series->runs = {{now, now, 2}};
  Snapshot whole;
  whole.catalogue = catalogue;
  whole.series["antrean"] = series;
  const auto out = only_for(config::Audience::everyone, whole, now);
  ASSERT_NE(out->find("antrean"), nullptr);
  EXPECT_TRUE(out->find("antrean")->runs.empty());
}

}  // namespace
