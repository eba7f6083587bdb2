// Points on a grid of whole numbers and exact answers about them, so that no border depends on rounding. Any thread.
#pragma once
#include <compare>
#include <cstdint>

namespace viewer::maps {

// At most 2^29 either way, so that products of differences fit 63 bits.
struct Point {
  std::int32_t x = 0, y = 0;
  auto operator<=>(const Point&) const = default;
};

// Above 0: c lies to the left of the line from a to b (x to the right, y upwards); twice the triangle's area.
inline std::int64_t cross(Point a, Point b, Point c) {
  return (std::int64_t{b.x} - a.x) * (std::int64_t{c.y} - a.y) - (std::int64_t{b.y} - a.y) * (std::int64_t{c.x} - a.x);
}
inline std::int64_t dot(Point a, Point b, Point c) {
  return (std::int64_t{b.x} - a.x) * (std::int64_t{c.x} - a.x) + (std::int64_t{b.y} - a.y) * (std::int64_t{c.y} - a.y);
}

}  // namespace viewer::maps
