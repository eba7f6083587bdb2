// The network panel: what it says and draws of outages, redundancy, load, sites and what is not known.
#include <gmock/gmock.h>

#include <random>
#include <thread>

#include "config/tree.h"
#include "panels/network_draw.h"
#include "panels/segment.h"
#include "tests/support/card_picture.h"
#include "tests/support/golden_text.h"
#include "tests/support/network_data.h"
#include "tests/support/panel_drawing.h"
#include "viewer/studio.h"

namespace {

using namespace std::chrono_literals;
using stage::now;
using stage::Regency;
using testing::HasSubstr;

const char* const kTables = "nodes = 'simpul'\nlinks = 'sambungan'\n";
const char* const kSites =
    "[[site]]\nnode = 'pusat-data'\npower = 'pusatdata.ups'\ntemperature = 'pusatdata.suhu'\nbackup = "
    "'pusatdata.salinan'\n"
    "[[site]]\nnode = 'drc'\nothers = ['drc.selisih']\n";

void add_sites(Regency& r) {
  for (const auto& [name, unit, title] : {std::tuple{"pusatdata.ups", "%", "Beban UPS"},
                                          {"pusatdata.suhu", "°C", "Suhu rak"},
                                          {"pusatdata.salinan", "jam", "Umur cadangan"},
                                          {"drc.selisih", "menit", "Selisih salinan"}}) {
    config::Indicator i = stage::live(name, unit);
    i.title = {title};
    i.better = config::Better::lower;
    r.catalogue.indicators.push_back(i);
  }
  r.indicator("pusatdata.suhu").decimals = 1;
  r.indicator("pusatdata.suhu").watch = 26;
  r.indicator("pusatdata.suhu").bad = 30;
  r.indicator("drc.selisih").watch = 15;
  r.series("pusatdata.ups", {43}, 5min, 2min);
  r.series("pusatdata.suhu", {31.2}, 5min, 2min);
  r.series("pusatdata.salinan", {11}, 5min, 20min);
  r.series("drc.selisih", {22}, 5min, 2min);
}

// The small network without its fault.
Regency calm() {
  Regency r;
  stage::add_tables(r);
  for (const stage::NodeRow& n : {stage::NodeRow{"drc", "Pusat pemulihan bencana", "DRC", -3.72, 115.68},
                                  {"kantor-a", "Kecamatan Batulicin", "kecamatan", -3.44, 115.99},
                                  {"pusat-data", "Pusat data", "pusat data", -3.45, 115.95}})
    stage::add_node(r, n);
  stage::add_link(r, "PD1-R02-U11 / K01-R01-U04", "pusat-data", "kantor-a", "up", 42);
  stage::add_link(r, "PD1-R02-U14 / DRC-R01-U02", "pusat-data", "drc", "up", 26);
  stage::add_link(r, "DRC-R01-U03 / K01-R01-U05", "drc", "kantor-a", "up", 0.5);
  return r;
}

// Towers in a ring with offices of very long names; one radio link away from it is dead.
Regency large(int offices) {
  Regency r;
  stage::add_tables(r);
  stage::add_node(r, {"pusat-data", "Pusat data", "pusat data", -3.45, 115.95});
  stage::add_node(r, {"drc", "Pusat pemulihan bencana", "DRC", -3.72, 115.40});
  const int towers = std::max(3, offices / 8);
  std::vector<std::string> names, keys;
  for (int i = 0; i < towers; ++i) keys.push_back("menara-" + std::to_string(i));
  for (int i = 0; i < towers; ++i) names.push_back("Menara " + std::to_string(i + 1));
  for (int i = 0; i < offices; ++i) {
    keys.push_back("kantor-" + std::to_string(i));
    names.push_back(
        i % 5 == 0 ? "Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana " +
                         std::to_string(i)
                   : "Kantor " + std::to_string(i));
  }
  for (int i = 0; i < towers + offices; ++i) {
    const double a = i * 2.399963, far = 0.02 + 0.3 * i / (towers + offices);
    stage::add_node(r, {keys[static_cast<std::size_t>(i)].c_str(), names[static_cast<std::size_t>(i)].c_str(),
                        i < towers ? "menara" : "kantor", -3.45 + far * std::sin(a), 115.95 + far * std::cos(a)});
  }
  const auto code = [](int a, int b) { return "R" + std::to_string(a) + "-U1 / R" + std::to_string(b) + "-U2"; };
  stage::add_link(r, "PD1-U0 / R0-U1", "pusat-data", "menara-0", "up", 700, 1000, "backbone");
  for (int i = 0; i < towers; ++i)
    stage::add_link(r, code(i, i + 1), keys[static_cast<std::size_t>(i)],
                    i + 1 < towers ? keys[static_cast<std::size_t>(i) + 1] : "pusat-data", i == 1 ? "down" : "up",
                    400 + i, 1000, "backbone");
  for (int i = 0; i < offices; ++i)
    stage::add_link(r, code(i % towers, 100 + i), keys[static_cast<std::size_t>(i % towers)],
                    keys[static_cast<std::size_t>(towers + i)], i == 3 ? "down" : "up", i % 100, 100, "radio");
  return r;
}

class PanelsNetwork : public testing::Test {
 protected:
  std::unique_ptr<panels::Panel> panel(const Regency& r, const std::string& options = "") {
    return stage::panel(r.catalogue, "network", kTables + options);
  }
  std::string tell(const Regency& r, const std::string& options = "", const std::string& lang = "id") {
    return stage::tell(*panel(r, options), r.snapshot(), host_.look(lang));
  }
  void expect(const std::string& name, const Regency& r, const std::string& options = "",
              const std::string& lang = "id") {
    stage::expect_golden("network", name, tell(r, options, lang));
  }
  stage::Host host_;
};

TEST_F(PanelsNetwork, SaysTheRootCauseFirst) {
  Regency r = stage::small_network();
  add_sites(r);
  expect("cut", r, kSites);
  expect("cut_english", r, kSites, "en");
}

TEST_F(PanelsNetwork, SaysACalmNetworkInOneSentence) {
  expect("calm", calm());
}

TEST_F(PanelsNetwork, SaysLostRedundancy) {
  Regency r = calm();
  stage::add_link(r, "PD1-R02-U15 / K01-R01-U06", "pusat-data", "kantor-a", "down", 0);
  expect("spare", r);
  Regency ring = calm();
  ring.record("simpul", "kantor-b", {{"nama", std::string("Kecamatan Satui")}}, 1min);
  stage::add_link(ring, "K01-R01-U06 / K02-R01-U01", "kantor-a", "kantor-b", "up", 95);
  stage::add_link(ring, "K02-R01-U02 / PD1-R02-U16", "kantor-b", "pusat-data", "putus", 0);
  expect("ring", ring);
}

TEST_F(PanelsNetwork, SaysWhatIsNotKnown) {
  Regency empty;
  stage::add_tables(empty);
  expect("empty", empty);
  expect("late", stage::small_network(40min));
  Regency stray = calm();
  stage::add_link(stray, "X-1", "pusat-data", "kantor-hantu", "up", 10);
  stage::add_link(stray, "X-2", "pusat-data", "kantor-a", "pemeliharaan", 10);
  stray.record("simpul", "kantor-z", {{"nama", std::string("Kantor tanpa sambungan")}}, 1min);
  expect("stray", stray);
  Regency headless = calm();
  expect("no_data_center", headless, "roles = { 'pusat data' = 'office', 'drc' = 'office' }");
}

TEST_F(PanelsNetwork, SaysADeadNode) {
  Regency r = calm();
  r.catalogue.indicators.push_back(stage::live("simpul.hidup", ""));
  r.series("simpul.hidup#kantor-a", {1, 0}, 5min, 1min);
  r.series("simpul.hidup#drc", {1}, 5min, 1min);
  r.series("simpul.hidup#pusat-data", {1}, 5min, 1min);
  expect("dead_node", r, "node.up = 'simpul.hidup'");
}

TEST_F(PanelsNetwork, SaysManyByNeed) {
  const std::string text = tell(large(60));
  EXPECT_THAT(text, HasSubstr("R3-U1 / R103-U2 memutus 1 kantor"));
  EXPECT_THAT(text, HasSubstr("R1-U1 / R2-U2 putus, jalur lain mengambil alih"));
}

TEST_F(PanelsNetwork, RefusesWhatCannotBe) {
  const Regency r = stage::small_network();
  EXPECT_THROW(stage::panel(r.catalogue, "network", ""), std::runtime_error);
  EXPECT_THROW(panel(r, "layout = 'hand'"), std::runtime_error);
  EXPECT_THROW(panel(r, "[[place]]\nnode = 'drc'"), std::runtime_error);
  EXPECT_THROW(panel(r, "up_words = ['mati']"), std::runtime_error);
  EXPECT_THROW(panel(r, "roles = { menara = 'castle' }"), std::runtime_error);
  EXPECT_NO_THROW(panel(r, "layout = 'hand'\n[[place]]\nnode = 'drc'"));
}

TEST_F(PanelsNetwork, StaysInsideWhateverItsPlace) {
  Regency small = stage::small_network();
  add_sites(small);
  stage::expect_well_drawn(*panel(small, kSites), small.snapshot(), host_, 30);
  stage::expect_well_drawn(*panel(small, "layout = 'tree'"), small.snapshot(), host_, 20);
  stage::expect_well_drawn(*panel(large(50)), large(50).snapshot(), host_, 12);
  stage::expect_well_drawn(*panel(large(50), "layout = 'tree'"), large(50).snapshot(), host_, 12);
  stage::expect_well_drawn(*panel(Regency(stage::small_network(40min))), stage::small_network(40min).snapshot(), host_,
                           20);
}

TEST_F(PanelsNetwork, IsDrawnAgainWhenItsTableTurnsLate) {
  const Regency r = stage::small_network(5min);
  stage::Drawing d;
  d.draw(*panel(r), r.snapshot(), host_.look(), {0, 0, 900, 600});
  EXPECT_THAT(d.wakes, testing::Contains(now() + 10min + 1ms));
}

TEST_F(PanelsNetwork, ALargeOneIsDrawnOnceItIsLaidOut) {
  const Regency r = large(280);
  const feeds::Snapshot data = r.snapshot();
  const auto p = panel(r);
  const panels::Look look = host_.look();
  stage::Drawing first;
  first.draw(*p, data, look, {0, 0, 1600, 900});
  EXPECT_FALSE(p->settled());
  EXPECT_THAT(first.wakes, testing::Contains(now() + 20ms));
  int drawn = 0;
  for (; drawn < 4000 && !p->settled(); ++drawn) {
    std::this_thread::sleep_for(5ms);
    stage::Drawing again;
    again.draw(*p, data, look, {0, 0, 1600, 900});
  }
  EXPECT_TRUE(p->settled());
  stage::Drawing whole;
  whole.draw(*p, data, look, {0, 0, 1600, 900});
  EXPECT_GT(whole.list.VtxBuffer.Size, first.list.VtxBuffer.Size * 4);
}

TEST_F(PanelsNetwork, WantsTheDayOfWhatWasTouched) {
  Regency r = stage::small_network();
  r.catalogue.indicators.push_back(stage::live("sambungan.beban", "%"));
  r.series("sambungan.beban#L1", {20, 55}, 5min, 1min);
  const feeds::Snapshot data = r.snapshot();
  const auto p =
      panel(r,
            "link.load_series = 'sambungan.beban'\nlayout = 'hand'\n[[place]]\nnode = 'pusat-data'\nx = 0\ny = 50\n"
            "[[place]]\nnode = 'menara-1'\nx = 100\ny = 50\n[[place]]\nnode = 'drc'\nx = 50\ny = 0");
  const auto count = p->wants().size();
  const panels::Look look = host_.look();
  // Wherever it is drawn: some tap on a line across the picture meets the link.
  for (int y = 100; y < 700 && p->wants().size() == count; y += 8) {
    stage::Drawing d;
    panels::Paint paint{d.list};
    panels::Frame f{data, {0, 0, 1600, 800}, now(), look, paint, {ImVec2{500, static_cast<float>(y)}}, true, {}};
    p->draw(f);
  }
  const auto wants = p->wants();
  ASSERT_GT(wants.size(), count);
  EXPECT_EQ(wants.back().span, 24h);
  EXPECT_THAT(wants.back().series, HasSubstr("sambungan.beban#L"));
}

TEST(NetworkLabels, AgreeWithLookingAtEverything) {
  std::mt19937 random(31);
  const auto place = [&](float most) { return static_cast<float>(random() % 10000) / 10000 * most; };
  for (int round = 0; round < 60; ++round) {
    const panels::Rect room{10, 20, 410, 260};
    panels::NetLabels labels(room, 4 + place(60));
    std::vector<panels::Rect> blocked;
    std::vector<std::pair<ImVec2, ImVec2>> lines;
    for (int i = 0; i < 12; ++i) {
      const float x = 10 + place(380), y = 20 + place(220);
      blocked.push_back({x, y, x + place(40), y + place(20)});
      labels.block(blocked.back());
      lines.push_back({{10 + place(400), 20 + place(240)}, {10 + place(400), 20 + place(240)}});
      if (i % 4 == 0) lines.back().second.x = lines.back().first.x;
      if (i % 4 == 1) lines.back().second.y = lines.back().first.y;
      labels.add_line(lines.back().first, lines.back().second, i);
    }
    for (int i = 0; i < 200; ++i) {
      const float x = place(400), y = place(250);
      const panels::Rect r{x, y, x + 1 + place(60), y + 1 + place(20)};
      bool is_free = r.left >= room.left && r.right <= room.right && r.top >= room.top && r.bottom <= room.bottom;
      for (const panels::Rect& b : blocked)
        is_free = is_free && !(r.left < b.right && b.left < r.right && r.top < b.bottom && b.top < r.bottom);
      bool crosses = false;
      for (const auto& [from, to] : lines) crosses = crosses || panels::clipped(r, from, to);
      ASSERT_EQ(labels.is_free(r), is_free);
      ASSERT_EQ(labels.crosses_line(r), crosses);
    }
  }
}

// A picture waits for what a panel's own thread works at.
TEST(PanelsNetworkImage, APictureOfALargeOneShowsIt) {
  const Regency r = large(280);
  auto center = std::make_shared<config::Center>();
  auto catalogue = std::make_shared<config::Catalogue>(r.catalogue);
  catalogue->index();
  center->catalogue = catalogue;
  config::PageConfig page;
  page.name = "uji";
  config::PanelConfig config;
  config.kind = "network";
  config.cell = {0, 0, 24, 12};
  config::Complaints complaints;
  const auto options = config::parse_toml(kTables, "uji.toml", complaints);
  ASSERT_TRUE(options);
  config.options.table = *options->table();
  page.panels.push_back(config);
  center->pages.push_back(page);
  center->usable = true;
  const viewer::Moment moment{now(), feeds::Steady{}};
  auto studio = viewer::Studio::open(center, {.size = viewer::SizePx{640, 360}}, moment);
  ASSERT_TRUE(studio);
  const auto data = std::make_shared<const feeds::Snapshot>(r.snapshot());
  const viewer::Picture first = (*studio)->picture(data, moment);
  EXPECT_TRUE((*studio)->scene().settled());
  (*studio)->scene().redraw();
  EXPECT_EQ(test::different(first, (*studio)->picture(data, moment)), 0);
}

TEST(PanelsNetworkImage, Cards) {
  Regency r = stage::small_network();
  add_sites(r);
  stage::expect_cards(*stage::panel(r.catalogue, "network", kTables + std::string(kSites), "Jaringan"), r.snapshot(),
                      "network/cut");
  const Regency many = large(12);
  stage::expect_cards(*stage::panel(many.catalogue, "network", kTables + std::string("layout = 'tree'"), "Jaringan"),
                      many.snapshot(), "network/tree");
}

}  // namespace
