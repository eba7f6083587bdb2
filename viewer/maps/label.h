// Where an area's label stands: the centre of the largest circle in it. Any thread.
#pragma once
#include <vector>

namespace viewer::maps {

struct Spot {
  double x = 0, y = 0;
  double radius = 0;  // to the nearest border; negative outside
};
struct Stretch {
  double ax = 0, ay = 0, bx = 0, by = 0;
};

// Of a place, among all the sides of an area with its holes and parts.
Spot spot_at(const std::vector<Stretch>& sides, double x, double y);
// Within 1 % of the largest radius. `inside`: a place inside the area, the answer where no circle is larger.
Spot largest_circle(const std::vector<Stretch>& sides, Spot inside);

}  // namespace viewer::maps
