// The one HTTP server: its ports, limits and end.
#include "feeds/http_server.h"
#include <gmock/gmock.h>
#include <atomic>
#include <stdexcept>
#include <thread>
#include "feeds/http.h"

namespace {

using feeds::HttpServer;
using feeds::ServedReply;
using feeds::ServedRequest;

feeds::HttpReply ask(int port, feeds::HttpRequest request) {
  feeds::Http http({}, feeds::system_clock());
  request.url = "http://127.0.0.1:" + std::to_string(port) + request.url;
  const auto reply = http.fetch(request, {});
  EXPECT_TRUE(reply) << config::fill(reply.error().what.key, reply.error().what.arguments);
  return reply ? *reply : feeds::HttpReply{};
}

TEST(HttpServerTest, HandsOverTheWholeRequest) {
  HttpServer server;
  ServedRequest seen;
  server.route("POST", "/page/([a-z]+)", [&](const ServedRequest& request) {
    seen = request;
    return ServedReply{201, "application/json", "{}", {{"X-Mark", "1"}}};
  });
  const auto port = server.listen("127.0.0.1", 0);
  ASSERT_TRUE(port);
  const auto reply = ask(*port, {"POST", "/page/ringkasan?lang=id&x=a%20b", "isi", "text/plain", {{"X-Token", "T"}}});
  EXPECT_EQ(reply.status, 201);
  EXPECT_EQ(reply.body, "{}");
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.path, "/page/ringkasan");
  EXPECT_EQ(seen.body, "isi");
  EXPECT_EQ(seen.query.at("x"), "a b");
  EXPECT_EQ(seen.headers.at("x-token"), "T");
  EXPECT_EQ(seen.matches, (std::vector<std::string>{"/page/ringkasan", "ringkasan"}));
  EXPECT_EQ(ask(*port, {"GET", "/page/ringkasan"}).status, 404);
  EXPECT_EQ(ask(*port, {"POST", "/page/ringkasan/x"}).status, 404) << "a pattern is for the whole path";
}

TEST(HttpServerTest, ATakenPortIsLeftAndTheNextFreeOneTaken) {
  HttpServer first, second, third;
  const auto port = first.listen("127.0.0.1", 0);
  ASSERT_TRUE(port);
  const auto none = second.listen("127.0.0.1", *port);
  ASSERT_FALSE(none) << "two servers never share a port";
  EXPECT_EQ(config::fill(none.error().what.key, none.error().what.arguments),
            "port " + std::to_string(*port) + " is taken");
  const auto other = third.listen("127.0.0.1", *port, 20);
  ASSERT_TRUE(other);
  EXPECT_GT(*other, *port);
  EXPECT_LE(*other, *port + 20);
}

TEST(HttpServerTest, AnAddressThatIsNotOurs) {
  HttpServer server;
  const auto port = server.listen("192.0.2.1", 0);
  ASSERT_FALSE(port);
  EXPECT_THAT(port.error().what.key, testing::HasSubstr("is not an address of this machine"));
}

TEST(HttpServerTest, FaultsOfHandlersAndLargeBodiesStayWithTheirRequest) {
  HttpServer server;
  server.route("POST", "/throw", [](const ServedRequest&) -> ServedReply { throw std::runtime_error("GEHEIM"); });
  server.route("POST", "/take", [](const ServedRequest& request) {
    return ServedReply{200, "text/plain", std::to_string(request.body.size()), {}};
  });
  const auto port = server.listen("127.0.0.1", 0);
  ASSERT_TRUE(port);
  const auto thrown = ask(*port, {"POST", "/throw", "x", "text/plain"});
  EXPECT_EQ(thrown.status, 500);
  EXPECT_THAT(thrown.body, testing::Not(testing::HasSubstr("GEHEIM")));
  EXPECT_EQ(ask(*port, {"POST", "/take", std::string(4 * 1024 * 1024, 'x'), "text/plain"}).body, "4194304");
  EXPECT_EQ(ask(*port, {"POST", "/take", std::string(4 * 1024 * 1024 + 1, 'x'), "text/plain"}).status, 413);
}

TEST(HttpServerTest, ServesSeveralAtOnceAndStops) {
  HttpServer server(4);
  std::atomic<int> inside = 0;
  std::atomic<bool> met = false;
  server.route("GET", "/meet", [&](const ServedRequest&) {
    ++inside;
    for (int turns = 0; turns < 5000 && inside < 2; ++turns) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    met = met || inside >= 2;
    return ServedReply{};
  });
  const auto port = server.listen("127.0.0.1", 0);
  ASSERT_TRUE(port);
  {
    std::jthread one([&] { ask(*port, {"GET", "/meet"}); });
    std::jthread two([&] { ask(*port, {"GET", "/meet"}); });
  }
  EXPECT_TRUE(met);
  server.stop();
  server.stop();
  feeds::Http http({}, feeds::system_clock());
  EXPECT_FALSE(http.fetch({"GET", "http://127.0.0.1:" + std::to_string(*port) + "/meet"}, {}));
}

}  // namespace
