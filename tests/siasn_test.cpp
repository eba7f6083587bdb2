// Staff counted person by person over several polls: counts alone between them, nothing of a person anywhere.
#include <gmock/gmock.h>
#include <set>
#include "feeds/http_server.h"
#include "tests/support/child.h"
#include "tests/support/manual_clock.h"
#include "tests/support/pushed_feed.h"

namespace {

using namespace feeds;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Outcome = Status::Outcome;

struct Siasn : testing::Test {
  Siasn() {
    server_.route("POST", "/oauth2/token", [this](const ServedRequest& request) {
      EXPECT_EQ(request.headers.at("authorization"), "Basic a29uc3VtZW46cmFoYXNpYQ==");
      return token;
    });
    server_.route("POST", "/sso", [](const ServedRequest& request) {
      EXPECT_EQ(request.query.at("username"), "operator bkpsdm");
      EXPECT_EQ(request.query.at("password"), "kata&sandi");
      return ServedReply{200, "application/json", R"({"access_token":"SSO"})", {}};
    });
    server_.route("GET", "/pns/data-utama/([0-9]+)", [this](const ServedRequest& request) {
      EXPECT_EQ(request.headers.at("authorization"), "Bearer APIM");
      EXPECT_EQ(request.headers.at("auth"), "bearer SSO");
      ++asked;
      const std::string number = request.matches[1];
      if (number == fails) return ServedReply{500, "text/plain", "", {}};
      if (number == "404") return ServedReply{404, "application/json", "{}", {}};
      const bool old = number.ends_with('7');
      return ServedReply{200,
                         "application/json",
                         R"({"code":1,"data":{"nipBaru":")" + number + R"(","nama":"BUDI SANTOSO","tglLahir":")" +
                             (old ? "15-06-1969" : "1990-01-31T00:00:00Z") + R"(","bup":"58","unorIndukNama":")" +
                             (std::stoi(number) % 2 ? "Dinkes" : "Disdik") + R"(","kedudukanPnsNama":"Aktif"}})",
                         {}};
    });
    const std::string base = "http://127.0.0.1:" + std::to_string(*server_.listen("127.0.0.1", 0));
    options_ =
        "url = \"" + base + "/pns/data-utama/{nip}\"\ntoken_url = \"" + base + "/oauth2/token\"\nsso_url = \"" + base +
        "/sso\"\nconsumer = \"konsumen\"\nconsumer_secret = \"rahasia\"\nclient_id = \"klien\"\n"
        "user = \"operator bkpsdm\"\npassword = \"kata&sandi\"\nnumbers = \"file:nip\"\nat_once = 4\n"
        "[[count]]\nindicator = \"antrean\"\nitem = \"/data/unorIndukNama\"\n"
        "[[count]]\nindicator = \"suhu\"\nretires_within = 12\n"
        "[[count]]\nindicator = \"siswa\"\nwhere = { pointer = \"/data/kedudukanPnsNama\", equals = \"Pensiun\" }\n";
    folder_.write("nip", "1001\n1002\r\n1003\n\n1007\n404\n1006\n");
    feed_ = std::make_unique<test::PushedFeed>("siasn_counts", options_, folder_.path());
  }
  Status poll() {
    Http http({}, clock_);
    batch = {};
    const Status status = feed_->feed->poll({clock_.now(), http, cursor, {}}, batch);
    if (status.outcome != Outcome::failed) cursor = batch.cursor;
    feed_->batch = batch;
    return status;
  }

  HttpServer server_;
  support::Folder folder_;
  std::string options_, cursor, fails;
  ServedReply token{200, "application/json", R"({"access_token":"APIM"})", {}};
  int asked = 0;
  tests::ManualClock clock_;
  std::unique_ptr<test::PushedFeed> feed_;
  Batch batch;
};

TEST_F(Siasn, CountsInSlicesAndOnceADay) {
  ASSERT_THAT(feed_->complaints, IsEmpty());
  EXPECT_EQ(poll().outcome, Outcome::good);
  EXPECT_THAT(batch.samples, IsEmpty()) << "not all have been asked for";
  EXPECT_EQ(asked, 4);
  EXPECT_EQ(poll().outcome, Outcome::good);
  EXPECT_EQ(feed_->value("antrean#Dinkes"), 3);
  EXPECT_EQ(feed_->value("antrean#Disdik"), 2);
  EXPECT_EQ(feed_->value("suhu"), 1) << "one is 58 within a year";
  EXPECT_EQ(feed_->value("siswa"), 0) << "none is known, too";
  ASSERT_EQ(batch.complaints.size(), 1U);
  EXPECT_EQ(batch.complaints[0].reason.arguments, (std::vector<std::string>{"1", "6"}));
  EXPECT_EQ(poll().outcome, Outcome::not_modified);
  EXPECT_EQ(asked, 6);
  clock_.advance(24h);
  EXPECT_EQ(poll().outcome, Outcome::good) << "the next day's round";
  EXPECT_EQ(asked, 10);
}

TEST_F(Siasn, ARestartGoesOnAndAFaultLosesNoCount) {
  poll();
  fails = "1006";
  EXPECT_EQ(poll().outcome, Outcome::good) << "the one before it is counted";
  const std::string before = cursor;
  EXPECT_EQ(poll().outcome, Outcome::failed);
  EXPECT_EQ(cursor, before);
  fails.clear();
  feed_ = std::make_unique<test::PushedFeed>("siasn_counts", options_, folder_.path());
  poll();
  EXPECT_EQ(feed_->value("antrean#Disdik"), 2) << "nobody twice";
}

TEST_F(Siasn, OnePersonsFaultDoesNotHoldTheRest) {
  fails = "1001";
  for (int i = 0; i < 4; ++i) EXPECT_EQ(poll().outcome, Outcome::failed);
  EXPECT_EQ(poll().outcome, Outcome::good);
  poll();
  EXPECT_EQ(feed_->value("antrean#Dinkes"), 2);
  EXPECT_EQ(batch.complaints.at(0).value, "2");
}

TEST_F(Siasn, NothingOfAPersonIsKeptOrSaid) {
  poll();
  for (const char* personal : {"1001", "BUDI", "1969", "1990"}) EXPECT_THAT(cursor, Not(HasSubstr(personal)));
  fails = "1006";
  poll();
  const Status failed = poll();
  EXPECT_THAT(config::fill(failed.reason.key, failed.reason.arguments), Not(HasSubstr("1006")));
  EXPECT_THAT(feed_->feed->address(), HasSubstr("{nip}"));
}

TEST_F(Siasn, AChangedListBeginsAnew) {
  poll();
  folder_.write("nip", "1001\n");
  poll();
  EXPECT_EQ(feed_->value("antrean#Dinkes"), 1);
  folder_.write("nip", "\n");
  EXPECT_EQ(poll().outcome, Outcome::failed);
}

TEST_F(Siasn, ASignInThatFailsIsSaid) {
  token = {401, "application/json", R"({"error":"invalid_client"})", {}};
  EXPECT_THAT(poll().reason.key, HasSubstr("refuses our sign-in"));
  token = {200, "application/json", R"({"token_type":"Bearer"})", {}};
  EXPECT_EQ(poll().reason.key, "the sign-in gave no access_token");
  token = {200, "text/html", "<html>masuk</html>", {}};
  EXPECT_THAT(poll().reason.key, HasSubstr("web page"));
}

}  // namespace
