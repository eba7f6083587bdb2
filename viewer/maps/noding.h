// Edges of rings made to meet only at their ends. Any thread.
#pragma once
#include <vector>
#include "viewer/maps/plane.h"

namespace viewer::maps {

struct RingEdge {
  Point a, b;  // in the ring's direction; never equal
  std::uint32_t ring = 0;
};

// Iterated snap rounding (Halperin and Packer 2002): edges are cut where they cross, at the nearest point of the grid,
// and where a point lies within half a diagonal of a cell of them, so that a vertex of one area on its neighbour's
// edge belongs to both. False: this did not come to an end, which no input is known to cause.
[[nodiscard]] bool node(std::vector<RingEdge>&);

}  // namespace viewer::maps
