// Rings of areas made into one coverage of the plane: every place belongs to one area at most, and every border between
// two is there once. Any thread.
#pragma once
#include <vector>
#include "viewer/maps/noding.h"

namespace viewer::maps {

struct RingPlace {
  std::uint32_t polygon = 0;
  bool is_hole = false;
};
// A stretch of border between two nodes, or closed: its last point is its first. -1: no area on that side.
struct Arc {
  std::int32_t left = -1, right = -1;  // for y upwards
  std::vector<std::uint32_t> points;
};
struct Overlap {
  std::uint32_t kept = 0, lost = 0;  // areas; kept: who has the common part now
  double area = 0;                   // in squares of the grid
};
struct Coverage {
  std::vector<Point> points;
  std::vector<Arc> arcs;
  std::vector<double> areas;  // size of each area, in squares of the grid; 0: nothing is left of it
  std::vector<Overlap> overlaps;
  std::size_t filled = 0;  // gaps closed
};

// `edges` are noded, `rings` by number, `polygons` the area of each polygon. A polygon is what its outer ring winds
// around but none of its holes does, whatever the winding. The smaller area keeps what two have in common (an enclave
// for which the other has no hole). A gap narrower on average than `gap` goes to the area with the longest border on
// it.
Coverage make_coverage(std::vector<RingEdge> edges, const std::vector<RingPlace>& rings,
                       const std::vector<std::uint32_t>& polygons, std::size_t areas, double gap);

}  // namespace viewer::maps
