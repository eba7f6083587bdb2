// Names, ages, sums and the league of what a snapshot holds.
#include "feeds/snapshot.h"
#include <gtest/gtest.h>
#include "tests/support/moved_clock.h"
#include "tests/support/small_center.h"

namespace {

using namespace feeds;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using test::at;

Series series(const std::string& name, Time when, double value) {
  Series out;
  out.name = name;
  out.parts = parse_series(name);
  out.freshness.stale_after = seconds(60);
  out.freshness.missing_after = seconds(300);
  out.points = {{when, value, when}};
  return out;
}

Series monthly(Time end) {
  Series out = series("cakupan", end, 1);
  out.freshness.period = config::Period::month;
  out.freshness.zone = config::Zone::wita;
  out.freshness.due = hours(240);
  return out;
}

TEST(SeriesName, IsReadAndWrittenInAllItsForms) {
  for (const char* name : {"a.b@63.10.04#x", "a.b@63.10.04", "a.b#mpp", "a.b"})
    EXPECT_EQ(parse_series(name).to_string(), name);
  const SeriesName parts = parse_series("a.b@63.10.04#x y");
  EXPECT_EQ(parts.indicator, "a.b");
  EXPECT_EQ(parts.region, "63.10.04");
  EXPECT_EQ(parts.item, "x y");
}

TEST(Age, OfALiveValueFollowsItsMoment) {
  const Time then = at("2026-11-21T00:00:00Z");
  const Series live = series("antrean", then, 5);
  EXPECT_EQ(age_of(live, then - minutes(4)), Age::fresh);  // the source's clock is a little ahead
  EXPECT_EQ(age_of(live, then + seconds(59)), Age::fresh);
  EXPECT_EQ(age_of(live, then + seconds(60)), Age::late);
  EXPECT_EQ(age_of(live, then + seconds(299)), Age::late);
  EXPECT_EQ(age_of(live, then + seconds(300)), Age::missing);
  EXPECT_NE(age_of(live, then - hours(24)), Age::fresh);  // a day ahead is no freshness
  EXPECT_EQ(age_of(Series{}, then), Age::missing);
}

TEST(Age, IsThatOfTheObservationWhereItIsOlder) {
  const Time then = at("2026-11-21T00:00:00Z");
  Series live = series("antrean", then, 5);
  live.observed = then - seconds(55);
  EXPECT_EQ(age_of(live, then + seconds(10)), Age::late);
  live.observed = then + seconds(55);
  EXPECT_EQ(age_of(live, then + seconds(10)), Age::fresh);
}

TEST(Age, OfAPeriodicValueFollowsTheNextPeriod) {
  const Series october = monthly(at("2026-11-01T00:00:00+08:00"));
  EXPECT_EQ(age_of(october, at("2026-10-20T00:00:00+08:00")), Age::fresh);
  EXPECT_EQ(age_of(october, at("2026-12-10T23:59:59+08:00")), Age::fresh);
  EXPECT_EQ(age_of(october, at("2026-12-11T00:00:00+08:00")), Age::late);
  EXPECT_EQ(age_of(october, at("2027-01-10T23:59:59+08:00")), Age::late);
  EXPECT_EQ(age_of(october, at("2027-01-11T00:00:00+08:00")), Age::missing);
}

TEST(Age, ChangesExactlyWhenItSays) {
  const Time then = at("2026-11-01T00:00:00+08:00");
  for (const Series& one : {series("antrean", then, 1), monthly(then)}) {
    Time now = then;
    int changes = 0;
    while (const auto next = age_changes_at(one, now)) {
      ASSERT_GT(*next, now);
      EXPECT_EQ(age_of(one, *next - Duration(1)), age_of(one, now));
      EXPECT_NE(age_of(one, *next), age_of(one, now));
      now = *next;
      ++changes;
    }
    EXPECT_EQ(changes, 2);
  }
}

TEST(Combine, IsAsOldAsItsOldestPartAndNamesIt) {
  const Time now = at("2026-11-21T00:10:00Z");
  const Series fresh = series("antrean@63.10.01", now - seconds(5), 10);
  const Series late = series("antrean@63.10.02", now - seconds(100), 30);
  const Combined both = combine({&fresh, &late}, Combine::sum, now);
  EXPECT_EQ(both.value, 40);
  EXPECT_EQ(both.age, Age::late);
  EXPECT_EQ(both.oldest, &late);
  EXPECT_EQ(combine({&fresh, &late}, Combine::mean, now).value, 20);
  EXPECT_EQ(combine({&fresh, &late}, Combine::least, now).value, 10);
  EXPECT_EQ(combine({&fresh, &late}, Combine::most, now).value, 30);
}

TEST(Combine, CountsMissingPartsAndNeverTakesThemForZero) {
  const Time now = at("2026-11-21T00:10:00Z");
  const Series fresh = series("antrean@63.10.01", now, 10);
  Series never = series("antrean@63.10.02", now, 0);
  never.points.clear();
  const Combined mean = combine({&fresh, &never}, Combine::mean, now);
  EXPECT_EQ(mean.value, 10);
  EXPECT_EQ(mean.missing, 1);
  EXPECT_EQ(mean.age, Age::missing);
  EXPECT_EQ(mean.oldest, &never);
  EXPECT_FALSE(combine({&never}, Combine::sum, now).value);
  EXPECT_FALSE(combine({}, Combine::sum, now).value);
}

TEST(Snapshot, FindsTheSeriesOfAnIndicatorAndNoOthers) {
  Snapshot snapshot;
  for (const char* name : {"antrean", "antrean#b", "antrean.lama", "antrean@63.10.01", "suhu"})
    snapshot.series[name] = std::make_shared<Series>(series(name, {}, 0));
  std::vector<std::string> names;
  for (const Series* one : snapshot.of_indicator("antrean")) names.push_back(one->name);
  EXPECT_EQ(names, (std::vector<std::string>{"antrean", "antrean#b", "antrean@63.10.01"}));
}

TEST(League, CountsPerAgencyWorstFirst) {
  const Time now = at("2026-11-21T00:10:00Z");
  Snapshot snapshot;
  snapshot.catalogue = test::small_catalogue();
  snapshot.series["antrean@63.10.01"] = std::make_shared<Series>(series("antrean@63.10.01", now, 1));
  snapshot.series["antrean@63.10.02"] = std::make_shared<Series>(series("antrean@63.10.02", now - seconds(90), 1));
  FeedState feed;
  feed.agency = "dinkes";
  feed.refused_today = 3;
  snapshot.feeds = {feed};
  const auto rows = league(snapshot, now);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].agency->id, "disdik");  // its one indicator never came
  EXPECT_EQ(rows[0].missing, 1);
  EXPECT_EQ(rows[1].on_time, 1);
  EXPECT_EQ(rows[1].late, 1);
  EXPECT_EQ(rows[1].missing, 2);
  EXPECT_EQ(rows[1].refused, 3U);
  ASSERT_TRUE(rows[1].newest);
  EXPECT_EQ(rows[1].newest->name, "antrean@63.10.01");
  EXPECT_EQ(rows[0].newest, nullptr);
}

}  // namespace
