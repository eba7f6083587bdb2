// What is wrong with a map of areas, found without the code that made it: for tests.
#pragma once
#include <string>
#include <vector>
#include "config/geo_map.h"

namespace support {

// At every level: triangles cover each area exactly (their sum is the area within its borders, to 1e-6; each piece of
// border is the side of one triangle on each side of it, and every other side is shared by two of the same area, so
// nothing can show between neighbours); each area has a triangle and lies within its box; borders meet only at their
// ends and no point lies on a border of which it is no point; a point of a border between two areas is a vertex of
// both; coarser levels are made of points of finer ones. And every label lies in its area, its circle too. At most 20.
std::vector<std::string> map_faults(const config::GeoMap&);

// Doubled, within the borders of a level, by area.
std::vector<double> doubled_sizes(const config::GeoMap&, const config::MapLevel&);

}  // namespace support
