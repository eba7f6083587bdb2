// Reduction to pixel columns against brute force, ticks, gaps, classes and places of labels.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include "panels/chart.h"
#include "panels/classes.h"

namespace {

using namespace panels;
using config::Duration;
using config::Time;
using config::Zone;

feeds::Series series_of(const std::vector<std::pair<Duration, double>>& points, Duration stale_after = {}) {
  feeds::Series out;
  out.freshness.stale_after = stale_after;
  for (const auto& [at, value] : points) out.points.push_back({Time(at), value, Time(at)});
  return out;
}

TEST(PanelsChart, ReductionKeepsTheExtremesOfEveryPixelColumn) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> values(-50, 50);
  std::vector<std::pair<Duration, double>> points;
  for (int i = 0; i < 10'000; ++i)
    points.emplace_back(Duration(i * 1000 + static_cast<int>(random() % 900)), values(random));
  const feeds::Series series = series_of(points);
  const TimeScale time{Time{}, Time(Duration(10'000'000)), 100, 500};
  const Scale scale{-50, 50, 300, 100};
  std::map<int, std::pair<float, float>> wanted, got;
  const auto note = [](auto& columns, float x, float y) {
    const auto [at, is_new] = columns.emplace(static_cast<int>(std::floor(x)), std::pair{y, y});
    if (!is_new) at->second = {std::min(at->second.first, y), std::max(at->second.second, y)};
  };
  for (const feeds::Point& p : series.points) note(wanted, time.x(p.at), scale.y(p.value));
  const auto lines = strokes(series, time, scale, {});
  ASSERT_EQ(lines.size(), 1u);
  float before = -1;
  for (const ImVec2& p : lines[0]) {
    note(got, p.x, p.y);
    EXPECT_GE(p.x, before);
    before = p.x;
  }
  EXPECT_EQ(got, wanted);
  EXPECT_LE(lines[0].size(), 4u * 401);
}

// Points a second to some minutes apart, with gaps, spikes, equal values and columns of very different fullness.
feeds::Series long_series(unsigned seed, int count) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> walk(-1, 1);
  feeds::Series out;
  out.name = "a";
  out.freshness.stale_after = std::chrono::minutes(10);
  Time at{};
  double value = 0;
  for (int i = 0; i < count; ++i) {
    at += std::chrono::seconds(random() % 997 == 0 ? 3000 : 1 + random() % 5);
    value = random() % 5 == 0 ? value : value + std::round(walk(random) * 4) / 4;
    out.points.push_back({at, random() % 5000 == 0 ? value + 500 : value, at});
  }
  return out;
}

TEST(PanelsChart, BlocksGiveTheSameStrokesAndExtents) {
  for (unsigned seed = 0; seed < 8; ++seed) {
    const feeds::Series series = long_series(seed, 40'000 + static_cast<int>(seed) * 777);
    const Blocks blocks(series, {});
    const Time first = series.points.front().at, last = series.points.back().at;
    std::mt19937 random(seed);
    for (int view = 0; view < 40; ++view) {
      const auto from = first + (last - first) * static_cast<int>(random() % 90) / 100;
      const auto to = view == 0 ? last : from + (last - from) * static_cast<int>(1 + random() % 100) / 100;
      const TimeScale time{from, to, 10.5f, 10.5f + static_cast<float>(1 + random() % 900)};
      const Scale scale{-400, 900, 300, 0};
      const auto plain = strokes(series, time, scale, {}), quick = strokes(series, time, scale, {}, &blocks);
      ASSERT_EQ(plain.size(), quick.size());
      for (std::size_t i = 0; i < plain.size(); ++i) {
        ASSERT_EQ(plain[i].size(), quick[i].size());
        for (std::size_t k = 0; k < plain[i].size(); ++k)
          ASSERT_TRUE(plain[i][k].x == quick[i][k].x && plain[i][k].y == quick[i][k].y);
      }
      const Extent a = extent_of(series, from, to), b = extent_of(series, from, to, &blocks);
      EXPECT_TRUE(a.any == b.any && a.low == b.low && a.high == b.high);
    }
  }
}

TEST(PanelsChart, BlocksAreMadeAgainForOtherData) {
  const feeds::Series series = long_series(3, 20'000), brief = long_series(3, 100);
  BlockCache cache;
  EXPECT_EQ(cache.of(brief, {}, 1), nullptr);
  const Blocks* first = cache.of(series, {}, 1);
  ASSERT_TRUE(first);
  const std::uint32_t high = first->at(0)->high;
  feeds::Series other = series;
  other.points[5].value = 1e6;
  const Blocks* second = cache.of(other, {}, 2);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->at(0)->high, 5u);
  EXPECT_NE(second->at(0)->high, high);
}

TEST(PanelsChart, MissingTimeIsAGapAndALonePointRemains) {
  const Duration minute = std::chrono::minutes(1);
  const feeds::Series series =
      series_of({{minute, 1}, {minute * 2, 2}, {minute * 30, 3}, {minute * 60, 4}, {minute * 61, 5}}, minute * 5);
  const auto lines = strokes(series, {Time{}, Time(minute * 70), 0, 700}, {0, 10, 100, 0}, {});
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0].size(), 2u);
  EXPECT_EQ(lines[1].size(), 1u);
  EXPECT_EQ(lines[2].size(), 2u);
}

TEST(PanelsChart, AMonthLeftOutIsAGap) {
  feeds::Series series;
  series.freshness.period = config::Period::month;
  for (const char* at : {"2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z", "2026-05-01T00:00:00Z"})
    series.points.push_back({*config::parse_time(at), 1, {}});
  EXPECT_TRUE(joined(series, series.points[0], series.points[1], {}));
  EXPECT_FALSE(joined(series, series.points[1], series.points[2], {}));
}

TEST(PanelsChart, TicksAreRoundAndCoverTheValues) {
  std::mt19937 random(11);
  for (int round = 0; round < 2000; ++round) {
    const double size = std::pow(10.0, static_cast<double>(random() % 16) - 6);
    const double low = (static_cast<double>(random() % 2001) - 1000) / 1000 * size;
    const double high = low + static_cast<double>(random() % 1000) / 1000 * size;
    const int most = 1 + static_cast<int>(random() % 8);
    const Ticks t = round_ticks(low, high, most);
    const double slack = t.step * 1e-6;
    EXPECT_LE(t.low, low + slack);
    EXPECT_GE(t.high, high - slack);
    EXPECT_LE(t.at.size(), static_cast<std::size_t>(most) + 2);
    ASSERT_GE(t.at.size(), 2u);
    const double lead = t.step / std::pow(10.0, std::floor(std::log10(t.step) + 1e-9));
    EXPECT_TRUE(std::fabs(lead - 1) < 1e-6 || std::fabs(lead - 2) < 1e-6 || std::fabs(lead - 2.5) < 1e-6 ||
                std::fabs(lead - 5) < 1e-6)
        << lead;
  }
  const Ticks percent = round_ticks(3, 97, 5);
  EXPECT_EQ(percent.at, (std::vector<double>{0, 20, 40, 60, 80, 100}));
}

TEST(PanelsChart, TimeTicksStandAtRoundTimesOfTheZone) {
  const config::Words english;
  const auto at = [](const char* text) { return *config::parse_time(text); };
  const Time to = at("2026-11-21T14:02:33+08:00");
  const auto labels = [&](Duration span, float room) {
    std::vector<std::string> out;
    for (const TimeTick& t : time_ticks(to - span, to, Zone::wita, english, room, 100)) out.push_back(t.label);
    return out;
  };
  const Duration hour = std::chrono::hours(1);
  EXPECT_EQ(labels(hour * 24, 450), (std::vector<std::string>{"18:00", "21 Nov", "06:00", "12:00"}));
  EXPECT_EQ(labels(hour, 450), (std::vector<std::string>{"13:15", "13:30", "13:45", "14:00"}));
  EXPECT_EQ(labels(hour * 24 * 14, 300), (std::vector<std::string>{"9 Nov", "16 Nov"}));
  EXPECT_EQ(labels(hour * 24 * 365, 550), (std::vector<std::string>{"2026", "Apr", "Jul", "Oct"}));
  EXPECT_EQ(labels(hour * 24 * 365 * 8, 550), (std::vector<std::string>{"2020", "2022", "2024", "2026"}));
}

TEST(PanelsChart, LabelsAreSpreadWithoutOverlapAndInside) {
  std::mt19937 random(3);
  for (int round = 0; round < 500; ++round) {
    std::vector<float> centres(1 + random() % 6);
    for (float& c : centres) c = 100 + static_cast<float>(random() % 200);
    std::vector<float> sorted = centres;
    spread(centres, 30, 100, 300);
    std::sort(centres.begin(), centres.end());
    for (std::size_t i = 0; i < centres.size(); ++i) {
      EXPECT_GE(centres[i] - 15, 100 - 0.01f);
      EXPECT_LE(centres[i] + 15, 300 + 0.01f);
      if (i > 0) {
        EXPECT_GE(centres[i] - centres[i - 1], 30 - 0.01f);
      }
    }
  }
}

TEST(PanelsClasses, QuantilesShareTheValuesOutAtRoundBounds) {
  const std::vector<double> values{28.4, 43.5, 47.9, 55.0, 58.2, 61.2, 63.3, 71.3, 82.4, 90.1};
  const auto bounds = quantile_bounds(values, 5);
  EXPECT_EQ(bounds, (std::vector<double>{45, 58, 62, 80}));
  std::vector<int> counts(5, 0);
  for (const double v : values) ++counts[static_cast<std::size_t>(class_of(v, bounds))];
  EXPECT_EQ(counts, (std::vector<int>{2, 2, 2, 2, 2}));
}

TEST(PanelsClasses, EqualValuesStayTogether) {
  EXPECT_TRUE(quantile_bounds({5, 5, 5, 5, 5}, 5).empty());
  EXPECT_TRUE(quantile_bounds({5}, 5).empty());
  for (const double bound : quantile_bounds({0, 0, 0, 0, 0, 0, 1, 2}, 5)) EXPECT_GT(bound, 0);
  std::mt19937 random(5);
  for (int round = 0; round < 500; ++round) {
    std::vector<double> values(1 + random() % 30);
    for (double& v : values) v = static_cast<double>(random() % 40) - 20;
    const auto bounds = quantile_bounds(values, 5 + static_cast<int>(random() % 3));
    EXPECT_TRUE(std::is_sorted(bounds.begin(), bounds.end()));
    EXPECT_LE(bounds.size(), 6u);
    for (const double b : bounds) {
      EXPECT_GT(b, *std::min_element(values.begin(), values.end()));
      EXPECT_LE(b, *std::max_element(values.begin(), values.end()));
    }
  }
}

TEST(PanelsClasses, StepsAroundATarget) {
  const auto bounds = target_bounds(20, 95, 70, 5);
  ASSERT_EQ(bounds.size(), 4u);
  EXPECT_DOUBLE_EQ(bounds[1], 70);
  EXPECT_EQ(class_of(69.9, bounds), 1);
  EXPECT_EQ(class_of(70, bounds), 2);
  EXPECT_EQ(class_of(20, bounds), 0);
}

TEST(PanelsClasses, ValuesFarFromATargetAreStillToldApart) {
  const auto below = target_bounds(68, 76, 95, 5);
  ASSERT_EQ(below, (std::vector<double>{70, 72, 74, 95}));
  EXPECT_EQ(class_of(76, below), 3);
  EXPECT_EQ(class_of(95, below), 4);
  const auto above = target_bounds(68, 76, 50, 5);
  ASSERT_EQ(above, (std::vector<double>{50, 70, 72, 74}));
  EXPECT_EQ(class_of(49, above), 0);
  EXPECT_EQ(class_of(68, above), 1);
  EXPECT_EQ(target_bounds(70, 70, 95, 5), std::vector<double>{95}) << "all alike";
}

}  // namespace
