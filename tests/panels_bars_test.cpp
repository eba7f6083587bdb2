// Bars against their own targets and bars of parts: sums against brute force, what is refused, pictures.
#include <gtest/gtest.h>

#include <random>

#include "panels/stack.h"
#include "tests/support/golden_text.h"
#include "tests/support/panel_picture.h"

namespace {

using namespace std::chrono_literals;
using stage::now;
using stage::Regency;

config::Time month(const char* end) {
  return config::midnight(*config::parse_date(end), config::Zone::wita);
}

Regency people() {
  Regency r;
  const double counts[6][4] = {{9100, 21400, 2100, 640},  {7300, 18800, 1750, 410}, {5900, 13200, 1190, 230},
                               {12400, 30300, 1480, 520}, {3100, 7900, 860, 150},   {10800, 26100, 1350, 470}};
  const char* const items[] = {"anak", "dewasa", "lansia", "penyandang_disabilitas"};
  for (int i = 0; i < 6; ++i)
    for (int j = 0; j < 4; ++j)
      r.at("penduduk.jumlah@63.10.0" + std::to_string(i + 1) + "#" + items[j], {{month("2026-11-01"), counts[i][j]}});
  return r;
}
Regency spending() {
  Regency r;
  for (const auto& [item, value] : {std::pair{"belanja_pegawai", 1.12e12},
                                    {"belanja_barang_dan_jasa", 0.86e12},
                                    {"belanja_modal", 0.71e12},
                                    {"bantuan_keuangan", 0.33e12},
                                    {"hibah", 0.09e12},
                                    {"bantuan_sosial", 0.02e12},
                                    {"subsidi", 0.004e12},
                                    {"tak_terduga", 0.011e12}})
    r.series(std::string("kas.saldo#") + item, {value}, 5min, 3min);
  return r;
}

const char* const kPeople = "indicator = 'penduduk.jumlah'\nstack = true\n";
const char* const kSpending = "indicator = 'kas.saldo'\nstack = true\n";

class BarsTell : public testing::Test {
 protected:
  void expect(const std::string& name, const Regency& r, const std::string& options, const std::string& lang = "id") {
    const auto panel = stage::panel(r.catalogue, "bars", options);
    stage::expect_golden("bars", name, stage::tell(*panel, r.snapshot(), host_.look(lang)));
  }
  stage::Host host_;
};

TEST_F(BarsTell, Stack) {
  expect("stack_districts", people(), kPeople);
  expect("stack_districts_english", people(), std::string("most_rows = 2\n") + kPeople, "en");
  expect("stack_items", spending(), kSpending);
  expect("stack_one_district", people(), std::string("region = '63.10.04'\n") + kPeople);
  expect("stack_empty", Regency(), kPeople);
}

TEST_F(BarsTell, StackOfIndicators) {
  Regency r;
  config::Indicator other = r.indicator("penduduk.jumlah");
  other.name = "penduduk.pendatang";
  other.title = {"Penduduk pendatang"};
  r.catalogue.indicators.push_back(other);
  r.at("penduduk.jumlah@63.10.01", {{month("2026-11-01"), 30000}});
  r.at("penduduk.pendatang@63.10.01", {{month("2026-11-01"), 2500}});
  r.at("penduduk.jumlah@63.10.02", {{month("2026-10-01"), 26000}});
  const std::string two = "stack = true\nindicators = ['penduduk.jumlah', 'penduduk.pendatang']\n";
  expect("stack_indicators", r, two);
  expect("stack_units_differ", r, "stack = true\nindicators = ['penduduk.jumlah', 'kas.saldo']\n");
}

TEST_F(BarsTell, WhatIsNoPartOfAWholeIsRefused) {
  Regency r = people();
  r.at("penduduk.jumlah@63.10.02#lansia", {{month("2026-11-01"), -4}});
  r.at("penduduk.jumlah@63.10.03#lansia", {{month("2026-06-01"), 900}});
  r.at("penduduk.jumlah@63.10.05#anak", {{month("2026-11-01"), 0}});
  expect("stack_negative_missing", r, kPeople);
  Regency one;
  one.at("penduduk.jumlah@63.10.02#lansia", {{month("2026-11-01"), 4}});
  expect("stack_one_part", one, kPeople);
}

TEST_F(BarsTell, TargetsOfTheirOwn) {
  Regency r;
  r.at("anggaran.serapan", {{month("2026-11-01"), 59.9}});
  r.at("progres.fisik", {{month("2026-11-01"), 72.5}});
  expect("own_targets", r, "indicators = ['anggaran.serapan', 'progres.fisik']\n");
}

TEST(BarsOptions, ImpossibleStacksAreRefused) {
  const Regency r;
  const auto fault = [&](const std::string& options) -> std::string {
    try {
      stage::panel(r.catalogue, "bars", options);
    } catch (const std::runtime_error& e) {
      return e.what();
    }
    return {};
  };
  EXPECT_NE(fault(std::string(kPeople) + "order = 'name'").find("largest first"), std::string::npos);
  EXPECT_NE(fault("stack = true\nindicators = ['kas.saldo']").find("one part alone"), std::string::npos);
  EXPECT_EQ(fault(kPeople), "");
}

TEST(Stack, PartsAndWholesAreThoseOfBruteForce) {
  const stage::Host host;
  const panels::Look look = host.look();
  std::mt19937 random(29);
  for (int round = 0; round < 40; ++round) {
    Regency r;
    std::map<std::string, double> wholes;
    double all = 0;
    const int parts = 2 + static_cast<int>(random() % 9);
    for (int region = 1; region <= 6; ++region)
      for (int part = 0; part < parts; ++part) {
        const double value = static_cast<double>(random() % 1000);
        const std::string code = "63.10.0" + std::to_string(region);
        r.at("penduduk.jumlah@" + code + "#bagian_" + std::to_string(part), {{month("2026-11-01"), value}});
        wholes[panels::region_name(r.catalogue, code)] += value;
        all += value;
      }
    const feeds::Snapshot data = r.snapshot();
    ImDrawList list(ImGui::GetDrawListSharedData());
    panels::Paint paint{list};
    const panels::Frame f{data, {}, now(), look, paint, {}, false, {}};
    const panels::Stack s = panels::stack_of(f, {"penduduk.jumlah"}, {}, {});
    ASSERT_EQ(s.rows.size(), 6u);
    EXPECT_EQ(s.parts.size(), std::min<std::size_t>(static_cast<std::size_t>(parts), panels::kMostParts));
    double sum = 0, before = 1e18;
    for (const panels::StackRow& row : s.rows) {
      double total = 0;
      for (const auto& v : row.values) total += v.value_or(0);
      EXPECT_DOUBLE_EQ(total, wholes[row.label]);
      EXPECT_DOUBLE_EQ(total, row.total);
      EXPECT_LE(total, before);
      before = total;
      sum += total;
    }
    EXPECT_DOUBLE_EQ(sum, all);
  }
}

TEST(GoldenImage, Bars) {
  stage::expect_pictures(people(), "bars", "stack", std::string("most_rows = 4\n") + kPeople);
  stage::expect_pictures(spending(), "bars", "whole", kSpending);
  Regency r;
  int i = 0;
  for (const double v : {28.4, 82.4, 61.2, 43.5, 71.0, 55.3})
    r.at("progres.fisik@63.10.0" + std::to_string(++i), {{month("2026-11-01"), v}});
  stage::expect_pictures(r, "bars", "target", "indicator = 'progres.fisik'\n");
}

}  // namespace
