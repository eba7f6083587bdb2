// How often a host is asked by all feeds together, and what it says of its quota.
#include "feeds/pace.h"
#include <gmock/gmock.h>
#include "feeds/http.h"
#include "feeds/http_server.h"
#include "feeds/http_url.h"
#include "tests/support/manual_clock.h"

namespace {

using namespace feeds;
using namespace std::chrono_literals;
using testing::HasSubstr;

const Steady start{1h};

TEST(PaceTest, NoMinuteHoldsMoreThanTheLimit) {
  Pace pace;
  std::vector<Steady> turns;
  for (int i = 0; i < 200; ++i) turns.push_back(pace.turn("bmkg", 60, start + i * 100ms, start + 1h));
  std::sort(turns.begin(), turns.end());
  for (std::size_t i = 60; i < turns.size(); ++i) EXPECT_GE(turns[i] - turns[i - 60], 1min) << i;
  EXPECT_EQ(turns[59], start + 5900ms) << "the first sixty at once";
  EXPECT_LE(turns.back(), start + 4min) << "and none later than needed";
}

TEST(PaceTest, HostsAreApartAndTurnsThatComeTooLateAreNotTaken) {
  Pace pace;
  for (int i = 0; i < 2; ++i) EXPECT_EQ(pace.turn("a", 2, start, start + 5s), start);
  EXPECT_EQ(pace.turn("b", 2, start, start + 5s), start);
  EXPECT_EQ(pace.turn("a", 2, start, start + 5s), start + 1min);
  EXPECT_EQ(pace.turn("a", 2, start, start + 5s), start + 1min) << "the one before gave up";
  EXPECT_EQ(pace.turn("a", 2, start + 1min, start + 2min), start + 1min);
  EXPECT_EQ(pace.turn("a", 0, start, start + 5s), start) << "who has no limit waits for none";
}

TEST(PaceTest, AHoldIsForAll) {
  Pace pace;
  pace.hold("a", start + 10min);
  pace.hold("a", start + 5min);
  EXPECT_EQ(pace.turn("a", 0, start, start), start + 10min);
  EXPECT_EQ(pace.turn("a", 60, start, start + 1h), start + 10min);
}

TEST(PaceTest, QuotaResetsAreReadInBothForms) {
  const config::Time now = *config::parse_time("2026-11-21T00:00:00Z");
  EXPECT_EQ(parse_quota_reset("30", now), 30s);
  EXPECT_EQ(
      parse_quota_reset(
          std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count() + 90), now),
      90s);
  EXPECT_EQ(parse_quota_reset("1500000000", now), 0s);
  EXPECT_EQ(parse_quota_reset("999999999", now), 24h);
  for (const char* bad : {"", "besok", "-5", "99999999999999999999", "1e400"})
    EXPECT_FALSE(parse_quota_reset(bad, now)) << bad;
}

class Asked : public testing::Test {
 protected:
  Asked() {
    server_.route("GET", "/.*", [this](const ServedRequest&) {
      ++count;
      return reply;
    });
    url_ = "http://127.0.0.1:" + std::to_string(*server_.listen("127.0.0.1", 0)) + "/";
  }
  config::Result<HttpReply> ask(int per_minute, config::Duration deadline = 20s) {
    Http http({deadline, 1000, "", per_minute, pace_}, clock);
    auto got = http.fetch({"GET", url_}, {});
    asked_to_wait = http.asked_to_wait();
    return got;
  }
  HttpServer server_;
  ServedReply reply;
  int count = 0;
  std::string url_;
  std::shared_ptr<Pace> pace_ = std::make_shared<Pace>();
  tests::ManualClock clock;
  std::optional<config::Duration> asked_to_wait;
};

TEST_F(Asked, TwoFeedsShareTheLimitOfTheirHost) {
  const Steady begin = clock.steady();
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(ask(3));
  EXPECT_EQ(clock.steady(), begin);
  EXPECT_TRUE(ask(3, 90s)) << "another feed's client waits its turn";
  EXPECT_EQ(clock.steady(), begin + 1min);
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(ask(3));
  const auto late = ask(3);
  ASSERT_FALSE(late);
  EXPECT_THAT(late.error().what.key, HasSubstr("are used up for now"));
  EXPECT_EQ(asked_to_wait, 60s);
  EXPECT_EQ(count, 6) << "nothing was sent";
}

TEST_F(Asked, AQuotaThatIsUsedUpHoldsAll) {
  reply.headers = {{"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset", "300"}};
  EXPECT_TRUE(ask(0));
  EXPECT_FALSE(ask(0)) << "another feed of this host";
  EXPECT_EQ(asked_to_wait, 300s);
  EXPECT_EQ(count, 1);
  reply.headers = {{"X-RateLimit-Remaining", "999"}, {"X-RateLimit-Reset", "300"}};
  clock.advance(300s);
  EXPECT_TRUE(ask(0));
  EXPECT_TRUE(ask(0));
}

TEST_F(Asked, TooManyRequestsHoldAllToo) {
  reply.status = 429;
  reply.headers = {{"Retry-After", "120"}};
  EXPECT_TRUE(ask(0));
  EXPECT_EQ(asked_to_wait, 120s);
  EXPECT_FALSE(ask(0));
  EXPECT_EQ(count, 1);
}

}  // namespace
