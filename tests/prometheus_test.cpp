// Rates of counters while the wall clock jumps.
#include <gtest/gtest.h>
#include "feeds/feed.h"
#include "tests/support/fault_server.h"

namespace {

using namespace std::chrono_literals;

class PrometheusRateTest : public testing::Test {
 protected:
  PrometheusRateTest() {
    catalogue_.indicators.emplace_back();
    catalogue_.indicators.back().name = "lalu_lintas";
    config::Complaints faults;
    const auto options =
        config::parse_toml("url = \"" + server_.url("/metrics") +
                               "\"\n[[metrics]]\nindicator = \"lalu_lintas\"\nmetric = \"bytes_total\"\nrate = true\n",
                           "feed.toml", faults);
    const config::Rest rest{*options->table(), {}};
    feed_ = feeds::find_feed_kind("prometheus")
                ->make(rest, {&catalogue_}, feeds::FeedSetup{catalogue_, config_, "."}, faults);
    EXPECT_TRUE(faults.empty());
  }
  // The value of a poll at this moment of either clock.
  std::optional<double> poll(config::Time now, std::optional<feeds::Steady> steady) {
    feeds::Http http({20s, 1'000'000, ""}, feeds::system_clock());
    feeds::Batch batch;
    EXPECT_EQ(feed_->poll({now, http, cursor_, {}, steady}, batch).outcome, feeds::Status::Outcome::good);
    cursor_ = batch.cursor;
    return batch.samples.empty() ? std::nullopt : std::optional(batch.samples.front().value);
  }

  std::atomic<int> asked_ = 0;
  tests::FaultServer server_{[this](tests::Talk& talk) {
    if (talk.read_request().empty()) return;
    talk.send(tests::reply_200("bytes_total " + std::to_string(++asked_ * 1000) + "\n", "text/plain"));
  }};
  config::Catalogue catalogue_;
  config::FeedConfig config_;
  std::unique_ptr<feeds::Feed> feed_;
  std::string cursor_;
};

TEST_F(PrometheusRateTest, AJumpOfTheWallClockIsNoTime) {
  const config::Time noon(std::chrono::hours(490'000));
  const feeds::Steady steady(std::chrono::hours(5));
  EXPECT_EQ(poll(noon, steady), std::nullopt);
  EXPECT_NEAR(poll(noon + 10s + 24h, steady + 10s).value_or(-1), 100, 3);
  EXPECT_NEAR(poll(noon + 20s - 24h, steady + 20s).value_or(-1), 100, 3);
}

TEST_F(PrometheusRateTest, AfterARestartTheWallClockCounts) {
  const config::Time noon(std::chrono::hours(490'000));
  EXPECT_EQ(poll(noon, std::nullopt), std::nullopt);
  EXPECT_DOUBLE_EQ(poll(noon + 20s, feeds::Steady(1s)).value_or(-1), 50);
  EXPECT_NEAR(poll(noon + 30s, feeds::Steady(11s)).value_or(-1), 100, 3);
}

}  // namespace
