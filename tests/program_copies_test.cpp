// The rehearsal of C18 with the built program: a center reads its feeds, is backed up meanwhile, is killed (-9), and is
// restored; everything that it had kept is compared, row by row and through export.
#include <gmock/gmock.h>
#include <sqlite3.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <thread>

#include "feeds/copies.h"
#include "feeds/history.h"
#include "tests/support/child.h"

namespace {

using namespace feeds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using support::ChildResult;
using testing::AllOf;
using testing::HasSubstr;
using Rows = std::map<std::string, std::vector<std::string>>;  // of each table, in order

const std::string center = ANJUNGAN_SOURCE "/config/centers/tanah-bumbu";

std::vector<std::string> select(sqlite3* database, const std::string& sql) {
  std::vector<std::string> out;
  sqlite3_exec(
      database, sql.c_str(),
      [](void* to, int count, char** values, char**) {
        std::string row;
        for (int i = 0; i < count; ++i) row += (values[i] ? values[i] : "-") + std::string("|");
        static_cast<std::vector<std::string>*>(to)->push_back(row);
        return 0;
      },
      &out, nullptr);
  return out;
}

// Every row of every table, whatever the schema.
Rows dump(const std::string& file) {
  Rows out;
  sqlite3* database = nullptr;
  if (sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK) {
    sqlite3_busy_timeout(database, 5000);
    for (std::string table : select(database, "SELECT name FROM sqlite_master WHERE type = 'table'")) {
      table.pop_back();
      out[table] = select(database, "SELECT * FROM \"" + table + "\"");
      std::sort(out[table].begin(), out[table].end());
    }
  }
  sqlite3_close(database);
  return out;
}

// Every series as it was known at a moment.
Rows series_at(const std::string& file, config::Time known_at) {
  Rows out;
  auto history = History::open(file, History::Mode::read);
  EXPECT_TRUE(history);
  if (!history) return out;
  const auto lines = (*history)->lines();
  EXPECT_TRUE(lines);
  for (const LineName& line : lines.value_or(std::vector<LineName>()))
    EXPECT_TRUE((*history)->read(line, {}, config::Time::max(), known_at, [&](const Stored& stored) {
      out[line.feed + " " + line.series].push_back(std::to_string(stored.at.time_since_epoch().count()) + " " +
                                                   std::to_string(stored.received.time_since_epoch().count()) + " " +
                                                   std::to_string(stored.value));
    }));
  return out;
}

class ProgramCopies : public testing::Test {
 protected:
  ChildResult call(std::vector<std::string> arguments) const {
    support::ChildOptions options;
    options.arguments = std::move(arguments);
    options.arguments.insert(options.arguments.end(), {"--lang", "en"});
    return support::run_child(ANJUNGAN_PROGRAM, options);
  }
  ChildResult back_up() const { return call({"backup", "--center", center, "--state", state_, "--to", copies_}); }

  support::Folder folder_;
  std::string state_ = folder_.file("state"), copies_ = folder_.file("copies"), store_ = state_ + "/store.db";
};

TEST_F(ProgramCopies, ARehearsalGivesBackEverything) {
  support::ChildOptions options;
  options.arguments = {"run", "--center", center, "--simulate", "--headless", "--port", "-1", "--state", state_};
  options.without = {"DISPLAY", "WAYLAND_DISPLAY"};
  support::Child program(ANJUNGAN_PROGRAM, options);
  const auto ready = [&] {
    const Rows now = std::filesystem::exists(store_) ? dump(store_) : Rows();
    if (!now.contains("lines") || now.at("lines").size() < 150) return false;
    return std::any_of(now.at("lines").begin(), now.at("lines").end(),
                       [](const std::string& row) { return row.find("|jaringan.internet|") != row.npos; });
  };
  // On a busy machine a first poll may fail; its second try comes within two intervals, of a minute here.
  bool is_ready = ready();
  for (int tries = 0; tries < 1500 && !is_ready; ++tries, is_ready = ready())
    std::this_thread::sleep_for(milliseconds(100));
  ASSERT_TRUE(is_ready) << testing::PrintToString(dump(store_)["feeds"]);
  std::this_thread::sleep_for(seconds(3));

  const ChildResult during = back_up();
  EXPECT_EQ(during.code, 0) << during.err;
  EXPECT_THAT(during.out, AllOf(HasSubstr("newly written"), HasSubstr("verified")));
  std::this_thread::sleep_for(seconds(2));
  program.send(SIGKILL);
  program.finish();
  const auto early = copies_in(copies_);
  ASSERT_TRUE(early && early->size() == 1);
  ASSERT_EQ(call({"restore", "--copy", copies_, "--into", folder_.file("awal")}).code, 0);
  const config::Time known_at = early->front().taken - seconds(1);
  const Rows then = series_at(store_, known_at);
  EXPECT_GT(then.size(), 100U);
  EXPECT_EQ(series_at(folder_.file("awal/store.db"), known_at), then) << "copied while it was written";

  const ChildResult after = back_up();
  EXPECT_EQ(after.code, 0) << after.err;
  EXPECT_EQ(call({"verify", "--copy", copies_}).code, 0);
  const ChildResult restored = call({"restore", "--copy", copies_, "--into", folder_.file("pulih")});
  EXPECT_EQ(restored.code, 0) << restored.err;
  const Rows kept = dump(store_), back = dump(folder_.file("pulih/store.db"));
  for (const char* table : {"records", "feeds", "approvals", "grants", "refusals"})
    EXPECT_FALSE(kept.at(table).empty()) << table;
  EXPECT_EQ(kept, back);
  const auto exported = [&](const std::string& state) {
    return call({"export", "jaringan.internet", "--center", center, "--state", state, "--from", "2020-01-01", "--to",
                 "2100-01-01", "--audience", "leadership"})
        .out;
  };
  EXPECT_THAT(exported(state_), HasSubstr("\r\n20"));
  EXPECT_EQ(exported(state_), exported(folder_.file("pulih")));
}

TEST_F(ProgramCopies, SayWhatIsWrongByExitCodes) {
  EXPECT_EQ(call({"verify", "--copy", folder_.file("nowhere")}).code, 2);
  EXPECT_EQ(call({"verify", "--copy", folder_.path()}).code, 2) << "a folder without copies";
  EXPECT_EQ(call({"restore", "--copy", folder_.path(), "--into", folder_.file("x")}).code, 2);
  EXPECT_EQ(back_up().code, 1) << "there is no store yet";
  const std::string without = ANJUNGAN_SOURCE "/config/centers/real";
  EXPECT_EQ(call({"backup", "--center", without, "--state", state_}).code, 2) << "no folder is known";
  std::filesystem::create_directories(state_);
  ASSERT_TRUE(History::open(store_, History::Mode::write));
  EXPECT_EQ(back_up().code, 0);
  const std::string data = copies_ + "/" + copies_in(copies_)->front().name + ".data";
  std::filesystem::resize_file(data, std::filesystem::file_size(data) / 2);
  const ChildResult damaged = call({"verify", "--copy", copies_});
  EXPECT_EQ(damaged.code, 1);
  EXPECT_THAT(damaged.err, HasSubstr("is damaged"));
  EXPECT_EQ(call({"restore", "--copy", copies_, "--into", folder_.file("x")}).code, 1);
  EXPECT_FALSE(std::filesystem::exists(folder_.file("x")));
}

}  // namespace
