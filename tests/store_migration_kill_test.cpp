// Files of every earlier version opened by a program that is killed (-9) at random moments, over and over until one
// open comes to its end: then all is there, once, and is packed and rolled up like any other.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "config/words.h"
#include "tests/support/child.h"
#include "tests/support/killed.h"
#include "tests/support/old_store.h"
#include "tests/support/store_look.h"

namespace {

using namespace feeds;
using support::FileRows;
using support::Folder;
using support::Killed;
using support::Ledger;
using support::OldStore;
using support::Workload;

constexpr auto zone = config::Zone::wib;
constexpr KeptFrom all_kept{Time::min(), Time::min(), Time::min()};

std::unique_ptr<History> open(const std::string& file) {
  auto opened = History::open(file, History::Mode::write, zone);
  if (!opened) throw std::runtime_error(config::Words().say(opened.error().what));
  return std::move(*opened);
}

// What the kills met.
struct Tally {
  int kills = 0, opened = 0;
  int before = 0, between = 0, after = 0;  // what some of them left: the old version, something between, all moved
};

class KilledMigration {
 public:
  KilledMigration(const OldStore& old, std::uint64_t seed, Folder::On on)
      : random_(seed), old_(old), ledger_(old.ledger()), work_(old.next()), folder_(on) {
    for (const auto& [name, bytes] : old.file(number(2) == 0)) folder_.write(name, bytes);
  }

  std::string live(Tally& tally) {
    const std::string rest = FileRows(file_).rest;
    for (double most = old_.version() == 1 ? 20'000 : 4'000;; most *= 1.1) {
      const bool opened = !kill_opening(static_cast<int>(most));
      ++tally.kills;
      if (!opened && number(3) > 0) continue;
      const FileRows rows(file_);
      count(rows, tally);
      if (const std::string fault = support::point_fault(ledger_, rows); !fault.empty()) return fault;
      if (rows.rest != rest) return "what is beside the points is another";
      if (opened) break;
    }
    ++tally.opened;
    return go_on();
  }

 private:
  int number(int below) { return static_cast<int>(random_() % static_cast<std::uint64_t>(below)); }

  // False when it had opened the file before.
  bool kill_opening(int most_us) {
    Killed opening([&](int pipe) {
      const auto history = open(file_);
      const int done = 1;
      if (write(pipe, &done, sizeof done) != sizeof done) _exit(3);
      pause();
    });
    usleep(static_cast<useconds_t>(number(most_us)));
    if (!opening.kill_now()) throw std::runtime_error("it cannot be opened");
    return opening.last < 0;
  }

  void count(const FileRows& rows, Tally& tally) {
    if (rows.version == old_.version()) {
      ++tally.before;
    } else {
      ++(rows.old_samples > 0 ? tally.between : tally.after);
    }
  }

  // What comes next is kept and packed as in any store.
  std::string go_on() {
    const auto history = open(file_);
    const auto look = [&] { return support::store_fault(file_, *history, ledger_, {}, all_kept, zone); };
    std::string fault = look();
    for (int i = 0; i < 15 && fault.empty(); ++i) {
      const auto batch = work_.next();
      if (!history->commit(batch)) return "a commit failed";
      ledger_.acknowledge(batch);
      if (!history->pack({.log_samples = 60, .log_rows = 6, .runs = 2, .points = 40, .step_samples = 40}))
        return "packing failed";
    }
    if (fault.empty() && number(4) == 0) {
      while (history->pack({.all = true}).value()) {
      }
    }
    return fault.empty() ? look() : fault;
  }

  std::mt19937_64 random_;
  const OldStore& old_;
  Ledger ledger_;
  Workload work_;
  Folder folder_;
  const std::string file_ = folder_.file("store.db");
};

// The samples of version 1 are moved some 65,000 at a time.
int samples_of(int version) {
  return version == 1 ? 200'000 : 20'000;
}

void kill_many(int kills_each, bool on_disk) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "ThreadSanitizer cannot follow a fork";
#endif
  for (const auto& version : support::old_versions()) {
    const OldStore old(version, samples_of(version.number));
    const int kills = version.number == 1 ? kills_each * 5 : kills_each;
    Tally tally;
    for (std::uint64_t seed = 1; tally.kills < kills; ++seed) {
      const auto on = on_disk && seed % 2 == 0 ? Folder::On::disk : Folder::On::memory;
      ASSERT_EQ(KilledMigration(old, seed, on).live(tally), "") << "version " << version.number << " seed " << seed;
    }
    std::printf("version %d, %zu samples: %d kills (looked at: %d before, %d between, %d after), %d opened at last\n",
                version.number, old.samples(), tally.kills, tally.before, tally.between, tally.after, tally.opened);
    EXPECT_GT(tally.opened, 0);
    if (version.number == 1) {
      EXPECT_GT(tally.between, kills / 20);
    }
  }
}

TEST(StoreMigrationKill, NothingIsLostOrTwice) {
  kill_many(6, false);
}

TEST(FullStoreMigrationKill, NothingIsLostOrTwice) {
  kill_many(500, true);
}

TEST(StoreMigrationKill, EveryEarlierVersionHasAWriter) {
  const Folder folder;
  const std::string file = folder.file("store.db");
  open(file);
  const int newest = FileRows(file).version;
  std::set<int> written, wanted;
  for (const auto& version : support::old_versions()) written.insert(version.number);
  for (int version = 1; version < newest; ++version) wanted.insert(version);
  EXPECT_TRUE(std::includes(written.begin(), written.end(), wanted.begin(), wanted.end()));
}

}  // namespace
