// As known at any moment: what a store answers later for a moment is what it showed then.
#include <gmock/gmock.h>

#include <random>
#include <thread>

#include "feeds/history.h"
#include "tests/support/store_room.h"

namespace {

using namespace feeds;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using test::json_feed;
using test::StoreRoom;

std::string text(const std::optional<Time>& time) {
  return time ? std::to_string(time->time_since_epoch().count()) : "-";
}

// All of a snapshot that follows from what was received, as text.
std::string all_of(const Snapshot& snapshot) {
  std::string out;
  for (const auto& [name, series] : snapshot.series) {
    out += name + " of " + series->feed + " " + text(series->observed);
    for (const Point& point : series->points)
      out += " " + text(point.at) + "=" + std::to_string(point.value) + "/" + text(point.received);
    out += "\n";
  }
  for (const auto& [name, table] : snapshot.tables) {
    out += name + " " + text(table->received) + "\n";
    for (const Record& row : table->rows) {
      out += "  " + row.key + " " + text(row.at);
      for (const Field& field : row.fields) out += " " + field.name + "=" + std::get<std::string>(field.value);
      out += "\n";
    }
  }
  for (const Event& event : snapshot.events)
    out += "event " + event.id + " " + text(event.at) + " " + text(event.until) + " " + event.title + "\n";
  for (const FeedState& feed : snapshot.feeds) {
    out += feed.name + " tried " + text(feed.last_try) + " good " + text(feed.last_good) + " new " +
           text(feed.last_new) + " standing " + std::to_string(static_cast<int>(feed.standing)) + " failures " +
           std::to_string(feed.failures) + " accepted " + std::to_string(feed.accepted) + " refused " +
           std::to_string(feed.refused) + " today " + std::to_string(feed.refused_today) + " because " +
           feed.reason.key + "\n";
    for (const Refusal& refusal : feed.refusals) out += "  " + refusal.series + " " + text(refusal.received) + "\n";
  }
  return out;
}

class StoreKnownAt : public testing::TestWithParam<int> {
 protected:
  // Some poll of some feed, as systems behave: late, revising, failing, the same again.
  void poll() {
    const std::string feed = number(2) == 0 ? "kesehatan" : "suhu";
    if (number(5) == 0) {
      room_.deliver(feed, {}, Status::failed(number(2) == 0 ? "it does not answer" : "it is closed"));
      return;
    }
    if (number(6) == 0) {
      room_.deliver(feed, {}, Status::not_modified());
      return;
    }
    Batch batch;
    const Time now = room_.clock.now();
    if (number(3) > 0)
      for (int i = number(3); i >= 0; --i)
        batch.samples.push_back({feed == "suhu" ? "suhu" : "antrean#" + std::to_string(number(2)),
                                 std::chrono::floor<minutes>(now) - minutes(number(4)), number(50) * 0.5,
                                 number(2) == 0 ? std::optional(now - seconds(40)) : std::nullopt});
    if (feed == "kesehatan" && number(3) > 0) {
      for (int i = 0; i < 4; ++i)
        if (number(4) > 0)
          batch.records.push_back({"layanan",
                                   "loket " + std::to_string(i),
                                   number(3) == 0 ? now : std::chrono::floor<hours>(now),
                                   {{"status", number(5) == 0 ? "tutup" : "buka"}}});
      if (number(2) == 0) batch.complete.push_back({"layanan", ""});
    }
    if (number(4) == 0)
      batch.events.push_back({"banjir " + std::to_string(number(3)), now, now + minutes(5 + number(30)),
                              Severity::watch, "", "Banjir " + std::to_string(number(2)), ""});
    if (number(4) == 0) batch.samples.push_back({"antrean@" + std::to_string(number(9)), now, 1, {}});
    room_.deliver(feed, std::move(batch));
  }

  int number(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }

  void pack(bool all) {
    room_.close();
    {
      const auto history = *History::open(room_.file, History::Mode::write);
      const History::Packing how{
          .log_samples = 10, .log_rows = 5, .runs = 2, .points = 8, .step_samples = 16, .all = all};
      while (*history->pack(how)) {
      }
    }
    room_.open();
  }

  void compare() {
    for (const auto& [moment, shown] : seen_) {
      const auto answer = room_.store().view(Audience::staff, moment, {}).get();
      ASSERT_EQ(all_of(*answer), shown) << "as known at " << config::to_rfc3339(moment);
    }
  }

  std::mt19937_64 random_{static_cast<std::uint64_t>(GetParam())};
  static config::FeedConfig second_choice() {
    config::FeedConfig out = json_feed("suhu", {"suhu", "antrean"});
    out.priority = 2;
    return out;
  }

  StoreRoom room_{{json_feed("kesehatan", {"antrean", "layanan"}), second_choice()}};
  std::map<Time, std::string> seen_;
};

TEST_P(StoreKnownAt, IsWhatWasShown) {
  for (int step = 0; step < 100; ++step) {
    room_.clock.advance(seconds(1 + number(90)));
    for (int polls = number(3); polls >= 0; --polls) {
      poll();
      room_.clock.advance(std::chrono::milliseconds(1 + number(3000)));
    }
    room_.tick();
    room_.store().set_notices({});  // a new picture
    const Time now = room_.clock.now();
    seen_[now] = all_of(*room_.when([&](const Snapshot& snapshot) { return snapshot.made == now; }));
    if (number(30) == 0) pack(number(2) == 0);
  }
  room_.tick(seconds(61));  // states alone are kept once a minute
  room_.tick();
  compare();
  pack(true);
  compare();
}

INSTANTIATE_TEST_SUITE_P(Seeds, StoreKnownAt, testing::Range(1, 5));

TEST(StoreKnownAtApprovals, ALetterIsKnownFromWhenItWasGiven) {
  StoreRoom room({json_feed("kesehatan", {"antrean"})});
  room.deliver("kesehatan", "antrean", room.clock.now(), 5);
  const auto letters = [&](Time when) {
    std::vector<std::string> out;
    const auto answer = room.store().view(Audience::staff, when, {}).get();
    for (const auto& approval : answer->catalogue->indicators[0].approvals) out.push_back(approval.letter);
    return out;
  };
  const auto tick_until = [&](const char* letter) {
    for (int ticks = 0; ticks < 1000; ++ticks) {
      room.tick();
      if (letters(room.clock.now()) == std::vector<std::string>{letter}) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));  // the store's thread has its own pace
    }
    FAIL() << letter << " is not known";
  };
  tick_until("12/KEP");
  const Time before = room.clock.now();
  auto catalogue = std::make_shared<config::Catalogue>(*room.center->catalogue);
  catalogue->indicators[0].approvals = {{.letter = "99/KEP", .name = "Kepala Dinas"}};
  room.center->catalogue = catalogue;
  room.open();
  tick_until("99/KEP");
  EXPECT_THAT(letters(before), testing::ElementsAre("12/KEP"));
}

}  // namespace
