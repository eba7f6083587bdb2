// One feed's system fails in each way HTTP knows, through collector, store and snapshot: that feed grows late, then
// missing, and says why; the others stay on time; it recovers by itself; what was kept stays kept.
#include <gmock/gmock.h>
#include <openssl/ssl.h>
#include <thread>
#include "feeds/collector.h"
#include "tests/support/certificates.h"
#include "tests/support/fault_server.h"
#include "tests/support/store_room.h"

namespace {

using namespace feeds;
using namespace std::chrono_literals;
using testing::HasSubstr;
using tests::FaultServer;
using tests::Talk;

std::string body(const std::string& indicator, Time at, int value) {
  return "{\"" + indicator + R"(": [{"region": "63.10.01", "at": ")" + config::to_rfc3339(at) + R"(", "value": )" +
         std::to_string(value) + "}]}";
}

// The wrong turn that the ill system takes, and the words that the feed's reason must hold.
struct Fault {
  const char* name;
  std::function<void(Talk&)> answer;
  const char* reason;
  bool holds = false;  // it keeps the poll waiting until the deadline
};

class Scenario : public testing::Test {
 protected:
  using Values = std::map<Time, double>;

  config::FeedConfig feed(const std::string& name, const std::string& indicator, const std::string& url) const {
    auto out = test::json_feed(name, {indicator}, url);
    out.deadline = 20s;
    return out;
  }
  void answer_well(Talk& talk, const std::string& indicator) {
    talk.send(tests::reply_200(body(indicator, room_.clock.now(), ++served_)));
  }
  // Lets seconds pass until `enough` holds. Between two of them everything comes to rest, but for a poll that is held.
  bool pass(const std::function<bool(const Snapshot&)>& enough) {
    for (int second = 0; second < 3000; ++second) {
      const auto snapshot = room_.now();
      for (const auto& [name, series] : snapshot->series)
        if (const Point* value = series->current()) seen_[name][value->at] = value->value;
      if (enough(*snapshot)) return true;
      if (held_) {
        std::this_thread::sleep_for(5ms);
      } else {
        room_.clock.next_wake(3);  // the store's second and the two feeds
      }
      room_.clock.advance(1s);
      if (started_) expect_healthy();
    }
    return false;
  }
  void expect_healthy() {
    const auto fresh = [&](const Snapshot& snapshot) {
      const Series* series = snapshot.find("suhu@63.10.01");
      return series && age_of(*series, room_.clock.now()) == Age::fresh &&
             snapshot.feed("sehat")->standing == Standing::on_time;
    };
    room_.when(fresh);
  }
  void run(const config::FeedConfig& ill, const std::function<void()>& fall_ill, const std::function<void()>& heal,
           const char* reason);

  test::StoreRoom room_{{}};
  std::atomic<int> served_ = 0;
  bool started_ = false, held_ = false;
  std::map<std::string, Values> seen_;  // what a wall showed
};

void Scenario::run(const config::FeedConfig& ill, const std::function<void()>& fall_ill,
                   const std::function<void()>& heal, const char* reason) {
  FaultServer healthy([this](Talk& talk) {
    while (!talk.read_request().empty()) answer_well(talk, "suhu");
  });
  auto catalogue = std::make_shared<config::Catalogue>(*room_.center->catalogue);
  catalogue->indicators[0].freshness.stale_after = 60s;
  catalogue->indicators[0].freshness.missing_after = 120s;
  room_.center->catalogue = catalogue;
  room_.center->feeds = {ill, feed("sehat", "suhu", healthy.url())};
  room_.store().adopt(room_.center);
  auto collectors = std::make_unique<Collectors>(room_.center, room_.store(), room_.clock);
  const auto standing = [](Standing wanted) {
    return [wanted](const Snapshot& s) { return s.feed("sakit") && s.feed("sakit")->standing == wanted; };
  };
  ASSERT_TRUE(pass([&](const Snapshot& s) {
    return standing(Standing::on_time)(s) && s.feed("sehat")->standing == Standing::on_time;
  }));
  started_ = true;
  fall_ill();
  ASSERT_TRUE(pass(standing(Standing::late)));
  ASSERT_TRUE(pass(standing(Standing::missing)));
  EXPECT_EQ(room_.now()->find("antrean@63.10.01")->points.size(), 1U);  // the last value is still there, with its date
  EXPECT_THAT(room_.now()->feed("sakit")->reason.key, HasSubstr(reason));
  EXPECT_TRUE(room_.store().latest(Audience::everyone)->feed("sakit")->reason.empty());
  heal();
  ASSERT_TRUE(pass(standing(Standing::on_time)));
  EXPECT_EQ(room_.now()->feed("sakit")->failures, 0);
  collectors.reset();
  room_.close();
  for (const auto& [name, values] : seen_) {
    const auto rows =
        export_series(room_.file, *room_.center, name, Time{}, Time::max(), Audience::everyone, room_.clock.now());
    ASSERT_TRUE(rows) << name;
    Values kept;
    for (const ExportRow& row : *rows) kept[row.at] = row.value;
    for (const auto& [at, value] : values) EXPECT_EQ(kept[at], value) << name;
  }
}

class HttpFault : public Scenario, public testing::WithParamInterface<Fault> {};

TEST_P(HttpFault, HurtsItsOwnFeedAlone) {
  std::atomic<bool> ill = false;
  FaultServer server([&](Talk& talk) {
    while (!talk.read_request().empty()) {
      if (ill) {
        GetParam().answer(talk);
        talk.close();
        return;
      }
      answer_well(talk, "antrean");
    }
  });
  run(
      feed("sakit", "antrean", server.url()), [&] { ill = true, held_ = GetParam().holds; },
      [&] { ill = held_ = false; }, GetParam().reason);
}

void drip(Talk& talk) {
  talk.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n");
  while (talk.send(" ")) std::this_thread::sleep_for(3ms);
}

void flood(Talk& talk) {
  talk.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 30000000\r\n\r\n");
  const std::string part(100'000, ' ');
  for (int i = 0; i < 300 && talk.send(part); ++i) continue;
}

const Fault faults[] = {
    {"NoAnswer", [](Talk& talk) { talk.hold(); }, "did not answer", true},
    {"DripPastTheDeadline", drip, "did not answer", true},
    {"CutJson", [](Talk& talk) { talk.send(tests::reply_200(R"({"antrean": [{"region": "63.10)")); }, "not JSON"},
    {"CutReply", [](Talk& talk) { talk.send("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"antrean\""); },
     "cut short"},
    {"HtmlWithStatus200",
     [](Talk& talk) { talk.send(tests::reply_200("<!DOCTYPE html><html><body>Masuk</body></html>", "text/html")); },
     "web page"},
    {"Status500", [](Talk& talk) { talk.send("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"); },
     "fault of its own"},
    {"ThirtyMegabytes", flood, "sends more than"},
    {"RedirectToAnotherHost",
     [](Talk& talk) {
       talk.send("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.2:9/masuk\r\nContent-Length: 0\r\n\r\n");
     },
     "redirects to"},
};

INSTANTIATE_TEST_SUITE_P(Scenarios, HttpFault, testing::ValuesIn(faults),
                         [](const auto& fault) { return std::string(fault.param.name); });

// Which of two certificates a server shows.
struct Shown {
  std::shared_ptr<SSL_CTX> good, wrong;
  std::atomic<bool> ill = false;

  static int choose(SSL* ssl, void* self) {
    const Shown& shown = *static_cast<const Shown*>(self);
    SSL_CTX* from = shown.ill ? shown.wrong.get() : shown.good.get();
    return SSL_use_certificate(ssl, SSL_CTX_get0_certificate(from)) == 1 &&
                   SSL_use_PrivateKey(ssl, SSL_CTX_get0_privatekey(from)) == 1
               ? 1
               : 0;
  }
};

TEST_F(Scenario, AWrongCertificateHurtsItsOwnFeedAlone) {
  const tests::TempFolder folder;
  const tests::Authority ours(folder, "kita"), strange(folder, "asing");
  Shown shown{ours.server("IP:127.0.0.1", 30), strange.server("IP:127.0.0.1", 30)};
  const auto context = ours.server("IP:127.0.0.1", 30);
  SSL_CTX_set_cert_cb(context.get(), Shown::choose, &shown);
  FaultServer server(
      [this](Talk& talk) {
        while (!talk.read_request().empty()) answer_well(talk, "antrean");
      },
      context);
  auto ill = feed("sakit", "antrean", server.url());
  ill.ca_file = ours.file();
  run(
      ill, [&] { shown.ill = true; }, [&] { shown.ill = false; }, "certificate");
}

}  // namespace
