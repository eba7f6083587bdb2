// Scale and north of a map: lengths hold on the ground, nothing is drawn where it has no room.
#include <gtest/gtest.h>

#include "config/geo_map.h"
#include "panels/map_scale.h"
#include "tests/support/panel_drawing.h"
#include "tests/support/panel_stage.h"

namespace {

using panels::Rect;

TEST(MapScale, AKilometreIsAsLongAsOnTheSphere) {
  for (const double latitude : {0.0, -3.4, 6.0, 60.0, -85.0}) {
    const double y = config::project(115, latitude).second, y2 = config::project(115, latitude - 0.01).second;
    const double px = panels::px_per_km(y, 1000);
    EXPECT_NEAR(1000 * (y2 - y) / (0.01 * 111.195) / px, 1, 0.002) << latitude;
  }
}

struct MapScaleDrawn : testing::Test {
  stage::Host host;
  // What a bar took of a room 600 px wide.
  Rect bar(double px_per_km, float least, float most) {
    stage::Drawing d;
    panels::Paint paint{d.list};
    const stage::Regency regency;
    const feeds::Snapshot data = regency.snapshot();
    const panels::Look look = host.look();
    const Rect room{10, 20, 610, 50};
    const panels::Frame f{data, room, stage::now(), look, paint, {}, false, {}};
    const Rect north = panels::draw_north(f, room);
    EXPECT_TRUE(north.left >= room.left && north.top >= room.top && north.bottom <= room.bottom && north.width() > 5);
    return panels::draw_scale(f, room, px_per_km, least, most);
  }
};

TEST_F(MapScaleDrawn, TakesWhatItSaysOrNothing) {
  const Rect ten = bar(5, 30, 300);
  EXPECT_GT(ten.width(), 50) << "10 km, and its words";
  EXPECT_LT(ten.width(), 160);
  EXPECT_EQ(ten.bottom, 50);
  EXPECT_EQ(bar(5, 30, 40).width(), 0) << "no room for the words";
  EXPECT_EQ(bar(1e-6, 30, 300).width(), 0) << "no length is so long";
  EXPECT_GT(bar(2000, 30, 400).width(), 200) << "metres";
}

}  // namespace
