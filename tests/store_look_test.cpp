// The looks at a store find what they are there for: what is lost, twice or another, in each place of the file.
#include "tests/support/store_look.h"

#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>

#include "tests/support/child.h"
#include "tests/support/old_store.h"

namespace {

using namespace feeds;
using support::FileRows;
using support::Ledger;
using support::OldStore;
using support::Sql;
using support::Workload;

constexpr auto zone = config::Zone::wita;
constexpr KeptFrom all_kept{Time::min(), Time::min(), Time::min()};

// The file has lines of its own among the others.
std::string with_lines(std::string sql) {
  for (const auto& [mark, offset] : {std::pair("{third}", "2"), {"{fourth}", "3"}})
    for (auto at = sql.find(mark); at != std::string::npos; at = sql.find(mark))
      sql.replace(
          at, std::strlen(mark),
          std::string("(SELECT id FROM lines WHERE series NOT GLOB '.*' ORDER BY id LIMIT 1 OFFSET ") + offset + ")");
  return sql;
}

// A store with something at every level.
class PackedStore {
 public:
  PackedStore() {
    Workload work(5, std::chrono::seconds(80));
    auto history = open(file);
    const auto commit = [&] {
      const auto batch = work.next();
      EXPECT_TRUE(history->commit(batch));
      ledger.acknowledge(batch);
    };
    for (int i = 0; i < 400 || (i < 600 && FileRows(file).levels.size() < 3); ++i) {
      commit();
      while (*history->pack({.log_samples = 60, .log_rows = 6, .runs = 3, .points = 90, .step_samples = 40})) {
      }
    }
    commit();
  }
  static std::unique_ptr<History> open(const std::string& file) {
    return std::move(*History::open(file, History::Mode::write, zone));
  }
  // After `plant` was done to a copy of it.
  std::string fault_after(const std::string& plant) {
    const std::string copy = folder.file("copy.db");
    std::filesystem::copy_file(file, copy, std::filesystem::copy_options::overwrite_existing);
    {
      Sql sql(copy);
      sql.run(with_lines(plant));
      EXPECT_TRUE(plant.empty() || sql.number("SELECT changes()") > 0) << plant;
    }
    const auto history = open(copy);
    return support::store_fault(copy, *history, ledger, {}, all_kept, zone);
  }

  support::Folder folder{support::Folder::On::memory};
  const std::string file = folder.file("store.db");
  Ledger ledger;
};

TEST(StoreLook, PlantedFaultsOfAPackedStoreAreFound) {
  PackedStore store;
  EXPECT_EQ(store.fault_after(""), "");
  EXPECT_GE(FileRows(store.file).levels.size(), 3U);
  for (const char* lost : {"DELETE FROM log WHERE id = (SELECT max(id) FROM log)",
                           "DELETE FROM runs WHERE id = (SELECT run FROM run_lines LIMIT 1)",
                           "DELETE FROM run_lines WHERE run = (SELECT run FROM run_lines LIMIT 1) AND line = {third}",
                           "DELETE FROM blocks WHERE id = (SELECT max(id) FROM blocks)",
                           "DELETE FROM records WHERE id = (SELECT max(id) FROM records WHERE ended IS NULL)",
                           "DELETE FROM events WHERE id = 'e1'", "DELETE FROM lines WHERE id = {fourth}",
                           "DELETE FROM refused_hours WHERE hour = (SELECT max(hour) FROM refused_hours)",
                           "UPDATE settings SET value = value + 1 WHERE name = 'packed'"})
    EXPECT_NE(store.fault_after(lost), "") << lost;
  for (const char* twice :
       {"INSERT INTO log SELECT max(id) + 1, data FROM log",
        "INSERT INTO log SELECT id + 1000, data FROM log; UPDATE settings SET value = 0 WHERE name = 'packed'",
        "INSERT INTO runs SELECT id + 1000, level, first_at, last_at, count FROM runs;"
        "INSERT INTO run_lines SELECT run + 1000, line, data FROM run_lines WHERE line = {third}",
        "INSERT INTO run_lines SELECT (SELECT max(id) + 1 FROM runs), line, data FROM blocks WHERE line = {third} "
        "LIMIT 1;"
        "INSERT INTO runs SELECT max(id) + 1, 0, (SELECT min(first_at) FROM blocks), (SELECT max(last_at) FROM "
        "blocks), "
        "9 FROM runs"})
    EXPECT_NE(store.fault_after(twice).find("twice"), std::string::npos) << twice;
}

TEST(StoreLook, PlantedFaultsOfRollupsAreFound) {
  PackedStore store;
  for (const char* another :
       {"DELETE FROM rollups WHERE line = {third} AND week = (SELECT max(week) FROM rollups WHERE line = {third})",
        "UPDATE rollups SET hours = (SELECT hours FROM rollups WHERE line = {fourth} LIMIT 1) WHERE line = {third} AND "
        "week = "
        "(SELECT min(week) FROM rollups WHERE line = {third})",
        "UPDATE rollups SET days = (SELECT days FROM rollups WHERE line = {fourth} LIMIT 1) WHERE line = {third} AND "
        "week = "
        "(SELECT min(week) FROM rollups WHERE line = {third})",
        "UPDATE rollups SET latest = 0 WHERE line = {third}",
        "UPDATE OR REPLACE rollups SET line = {third} WHERE line = {fourth}"})
    EXPECT_NE(store.fault_after(another), "") << another;
  // By its answers alone.
  {
    Sql sql(store.file);
    sql.run(with_lines(
        "UPDATE rollups SET hours = (SELECT hours FROM rollups AS r WHERE r.line = {fourth} AND r.week = "
        "rollups.week), days "
        "= (SELECT days FROM rollups AS r WHERE r.line = {fourth} AND r.week = rollups.week) WHERE line = {third} "
        "AND week IN (SELECT week FROM rollups WHERE line = {fourth})"));
  }
  const auto history = PackedStore::open(store.file);
  EXPECT_NE(support::column_fault(*history, store.ledger, all_kept, zone), "");
}

// A double that a migration would make, and a loss, of each version.
TEST(StoreLook, PlantedFaultsOfAMigrationAreFound) {
  for (const auto& version : support::old_versions()) {
    const OldStore old(version, 3'000);
    const support::Folder folder(support::Folder::On::memory);
    const auto fault_of = [&](const std::string& name, const std::string& plant) {
      const std::string file = folder.write(name, old.file(false).at("store.db"));
      Sql(file).run(plant);
      const FileRows rows(file);
      return support::point_fault(old.ledger(), rows);
    };
    const bool first = version.number == 1;
    EXPECT_EQ(fault_of("good.db", ""), "");
    EXPECT_NE(fault_of("lost.db", first ? "DELETE FROM samples WHERE line = 2 AND at = (SELECT max(at) FROM samples "
                                          "WHERE line = 2)"
                                        : "DELETE FROM blocks WHERE id = 1"),
              "");
    EXPECT_NE(fault_of("other.db", first ? "UPDATE samples SET value = 4.25 WHERE line = 2 AND at = (SELECT max(at) "
                                           "FROM samples WHERE line = 2)"
                                         : "UPDATE blocks SET line = 5 WHERE id = 1"),
              "");
  }
}

}  // namespace
