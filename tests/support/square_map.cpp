// See square_map.h.
#include "tests/support/square_map.h"
#include <fmt/format.h>

namespace test {

config::GeoMap squares(int columns, int rows, float side) {
  config::GeoMap map;
  config::MapLevel& level = map.levels.emplace_back();
  const auto at = [&](int x, int y) {
    return config::GeoPoint{static_cast<float>(x) * side, static_cast<float>(y) * side};
  };
  const auto area = [&](int x, int y) { return x < 0 || y < 0 || x >= columns || y >= rows ? -1 : y * columns + x; };
  const auto arc = [&](int left, int right, config::GeoPoint from, config::GeoPoint to) {
    level.arcs.push_back({left, right, static_cast<std::uint32_t>(level.points.size()), 2});
    level.points.insert(level.points.end(), {from, to});
  };
  for (int y = 0; y < rows; ++y)
    for (int x = 0; x < columns; ++x) {
      const auto first = static_cast<std::uint32_t>(level.vertices.size());
      level.first_vertex.push_back(first);
      level.first_index.push_back(static_cast<std::uint32_t>(level.indices.size()));
      level.vertices.insert(level.vertices.end(), {at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1)});
      level.indices.insert(level.indices.end(), {first, first + 1, first + 2, first, first + 2, first + 3});
      config::MapArea& made = map.areas.emplace_back();
      made.code = fmt::format("63.10.{:02}", area(x, y) + 1);
      made.least = at(x, y);
      made.most = at(x + 1, y + 1);
      made.label = {(made.least.x + made.most.x) / 2, (made.least.y + made.most.y) / 2};
      made.label_radius = side / 2;
    }
  for (int y = 0; y <= rows; ++y)
    for (int x = 0; x < columns; ++x) arc(area(x, y - 1), area(x, y), at(x, y), at(x + 1, y));
  for (int y = 0; y < rows; ++y)
    for (int x = 0; x <= columns; ++x) arc(area(x - 1, y), area(x, y), at(x, y), at(x, y + 1));
  level.first_vertex.push_back(static_cast<std::uint32_t>(level.vertices.size()));
  level.first_index.push_back(static_cast<std::uint32_t>(level.indices.size()));
  map.most = at(columns, rows);
  return map;
}

}  // namespace test
