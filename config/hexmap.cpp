// Reads the drawn maps: see hexmap.h.
#include "config/hexmap.h"
#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>
#include "config/fields.h"

namespace config {
namespace {

struct Drawing {
  std::string prefix;
  std::vector<std::string> rows;
  void describe(auto& field) {
    field("prefix", prefix, "What stands before each mark in a district's code",
          {.required = true, .example = "\"63.10.\""});
    field("rows", rows,
          "Rows of hexagons from north to south, one mark each, \".\" for none; odd rows lie half a hexagon further "
          "right",
          {.required = true});
  }
};

}  // namespace

HexMap parse_hexmap(std::string_view text, const std::string& file, Complaints& out) {
  HexMap map;
  const std::optional<Node> node = parse_toml(text, file, out);
  if (!node || !node->table()) return map;
  Drawing drawing;
  const References none;
  Reader reader(*node->table(), node->place, none, out);
  drawing.describe(reader);
  reader.finish();
  for (int row = 0; row < static_cast<int>(drawing.rows.size()); ++row) {
    std::istringstream marks(drawing.rows[row]);
    std::string mark;
    for (int column = 0; marks >> mark; ++column) {
      if (mark == ".") continue;
      const std::string code = drawing.prefix + mark;
      auto found = std::find_if(map.districts.begin(), map.districts.end(),
                                [&](const HexDistrict& d) { return d.code == code; });
      if (found == map.districts.end()) found = map.districts.insert(found, HexDistrict{code, {}});
      found->cells.push_back({column, row});
    }
  }
  std::sort(map.districts.begin(), map.districts.end(),
            [](const HexDistrict& a, const HexDistrict& b) { return a.code < b.code; });
  if (map.districts.empty() && out.empty())
    out.push_back({{file, 0, 0}, "the map has no district", "draw at least one mark in rows"});
  return map;
}

Result<HexMap> load_hexmap(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf())) return fail({"the map {} cannot be read", {path.filename().string()}});
  Complaints complaints;
  HexMap map = parse_hexmap(text.str(), path.filename().string(), complaints);
  for (const Complaint& c : complaints)
    if (!c.warning) return fail(c.what, c.cure);
  return map;
}

std::filesystem::path map_path(const std::filesystem::path& center, const std::filesystem::path& assets,
                               const std::string& name) {
  const std::filesystem::path own = center / "maps" / name;
  std::error_code unknown;
  return std::filesystem::exists(own, unknown) ? own : assets / "maps" / name;
}

std::array<std::pair<float, float>, 6> corners(HexCell cell) {
  const float half = std::sqrt(3.0F) / 2;  // of a hexagon's width, side 1
  const float x = half * static_cast<float>(2 * cell.column + (cell.row % 2 ? 2 : 1));
  const float y = 1 + 1.5F * static_cast<float>(cell.row);
  return {
      {{x, y - 1}, {x + half, y - 0.5F}, {x + half, y + 0.5F}, {x, y + 1}, {x - half, y + 0.5F}, {x - half, y - 0.5F}}};
}

}  // namespace config
