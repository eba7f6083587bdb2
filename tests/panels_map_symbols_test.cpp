// Places, quakes and warnings on the map: nothing is dropped silently, the worst first, nothing over letters.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "panels/map_symbols.h"
#include "tests/support/golden_text.h"
#include "tests/support/panel_drawing.h"
#include "tests/support/panel_stage.h"
#include "tests/support/square_map.h"

namespace {

using namespace std::chrono_literals;
using panels::Lies;
using panels::State;
using stage::now;
using stage::Regency;
using testing::HasSubstr;

const char* const kOptions =
    "indicator = 'progres.fisik'\nwarnings = true\n"
    "[[places]]\ntable = 'paket'\nstate = 'status'\nwatch_words = ['goyah']\n"
    "[[quakes]]\ntable = 'gempa'\n";

const char* const kWarnings = "indicator = 'progres.fisik'\nwarnings = true\nscale = true\nnorth = true\n";

void place(Regency& r, const std::string& key, const std::string& status, double north, double east) {
  r.record("paket", key, {{"nama", "Menara " + key}, {"status", status}, {"lintang", north}, {"bujur", east}});
}
void quake(Regency& r, const std::string& key, double magnitude, double north, double east, config::Duration age) {
  r.record("gempa", key, {{"magnitudo", magnitude}, {"lintang", north}, {"bujur", east}}, age);
}

Regency regency() {
  Regency r;
  config::TableInfo quakes = r.catalogue.tables.front();
  quakes.name = "gempa";
  r.catalogue.tables.push_back(quakes);
  for (int i = 1; i <= 6; ++i) r.series("progres.fisik@63.10.0" + std::to_string(i), {30.0 + i * 7}, 24h, 24h);
  place(r, "A", "hidup", -1, 1);
  place(r, "B", "Mati", -1, 3);
  place(r, "C", "goyah", -3, 5);
  place(r, "D", "", -3.3, 1);
  place(r, "E", "mati", -30, 1);
  r.record("paket", "F", {{"status", "hidup"}, {"lintang", std::string("tiga")}});
  quake(r, "1", 4.8, -2, 2, 2h);
  quake(r, "2", 3.1, -3, 4, 5 * 24h);
  quake(r, "3", 6.0, -9, 9, 24h);
  quake(r, "4", 5.0, -2, 2, 8 * 24h);
  r.event({"e1", now() - 1h, now() + 1h, feeds::Severity::watch, "63.10.02", "Hujan lebat", ""});
  r.event({"e2", now() - 2h, now() + 1h, feeds::Severity::danger, "63.10.02", "Banjir", ""});
  r.event({"e3", now() - 2h, now() - 1h, feeds::Severity::danger, "63.10.03", "Sudah lewat", ""});
  return r;
}

struct PanelsMapSymbols : testing::Test {
  stage::Host host;
  panels::SymbolOptions options() {
    panels::SymbolOptions o;
    o.places.emplace_back().table.name = "paket";
    o.places[0].state = "status";
    o.places[0].watch_words = {"goyah"};
    o.quakes.emplace_back().table.name = "gempa";
    o.warnings = true;
    return o;
  }
  panels::MapSymbols symbols(const Regency& r, const config::GeoMap& map, std::vector<config::Time>* wakes = nullptr) {
    ImDrawList list(ImGui::GetDrawListSharedData());
    panels::Paint paint{list};
    const feeds::Snapshot data = r.snapshot();
    const panels::Look look = host.look();
    const auto again = [wakes](config::Time t) {
      if (wakes) wakes->push_back(t);
    };
    return panels::map_symbols({data, {0, 0, 100, 100}, now(), look, paint, {}, false, again}, options(), &map);
  }
};

TEST_F(PanelsMapSymbols, TheWorstFirstAndEachWhereItLies) {
  const auto found = symbols(regency(), test::squares(3, 2, 2));
  std::string order;
  for (const panels::MapPlace& p : found.places) order += p.name.substr(p.name.size() - 1);
  EXPECT_EQ(order, "BECDAF");
  EXPECT_EQ(found.places[0].state, State::bad) << "whatever its capitals";
  EXPECT_EQ(found.places[0].lies, Lies::on_map);
  EXPECT_NEAR(found.places[0].at.x, 3, 1e-5);
  EXPECT_EQ(found.places[1].lies, Lies::outside);
  EXPECT_EQ(found.places[2].state, State::watch);
  EXPECT_FALSE(found.places[3].stated);
  EXPECT_EQ(found.places[5].lies, Lies::unknown) << "a text is no coordinate";
  ASSERT_EQ(found.quakes.size(), 3u) << "one is too old";
  EXPECT_EQ(found.quakes[0].magnitude, 4.8);
  EXPECT_EQ(found.quakes[1].lies, Lies::outside);
  ASSERT_EQ(found.warnings.size(), 1u);
  EXPECT_EQ(found.warnings[0].title, "Banjir") << "the gravest";
}

TEST_F(PanelsMapSymbols, LieFromTheOriginOfTheMap) {
  config::GeoMap map = test::squares(3, 2, 2);
  map.origin_x = 2;
  const auto found = symbols(regency(), map);
  EXPECT_NEAR(found.places[0].at.x, 1, 1e-5);
  for (const panels::MapPlace& p : found.places)
    EXPECT_EQ(p.lies == Lies::on_map, p.name == "Menara B" || p.name == "Menara C") << p.name;
}

std::vector<feeds::Polygon> rectangle(double south, double west, double north, double east) {
  return {{{south, west}, {south, east}, {north, east}, {north, west}, {south, west}}};
}
Regency warned() {
  Regency r;
  r.event(
      {"a", now() - 1h, now() + 1h, feeds::Severity::watch, "63.10.02", "Hujan lebat", "", rectangle(-3, 1, -1, 4)});
  r.event({"b", now() - 1h, now() + 2h, feeds::Severity::danger, "", "Gelombang tinggi", "", rectangle(-9, 5, -3, 9)});
  r.event({"c", now() - 1h, now() + 1h, feeds::Severity::watch, "63.10.03", "Angin", "", rectangle(40, 40, 41, 41)});
  r.event({"d", now() - 1h, now() + 1h, feeds::Severity::watch, "", "Jauh", "", rectangle(40, 40, 41, 41)});
  return r;
}

TEST_F(PanelsMapSymbols, AWarningLiesWhereItsAreaDoesElseInItsDistrict) {
  const auto found = symbols(warned(), test::squares(3, 2, 2));
  ASSERT_EQ(found.warnings.size(), 4u);
  EXPECT_EQ(found.warnings[0].title, "Gelombang tinggi") << "the gravest first";
  ASSERT_EQ(found.warnings[0].area.size(), 1u);
  EXPECT_NEAR(found.warnings[0].area[0][0].x, 5, 1e-5);
  EXPECT_NEAR(found.warnings[0].area[0][2].y, 3.0014, 1e-3) << "three degrees south in the projection";
  EXPECT_EQ(found.warnings[1].area.size(), 1u) << "its area tells more than its district";
  EXPECT_TRUE(found.warnings[2].area.empty()) << "its area is elsewhere, its district is here";
  EXPECT_EQ(found.warnings[2].lies, Lies::on_map);
  EXPECT_EQ(found.warnings[3].lies, Lies::outside);
  config::GeoMap schematic = test::squares(3, 2, 2);
  schematic.schematic = true;
  for (const panels::MapWarning& w : symbols(warned(), schematic).warnings) {
    EXPECT_TRUE(w.area.empty());
    EXPECT_EQ(w.lies, w.region.empty() ? Lies::outside : Lies::on_map) << w.title;
  }
}

TEST_F(PanelsMapSymbols, TellsOfAreasUnderAWarning) {
  const auto panel = stage::panel(warned().catalogue, "map", kWarnings, "Panel");
  stage::expect_golden("map", "warned", stage::tell(*panel, warned().snapshot(), host.look()));
}

TEST_F(PanelsMapSymbols, AnOutlineOfAWarningIsDrawnWithItsName) {
  Regency r = warned();
  for (int i = 1; i <= 6; ++i) r.series("progres.fisik@63.10.0" + std::to_string(i), {30.0 + i * 7}, 24h, 24h);
  const auto panel = stage::panel(r.catalogue, "map", kWarnings, "Peta berperingatan");
  stage::expect_well_drawn(*panel, r.snapshot(), host, 30);
}

TEST_F(PanelsMapSymbols, AsksToBeDrawnAgainWhenAgesAndWarningsEnd) {
  std::vector<config::Time> wakes;
  symbols(regency(), test::squares(3, 2, 2), &wakes);
  EXPECT_THAT(wakes, testing::Contains(now() + 1h)) << "a quake of 2 hours, and a warning's end";
  EXPECT_THAT(wakes, testing::Each(testing::Gt(now())));
}

TEST_F(PanelsMapSymbols, Tells) {
  const Regency r = regency();
  const auto panel = stage::panel(r.catalogue, "map", kOptions, "Panel");
  stage::expect_golden("map", "symbols", stage::tell(*panel, r.snapshot(), host.look()));
  panels::Look schematic = host.look("en");
  auto map = test::squares(3, 2, 2);
  map.schematic = true;
  schematic.maps["contoh.toml"] = std::make_shared<const config::GeoMap>(map);
  stage::expect_golden("map", "symbols_schematic_english", stage::tell(*panel, r.snapshot(), schematic));
  EXPECT_THAT(stage::tell(*stage::panel(r.catalogue, "map", "indicator = 'progres.fisik'\n[[quakes]]\ntable = 'gempa'"),
                          Regency().snapshot(), host.look()),
              HasSubstr("tidak terbuka"))
      << "a table without rows says why";
}

TEST_F(PanelsMapSymbols, AreWellDrawn) {
  Regency r = regency();
  for (int i = 0; i < 80; ++i)
    place(r, std::to_string(i), i % 20 == 0 ? "mati" : "hidup", -0.02 * (i * 37 % 200), 0.03 * (i * 71 % 200));
  const auto panel = stage::panel(r.catalogue, "map", kOptions, "Peta dengan tempat");
  stage::expect_well_drawn(*panel, r.snapshot(), host, 30);
}

TEST_F(PanelsMapSymbols, WhatFindsNoRoomIsCountedAndWhatIsBadIsNot) {
  Regency r;
  for (int i = 0; i < 20; ++i) place(r, std::to_string(i), i < 2 ? "mati" : "hidup", -1, 1);
  const auto map = test::squares(3, 2, 2);
  const auto found = symbols(r, map);
  stage::Drawing d;
  panels::Paint paint{d.list};
  const feeds::Snapshot data = r.snapshot();
  const panels::Look look = host.look();
  const panels::Rect room{0, 0, 600, 400};
  const panels::Frame f{data, room, now(), look, paint, {}, false, {}};
  const auto left_out = [&](const std::vector<panels::MapSight>& sights, std::vector<panels::Rect> taken) {
    const auto got = panels::draw_symbols(f, found, sights, std::move(taken));
    return std::pair{got.without_room, got.out_of_sight};
  };
  const panels::MapView view = panels::fitted(map.least, map.most, room);
  EXPECT_EQ(left_out({{view, room}}, {}), std::pair(18, 0));
  EXPECT_EQ(left_out({{view, room}}, {room}), std::pair(18, 0)) << "letters everywhere";
  EXPECT_EQ(left_out({{view, {300, 0, 600, 400}}}, {}), std::pair(0, 20)) << "zoomed to another part";
  EXPECT_EQ(left_out({{view, room}, {view, {0, 0, 300, 400}}}, {}), std::pair(18, 0)) << "an inset over the map";
}

}  // namespace
