// Agencies that send by themselves, pretend ones to a real center: the whole way to the snapshot.
#include <gmock/gmock.h>
#include "feeds/collector.h"
#include "feeds/intake.h"
#include "feeds/simulate/push.h"
#include "feeds/simulate/simulator.h"
#include "tests/support/store_room.h"
#include "viewer/kind_checks.h"

namespace {

using namespace feeds;
using namespace std::chrono_literals;

// Thursday, 2026-11-19, a quarter to twelve in the zone of the center.
const char* const noon = "2026-11-19T03:45:00Z";

TEST(PushSimulator, FillsTheCountsOfTheMainCenter) {
  test::StoreRoom room({}, noon);
  auto center = std::make_shared<config::Center>(
      config::load(ANJUNGAN_SOURCE "/config/centers/tanah-bumbu", viewer::kind_checks(),
                   config::Date(std::chrono::year(2026) / 11 / 19), "http://127.0.0.1:9"));
  ASSERT_TRUE(center->usable);
  std::erase_if(center->feeds, [](const config::FeedConfig& feed) { return !feed.kind.ends_with("_push"); });
  ASSERT_EQ(center->feeds.size(), 2U);
  room.center = center;
  room.open();
  Collectors collectors(center, room.store(), room.clock);
  Intake intake(center->intake, collectors, room.clock);
  Simulator agencies({}, center->catalogue, room.clock);
  agencies.push_to("http://127.0.0.1:" + std::to_string(*intake.listen(0)));
  simulate::World world = simulate::make_world(*center->catalogue, 1);
  const auto nibs = static_cast<double>(simulate::nib_messages(world, Time{}, room.clock.now()).size());
  ASSERT_GT(nibs, 0);
  const auto kept = room.when([&](const Snapshot& now) { return test::value_of(now, "perizinan.nib_hari") == nibs; });
  ASSERT_TRUE(kept);
  double all = 0;
  for (const simulate::Office& office : simulate::offices()) {
    const std::string lines = simulate::attendance_lines(world, office, Time{}, room.clock.now());
    const double count = static_cast<double>(std::count(lines.begin(), lines.end(), '\n'));
    EXPECT_EQ(test::value_of(*kept, std::string("asn.masuk#") + office.name), count);
    EXPECT_GT(count, 0.8 * office.staff);
    all += count;
  }
  EXPECT_EQ(test::value_of(*kept, "asn.masuk"), all);
}

}  // namespace
