// A coverage in fewer points, each level from the one before, every border once. Any thread.
#pragma once
#include <cstdint>
#include <vector>
#include "viewer/maps/coverage.h"

namespace viewer::maps {

struct Simplified {
  std::vector<std::vector<std::uint8_t>> depth;  // of each arc's points: the coarsest level that keeps it
  std::vector<double> tolerance;                 // of each level, in cells of the grid; the first is 0
};
struct SimplifyOptions {
  std::size_t triangles = 0;  // of the coverage in full detail
  double ratio = 4;           // of triangles from level to level
  std::size_t fewest = 2000;  // no level beyond one with so few
  double most_tolerance = 0;  // no level coarser than this, in cells of the grid
  std::size_t most_levels = 8;
};

// A point goes only where the triangle with its two neighbours holds no other point of the level, so no two borders
// ever cross or meet and no area vanishes; an islet or lake goes as a whole once it is a triangle of less than half
// the square of the tolerance, the last part of an area never.
Simplified simplify(const Coverage&, const SimplifyOptions&);
// The coverage without detail finer than `tolerance` (cells of the grid).
void thin(Coverage&, double tolerance);

}  // namespace viewer::maps
