// Copies of a store: incremental, verified, restored, pruned; what is damaged, half or foreign is said and refused.
#include "feeds/copies.h"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <thread>

#include "config/words.h"
#include "feeds/history.h"
#include "tests/support/child.h"
#include "tests/support/moved_clock.h"

namespace {

using namespace feeds;
using std::chrono::hours;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
namespace fs = std::filesystem;

std::string said(const config::Error& error) {
  return config::Words().say(error.what);
}

// A store of one feed, and a folder for its copies.
class Copies : public testing::Test {
 protected:
  Copies() { history_ = std::move(*History::open(store_, History::Mode::write)); }

  void put(int from, int count) {
    Entry entry;
    entry.feed.name = "kesehatan";
    entry.feed.cursor = std::to_string(from + count);
    entry.received = clock_.now();
    for (int i = from; i < from + count; ++i)
      entry.samples.push_back({"antrean#" + std::to_string(i % 7), clock_.now() + seconds(i), i * 0.25, {}});
    entry.records.push_back({"layanan", "loket " + std::to_string(from), clock_.now(), {{"status", "buka"}}});
    ASSERT_TRUE(history_->commit({entry}));
  }
  CopyMade make(bool whole = false) {
    job_.whole = whole;
    auto made = make_copy(job_, clock_);
    EXPECT_TRUE(made) << said(made.error());
    return made.value_or(CopyMade());
  }
  CopyMade make_verified() {
    CopyMade made = make();
    const auto verified = verify_copy(job_.place, made.copy.name, clock_);
    EXPECT_TRUE(verified) << said(verified.error());
    return made;
  }
  static int count_samples(History& history) {
    int count = 0;
    const auto lines = history.lines();
    EXPECT_TRUE(lines);
    for (const LineName& line : *lines)
      EXPECT_TRUE(history.read(line, Time{}, Time::max(), {}, [&](const Stored&) { ++count; }));
    return count;
  }
  std::vector<CopyInfo> all() const { return copies_in(job_.place).value_or(std::vector<CopyInfo>()); }
  std::vector<std::string> files(const std::string& suffix) const {
    std::vector<std::string> out;
    for (const auto& entry : fs::directory_iterator(job_.place))
      if (entry.path().filename().string().ends_with(suffix)) out.push_back(entry.path().string());
    std::sort(out.begin(), out.end());
    return out;
  }
  static void flip(const std::string& file, std::uint64_t at) {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(at));
    const char byte = static_cast<char>(stream.get() ^ 1);
    stream.seekp(static_cast<std::streamoff>(at));
    stream.put(byte);
  }

  support::Folder folder_;
  test::MovedClock clock_{test::at("2026-11-21T12:00:00Z")};
  std::string store_ = folder_.file("store.db");
  CopyJob job_{store_, folder_.file("copies"), "pusat", {}, config::Zone::wita, false};
  std::unique_ptr<History> history_;
};

TEST_F(Copies, ACopyIsVerifiedAndRestoredWhole) {
  put(0, 5000);
  const CopyMade made = make();
  EXPECT_FALSE(made.copy.verified);
  const auto verified = verify_copy(job_.place, "", clock_);
  ASSERT_TRUE(verified) << said(verified.error());
  EXPECT_EQ(verified->name, made.copy.name);
  EXPECT_EQ(verified->rows.at("records"), 1U);
  EXPECT_TRUE(all().front().verified);
  const std::string into = folder_.file("pulih/dalam");
  const auto restored = restore_copy(job_.place, "", into);
  ASSERT_TRUE(restored) << said(restored.error());
  auto again = History::open(into + "/store.db", History::Mode::write);
  ASSERT_TRUE(again) << said(again.error());
  EXPECT_EQ((*again)->feeds()->front().cursor, "5000");
  const int count = count_samples(**again);
  EXPECT_EQ(count, 5000);
}

TEST_F(Copies, WhatDidNotChangeIsNotWrittenAgain) {
  put(0, 100'000);
  const CopyMade first = make_verified();
  EXPECT_GE(first.written, first.copy.size);
  const CopyMade same = make_verified();
  EXPECT_EQ(same.copy.size, first.copy.size);
  EXPECT_LE(same.written, 65536U) << "SQLite counts copies on the first page";
  put(100'000, 100);
  const CopyMade more = make_verified();
  EXPECT_LT(more.written, first.written / 2);
  EXPECT_GE(make(true).written, first.copy.size);
  for (const CopyInfo& copy : all()) {
    const auto verified = verify_copy(job_.place, copy.name, clock_);
    EXPECT_TRUE(verified) << copy.name << ' ' << said(verified.error());
  }
}

TEST_F(Copies, NothingIsBuiltUponWhatWasNeverReadBack) {
  put(0, 20'000);
  make();
  const CopyMade second = make();
  EXPECT_GE(second.written, second.copy.size);
}

TEST_F(Copies, EveryDamageIsFoundAndNothingIsRestored) {
  put(0, 20'000);
  const CopyMade first = make_verified();
  const CopyMade second = make_verified();
  const std::string data = files(".data").front();
  const std::uint64_t size = fs::file_size(data);
  for (const std::uint64_t at : {size / 2, size - 1, std::uint64_t{70'000}}) {
    flip(data, at);
    const auto verified = verify_copy(job_.place, second.copy.name, clock_);
    ASSERT_FALSE(verified) << at;
    EXPECT_THAT(said(verified.error()), HasSubstr("is not what was written"));
    for (const CopyInfo& copy : all()) EXPECT_FALSE(copy.verified) << "a copy on a damaged file is no verified one";
    EXPECT_FALSE(restore_copy(job_.place, second.copy.name, folder_.file("pulih")));
    EXPECT_FALSE(fs::exists(folder_.file("pulih")));
    flip(data, at);
    EXPECT_TRUE(verify_copy(job_.place, first.copy.name, clock_));
    EXPECT_TRUE(verify_copy(job_.place, second.copy.name, clock_));
  }
  const std::string list = job_.place / (second.copy.name + ".copy");
  flip(list, fs::file_size(list) / 2);
  EXPECT_FALSE(verify_copy(job_.place, "", clock_));
  EXPECT_THAT(all(), SizeIs(1));
  fs::remove(data);
  EXPECT_THAT(said(verify_copy(job_.place, first.copy.name, clock_).error()), HasSubstr("is missing"));
  for (const auto& entry : fs::directory_iterator(folder_.path()))
    EXPECT_THAT(entry.path().filename().string(), testing::Not(HasSubstr(".part")));
}

TEST_F(Copies, ADamagedCopyIsFollowedByAWholeOne) {
  put(0, 20'000);
  make_verified();
  flip(files(".data").front(), 100'000);
  EXPECT_FALSE(verify_copy(job_.place, "", clock_));
  const CopyMade next = make_verified();
  EXPECT_GE(next.written, next.copy.size);
}

TEST_F(Copies, OnlyAnEmptyPlaceIsRestoredInto) {
  put(0, 10);
  make_verified();
  folder_.write("penuh/berkas", "x");
  EXPECT_THAT(said(restore_copy(job_.place, "", folder_.file("penuh")).error()), HasSubstr("is not empty"));
  fs::create_directories(folder_.file("kosong"));
  EXPECT_TRUE(restore_copy(job_.place, "", folder_.file("kosong")));
  EXPECT_TRUE(fs::exists(folder_.file("kosong/store.db")));
}

TEST_F(Copies, AnotherCentersCopiesAndAnotherWriterAreLeftAlone) {
  put(0, 10);
  make();
  CopyJob other = job_;
  other.center = "lain";
  EXPECT_THAT(said(make_copy(other, clock_).error()), HasSubstr("copies of another center: pusat"));
  EXPECT_THAT(said(make_copy({folder_.file("none.db"), job_.place, "pusat", {}, {}, false}, clock_).error()),
              HasSubstr("there is no store"));
  EXPECT_THAT(files(".part"), IsEmpty());
  EXPECT_THAT(said(verify_copy(folder_.file("nowhere"), "", clock_).error()), HasSubstr("nowhere"));
}

TEST_F(Copies, WhatAnInterruptedBackupLeftIsSweptAway) {
  put(0, 10);
  make_verified();
  folder_.write("copies/20260101T000000Z.data", "half");
  folder_.write("copies/20260101T000001Z.data.part", "half");
  make_verified();
  EXPECT_THAT(files(".part"), IsEmpty());
  EXPECT_FALSE(fs::exists(folder_.file("copies/20260101T000000Z.data")));
}

TEST_F(Copies, AFullDiskIsSaidAndNothingHalfStays) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "ThreadSanitizer cannot follow a fork";
#endif
  put(0, 50'000);
  make_verified();
  const auto before = files("");
  const pid_t child = fork();
  if (child == 0) {  // the limit holds for a whole process
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{200'000, 200'000};
    setrlimit(RLIMIT_FSIZE, &limit);
    job_.whole = true;
    const auto made = make_copy(job_, clock_);
    _exit(!made && said(made.error()).starts_with("the disk of ") ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(files(""), before);
  EXPECT_TRUE(verify_copy(job_.place, "", clock_));
}

TEST_F(Copies, OneMomentIsCopiedWhileTheStoreIsWritten) {
  put(0, 20'000);
  std::atomic<bool> end = false;
  std::jthread writer([&] {
    for (int i = 20'000; !end; i += 50) put(i, 50);
  });
  for (int round = 0; round < 5; ++round) {
    const CopyMade made = make_verified();
    const std::string into = folder_.file("pulih" + std::to_string(round));
    ASSERT_TRUE(restore_copy(job_.place, made.copy.name, into));
    auto again = History::open(into + "/store.db", History::Mode::write);
    ASSERT_TRUE(again);
    const int count = count_samples(**again);
    EXPECT_EQ(std::to_string(count), (*again)->feeds()->front().cursor) << "a batch is there with its cursor";
  }
  end = true;
}

TEST_F(Copies, FilesLeftMostlyUnusedAreLeftBehindAndThenRemoved) {
  job_.keep = {.days = 1, .months = 0};
  put(0, 30'000);
  make_verified();
  const std::string first = files(".data").front();
  for (int day = 0; day < 8; ++day) {
    clock_.advance(hours(25));
    put(30'000 * (day + 1), 30'000);
    make_verified();
  }
  EXPECT_THAT(all(), SizeIs(testing::Le(2U)));
  std::uint64_t bytes = 0;
  for (const std::string& file : files(".data")) bytes += fs::file_size(file);
  EXPECT_LT(bytes, 3 * all().back().size);
  EXPECT_TRUE(verify_copy(job_.place, "", clock_));
}

CopyInfo taken(const char* when, bool verified = true) {
  const config::Time time = *config::parse_time(when);
  return {when, "pusat", time, 0, {}, verified ? std::optional(time) : std::nullopt};
}

TEST(CopyRule, KeepsAllOfADayThenDaysThenMonthsAndTheNewestVerified) {
  const config::Time now = *config::parse_time("2026-11-21T12:00:00Z");
  const config::CopyRule rule{.days = 3, .months = 3};
  EXPECT_THAT(to_remove({taken("2026-05-01T00:00:00Z"), taken("2026-10-01T00:00:00Z"), taken("2026-10-20T00:00:00Z"),
                         taken("2026-11-19T20:00:00Z"), taken("2026-11-20T01:00:00Z"), taken("2026-11-20T02:00:00Z"),
                         taken("2026-11-20T13:00:00Z"), taken("2026-11-21T01:00:00Z"), taken("2026-11-21T11:00:00Z")},
                        rule, config::Zone::wita, now),
              testing::UnorderedElementsAre("2026-05-01T00:00:00Z", "2026-10-01T00:00:00Z", "2026-11-19T20:00:00Z",
                                            "2026-11-20T01:00:00Z", "2026-11-20T02:00:00Z"));
  EXPECT_THAT(
      to_remove({taken("2025-01-01T00:00:00Z"), taken("2025-02-01T00:00:00Z", false)}, rule, config::Zone::wita, now),
      IsEmpty());
}

TEST(CopyRule, TheNextOneIsDueByHourOrByInterval) {
  const auto time = [](const char* text) { return *config::parse_time(text); };
  const config::Time now = time("2026-11-21T12:00:00Z");  // 20:00 WITA
  config::CopyRule rule{.every = hours(6)};
  EXPECT_EQ(next_copy(rule, {}, config::Zone::wita, now), now);
  EXPECT_EQ(next_copy(rule, time("2026-11-21T10:00:00Z"), config::Zone::wita, now), time("2026-11-21T16:00:00Z"));
  rule.at = std::chrono::minutes(150);  // 02:30 WITA = 18:30Z
  EXPECT_EQ(next_copy(rule, time("2026-11-20T18:31:00Z"), config::Zone::wita, now), time("2026-11-21T18:30:00Z"));
  EXPECT_EQ(next_copy(rule, time("2026-11-20T18:29:00Z"), config::Zone::wita, now), now) << "it was missed";
}

}  // namespace
