// The collector: when it polls, how it backs off, and that nothing counts before it is kept.
#include "feeds/collector.h"
#include <gtest/gtest.h>
#include <atomic>
#include <deque>
#include "feeds/feed_thread.h"
#include "feeds/http_server.h"
#include "tests/support/store_room.h"

namespace {

using namespace feeds;
using namespace std::chrono_literals;
using test::json_feed;
using test::MovedClock;

// What one feed's thread did, in order, and what the next polls shall do.
class Book {
 public:
  void add(std::string what) {
    const std::lock_guard lock(mutex_);
    said_.push_back(std::move(what));
    changed_.notify_all();
  }
  bool wait(std::size_t count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, 20s, [&] { return said_.size() >= count; });
  }
  std::vector<std::string> said() const {
    const std::lock_guard lock(mutex_);
    return said_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> said_;
};

class FakeStore final : public Store {
 public:
  std::filesystem::path file() const override { return {}; }
  explicit FakeStore(Book& book) : book_(book) {}
  bool deliver(Delivery delivery, std::stop_token) override {
    book_.add("delivered " + std::to_string(static_cast<int>(delivery.status.outcome)));
    if (breaks) return true;  // the promise goes unkept
    delivery.answer->set_value({delivery.batch.samples.size(), 0});
    return true;
  }
  std::string cursor(const std::string&) const override { return "di sini"; }
  std::shared_ptr<const Snapshot> latest(Audience) const override { return nullptr; }
  Steady turned() const override { return {}; }
  void set_wants(std::vector<Want>) override {}
  void adopt(std::shared_ptr<const config::Center>) override {}
  void set_notices(std::vector<Notice>) override {}
  std::future<std::shared_ptr<const Snapshot>> view(Audience, std::optional<Time>, std::vector<Want>) override {
    return {};
  }
  std::future<Outcome> submit(Command) override { return {}; }
  std::atomic<bool> breaks = false;

 private:
  Book& book_;
};

class FakeFeed final : public Feed {
 public:
  FakeFeed(Book& book, const MovedClock& clock, std::deque<Status> outcomes)
      : book_(book), clock_(clock), outcomes_(std::move(outcomes)) {}
  Status poll(const Context& context, Batch& out) override {
    book_.add("polled");
    polled_at.push_back(clock_.steady());
    cursor = context.cursor;
    if (brings_something) out.samples = {{"antrean", context.now, 1, {}}};
    if (until_stop) {
      while (!context.stop.stop_requested()) std::this_thread::yield();
      return Status::failed("stopped");
    }
    if (throws) throw std::runtime_error("broken");
    if (outcomes_.empty()) return Status::good();
    const Status next = outcomes_.front();
    outcomes_.pop_front();
    return next;
  }
  void committed(const Receipt& receipt) override { book_.add("committed " + std::to_string(receipt.accepted)); }
  std::vector<std::string> brings() const override { return {"antrean"}; }
  std::string address() const override { return {}; }

  std::vector<Steady> polled_at;
  std::string cursor;
  bool until_stop = false, throws = false, brings_something = true;

 private:
  Book& book_;
  const MovedClock& clock_;
  std::deque<Status> outcomes_;
};

class Collector : public testing::Test {
 protected:
  void make(std::deque<Status> outcomes = {}) {
    center_ = test::small_center({json_feed("kesehatan", {"antrean"})});
    center_->feeds[0].interval = 60s;
    auto feed = std::make_unique<FakeFeed>(book_, clock_, std::move(outcomes));
    feed_ = feed.get();
    made_ = {std::move(feed), std::make_unique<Http>(HttpLimits{}, clock_)};
  }
  void start() { thread_ = std::make_unique<FeedThread>(center_, center_->feeds[0], std::move(made_), store_, clock_); }
  // The time until the next poll, once the thread sleeps; the clock is moved there.
  Duration to_next() {
    const auto wake = clock_.next_wake(1);
    EXPECT_TRUE(wake);
    const auto wait = std::chrono::duration_cast<Duration>(*wake - clock_.steady());
    clock_.advance(wait);
    return wait;
  }
  Duration offset() const { return start_offset("kesehatan", 60s); }

  MovedClock clock_{test::at("2026-11-21T12:00:00Z")};
  Book book_;
  FakeStore store_{book_};
  std::shared_ptr<config::Center> center_;
  FakeFeed* feed_ = nullptr;
  MadeFeed made_;
  std::unique_ptr<FeedThread> thread_;
};

TEST_F(Collector, PollsAtOnceThenAtItsOwnSlots) {
  make();
  start();
  ASSERT_TRUE(book_.wait(3));
  const Duration first = to_next();
  EXPECT_GE(first, 30s);
  EXPECT_LE(first, 90s);
  EXPECT_EQ((first - offset()).count() % 60'000, 0);
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(book_.wait(static_cast<std::size_t>(6 + 3 * i)));
    EXPECT_EQ(to_next(), 60s);
  }
  EXPECT_EQ(feed_->cursor, "di sini");
}

TEST_F(Collector, ADayLongJumpOfTheWallClockChangesNothing) {
  make();
  start();
  to_next();
  std::size_t polls = 1;
  for (const Duration jump : {24h, -48h}) {
    ASSERT_TRUE(book_.wait(3 * ++polls));
    clock_.next_wake(1);
    clock_.jump(jump);
    EXPECT_EQ(to_next(), 60s);
  }
}

TEST_F(Collector, CommittedComesAfterTheAnswerAndOnlyForWhatIsKept) {
  make({Status::good(), Status::not_modified(), Status::failed("no")});
  start();
  ASSERT_TRUE(book_.wait(3));
  to_next();
  ASSERT_TRUE(book_.wait(6));
  to_next();
  ASSERT_TRUE(book_.wait(8));
  clock_.next_wake(1);
  EXPECT_EQ(book_.said(), (std::vector<std::string>{"polled", "delivered 0", "committed 1", "polled", "delivered 1",
                                                    "committed 1", "polled", "delivered 2"}));
}

TEST_F(Collector, WhatTheStoreDidNotKeepDoesNotCount) {
  make();
  store_.breaks = true;
  start();
  ASSERT_TRUE(book_.wait(2));
  thread_.reset();
  EXPECT_EQ(book_.said().size(), 2U);
}

TEST_F(Collector, BacksOffAndReturnsToItsSlots) {
  make({Status::failed("a"), Status::failed("b"), Status::failed("c", Duration(1h)), Status::good()});
  start();
  const Duration one = to_next(), two = to_next(), three = to_next();
  EXPECT_GE(one, 60s);
  EXPECT_LE(one, 120s);
  EXPECT_GE(two, 120s);
  EXPECT_LE(two, 240s);
  EXPECT_EQ(three, 1h);  // asked for by the server
  const Duration after = to_next();
  EXPECT_LE(after, 60s);
  EXPECT_EQ((one + two + three + after - offset()).count() % 60'000, 0);
}

Status more() {
  Status out = Status::good();
  out.more = true;
  return out;
}

TEST_F(Collector, WhereMoreWaitsItPollsAgainOnceThisIsKept) {
  make({more(), more(), Status::good()});
  start();
  ASSERT_TRUE(book_.wait(9));
  const Duration next = to_next();
  EXPECT_LE(next, 60s);
  EXPECT_EQ((next - offset()).count() % 60'000, 0) << "then at its own slots again";
  EXPECT_EQ(feed_->polled_at[0], feed_->polled_at[2]);
  const auto said = book_.said();
  for (std::size_t i = 0; i < 9; i += 3) {
    EXPECT_EQ(said[i], "polled");
    EXPECT_EQ(said[i + 2], "committed 1");
  }
}

TEST_F(Collector, WhoSaysMoreAndBringsNothingWaitsForItsSlot) {
  make({more(), more(), more()});
  feed_->brings_something = false;
  start();
  ASSERT_TRUE(book_.wait(3));
  EXPECT_GE(to_next(), 30s);
  ASSERT_TRUE(book_.wait(6));
  EXPECT_EQ(to_next(), 60s);
}

TEST_F(Collector, AReaderThatThrowsFailsAlone) {
  make();
  feed_->throws = true;
  start();
  ASSERT_TRUE(book_.wait(2));
  EXPECT_EQ(book_.said()[1], "delivered 2");
}

TEST_F(Collector, StopsDuringAPoll) {
  make();
  feed_->until_stop = true;
  start();
  ASSERT_TRUE(book_.wait(1));
  thread_.reset();  // returns, and delivers nothing any more
  EXPECT_EQ(book_.said().size(), 1U);
}

TEST_F(Collector, DoesNotPollOnABasisThatHasEnded) {
  make();
  center_->feeds[0].basis.until = std::chrono::year(2026) / 11 / 20;
  start();
  to_next();
  clock_.next_wake(1);
  EXPECT_TRUE(book_.said().empty());
}

TEST(Backoff, DoublesUpToAQuarterOfAnHour) {
  EXPECT_EQ(backoff(10s, 1, 1, {}), 20s);
  EXPECT_EQ(backoff(10s, 3, 1, {}), 80s);
  EXPECT_EQ(backoff(10s, 3, 0, {}), 40s);
  EXPECT_EQ(backoff(10s, 1000, 1, {}), 2min) << "a live feed is soon back after its system";
  EXPECT_EQ(backoff(5min, 1000, 1, {}), 15min);
  EXPECT_EQ(backoff(6h, 1, 1, {}), 15min);
  EXPECT_EQ(backoff(10s, 1, 1, Duration(5s)), 20s);
  EXPECT_EQ(backoff(10s, 1, 1, Duration(2h)), 2h);
  EXPECT_EQ(backoff(10s, 1, 1, Duration(1000h)), 24h);
}

TEST(StartOffset, IsTheSameAtEveryStartAndSpreadsFeeds) {
  std::set<Duration> offsets;
  for (int i = 0; i < 40; ++i) {
    const Duration offset = start_offset("umpan" + std::to_string(i), 60s);
    EXPECT_GE(offset, 0s);
    EXPECT_LT(offset, 60s);
    offsets.insert(offset);
  }
  EXPECT_GT(offsets.size(), 35U);
  EXPECT_EQ(start_offset("antrean", 60s), start_offset("antrean", 60s));
}

TEST(Owners, AFeedOfAnotherAgencyIsRefusedNamingBoth) {
  const auto center = test::small_center({json_feed("kesehatan", {"antrean", "siswa"})});
  config::Complaints complaints;
  check_owners(*center, complaints);
  ASSERT_EQ(complaints.size(), 1U);
  EXPECT_EQ(complaints[0].what.arguments, (std::vector<std::string>{"siswa", "disdik", "dinkes"}));
  EXPECT_EQ(complaints[0].place.file, "kesehatan.toml");
}

TEST(Owners, FeedsOfOneAgencyShareByPriorityOrDistrictsOnly) {
  const auto complaints = [](const config::FeedConfig& other) {
    const auto center = test::small_center({json_feed("satu", {"antrean"}), other});
    config::Complaints out;
    check_owners(*center, out);
    return out.size();
  };
  auto other = json_feed("dua", {"antrean"});
  EXPECT_EQ(complaints(other), 1U);
  other.districts = {"63.10.01"};
  EXPECT_EQ(complaints(other), 1U);  // the first one answers for all
  other.priority = 2;
  EXPECT_EQ(complaints(other), 0U);
  auto one = json_feed("satu", {"antrean"});
  one.districts = {"63.10.02"};
  other.priority = 1;
  const auto center = test::small_center({one, other});
  config::Complaints out;
  check_owners(*center, out);
  EXPECT_TRUE(out.empty());
}

// Counts the requests to each path, and answers with a value of now.
struct Agency {
  explicit Agency(const Clock& clock) {
    server.route("GET", "/(.*)", [this, &clock](const ServedRequest& request) {
      const std::lock_guard lock(mutex);
      ++asked[request.path];
      return ServedReply{
          200, "application/json",
          R"({"antrean": [{"region": "63.10.01", "value": 1, "at": ")" + config::to_rfc3339(clock.now()) + R"("}]})"};
    });
    port = server.listen("127.0.0.1", 0).value_or(0);
  }
  std::string url(const std::string& path) const { return "http://127.0.0.1:" + std::to_string(port) + path; }
  int count(const std::string& path) {
    const std::lock_guard lock(mutex);
    return asked[path];
  }

  std::mutex mutex;
  std::map<std::string, int> asked;
  HttpServer server{8};
  int port = 0;
};

TEST(Collectors, AReloadRestartsOnlyWhatChanged) {
  test::StoreRoom room({});
  Agency agency(room.clock);
  auto one = json_feed("satu", {"antrean"}, agency.url("/satu")), two = json_feed("dua", {"suhu"}, agency.url("/dua"));
  const auto with = [&](std::vector<config::FeedConfig> feeds) {
    auto center = std::make_shared<config::Center>(*room.center);
    center->feeds = std::move(feeds);
    room.store().adopt(center);
    return center;
  };
  const auto first = with({one, two});
  Collectors collectors(first, room.store(), room.clock);
  room.when([](const Snapshot& s) { return s.find("antrean@63.10.01") && s.feed("dua") && s.feed("dua")->last_try; });
  auto changed = one;
  changed.options = json_feed("satu", {"antrean"}, agency.url("/baru")).options;
  collectors.adopt(with({changed, two}));
  room.when([&](const Snapshot&) { return agency.count("/baru") == 1; });
  room.clock.next_wake(3);  // the store's second, and both feeds
  EXPECT_EQ(agency.count("/satu"), 1);
  EXPECT_EQ(agency.count("/dua"), 1);
}

}  // namespace
