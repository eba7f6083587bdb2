// A store killed (-9) at random moments while it commits, packs, rolls up and forgets, over and over, with bounds so
// small that every level is reached within a life. What was acknowledged reaches the parent by a pipe before the kill.
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>

#include "config/words.h"
#include "tests/support/child.h"
#include "tests/support/killed.h"
#include "tests/support/sql.h"
#include "tests/support/store_look.h"

namespace {

using namespace feeds;
using std::chrono::days;
using support::FileRows;
using support::Folder;
using support::Killed;
using support::Ledger;
using support::Workload;

constexpr auto zone = config::Zone::wita;
constexpr History::Packing small{.log_samples = 24, .log_rows = 4, .runs = 2, .points = 40, .step_samples = 40};

// A batch comes after an hour, as a rule, with samples up to 5 days old: all that is forgotten was packed long before.
constexpr auto unit = std::chrono::seconds(80);
KeptFrom kept_from(Time now) {
  return {now - days(8), now - days(15), now - days(24)};
}

enum Doing { committing, packing, forgetting, opening };
constexpr int doings = 4;

std::unique_ptr<History> open(const std::string& file) {
  auto opened = History::open(file, History::Mode::write, zone);
  if (!opened) _exit(2);
  return std::move(*opened);
}

// Says before each step what it is about to do, and how many batches are acknowledged.
class Life {
 public:
  Life(std::string file, Workload work, std::uint64_t seed, int pipe)
      : file_(std::move(file)), work_(std::move(work)), random_(seed), pipe_(pipe) {}

  void live() {
    history_ = open(file_);
    while (true) {
      tell(committing);
      if (!history_->commit(work_.next())) _exit(3);
      ++batches_;
      if (number(2) == 0) pack(small);
      if (number(100) == 0) pack({.all = true});
      if (number(2) == 0) forget();
      if (number(60) == 0) reopen();
    }
  }

 private:
  int number(int below) { return static_cast<int>(random_() % static_cast<std::uint64_t>(below)); }
  void tell(Doing what) {
    const int message = batches_ * doings + what;
    if (write(pipe_, &message, sizeof message) != sizeof message) _exit(4);
  }
  void pack(const History::Packing& how) {
    tell(packing);
    auto more = history_->pack(how);
    while (more && *more) more = history_->pack(how);
    if (!more) _exit(5);
  }
  void forget() {
    tell(forgetting);
    const auto kept = [&](const LineName&) { return kept_from(work_.now()); };
    if (!history_->prune(kept, kept_from(work_.now()).points)) _exit(6);
  }
  void reopen() {
    tell(opening);
    history_.reset();
    history_ = open(file_);
  }

  const std::string file_;
  Workload work_;
  std::mt19937_64 random_;
  const int pipe_;
  int batches_ = 0;
  std::unique_ptr<History> history_;
};

// What the kills met, and what was seen of the file after them.
struct Tally {
  int kills = 0, batches = 0;
  int through = 0, forgotten = 0;  // lives whose own points reached the blocks; that began or ended after forgetting
  std::size_t samples = 0;
  std::array<int, doings> while_doing{};
  std::map<int, int> levels;  // how often runs of it were there
};

class Room {
 public:
  // It begins with a past: some of it is forgotten from the first life on.
  Room(std::uint64_t seed, Folder::On on) : random_(seed), folder_(on), work_(seed, unit) {
    const auto history = open(file_);
    for (int part = 0; part < 25; ++part) {
      std::vector<Entry> past;
      for (int i = 0; i < 10; ++i)
        for (Entry& entry : work_.next()) past.push_back(std::move(entry));
      if (!history->commit(past) || !history->pack({.all = true})) throw std::runtime_error("nothing can be kept");
      ledger_.acknowledge(past);
    }
  }

  std::string round(Tally& tally) {
    began_ = work_.now();
    Killed living([&, seed = random_()](int pipe) { Life(file_, work_, seed, pipe).live(); });
    if (number(4) > 0) living.listen(std::chrono::seconds(20));  // else killed while it opens, too
    usleep(static_cast<useconds_t>(number(60'000)));
    if (!living.kill_now()) return "it ended by itself";
    ++tally.kills;
    ++tally.while_doing[static_cast<std::size_t>(living.last < 0 ? opening : living.last % doings)];
    acknowledge(living.last < 0 ? 0 : living.last / doings, tally);
    if (!kill_opening(tally)) return "it ended by itself while it opened";
    const std::string fault = look();
    note(tally);
    return fault;
  }

  // All goes to the blocks.
  std::string finish() {
    auto history = open(file_);
    while (true) {
      const auto more = history->pack({.all = true});
      if (!more) return config::Words().say(more.error().what);
      if (!*more) break;
    }
    history.reset();
    return look();
  }

 private:
  int number(int below) { return static_cast<int>(random_() % static_cast<std::uint64_t>(below)); }

  void acknowledge(int batches, Tally& tally) {
    for (int i = 0; i < batches; ++i) {
      in_flight_ = work_.next();
      ledger_.acknowledge(in_flight_);
      for (const Entry& entry : in_flight_) tally.samples += entry.samples.size();
    }
    tally.batches += batches;
    in_flight_ = work_.next();
    ledger_.may_forget(kept_from(work_.now()).points);
  }

  // What the killed one left is taken up by others that are killed, too.
  bool kill_opening(Tally& tally) {
    for (int i = number(3) == 0 ? 1 + number(2) : 0; i > 0; --i) {
      Killed opens([&](int) {
        open(file_);
        pause();
      });
      usleep(static_cast<useconds_t>(number(4'000)));
      if (!opens.kill_now()) return false;
      ++tally.kills;
      ++tally.while_doing[opening];
    }
    return true;
  }

  std::string look() {
    const auto history = open(file_);
    const std::string fault = support::store_fault(file_, *history, ledger_, in_flight_, kept_from(work_.now()), zone);
    in_flight_.clear();
    return fault;
  }

  void note(Tally& tally) {
    const FileRows rows(file_);
    for (const int level : rows.levels) ++tally.levels[level];
    bool through = false, forgotten = false;
    for (const auto& [name, line] : rows.lines) {
      for (const Stored& point : line.blocks) through = through || point.received > began_;
      forgotten = forgotten || line.kept_from > Time{};
    }
    tally.through += through;
    tally.forgotten += forgotten;
  }

  std::mt19937_64 random_;
  Folder folder_;
  const std::string file_ = folder_.file("store.db");
  Workload work_;
  Ledger ledger_;
  std::vector<Entry> in_flight_;
  Time began_{};
};

void kill_many(int kills, bool on_disk) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "ThreadSanitizer cannot follow a fork";
#endif
  Tally tally;
  for (std::uint64_t seed = 1; tally.kills < kills; ++seed) {
    Room room(seed, on_disk && seed % 2 == 0 ? Folder::On::disk : Folder::On::memory);
    for (int round = 0; round < 25 && tally.kills < kills; ++round)
      ASSERT_EQ(room.round(tally), "") << "seed " << seed << " round " << round;
    ASSERT_EQ(room.finish(), "") << "seed " << seed;
    if (seed % 20 == 0) std::printf("%d kills\n", tally.kills), std::fflush(stdout);
  }
  const auto& met = tally.while_doing;
  std::printf(
      "%d kills: %d while it committed, %d packed, %d forgot, %d opened; %d batches, %zu samples; runs of level",
      tally.kills, met[committing], met[packing], met[forgetting], met[opening], tally.batches, tally.samples);
  for (const auto& [level, count] : tally.levels) std::printf(" %d: %d times", level, count);
  std::printf("; %d lives whose points reached the blocks, %d after forgetting\n", tally.through, tally.forgotten);
  EXPECT_GT(met[packing], kills / 20);
  EXPECT_GT(tally.through, 0);
  EXPECT_GT(tally.forgotten, kills / 20);
  for (const int level : {0, 1, 2}) EXPECT_GT(tally.levels[level], 0) << level;
}

TEST(StorePackKill, NothingAcknowledgedIsLostOrTwice) {
  kill_many(60, false);
}

TEST(FullStorePackKill, NothingAcknowledgedIsLostOrTwice) {
  kill_many(7'000, true);
}

}  // namespace
