// See geo_map.h: the projection, and schematic drawings as maps.
#include "config/geo_map.h"
#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace config {

std::pair<double, double> project(double longitude, double latitude) {
  const double radians = std::numbers::pi / 180;
  return {longitude, -std::asinh(std::tan(latitude * radians)) / radians};
}

std::pair<double, double> unproject(double x, double y) {
  const double radians = std::numbers::pi / 180;
  return {x, std::atan(std::sinh(-y * radians)) / radians};
}

namespace {

using Corner = std::pair<int, int>;  // in thousandths, so that corners of neighbours are equal
using Side = std::pair<Corner, Corner>;

Corner corner_of(const std::pair<float, float>& at) {
  return {static_cast<int>(std::lround(at.first * 1000)), static_cast<int>(std::lround(at.second * 1000))};
}
GeoPoint point_of(const Corner& c) {
  return {static_cast<float>(c.first) / 1000, static_cast<float>(c.second) / 1000};
}

// Sides of cells with the districts on both sides of them; -1: none.
std::map<Side, std::pair<int, int>> sides_of(const HexMap& hexes) {
  std::map<Side, std::pair<int, int>> out;
  for (std::size_t d = 0; d < hexes.districts.size(); ++d) {
    for (const HexCell& cell : hexes.districts[d].cells) {
      const auto around = corners(cell);
      for (std::size_t i = 0; i < around.size(); ++i) {
        const Corner from = corner_of(around[i]), to = corner_of(around[(i + 1) % around.size()]);
        const Side side = std::minmax(from, to);
        const auto [at, is_new] = out.try_emplace(side, static_cast<int>(d), -1);
        if (!is_new) at->second.second = static_cast<int>(d);
      }
    }
  }
  return out;
}

void add_arcs(MapLevel& level, std::pair<int, int> between, std::vector<Side> sides) {
  while (!sides.empty()) {
    std::vector<Corner> line = {sides.back().first, sides.back().second};
    sides.pop_back();
    for (bool grows = true; grows;) {
      grows = false;
      for (std::size_t i = 0; i < sides.size() && !grows; ++i) {
        const auto [a, b] = sides[i];
        grows = true;
        if (a == line.back())
          line.push_back(b);
        else if (b == line.back())
          line.push_back(a);
        else if (a == line.front())
          line.insert(line.begin(), b);
        else if (b == line.front())
          line.insert(line.begin(), a);
        else
          grows = false;
        if (grows) sides.erase(sides.begin() + static_cast<std::ptrdiff_t>(i));
      }
    }
    level.arcs.push_back({between.first, between.second, static_cast<std::uint32_t>(level.points.size()),
                          static_cast<std::uint32_t>(line.size())});
    for (const Corner& c : line) level.points.push_back(point_of(c));
  }
}

float distance(GeoPoint p, GeoPoint a, GeoPoint b) {
  const float dx = b.x - a.x, dy = b.y - a.y;
  const float along = std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy), 0.0f, 1.0f);
  return std::hypot(p.x - a.x - along * dx, p.y - a.y - along * dy);
}

GeoPoint middle(const HexCell& cell) {
  GeoPoint out;
  for (const auto& [x, y] : corners(cell)) {
    out.x += x / 6;
    out.y += y / 6;
  }
  return out;
}

// The best of the cells' middles and what lies half way between two of them.
void find_label(MapArea& area, int which, const HexDistrict& district,
                const std::map<Side, std::pair<int, int>>& sides) {
  for (const HexCell& a : district.cells) {
    for (const HexCell& b : district.cells) {
      const GeoPoint m = middle(a), n = middle(b), at{(m.x + n.x) / 2, (m.y + n.y) / 2};
      if (std::hypot(m.x - n.x, m.y - n.y) > 2) continue;
      float room = 1e9f;
      for (const auto& [side, between] : sides)
        if (between.first != between.second && (between.first == which || between.second == which))
          room = std::min(room, distance(at, point_of(side.first), point_of(side.second)));
      if (room <= area.label_radius) continue;
      area.label = at;
      area.label_radius = room;
    }
  }
}

}  // namespace

GeoMap to_geo_map(const HexMap& hexes) {
  GeoMap map;
  map.schematic = true;
  map.least = {1e9f, 1e9f};
  map.most = {-1e9f, -1e9f};
  MapLevel& level = map.levels.emplace_back();
  const auto sides = sides_of(hexes);
  for (std::size_t d = 0; d < hexes.districts.size(); ++d) {
    const HexDistrict& district = hexes.districts[d];
    MapArea& area = map.areas.emplace_back();
    area.code = district.code;
    area.least = {1e9f, 1e9f};
    area.most = {-1e9f, -1e9f};
    level.first_vertex.push_back(static_cast<std::uint32_t>(level.vertices.size()));
    level.first_index.push_back(static_cast<std::uint32_t>(level.indices.size()));
    for (const HexCell& cell : district.cells) {
      const auto base = static_cast<std::uint32_t>(level.vertices.size());
      for (const auto& at : corners(cell)) {
        const GeoPoint p = point_of(corner_of(at));
        level.vertices.push_back(p);
        area.least = {std::min(area.least.x, p.x), std::min(area.least.y, p.y)};
        area.most = {std::max(area.most.x, p.x), std::max(area.most.y, p.y)};
      }
      for (std::uint32_t i = 1; i + 1 < 6; ++i)
        level.indices.insert(level.indices.end(), {base, base + i, base + i + 1});
    }
    map.least = {std::min(map.least.x, area.least.x), std::min(map.least.y, area.least.y)};
    map.most = {std::max(map.most.x, area.most.x), std::max(map.most.y, area.most.y)};
    find_label(area, static_cast<int>(d), district, sides);
  }
  level.first_vertex.push_back(static_cast<std::uint32_t>(level.vertices.size()));
  level.first_index.push_back(static_cast<std::uint32_t>(level.indices.size()));
  std::map<std::pair<int, int>, std::vector<Side>> borders;
  for (const auto& [side, between] : sides)
    if (between.first != between.second) borders[std::minmax(between.first, between.second)].push_back(side);
  for (auto& [between, lines] : borders) add_arcs(level, between, std::move(lines));
  return map;
}

}  // namespace config
