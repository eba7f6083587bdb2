// Signed pushes: who is believed, what is taken once, and what is told to the sender.
#include <gmock/gmock.h>
#include "feeds/digest.h"
#include "feeds/marks.h"
#include "tests/support/pushed_feed.h"

namespace {

using namespace feeds;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using What = Taken::What;

const Time noon = *config::parse_time("2026-11-21T12:00:00Z");
const std::string rules =
    "[[value]]\nindicator = \"antrean\"\neach = \"/data\"\nregion = \"/kec\"\npointer = \"/n\"\n"
    "[[record]]\ntable = \"layanan\"\neach = \"/layanan\"\nkey = [\"/id\"]\nfields = { nama = \"/nama\" }\ncomplete = "
    "true\n";
const std::string body = R"({"data":[{"kec":"63.10.01","n":4},{"kec":"63.10.02","n":7}],"layanan":[]})";

std::string seconds(Time at) {
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count());
}

Request signed_request(const std::string& text, Time sent, Time at, const std::string& secret = "kunci",
                       const std::string& path = "/kirim/kirim") {
  return {at,
          "POST",
          path,
          text,
          "127.0.0.1",
          {},
          {{"x-anjungan-time", seconds(sent)},
           {"x-anjungan-signature", "sha256=" + to_hex(hmac_sha256(secret, seconds(sent) + "." + text))}}};
}

struct WebhookTest : testing::Test {
  test::PushedFeed pushed{"webhook", "secret = \"kunci\"\n" + rules};
};

TEST_F(WebhookTest, TakesWhatIsSigned) {
  ASSERT_THAT(pushed.complaints, testing::IsEmpty());
  const Answer answer = pushed.send(signed_request(body, noon, noon));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(
      answer.body,
      R"({"accepted":2,"reasons":[{"reason":"an empty list ends no record","series":"layanan","value":"[]"}],"refused":1})");
  EXPECT_EQ(pushed.value("antrean@63.10.01"), 4);
  EXPECT_EQ(pushed.value("antrean@63.10.02"), 7);
}

TEST_F(WebhookTest, KnowsTheSignatureOfRfc4231) {
  EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_F(WebhookTest, BelievesNobodyElse) {
  EXPECT_EQ(pushed.send(signed_request(body, noon, noon, "lain")).status, 401);
  EXPECT_EQ(pushed.taken.what, What::stranger);
  Request changed = signed_request(body, noon, noon);
  changed.body[20] = '2';
  EXPECT_EQ(pushed.send(changed).status, 401);
  Request later = signed_request(body, noon, noon);
  later.headers["x-anjungan-time"] = seconds(noon + 1s);
  EXPECT_EQ(pushed.send(later).status, 401) << "the time is signed too";
  for (const char* name : {"x-anjungan-time", "x-anjungan-signature"}) {
    Request without = signed_request(body, noon, noon);
    without.headers.erase(name);
    EXPECT_EQ(pushed.send(without).status, 401) << name;
    without.headers[name] = "??";
    EXPECT_EQ(pushed.send(without).status, 401) << name;
  }
  EXPECT_TRUE(pushed.batch.samples.empty());
  Request asked = signed_request(body, noon, noon);
  asked.method = "GET";
  EXPECT_EQ(pushed.send(asked).status, 405);
}

TEST_F(WebhookTest, OutsideTheWindowIsAReplay) {
  EXPECT_EQ(pushed.send(signed_request(body, noon - 4min, noon)).status, 200);
  EXPECT_EQ(pushed.send(signed_request(body, noon + 4min, noon)).status, 200);
  const Answer old = pushed.send(signed_request(body, noon - 6min, noon));
  EXPECT_EQ(old.status, 401);
  EXPECT_THAT(old.body, HasSubstr("-360 seconds away"));
  EXPECT_EQ(pushed.send(signed_request(body, noon + 6min, noon)).status, 401);
}

TEST_F(WebhookTest, TheSameRequestIsTakenOnceAlsoAfterARestart) {
  const Request first = signed_request(body, noon, noon);
  EXPECT_EQ(pushed.send(first).status, 200);
  Request again = first;
  again.at = noon + 4min;
  const Answer second = pushed.send(again);
  EXPECT_EQ(second.status, 200) << "a sender whose answer was lost is content";
  EXPECT_THAT(second.body, HasSubstr("already_taken"));
  EXPECT_EQ(pushed.taken.what, What::answer);
  test::PushedFeed restarted("webhook", "secret = \"kunci\"\n" + rules);
  restarted.cursor = pushed.cursor;
  EXPECT_THAT(restarted.send(again).body, HasSubstr("already_taken"));
}

TEST_F(WebhookTest, WhatWasSeenIsForgottenAfterTheWindow) {
  for (int i = 0; i < 50; ++i)
    EXPECT_EQ(pushed.send(signed_request(body, noon + i * 1min, noon + i * 1min)).status, 200);
  EXPECT_LE(Marks(pushed.cursor, noon).all().size(), 12U);
}

TEST_F(WebhookTest, UnreadableBodiesAreTheFeedsFault) {
  EXPECT_EQ(pushed.send(signed_request("{", noon, noon)).status, 422);
  EXPECT_EQ(pushed.taken.what, What::delivery);
  EXPECT_THAT(pushed.reason(), HasSubstr("JSON"));
  EXPECT_EQ(pushed.send(signed_request(R"({"data":[{"kec":"99","n":1}]})", noon, noon)).status, 422) << "all refused";
  test::PushedFeed small("webhook", "secret = \"kunci\"\n" + rules);
  test::PushedFeed missing("webhook", "secret = \"file:tidak-ada\"\n" + rules);
  EXPECT_EQ(missing.send(signed_request(body, noon, noon)).status, 503);
  EXPECT_THAT(missing.reason(), HasSubstr("tidak-ada"));
}

TEST_F(WebhookTest, PersonalFieldsComeNowhere) {
  test::PushedFeed strict("webhook", "secret = \"kunci\"\npersonal = [\"nik\"]\n" + rules);
  const std::string text =
      R"({"data":[{"kec":"x","n":"y","nik":"6310010101800001"}],"layanan":[{"nik":"6310010101800001","nama":"A","pemilik":"Budi"}]})";
  const Answer answer = strict.send(signed_request(text, noon, noon));
  EXPECT_EQ(strict.batch.complaints.size(), 2U);
  for (const Complaint& one : strict.batch.complaints) {
    EXPECT_THAT(one.value, Not(HasSubstr("6310010101800001")));
    EXPECT_THAT(one.value, Not(HasSubstr("Budi"))) << "not declared, but no rule takes it";
  }
  EXPECT_THAT(answer.body, Not(HasSubstr("6310010101800001")));
  test::PushedFeed taking("webhook", "secret = \"kunci\"\npersonal = [\"nama\"]\n" + rules);
  EXPECT_THAT(taking.complaints, testing::ElementsAre("the field nama is declared personal, and a rule takes it"));
}

TEST_F(WebhookTest, OptionsAreChecked) {
  test::PushedFeed wrong("webhook", "secret = \"k\"\npath = \"kirim sini\"\n");
  EXPECT_THAT(wrong.complaints, testing::ElementsAre(HasSubstr("is no path"), HasSubstr("nothing is taken")));
}

}  // namespace
