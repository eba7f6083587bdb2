// Maps on the canvas: neighbours without cracks, what is kept while a map moves, hatches and borders.
#include "viewer/map_painter.h"
#include <gtest/gtest.h>
#include <cmath>
#include <random>
#include <utility>
#include "panels/areas.h"
#include "tests/support/drawing.h"
#include "tests/support/square_map.h"

namespace {

using panels::AreaColour;
using panels::AreaPaint;
using viewer::Picture;
using viewer::SizePx;

constexpr SizePx size{240, 160};
constexpr ImU32 ground = IM_COL32(200, 0, 200, 255), red = IM_COL32(220, 30, 30, 255),
                blue = IM_COL32(30, 30, 220, 255), white = IM_COL32(255, 255, 255, 255);

struct MapPainterTest : testing::Test {
  test::Drawing drawing{size};
  std::shared_ptr<const config::GeoMap> map = std::make_shared<const config::GeoMap>(test::squares(6, 4, 1));
  std::vector<AreaColour> colours = std::vector<AreaColour>(24, {red, 0});
  AreaPaint paint;

  MapPainterTest() {
    paint.map = map;
    paint.view = {{20, 20}, 30};
    paint.clip = {0, 0, 240, 160};
    paint.border_px = 0;
    paint.border = white;
    paint.slot = 1;
  }
  Picture picture() {
    paint.colours = colours;
    drawing.canvas->begin(ground);
    ImDrawList& list = drawing.canvas->draw(1, {0, 0, size.width, size.height});
    drawing.canvas->areas().paint(list, paint);
    drawing.canvas->finish();
    return drawing.canvas->read();
  }
  Picture whole() {  // painted anew: of this one nothing is kept
    const std::uint64_t slot = std::exchange(paint.slot, ++fresh);
    Picture out = picture();
    paint.slot = slot;
    return out;
  }
  std::uint64_t fresh = 100;
};

std::array<int, 4> rgba(ImU32 c) {
  const ImVec4 v = ImGui::ColorConvertU32ToFloat4(c);
  return {static_cast<int>(std::lround(v.x * 255)), static_cast<int>(std::lround(v.y * 255)),
          static_cast<int>(std::lround(v.z * 255)), static_cast<int>(std::lround(v.w * 255))};
}
int count(const Picture& p, ImU32 colour) {
  int out = 0;
  for (int y = 0; y < p.size.height; ++y)
    for (int x = 0; x < p.size.width; ++x) out += test::pixel(p, x, y) == rgba(colour);
  return out;
}

TEST_F(MapPainterTest, NeighboursLeaveNoCracksAtAnyPlaceAndZoom) {
  std::mt19937 random(7);
  std::uniform_real_distribution<float> place(-0.5f, 0.5f), zoom(3, 400);
  for (int i = 0; i < 40; ++i) {
    const float scale = zoom(random);
    paint.view = {{120 - 3 * scale + place(random), 80 - 2 * scale + place(random)}, scale};
    for (std::size_t a = 0; a < colours.size(); ++a) colours[a].fill = a % 2 ? red : blue;
    const Picture p = picture();
    const int left = std::max(0, static_cast<int>(std::ceil(paint.view.at.x))) + 1,
              right = std::min(size.width, static_cast<int>(paint.view.at.x + 6 * scale)) - 1;
    const int top = std::max(0, static_cast<int>(std::ceil(paint.view.at.y))) + 1,
              bottom = std::min(size.height, static_cast<int>(paint.view.at.y + 4 * scale)) - 1;
    int cracks = 0;
    for (int y = top; y < bottom; ++y)
      for (int x = left; x < right; ++x) {
        const auto c = test::pixel(p, x, y);
        cracks += c != rgba(red) && c != rgba(blue);
      }
    EXPECT_EQ(cracks, 0) << "scale " << scale;
  }
}

TEST_F(MapPainterTest, ACrackWouldBeSeen) {
  auto broken = std::make_shared<config::GeoMap>(*map);
  for (std::uint32_t i = broken->levels[0].first_vertex[7]; i < broken->levels[0].first_vertex[8]; ++i)
    broken->levels[0].vertices[i].x += 0.05f;
  paint.map = broken;
  paint.view = {{-30, -30}, 60};
  EXPECT_GT(count(picture(), ground), 0);
}

TEST_F(MapPainterTest, WhatIsKeptAndMovedIsWhatWouldBePaintedAnew) {
  std::mt19937 random(11);
  std::uniform_int_distribution<int> step(-37, 37);
  for (std::size_t a = 0; a < colours.size(); ++a)
    colours[a] = {IM_COL32(10 * a, 255 - 10 * a, 80, 255), a % 5 ? 0 : white};
  paint.border_px = 2.5f;
  paint.view = {{-60, -40}, 70};
  picture();
  for (int i = 0; i < 25; ++i) {
    paint.view.at.x += static_cast<float>(step(random));
    paint.view.at.y += static_cast<float>(step(random));
    EXPECT_EQ(test::different(picture(), whole(), 2), 0) << "step " << i;
  }
}

TEST_F(MapPainterTest, OnlyWhatComesIntoViewIsPainted) {
  picture();
  const auto before = drawing.canvas->areas().count().pixels;
  EXPECT_EQ(before, 240 * 160);
  paint.view.at.x += 9;
  picture();
  EXPECT_EQ(drawing.canvas->areas().count().pixels - before, 9 * 160);
  const auto moved = drawing.canvas->areas().count().pixels;
  picture();
  EXPECT_EQ(drawing.canvas->areas().count().pixels, moved) << "nothing has changed";
  paint.view.at.y += 1000;
  picture();
  EXPECT_EQ(drawing.canvas->areas().count().pixels - moved, 240 * 160) << "nothing of it can be kept";
}

TEST_F(MapPainterTest, AColourIsChangedWithoutAnotherMesh) {
  const auto before = picture();
  const auto bytes = drawing.canvas->areas().count().bytes;
  colours[0].fill = blue;
  const auto after = picture();
  EXPECT_EQ(count(after, blue), 30 * 30);
  EXPECT_EQ(count(before, blue), 0);
  EXPECT_EQ(drawing.canvas->areas().count().bytes, bytes);
}

TEST_F(MapPainterTest, MovingTakesACoarserLevelAndRestTheFineOne) {
  auto levels = std::make_shared<config::GeoMap>(*map);
  config::MapLevel coarse = levels->levels[0];
  coarse.tolerance = 0.3f;
  for (auto& v : coarse.vertices) v.y = v.y > 3.5f ? 3.5f : v.y;
  levels->levels.push_back(coarse);
  levels->levels[0].indices.reserve(200000);
  for (int i = 0; i < 20000; ++i)  // far more triangles than a moving map may have
    for (const std::uint32_t v : {0u, 1u, 2u})
      levels->levels[0].indices.push_back(v + levels->levels[0].first_vertex[23]);
  levels->levels[0].first_index.back() = static_cast<std::uint32_t>(levels->levels[0].indices.size());
  paint.map = levels;
  paint.moving = true;
  EXPECT_EQ(count(picture(), red), 180 * 105);
  paint.moving = false;
  EXPECT_EQ(count(picture(), red), 180 * 120);
}

TEST_F(MapPainterTest, HatchesAndBordersArePaintedAndGoWithTheMap) {
  colours.assign(24, {red, white});
  paint.stripe_px = 2;
  paint.apart_px = 8;
  const Picture hatched = picture();
  EXPECT_GT(count(hatched, white), 0);
  EXPECT_LT(count(hatched, white), 180 * 120 / 4);
  paint.view.at.x += 3;
  const Picture moved = picture();
  int same = 0, all = 0;
  for (int y = 25; y < 135; ++y)
    for (int x = 25; x < 190; ++x, ++all) same += test::pixel(hatched, x, y) == test::pixel(moved, x + 3, y);
  EXPECT_EQ(same, all);
  colours.clear();
  paint.border_px = 3;
  const Picture borders = picture();
  EXPECT_GT(count(borders, white), 7 * 120 * 2);
  EXPECT_EQ(count(borders, red), 0) << "no colours: borders alone";
}

TEST_F(MapPainterTest, APictureLongUnaskedForIsGivenBack) {
  picture();
  const auto before = drawing.canvas->areas().count().bytes;
  for (int i = 0; i < 700; ++i) drawing.canvas->areas().sweep();
  EXPECT_EQ(drawing.canvas->areas().count().bytes, before - 240 * 160 * 4);
  EXPECT_GT(count(picture(), red), 0);
}

TEST(Areas, LabelsGoWhereThereIsMostRoomAndTouchesFindTheirArea) {
  const panels::Areas areas(std::make_shared<const config::GeoMap>(test::squares(3, 2, 2)));
  const panels::MapView view{{10, 20}, 50};
  const panels::Spot spot = areas.widest(4, view, 20);
  EXPECT_NEAR(spot.centre.x, 10 + 3 * 50, 1);
  EXPECT_NEAR(spot.centre.y, 20 + 3 * 50, 30);
  EXPECT_NEAR(spot.width, 100, 1);
  EXPECT_EQ(areas.widest(4, view, 101).width, 0);
  EXPECT_EQ(areas.find("63.10.05"), 4u);
  EXPECT_FALSE(areas.find("63.10.99"));
  EXPECT_EQ(areas.at(view.point({10 + 130, 20 + 170})), 4u);
  EXPECT_FALSE(areas.at(view.point({5, 5})));
}

TEST(Areas, ADrawingOfHexagonsIsAMapWithBordersOnlyWhereDistrictsMeet) {
  config::HexMap hexes{{{"a", {{0, 0}, {1, 0}}}, {"b", {{2, 0}}}}};
  const config::GeoMap map = config::to_geo_map(hexes);
  std::size_t sides = 0;
  for (const config::MapArc& arc : map.levels[0].arcs) sides += arc.count - 1;
  EXPECT_EQ(sides, 18u - 2u - 1u) << "the side inside a is none, the one between a and b one and not two";
  EXPECT_TRUE(map.schematic);
  EXPECT_EQ(map.levels[0].indices.size(), 3u * 4u * 3u);
  EXPECT_GT(map.areas[0].label_radius, 0.8f);
}

}  // namespace
