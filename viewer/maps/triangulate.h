// Triangles of a whole coverage at once. Any thread.
#pragma once
#include <vector>
#include "viewer/maps/plane.h"

namespace viewer::maps {

// A piece of border; -1: no area on that side.
struct Side {
  std::uint32_t a = 0, b = 0;          // points
  std::int32_t left = -1, right = -1;  // walking from a to b, y upwards
};
struct Triangle {
  std::uint32_t a = 0, b = 0, c = 0;  // points, to the left
  std::int32_t area = 0;
};

// The constrained Delaunay triangulation of the areas; exact, and without points of its own. Points are distinct and at
// most 2^26 either way; sides meet only at their ends, and agree about areas.
std::vector<Triangle> triangulate(const std::vector<Point>&, const std::vector<Side>&);

}  // namespace viewer::maps
