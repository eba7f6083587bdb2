// See levels.h.
#include "viewer/maps/levels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "viewer/maps/label.h"
#include "viewer/maps/simplify.h"
#include "viewer/maps/triangulate.h"

namespace viewer::maps {
namespace {

using config::GeoPoint;
using config::MapLevel;

// The arcs that a level keeps, of its points.
std::vector<Arc> arcs_at(const Coverage& coverage, const Simplified& simplified, std::size_t level) {
  std::vector<Arc> out;
  for (std::size_t a = 0; a < coverage.arcs.size(); ++a) {
    Arc arc{coverage.arcs[a].left, coverage.arcs[a].right, {}};
    for (std::size_t i = 0; i < simplified.depth[a].size(); ++i)
      if (simplified.depth[a][i] >= level) arc.points.push_back(coverage.arcs[a].points[i]);
    if (arc.points.size() >= 2) out.push_back(std::move(arc));
  }
  return out;
}

std::vector<Triangle> triangles_of(const std::vector<Point>& points, const std::vector<Arc>& arcs) {
  std::vector<std::uint32_t> number(points.size(), 0), kept;
  std::vector<Point> used;
  std::vector<Side> sides;
  for (const Arc& arc : arcs) {
    for (const std::uint32_t p : arc.points) {
      if (number[p] != 0) continue;
      used.push_back(points[p]);
      kept.push_back(p);
      number[p] = static_cast<std::uint32_t>(used.size());
    }
    for (std::size_t i = 1; i < arc.points.size(); ++i)
      sides.push_back({number[arc.points[i - 1]] - 1, number[arc.points[i]] - 1, arc.left, arc.right});
  }
  std::vector<Triangle> out = triangulate(used, sides);
  for (Triangle& t : out) t = {kept[t.a], kept[t.b], kept[t.c], t.area};
  return out;
}

class Filler {
 public:
  Filler(const Coverage& coverage, const MapGrid& grid, std::size_t areas)
      : coverage_(coverage), grid_(grid), local_(coverage.points.size(), 0), areas_(areas) {}
  MapLevel level(const std::vector<Arc>&, std::vector<Triangle>);

 private:
  GeoPoint point(std::uint32_t p) const {
    return {static_cast<float>(coverage_.points[p].x * grid_.step),
            static_cast<float>(coverage_.points[p].y * grid_.step)};
  }
  const Coverage& coverage_;
  const MapGrid& grid_;
  std::vector<std::uint32_t> local_;  // of each point: its vertex in the area at hand
  std::size_t areas_;
};

// Y goes downwards on the map, so an arc's sides change places.
MapLevel Filler::level(const std::vector<Arc>& arcs, std::vector<Triangle> triangles) {
  MapLevel out;
  std::vector<std::vector<std::uint32_t>> of_area(areas_);
  for (std::uint32_t a = 0; a < arcs.size(); ++a) {
    out.arcs.push_back({arcs[a].right, arcs[a].left, static_cast<std::uint32_t>(out.points.size()),
                        static_cast<std::uint32_t>(arcs[a].points.size())});
    for (const std::uint32_t p : arcs[a].points) out.points.push_back(point(p));
    for (const std::int32_t area : {arcs[a].left, arcs[a].right})
      if (area >= 0) of_area[static_cast<std::size_t>(area)].push_back(a);
  }
  std::stable_sort(triangles.begin(), triangles.end(), [](const auto& l, const auto& r) { return l.area < r.area; });
  auto next = triangles.begin();
  for (std::size_t area = 0; area < areas_; ++area) {
    out.first_vertex.push_back(static_cast<std::uint32_t>(out.vertices.size()));
    out.first_index.push_back(static_cast<std::uint32_t>(out.indices.size()));
    for (const std::uint32_t a : of_area[area]) {
      const bool closed = arcs[a].points.front() == arcs[a].points.back();
      for (std::size_t i = 0; i + (closed ? 1 : 0) < arcs[a].points.size(); ++i) {
        local_[arcs[a].points[i]] = static_cast<std::uint32_t>(out.vertices.size());
        out.vertices.push_back(point(arcs[a].points[i]));
      }
    }
    std::vector<std::array<std::uint32_t, 3>> own;
    for (; next != triangles.end() && next->area == static_cast<std::int32_t>(area); ++next) {
      own.push_back({local_[next->a], local_[next->b], local_[next->c]});
      std::rotate(own.back().begin(), std::min_element(own.back().begin(), own.back().end()), own.back().end());
    }
    std::sort(own.begin(), own.end());
    for (const auto& corners : own) out.indices.insert(out.indices.end(), corners.begin(), corners.end());
  }
  out.first_vertex.push_back(static_cast<std::uint32_t>(out.vertices.size()));
  out.first_index.push_back(static_cast<std::uint32_t>(out.indices.size()));
  return out;
}

// From 3 to 4, and such that a level comes out at what a whole nation is to be drawn with.
double ratio_for(std::size_t triangles) {
  constexpr double drawn_at_once = 29'500;  // below 30,000 after rounding
  const double times = static_cast<double>(triangles) / drawn_at_once;
  if (times <= 1) return 4;
  return std::clamp(std::pow(times, 1 / std::ceil(std::log(times) / std::log(4.0))), 3.0, 4.0);
}

// A two hundredth of the map's longer side: two pixels where the map is 400 wide.
double coarsest(const Coverage& coverage) {
  Point least = coverage.points.front(), most = least;
  for (const Point p : coverage.points) {
    least = {std::min(least.x, p.x), std::min(least.y, p.y)};
    most = {std::max(most.x, p.x), std::max(most.y, p.y)};
  }
  return std::max(double{1} * most.x - least.x, double{1} * most.y - least.y) / 200;
}

void measure(config::GeoMap& map, const Coverage& coverage, const MapGrid& grid) {
  constexpr double radius_km = 6371.0072;  // of the sphere with the ellipsoid's surface
  constexpr double radians = std::numbers::pi / 180;
  const auto sine = [&](Point p) { return std::tanh(-(grid.origin_y + p.y * grid.step) * radians); };
  for (const Arc& arc : coverage.arcs) {
    double strip = 0;
    for (std::size_t i = 1; i < arc.points.size(); ++i) {
      const Point a = coverage.points[arc.points[i - 1]], b = coverage.points[arc.points[i]];
      strip += (double{1} * b.x - a.x) * grid.step * radians * (sine(a) + sine(b)) / 2;
    }
    if (arc.left >= 0) map.areas[static_cast<std::size_t>(arc.left)].km2 += strip * radius_km * radius_km;
    if (arc.right >= 0) map.areas[static_cast<std::size_t>(arc.right)].km2 -= strip * radius_km * radius_km;
  }
}

void find_extents(config::GeoMap& map) {
  const auto widen = [](GeoPoint& least, GeoPoint& most, GeoPoint by) {
    least = {std::min(least.x, by.x), std::min(least.y, by.y)};
    most = {std::max(most.x, by.x), std::max(most.y, by.y)};
  };
  const MapLevel& finest = map.levels.front();
  map.least = map.most = finest.vertices.front();
  for (std::size_t a = 0; a < map.areas.size(); ++a) {
    config::MapArea& area = map.areas[a];
    area.least = area.most = finest.vertices[finest.first_vertex[a]];
    for (std::uint32_t v = finest.first_vertex[a]; v < finest.first_vertex[a + 1]; ++v)
      widen(area.least, area.most, finest.vertices[v]);
    widen(map.least, map.most, area.least);
    widen(map.least, map.most, area.most);
  }
}

// Inside the largest triangle.
Spot safe_spot(const MapLevel& level, std::size_t area) {
  Spot best;
  double largest = -1;
  for (std::uint32_t i = level.first_index[area]; i < level.first_index[area + 1]; i += 3) {
    const GeoPoint a = level.vertices[level.indices[i]], b = level.vertices[level.indices[i + 1]],
                   c = level.vertices[level.indices[i + 2]];
    const double twice =
        std::abs((double{b.x} - a.x) * (double{c.y} - a.y) - (double{b.y} - a.y) * (double{c.x} - a.x));
    if (twice <= largest) continue;
    largest = twice;
    best = {(double{a.x} + b.x + c.x) / 3, (double{a.y} + b.y + c.y) / 3};
  }
  return best;
}

void place_labels(config::GeoMap& map) {
  const MapLevel& finest = map.levels.front();
  std::vector<std::vector<Stretch>> sides(map.areas.size());
  for (const config::MapArc& arc : finest.arcs)
    for (const std::int32_t area : {arc.left, arc.right})
      for (std::uint32_t i = arc.first + 1; area >= 0 && i < arc.first + arc.count; ++i)
        sides[static_cast<std::size_t>(area)].push_back(
            {finest.points[i - 1].x, finest.points[i - 1].y, finest.points[i].x, finest.points[i].y});
  for (std::size_t a = 0; a < map.areas.size(); ++a) {
    const Spot safe = safe_spot(finest, a);
    const Spot found = largest_circle(sides[a], spot_at(sides[a], safe.x, safe.y));
    map.areas[a].label = {static_cast<float>(found.x), static_cast<float>(found.y)};
    map.areas[a].label_radius =
        static_cast<float>(std::max(0.0, spot_at(sides[a], map.areas[a].label.x, map.areas[a].label.y).radius));
  }
}

}  // namespace

void add_levels(config::GeoMap& map, const Coverage& coverage, const MapGrid& grid) {
  map.origin_x = grid.origin_x;
  map.origin_y = grid.origin_y;
  std::vector<Triangle> triangles = triangles_of(coverage.points, coverage.arcs);
  SimplifyOptions options;
  options.triangles = triangles.size();
  options.ratio = ratio_for(triangles.size());
  options.most_tolerance = coarsest(coverage);
  const Simplified simplified = simplify(coverage, options);
  Filler filler(coverage, grid, map.areas.size());
  for (std::size_t l = 0; l < simplified.tolerance.size(); ++l) {
    const std::vector<Arc> arcs = arcs_at(coverage, simplified, l);
    if (l > 0) triangles = triangles_of(coverage.points, arcs);
    map.levels.push_back(filler.level(arcs, std::move(triangles)));
    map.levels.back().tolerance = static_cast<float>(simplified.tolerance[l] * grid.step);
  }
  measure(map, coverage, grid);
  find_extents(map);
  place_labels(map);
}

}  // namespace viewer::maps
