// See tile_map.h.
#include "viewer/tile_map.h"
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace viewer {
namespace {

constexpr double kTileWidth = 2 * std::numbers::sqrt3, kRowHeight = 1.5;  // in sides of a hexagon (config/hexmap.h)
constexpr double kRoom = 1.2;  // tiles for each district, so that the outline can follow the regency's

struct Point {
  double x = 0, y = 0;
};
struct Tiles {
  int rows = 1, columns = 1;
  // In the unit square, y downwards.
  Point centre(int tile) const {
    const int row = tile / columns, column = tile % columns;
    return {(2 * column + 1 + 0.5 * (row % 2)) / (2 * columns + 0.5), (row + 0.5) / rows};
  }
};

// Rows and columns of a grid of `count` tiles that is `aspect` times as wide as high.
Tiles tiles_for(double count, double aspect) {
  Tiles tiles;
  tiles.rows = std::max(1, static_cast<int>(std::lround(std::sqrt(count * kTileWidth / kRowHeight / aspect))));
  tiles.columns = static_cast<int>(std::ceil(count / tiles.rows));
  return tiles;
}

// For each row of `cost` a column of its own, at the least sum (the Hungarian method with potentials, O(n²m)). There
// are at least as many columns as rows.
std::vector<int> assign(const std::vector<std::vector<double>>& cost) {
  const std::size_t rows = cost.size(), columns = cost.front().size();
  std::vector<double> row_price(rows + 1), column_price(columns + 1);
  std::vector<std::size_t> owner(columns + 1), before(columns + 1);  // counted from 1; 0: none
  for (std::size_t row = 1; row <= rows; ++row) {
    std::vector<double> least(columns + 1, std::numeric_limits<double>::infinity());
    std::vector<bool> used(columns + 1);
    std::size_t at = 0;
    for (owner[0] = row; owner[at] != 0;) {
      used[at] = true;
      const std::size_t from = owner[at];
      std::size_t next = 0;
      double step = std::numeric_limits<double>::infinity();
      for (std::size_t c = 1; c <= columns; ++c) {
        if (used[c]) continue;
        const double reduced = cost[from - 1][c - 1] - row_price[from] - column_price[c];
        if (reduced < least[c]) least[c] = reduced, before[c] = at;
        if (least[c] < step) step = least[c], next = c;
      }
      for (std::size_t c = 0; c <= columns; ++c) {
        if (used[c])
          row_price[owner[c]] += step, column_price[c] -= step;
        else
          least[c] -= step;
      }
      at = next;
    }
    for (; at != 0; at = before[at]) owner[at] = owner[before[at]];
  }
  std::vector<int> out(rows);
  for (std::size_t c = 1; c <= columns; ++c)
    if (owner[c] != 0) out[owner[c] - 1] = static_cast<int>(c - 1);
  return out;
}

struct Extent {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  void add(double v) { low = std::min(low, v), high = std::max(high, v); }
  double middle() const { return (low + high) / 2; }
  double size() const { return std::max(high - low, 1e-6); }
};

std::vector<int> by_position(const std::vector<Position>& positions, Tiles& tiles) {
  const double narrowing = std::cos(positions.front().lat * std::numbers::pi / 180);
  Extent x, y;
  for (const Position& p : positions) x.add(p.lon * narrowing), y.add(-p.lat);
  // Districts reach beyond their midst, on each side by about half of one.
  const double margin = 1 + 1 / std::sqrt(static_cast<double>(positions.size()));
  const double width = x.size() * margin, height = y.size() * margin;
  tiles = tiles_for(kRoom * static_cast<double>(positions.size()), std::clamp(width / height, 0.4, 2.5));
  std::vector<std::vector<double>> cost;
  for (const Position& p : positions) {
    const Point at{(p.lon * narrowing - x.middle()) / width + 0.5, (-p.lat - y.middle()) / height + 0.5};
    std::vector<double>& row = cost.emplace_back();
    for (int tile = 0; tile < tiles.rows * tiles.columns; ++tile) {
      const double dx = (tiles.centre(tile).x - at.x) * width, dy = (tiles.centre(tile).y - at.y) * height;
      row.push_back((dx * dx + dy * dy) / (width * height));
    }
  }
  return assign(cost);
}

// Rows and columns at the edges without a mark are left out; the row that comes first must be an even one.
std::vector<std::string> written(const Tiles& tiles, const std::vector<std::string>& at_tile) {
  const auto row_is_empty = [&](int row) {
    const auto begin = at_tile.begin() + row * tiles.columns;
    return std::all_of(begin, begin + tiles.columns, [](const std::string& mark) { return mark.empty(); });
  };
  int first = 0, last = tiles.rows - 1;
  while (first + 1 < last && row_is_empty(first) && row_is_empty(first + 1)) first += 2;
  while (last > first && row_is_empty(last)) --last;
  std::vector<std::string> out;
  for (int row = first; row <= last; ++row) {
    std::string line = row % 2 ? "  " : "";
    for (int column = 0; column < tiles.columns; ++column) {
      const std::string& mark = at_tile[static_cast<std::size_t>(row * tiles.columns + column)];
      line += mark.empty() ? ".  .  " : mark + ' ' + mark + ' ';
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out.push_back(line);
  }
  return out;
}

}  // namespace

std::vector<std::string> draw_tiles(const std::vector<std::string>& marks, const std::vector<Position>& positions) {
  if (marks.empty()) return {};
  Tiles tiles = tiles_for(static_cast<double>(marks.size()), 1.3);
  std::vector<int> places(marks.size());
  for (std::size_t i = 0; i < marks.size(); ++i) places[i] = static_cast<int>(i);
  if (positions.size() == marks.size()) places = by_position(positions, tiles);
  std::vector<std::string> at_tile(static_cast<std::size_t>(tiles.rows * tiles.columns));
  for (std::size_t i = 0; i < marks.size(); ++i) at_tile[static_cast<std::size_t>(places[i])] = marks[i];
  return written(tiles, at_tile);
}

}  // namespace viewer
