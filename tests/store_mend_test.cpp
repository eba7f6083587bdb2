// A store whose file or parts of it are damaged, at the start and while it runs: it is said, set aside, nothing is
// deleted, the newest good copy takes the file's place, and what comes next is kept.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "config/words.h"
#include "feeds/copy_keeper.h"
#include "feeds/history.h"
#include "tests/support/store_room.h"

namespace {

using namespace feeds;
using std::chrono::minutes;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;
namespace fs = std::filesystem;

std::string said(const Text& text) {
  return config::Words().say(text);
}

class StoreMend : public testing::Test {
 protected:
  StoreMend() { room_.center->copies.to = room_.folder.file("copies"); }

  // Values of both series, a minute apart, the last one now.
  void fill(int count) {
    Batch batch;
    for (int i = 0; i < count; ++i)
      for (const char* series : {"antrean", "suhu"})
        batch.samples.push_back({series, room_.clock.now() - minutes(count - 1 - i), i + 0.1, {}});
    ASSERT_EQ(room_.deliver("kesehatan", std::move(batch))->accepted, static_cast<std::size_t>(2 * count));
  }
  void pack() {
    room_.close();
    const auto history = *History::open(room_.file, History::Mode::write);
    const History::Packing all{.all = true};
    while (*history->pack(all)) {
    }
  }
  std::string make_copy_of_it() {
    const auto made = make_copy(*job_for(*room_.center, room_.file), room_.clock);
    EXPECT_TRUE(made);
    room_.clock.advance(std::chrono::seconds(1));
    return made->copy.name;
  }
  void sql(const std::string& text) const {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(room_.file.c_str(), &database), SQLITE_OK);
    sqlite3_busy_timeout(database, 2000);
    EXPECT_EQ(sqlite3_exec(database, text.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
    EXPECT_GT(sqlite3_total_changes(database), 0) << text;
    sqlite3_close(database);
  }
  long count(const std::string& text) const {
    sqlite3* database = nullptr;
    long out = -1;
    sqlite3_open_v2(room_.file.c_str(), &database, SQLITE_OPEN_READONLY, nullptr);
    sqlite3_exec(
        database, text.c_str(),
        [](void* to, int, char** values, char**) {
          *static_cast<long*>(to) = std::stol(values[0]);
          return 0;
        },
        &out, nullptr);
    sqlite3_close(database);
    return out;
  }
  // Bytes from there on become others.
  static void spoil(const std::string& file, std::uint64_t from, std::uint64_t size = 0) {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(static_cast<std::streamoff>(from));
    bytes << std::string(size == 0 ? fs::file_size(file) - from : size, '\xA5');
  }
  std::vector<std::string> set_aside() const {
    std::vector<std::string> out;
    for (const auto& entry : fs::directory_iterator(room_.folder.path()))
      if (entry.path().filename().string().starts_with("store.db.damaged-")) out.push_back(entry.path().string());
    return out;
  }
  std::optional<double> value(const char* series) { return test::value_of(*room_.now(), series); }
  std::vector<std::string> notices() {
    std::vector<std::string> out;
    for (const Notice& notice : room_.now()->notices) out.push_back(said(notice.text));
    return out;
  }
  std::string notice() { return notices().empty() ? "(none)" : notices()[0]; }
  void takes_new_values() {
    const auto receipt = room_.deliver("kesehatan", "antrean", room_.clock.now() + minutes(1), 77);
    ASSERT_TRUE(receipt);
    EXPECT_EQ(receipt->accepted, 1U);
    EXPECT_EQ(value("antrean"), 77);
  }

  test::StoreRoom room_{{test::json_feed("kesehatan", {"antrean", "suhu"})}};
};

TEST_F(StoreMend, ADamagedFileIsSetAsideAtTheStartAndTheNewestGoodCopyTakesItsPlace) {
  fill(3);
  make_copy_of_it();
  fill(5);
  const std::string good = make_copy_of_it();
  fill(7);
  const std::string bad = make_copy_of_it();
  room_.close();
  spoil(room_.folder.file("copies/" + bad + ".data"), 100, 50);
  spoil(room_.file, 0, 8192);
  room_.open();
  ASSERT_THAT(notices(), SizeIs(1));
  EXPECT_THAT(notice(), HasSubstr("the copy " + good + " took its place"));
  EXPECT_EQ(value("antrean"), 4.1);
  ASSERT_THAT(set_aside(), SizeIs(1));
  EXPECT_GE(fs::file_size(set_aside()[0]), 8192U);
  takes_new_values();
}

TEST_F(StoreMend, WithoutACopyItBeginsAnew) {
  fill(3);
  room_.close();
  spoil(room_.file, 0, 8192);
  room_.open();
  ASSERT_THAT(notices(), SizeIs(1));
  EXPECT_THAT(notice(), HasSubstr("a new one was begun"));
  EXPECT_EQ(value("antrean"), std::nullopt);
  EXPECT_THAT(set_aside(), SizeIs(1));
  takes_new_values();
}

TEST_F(StoreMend, ACopyOfAnotherCenterIsNotTaken) {
  fill(3);
  auto job = *job_for(*room_.center, room_.file);
  job.center = "lain";
  ASSERT_TRUE(make_copy(job, room_.clock));
  room_.close();
  spoil(room_.file, 0, 8192);
  room_.open();
  EXPECT_THAT(notice(), HasSubstr("a new one was begun"));
}

TEST_F(StoreMend, DamageBehindASoundBeginningIsFoundAtTheStart) {
  fill(4);
  make_copy_of_it();
  pack();
  spoil(room_.file, 4096);
  room_.open();
  EXPECT_THAT(notice(), HasSubstr("took its place"));
  EXPECT_EQ(value("suhu"), 3.1);
  takes_new_values();
}

TEST_F(StoreMend, WhileCopiesAreWrittenNothingIsMoved) {
  fill(3);
  make_copy_of_it();
  room_.close();
  spoil(room_.file, 0, 8192);
  const int lock = ::open(room_.folder.file("copies/.lock").c_str(), O_RDWR);
  ASSERT_EQ(::flock(lock, LOCK_EX), 0);
  EXPECT_ANY_THROW(room_.open());
  EXPECT_THAT(set_aside(), SizeIs(0));
  ::close(lock);
  room_.open();
  EXPECT_EQ(value("antrean"), 2.1);
}

TEST_F(StoreMend, AFileThatIsDamagedWhileItRunsIsReplaced) {
  fill(20'000);
  make_copy_of_it();
  pack();
  room_.open();
  takes_new_values();
  EXPECT_THAT(notices(), SizeIs(0));
  sql("PRAGMA wal_checkpoint(TRUNCATE); UPDATE lines SET feed = feed; PRAGMA wal_checkpoint(TRUNCATE)");
  spoil(room_.file, 4096);
  room_.store().set_wants({{"antrean", std::chrono::hours(24 * 14), 100}, {"suhu", std::chrono::hours(24 * 14), 100}});
  room_.when([](const Snapshot& snapshot) { return !snapshot.notices.empty(); });
  EXPECT_THAT(notice(), HasSubstr("took its place"));
  EXPECT_EQ(value("antrean"), 19999.1) << "as in the copy";
  EXPECT_GT(room_.now()->find("suhu")->points.size(), 50U) << "the wants still hold";
  EXPECT_THAT(set_aside(), SizeIs(1));
  takes_new_values();
}

TEST_F(StoreMend, ADamagedBlockIsSetAsideAndTheRestGoesOn) {
  fill(5000);
  pack();
  sql("UPDATE blocks SET data = substr(data, 1, 20) || x'00' || substr(data, 22) WHERE line = 1");
  room_.open();
  ASSERT_THAT(notices(), SizeIs(2));
  for (const std::string& notice : notices())
    EXPECT_THAT(notice, StartsWith("a damaged part of the store was set aside: values from 2026-11-"));
  EXPECT_EQ(value("antrean"), std::nullopt);
  EXPECT_EQ(value("suhu"), 4999.1);
  EXPECT_THAT(set_aside(), SizeIs(0));
  EXPECT_GE(count("SELECT count(*) FROM damaged WHERE place = 'block' AND line = 1"), 1);
  takes_new_values();
}

TEST_F(StoreMend, ABlockThatIsDamagedWhileItRunsIsSetAside) {
  fill(9000);
  pack();
  room_.open();
  sql("UPDATE blocks SET data = zeroblob(length(data)) WHERE line = 2 AND id = "
      "(SELECT id FROM blocks WHERE line = 2 ORDER BY first_at LIMIT 1)");
  room_.store().set_wants({{"suhu", std::chrono::hours(24 * 6), 100}});
  room_.when([](const Snapshot& snapshot) { return !snapshot.notices.empty(); });
  EXPECT_THAT(notice(), StartsWith("a damaged part of the store was set aside: values from"));
  EXPECT_EQ(value("suhu"), 8999.1);
  EXPECT_GT(room_.now()->find("suhu")->points.size(), 40U);
  EXPECT_EQ(count("SELECT count(*) FROM damaged"), 1);
  takes_new_values();
}

TEST_F(StoreMend, ADamagedCommitOfTheLogIsSetAside) {
  fill(3);
  room_.clock.advance(minutes(3));
  fill(1);
  room_.close();
  sql("UPDATE log SET data = substr(data, 1, length(data) - 1) || x'FF' WHERE id = 2");
  room_.open();
  EXPECT_THAT(notice(), HasSubstr("some of the newest values are missing"));
  EXPECT_EQ(value("antrean"), 2.1);
  EXPECT_EQ(count("SELECT count(*) FROM damaged WHERE place = 'log'"), 1);
  takes_new_values();
}

TEST_F(StoreMend, ADamagedLineOfARunIsSetAside) {
  fill(30);
  room_.close();
  {
    const auto history = *History::open(room_.file, History::Mode::write);
    ASSERT_TRUE(*history->pack({.log_samples = 1}));
  }
  sql("UPDATE run_lines SET data = zeroblob(length(data)) WHERE line = 1");
  room_.open();
  EXPECT_THAT(notice(), StartsWith("a damaged part of the store was set aside: values from"));
  EXPECT_EQ(value("antrean"), std::nullopt);
  EXPECT_EQ(value("suhu"), 29.1);
  EXPECT_EQ(count("SELECT count(*) FROM damaged WHERE place = 'run'"), 1);
  takes_new_values();
}

TEST_F(StoreMend, ADamagedRollUpIsMadeAnew) {
  fill(5000);
  pack();
  const auto extremes = [&] {
    const auto history = *History::open(room_.file, History::Mode::read);
    return history->reduce({"antrean", "kesehatan"}, room_.clock.now() - std::chrono::hours(24 * 30), room_.clock.now(),
                           20);
  };
  const auto before = *extremes();
  sql("UPDATE rollups SET hours = zeroblob(length(hours)) WHERE line = 1");
  ASSERT_FALSE(extremes());
  const auto history = *History::open(room_.file, History::Mode::write);
  const auto again = [&] {
    return history->reduce({"antrean", "kesehatan"}, room_.clock.now() - std::chrono::hours(24 * 30), room_.clock.now(),
                           20);
  };
  for (int parts = 0; !again(); ++parts) {
    ASSERT_LT(parts, 3);
    const auto part = history->set_damage_aside(room_.clock.now());
    ASSERT_TRUE(part && *part);
    EXPECT_EQ((*part)->kind, DamagedPart::Kind::rollups);
  }
  const auto after = *extremes();
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < after.size(); ++i) {
    EXPECT_EQ(after[i].min, before[i].min) << i;
    EXPECT_EQ(after[i].max, before[i].max) << i;
  }
  EXPECT_GE(count("SELECT count(*) FROM damaged WHERE place = 'rollup'"), 1);
}

TEST_F(StoreMend, AFileOfDamagedPartsAloneIsReplaced) {
  fill(4);
  make_copy_of_it();
  Batch batch;
  for (int i = 0; i < 200; ++i)
    batch.samples.push_back({"antrean#" + std::to_string(i), room_.clock.now(), 1.0 * i, {}});
  ASSERT_TRUE(room_.deliver("kesehatan", std::move(batch)));
  pack();
  sql("UPDATE blocks SET data = zeroblob(length(data))");
  room_.open();
  EXPECT_THAT(notice(), HasSubstr("took its place"));
  EXPECT_EQ(value("antrean"), 3.1);
  EXPECT_THAT(set_aside(), SizeIs(1));
  takes_new_values();
}

}  // namespace
