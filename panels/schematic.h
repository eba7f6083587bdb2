// A schematic map at its place on the screen: cells, the borders between districts and where a label has most room.
// Pure geometry in pixels. Main thread.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "panels/look.h"
#include "panels/paint.h"

namespace panels {

struct PlacedDistrict {
  std::string code;
  std::vector<std::vector<ImVec2>> cells;  // convex
};

class Schematic {
 public:
  // As large as `room` allows, in its middle.
  Schematic(const SchematicMap&, Rect room);
  const std::vector<PlacedDistrict>& districts() const { return districts_; }
  // Sides of cells that have no neighbour of the same district.
  const std::vector<std::pair<ImVec2, ImVec2>>& borders() const { return borders_; }

 private:
  void find_borders();
  std::vector<PlacedDistrict> districts_;
  std::vector<std::pair<ImVec2, ImVec2>> borders_;
};

// Where text of that height has most room inside the district; width 0: nowhere.
struct Spot {
  ImVec2 centre;
  float width = 0;
};
Spot widest(const PlacedDistrict&, float height);

}  // namespace panels
