// Places districts on a small grid of hexagons by where they lie. Pure, any thread.
#pragma once
#include <string>
#include <vector>

namespace viewer {

struct Position {
  double lon = 0, lat = 0;  // degrees, north and east positive
};

// Rows of a drawn map (config/hexmap.h), from north to south: two hexagons beside each other for each mark, each mark
// as near as can be to its position, all marks together as near as can be. Without `positions`: a plain grid, in order.
std::vector<std::string> draw_tiles(const std::vector<std::string>& marks, const std::vector<Position>& positions);

}  // namespace viewer
