// The store: what it answered is kept, what it publishes is right, whatever the clock does.
#include <gmock/gmock.h>
#include "feeds/history.h"
#include "tests/support/store_room.h"

namespace {

using namespace feeds;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using test::json_feed;
using test::StoreRoom;
using test::value_of;
using testing::ElementsAre;
using testing::HasSubstr;

bool is(Standing standing, const Snapshot& snapshot, const char* feed) {
  return snapshot.feed(feed)->standing == standing;
}

TEST(Store, ShowsWhatWasDeliveredAndKeepsItOverARestart) {
  StoreRoom room({json_feed("kesehatan", {"antrean", "layanan"})});
  const Time then = room.clock.now();
  Batch batch;
  batch.samples = {{"antrean@63.10.01", then, 5, {}}, {"antrean@63.10.99", then, 5, {}}};
  batch.records = {{"layanan", "ktp", then, {{"status", "buka"}}}};
  batch.cursor = "halaman 2";
  const auto receipt = room.deliver("kesehatan", batch);
  ASSERT_TRUE(receipt);
  EXPECT_EQ(receipt->accepted, 2U);
  EXPECT_EQ(receipt->refused, 1U);
  for (int start = 0; start < 2; ++start) {
    const auto snapshot = room.now();
    EXPECT_EQ(value_of(*snapshot, "antrean@63.10.01"), 5);
    EXPECT_EQ(snapshot->find("antrean@63.10.01")->feed, "kesehatan");
    ASSERT_TRUE(snapshot->table("layanan"));
    EXPECT_EQ(snapshot->table("layanan")->rows.size(), 1U);
    EXPECT_EQ(room.store().cursor("kesehatan"), "halaman 2");
    const FeedState& feed = *snapshot->feed("kesehatan");
    EXPECT_EQ(feed.standing, Standing::on_time);
    EXPECT_EQ(feed.refused, 1U);
    EXPECT_EQ(feed.refused_today, 1U);
    ASSERT_EQ(feed.refusals.size(), 1U);
    EXPECT_EQ(feed.refusals[0].reason.key, "unknown region {}");
    EXPECT_THAT(feed.indicators, ElementsAre("antrean", "layanan"));
    room.open();
  }
}

TEST(Store, ABadRowIsCountedOnceNotAtEveryPoll) {
  StoreRoom room({json_feed("kesehatan", {"antrean"})});
  for (int poll = 0; poll < 3; ++poll) room.deliver("kesehatan", "antrean@entah", room.clock.now(), 1);
  EXPECT_EQ(room.now()->feed("kesehatan")->refused_today, 1U);
}

TEST(Store, AFeedGrowsLateThenMissingByItselfAndSaysWhy) {
  StoreRoom room({json_feed("kesehatan", {"antrean"}), json_feed("suhu", {"suhu"})});
  EXPECT_TRUE(is(Standing::waiting, *room.now(), "kesehatan"));
  room.deliver("kesehatan", "antrean", room.clock.now(), 5);
  EXPECT_TRUE(is(Standing::on_time, *room.now(), "kesehatan"));
  room.deliver("kesehatan", {}, Status::failed({"no answer from {}", {"dinkes"}}));
  EXPECT_EQ(room.now()->feed("kesehatan")->failures, 1);
  EXPECT_TRUE(is(Standing::on_time, *room.now(), "kesehatan"));  // its value is fresh still
  room.tick(seconds(30));
  auto late = room.when([](const Snapshot& s) { return is(Standing::late, s, "kesehatan"); });
  EXPECT_EQ(late->feed("kesehatan")->reason.key, "no answer from {}");
  room.tick(seconds(300));
  auto missing = room.when([](const Snapshot& s) { return is(Standing::missing, s, "kesehatan"); });
  EXPECT_EQ(age_of(*missing->find("antrean"), missing->made), Age::missing);
  EXPECT_TRUE(is(Standing::waiting, *missing, "suhu"));
}

TEST(Store, NotModifiedRenewsTheFeedButNoValue) {
  StoreRoom room({json_feed("kesehatan", {"antrean"})});
  const Time then = room.clock.now();
  room.deliver("kesehatan", "antrean", then, 5);
  room.clock.advance(seconds(59));
  room.deliver("kesehatan", {}, Status::not_modified());
  EXPECT_EQ(room.now()->feed("kesehatan")->last_good, then + seconds(59));
  EXPECT_EQ(room.now()->feed("kesehatan")->last_new, then);
  EXPECT_EQ(room.now()->find("antrean")->current()->received, then);
  room.tick();
  const auto late = room.when([](const Snapshot& s) { return is(Standing::late, s, "kesehatan"); });
  EXPECT_EQ(age_of(*late->find("antrean"), late->made), Age::late);
  EXPECT_THAT(late->feed("kesehatan")->reason.key, HasSubstr("values are old"));
}

TEST(Store, TheBetterFeedCountsWhileItIsFresh) {
  auto system = json_feed("sistem", {"antrean"}), file = json_feed("berkas", {"antrean"});
  file.priority = 2;
  StoreRoom room({system, file});
  const Time then = room.clock.now();
  room.deliver("sistem", "antrean", then, 10);
  room.deliver("berkas", "antrean", then + seconds(1), 99);
  EXPECT_EQ(value_of(*room.now(), "antrean"), 10);
  room.clock.advance(seconds(61));  // late by 61 s against 60 s: the file's is at 60 s
  room.deliver("berkas", "antrean", room.clock.now(), 98);
  EXPECT_EQ(value_of(*room.now(), "antrean"), 98);
  EXPECT_EQ(room.now()->find("antrean")->feed, "berkas");
  room.deliver("sistem", "antrean", room.clock.now() - seconds(10), 11);
  EXPECT_EQ(value_of(*room.now(), "antrean"), 11);
  room.open();
  EXPECT_EQ(value_of(*room.now(), "antrean"), 11);
}

TEST(Store, ALowerFeedTakesOverWithoutANewDelivery) {
  auto system = json_feed("sistem", {"antrean"}), file = json_feed("berkas", {"antrean"});
  file.priority = 2;
  StoreRoom room({system, file});
  room.deliver("sistem", "antrean", room.clock.now(), 10);
  room.deliver("berkas", "antrean", room.clock.now() + seconds(30), 99);
  room.tick(seconds(60));
  room.when([](const Snapshot& s) { return value_of(s, "antrean") == 99; });
}

TEST(Store, AClockThatJumpedAheadAndBackLeavesNoValueOfTomorrow) {
  StoreRoom room({json_feed("kesehatan", {"antrean"})});
  const Time then = room.clock.now();
  room.deliver("kesehatan", "antrean", then, 1);
  room.clock.jump(hours(24));
  room.deliver("kesehatan", "antrean", room.clock.now(), 2);
  EXPECT_EQ(value_of(*room.now(), "antrean"), 2);
  room.clock.jump(-hours(24));
  room.tick();
  room.when([](const Snapshot& s) { return value_of(s, "antrean") == 1; });
  room.clock.advance(seconds(10));
  room.deliver("kesehatan", "antrean", room.clock.now(), 3);
  EXPECT_EQ(value_of(*room.now(), "antrean"), 3);
  room.open();
  EXPECT_EQ(value_of(*room.now(), "antrean"), 3);
}

TEST(Store, AClockThatWasWrongGivesTheNewestBackOnceItIsRight) {
  StoreRoom room({json_feed("kesehatan", {"antrean"})});
  const Time then = room.clock.now();
  room.deliver("kesehatan", "antrean", then - hours(25), 1);
  room.deliver("kesehatan", "antrean", then, 2);
  room.clock.jump(-hours(24));
  room.tick();
  room.when([](const Snapshot& s) { return value_of(s, "antrean") == 1; });
  room.clock.jump(hours(24));
  room.tick();
  room.when([](const Snapshot& s) { return value_of(s, "antrean") == 2; });
}

TEST(Store, KeepsWantedSpansWithTheirExtremes) {
  StoreRoom room({json_feed("kesehatan", {"antrean"})});
  const Time then = room.clock.now();
  Batch batch;
  for (int i = 0; i < 3600; ++i)
    batch.samples.push_back({"antrean", then - seconds(3600 - i), i == 1234 ? 1000.0 : i == 2345 ? -1000.0 : 5.0, {}});
  ASSERT_TRUE(room.deliver("kesehatan", batch));
  EXPECT_EQ(room.now()->find("antrean")->points.size(), 1U);
  room.store().set_wants({{"antrean", hours(1), 100}});
  auto wide = room.when([](const Snapshot& s) { return s.find("antrean")->points.size() > 10; });
  const auto check = [&](const Series& series) {
    EXPECT_LE(series.points.size(), 100U);
    double least = 0, most = 0;
    for (std::size_t i = 0; i < series.points.size(); ++i) {
      least = std::min(least, series.points[i].value);
      most = std::max(most, series.points[i].value);
      EXPECT_TRUE(i == 0 || series.points[i - 1].at < series.points[i].at);
    }
    EXPECT_EQ(least, -1000);
    EXPECT_EQ(most, 1000);
  };
  check(*wide->find("antrean"));
  for (int i = 0; i < 50; ++i) {  // and it stays so while values come in one by one
    room.clock.advance(seconds(1));
    room.deliver("kesehatan", "antrean", room.clock.now(), i);
  }
  check(*room.now()->find("antrean"));
  EXPECT_EQ(value_of(*room.now(), "antrean"), 49);
}

TEST(Store, KeepsWantedSpansOfSeriesThatComeLater) {
  StoreRoom room({json_feed("kesehatan", {"antrean"})});
  room.store().set_wants({{"antrean", hours(1), 2000}});
  for (int i = 0; i < 5; ++i) {
    room.deliver("kesehatan", "antrean@63.10.01", room.clock.now(), i);
    room.clock.advance(seconds(10));
  }
  EXPECT_EQ(room.now()->find("antrean@63.10.01")->points.size(), 5U);
}

TEST(Store, ARevisionReplacesWhatWasShown) {
  StoreRoom room({json_feed("kesehatan", {"antrean"})});
  room.store().set_wants({{"antrean", hours(1), 100}});
  const Time then = room.clock.now();
  for (int i = 0; i < 5; ++i) room.deliver("kesehatan", "antrean", then - minutes(5 - i), i);
  room.clock.advance(seconds(1));
  room.deliver("kesehatan", "antrean", then - minutes(1), 40);
  room.deliver("kesehatan", "antrean", then - minutes(3), 20);
  std::vector<double> values;
  for (const Point& point : room.now()->find("antrean")->points) values.push_back(point.value);
  EXPECT_THAT(values, ElementsAre(0, 1, 20, 3, 40));
}

TEST(Store, RowsEndOnlyByACompleteReply) {
  StoreRoom room({json_feed("kesehatan", {"layanan"})});
  const Time then = room.clock.now();
  Batch both, one;
  both.records = {{"layanan", "ktp", then, {}}, {"layanan", "kk", then, {}}};
  one.records = {{"layanan", "kk", then, {}}};
  room.deliver("kesehatan", both);
  room.deliver("kesehatan", one);
  EXPECT_EQ(room.now()->table("layanan")->rows.size(), 2U);
  one.complete = {{"layanan", "k"}};  // of the keys that begin so, and both do
  room.deliver("kesehatan", one);
  EXPECT_EQ(room.now()->table("layanan")->rows.size(), 1U);
  room.open();
  EXPECT_EQ(room.now()->table("layanan")->rows.size(), 1U);
}

TEST(Store, ShowsWhatWasKnownAtAMoment) {
  StoreRoom room({json_feed("kesehatan", {"antrean"})});
  const Time then = room.clock.now();
  room.deliver("kesehatan", "antrean", then, 1);
  room.clock.advance(minutes(10));
  room.deliver("kesehatan", "antrean", then, 7);
  room.deliver("kesehatan", "antrean", room.clock.now(), 8);
  const auto asked = [&](std::optional<Time> known_at) {
    return room.store().view(Audience::everyone, known_at, {{"antrean", hours(1), 10}}).get();
  };
  const auto before = asked(then + minutes(1));
  EXPECT_EQ(before->made, then + minutes(1));
  EXPECT_EQ(value_of(*before, "antrean"), 1);
  EXPECT_EQ(before->find("antrean")->points.size(), 1U);
  const auto now = asked({});
  ASSERT_EQ(now->find("antrean")->points.size(), 2U);
  EXPECT_EQ(now->find("antrean")->points[0].value, 7);
  EXPECT_EQ(now->find("antrean")->points[1].value, 8);
  EXPECT_FALSE(asked(then - minutes(1))->find("antrean"));
}

TEST(Store, GivesEachAudienceItsOwn) {
  auto feed = json_feed("kesehatan", {"antrean"});
  feed.basis.kind = config::Basis::Kind::pending;
  StoreRoom room({feed});
  room.deliver("kesehatan", "antrean", room.clock.now(), 5);
  EXPECT_EQ(value_of(*room.now(), "antrean"), 5);
  EXPECT_FALSE(room.store().latest(Audience::everyone)->find("antrean"));
  EXPECT_FALSE(room.store().view(Audience::everyone, {}, {}).get()->find("antrean"));
  EXPECT_EQ(room.store().latest(Audience::everyone), room.store().latest(Audience::everyone));
  // What came in while the basis was pending stays so, though the feed is gone from the configuration.
  auto next = std::make_shared<config::Center>(*room.center);
  next->feeds.clear();
  room.store().adopt(next);
  room.when([](const Snapshot& s) { return s.feeds.empty(); });
  EXPECT_FALSE(room.store().latest(Audience::everyone)->find("antrean"));
}

TEST(Store, TakesNothingFromAFeedWhoseBasisHasEnded) {
  auto feed = json_feed("kesehatan", {"antrean"});
  feed.basis.until = std::chrono::year(2026) / 11 / 20;
  StoreRoom room({feed});
  EXPECT_EQ(room.deliver("kesehatan", "antrean", room.clock.now(), 5)->accepted, 0U);
  EXPECT_FALSE(room.now()->find("antrean"));
  EXPECT_TRUE(is(Standing::refused, *room.now(), "kesehatan"));
}

TEST(Store, PretendDataNeverPassForRealOnes) {
  auto pretended = json_feed("kesehatan", {"antrean"});
  pretended.simulated = true;
  StoreRoom room({pretended});
  Batch batch;
  batch.samples = {{"antrean", room.clock.now(), 5, {}}};
  batch.cursor = "semu";
  room.deliver("kesehatan", batch);
  EXPECT_TRUE(room.now()->simulated);
  EXPECT_TRUE(room.now()->find("antrean")->simulated);
  room.center->feeds[0].simulated = false;
  room.open();
  EXPECT_FALSE(room.now()->simulated);
  EXPECT_FALSE(room.now()->find("antrean"));
  EXPECT_EQ(room.store().cursor("kesehatan"), "");
}

TEST(Store, AReloadKeepsWhatIsKnownAndForgetsNothing) {
  StoreRoom room({json_feed("kesehatan", {"antrean", "suhu"})});
  room.deliver("kesehatan", "antrean", room.clock.now(), 5);
  auto next = std::make_shared<config::Center>(*room.center);
  auto catalogue = std::make_shared<config::Catalogue>(*room.center->catalogue);
  std::erase_if(catalogue->indicators, [](const config::Indicator& one) { return one.name == "antrean"; });
  next->catalogue = catalogue;
  room.store().adopt(next);
  room.when([](const Snapshot& s) { return !s.find("antrean"); });
  room.store().adopt(room.center);
  room.when([](const Snapshot& s) { return value_of(s, "antrean") == 5; });
}

TEST(Store, SaysHonestlyThatACommandMeansNothingAndKeepsWhoAsked) {
  StoreRoom room({});
  const Outcome outcome = room.store().submit({.actor = "Sekda", .kind = "tutup", .target = "semua"}).get();
  EXPECT_FALSE(outcome.done);
  EXPECT_THAT(outcome.why.key, HasSubstr("does not know"));
}

TEST(Store, OnlyReadsBesideARunningOne) {
  StoreRoom room({json_feed("kesehatan", {"antrean"})});
  room.deliver("kesehatan", "antrean", room.clock.now(), 5);
  auto second = Store::open(room.center, {.file = room.file, .read_only = true}, room.clock);
  ASSERT_TRUE(second);
  EXPECT_EQ(value_of(*(*second)->latest(Audience::staff), "antrean"), 5);
  EXPECT_FALSE((*second)->deliver({"kesehatan", {}, {}, {}, nullptr}, {}));
  EXPECT_FALSE((*second)->submit({}).get().done);
  EXPECT_FALSE(Store::open(room.center, {.file = room.file}, room.clock));  // a second writer
}

TEST(Store, LivesInMemoryForTests) {
  StoreRoom room({json_feed("kesehatan", {"antrean"})});
  room.close();
  room.file = ":memory:";
  room.open();
  room.deliver("kesehatan", "antrean", room.clock.now(), 5);
  EXPECT_EQ(value_of(*room.store().view(Audience::everyone, {}, {}).get(), "antrean"), 5);
}

TEST(Store, ExportsWhatAnAudienceMaySee) {
  StoreRoom room({json_feed("kesehatan", {"antrean"})});
  const Time then = room.clock.now();
  for (int i = 0; i < 10; ++i) room.deliver("kesehatan", "antrean", then - minutes(i), i);
  const auto rows =
      export_series(room.file, *room.center, "antrean", then - minutes(5), then, Audience::everyone, then);
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 5U);
  EXPECT_EQ(rows->front().value, 5);
  EXPECT_EQ(rows->back().value, 1);
  auto hidden = std::make_shared<config::Catalogue>(*room.center->catalogue);
  hidden->indicators[0].approvals.clear();
  room.center->catalogue = hidden;
  EXPECT_FALSE(export_series(room.file, *room.center, "antrean", then, then, Audience::everyone, then));
  EXPECT_TRUE(export_series(room.file, *room.center, "antrean", then, then, Audience::staff, then));
}

TEST(Store, ValuesAreKeptAsLongAsTheirIndicatorSays) {
  StoreRoom room({json_feed("kesehatan", {"antrean", "suhu"})});
  auto catalogue = std::make_shared<config::Catalogue>(*room.center->catalogue);
  catalogue->indicators[0].keep = hours(24);
  catalogue->indicators[0].keep_rollups = hours(24 * 14);
  room.center->catalogue = catalogue;
  Batch batch;
  for (int i = 0; i < 20'000; ++i)
    for (const char* series : {"antrean", "suhu"})
      batch.samples.push_back({series, room.clock.now() - minutes(i), 1, {}});
  ASSERT_TRUE(room.deliver("kesehatan", std::move(batch)));
  room.close();
  {
    const auto history = *History::open(room.file, History::Mode::write);
    while (*history->pack({.all = true})) {
    }
  }
  room.open();
  room.tick(seconds(61));
  room.close();
  const auto history = *History::open(room.file, History::Mode::read);
  const auto points = [&](const char* series) {
    int count = 0;
    EXPECT_TRUE(history->read({series, "kesehatan"}, Time{}, Time::max(), {}, [&](const Stored&) { ++count; }));
    return count;
  };
  const auto days = [&](const char* series) {
    const auto all = *history->reduce({series, "kesehatan"}, room.clock.now() - hours(24 * 14), room.clock.now(), 28);
    return std::count_if(all.begin(), all.end(), [](const Extremes& part) { return !part.empty(); });
  };
  EXPECT_EQ(points("suhu"), 20'000);
  EXPECT_GE(points("antrean"), 24 * 60) << "blocks are forgotten as a whole";
  EXPECT_LT(points("antrean"), 24 * 60 + 4096);
  EXPECT_EQ(days("antrean"), 28) << "hours and days are kept longer";
}

}  // namespace
