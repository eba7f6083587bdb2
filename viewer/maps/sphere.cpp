// See sphere.h.
#include "viewer/maps/sphere.h"

#include <algorithm>
#include <cmath>

namespace viewer::maps {
namespace {

constexpr double kMostLatitude = 85.05;  // where Mercator's map is as high as wide

struct Span {
  double from = 0, to = 0;
};

Span span_of(const Polygon& polygon) {
  Span out{1e9, -1e9};
  for (const Ring& ring : polygon.rings)
    for (const Position& p : ring) out = {std::min(out.from, p.longitude), std::max(out.to, p.longitude)};
  return out;
}

void shift(Polygon& polygon, double by) {
  for (Ring& ring : polygon.rings)
    for (Position& p : ring) p.longitude += by;
}

double turns_down(double from, double least) {
  return std::floor((from - least) / 360) * -360;
}

std::pair<double, double> projected(Point p, double unit) {
  return config::project(p.x / unit, std::clamp(p.y / unit, -kMostLatitude, kMostLatitude));
}

}  // namespace

bool unroll(Shape& shape) {
  for (Polygon& polygon : shape.polygons)
    for (Ring& ring : polygon.rings) {
      double turn = 0, before = ring.front().longitude;
      for (Position& p : ring) {
        const double step = p.longitude - before;
        before = p.longitude;
        if (std::abs(step) > 180) turn += step > 0 ? -360 : 360;
        p.longitude += turn;
      }
      if (std::abs(ring.front().longitude - before) > 180) turn += ring.front().longitude > before ? -360 : 360;
      if (turn != 0) return false;
    }
  return true;
}

void begin_after_widest_gap(std::vector<Shape>& shapes) {
  std::vector<Span> spans;
  for (Shape& shape : shapes)
    for (Polygon& polygon : shape.polygons) {
      const Span outer = span_of({{polygon.rings.front()}});
      for (Ring& hole : polygon.rings) {  // a hole may have been written on the other side
        Polygon alone{{hole}};
        const Span span = span_of(alone);
        const double turns = span.from > outer.to ? -360 : span.to < outer.from ? 360 : 0;
        for (Position& p : hole) p.longitude += turns;
      }
      const double by = turns_down(outer.from, -180);
      spans.push_back({outer.from + by, outer.to + by});
    }
  if (spans.empty()) return;
  std::sort(spans.begin(), spans.end(), [](const Span& l, const Span& r) { return l.from < r.from; });
  double reach = -1e9, widest = 0, begin = spans.front().from;
  for (const Span& span : spans) reach = std::max(reach, span.to);
  reach -= 360;  // what lies before the first is the last of the turn before
  for (const Span& span : spans) {
    if (span.from - reach > widest) {
      widest = span.from - reach;
      begin = span.from;
    }
    reach = std::max(reach, span.to);
  }
  for (Shape& shape : shapes)
    for (Polygon& polygon : shape.polygons) shift(polygon, turns_down(span_of(polygon).from, begin));
}

int decimals(const std::vector<Shape>& shapes) {
  int out = 3;
  const auto is_whole = [](double value) { return std::abs(value - std::round(value)) < 1e-3; };
  for (const Shape& shape : shapes)
    for (const Polygon& polygon : shape.polygons)
      for (const Ring& ring : polygon.rings)
        for (const Position& p : ring)
          while (out < 6 && (!is_whole(p.longitude * std::pow(10, out)) || !is_whole(p.latitude * std::pow(10, out))))
            ++out;
  return out;
}

std::vector<RingEdge> edges_of(const std::vector<Shape>& shapes, int decimals) {
  const double unit = std::pow(10, decimals);
  const auto at = [&](const Position& p) {
    return Point{static_cast<std::int32_t>(std::llround(p.longitude * unit)),
                 static_cast<std::int32_t>(std::llround(p.latitude * unit))};
  };
  std::vector<RingEdge> out;
  std::uint32_t number = 0;
  for (const Shape& shape : shapes)
    for (const Polygon& polygon : shape.polygons)
      for (const Ring& ring : polygon.rings) {
        for (std::size_t i = 0; i < ring.size(); ++i) {
          const RingEdge edge{at(ring[i]), at(ring[(i + 1) % ring.size()]), number};
          if (edge.a != edge.b) out.push_back(edge);
        }
        ++number;
      }
  return out;
}

MapGrid grid_for(const std::vector<RingEdge>& edges, int decimals) {
  const double unit = std::pow(10, decimals);
  double least_x = 1e9, most_x = -1e9, least_y = 1e9, most_y = -1e9;
  for (const RingEdge& edge : edges) {
    const auto [x, y] = projected(edge.a, unit);
    least_x = std::min(least_x, x);
    most_x = std::max(most_x, x);
    least_y = std::min(least_y, y);
    most_y = std::max(most_y, y);
  }
  MapGrid out{(least_x + most_x) / 2, (least_y + most_y) / 2, 1};
  const double reach = std::max({most_x - least_x, most_y - least_y, 1e-6}) / 2;
  const int fine = std::min(20, static_cast<int>(std::floor(std::log2(16777215 / reach))));
  out.step = std::ldexp(1, -fine);
  return out;
}

std::vector<RingEdge> project(const std::vector<RingEdge>& edges, int decimals, const MapGrid& grid) {
  const double unit = std::pow(10, decimals);
  const auto at = [&](Point p) {
    const auto [x, y] = projected(p, unit);
    return Point{static_cast<std::int32_t>(std::llround((x - grid.origin_x) / grid.step)),
                 static_cast<std::int32_t>(std::llround((y - grid.origin_y) / grid.step))};
  };
  std::vector<RingEdge> out;
  for (const RingEdge& edge : edges)
    if (const RingEdge flat{at(edge.a), at(edge.b), edge.ring}; flat.a != flat.b) out.push_back(flat);
  return out;
}

}  // namespace viewer::maps
