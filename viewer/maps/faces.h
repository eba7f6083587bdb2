// The faces of a plane that edges part, and what rings wind around each. Any thread.
#pragma once
#include <utility>
#include <vector>
#include "viewer/maps/noding.h"

namespace viewer::maps {

using Windings = std::vector<std::pair<std::uint32_t, int>>;  // rings and how often, sorted, never 0

// Half edge 2i runs along edge i, 2i + 1 back; its face lies to its left. Face 0 is the endless one.
struct Faces {
  std::vector<Point> points;
  std::vector<std::uint32_t> from;  // point of each half edge
  std::vector<std::uint32_t> face;  // of each half edge
  std::vector<Windings> windings;   // of each face
  std::vector<double> size;         // of each face in squares of the grid, islands in it not taken off; face 0: 0
  std::uint32_t to(std::uint32_t half) const { return from[half ^ 1]; }
};

// Of noded edges whose rings are closed.
Faces find_faces(std::vector<RingEdge> edges);

}  // namespace viewer::maps
