// A store and its backup killed (-9) at random moments, over and over. What was acknowledged reaches the parent by a
// pipe before the kill and is its ledger: it must be there, once, in order, with its cursor; and the newest verified
// copy must stand.
#include <gtest/gtest.h>
#include <unistd.h>

#include <random>
#include <set>

#include "config/words.h"
#include "feeds/copies.h"
#include "feeds/history.h"
#include "tests/support/killed.h"
#include "tests/support/store_room.h"

namespace {

using namespace feeds;
using std::chrono::seconds;
using support::Killed;
using test::json_feed;
using test::StoreRoom;

std::string said(const config::Error& error) {
  return config::Words().say(error.what);
}

constexpr int batch_size = 20;
Time moment_of(int sample) {
  return test::at("2026-11-01T00:00:00Z") + seconds(sample);
}

// Batch after batch, each number written to the pipe once it is answered; its content follows from the number.
void ingest(const std::string& file, const std::shared_ptr<config::Center>& center, test::MovedClock& clock, int pipe) {
  auto opened = Store::open(center, {.file = file}, clock);
  if (!opened) _exit(2);
  const std::string cursor = (*opened)->cursor("kesehatan");
  for (int i = cursor.empty() ? 0 : std::stoi(cursor) + 1;; ++i) {
    Batch batch;
    for (int k = i * batch_size; k < (i + 1) * batch_size; ++k)
      batch.samples.push_back({"antrean", moment_of(k), k * 0.5, {}});
    batch.records.push_back(
        {"layanan", "loket " + std::to_string(i % 11), clock.now(), {{"status", std::to_string(i)}}});
    batch.cursor = std::to_string(i);
    auto answer = std::make_shared<std::promise<Receipt>>();
    auto receipt = answer->get_future();
    (*opened)->deliver({"kesehatan", clock.now(), Status::good(), std::move(batch), std::move(answer)}, {});
    receipt.wait();
    if (write(pipe, &i, sizeof i) != sizeof i) _exit(3);
  }
}

// Copies, each verified; the number of each written to the pipe once that is done.
void back_up(const CopyJob& job, test::MovedClock& clock, int pipe) {
  for (int i = 0;; ++i) {
    clock.advance(seconds(1));
    const auto made = make_copy(job, clock);
    if (!made || !verify_copy(job.place, made->copy.name, clock)) _exit(2);
    if (write(pipe, &i, sizeof i) != sizeof i) _exit(3);
  }
}

// One store with its copies, killed again and again.
class KillRoom {
 public:
  explicit KillRoom(std::uint64_t seed) : random_(seed), room_({json_feed("kesehatan", {"antrean", "layanan"})}) {
    room_.close();
  }

  std::string round() {
    Killed ingesting([&](int pipe) { ingest(room_.file, room_.center, room_.clock, pipe); });
    if (acknowledged_ < 0 || number(4) > 0) ingesting.listen(seconds(20));  // else killed while it opens, too
    Killed copying([&](int pipe) { back_up(job_, room_.clock, pipe); });
    const int wait = number(60'000);
    usleep(static_cast<useconds_t>(wait));
    Killed& first = number(2) == 0 ? ingesting : copying;
    if (!first.kill_now() || !ingesting.kill_now() || !copying.kill_now()) return "a child ended by itself";
    room_.clock.advance(seconds(100));
    kills += 2;
    acknowledged_ = std::max(acknowledged_, ingesting.last);
    copies += copying.last + 1;
    std::string fault = look_at_store(room_.file, acknowledged_);
    if (fault.empty()) fault = look_at_copies();
    return fault;
  }
  int kills = 0, copies = 0;
  int batches() const { return acknowledged_ + 1; }

  // Everything up to some batch at or beyond `at_least`, once, and the cursor of that batch.
  static std::string look_at_store(const std::string& file, int at_least) {
    auto history = History::open(file, History::Mode::write);
    if (!history) return said(history.error());
    const auto feeds = (*history)->feeds();
    if (!feeds) return said(feeds.error());
    if (feeds->empty()) return at_least < 0 ? "" : "the feed is lost";
    const int last = feeds->front().cursor.empty() ? -1 : std::stoi(feeds->front().cursor);
    if (last < at_least)
      return "batch " + std::to_string(at_least) + " is lost; the cursor says " + std::to_string(last);
    int next = 0;
    std::string fault;
    const auto read = (*history)->read({"antrean", "kesehatan"}, Time{}, Time::max(), {}, [&](const Stored& stored) {
      if (stored.at != moment_of(next) || stored.value != next * 0.5) fault = "sample " + std::to_string(next);
      ++next;
    });
    if (!read) return said(read.error());
    if (!fault.empty()) return fault + " is lost or another";
    if (next != (last + 1) * batch_size) return std::to_string(next) + " samples, cursor " + std::to_string(last);
    for (const RecordRow& row : (*history)->records().value_or(std::vector<RecordRow>())) {
      const int batch = std::stoi(std::get<std::string>(*row.record.find("status")));
      if (batch > last || batch <= last - 11) return "a record of batch " + std::to_string(batch);
    }
    const auto rows = (*history)->records().value_or(std::vector<RecordRow>()).size();
    if (rows != static_cast<std::size_t>(std::min(last + 1, 11))) return std::to_string(rows) + " records";
    const auto whole = [&] {
      history->reset();
      return examine(file);
    }();
    return whole ? "" : said(whole.error());
  }

 private:
  int number(int below) { return static_cast<int>(random_() % static_cast<std::uint64_t>(below)); }

  std::string look_at_copies() {
    const auto all = copies_in(job_.place);
    if (!all || all->empty()) return "";
    std::string newest;
    for (const CopyInfo& copy : *all)
      if (copy.verified) newest = copy.name;
    for (const std::string& name : {all->back().name, newest}) {
      if (name.empty()) continue;
      if (const auto good = verify_copy(job_.place, name, room_.clock); !good) return name + ": " + said(good.error());
    }
    const std::string into = room_.folder.file("pulih");
    std::filesystem::remove_all(into);
    if (const auto back = restore_copy(job_.place, "", into); !back) return said(back.error());
    return look_at_store(into + "/store.db", -1);
  }

  std::mt19937_64 random_;
  StoreRoom room_;
  CopyJob job_{room_.file, room_.folder.file("copies"), "pusat", {.days = 1, .months = 0}, config::Zone::wita, false};
  int acknowledged_ = -1;
};

void kill_many(int kills) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "ThreadSanitizer cannot follow a fork";
#endif
  int done = 0, copies = 0, batches = 0;
  for (std::uint64_t seed = 1; done < kills; ++seed) {
    KillRoom room(seed);
    for (int round = 0; round < 25 && done + room.kills < kills; ++round)
      ASSERT_EQ(room.round(), "") << "seed " << seed << " round " << round;
    done += room.kills;
    if (done % 1000 == 0) std::printf("%d kills\n", done), std::fflush(stdout);
    copies += room.copies;
    batches += room.batches();
  }
  std::printf("%d kills, %d batches acknowledged, %d copies made and verified\n", done, batches, copies);
  EXPECT_GT(batches, kills / 2);
  EXPECT_GT(copies, kills / 10);
}

TEST(StoreKill, NothingAnsweredIsLostOrTwiceAndCopiesStand) {
  kill_many(100);
}

TEST(FullStoreKill, NothingAnsweredIsLostOrTwiceAndCopiesStand) {
  kill_many(10'000);
}

// The look finds what it is there for.
TEST(StoreKill, PlantedLossesAndDoublesAreFound) {
  StoreRoom room({json_feed("kesehatan", {"antrean", "layanan"})});
  const auto deliver = [&](int from, int count, int cursor) {
    Batch batch;
    for (int k = from; k < from + count; ++k) batch.samples.push_back({"antrean", moment_of(k), k * 0.5, {}});
    for (int i = 0; i <= cursor; ++i)
      batch.records.push_back(
          {"layanan", "loket " + std::to_string(i), room.clock.now(), {{"status", std::to_string(i)}}});
    batch.cursor = std::to_string(cursor);
    EXPECT_TRUE(room.deliver("kesehatan", std::move(batch)));
    room.close();
  };
  deliver(0, batch_size, 0);
  EXPECT_EQ(KillRoom::look_at_store(room.file, 0), "");
  EXPECT_NE(KillRoom::look_at_store(room.file, 1), "") << "an acknowledged batch is missing";
  room.open();
  deliver(batch_size, batch_size, 0);
  EXPECT_NE(KillRoom::look_at_store(room.file, 0), "") << "a batch without its cursor";
  room.open();
  deliver(2 * batch_size + 1, batch_size - 1, 2);
  EXPECT_NE(KillRoom::look_at_store(room.file, 2), "") << "a sample is missing";
}

}  // namespace
