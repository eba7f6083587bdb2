// The heat map: which hour goes to which cell, what it says of them, and what it draws.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "panels/classes.h"
#include "panels/heat.h"
#include "tests/support/card_picture.h"
#include "tests/support/golden_text.h"
#include "tests/support/panel_drawing.h"
#include "tests/support/panel_means.h"

namespace {

using namespace std::chrono_literals;
using stage::now;
using stage::Regency;

const char* const kWait = "indicator = 'layanan.antrean'\n";

// Counters are open from eight to three, Mondays are full; some hours of a night are missing.
feeds::Snapshot busy(Regency& r, int days = 28) {
  r.series("layanan.antrean", {26}, 5min, 3min);
  feeds::Snapshot data = r.snapshot();
  std::mt19937 random(4);
  std::vector<double> hours;
  const auto last = std::chrono::floor<std::chrono::hours>(now());
  for (int back = 24 * days; back >= 0; --back) {
    const config::Civil at = config::civil(last - std::chrono::hours(back), config::Zone::wita);
    const bool open = at.hour >= 8 && at.hour < 15 && at.weekday != std::chrono::Sunday;
    const double base = at.weekday == std::chrono::Monday ? 38 : 24;
    const double value = open ? base + 14 * std::sin((at.hour - 7) * 0.55) + static_cast<double>(random() % 90) / 10
                              : static_cast<double>(random() % 40) / 10;
    hours.push_back(back > 100 && back < 112 ? NAN : value);
  }
  stage::add_hours(data, "layanan.antrean", hours);
  return data;
}

class PanelsHeatMap : public testing::Test {
 protected:
  void expect(const std::string& name, const Regency& r, const feeds::Snapshot& data, const std::string& options,
              const std::string& lang = "id") {
    const auto panel = stage::panel(r.catalogue, "heatmap", options);
    stage::expect_golden("heatmap", name, stage::tell(*panel, data, host_.look(lang)));
  }
  stage::Host host_;
};

TEST_F(PanelsHeatMap, SaysTheHighAndTheLowOfEveryDay) {
  Regency r;
  const auto data = busy(r);
  expect("days", r, data, kWait);
  expect("weekdays_english", r, data,
         std::string(kWait) + "rows = 'weekday'\ndays = 28\nclasses = 'quantile'\ncount = 7", "en");
}

TEST_F(PanelsHeatMap, SaysWhyThereIsNothing) {
  Regency r;
  expect("empty", r, r.snapshot(), kWait);
  r.series("layanan.antrean", {26}, 5min, 3min);
  expect("no_hours", r, r.snapshot(), kWait);
  r.series("layanan.antrean", {26}, 5min, 26h);
  expect("missing", r, r.snapshot(), kWait);
  r.at("anggaran.serapan", {{*config::parse_time("2026-11-01T00:00:00+08:00"), 40}});
  expect("of_a_period", r, r.snapshot(), "indicator = 'anggaran.serapan'");
}

TEST_F(PanelsHeatMap, SaysOneValueAndNegativeOnes) {
  Regency r;
  r.series("layanan.antrean", {26}, 5min, 3min);
  auto data = r.snapshot();
  stage::add_hours(data, "layanan.antrean", {26});
  expect("one_value", r, data, std::string(kWait) + "days = 2");
  stage::edit(data, "layanan.antrean").hours.clear();
  stage::add_hours(data, "layanan.antrean", {-5, -4, -3, -2.5, 0, 70, 70});
  expect("negative", r, data, std::string(kWait) + "days = 2\ncount = 5");
}

TEST_F(PanelsHeatMap, EveryHourHasItsCell) {
  std::mt19937 random(8);
  const panels::Look look = host_.look();
  ImDrawList list(ImGui::GetDrawListSharedData());
  panels::Paint paint{list};
  for (int round = 0; round < 60; ++round) {
    Regency r;
    r.series("layanan.antrean", {26}, 5min, 3min);
    feeds::Snapshot data = r.snapshot();
    std::vector<double> hours(random() % (24 * 40));
    for (double& v : hours) v = random() % 5 == 0 ? NAN : static_cast<double>(random() % 1000);
    stage::add_hours(data, "layanan.antrean", hours);
    const bool weekdays = round % 2 == 0;
    const int days = 7 + static_cast<int>(random() % 20);
    const config::Time at = now() + std::chrono::hours(random() % 24);
    const panels::Frame f{data, {0, 0, 100, 100}, at, look, paint, {}, false, {}};
    const auto e = entry(f, data.catalogue->indicator("layanan.antrean"), data.find("layanan.antrean"));
    const panels::Heat heat = panels::heat_of(f, e, days, weekdays);
    std::map<std::pair<std::size_t, int>, std::pair<double, int>> wanted;
    const std::chrono::sys_days today = config::civil(at, look.zone).date;
    double most = -1;
    for (const feeds::Mean& mean : e.series->hours) {
      const config::Civil c = config::civil(mean.begin, look.zone);
      const auto back = (today - std::chrono::sys_days(c.date)).count();
      if (back >= days || back < 0) continue;
      const std::size_t row = weekdays ? (c.weekday.c_encoding() + 6) % 7 : static_cast<std::size_t>(days - 1 - back);
      auto& [sum, count] = wanted[{row, c.hour}];
      sum += mean.value;
      ++count;
    }
    for (std::size_t row = 0; row < heat.rows.size(); ++row)
      for (int h = 0; h < 24; ++h) {
        const panels::HeatCell& cell = heat.rows[row].hours[static_cast<std::size_t>(h)];
        const auto found = wanted.find({row, h});
        ASSERT_EQ(cell.value.has_value(), found != wanted.end()) << row << " " << h;
        if (!cell.value) continue;
        EXPECT_NEAR(*cell.value, found->second.first / found->second.second, 1e-9);
        most = std::max(most, *cell.value);
      }
    ASSERT_EQ(heat.highest.has_value(), most >= 0);
    if (heat.highest) {
      EXPECT_EQ(*heat.highest, most);
    }
  }
}

TEST_F(PanelsHeatMap, RoundClassesAreEqualAndHoldAllValues) {
  std::mt19937 random(12);
  for (int round = 0; round < 2000; ++round) {
    const double size = std::pow(10.0, static_cast<int>(random() % 9) - 3);
    const double low = (static_cast<double>(random() % 2000) - 1000) * size;
    const double high = low + static_cast<double>(1 + random() % 1000) * size;
    const int count = 5 + static_cast<int>(random() % 3);
    const auto bounds = panels::round_bounds(low, high, count);
    ASSERT_EQ(static_cast<int>(bounds.size()), count - 1);
    const double step = bounds[1] - bounds[0];
    for (std::size_t i = 1; i < bounds.size(); ++i) EXPECT_NEAR(bounds[i] - bounds[i - 1], step, step * 1e-6);
    EXPECT_LE(bounds.front() - step, low + step * 1e-6);
    EXPECT_GE(bounds.back() + step, high - step * 1e-6);
    EXPECT_LE(step * count, (high - low) * 3) << "steps are not far wider than they must be";
  }
  EXPECT_EQ(panels::round_bounds(0.2, 58.3, 5), (std::vector<double>{12, 24, 36, 48}));
  EXPECT_TRUE(panels::round_bounds(3, 3, 5).empty());
}

TEST_F(PanelsHeatMap, RefusesFewerDaysThanWeekdays) {
  const Regency r;
  EXPECT_THROW(stage::panel(r.catalogue, "heatmap", std::string(kWait) + "rows = 'weekday'\ndays = 6"),
               std::runtime_error);
  EXPECT_THROW(stage::panel(r.catalogue, "heatmap", ""), std::runtime_error);
  EXPECT_NO_THROW(stage::panel(r.catalogue, "heatmap", std::string(kWait) + "days = 6"));
}

TEST_F(PanelsHeatMap, StaysInsideWhateverItsPlace) {
  Regency r;
  const auto data = busy(r);
  for (const char* more : {"", "rows = 'weekday'\ndays = 28", "days = 28\ncount = 7\nclasses = 'quantile'"})
    stage::expect_well_drawn(*stage::panel(r.catalogue, "heatmap", std::string(kWait) + more), data, host_, 40);
}

TEST_F(PanelsHeatMap, IsDrawnAgainWhenTheHourEnds) {
  Regency r;
  const auto data = busy(r);
  stage::Drawing d;
  d.draw(*stage::panel(r.catalogue, "heatmap", kWait), data, host_.look(), {0, 0, 900, 600});
  EXPECT_NE(std::find(d.wakes.begin(), d.wakes.end(), *config::parse_time("2026-11-21T15:00:00+08:00")), d.wakes.end());
}

TEST(PanelsHeatMapImage, Cards) {
  Regency r;
  const auto data = busy(r);
  stage::expect_cards(*stage::panel(r.catalogue, "heatmap", kWait, "Antrean menurut jam"), data, "heatmap/days");
}

}  // namespace
