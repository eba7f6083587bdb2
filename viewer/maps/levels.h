// A coverage as the levels of a map: triangles and borders. Any thread.
#pragma once
#include "config/geo_map.h"
#include "viewer/maps/coverage.h"

namespace viewer::maps {

// From whole numbers to map units: `step` is a power of two, so that every point is exact.
struct MapGrid {
  double origin_x = 0, origin_y = 0, step = 1;
};

// Fills levels, extents, labels and sizes of `map`, whose areas are those of the coverage. Each level has about a
// quarter of the triangles of the one before.
void add_levels(config::GeoMap& map, const Coverage&, const MapGrid&);

}  // namespace viewer::maps
