// Files of every earlier version brought up on a disk that loses its power, fails and fills up at any operation of the
// migration, from seeds: all is there at last, once, and no error on the way is taken for damage.
#include <gtest/gtest.h>

#include <algorithm>

#include "config/words.h"
#include "feeds/history_mend.h"
#include "tests/support/faulty_disk.h"
#include "tests/support/old_store.h"
#include "tests/support/store_look.h"

namespace {

using namespace feeds;
using support::FaultyDisk;
using support::FileRows;
using support::Ledger;
using support::OldStore;
using support::Workload;

constexpr auto zone = config::Zone::wib;
constexpr KeptFrom all_kept{Time::min(), Time::min(), Time::min()};

struct Tally {
  int cuts = 0, refused = 0, between = 0;  // cuts of the power, opens that failed with the power on, left half moved
  long operations = 0;
};

void put(FaultyDisk& disk, const OldStore& old, bool with_log) {
  for (const auto& [name, bytes] : old.file(with_log)) disk.put_file(name, bytes);
}

// One file's way to the new version.
class CutMigration {
 public:
  // `operations`: of a migration where nothing fails.
  CutMigration(const OldStore& old, std::uint64_t seed, long operations)
      : random_(seed * 7919 + 1),
        disk_(seed),
        old_(old),
        ledger_(old.ledger()),
        work_(old.next()),
        most_(std::max(40, static_cast<int>(operations))) {
    put(disk_, old, number(2) == 0);
    rest_ = rows().rest;
  }
  void lie() {
    disk_.lie_about_syncs();
    lies_ = true;
  }

  // What went wrong; empty: nothing.
  std::string live(Tally& tally) {
    for (int round = 0; round < 3; ++round) {
      disk_.power_off_after(number(most_));
      if (number(3) == 0) disk_.fail_after(number(most_), 1 + number(4));
      if (number(3) == 0) disk_.set_capacity(disk_.used() + static_cast<std::uint64_t>(number(most_)) * 2048);
      if (const std::string fault = work(tally); !fault.empty()) return fault;
      if (!lies_ && number(2) == 0) disk_.power_off_after(0);  // else it is closed as it should be, where it still can
      history_.reset();
      disk_.restart();
      disk_.set_capacity(~0ULL);
      ++tally.cuts;
      if (number(3) > 0) continue;  // opened as it is
      if (const std::string fault = look_between(tally); !fault.empty()) return fault;
    }
    tally.operations += disk_.operations();
    return go_on();
  }

 private:
  int number(int below) { return static_cast<int>(random_() % static_cast<std::uint64_t>(below)); }
  FileRows rows() { return FileRows(disk_.uri("store.db")); }

  // Opens it again and again until the power goes; what it is asked for after that is not answered.
  std::string work(Tally& tally) {
    for (int attempt = 0; attempt < 20 && !disk_.off() && !history_; ++attempt) {
      auto opened = History::open(disk_.uri("store.db"), History::Mode::write, zone);
      if (opened) history_ = std::move(*opened);
      if (opened || disk_.off()) continue;
      ++tally.refused;
      if (says_damage(opened.error())) return "taken for damaged: " + config::Words().say(opened.error().what);
      if (number(3) == 0) disk_.set_capacity(~0ULL);
    }
    return {};
  }

  std::string look_between(Tally& tally) {
    const FileRows found = rows();
    if (found.version != old_.version() && found.old_samples > 0) ++tally.between;
    const std::string fault = support::point_fault(ledger_, found);
    return fault.empty() && found.rest != rest_ ? "what is beside the points is another" : fault;
  }

  std::string go_on() {
    auto opened = History::open(disk_.uri("store.db"), History::Mode::write, zone);
    if (!opened) return "it does not open: " + config::Words().say(opened.error().what);
    for (int i = 0; i < 10; ++i) {
      const auto batch = work_.next();
      if (!(*opened)->commit(batch)) return "a commit failed";
      ledger_.acknowledge(batch);
      if (!(*opened)->pack({.log_samples = 60, .log_rows = 6, .runs = 2, .points = 40, .step_samples = 40}))
        return "packing failed";
    }
    return support::store_fault(disk_.uri("store.db"), **opened, ledger_, {}, all_kept, zone);
  }

  std::mt19937_64 random_;
  FaultyDisk disk_;
  const OldStore& old_;
  Ledger ledger_;
  Workload work_;
  const int most_;
  std::string rest_;
  bool lies_ = false;
  std::unique_ptr<History> history_;
};

// Of a migration where nothing fails.
long operations_of(const OldStore& old) {
  FaultyDisk disk(1);
  put(disk, old, false);
  EXPECT_TRUE(History::open(disk.uri("store.db"), History::Mode::write, zone));
  return disk.operations();
}

// The samples of version 1 are moved some 65,000 at a time.
int samples_of(int version) {
  return version == 1 ? 140'000 : 20'000;
}

void cut_many(std::uint64_t first, int seeds) {
  for (const auto& version : support::old_versions()) {
    const OldStore old(version, samples_of(version.number));
    const long operations = operations_of(old);
    Tally tally;
    for (std::uint64_t seed = first; seed < first + static_cast<std::uint64_t>(seeds); ++seed)
      ASSERT_EQ(CutMigration(old, seed, operations).live(tally), "")
          << "version " << version.number << " seed " << seed;
    std::printf("version %d, %zu samples, %ld operations: %d seeds, %d cuts, %d failed opens, %d seen half moved\n",
                version.number, old.samples(), operations, seeds, tally.cuts, tally.refused, tally.between);
    EXPECT_GT(tally.cuts, seeds);
    if (version.number > 1) continue;
    EXPECT_GT(tally.refused, seeds / 4);
    EXPECT_GT(tally.between, 0);
  }
}

TEST(StoreMigrationCrash, NothingIsLostOrTwice) {
  cut_many(1, 12);
}

TEST(FullStoreMigrationCrash, NothingIsLostOrTwice) {
  cut_many(100'000, 1'000);
}

TEST(StoreMigrationCrash, PlantedALyingDiskIsFound) {
  const OldStore old(support::old_versions().front(), 20'000);
  const long operations = operations_of(old);
  int found = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CutMigration migration(old, seed, operations);
    migration.lie();
    Tally tally;
    if (!migration.live(tally).empty()) ++found;
  }
  EXPECT_GE(found, 15) << "syncs that do nothing lose or damage what was there";
}

}  // namespace
