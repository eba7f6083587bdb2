// The stage board: order, what is no stage, counts, pictures.
#include <gtest/gtest.h>

#include "tests/support/golden_text.h"
#include "tests/support/panel_picture.h"

namespace {

using namespace std::chrono_literals;
using stage::now;
using stage::Regency;

Regency agencies() {
  Regency r;
  for (const auto& [id, name] : {std::pair{"dinkes", "Dinkes"},
                                 {"disdikbud", "Disdikbud"},
                                 {"bapenda", "Bapenda"},
                                 {"bpbd", "BPBD"},
                                 {"dishub", "Dishub"},
                                 {"dinsos", "Dinsos"},
                                 {"dlh", "DLH"},
                                 {"satpolpp", "Satpol PP"},
                                 {"setwan", "Setwan"},
                                 {"inspektorat", "Inspektorat"},
                                 {"disdukcapil", "Disdukcapil"}})
    r.catalogue.agencies.push_back({id, {name}, {name}});
  config::Indicator stages = r.indicator("penduduk.jumlah");
  stages.name = "spbe.tahap";
  stages.title = {"Tahap e-government", "E-government by stage"};
  stages.unit = "";
  r.catalogue.indicators.push_back(stages);
  return r;
}
Regency usual() {
  Regency r = agencies();
  const config::Time month = config::midnight(*config::parse_date("2026-11-01"), config::Zone::wita);
  int i = 0;
  for (const double stage : {4.0, 3.0, 5.0, 3.0, 2.0, 3.0, 4.0, 1.0, 2.0, 1.0, 2.0, 3.0, 2.0, 4.0})
    r.at("spbe.tahap#" + r.catalogue.agencies[static_cast<std::size_t>(i++)].id, {{month, stage}});
  return r;
}

const char* const kIndicator = "indicator = 'spbe.tahap'\n";
const char* const kTable = "table = 'paket'\nname = 'opd'\nfield = 'tahap'\n";

class StageBoardTell : public testing::Test {
 protected:
  void expect(const std::string& name, const Regency& r, const std::string& options, const std::string& lang = "id") {
    const auto panel = stage::panel(r.catalogue, "stage_board", options);
    stage::expect_golden("stage_board", name, stage::tell(*panel, r.snapshot(), host_.look(lang)));
  }
  stage::Host host_;
};

TEST_F(StageBoardTell, Indicator) {
  expect("indicator", usual(), kIndicator);
  expect("expected_english", usual(), std::string("expected = 3\n") + kIndicator, "en");
  expect("empty", agencies(), kIndicator);
  expect("known_by_name_alone", agencies(), std::string("agencies = ['dlh', 'dinkes']\n") + kIndicator);
}

TEST_F(StageBoardTell, LateMissingAndNoStage) {
  Regency r = agencies();
  const auto month = [](const char* end) { return config::midnight(*config::parse_date(end), config::Zone::wita); };
  r.at("spbe.tahap#dlh", {{month("2026-10-01"), 2}});
  r.at("spbe.tahap#dinkes", {{month("2026-06-01"), 3}});
  r.at("spbe.tahap#bpbd", {{month("2026-11-01"), 7}});
  r.at("spbe.tahap#setwan", {{month("2026-11-01"), -1}});
  r.at("spbe.tahap#dishub", {{month("2026-11-01"), 0}});
  r.at("spbe.tahap#kecamatan_kusan_hilir_dan_unit_pelaksana_teknis_di_dalamnya", {{month("2026-11-01"), 2.9}});
  expect("late_missing_no_stage", r, std::string("agencies = ['dlh', 'dinsos']\n") + kIndicator);
}

TEST_F(StageBoardTell, Table) {
  Regency r = agencies();
  expect("table_empty", r, kTable);
  r.record("paket", "a", {{"opd", std::string("dlh")}, {"tahap", std::string("pemantapan")}}, 5min);
  r.record("paket", "b", {{"opd", std::string("dinkes")}, {"tahap", 5.0}}, 5min);
  r.record("paket", "c", {{"opd", std::string("Kelurahan Baru")}, {"tahap", std::string("rintisan")}}, 5min);
  r.record("paket", "d", {{"opd", std::string("bpbd")}, {"tahap", std::monostate()}}, 5min);
  expect("table", r, kTable);
  for (int i = 0; i < 300; ++i)
    r.record("paket", "u" + std::to_string(i), {{"opd", "Unit " + std::to_string(i)}, {"tahap", i % 6 * 1.0}}, 5min);
  const auto panel = stage::panel(r.catalogue, "stage_board", kTable);
  const std::string told = stage::tell(*panel, r.snapshot(), host_.look());
  EXPECT_NE(told.find("50 dari 302 di tahap terendah: belum mulai"), std::string::npos) << told.substr(0, 300);
}

TEST(StageBoardOptions, ImpossibleOnesAreRefused) {
  const Regency r = agencies();
  const auto fault = [&](const std::string& options) -> std::string {
    try {
      stage::panel(r.catalogue, "stage_board", options);
    } catch (const std::runtime_error& e) {
      return e.what();
    }
    return {};
  };
  EXPECT_NE(fault("").find("not clear"), std::string::npos);
  EXPECT_NE(fault("table = 'paket'").find("not named"), std::string::npos);
  EXPECT_NE(fault(std::string(kIndicator) + "expected = 6").find("only 5"), std::string::npos);
  EXPECT_NE(fault(std::string(kIndicator) + "stages = [{ title = 'A' }]").find("fewer than two"), std::string::npos);
  EXPECT_EQ(fault(std::string(kIndicator) + "stages = [{ title = 'A' }, { title = 'B' }]"), "");
}

TEST(GoldenImage, StageBoard) {
  stage::expect_pictures(usual(), "stage_board", "expected",
                         std::string("expected = 2\nagencies = ['dlh', 'pupr']\n") + kIndicator);
}

}  // namespace
