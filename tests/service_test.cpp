// What a center says to its service manager, to the journal and to `anjungan status`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <thread>

#include "config/words.h"
#include "tests/support/moved_clock.h"
#include "tests/support/notify_socket.h"
#include "tests/support/program.h"
#include "viewer/heartbeat.h"
#include "viewer/journal.h"
#include "viewer/pulse.h"
#include "viewer/service.h"

namespace {

using namespace std::chrono_literals;
using feeds::FeedState;
using feeds::Severity;
using feeds::Standing;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
using viewer::Journal;
using viewer::Priority;

// The service manager

class ServiceTest : public testing::Test {
 protected:
  void SetUp() override { forget(); }
  void TearDown() override { forget(); }
  static void forget() {
    for (const char* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"}) unsetenv(name);
  }
  support::NotifySocket manager_;
};

TEST_F(ServiceTest, SaysEachThingInItsOwnMessage) {
  setenv("NOTIFY_SOCKET", manager_.path().c_str(), 1);
  viewer::Service service;
  EXPECT_TRUE(service.heard());
  EXPECT_FALSE(service.patience());
  service.ready();
  service.status("satu\ndua");
  service.alive();
  service.stopping();
  EXPECT_EQ(manager_.next(1s), "READY=1");
  EXPECT_EQ(manager_.next(1s), "STATUS=satu");
  EXPECT_EQ(manager_.next(1s), "WATCHDOG=1");
  EXPECT_EQ(manager_.next(1s), "STOPPING=1");
}

TEST_F(ServiceTest, WatchesOnlyTheProcessThatIsMeant) {
  setenv("NOTIFY_SOCKET", manager_.path().c_str(), 1);
  setenv("WATCHDOG_USEC", "1500000", 1);
  EXPECT_EQ(viewer::Service().patience(), 1500ms);
  setenv("WATCHDOG_PID", std::to_string(getpid()).c_str(), 1);
  EXPECT_EQ(viewer::Service().patience(), 1500ms);
  setenv("WATCHDOG_PID", "1", 1);
  EXPECT_FALSE(viewer::Service().patience());
  setenv("WATCHDOG_USEC", "soon", 1);
  EXPECT_FALSE(viewer::Service().patience());
}

TEST_F(ServiceTest, WithoutAManagerNothingIsSaid) {
  viewer::Service none;
  none.ready();
  EXPECT_FALSE(none.heard());
  setenv("NOTIFY_SOCKET", "not a path", 1);
  EXPECT_FALSE(viewer::Service().heard());
  setenv("NOTIFY_SOCKET", ("/" + std::string(300, 'x')).c_str(), 1);
  EXPECT_FALSE(viewer::Service().heard());
}

// The journal

class JournalTest : public testing::Test {
 protected:
  static FeedState feed(Standing standing, feeds::Text reason = {}) {
    FeedState out;
    out.name = "antrean";
    out.agency = "dinkes";
    out.standing = standing;
    out.reason = std::move(reason);
    out.last_good = test::at("2026-11-21T11:00:00Z");
    return out;
  }
  std::vector<std::string> follow(const FeedState& state, const std::vector<feeds::Notice>& notices = {}) {
    lines_.clear();
    journal_.follow({state}, notices);
    return lines_;
  }

  test::MovedClock clock_{test::at("2026-11-21T12:00:00Z")};
  std::vector<std::string> lines_;
  Journal journal_{clock_, true, [this](const std::string& line) { lines_.push_back(line); }};
};

TEST_F(JournalTest, LinesAreFieldsWithAPriority) {
  journal_.say(Priority::info, "start", {{"feeds", "3"}, {"center", "tanah bumbu"}, {"page", ""}});
  journal_.say(Priority::error, "fault", {{"reason", "satu \"dua\"\nevent=palsu \x1b[31m"}});
  EXPECT_THAT(lines_, ElementsAre("<6>event=start feeds=3 center=\"tanah bumbu\"",
                                  "<3>event=fault reason=\"satu \\\"dua\\\"\\nevent=palsu  [31m\""));
  std::string plain;
  Journal(clock_, false, [&](const std::string& line) { plain = line; }).say(Priority::info, "stop", {});
  EXPECT_EQ(plain, "event=stop");
}

TEST_F(JournalTest, SystemdsJournalGetsTheFieldsApart) {
  support::NotifySocket journal;
  Journal native(
      clock_, true, [this](const std::string& line) { lines_.push_back(line); },
      std::make_unique<viewer::JournalSocket>(journal.path()));
  native.say(Priority::warning, "feed.late", {{"feed", "loket"}, {"reason", "satu\ndua"}, {"page", ""}});
  EXPECT_EQ(journal.next(1s),
            "MESSAGE=event=feed.late feed=loket reason=\"satu\\ndua\"\nPRIORITY=4\n"
            "SYSLOG_IDENTIFIER=anjungan\nANJUNGAN_EVENT=feed.late\nANJUNGAN_FEED=loket\n"
            "ANJUNGAN_REASON\n" +
                std::string("\x08\0\0\0\0\0\0\0", 8) + "satu\ndua\n");
  EXPECT_THAT(lines_, IsEmpty());
}

TEST_F(JournalTest, WhatTheJournalDoesNotTakeIsWritten) {
  Journal native(
      clock_, true, [this](const std::string& line) { lines_.push_back(line); },
      std::make_unique<viewer::JournalSocket>("/nowhere/socket"));
  native.say(Priority::info, "stop", {});
  EXPECT_THAT(lines_, ElementsAre("<6>event=stop"));
}

TEST_F(JournalTest, LongValuesEndWithAWholeCharacter) {
  journal_.say(Priority::info, "fault", {{"reason", std::string(299, 'b') + "\u00e9\u00e9"}});
  EXPECT_THAT(lines_, ElementsAre("<6>event=fault reason=" + std::string(299, 'b')));
}

TEST_F(JournalTest, SaysHowAFeedChangesAndNothingElse) {
  EXPECT_THAT(follow(feed(Standing::late)), IsEmpty()) << "what stood at the start is no change";
  EXPECT_THAT(follow(feed(Standing::late)), IsEmpty());
  EXPECT_THAT(follow(feed(Standing::missing, {"no connection to {}", {"esakip.example"}})),
              ElementsAre("<4>event=feed.missing feed=antrean agency=dinkes last_good=2026-11-21T11:00:00Z "
                          "reason=\"no connection to esakip.example\""));
  EXPECT_THAT(follow(feed(Standing::on_time)), ElementsAre(StartsWith("<5>event=feed.back feed=antrean")));
  EXPECT_THAT(follow(feed(Standing::refused)), ElementsAre(StartsWith("<4>event=feed.refused feed=antrean")));
}

TEST_F(JournalTest, TheFirstReplyOfAFeedIsNoReturn) {
  follow(feed(Standing::waiting));
  EXPECT_THAT(follow(feed(Standing::on_time)), IsEmpty());
}

TEST_F(JournalTest, CountsRefusedValuesWithoutNamingThem) {
  FeedState state = feed(Standing::on_time);
  follow(state);
  state.refused = 3;
  state.refusals = {{{}, "antrean#Budi", "3171012345678901", "not a number"}};
  EXPECT_THAT(follow(state), ElementsAre("<5>event=values.refused feed=antrean agency=dinkes count=3"));
}

TEST_F(JournalTest, NeverTellsWordsOfAReplyOrLongNumbers) {
  follow(feed(Standing::on_time));
  EXPECT_THAT(follow(feed(Standing::late, {"the system reports a fault: {}", {"token s3cret of Budi"}})),
              ElementsAre(AllOf(HasSubstr("the system reports a fault: ***"), Not(HasSubstr("s3cret")))));
  EXPECT_THAT(follow(feed(Standing::missing, {"{} answered with status {}", {"a/3171012345678901", "404"}})),
              ElementsAre(AllOf(HasSubstr("a/*** answered with status 404"), Not(HasSubstr("3171")))));
}

TEST_F(JournalTest, SaysFaultsOfTheCenterOnceAndTheirEnd) {
  const feeds::Notice full{Severity::danger, "the disk is full: nothing new can be kept", clock_.now()};
  const feeds::Notice rest{Severity::watch, "something smaller", clock_.now()};
  follow(feed(Standing::on_time));
  EXPECT_THAT(follow(feed(Standing::on_time), {full, rest}), ElementsAre(StartsWith("<3>event=center.fault reason=")));
  EXPECT_THAT(follow(feed(Standing::on_time), {full, rest}), IsEmpty());
  EXPECT_THAT(follow(feed(Standing::on_time), {rest}), ElementsAre(StartsWith("<5>event=center.well after=")));
}

TEST_F(JournalTest, TellsEachScheduledCopyAndWhyThereIsNone) {
  feeds::CopyMade made;
  made.copy.name = "20261121T110000Z";
  made.copy.size = 5'000'000;
  made.written = 1000;
  made.removed = 2;
  const config::Error full{{"{}: {}", {"/srv/cadangan", "Read-only file system"}}, "check the folder"};
  journal_.tell_copies({{made, {}}, {{}, full}, {made, full}});
  EXPECT_THAT(lines_, ElementsAre("<6>event=copy.verified copy=20261121T110000Z bytes=5000000 written=1000 removed=2",
                                  "<3>event=copy.failed reason=\"/srv/cadangan: Read-only file system\" "
                                  "cure=\"check the folder\"",
                                  "<3>event=copy.damaged copy=20261121T110000Z "
                                  "reason=\"/srv/cadangan: Read-only file system\" cure=\"check the folder\""));
}

TEST_F(JournalTest, AFlappingFeedIsCountedInsteadOfSaid) {
  follow(feed(Standing::on_time));
  int said = 0;
  for (int i = 0; i < 100; ++i) {
    said += static_cast<int>(follow(feed(i % 2 ? Standing::on_time : Standing::late)).size());
    clock_.advance(1s);
  }
  EXPECT_LE(said, 10);
  EXPECT_GE(said, 8);
  clock_.advance(10min);
  EXPECT_THAT(follow(feed(Standing::late)), ElementsAre(HasSubstr("unsaid=4")));
}

TEST_F(JournalTest, AFloodOfAllFeedsTogetherIsBounded) {
  for (int i = 0; i < 5000; ++i) journal_.say(Priority::warning, "feed.late", {{"feed", "umpan" + std::to_string(i)}});
  EXPECT_LE(lines_.size(), 200u);
  clock_.advance(1min);
  lines_.clear();
  journal_.say(Priority::info, "stop", {});
  EXPECT_THAT(lines_, ElementsAre(HasSubstr("unsaid_in_all=4800")));
}

TEST_F(JournalTest, ReasonsAreInTheCentersLanguage) {
  journal_.set_words(config::load_words(std::string(ANJUNGAN_SOURCE) + "/assets", "id").value());
  EXPECT_EQ(journal_.cleaned({"no connection to {}", {"x"}}), "tidak dapat terhubung ke x");
}

TEST(HeartbeatTest, TheLogHearsOfScheduledCopies) {
  test::TempCenter center;
  support::write_program_center(center);
  const support::Folder folder;
  center.add("center.toml", "\n[copies]\nto = \"" + folder.file("salinan") + "\"\n");
  test::MovedClock clock(test::at("2026-11-21T12:00:00Z"));
  config::Complaints complaints;
  const auto backing = viewer::Backing::open({center.dir(), folder.file("state")}, clock, complaints);
  ASSERT_TRUE(backing);
  std::string said;
  Journal journal(clock, false, [&](const std::string& line) { said += line + "\n"; });
  viewer::Heartbeat heartbeat(**backing, journal, clock);
  heartbeat.begin("", false, {});
  for (int i = 0; i < 600 && said.find("copy.verified") == std::string::npos; ++i) {
    clock.advance(10s);
    std::this_thread::sleep_for(20ms);
    heartbeat.beat(false);
  }
  EXPECT_THAT(said, HasSubstr("event=copy.verified copy=20261121T1"));
}

// What `anjungan status` asks

TEST(Pulse, TellsAgesAtTheMomentOfAsking) {
  const support::Folder folder;
  const std::string store = folder.write("store.db", "x");
  test::MovedClock clock(test::at("2026-11-21T12:00:00Z"));
  feeds::Steady turned = clock.steady();
  EXPECT_FALSE(viewer::ask_pulse(store));
  {
    viewer::PulseServer server(store, clock, [&] { return turned; });
    server.set_page("http://127.0.0.1:8080/", true);
    auto pulse = viewer::ask_pulse(store);
    ASSERT_TRUE(pulse);
    EXPECT_FALSE(pulse->picture);
    server.beat(clock.steady());
    clock.advance(7s);
    turned = clock.steady();
    clock.advance(2s);
    pulse = viewer::ask_pulse(folder.path() + "/./store.db");
    ASSERT_TRUE(pulse);
    EXPECT_EQ(pulse->pid, getpid());
    EXPECT_EQ(pulse->up, 9s);
    EXPECT_EQ(pulse->picture, 9s);
    EXPECT_EQ(pulse->store, 2s);
    EXPECT_EQ(pulse->pictures, 1u);
    EXPECT_TRUE(pulse->shows);
    EXPECT_EQ(pulse->page, "http://127.0.0.1:8080/");
  }
  EXPECT_FALSE(viewer::ask_pulse(store));
}

TEST(Pulse, IsOneStoresOwn) {
  const support::Folder folder;
  const std::string one = folder.write("one.db", "x"), other = folder.write("other.db", "x");
  test::MovedClock clock(test::at("2026-11-21T12:00:00Z"));
  const viewer::PulseServer server(one, clock, [&] { return clock.steady(); });
  EXPECT_TRUE(viewer::ask_pulse(one));
  EXPECT_FALSE(viewer::ask_pulse(other));
}

}  // namespace
