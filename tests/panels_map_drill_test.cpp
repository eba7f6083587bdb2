// From the districts of a center to what lies inside and around: which map knows it, and what the panel then shows.
#include <gmock/gmock.h>
#include "panels/map_drill.h"
#include "tests/support/panel_drawing.h"
#include "tests/support/panel_stage.h"
#include "tests/support/square_map.h"

namespace {

using panels::MapStep;

std::shared_ptr<const config::GeoMap> named(const std::vector<std::string>& codes) {
  config::GeoMap map = test::squares(static_cast<int>(codes.size()), 1, 1);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    map.areas[i].code = codes[i];
    map.areas[i].name = "Nama " + codes[i];
  }
  return std::make_shared<const config::GeoMap>(std::move(map));
}

struct MapDrill : testing::Test {
  panels::Maps maps{{"desa.map", named({"63.10.04.2001", "63.10.04.2002", "63.10.01.2001"})},
                    {"kabupaten.map", named({"63.09", "63.10", "62.01"})},
                    {"provinsi.map", named({"62", "63"})}};
};

TEST_F(MapDrill, FindsTheMapThatKnowsTheAreasInside) {
  const auto inside = panels::step_inside(maps, "63.10.04");
  ASSERT_TRUE(inside);
  EXPECT_EQ(inside->map, maps.at("desa.map"));
  EXPECT_EQ(panels::step_inside(maps, "63")->map, maps.at("kabupaten.map"));
  EXPECT_FALSE(panels::step_inside(maps, "63.10")) << "villages are no districts";
  EXPECT_FALSE(panels::step_inside(maps, "63.1")) << "a code is no beginning of another";
  EXPECT_FALSE(panels::step_inside(maps, ""));
}

TEST_F(MapDrill, FindsWhatLiesAround) {
  EXPECT_EQ(panels::step_around(maps, "63.10"), (MapStep{maps.at("kabupaten.map"), "63"}));
  EXPECT_EQ(panels::step_around(maps, "63"), (MapStep{maps.at("provinsi.map"), ""}));
  EXPECT_FALSE(panels::step_around(maps, "63.12")) << "no map has it";
}

TEST_F(MapDrill, ASchematicDrawingIsNoPlaceToGo) {
  auto drawn = std::make_shared<config::GeoMap>(*maps.at("desa.map"));
  drawn->schematic = true;
  maps["desa.map"] = drawn;
  EXPECT_FALSE(panels::step_inside(maps, "63.10.04"));
}

TEST_F(MapDrill, AreasWithoutASeriesAreMissingAndThoseWithOneAreShown) {
  const stage::Host host;
  stage::Regency r;
  r.series("progres.fisik@63.10.04.2002", {40, 41}, std::chrono::hours(1), std::chrono::hours(1));
  const feeds::Snapshot data = r.snapshot();
  const panels::Look look = host.look();
  ImDrawList list(ImGui::GetDrawListSharedData());
  panels::Paint paint{list};
  const panels::Frame frame{data, {0, 0, 400, 300}, stage::now(), look, paint, {}, true, [](feeds::Time) {}};
  panels::ChoroplethOptions options;
  options.indicator.name = "progres.fisik";
  const panels::Choropleth of = panels::choropleth_of(frame, options, *panels::step_inside(maps, "63.10.04"));
  ASSERT_EQ(of.districts.size(), 2u);
  EXPECT_EQ(of.districts[0].label, "Nama 63.10.04.2001");
  EXPECT_FALSE(of.districts[0].value);
  EXPECT_EQ(of.districts[1].value, 41);
  EXPECT_EQ(of.missing + (of.districts[1].shown() ? 1 : 0), 2);
}

}  // namespace
