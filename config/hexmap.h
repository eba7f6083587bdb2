// A schematic map drawn with marks in a TOML file: one hexagon a mark. Pure data, any thread.
#pragma once
#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "config/result.h"

namespace config {

// Pointy-top hexagons of side 1; odd rows (counted from 0) lie half a hexagon further right.
struct HexCell {
  int column = 0, row = 0;
  bool operator==(const HexCell&) const = default;
};
struct HexDistrict {
  std::string code;
  std::vector<HexCell> cells;
};
struct HexMap {
  std::vector<HexDistrict> districts;  // in order of their codes
};

// The drawing: `prefix` before every mark makes the district's code; `rows` holds the rows from north to south, marks
// parted by spaces, "." for an empty place. Errors are complaints; what is good is returned all the same.
HexMap parse_hexmap(std::string_view text, const std::string& file, Complaints&);
Result<HexMap> load_hexmap(const std::filesystem::path& file);
// Where the drawing `name` of a center is: in its own folder maps/, else among the assets.
std::filesystem::path map_path(const std::filesystem::path& center, const std::filesystem::path& assets,
                               const std::string& name);

// The six corners of a cell (x to the right, y downwards), clockwise from the top.
std::array<std::pair<float, float>, 6> corners(HexCell);

}  // namespace config
