// TLS to servers with right and wrong certificates, and names that hang: what the client trusts and how long it waits.
#include <gmock/gmock.h>
#include <fstream>
#include <thread>
#include "feeds/http.h"
#include "feeds/resolve.h"
#include "tests/support/certificates.h"
#include "tests/support/fault_server.h"
#include "tests/support/manual_clock.h"

namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using tests::FaultServer;
using tests::ManualClock;
using tests::reply_200;
using tests::Talk;

std::string said(const config::Error& error) {
  return config::fill(error.what.key, error.what.arguments);
}

class TlsTest : public testing::Test {
 protected:
  std::string fetch(const FaultServer& server, const std::string& ca_file, const std::string& host = "127.0.0.1") {
    feeds::HttpRequest request;
    request.url = "https://" + host + ":" + std::to_string(server.port()) + "/";
    feeds::Http http({20s, 1'000'000, ca_file}, feeds::system_clock());
    const auto reply = http.fetch_data(request, {});
    if (!reply) return said(reply.error());
    days_ = reply->certificate_days;
    return "good: " + reply->body;
  }
  static void answer(Talk& talk) {
    talk.read_request();
    talk.send(reply_200("[]"));
  }
  tests::TempFolder folder_;
  tests::Authority ours_{folder_, "ours"}, other_{folder_, "other"};
  std::optional<int> days_;
};

TEST_F(TlsTest, APrivateAuthorityThatIsNamedIsTrusted) {
  FaultServer server(answer, ours_.server("IP:127.0.0.1,DNS:localhost", 30));
  EXPECT_EQ(fetch(server, ours_.file()), "good: []");
  EXPECT_EQ(days_, 30);
  EXPECT_EQ(fetch(server, ours_.file(), "localhost"), "good: []");
}

TEST_F(TlsTest, AnUnknownAuthorityIsRefused) {
  FaultServer server(answer, ours_.server("IP:127.0.0.1", 30));
  EXPECT_THAT(fetch(server, ""), HasSubstr("sends its certificate alone, and \"ours\", which signed it, is not known"));
  EXPECT_THAT(fetch(server, other_.file()), HasSubstr("\"ours\", which signed it, is not known here"));
  EXPECT_TRUE(server.requests().empty()) << "nothing may be sent before the certificate is verified";
}

TEST_F(TlsTest, ACertificateOfAnotherNameIsRefused) {
  FaultServer server(answer, ours_.server("DNS:elsewhere.example", 30));
  EXPECT_THAT(fetch(server, ours_.file()), HasSubstr("made out to another name"));
  EXPECT_THAT(fetch(server, ours_.file(), "localhost"), HasSubstr("made out to another name"));
}

TEST_F(TlsTest, AnExpiredCertificateIsRefused) {
  FaultServer server(answer, ours_.server("IP:127.0.0.1", -3));
  EXPECT_THAT(fetch(server, ours_.file()), HasSubstr("has expired"));
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(TlsTest, AnIncompleteChainNeedsTheCertificateInBetween) {
  using feeds::simulate::Chain;
  FaultServer whole(answer, ours_.server("IP:127.0.0.1", 30, Chain::whole));
  EXPECT_EQ(fetch(whole, ours_.file()), "good: []");
  FaultServer incomplete(answer, ours_.server("IP:127.0.0.1", 30, Chain::incomplete));
  EXPECT_THAT(fetch(incomplete, ours_.file()), HasSubstr("sends its certificate alone"));
  EXPECT_TRUE(incomplete.requests().empty());
  const auto between = folder_.path() / "between.pem";
  std::ofstream(between) << ours_.between_pem();
  EXPECT_EQ(fetch(incomplete, between.string()), "good: []");
}

TEST_F(TlsTest, AnAuthorityFileThatIsNone) {
  FaultServer server(answer, ours_.server("IP:127.0.0.1", 30));
  EXPECT_THAT(fetch(server, (folder_.path() / "none.pem").string()), HasSubstr("cannot be read as PEM"));
}

TEST_F(TlsTest, AHandshakeThatHangsEndsAtTheDeadline) {
  ManualClock clock;
  FaultServer server([&](Talk& talk) {
    clock.advance(21s);
    talk.hold();
  });
  feeds::HttpRequest request;
  request.url = "https://127.0.0.1:" + std::to_string(server.port());
  const auto reply = feeds::Http({20s, 1'000'000, ""}, clock).fetch(request, {});
  ASSERT_FALSE(reply);
  EXPECT_THAT(said(reply.error()), HasSubstr("did not answer completely within 20s"));
}

TEST(ResolverTest, AHangingLookUpEndsAtTheDeadlineAndIsNotRepeated) {
  ManualClock clock;
  std::atomic<bool> release = false;
  std::atomic<int> asked = 0;
  const auto done = std::make_shared<std::atomic<bool>>(false);
  feeds::Resolver resolver(clock, [&, done](const std::string&) {
    ++asked;
    clock.advance(30s);
    while (!release) std::this_thread::yield();
    *done = true;
    return std::vector<std::string>{"192.0.2.1"};
  });
  const auto first = resolver.find("slow.example", clock.steady() + 20s, {});
  ASSERT_FALSE(first);
  EXPECT_EQ(said(first.error()), "the name slow.example was not found in time");
  const auto other = resolver.find("other.example", clock.steady() + 20s, {});
  ASSERT_FALSE(other);
  EXPECT_THAT(said(other.error()), HasSubstr("an earlier look-up still hangs"));
  EXPECT_TRUE(resolver.find("192.0.2.7", clock.steady() + 20s, {})) << "an address needs no look-up";
  release = true;
  const auto again = resolver.find("slow.example", clock.steady() + 20s, {});
  ASSERT_TRUE(again);
  EXPECT_EQ(again->front(), "192.0.2.1");
  EXPECT_EQ(asked, 1);
  while (!*done) std::this_thread::yield();
}

TEST(ResolverTest, StopAndUnknownNames) {
  ManualClock clock;
  feeds::Resolver none(clock, [](const std::string&) { return std::vector<std::string>(); });
  const auto unknown = none.find("none.example", clock.steady() + 20s, {});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(said(unknown.error()), "the name none.example is not known");
  const auto self = none.find("localhost", clock.steady() + 20s, {});  // without a hosts file too
  ASSERT_TRUE(self);
  EXPECT_EQ(self->front(), "127.0.0.1");
  std::stop_source stop;
  stop.request_stop();
  const auto stopped = none.find("none.example", clock.steady() + 20s, stop.get_token());
  ASSERT_FALSE(stopped);
  EXPECT_EQ(said(stopped.error()), "stopped");
}

}  // namespace
