// The pretend monitor: its outages are the same however it is asked, and its export misses no change.
#include "feeds/simulate/monitor.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace {

using namespace std::chrono_literals;
using feeds::simulate::World;

TEST(PretendMonitor, EveryChangeIsAmongThoseThatItNames) {
  World world;
  world.zone = config::Zone::wita;
  const config::Time to = *config::parse_time("2026-11-21T06:00:00Z"), from = to - 45 * 24h;
  int found = 0;
  for (const std::string service : {"LPSE", "JDIH", "Perizinan"}) {
    const auto named = feeds::simulate::changes(world, service, from, to);
    EXPECT_TRUE(std::is_sorted(named.begin(), named.end()));
    bool before = is_up(world, service, from);
    for (config::Time at = from + 1min; at <= to; at += 1min) {
      const bool up = is_up(world, service, at);
      if (up == before) continue;
      EXPECT_TRUE(std::binary_search(named.begin(), named.end(), at)) << service << " " << config::to_rfc3339(at);
      before = up;
      ++found;
    }
  }
  EXPECT_GT(found, 4) << "something goes down now and then";
}

TEST(PretendMonitor, IsDownForMostOfThePlannedTime) {
  World world;
  const config::Time now = *config::parse_time("2026-11-21T06:00:00Z");
  const auto works = feeds::simulate::planned_work(world, {"LPSE", "JDIH", "PPID", "Perizinan", "Satu Data"}, now);
  ASSERT_FALSE(works.empty());
  for (const auto& work : works) EXPECT_FALSE(is_up(world, work.service, work.begin + 1h)) << work.number;
}

}  // namespace
