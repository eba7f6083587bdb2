// Action plans: what is overdue, deviations, order, pictures.
#include <gtest/gtest.h>

#include <random>

#include "tests/support/golden_image.h"
#include "tests/support/golden_text.h"
#include "tests/support/panel_picture.h"

namespace {

using namespace std::chrono_literals;
using stage::now;
using stage::Regency;

void add(Regency& r, const std::string& name, feeds::Value done, feeds::Value planned, const std::string& due,
         config::Duration age = 7min) {
  r.record("paket", name, {{"nama", name}, {"realisasi", done}, {"rencana", planned}, {"tenggat", due}}, age);
}
Regency usual() {
  Regency r;
  add(r, "Integrasi data kependudukan", 64.0, 80.0, "2026-11-18");
  add(r, "Pelatihan operator SPBE", 40.0, 100.0, "2026-10-31");
  add(r, "Migrasi situs ke domain resmi", 72.0, 90.0, "2026-12-11");
  add(r, "Sertifikat elektronik pejabat", 81.0, 84.5, "2026-12-18");
  add(r, "Pemulihan bencana pusat data, uji coba semester kedua", 55.0, 50.0, "2026-12-31");
  add(r, "Aplikasi umum SRIKANDI", 100.0, 100.0, "2026-09-30");
  add(r, "Audit TIK", std::monostate(), 60.0, "2026-12-04");
  add(r, "Jaringan intra pemerintah", 88.0, 88.0, "2027-01-15");
  return r;
}

const char* const kTable = "table = 'paket'\nwatch = -3.0\nbad = -15.0\n";

class ProgressTell : public testing::Test {
 protected:
  void expect(const std::string& name, const Regency& r, const std::string& options, const std::string& lang = "id") {
    const auto panel = stage::panel(r.catalogue, "progress", options);
    stage::expect_golden("progress", name, stage::tell(*panel, r.snapshot(), host_.look(lang)));
  }
  stage::Host host_;
};

TEST_F(ProgressTell, Table) {
  expect("table", usual(), kTable);
  expect("table_english", usual(), kTable, "en");
  expect("most_rows", usual(), std::string("most_rows = 2\n") + kTable);
  expect("empty", Regency(), kTable);
}

TEST_F(ProgressTell, DueTodayOverdueWithoutValueLateNegative) {
  Regency r;
  add(r, "Hari ini", 20.5, 30.0, "2026-11-21", 3h);
  add(r, "Kemarin", std::monostate(), 30.0, "2026-11-20", 3h);
  add(r, "Mundur", -4.0, 0.0, "tanpa tanggal", 3h);
  add(r, "Lebih dari selesai", 130.0, 100.0, "2025-11-20", 3h);
  expect("edges", r, kTable);
}

TEST_F(ProgressTell, IndicatorsByDistrict) {
  Regency r;
  config::Indicator plan = r.indicator("progres.fisik");
  plan.name = "progres.rencana";
  r.catalogue.indicators.push_back(plan);
  const auto month = [](const char* end) { return config::midnight(*config::parse_date(end), config::Zone::wita); };
  r.at("progres.fisik@63.10.01", {{month("2026-11-01"), 61.5}});
  r.at("progres.rencana@63.10.01", {{month("2026-11-01"), 78.0}});
  r.at("progres.fisik@63.10.02", {{month("2026-11-01"), 80.0}});
  r.at("progres.rencana@63.10.02", {{month("2026-10-01"), 70.0}});
  r.at("progres.fisik@63.10.03", {{month("2026-10-01"), 70.0}});
  r.at("progres.rencana@63.10.03", {{month("2026-10-01"), 70.0}});
  expect("indicators", r, "real = 'progres.fisik'\nplan = 'progres.rencana'\nbad = -10.0\n");
  expect("indicators_empty", Regency(), "real = 'progres.fisik'\nplan = 'progres.fisik'\n");
}

TEST(ProgressOptions, ImpossibleOnesAreRefused) {
  const Regency r;
  const auto fault = [&](const std::string& options) -> std::string {
    try {
      stage::panel(r.catalogue, "progress", options);
    } catch (const std::runtime_error& e) {
      return e.what();
    }
    return {};
  };
  EXPECT_NE(fault("").find("not clear"), std::string::npos);
  EXPECT_NE(fault("real = 'progres.fisik'").find("belong together"), std::string::npos);
  EXPECT_NE(fault("table = 'paket'\ndone = ''").find("not named"), std::string::npos);
  EXPECT_EQ(fault(kTable), "");
}

// Whatever the order of the rows, those overdue come first, the longest overdue at the top.
TEST(ProgressOrder, OverdueFirst) {
  const stage::Host host;
  std::mt19937 random(13);
  for (int round = 0; round < 30; ++round) {
    Regency r;
    std::vector<std::pair<int, std::string>> overdue;  // days, name
    for (int i = 0; i < 25; ++i) {
      const int days = static_cast<int>(random() % 60) - 30;
      const config::Date day{std::chrono::sys_days(config::civil(now(), config::Zone::wita).date) -
                             std::chrono::days(days)};
      const std::string name = "Aksi " + std::to_string(100 + i);
      const double done = static_cast<double>(random() % 120);
      add(r, name, done, 50.0, config::to_string(day));
      if (days > 0 && done < 100) overdue.emplace_back(-days, name);
    }
    std::stable_sort(overdue.begin(), overdue.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    const auto panel = stage::panel(r.catalogue, "progress", kTable);
    const std::string told = stage::tell(*panel, r.snapshot(), host.look("en"));
    std::size_t before = 0;
    int last = -1000;
    for (const auto& [days, name] : overdue) {
      const std::size_t at = told.find(name);
      if (days != last) {
        EXPECT_GT(at, before) << told;
        before = at;
      }
      last = days;
    }
    std::size_t rows = 0;
    for (std::size_t at = told.find("overdue by"); at != std::string::npos; at = told.find("overdue by", at + 1))
      ++rows;
    EXPECT_EQ(rows, overdue.size());
  }
}

TEST(GoldenImage, Progress) {
  stage::expect_pictures(usual(), "progress", "table", kTable);
  test::expect_golden("progress/upright", stage::panel_picture(usual(), "progress", kTable, {{240, 320}, 12, "light"}));
}

}  // namespace
