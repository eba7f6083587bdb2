// Eight feeds over real HTTP for a minute while snapshots are read, wants change and the center is adopted anew: only
// for ThreadSanitizer, which then finds no race.
#include <gtest/gtest.h>
#include <atomic>
#include <thread>
#include "feeds/collector.h"
#include "feeds/http.h"
#include "feeds/http_server.h"
#include "feeds/store.h"
#include "tests/support/child.h"
#include "tests/support/small_center.h"

namespace {

using namespace feeds;
using namespace std::chrono_literals;

std::shared_ptr<config::Center> eight_feeds(int port) {
  auto catalogue = test::small_catalogue();
  catalogue->indicators.resize(1);
  catalogue->grants = {{.holder = Audience::staff, .scope = "*", .basis = {config::Basis::Kind::order}}};
  const config::Indicator pattern = catalogue->indicators[0];
  auto center = std::make_shared<config::Center>();
  for (int i = 0; i < 8; ++i) {
    const std::string name = "antrean" + std::to_string(i);
    catalogue->indicators.push_back(pattern);
    catalogue->indicators.back().name = name;
    auto feed =
        test::json_feed("umpan" + std::to_string(i), {name}, "http://127.0.0.1:" + std::to_string(port) + "/" + name);
    feed.interval = 100ms;
    center->feeds.push_back(feed);
  }
  center->catalogue = catalogue;
  return center;
}

// While `until` is not reached, and then stops.
class Load {
 public:
  explicit Load(std::atomic<bool>& over) : over_(over) {}
  template <class Work>
  void add(Work work) {
    threads_.emplace_back([this, work] {
      for (int round = 0; !over_; ++round) {
        work(round);
        std::this_thread::sleep_for(3ms);
      }
    });
  }

 private:
  std::atomic<bool>& over_;
  std::vector<std::jthread> threads_;
};

// Debian's libcpp-httplib is not built for ThreadSanitizer, which therefore does not see the guards of its
// function-local statics: they are made here, by one server thread that is joined before any other begins.
void make_statics_of_the_library() {
  HttpServer server(1);
  server.route("GET", "/(.*)", [](const ServedRequest& request) {
    return ServedReply{request.matches[1] == "good" ? 200 : 500, "application/json", "{}"};
  });
  const int port = server.listen("127.0.0.1", 0).value_or(0);
  Http http({}, system_clock());
  for (const char* path : {"/good", "/bad"})
    static_cast<void>(http.fetch({.url = "http://127.0.0.1:" + std::to_string(port) + path}, {}));
}

TEST(TsanEightFeeds, RunForAMinute) {
#ifndef __SANITIZE_THREAD__
  GTEST_SKIP() << "only under ThreadSanitizer";
#endif
  make_statics_of_the_library();
  std::atomic<int> counter = 0;
  HttpServer server(8);
  server.route("GET", "/(.*)", [&](const ServedRequest& request) {
    const int count = ++counter;
    if (count % 50 == 0) return ServedReply{.status = 500};
    return ServedReply{200, "application/json",
                       "{\"" + request.matches[1] + R"(": [{"region": "63.10.01", "at": ")" +
                           config::to_rfc3339(system_clock().now()) + R"(", "value": )" + std::to_string(count) +
                           "}]}"};
  });
  const int port = server.listen("127.0.0.1", 0).value_or(0);
  ASSERT_GT(port, 0);
  const support::Folder folder;
  const auto center = eight_feeds(port);
  std::atomic<int> published = 0;
  auto opened =
      Store::open(center, {.file = folder.file("store.db"), .published = [&] { ++published; }}, system_clock());
  ASSERT_TRUE(opened);
  Store& store = **opened;
  {
    Collectors collectors(center, store, system_clock());
    std::atomic<bool> over = false;
    std::atomic<std::uint64_t> newest = 0;
    Load load(over);
    for (const Audience audience : {Audience::everyone, Audience::staff, Audience::leadership})
      load.add([&, audience](int) {
        const auto snapshot = store.latest(audience);
        for (const auto& [name, series] : snapshot->series)
          if (series->current()) age_of(*series, snapshot->made);
        newest = std::max<std::uint64_t>(newest, snapshot->version);
      });
    load.add([&](int round) { store.set_wants({{"antrean" + std::to_string(round % 8), 60s, 10 + round % 90}}); });
    load.add([&](int round) {
      if (round % 50 == 0) store.view(Audience::staff, system_clock().now() - 5s, {{"antrean1", 60s, 50}}).get();
    });
    load.add([&](int round) {
      if (round % 300 != 299) return;
      auto next = std::make_shared<config::Center>(*center);
      if (round % 600 == 299) next->feeds[7].interval = 150ms;
      store.adopt(next);
      collectors.adopt(next);
      store.set_notices({{Severity::info, {"reloaded"}, system_clock().now()}});
    });
    std::this_thread::sleep_for(60s);
    over = true;
    EXPECT_GT(newest, 50U);
  }
  const auto last = store.latest(Audience::staff);
  ASSERT_EQ(last->feeds.size(), 8U);
  for (const FeedState& feed : last->feeds) EXPECT_GT(feed.accepted, 10U) << feed.name;
  EXPECT_GT(published, 50);
}

}  // namespace
