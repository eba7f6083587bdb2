// Shapes on the sphere laid out flat: one turn of longitudes for the whole map, then grids of whole numbers.
// Any thread.
#pragma once
#include <vector>
#include "viewer/maps/geojson.h"
#include "viewer/maps/levels.h"
#include "viewer/maps/noding.h"

namespace viewer::maps {

// Rings that jump from 180 to -180 go on beyond, and the map begins after the widest stretch of longitudes without
// land: an area cut at the antimeridian (RFC 7946, 3.1.9) is whole again. False: a ring goes around a pole.
bool unroll(Shape&);
void begin_after_widest_gap(std::vector<Shape>&);

// How many decimals the file's degrees have, from 3 to 6; finer ones (0.1 m) say nothing more.
int decimals(const std::vector<Shape>&);
// Edges of rings, numbered through all shapes, in units of 10^-decimals degrees.
std::vector<RingEdge> edges_of(const std::vector<Shape>&, int decimals);
// The finest grid (0.1 m or coarser) on which floats are exact, around the middle of the edges.
MapGrid grid_for(const std::vector<RingEdge>&, int decimals);
// The same edges projected; those that shrink to a point are gone.
std::vector<RingEdge> project(const std::vector<RingEdge>&, int decimals, const MapGrid&);

}  // namespace viewer::maps
