// The funnel: counts and sums against brute force, what belongs to no stage, pictures.
#include <gtest/gtest.h>

#include <random>

#include "panels/format.h"
#include "panels/stages.h"
#include "tests/support/golden_text.h"
#include "tests/support/panel_picture.h"

namespace {

using namespace std::chrono_literals;
using stage::now;
using stage::Regency;

const std::string kStages =
    "stages = [{ title = { id = 'Perencanaan', en = 'Planning' }, texts = ['RUP', 'Persiapan'] },\n"
    "  { title = { id = 'Pemilihan penyedia', en = 'Tender' }, texts = ['Pengumuman', 'Evaluasi'] },\n"
    "  { title = { id = 'Tanda tangan kontrak', en = 'Contract' }, texts = ['Kontrak'] },\n"
    "  { title = { id = 'Pelaksanaan', en = 'Work' } },\n"
    "  { title = { id = 'Serah terima', en = 'Handed over' }, texts = ['Selesai'], end = true }]\n";
const std::string kTable =
    "table = 'paket'\nfield = 'tahap'\nvalue = 'pagu'\nsince = 'mulai'\nwatch = '21d'\nbad = '45d'\n" + kStages;

std::string days_ago(int days) {
  const config::Date today = config::civil(now(), config::Zone::wita).date;
  return config::to_string(config::Date{std::chrono::sys_days(today) - std::chrono::days(days)});
}

// `counts` packages in each text of a stage, the oldest of them `oldest` days there.
Regency packages(const std::vector<std::tuple<std::string, int, int>>& counts) {
  Regency r;
  int key = 0;
  for (const auto& [text, count, oldest] : counts)
    for (int i = 0; i < count; ++i)
      r.record("paket", "p" + std::to_string(key++),
               {{"tahap", text}, {"pagu", 450e6 + 10e6 * key}, {"mulai", days_ago(oldest * (i + 1) / count)}}, 7min);
  return r;
}
Regency usual() {
  return packages({{"RUP", 9, 18},
                   {"evaluasi ", 14, 52},
                   {"Pengumuman", 8, 6},
                   {"Kontrak", 11, 24},
                   {"pelaksanaan", 47, 12},
                   {"Selesai", 61, 200},
                   {"Batal", 3, 30}});
}

class FunnelTell : public testing::Test {
 protected:
  void expect(const std::string& name, const Regency& r, const std::string& options, const std::string& lang = "id") {
    const auto panel = stage::panel(r.catalogue, "funnel", options);
    stage::expect_golden("funnel", name, stage::tell(*panel, r.snapshot(), host_.look(lang)));
  }
  stage::Host host_;
};

TEST_F(FunnelTell, Table) {
  expect("table", usual(), kTable);
  expect("table_english", usual(), kTable, "en");
  expect("each", usual(), "cumulative = false\n" + kTable);
  expect("calm", packages({{"RUP", 4, 3}, {"Selesai", 2, 90}}), kTable);
}

TEST_F(FunnelTell, EmptyLateNoMatchAndTenThousand) {
  expect("empty", Regency(), kTable);
  expect("no_match", usual(), "where = { tahap = 'Hilang' }\n" + kTable);
  Regency late;
  late.record("paket", "p", {{"tahap", std::string("Kontrak")}, {"pagu", std::monostate()}}, 3h);
  late.record("paket", "q", {{"tahap", std::monostate()}}, 3h);
  late.record("paket", "r", {{"tahap", std::string("Kontrak")}, {"pagu", -2e9}}, 3h);
  expect("late_unvalued", late, kTable);
  Regency many;
  const char* const texts[] = {"RUP", "Evaluasi", "Kontrak", "Pelaksanaan", "Selesai", "lain"};
  for (int i = 0; i < 400; ++i) many.record("paket", std::to_string(i), {{"tahap", std::string(texts[i % 6])}}, 5min);
  expect("many", many, kTable);
}

TEST_F(FunnelTell, RowsHaveTheirOwnTimeOrNone) {
  Regency r;
  r.record("paket", "old", {{"tahap", std::string("Kontrak")}}, 75h);
  r.record("paket", "untimed", {{"tahap", std::string("RUP")}}, 5min);
  expect("own_time", r, "table = 'paket'\nfield = 'tahap'\nwatch = '2d'\n" + kStages);
}

TEST_F(FunnelTell, AnIndicatorByItem) {
  const std::string options = "indicator = 'pengaduan.terbuka'\n" + kStages;
  Regency r;
  for (const auto& [item, count] : {std::pair{"RUP", 12.0}, {"Pengumuman", 4.0}, {"Evaluasi", 3.0}, {"Selesai", 30.0}})
    r.series(std::string("pengaduan.terbuka#") + item, {count}, 5min, 3min);
  r.series("pengaduan.terbuka#Kontrak", {5}, 5min, 9h);
  r.series("pengaduan.terbuka#ditolak", {2}, 5min, 3min);
  expect("items", r, options);
  r.series("pengaduan.terbuka#Kontrak", {5}, 5min, 40min);
  r.series("pengaduan.terbuka#Pelaksanaan", {0}, 5min, 1min);
  expect("items_late", r, options);
  r.series("pengaduan.terbuka#Pelaksanaan", {-7}, 5min, 1min);
  expect("items_below_zero", r, options);
  expect("items_none", Regency(), options);
}

TEST(FunnelOptions, ImpossibleOnesAreRefused) {
  const Regency r;
  const auto fault = [&](const std::string& options) -> std::string {
    try {
      stage::panel(r.catalogue, "funnel", options);
    } catch (const std::runtime_error& e) {
      return e.what();
    }
    return {};
  };
  EXPECT_NE(fault(kStages).find("not clear"), std::string::npos);
  EXPECT_NE(fault("table = 'paket'\n" + kStages).find("not named"), std::string::npos);
  EXPECT_NE(fault("indicator = 'kas.saldo'\nvalue = 'pagu'\n" + kStages).find("of a table"), std::string::npos);
  EXPECT_NE(fault("indicator = 'kas.saldo'\nstages = [{ title = 'A' }]").find("fewer than two"), std::string::npos);
  EXPECT_NE(fault("indicator = 'kas.saldo'\nstages = [{ title = 'A', texts = ['x'] }, { title = 'B', texts = [' X'] }]")
                .find("two stages"),
            std::string::npos);
  EXPECT_EQ(fault(kTable), "");
}

TEST(Stages, EveryTextIsInOneStageOrInNone) {
  const std::vector<panels::Stage> stages{{{"Satu"}, {"a", "B c"}, false}, {{"Dua"}, {}, false}};
  EXPECT_EQ(panels::stage_of(stages, " A "), 0u);
  EXPECT_EQ(panels::stage_of(stages, "b C"), 0u);
  EXPECT_EQ(panels::stage_of(stages, "DUA"), 1u);
  EXPECT_FALSE(panels::stage_of(stages, "Satu")) << "its texts stand for it";
  EXPECT_FALSE(panels::stage_of(stages, ""));
}

TEST(FunnelCounts, AreThoseOfBruteForce) {
  const stage::Host host;
  std::mt19937 random(3);
  const char* const texts[] = {"RUP", "Evaluasi", "Kontrak", "Pelaksanaan", "Selesai"};
  for (int round = 0; round < 20; ++round) {
    Regency r;
    int counts[5] = {};
    for (int i = 0; i < 60; ++i) {
      const std::size_t at = random() % 5;
      ++counts[at];
      r.record("paket", std::to_string(i), {{"tahap", std::string(texts[at])}}, 5min);
    }
    const auto panel = stage::panel(r.catalogue, "funnel", "table = 'paket'\nfield = 'tahap'\n" + kStages);
    const std::string told = stage::tell(*panel, r.snapshot(), host.look("en"));
    int so_far = 60;
    for (int i = 0; i < 5; ++i) {
      const std::string share = panels::percent(so_far / 60.0 * 100, 0, panels::Words());
      const std::string count = std::to_string(so_far);
      EXPECT_NE(told.find(count + std::string(13 - count.size(), ' ') + share), std::string::npos)
          << so_far << " " << share << "\n"
          << told;
      so_far -= counts[i];
    }
  }
}

TEST(GoldenImage, Funnel) {
  stage::expect_pictures(usual(), "funnel", "table", kTable);
}

}  // namespace
