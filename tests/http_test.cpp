// The HTTP client against servers that are slow, cut, lie and flood. Time is a clock that the servers move.
#include "feeds/http.h"
#include <gmock/gmock.h>
#include "feeds/simulate/faults.h"
#include "feeds/simulate/spoil.h"
#include "tests/support/fault_server.h"
#include "tests/support/manual_clock.h"

namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using tests::FaultServer;
using tests::ManualClock;
using tests::reply_200;
using tests::Talk;

std::string said(const config::Error& error) {
  return config::fill(error.what.key, error.what.arguments);
}

class HttpTest : public testing::Test {
 protected:
  feeds::Http client(std::int64_t most_bytes = 1'000'000, const std::string& ca_file = {}) {
    return feeds::Http({20s, most_bytes, ca_file}, clock_);
  }
  config::Result<feeds::HttpReply> get(const std::string& url, std::stop_token stop = {}) {
    feeds::HttpRequest request;
    request.url = url;
    return client().fetch_data(request, stop);
  }
  std::string fault_of(const std::string& url) {
    const auto reply = get(url);
    return reply ? "good: " + reply->body : said(reply.error());
  }
  // What a server that always sends this is said to do.
  std::string fault_of_reply(const std::string& bytes) {
    FaultServer server([&](Talk& talk) {
      talk.read_request();
      talk.send(bytes);
    });
    return fault_of(server.url());
  }
  ManualClock clock_;
};

TEST_F(HttpTest, ReadsAGoodReply) {
  FaultServer server([](Talk& talk) {
    talk.read_request();
    talk.send(reply_200("{\"a\":1}"));
  });
  const auto reply = get(server.url("/data?x=a+b c"));
  ASSERT_TRUE(reply) << said(reply.error());
  EXPECT_EQ(reply->status, 200);
  EXPECT_EQ(reply->body, "{\"a\":1}");
  EXPECT_EQ(reply->content_type, "application/json");
  EXPECT_FALSE(reply->certificate_days);
  EXPECT_THAT(server.requests().at(0), testing::StartsWith("GET /data?x=a+b%20c HTTP/1.1\r\n"));
}

TEST_F(HttpTest, PostsABodyWithItsTypeAndHeaders) {
  FaultServer server([](Talk& talk) {
    talk.read_request();
    talk.send(reply_200("{}"));
  });
  feeds::HttpRequest request{"POST", server.url(), "{\"q\":1}", "application/json-rpc"};
  request.headers = {{"X-Auth-Token", "abc"}};
  ASSERT_TRUE(client().fetch(request, {}));
  EXPECT_THAT(server.requests().at(0), HasSubstr("Content-Type: application/json-rpc\r\n"));
  EXPECT_THAT(server.requests().at(0), HasSubstr("X-Auth-Token: abc\r\n"));
  EXPECT_THAT(server.requests().at(0), testing::EndsWith("\r\n\r\n{\"q\":1}"));
}

TEST_F(HttpTest, NoServer) {
  const std::string port = std::to_string(tests::closed_port());
  EXPECT_EQ(fault_of("http://127.0.0.1:" + port), "no connection to 127.0.0.1:" + port);
}

TEST_F(HttpTest, NoAnswerWithinTheDeadline) {
  FaultServer server([&](Talk& talk) {
    talk.read_request();
    clock_.advance(21s);
    talk.hold();
  });
  EXPECT_THAT(fault_of(server.url()), HasSubstr("did not answer completely within 20s"));
}

TEST_F(HttpTest, HeadersThatDripPastTheDeadline) {
  FaultServer server([&](Talk& talk) {
    talk.read_request();
    talk.send("HTTP/1.1 200 OK\r\n");
    while (talk.send("X-Drip: 1\r\n")) clock_.advance(500ms);
  });
  EXPECT_THAT(fault_of(server.url()), HasSubstr("did not answer completely within 20s"));
}

TEST_F(HttpTest, ABodyThatDripsPastTheDeadline) {
  FaultServer server([&](Talk& talk) {
    talk.read_request();
    talk.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
    while (talk.send(" ")) clock_.advance(500ms);
  });
  EXPECT_THAT(fault_of(server.url()), HasSubstr("did not answer completely within 20s"));
}

TEST_F(HttpTest, ARequestsOwnShorterDeadline) {
  FaultServer server([&](Talk& talk) {
    talk.read_request();
    clock_.advance(3s);
    talk.hold();
  });
  feeds::HttpRequest request;
  request.url = server.url();
  request.deadline = 2s;
  const auto reply = client().fetch(request, {});
  ASSERT_FALSE(reply);
  EXPECT_THAT(said(reply.error()), HasSubstr("within 2s"));
}

TEST_F(HttpTest, StopEndsAHang) {
  std::stop_source stop;
  FaultServer server([&](Talk& talk) {
    talk.read_request();
    stop.request_stop();
    talk.hold();
  });
  const auto reply = get(server.url(), stop.get_token());
  ASSERT_FALSE(reply);
  EXPECT_EQ(said(reply.error()), "stopped");
}

TEST_F(HttpTest, StopBeforeTheBegin) {
  std::stop_source stop;
  stop.request_stop();
  FaultServer server([](Talk& talk) { talk.hold(); });
  const auto reply = get(server.url(), stop.get_token());
  ASSERT_FALSE(reply);
  EXPECT_EQ(said(reply.error()), "stopped");
}

TEST_F(HttpTest, CutReplies) {
  EXPECT_THAT(fault_of_reply("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":"), HasSubstr("cut short"));
  EXPECT_THAT(fault_of_reply("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"), HasSubstr("cut short"));
  EXPECT_THAT(fault_of_reply("HTTP/1.1 200 OK\r\nContent-Ty"), HasSubstr("closed the connection without an answer"));
  EXPECT_THAT(fault_of_reply(""), HasSubstr("closed the connection without an answer"));
  EXPECT_THAT(fault_of_reply("SSH-2.0-OpenSSH_9.2\r\n"), HasSubstr("closed the connection without an answer"));
}

TEST_F(HttpTest, AResetInTheMiddleOfTheReply) {
  FaultServer good([](Talk& talk) {
    while (!talk.read_request().empty()) talk.send(reply_200(std::string(100'000, ' ')));
  });
  feeds::simulate::FaultyAgency agency({.fault = feeds::simulate::Fault::reset, .good_port = good.port()}, clock_);
  ASSERT_TRUE(agency.listen(0));
  EXPECT_THAT(fault_of(agency.url()), HasSubstr("cut short"));
}

TEST_F(HttpTest, AGigabyteIsLeftAtTheLimit) {
  FaultServer good([](Talk& talk) {
    while (!talk.read_request().empty()) talk.send(reply_200("[]"));
  });
  feeds::simulate::FaultyAgency agency({.fault = feeds::simulate::Fault::huge_body, .good_port = good.port()}, clock_);
  ASSERT_TRUE(agency.listen(0));
  EXPECT_THAT(fault_of(agency.url()), HasSubstr("sends more than 1000000 bytes"));
}

TEST_F(HttpTest, StatusThatIsNoData) {
  const auto status = [&](const std::string& line) {
    return fault_of_reply("HTTP/1.1 " + line + "\r\nContent-Length: 0\r\n\r\n");
  };
  EXPECT_THAT(status("500 Internal Server Error"), HasSubstr("has a fault of its own (status 500)"));
  EXPECT_THAT(status("503 Service Unavailable"), HasSubstr("has a fault of its own (status 503)"));
  EXPECT_THAT(status("401 Unauthorized"), HasSubstr("refuses our sign-in (status 401)"));
  EXPECT_THAT(status("403 Forbidden"), HasSubstr("refuses our sign-in (status 403)"));
  EXPECT_THAT(status("404 Not Found"), HasSubstr("does not know this address (status 404)"));
  EXPECT_THAT(status("429 Too Many Requests"), HasSubstr("come less often (status 429)"));
  EXPECT_THAT(status("418 Teapot"), HasSubstr("answered with status 418"));
}

TEST_F(HttpTest, AWebPageWhereDataAreDue) {
  EXPECT_THAT(fault_of_reply(reply_200("<p>sign in</p>", "text/html; charset=utf-8")),
              HasSubstr("login or block page"));
  EXPECT_THAT(fault_of_reply(reply_200("\xEF\xBB\xBF \r\n<!DOCTYPE HTML><html>", "application/json")),
              HasSubstr("login or block page"));
  EXPECT_THAT(fault_of_reply(reply_200("<HTML lang=id>", "text/plain")), HasSubstr("login or block page"));
  EXPECT_THAT(fault_of_reply(reply_200("<htm is not html", "text/plain")), HasSubstr("good: "));
}

TEST_F(HttpTest, AReplyOverTheLimit) {
  const std::string flood(1 << 16, 'x');
  FaultServer told([&](Talk& talk) {
    talk.read_request();
    talk.send("HTTP/1.1 200 OK\r\nContent-Length: 30000000\r\n\r\n");
    while (talk.send(flood)) continue;
  });
  EXPECT_THAT(fault_of(told.url()), HasSubstr("sends more than 1000000 bytes"));
  FaultServer untold([&](Talk& talk) {
    talk.read_request();
    talk.send("HTTP/1.1 200 OK\r\n\r\n");
    while (talk.send(flood)) continue;
  });
  EXPECT_THAT(fault_of(untold.url()), HasSubstr("sends more than 1000000 bytes"));
}

TEST_F(HttpTest, HeadersWithoutEnd) {
  const std::string header = "X-Flood: " + std::string(4000, 'x') + "\r\n";
  FaultServer server([&](Talk& talk) {
    talk.read_request();
    talk.send("HTTP/1.1 200 OK\r\n");
    while (talk.send(header)) continue;
  });
  EXPECT_THAT(fault_of(server.url()), HasSubstr("sends more than 1000000 bytes"));
}

TEST_F(HttpTest, AGzipBombIsBounded) {
  const std::string bomb = feeds::simulate::gzip_bomb(200'000);  // 325 KB that say 51 MB
  EXPECT_LT(bomb.size(), 400'000u);
  EXPECT_THAT(fault_of_reply(reply_200(bomb, "application/json", "Content-Encoding: gzip\r\n")),
              HasSubstr("sends more than 1000000 bytes"));
}

TEST_F(HttpTest, ReadsGzip) {
  // printf '{"a":1}' | gzip -n
  const std::string packed(
      "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\x56\x4a\x54\xb2\x32\xac\x05\x00\xaf\xac\x1b\x56\x07\x00\x00\x00",
      27);
  EXPECT_EQ(fault_of_reply(reply_200(packed, "application/json", "Content-Encoding: gzip\r\n")), "good: {\"a\":1}");
}

// Sends every client on to `to`, but answers /end.
FaultServer::Script sends_to(const std::string& to, const std::string& status = "302 Found") {
  return [to, status](Talk& talk) {
    const bool end = talk.read_request().find(" /end") != std::string::npos;
    talk.send(end ? reply_200("[]") : "HTTP/1.1 " + status + "\r\nLocation: " + to + "\r\nContent-Length: 0\r\n\r\n");
  };
}

TEST_F(HttpTest, RedirectsToAnotherHostAreRefused) {
  FaultServer other([](Talk& talk) { talk.send(reply_200("[]")); });
  FaultServer server(sends_to("http://localhost:" + std::to_string(other.port()) + "/secret?token=1"));
  EXPECT_EQ(fault_of(server.url()), "127.0.0.1:" + std::to_string(server.port()) + " redirects to http://localhost:" +
                                        std::to_string(other.port()) + ", which is another place");
  FaultServer port(sends_to(other.url("/end")));
  EXPECT_THAT(fault_of(port.url()), HasSubstr("which is another place"));
  EXPECT_EQ(other.connections(), 0);
}

TEST_F(HttpTest, RedirectsOfTheSameHostAreFollowed) {
  FaultServer absolute(sends_to("/end"));
  EXPECT_EQ(fault_of(absolute.url("/begin")), "good: []");
  FaultServer relative(sends_to("end", "301 Moved Permanently"));
  EXPECT_EQ(fault_of(relative.url("/begin?x=1")), "good: []") << "a relative address";
}

TEST_F(HttpTest, ARedirectKeepsOrDropsTheBody) {
  FaultServer moved(sends_to("/end", "307 Temporary Redirect"));
  feeds::HttpRequest request{"POST", moved.url(), "{\"q\":1}", "application/json"};
  ASSERT_TRUE(client().fetch(request, {}));
  EXPECT_THAT(moved.requests().at(1), HasSubstr("POST /end"));
  EXPECT_THAT(moved.requests().at(1), HasSubstr("{\"q\":1}"));
  FaultServer other(sends_to("/end", "303 See Other"));
  request.url = other.url();
  ASSERT_TRUE(client().fetch(request, {}));
  EXPECT_THAT(other.requests().at(1), HasSubstr("GET /end"));
  EXPECT_THAT(other.requests().at(1), Not(HasSubstr("{\"q\":1}")));
}

TEST_F(HttpTest, ARedirectLoopEnds) {
  FaultServer server(sends_to("/again"));
  EXPECT_THAT(fault_of(server.url()), HasSubstr("redirects in a circle"));
  EXPECT_EQ(server.connections(), 6);
}

TEST_F(HttpTest, AProbeMaySeeTheRedirectItself) {
  FaultServer server(sends_to("https://sso.example.go.id/"));
  feeds::HttpRequest request;
  request.url = server.url();
  request.follow = false;
  const auto reply = client().fetch(request, {});
  ASSERT_TRUE(reply) << said(reply.error());
  EXPECT_EQ(reply->status, 302);
}

TEST_F(HttpTest, ValidatorsCountOnlyOnceTheyAreKept) {
  FaultServer server([](Talk& talk) {
    const bool known = talk.read_request().find("If-None-Match: \"v1\"") != std::string::npos;
    // A length of a body that does not come is allowed here.
    talk.send(known ? "HTTP/1.1 304 Not Modified\r\nContent-Length: 500\r\n\r\n"
                    : reply_200("[]", "application/json",
                                "ETag: \"v1\"\r\nLast-Modified: Mon, 02 Nov 2026 00:00:00 GMT\r\n"));
  });
  feeds::Http http = client();
  feeds::HttpRequest request;
  request.url = server.url();
  ASSERT_TRUE(http.fetch_data(request, {}));
  auto again = http.fetch_data(request, {});
  ASSERT_TRUE(again);
  EXPECT_FALSE(again->not_modified) << "the batch was not on disk yet";
  http.keep_validators();
  again = http.fetch_data(request, {});
  ASSERT_TRUE(again) << said(again.error());
  EXPECT_TRUE(again->not_modified);
  EXPECT_TRUE(again->body.empty());
  EXPECT_THAT(server.requests().at(2), HasSubstr("If-Modified-Since: Mon, 02 Nov 2026 00:00:00 GMT"));
  request.body = "another question";
  request.method = "POST";
  ASSERT_TRUE(http.fetch_data(request, {}));
  EXPECT_THAT(server.requests().at(3), Not(HasSubstr("If-None-Match")));
}

TEST_F(HttpTest, A304WithoutAQuestionIsAFault) {
  EXPECT_THAT(fault_of_reply("HTTP/1.1 304 Not Modified\r\n\r\n"), HasSubstr("answered 304"));
}

TEST_F(HttpTest, RetryAfterIsTold) {
  const auto asked = [&](const std::string& value) {
    FaultServer server([&](Talk& talk) {
      talk.read_request();
      talk.send("HTTP/1.1 429 Slow\r\nRetry-After: " + value + "\r\nContent-Length: 0\r\n\r\n");
    });
    feeds::Http http = client();
    feeds::HttpRequest request;
    request.url = server.url();
    EXPECT_FALSE(http.fetch_data(request, {}));
    return http.asked_to_wait();
  };
  EXPECT_EQ(asked("120"), 120s);
  EXPECT_EQ(asked("Sat, 21 Nov 2026 00:05:00 GMT"), 300s);
  EXPECT_EQ(asked("Sat, 21 Nov 2020 00:05:00 GMT"), 0s);
  EXPECT_EQ(asked("soon"), std::nullopt);
}

TEST_F(HttpTest, SecretsAndLineBreaksStayInside) {
  feeds::HttpRequest request;
  request.url = "http://127.0.0.1:1/data?token=GEHEIM";
  request.headers = {{"X-Token", "GEHEIM\r\nX-Other: 1"}};
  auto reply = client().fetch(request, {});
  ASSERT_FALSE(reply);
  EXPECT_THAT(said(reply.error()), HasSubstr("line break"));
  EXPECT_THAT(said(reply.error()), Not(HasSubstr("GEHEIM")));
  request.headers.clear();
  reply = client().fetch(request, {});
  ASSERT_FALSE(reply);
  EXPECT_EQ(said(reply.error()), "no connection to 127.0.0.1:1");
  EXPECT_THAT(fault_of("http://user:GEHEIM@127.0.0.1/"), Not(HasSubstr("GEHEIM")));
}

}  // namespace
