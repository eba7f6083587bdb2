// The door: over HTTP to the feed that answers for it, kept before it is answered, and missed when nothing comes.
#include "feeds/intake.h"
#include <gmock/gmock.h>
#include "feeds/digest.h"
#include "feeds/facts.h"
#include "tests/support/certificates.h"
#include "tests/support/store_room.h"

namespace {

using namespace feeds;
using namespace std::chrono_literals;
using testing::HasSubstr;

config::FeedConfig webhook_feed(const std::string& name, const std::string& indicator) {
  config::FeedConfig feed = test::json_feed(name, {indicator});
  feed.kind = "webhook";
  feed.interval = 10min;
  config::Complaints faults;
  const auto parsed = config::parse_toml(
      "secret = \"kunci\"\n[[value]]\nindicator = \"" + indicator + "\"\npointer = \"/n\"\n", "feeds.toml", faults);
  feed.options.table = *parsed->table();
  return feed;
}

class IntakeTest : public testing::Test {
 protected:
  void open() {
    room_.center->intake.port = 1;
    room_.open();
    collectors_ = std::make_unique<Collectors>(room_.center, room_.store(), room_.clock);
    intake_ = std::make_unique<Intake>(room_.center->intake, *collectors_, room_.clock);
    const auto port = intake_->listen(0);
    ASSERT_TRUE(port);
    port_ = *port;
  }
  HttpReply post(const std::string& path, const std::string& body, const std::string& secret = "kunci") {
    const std::string sent =
        std::to_string(std::chrono::duration_cast<std::chrono::seconds>(room_.clock.now().time_since_epoch()).count());
    Http http({}, system_clock());
    HttpRequest request{"POST", "http://127.0.0.1:" + std::to_string(port_) + path, body, "application/json"};
    request.headers = {{"X-Anjungan-Time", sent},
                       {"X-Anjungan-Signature", to_hex(hmac_sha256(secret, sent + "." + body))}};
    const auto reply = http.fetch(request, {});
    EXPECT_TRUE(reply);
    return reply.value_or(HttpReply{});
  }
  std::string state_of(const std::string& feed) {
    for (const FeedState& one : room_.now()->feeds)
      if (one.name == feed) return config::fill(one.reason.key, one.reason.arguments);
    return "?";
  }

  test::StoreRoom room_{{webhook_feed("antre", "antrean"), webhook_feed("murid", "suhu")}};
  std::unique_ptr<Collectors> collectors_;
  std::unique_ptr<Intake> intake_;
  int port_ = 0;
};

TEST_F(IntakeTest, WhatIsAnsweredIsOnDisk) {
  open();
  const HttpReply reply = post("/kirim/antre", R"({"n":12})");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, R"({"accepted":1,"refused":0})");
  intake_.reset();
  collectors_.reset();
  room_.close();  // as after a kill: only the file is left
  room_.open();
  EXPECT_EQ(test::value_of(*room_.now(), "antrean"), 12);
  EXPECT_EQ(room_.now()->feeds.size(), 2U);
}

TEST_F(IntakeTest, EachPathIsOneFeeds) {
  open();
  EXPECT_EQ(post("/kirim/murid", R"({"n":3})").status, 200);
  EXPECT_EQ(post("/kirim/lain", R"({"n":3})").status, 404);
  EXPECT_EQ(post("/kirim/murid", R"({"n":4})", "salah").status, 401);
  room_.when([](const Snapshot& now) { return test::value_of(now, "suhu") == 3; });
}

TEST_F(IntakeTest, SilenceIsSaidAndHowManyWereTurnedAway) {
  open();
  ASSERT_TRUE(room_.clock.next_wake(2));
  EXPECT_EQ(post("/kirim/antre", R"({"n":1})", "salah").status, 401);
  room_.clock.advance(10min);
  room_.when([&](const Snapshot&) { return state_of("antre") != "" && state_of("murid") != ""; });
  EXPECT_THAT(state_of("antre"), HasSubstr("nothing was sent for 10 minutes; 1 requests were turned away"));
  EXPECT_EQ(state_of("murid"), "nothing was sent for 10 minutes");
  EXPECT_EQ(post("/kirim/murid", R"({"n":5})").status, 200);
  room_.when([&](const Snapshot&) { return state_of("murid").empty(); });
}

// A store that keeps nothing while it is ill: its promises are broken, as when it closes.
class IllStore final : public Store {
 public:
  explicit IllStore(Store& well) : well_(well) {}
  bool deliver(Delivery delivery, std::stop_token stop) override {
    if (!ill) return well_.deliver(std::move(delivery), stop);
    delivery.answer.reset();
    return true;
  }
  std::string cursor(const std::string& feed) const override { return well_.cursor(feed); }
  std::shared_ptr<const Snapshot> latest(Audience audience) const override { return well_.latest(audience); }
  Steady turned() const override { return {}; }
  void set_wants(std::vector<Want>) override {}
  std::filesystem::path file() const override { return well_.file(); }
  void adopt(std::shared_ptr<const config::Center>) override {}
  void set_notices(std::vector<Notice>) override {}
  std::future<std::shared_ptr<const Snapshot>> view(Audience, std::optional<Time>, std::vector<Want>) override {
    return {};
  }
  std::future<Outcome> submit(Command) override { return {}; }
  std::atomic<bool> ill = true;

 private:
  Store& well_;
};

TEST_F(IntakeTest, WhatCannotBeKeptIsAskedForAgain) {
  room_.center->intake.port = 1;
  room_.open();
  IllStore store(room_.store());
  collectors_ = std::make_unique<Collectors>(room_.center, store, room_.clock);
  intake_ = std::make_unique<Intake>(room_.center->intake, *collectors_, room_.clock);
  port_ = *intake_->listen(0);
  const HttpReply refused = post("/kirim/antre", R"({"n":7})");
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.retry_after, 30s);
  EXPECT_FALSE(test::value_of(*room_.now(), "antrean"));
  store.ill = false;
  EXPECT_EQ(post("/kirim/antre", R"({"n":7})").body, R"({"accepted":1,"refused":0})") << "the same, signed as before";
  room_.when([](const Snapshot& now) { return test::value_of(now, "antrean") == 7; });
}

TEST_F(IntakeTest, ABasisThatHasEndedTakesNothing) {
  room_.center->feeds[0].basis.until = config::Date(std::chrono::year(2026) / 11 / 20);
  open();
  EXPECT_EQ(post("/kirim/antre", R"({"n":1})").status, 403);
}

TEST_F(IntakeTest, AFormReachesItsFeed) {
  config::FeedConfig& feed = room_.center->feeds[0];
  feed.kind = "upload";
  config::Complaints faults;
  feed.options.table = *config::parse_toml("token = \"k\"\n[[value]]\nindicator = \"antrean\"\ncolumn = \"Antre\"\n",
                                           "feeds.toml", faults)
                            ->table();
  open();
  const auto send = [&](const std::string& name, const std::string& value, const std::string& file) {
    const std::string disposition = "--batas\r\nContent-Disposition: form-data; name=\"";
    const std::string body = disposition + "token\"\r\n\r\nk\r\n" + disposition + name + "\"" + file + "\r\n\r\n" +
                             value + "\r\n--batas--\r\n";
    Http http({}, system_clock());
    const auto reply = http.fetch({"POST", "http://127.0.0.1:" + std::to_string(port_) + "/unggah/antre", body,
                                   "multipart/form-data; boundary=batas"},
                                  {});
    EXPECT_TRUE(reply);
    return reply.value_or(HttpReply{});
  };
  const std::string preview = send("file", "Antre\r\n31\r\n", "; filename=\"a.csv\"").body;
  const auto at = preview.find("name=\"key\" value=\"");
  ASSERT_NE(at, std::string::npos) << preview;
  EXPECT_FALSE(test::value_of(*room_.now(), "antrean"));
  EXPECT_EQ(send("key", preview.substr(at + 18, 64), "").status, 200);
  room_.when([](const Snapshot& now) { return test::value_of(now, "antrean") == 31; });
}

TEST_F(IntakeTest, WithoutADoorTheFeedSaysSo) {
  config::Complaints out;
  const auto facts = facts_of(*room_.center, out);
  EXPECT_EQ(facts.at("antre").refused.key, "systems cannot send to the feed {}");
  EXPECT_EQ(out.size(), 2U);
}

TEST_F(IntakeTest, ACertificateThatIsNoneIsSaid) {
  room_.center->intake.certificate = room_.folder.write("a.pem", "bukan sertifikat");
  room_.center->intake.secret_key = room_.center->intake.certificate;
  room_.open();
  Collectors collectors(room_.center, room_.store(), room_.clock);
  Intake intake(room_.center->intake, collectors, room_.clock);
  const auto port = intake.listen(0);
  ASSERT_FALSE(port);
  EXPECT_THAT(port.error().what.key, HasSubstr("certificate"));
}

}  // namespace
