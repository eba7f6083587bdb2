// Far islands in frames: each area whole in one part and seen in no other, frames over nothing.
#include <gtest/gtest.h>

#include <random>

#include "panels/map_insets.h"
#include "tests/support/square_map.h"

namespace {

using panels::MapParts;
using panels::Rect;

config::GeoMap boxes(const std::vector<std::array<float, 4>>& all) {
  config::GeoMap map;
  for (const auto& b : all) {
    config::MapArea& area = map.areas.emplace_back();
    area.least = {b[0], b[1]};
    area.most = {b[2], b[3]};
    if (map.areas.size() == 1) {
      map.least = area.least;
      map.most = area.most;
    }
    map.least = {std::min(map.least.x, b[0]), std::min(map.least.y, b[1])};
    map.most = {std::max(map.most.x, b[2]), std::max(map.most.y, b[3])};
  }
  return map;
}

bool meets(const Rect& a, const Rect& b) {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
}
Rect box_of(const panels::MapView& view, const config::MapArea& area) {
  const ImVec2 a = view.pixel(area.least), b = view.pixel(area.most);
  return {a.x, a.y, b.x, b.y};
}
bool within(const Rect& a, const Rect& b) {
  return a.left >= b.left - 0.6f && a.top >= b.top - 0.6f && a.right <= b.right + 0.6f && a.bottom <= b.bottom + 0.6f;
}

void expect_right(const config::GeoMap& map, const MapParts& parts, const Rect& room) {
  for (std::size_t i = 0; i < map.areas.size(); ++i) {
    int whole = 0, seen = 0;
    const auto count = [&](const panels::MapView& view, const Rect& clip) {
      whole += within(box_of(view, map.areas[i]), clip) ? 1 : 0;
      seen += meets(box_of(view, map.areas[i]), clip) ? 1 : 0;
    };
    count(parts.view, room);
    for (const panels::MapInset& inset : parts.insets) {
      count(inset.view, inset.clip);
      EXPECT_TRUE(!meets(box_of(parts.view, map.areas[i]), inset.frame)) << "a frame over area " << i;
    }
    EXPECT_EQ(whole, 1) << "area " << i;
    EXPECT_EQ(seen, 1) << "area " << i;
  }
  for (std::size_t i = 0; i < parts.insets.size(); ++i) {
    EXPECT_TRUE(within(parts.insets[i].frame, room));
    EXPECT_TRUE(within(parts.insets[i].clip, parts.insets[i].frame));
    EXPECT_NEAR(parts.insets[i].view.scale, parts.view.scale * parts.insets[i].times, 1e-3f * parts.view.scale);
    for (std::size_t j = 0; j < i; ++j) EXPECT_FALSE(meets(parts.insets[i].frame, parts.insets[j].frame));
  }
}

constexpr Rect room{100, 50, 900, 550};

TEST(MapInsets, AMapOfOnePieceHasNone) {
  const config::GeoMap map = test::squares(5, 4, 0.2f);
  const MapParts parts = panels::map_parts(map, room, 20);
  EXPECT_TRUE(parts.insets.empty());
  EXPECT_FLOAT_EQ(parts.view.scale, panels::fitted(map.least, map.most, room).scale);
}

TEST(MapInsets, AnIslandNearbyStaysWhereItIs) {
  const auto map = boxes({{0, 0, 1, 1}, {1, 0, 2, 1}, {2.4f, 0, 2.6f, 1}});
  EXPECT_TRUE(panels::map_parts(map, room, 20).insets.empty());
}

TEST(MapInsets, AFarIslandGetsAFrameAndTheMapGrows) {
  const auto map = boxes({{0, 0, 1, 1}, {1, 0, 2, 1}, {0, 1, 1, 2}, {6, -3, 6.3f, -2.8f}});
  const MapParts parts = panels::map_parts(map, room, 20);
  ASSERT_EQ(parts.insets.size(), 1);
  EXPECT_GT(parts.view.scale, panels::fitted(map.least, map.most, room).scale / 0.6f);
  expect_right(map, parts, room);
}

TEST(MapInsets, AMapWithoutAreasOrInNoRoomHasNone) {
  EXPECT_TRUE(panels::map_parts({}, room, 20).insets.empty());
  const auto map = boxes({{0, 0, 1, 1}, {1, 0, 2, 1}, {9, 9, 9.1f, 9.1f}});
  EXPECT_TRUE(panels::map_parts(map, {0, 0, 30, 20}, 20).insets.empty());
}

TEST(MapInsets, EveryAreaIsShownExactlyOnce) {
  std::mt19937 random(7);
  const auto any = [&](float least, float most) { return std::uniform_real_distribution<float>(least, most)(random); };
  int framed = 0;
  for (int round = 0; round < 3000; ++round) {
    std::vector<std::array<float, 4>> all;
    const int groups = 1 + static_cast<int>(random() % 5);
    for (int g = 0; g < groups; ++g) {
      const float x = any(0, 10), y = any(0, 8);
      for (int i = g == 0 ? -4 : 0; i < static_cast<int>(random() % 4); ++i) {
        const float left = x + any(-0.5f, 0.5f), top = y + any(-0.5f, 0.5f);
        all.push_back({left, top, left + any(0.01f, 0.6f), top + any(0.01f, 0.6f)});
      }
    }
    const auto map = boxes(all);
    const Rect r{any(0, 50), any(0, 50), any(200, 1800), any(150, 1000)};
    const MapParts parts = panels::map_parts(map, r, 20);
    framed += parts.insets.empty() ? 0 : 1;
    expect_right(map, parts, r);
    if (HasFailure()) FAIL() << "round " << round;
  }
  EXPECT_GT(framed, 300);
}

}  // namespace
