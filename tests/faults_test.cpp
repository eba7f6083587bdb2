// Each fault of a pretend agency from end to end: a center with one feed at it and one elsewhere, on a clock that the
// test moves.
#include "feeds/simulate/faults.h"
#include <set>
#include "feeds/http_server.h"
#include "tests/support/certificates.h"
#include "tests/support/scenario.h"

namespace {

using namespace std::chrono_literals;
using feeds::Snapshot;
using feeds::simulate::Fault;
using feeds::simulate::FaultyAgency;
using test::Scenario;

class AgencyFault : public Scenario {
 protected:
  struct Expected {
    Fault fault;
    const char* reason;
    Course course = Course::fails;
    bool holds = false;  // it keeps the poll waiting until the deadline
  };
  static const std::vector<Expected>& all();

  // The well-behaved agency behind the other.
  int good_port() {
    good_.route("GET", "/.*", [this](const feeds::ServedRequest&) {
      feeds::ServedReply reply;
      reply.content_type = "application/json";
      reply.body = body("antrean");
      return reply;
    });
    return good_.listen("127.0.0.1", 0).value_or(0);
  }
  config::FeedConfig feed_at(const FaultyAgency& agency) {
    auto out = feed("sakit", "antrean", agency.url() + "/antrean");
    if (!agency.is_secure()) return out;
    out.ca_file = (folder_.path() / "simulasi.pem").string();
    std::ofstream(out.ca_file) << agency.authority();
    return out;
  }

  tests::TempFolder folder_;
  feeds::HttpServer good_{2};
};

const std::vector<AgencyFault::Expected>& AgencyFault::all() {
  static const std::vector<Expected> expected = {
      {Fault::refuse, "no connection to"},
      {Fault::hang, "did not answer", Course::fails, true},
      {Fault::drip, "did not answer", Course::fails, true},
      {Fault::cut, "cut short"},
      {Fault::reset, "cut short"},
      {Fault::redirect_loop, "redirects in a circle"},
      {Fault::too_many_requests, "come less often"},
      {Fault::error_500, "fault of its own"},
      {Fault::unavailable_503, "fault of its own"},
      {Fault::gzip_bomb, "sends more than"},
      {Fault::huge_body, "sends more than"},
      {Fault::expired_certificate, "has expired"},
      {Fault::incomplete_chain, "sends its certificate alone"},
      {Fault::login_page, "web page"},
      {Fault::waf_page, "web page"},
      {Fault::empty_body, "not JSON"},
      {Fault::empty_list, "an empty reply tells nothing", Course::refused},
      {Fault::half_content, "not JSON"},
      {Fault::wrong_charset, "not JSON"},
      {Fault::wrong_type, "", Course::unharmed},
      {Fault::deep_nesting, "levels"},
      {Fault::duplicate_keys, "stands twice"},
      {Fault::not_a_number, "not JSON"},
      {Fault::huge_numbers, "above the most", Course::half_refused},
      {Fault::clock_ahead, "ahead of the clock", Course::refused},
      {Fault::clock_behind, "", Course::old},
      {Fault::same_page, "", Course::old},
      {Fault::vanishing_rows, "", Course::unharmed},
  };
  return expected;
}

class EveryAgencyFault : public AgencyFault, public testing::WithParamInterface<feeds::simulate::FaultInfo> {};

TEST_P(EveryAgencyFault, HurtsItsOwnFeedAloneAndPasses) {
  const auto found =
      std::find_if(all().begin(), all().end(), [&](const Expected& one) { return one.fault == GetParam().fault; });
  ASSERT_NE(found, all().end()) << "say in all() what comes of it";
  const test::MemoryMark mark;
  FaultyAgency agency({.fault = found->fault, .good_port = good_port(), .ill = false}, room_.clock);
  ASSERT_TRUE(agency.listen(0));
  run(
      feed_at(agency), [&] { agency.set_ill(true), held_ = found->holds; },
      [&] { agency.set_ill(false), held_ = false; }, found->reason, found->course);
  mark.expect_less_than(100'000);
}

INSTANTIATE_TEST_SUITE_P(Scenarios, EveryAgencyFault, testing::ValuesIn(feeds::simulate::fault_list()),
                         [](const auto& fault) { return std::string(fault.param.name); });

TEST_F(AgencyFault, AnHourOf503) {
  FaultyAgency agency({.fault = Fault::unavailable_503, .good_port = good_port(), .ill = false, .lasts = 1h},
                      room_.clock);
  ASSERT_TRUE(agency.listen(0));
  const config::Time well = room_.clock.now() + 1h;
  run(
      feed_at(agency), [&] { agency.set_ill(true); },
      [&] {
        const int before = agency.requests();
        EXPECT_TRUE(pass([&](const Snapshot&) { return room_.clock.now() >= well; }));
        // At most 12 intervals of 10 s apart, at least half of that: no storm, no silence.
        EXPECT_GE(agency.requests() - before, 25);
        EXPECT_LE(agency.requests() - before, 62);
      },
      "fault of its own");
}

TEST_F(AgencyFault, OnlyAtSomePathsAndOnlyForATime) {
  FaultyAgency agency({.fault = Fault::error_500, .good_port = good_port(), .path = "/librenms/*", .lasts = 90s},
                      room_.clock);
  ASSERT_TRUE(agency.listen(0));
  feeds::Http http({}, room_.clock);
  const auto status = [&](const char* path) {
    feeds::HttpRequest request;
    request.url = agency.url() + path;
    const auto reply = http.fetch(request, {});
    return reply ? reply->status : 0;
  };
  EXPECT_EQ(status("/librenms/api/v0/ports?x=1"), 500);
  EXPECT_EQ(status("/antrean"), 200);
  room_.clock.advance(89s);
  EXPECT_EQ(status("/librenms/api/v0/ports"), 500);
  room_.clock.advance(1s);
  EXPECT_EQ(status("/librenms/api/v0/ports"), 200);
}

TEST_F(AgencyFault, RowsThatVanishComeBackAsTheyWere) {
  good_.route("GET", "/.*", [](const feeds::ServedRequest&) {
    feeds::ServedReply reply;
    reply.content_type = "application/json";
    reply.body = R"({"layanan": [{"nama": "KTP", "status": "buka"}, {"nama": "KK", "status": "tutup"}]})";
    return reply;
  });
  FaultyAgency agency(
      {.fault = Fault::vanishing_rows, .good_port = good_.listen("127.0.0.1", 0).value_or(0), .ill = false},
      room_.clock);
  ASSERT_TRUE(agency.listen(0));
  room_.center->feeds = {test::json_feed("sakit", {"layanan"}, agency.url())};
  room_.store().adopt(room_.center);
  feeds::Collectors collectors(room_.center, room_.store(), room_.clock);
  const auto rows = [&](std::size_t wanted) {
    for (int second = 0; second < 100; ++second) {
      const auto snapshot = room_.now();
      const auto table = snapshot->tables.find("layanan");
      if (table != snapshot->tables.end() && table->second->rows.size() == wanted) return true;
      room_.clock.next_wake(2);
      room_.clock.advance(1s);
    }
    return false;
  };
  EXPECT_TRUE(rows(2));
  agency.set_ill(true);
  for (int times = 0; times < 3; ++times) {
    EXPECT_TRUE(rows(1));
    EXPECT_TRUE(rows(2));
  }
  agency.set_ill(false);
  EXPECT_TRUE(rows(2));
}

}  // namespace
