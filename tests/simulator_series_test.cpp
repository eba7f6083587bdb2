// The courses that pretend agencies tell: months, counters, noise.
#include <gtest/gtest.h>
#include <cmath>
#include "feeds/simulate/series.h"

namespace {

using namespace std::chrono_literals;

TEST(SimulatorSeries, MonthsAreSentOnTheirDay) {
  const config::Time early = *config::parse_time("2026-11-04T12:00:00+08:00");
  const config::Time later = *config::parse_time("2026-11-05T00:30:00+08:00");
  using feeds::simulate::iso;
  EXPECT_EQ(iso(feeds::simulate::sent_months(early, config::Zone::wita, 2).back()), "2026-09");
  EXPECT_EQ(iso(feeds::simulate::sent_months(later, config::Zone::wita, 2).back()), "2026-10");
  EXPECT_EQ(iso(feeds::simulate::sent_months(later, config::Zone::wita, 12).front()), "2025-11");
}

TEST(SimulatorSeries, CountersAreClosedAtNightAndOnSundayAfternoon) {
  const auto load = [](const char* at) {
    return feeds::simulate::counter_load(*config::parse_time(at), config::Zone::wita);
  };
  EXPECT_GT(load("2026-11-20T10:00:00+08:00"), 0.9);
  EXPECT_EQ(load("2026-11-20T12:30:00+08:00"), 0);  // Friday prayers
  EXPECT_GT(load("2026-11-21T10:00:00+08:00"), 0.3);
  EXPECT_EQ(load("2026-11-22T16:00:00+08:00"), 0);
  EXPECT_EQ(load("2026-11-20T23:00:00+08:00"), 0);
}

TEST(SimulatorSeries, NoiseIsEvenAndDriftSmooth) {
  double sum = 0, largest_step = 0, before = feeds::simulate::drift(1, "x", config::Time(0ms), 1h);
  for (int i = 0; i < 4000; ++i) sum += feeds::simulate::noise(1, "x", i);
  EXPECT_NEAR(sum / 4000, 0.5, 0.02);
  for (int minute = 1; minute < 3000; ++minute) {
    const double value = feeds::simulate::drift(1, "x", config::Time(std::chrono::minutes(minute)), 1h);
    largest_step = std::max(largest_step, std::abs(value - before));
    before = value;
  }
  EXPECT_LT(largest_step, 0.03);
}

}  // namespace
