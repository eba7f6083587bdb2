// Roll-ups and columns equal what counting anew gives, however they were parted, merged and revised.
#include "feeds/rollup.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "feeds/rollup_block.h"
#include "tests/support/moved_clock.h"
#include "tests/support/points.h"

namespace {

using namespace feeds;
using config::Duration;
using config::Zone;
using std::chrono::hours;
using std::chrono::minutes;
using test::at;
using test::Points;

// Whole numbers, so that sums are exact in any order.
Points whole_numbers(test::Random& random, std::size_t count) {
  Points out;
  Time moment = at("2026-10-30T00:00:00Z");
  while (out.size() < count) {
    moment += Duration(random() % 30 == 0 ? random() % 200'000'000 : random() % 900'000);
    const int receipts = random() % 6 == 0 ? 1 + static_cast<int>(random() % 3) : 1;
    for (int i = 0; i < receipts; ++i) {
      const double value = static_cast<double>(random() % 2001) - 1000;
      out.push_back({moment, moment + minutes(i), random() % 40 == 0 ? std::nan("") : value, {}});
    }
    moment += Duration(1);
  }
  return out;
}

std::map<Time, double> newest_of(const Points& points) {
  std::map<Time, double> out;
  for (const Stored& point : points) out[point.at] = point.value;
  std::erase_if(out, [](const auto& entry) { return std::isnan(entry.second); });
  return out;
}

// The long way: civil hours and days of the zone.
std::map<Time, Rollup> counted(const Points& points, RollupStep step, Zone zone) {
  std::map<Time, std::vector<std::pair<Time, double>>> steps;
  for (const auto& [moment, value] : newest_of(points)) {
    const config::Civil civil = config::civil(moment, zone);
    const Time day = config::midnight(civil.date, zone);
    steps[step == RollupStep::day ? day : day + hours(civil.hour)].push_back({moment, value});
  }
  std::map<Time, Rollup> out;
  for (const auto& [begin, all] : steps) {
    Rollup rollup{all.front().first, all.back().first, all.size(), all[0].second, all[0].second, 0, all.back().second};
    for (const auto& [moment, value] : all) {
      rollup.min = std::min(rollup.min, value);
      rollup.max = std::max(rollup.max, value);
      rollup.sum += value;
    }
    out[begin] = rollup;
  }
  return out;
}

void expect_same(const std::vector<RollupRow>& rows, const std::map<Time, Rollup>& wanted) {
  ASSERT_EQ(rows.size(), wanted.size());
  auto next = wanted.begin();
  for (const RollupRow& row : rows) {
    const auto& [begin, all] = *next++;
    ASSERT_EQ(row.begin, begin);
    ASSERT_EQ(row.all.count, all.count);
    ASSERT_EQ(row.all.first_at, all.first_at);
    ASSERT_EQ(row.all.last_at, all.last_at);
    ASSERT_EQ(row.all.min, all.min);
    ASSERT_EQ(row.all.max, all.max);
    ASSERT_EQ(row.all.sum, all.sum);
    ASSERT_EQ(row.all.last, all.last);
  }
}

void expect_same_bits(const RollupRow& a, const RollupRow& b) {
  ASSERT_EQ(a.begin, b.begin);
  ASSERT_EQ(a.all.first_at, b.all.first_at);
  ASSERT_EQ(a.all.last_at, b.all.last_at);
  ASSERT_EQ(a.all.count, b.all.count);
  for (double Rollup::*number : {&Rollup::min, &Rollup::max, &Rollup::sum, &Rollup::last})
    ASSERT_EQ(std::bit_cast<std::uint64_t>(a.all.*number), std::bit_cast<std::uint64_t>(b.all.*number));
}

TEST(Rollup, EqualsCountingAnew) {
  test::Random random(21);
  for (int round = 0; round < 40; ++round)
    for (const Zone zone : {Zone::wib, Zone::wita, Zone::wit}) {
      const Points points = whole_numbers(random, 1 + random() % 800);
      const auto in_hours = roll_up(points, RollupStep::hour, zone);
      expect_same(in_hours, counted(points, RollupStep::hour, zone));
      expect_same(roll_up(points, RollupStep::day, zone), counted(points, RollupStep::day, zone));
      expect_same(roll_up(in_hours, RollupStep::day, zone), counted(points, RollupStep::day, zone));
    }
}

// Points packed in parts, a moment never in two of them, and the parts' rows merged.
TEST(Rollup, OfPartsMergesToThatOfAll) {
  test::Random random(22);
  for (int round = 0; round < 60; ++round) {
    const Points points = whole_numbers(random, 500);
    std::vector<Points> parts(1 + random() % 5);
    std::size_t part = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (i > 0 && points[i].at != points[i - 1].at) part = random() % parts.size();
      parts[part].push_back(points[i]);
    }
    std::vector<RollupRow> rows;
    for (const Points& each : parts)
      for (const RollupRow& row : roll_up(each, RollupStep::hour, Zone::wita)) rows.push_back(row);
    std::stable_sort(rows.begin(), rows.end(),
                     [](const RollupRow& a, const RollupRow& b) { return a.begin < b.begin; });
    expect_same(roll_up(rows, RollupStep::hour, Zone::wita), counted(points, RollupStep::hour, Zone::wita));
  }
}

TEST(Rollup, CountsOnlyTheNewestReceiptOfAMoment) {
  const Time noon = at("2026-11-21T12:00:00Z");
  const Points points = {{noon, noon, 100, {}}, {noon, noon + hours(1), 5, {}}, {noon + minutes(1), noon, 7, {}}};
  const auto rows = roll_up(points, RollupStep::hour, Zone::wita);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].all.count, 2u);
  EXPECT_EQ(rows[0].all.max, 7);
  EXPECT_EQ(rows[0].all.sum, 12);
  EXPECT_EQ(rows[0].all.mean(), 6);
  EXPECT_EQ(rows[0].all.last, 7);
}

TEST(Rollup, DayBeginsAtTheCentersMidnight) {
  EXPECT_EQ(rollup_begin(at("2026-11-21T15:59:59Z"), RollupStep::day, Zone::wita), at("2026-11-20T16:00:00Z"));
  EXPECT_EQ(rollup_begin(at("2026-11-21T16:00:00Z"), RollupStep::day, Zone::wita), at("2026-11-21T16:00:00Z"));
  EXPECT_EQ(rollup_begin(at("1969-12-31T16:59:59Z"), RollupStep::day, Zone::wib), at("1969-12-30T17:00:00Z"));
  EXPECT_EQ(rollup_begin(at("2026-11-21T15:59:59Z"), RollupStep::hour, Zone::wit), at("2026-11-21T15:00:00Z"));
  EXPECT_EQ(rollup_begin(Time::min(), RollupStep::day, Zone::wib), Time::min());
  EXPECT_LE(rollup_begin(Time::max(), RollupStep::day, Zone::wib), Time::max());
}

// The columns by their edges, each value looked at for each column.
std::vector<Extremes> counted(const std::map<Time, double>& values, const ColumnReducer& reducer) {
  std::vector<Extremes> out(reducer.columns().size());
  for (std::size_t i = 0; i < out.size(); ++i)
    for (auto it = values.lower_bound(reducer.edge(i)); it != values.end() && it->first < reducer.edge(i + 1); ++it) {
      if (it->second < out[i].min) out[i].min_at = it->first;
      if (it->second > out[i].max) out[i].max_at = it->first;
      out[i].min = std::min(out[i].min, it->second);
      out[i].max = std::max(out[i].max, it->second);
    }
  return out;
}

void expect_same(const std::vector<Extremes>& a, const std::vector<Extremes>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    ASSERT_EQ(a[i].min, b[i].min) << i;
    ASSERT_EQ(a[i].max, b[i].max) << i;
    ASSERT_EQ(a[i].min_at, b[i].min_at) << i;
    ASSERT_EQ(a[i].max_at, b[i].max_at) << i;
  }
}

TEST(RollupBlock, GivesBackTheRows) {
  test::Random random(25);
  for (int round = 0; round < 30; ++round)
    for (const test::Shape& shape : test::shapes())
      for (const RollupStep step : {RollupStep::hour, RollupStep::day}) {
        const auto rows = roll_up(shape.make(1 + random() % 600, random), step, Zone::wita);
        if (rows.empty()) continue;
        std::vector<RollupRow> read;
        ASSERT_TRUE(unpack_rollups(*pack_rollups(rows), read)) << shape.name;
        ASSERT_EQ(read.size(), rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) expect_same_bits(read[i], rows[i]);
      }
}

TEST(RollupBlock, IsSmall) {
  const Points points = test::make_points("walk", 240 * 600);
  Points tenths;
  for (std::size_t i = 0; i < points.size(); ++i) {
    tenths.push_back(points[i]);
    tenths.back().at = points[0].at + minutes(6 * static_cast<int>(i));
  }
  const auto rows = roll_up(tenths, RollupStep::hour, Zone::wita);
  EXPECT_LE(static_cast<double>(pack_rollups(rows)->size()) / static_cast<double>(rows.size()), 15);
}

TEST(RollupBlock, RefusesWhatIsDamagedOrOutOfOrder) {
  auto rows = roll_up(test::make_points("irregular", 300), RollupStep::hour, Zone::wita);
  const std::string block = *pack_rollups(rows);
  std::vector<RollupRow> out;
  for (std::size_t size = 0; size < block.size(); ++size) ASSERT_FALSE(unpack_rollups(block.substr(0, size), out));
  for (std::size_t bit = 0; bit < block.size() * 8; ++bit) {
    std::string altered = block;
    altered[bit / 8] = static_cast<char>(altered[bit / 8] ^ (1 << bit % 8));
    ASSERT_FALSE(unpack_rollups(altered, out));
  }
  EXPECT_TRUE(out.empty());
  std::swap(rows[0], rows[1]);
  EXPECT_FALSE(pack_rollups(rows));
  EXPECT_FALSE(pack_rollups({}));
}

TEST(ColumnReducer, FindsTheExtremesOfEachColumn) {
  test::Random random(23);
  for (int round = 0; round < 100; ++round) {
    const auto values = newest_of(whole_numbers(random, 300));
    const Duration all = values.rbegin()->first - values.begin()->first;
    const Time from = values.begin()->first + all / static_cast<long>(2 + random() % 8);
    const Duration span(1 + random() % (round % 10 == 0 ? 50 : static_cast<std::uint64_t>(all.count())));
    const int columns = 1 + static_cast<int>(random() % 200);
    ColumnReducer ascending(from, from + span, columns), shuffled(from, from + span, columns);
    std::vector<std::pair<Time, double>> points(values.begin(), values.end());
    for (const auto& [moment, value] : points) ascending.add(moment, value);
    std::shuffle(points.begin(), points.end(), random);
    for (const auto& [moment, value] : points) shuffled.add(moment, value);
    expect_same(ascending.columns(), counted(values, ascending));
    expect_same(shuffled.columns(), counted(values, ascending));
  }
}

TEST(ColumnReducer, HasEqualColumnsThatMeet) {
  const Time from = at("2026-11-14T00:00:00Z");
  const ColumnReducer reducer(from, from + hours(7 * 24), 1000);
  EXPECT_EQ(reducer.edge(0), from);
  EXPECT_EQ(reducer.edge(1000), from + hours(7 * 24));
  EXPECT_EQ(reducer.edge(500), from + hours(84));
  ColumnReducer all(Time::min(), Time::max(), 3);
  EXPECT_EQ(all.edge(3), Time::max());
  all.add(Time::min(), 1);
  all.add(Time::max() - Duration(1), 2);
  all.add(Time(), 3);
  EXPECT_EQ(all.columns()[0].max, 1);
  EXPECT_EQ(all.columns()[1].max, 3);
  EXPECT_EQ(all.columns()[2].max, 2);
}

// Roll-ups miss no extreme of a column, and bring none into a column that they do not touch.
TEST(ColumnReducer, TakesRollupsAndPointsTogether) {
  test::Random random(24);
  for (int round = 0; round < 50; ++round) {
    const Points points = whole_numbers(random, 400);
    const auto values = newest_of(points);
    const Time from = values.begin()->first - hours(1), to = values.rbegin()->first + hours(1);
    ColumnReducer reducer(from, to, 1 + static_cast<int>(random() % 300));
    const auto rows = roll_up(points, RollupStep::hour, Zone::wita);
    const Time parted = rows[rows.size() / 2].begin;
    for (const RollupRow& row : rows)
      if (row.begin < parted) reducer.add(row.all);
    for (const auto& [moment, value] : values)
      if (moment >= parted) reducer.add(moment, value);
    const auto wanted = counted(values, reducer);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const Extremes& got = reducer.columns()[i];
      ASSERT_LE(got.min, wanted[i].min);
      ASSERT_GE(got.max, wanted[i].max);
      ASSERT_TRUE(reducer.edge(i) < parted || got.min == wanted[i].min);
    }
  }
}

TEST(ColumnReducer, LeavesOutWhatIsOutsideOrUnknown) {
  const Time from = at("2026-11-21T00:00:00Z");
  ColumnReducer reducer(from, from + hours(1), 4);
  reducer.add(from - Duration(1), 1);
  reducer.add(from + hours(1), 2);
  reducer.add(from, std::nan(""));
  reducer.add(Rollup{});
  reducer.add(Rollup{from - hours(3), from - hours(2), 5, 0, 1, 1, 1});
  reducer.add(Rollup{from + hours(3), from + hours(4), 5, 0, 1, 1, 1});
  for (const Extremes& column : reducer.columns()) EXPECT_TRUE(column.empty());
  reducer.add(Rollup{from - hours(3), from + minutes(16), 5, 0, 1, 1, 1});
  EXPECT_FALSE(reducer.columns()[0].empty());
  EXPECT_FALSE(reducer.columns()[1].empty());
  EXPECT_TRUE(reducer.columns()[2].empty());
  EXPECT_EQ(reducer.columns()[0].max_at, from);
  EXPECT_EQ(reducer.columns()[1].max_at, from + minutes(15));
}

}  // namespace
