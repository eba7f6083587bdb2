// See import.h.
#include "viewer/maps/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "viewer/maps/hilbert.h"
#include "viewer/maps/levels.h"
#include "viewer/maps/simplify.h"
#include "viewer/maps/sphere.h"

namespace viewer::maps {
namespace {

constexpr double kMetresPerUnit = 111'319.5;  // of longitude at the equator, where a map unit is longest

std::pair<double, double> middle(const Shape& shape) {
  double least_x = 1e9, most_x = -1e9, least_y = 1e9, most_y = -1e9;
  for (const Polygon& polygon : shape.polygons)
    for (const Position& p : polygon.rings.front()) {
      least_x = std::min(least_x, p.longitude);
      most_x = std::max(most_x, p.longitude);
      least_y = std::min(least_y, p.latitude);
      most_y = std::max(most_y, p.latitude);
    }
  return {(least_x + most_x) / 2, (least_y + most_y) / 2};
}

void order_along_hilbert(std::vector<Shape>& shapes) {
  double least_x = 1e9, least_y = 1e9, reach = 1e-9;
  for (const Shape& shape : shapes) {
    const auto [x, y] = middle(shape);
    least_x = std::min(least_x, x);
    least_y = std::min(least_y, y);
  }
  for (const Shape& shape : shapes) {
    const auto [x, y] = middle(shape);
    reach = std::max({reach, x - least_x, y - least_y});
  }
  const auto key = [&](const Shape& shape) {
    const auto [x, y] = middle(shape);
    return std::pair(hilbert(static_cast<std::uint32_t>((x - least_x) / reach * 65535),
                             static_cast<std::uint32_t>((y - least_y) / reach * 65535)),
                     shape.code);
  };
  std::sort(shapes.begin(), shapes.end(), [&](const Shape& l, const Shape& r) { return key(l) < key(r); });
}

class Import {
 public:
  Import(const std::filesystem::path& path, const ImportOptions& options, config::Complaints& complaints)
      : path_(path.string()), options_(options), complaints_(complaints) {}

  std::optional<config::GeoMap> run(std::vector<Shape> shapes) {
    shapes_ = std::move(shapes);
    if (!lay_out()) return std::nullopt;
    const int places = decimals(shapes_);
    std::vector<RingEdge> edges = edges_of(shapes_, places);
    if (edges.empty() || !node(edges)) return tangled();
    const MapGrid grid = grid_for(edges, places);
    edges = project(edges, places, grid);
    if (edges.empty() || !node(edges)) return tangled();
    const double gap = 1.5 * std::pow(10, -places) / grid.step;
    Coverage coverage = cover(std::move(edges), gap);
    config::GeoMap map;
    map.source = options_.source;
    if (!take_areas(coverage, map)) return std::nullopt;
    if (options_.simplify_m > 0) thin(coverage, options_.simplify_m / kMetresPerUnit / grid.step);
    add_levels(map, coverage, grid);
    return map;
  }

 private:
  void complain(int line, config::Text what, config::Text cure, bool warning) {
    complaints_.push_back({{path_, line, line > 0 ? 1 : 0}, std::move(what), std::move(cure), warning});
  }
  std::nullopt_t tangled() {
    complain(0, "its rings are too tangled to make areas of",
             {"repair them: ogr2ogr -makevalid baru.geojson {}", {path_}}, false);
    return std::nullopt;
  }
  bool lay_out() {
    for (Shape& shape : shapes_) {
      if (unroll(shape)) continue;
      complain(shape.line, {"{} ({}) goes around a pole; such a map cannot be drawn", {shape.code, shape.name}},
               "cut it at the antimeridian in the source", false);
      return false;
    }
    begin_after_widest_gap(shapes_);
    order_along_hilbert(shapes_);
    return !shapes_.empty();
  }
  Coverage cover(std::vector<RingEdge> edges, double gap);
  bool take_areas(Coverage&, config::GeoMap&);

  std::string path_;
  const ImportOptions& options_;
  config::Complaints& complaints_;
  std::vector<Shape> shapes_;
};

Coverage Import::cover(std::vector<RingEdge> edges, double gap) {
  std::vector<RingPlace> rings;
  std::vector<std::uint32_t> polygons;
  for (std::uint32_t s = 0; s < shapes_.size(); ++s)
    for (const Polygon& polygon : shapes_[s].polygons) {
      for (std::size_t r = 0; r < polygon.rings.size(); ++r)
        rings.push_back({static_cast<std::uint32_t>(polygons.size()), r > 0});
      polygons.push_back(s);
    }
  Coverage out = make_coverage(std::move(edges), rings, polygons, shapes_.size(), gap);
  for (const Overlap& overlap : out.overlaps) {
    const Shape &kept = shapes_[overlap.kept], &lost = shapes_[overlap.lost];
    const double share = overlap.area / std::max(1.0, out.areas[overlap.kept]);
    if (share < 1e-3) continue;
    complain(lost.line,
             {"{} ({}) and {} ({}) overlap; the common part, {} % of the latter, is the latter's",
              {lost.code, lost.name, kept.code, kept.name, fmt::format("{:.1f}", 100 * share)}},
             "correct the border in the source if that is wrong", true);
  }
  if (out.filled > 0)
    complain(0,
             {"{} gaps between neighbours, as narrow as the file's rounding, are closed", {std::to_string(out.filled)}},
             {}, true);
  return out;
}

// An area of which nothing is left has no place on the map.
bool Import::take_areas(Coverage& coverage, config::GeoMap& map) {
  std::vector<std::int32_t> number;
  for (std::size_t s = 0; s < shapes_.size(); ++s) {
    const Shape& shape = shapes_[s];
    number.push_back(coverage.areas[s] > 0 ? static_cast<std::int32_t>(map.areas.size()) : -1);
    if (number.back() < 0) {
      complain(shape.line,
               {"nothing is left of {} ({}): it is thinner than the file's rounding, or others cover it",
                {shape.code, shape.name}},
               "draw its area in the source", true);
      continue;
    }
    config::MapArea& area = map.areas.emplace_back();
    area.code = shape.code;
    area.name = shape.name;
  }
  for (Arc& arc : coverage.arcs)
    for (std::int32_t* side : {&arc.left, &arc.right})
      if (*side >= 0) *side = number[static_cast<std::size_t>(*side)];
  if (map.areas.empty()) complain(0, "there is no area in it", "draw areas in the source", false);
  return !map.areas.empty();
}

}  // namespace

std::optional<config::GeoMap> import_map(const std::filesystem::path& path, const ImportOptions& options,
                                         config::Complaints& complaints) {
  std::vector<Shape> shapes = read_geojson(path, options.read, complaints);
  if (shapes.empty()) return std::nullopt;
  return Import(path, options, complaints).run(std::move(shapes));
}

}  // namespace viewer::maps
