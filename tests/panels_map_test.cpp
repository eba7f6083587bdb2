// The map panel: what its ways say, one scale for all moments, zoom, pan and taps, pictures.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "panels/classes.h"
#include "panels/map_controls.h"
#include "panels/map_ways.h"
#include "tests/support/card_picture.h"
#include "tests/support/golden_text.h"
#include "tests/support/panel_drawing.h"
#include "tests/support/square_map.h"

namespace {

using namespace std::chrono_literals;
using panels::Frame;
using panels::Rect;
using panels::Way;
using stage::now;
using stage::Regency;

std::string district(int i) {
  return "progres.fisik@63.10.0" + std::to_string(i + 1);
}
// Ends of months until 1 November 2026.
std::vector<std::pair<config::Time, double>> months(const std::vector<double>& values) {
  std::vector<std::pair<config::Time, double>> out;
  const unsigned first = 12 - static_cast<unsigned>(values.size());
  for (unsigned i = 0; i < values.size(); ++i)
    out.emplace_back(config::midnight(std::chrono::year(2026) / std::chrono::month(first + i) / 1, config::Zone::wita),
                     values[i]);
  return out;
}
Regency progress() {
  Regency r;
  const std::vector<double> values[] = {{70.1, 74, 82.4}, {58, 63.5, 61.2}, {50, 55}, {20.5, 24.3, 28.4}, {}, {43.5}};
  for (int i = 0; i < 6; ++i)
    if (i != 4) r.at(district(i), months(values[i]));
  r.at(district(2), {months({50, 55, 0})[0], months({50, 55, 0})[1]});
  return r;
}

struct PanelsMap : testing::Test {
  stage::Host host;
  panels::Look look = host.look();

  void expect(const std::string& name, const Regency& r, const std::string& options, const std::string& lang = "id") {
    const auto panel = stage::panel(r.catalogue, "map", "indicator = 'progres.fisik'\n" + options);
    stage::expect_golden("map", name, stage::tell(*panel, r.snapshot(), host.look(lang)));
  }
  std::vector<panels::MomentView> views(const feeds::Snapshot& data, Way way, int most = 6,
                                        panels::Classes classes = panels::Classes::quantile) {
    ImDrawList list(ImGui::GetDrawListSharedData());
    panels::Paint paint{list};
    const Frame f{data, {0, 0, 100, 100}, now(), look, paint, {}, false, {}};
    panels::ChoroplethOptions o;
    o.indicator.name = "progres.fisik";
    o.classes = classes;
    return panels::moment_views(f, o, {way, {}, most}, way);
  }
};

TEST_F(PanelsMap, TellsEveryWay) {
  const Regency r = progress();
  for (const char* view : {"change", "two", "multiples"}) expect(view, r, std::string("view = '") + view + "'");
  expect("multiples_english", r, "view = 'multiples'\nmoments = 2", "en");
  Regency young;
  for (int i = 0; i < 6; ++i) young.at(district(i), months({10.0 * i}));
  expect("multiples_without_past", young, "view = 'multiples'");
  expect("change_without_past", young, "view = 'change'");
  Regency late;
  for (int i = 0; i < 6; ++i) late.at(district(i), {months({10.0 * i + 5, 0})[0]});
  expect("late", late, "");
}

TEST_F(PanelsMap, MomentsShareOneScaleAndAscendUntilNow) {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> any(-50, 50);
  for (int round = 0; round < 200; ++round) {
    Regency r;
    const int past = 1 + static_cast<int>(random() % 9);
    double last = 0;
    for (int i = 0; i < 6; ++i) {
      std::vector<double> values;
      for (int m = 0; m < past; ++m) values.push_back(i == 0 ? 100.0 * m : any(random));
      if (i == 0) last = values.back();
      r.at(district(i), months(values));
    }
    const feeds::Snapshot data = r.snapshot();
    for (const Way way : panels::all_ways) {
      if (way == Way::change) continue;
      const int most = 2 + static_cast<int>(random() % 6);
      const auto all = views(data, way, most);
      ASSERT_FALSE(all.empty());
      EXPECT_LE(static_cast<int>(all.size()), way == Way::multiples || way == Way::play ? most : 2);
      EXPECT_EQ(*all.back().of.districts[0].value, last) << "the last is now";
      for (std::size_t i = 0; i + 1 < all.size(); ++i) {
        EXPECT_EQ(all[i].of.bounds, all.back().of.bounds);
        EXPECT_LT(*all[i].of.districts[0].value, *all[i + 1].of.districts[0].value);
        EXPECT_NE(all[i].caption, all[i + 1].caption);
      }
    }
    const auto changed = views(data, Way::change), both = views(data, Way::two);
    ASSERT_EQ(changed.size(), 1);
    EXPECT_EQ(changed[0].of.change, past > 1);
    for (std::size_t i = 0; past > 1 && i < 6; ++i)
      EXPECT_DOUBLE_EQ(*changed[0].of.districts[i].value,
                       *both[1].of.districts[i].value - *both[0].of.districts[i].value);
  }
}

TEST_F(PanelsMap, ClassesUnderTheTargetAndOfWhatFellAreCounted) {
  std::mt19937 random(5);
  for (int round = 0; round < 300; ++round) {
    Regency r;
    for (int i = 0; i < 6; ++i)
      r.at(district(i), months({static_cast<double>(random() % 100), static_cast<double>(random() % 100)}));
    const feeds::Snapshot data = r.snapshot();
    const auto sided = [](const panels::Choropleth& c, double turn) {
      for (const panels::Entry& e : c.districts)
        if (panels::class_of(*e.value, c.bounds) < c.below) {
          EXPECT_LT(*e.value, turn + 1e-6);
        } else {
          EXPECT_GE(*e.value, turn - 1e-6);
        }
    };
    const auto target = views(data, Way::now, 6, panels::Classes::target);
    EXPECT_GT(target[0].of.below, 0);
    sided(target[0].of, 70);
    EXPECT_EQ(views(data, Way::now)[0].of.below, 0);
    if (const auto changed = views(data, Way::change); changed[0].of.below > 0) sided(changed[0].of, 0);
  }
}

// What a person does, without a painter of areas.
struct PanelsMapTouched : PanelsMap {
  const config::GeoMap map = test::squares(6, 4, 1);
  const panels::MapExtent extent{map.least, map.most};
  const Rect room{50, 20, 650, 420};
  const feeds::Snapshot data = progress().snapshot();
  ImDrawList list{ImGui::GetDrawListSharedData()};
  panels::Paint paint{list};
  panels::MapLens lens;

  void take(const panels::Input& input) {
    lens.take({data, room, now(), look, paint, input, true, {}}, extent, room, input);
  }
  static panels::Input zoom(float by, ImVec2 at) {
    panels::Input out;
    out.zoom = by;
    out.zoomed_at = at;
    return out;
  }
  static panels::Input drag(ImVec2 by) {
    panels::Input out;
    out.drag = by;
    out.dragged_to = {300, 200};
    return out;
  }
};

TEST_F(PanelsMapTouched, ZoomKeepsThePlaceUnderTheFinger) {
  const ImVec2 finger{420, 150};
  for (const float by : {1.7f, 1.3f, 0.8f}) {
    const auto before = lens.view(extent, room).point(finger);
    take(zoom(by, finger));
    const auto after = lens.view(extent, room);
    const ImVec2 there = after.pixel(before);
    EXPECT_NEAR(there.x, finger.x, 1);
    EXPECT_NEAR(there.y, finger.y, 1);
  }
  EXPECT_FALSE(lens.whole());
  take(zoom(1000, finger));
  EXPECT_LE(lens.view(extent, room).scale, panels::fitted(map.least, map.most, room).scale * 64.1f);
  take(zoom(0.0001f, finger));
  EXPECT_TRUE(lens.whole());
  take(zoom(2, {10, 10}));
  EXPECT_TRUE(lens.whole()) << "a finger outside";
}

TEST_F(PanelsMapTouched, PanMovesByWholePixelsAndNeverBeyond) {
  take(drag({30, 30}));
  EXPECT_TRUE(lens.whole()) << "what is whole stays in its middle";
  take(zoom(4, {350, 220}));
  const auto before = lens.view(extent, room);
  take(drag({3.4f, -7.6f}));
  const auto after = lens.view(extent, room);
  EXPECT_EQ(after.scale, before.scale);
  EXPECT_EQ(after.at.x - before.at.x, 3);
  EXPECT_EQ(after.at.y - before.at.y, -8);
  for (const ImVec2 by : {ImVec2{1e4f, 1e4f}, {-1e5f, 40}, {70, -1e5f}}) {
    take(drag(by));
    const auto middle = lens.view(extent, room).point({350, 220});
    EXPECT_GE(middle.x, map.least.x - 0.02f);
    EXPECT_LE(middle.x, map.most.x + 0.02f);
    EXPECT_GE(middle.y, map.least.y - 0.02f);
    EXPECT_LE(middle.y, map.most.y + 0.02f);
  }
}

// Every vertex of a drawing of the panel.
struct PanelsMapTapped : PanelsMap {
  const Regency regency = progress();
  const feeds::Snapshot data = regency.snapshot();
  std::unique_ptr<panels::Panel> panel = stage::panel(regency.catalogue, "map", "indicator = 'progres.fisik'");
  const Rect card{0, 0, 1200, 700};
  using Picture = std::vector<std::array<float, 3>>;

  Picture draw(std::optional<ImVec2> tap = {}, bool full = true) {
    stage::Drawing d;
    panels::Paint paint{d.list};
    panels::Input input;
    input.tap = tap;
    panel->draw({data, card, now(), look, paint, input, full, [](config::Time) {}});
    Picture out;
    for (const ImDrawVert& v : d.list.VtxBuffer) out.push_back({v.pos.x, v.pos.y, static_cast<float>(v.col)});
    return out;
  }
};

TEST_F(PanelsMapTapped, ButtonsChangeTheWayAndTheFirstGivesItBack) {
  const Picture first = draw();
  const float y = card.bottom - 8;
  std::set<Picture> seen{first};
  for (float x = 10; x < 900; x += 15) {
    draw(ImVec2{x, y});
    seen.insert(draw());
  }
  EXPECT_GE(seen.size(), 5u) << "ways and zooms";
  draw({}, false);
  EXPECT_EQ(draw(), first) << "closed and opened again";
  draw(ImVec2{160, y});
  EXPECT_NE(draw(), first);
  draw(ImVec2{10, y});
  EXPECT_EQ(draw(), first);
}

TEST_F(PanelsMapTapped, ARowOfTheRankingChoosesADistrictAndLeavesIt) {
  const Picture first = draw();
  draw(ImVec2{1100, 60});
  const Picture chosen = draw();
  EXPECT_NE(chosen, first);
  draw(ImVec2{1100, 690});
  EXPECT_EQ(draw(), chosen) << "below the ranking there is nothing";
  draw({}, false);
  EXPECT_EQ(draw(), first);
}

TEST_F(PanelsMapTapped, AnAreaOfTheMapIsChosenAndTheSameOneLeavesIt) {
  const Picture first = draw();
  const ImVec2 area{150, 200};
  draw(area);
  EXPECT_NE(draw(), first);
  draw(area);
  EXPECT_EQ(draw(), first);
}

TEST(PanelsMapPictures, OfDistricts) {
  const Regency r = progress();
  stage::expect_cards(*stage::panel(r.catalogue, "map", "indicator = 'progres.fisik'", "Progres fisik"), r.snapshot(),
                      "map/now");
  stage::expect_cards(
      *stage::panel(r.catalogue, "map", "indicator = 'progres.fisik'\nclasses = 'target'", "Progres terhadap target"),
      r.snapshot(), "map/target");
}

}  // namespace
