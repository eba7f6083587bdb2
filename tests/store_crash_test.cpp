// The store on a disk that loses its power, fails and fills up, from seeds: what was acknowledged is there, once, with
// its cursor. The same checks are shown to fail on a disk that lies about syncs and on a batch that is kept twice.
#include <gtest/gtest.h>

#include "config/words.h"
#include "tests/support/faulty_disk.h"
#include "tests/support/ledger.h"
#include "tests/support/store_look.h"

namespace {

using namespace feeds;
using support::FaultyDisk;
using support::FileRows;
using support::Ledger;
using support::Workload;

std::string said(const config::Error& error) {
  return config::Words().say(error.what);
}

// One life of a disk: work, an end at any moment, and what is there afterwards; several times over.
class Life {
 public:
  explicit Life(std::uint64_t seed, bool lies = false) : disk_(seed), work_(seed * 7919 + 1, std::chrono::seconds(20)) {
    if (lies) disk_.lie_about_syncs();
  }

  // What went wrong; empty: nothing.
  std::string live() {
    for (int round = 0; round < 3; ++round) {
      power_off_somewhere();
      work();
      history_.reset();
      disk_.restart();
      ++crashes;
      if (const std::string fault = look(); !fault.empty()) return fault;
    }
    return {};
  }
  int crashes = 0, commits = 0, refused_commits = 0;
  long operations() const { return disk_.operations(); }

 private:
  void power_off_somewhere() {
    disk_.power_off_after(work_.number(work_.number(3) == 0 ? 40 : 700));
    if (work_.number(3) == 0) disk_.fail_after(work_.number(600), 1 + work_.number(4));
    disk_.set_capacity(work_.number(4) == 0 ? disk_.used() + static_cast<std::uint64_t>(work_.number(400'000)) : ~0ULL);
  }

  void work() {
    for (int step = 0; step < 400 && !disk_.off(); ++step) {
      if (!history_ && !open()) continue;
      if (in_flight_.empty()) in_flight_ = work_.next();
      if (history_->commit(in_flight_)) {
        ledger_.acknowledge(in_flight_);
        in_flight_.clear();
        ++commits;
      } else {  // kept for the next try, as the writer does
        ++refused_commits;
        if (work_.number(4) == 0) disk_.set_capacity(~0ULL);
      }
      keep_house();
    }
  }

  // Whatever the store does beside commits: it may forget, pack, check point, or be closed and opened.
  void keep_house() {
    if (work_.number(10) == 0) {
      const Time old = work_.now() - std::chrono::hours(1);
      ledger_.may_forget(old);
      (void)history_->prune([old](const LineName&) { return KeptFrom{old, old, old}; }, old);
    }
    // So small that every level of packing is reached within a life.
    const History::Packing small{.log_samples = 24, .log_rows = 6, .runs = 3, .points = 12, .step_samples = 16};
    if (work_.number(2) == 0) (void)history_->pack(small);
    if (work_.number(40) == 0) history_.reset();
  }

  bool open() {
    auto opened = History::open(disk_.uri("store.db"), History::Mode::write);
    if (opened) history_ = std::move(*opened);
    return opened.has_value();
  }

  std::string look() {
    disk_.set_capacity(~0ULL);
    auto opened = History::open(disk_.uri("store.db"), History::Mode::write);
    if (!opened) return "it does not open: " + said(opened.error());
    history_ = std::move(*opened);
    std::string fault = ledger_.compare(*history_, in_flight_);
    const FileRows rows(disk_.uri("store.db"));
    if (fault.empty()) fault = point_fault(ledger_, rows);
    if (fault.empty()) fault = rollup_fault(rows, config::Zone::wib);
    // The feed that was not answered brings its batch again, or what its cursor says comes next.
    in_flight_.clear();
    return fault;
  }

  FaultyDisk disk_;
  Workload work_;
  Ledger ledger_;
  std::unique_ptr<History> history_;
  std::vector<Entry> in_flight_;
};

void live_many(std::uint64_t from, std::uint64_t count) {
  int commits = 0, crashes = 0, refused = 0;
  long operations = 0;
  for (std::uint64_t seed = from; seed < from + count; ++seed) {
    Life life(seed);
    const std::string fault = life.live();
    ASSERT_EQ(fault, "") << "seed " << seed;
    commits += life.commits;
    crashes += life.crashes;
    refused += life.refused_commits;
    operations += life.operations();
  }
  std::printf("%llu seeds: %d cuts of the power, %d commits acknowledged, %d failed and tried again, %ld operations\n",
              static_cast<unsigned long long>(count), crashes, commits, refused, operations);
  EXPECT_GT(commits, static_cast<int>(count));
  EXPECT_GT(refused, static_cast<int>(count) / 20);
}

TEST(StoreCrash, NothingAcknowledgedIsLostOrTwice) {
  live_many(1, 400);
}

TEST(FullStoreCrash, NothingAcknowledgedIsLostOrTwice) {
  live_many(100'000, 1000);
}

TEST(StoreCrash, PlantedALyingDiskIsFound) {
  int found = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed)
    if (!Life(seed, true).live().empty()) ++found;
  EXPECT_GE(found, 15) << "syncs that do nothing lose or damage what was acknowledged";
}

TEST(StoreCrash, PlantedLossesAndDoublesAreFound) {
  FaultyDisk disk(1);
  auto history = std::move(*History::open(disk.uri("store.db"), History::Mode::write));
  Workload work(3);
  Ledger ledger;
  std::vector<Entry> batch;
  for (int i = 0; i < 20; ++i) {
    batch = work.next();
    ASSERT_TRUE(history->commit(batch));
    ledger.acknowledge(batch);
    ASSERT_EQ(ledger.compare(*history), "");
  }
  do batch = work.next();
  while (batch.front().samples.empty());
  ledger.acknowledge(batch);
  EXPECT_NE(ledger.compare(*history), "") << "lost";
  ASSERT_TRUE(history->commit(batch));
  EXPECT_EQ(ledger.compare(*history), "");
  ASSERT_TRUE(history->commit(batch));
  EXPECT_NE(ledger.compare(*history), "") << "twice";
}

}  // namespace
