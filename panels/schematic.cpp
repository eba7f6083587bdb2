// Geometry of schematic maps.
#include "panels/schematic.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace panels {
namespace {

using Cell = std::vector<ImVec2>;
struct Span {
  float from = 0, to = 0;
};

// What a horizontal line at `y` cuts out of the cells, neighbours joined, from left to right.
std::vector<Span> cut(const std::vector<Cell>& cells, float y) {
  std::vector<Span> out;
  for (const Cell& cell : cells) {
    float from = 1e9f, to = -1e9f;
    for (std::size_t i = 0; i < cell.size(); ++i) {
      const ImVec2 a = cell[i], b = cell[(i + 1) % cell.size()];
      if ((a.y < y) == (b.y < y)) continue;
      const float x = a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y);
      from = std::min(from, x);
      to = std::max(to, x);
    }
    if (from < to) out.push_back({from, to});
  }
  std::sort(out.begin(), out.end(), [](Span a, Span b) { return a.from < b.from; });
  std::vector<Span> joined;
  for (const Span s : out) {
    if (!joined.empty() && s.from <= joined.back().to + 1) {
      joined.back().to = std::max(joined.back().to, s.to);
    } else {
      joined.push_back(s);
    }
  }
  return joined;
}

std::vector<Span> both(const std::vector<Span>& a, const std::vector<Span>& b) {
  std::vector<Span> out;
  for (const Span p : a)
    for (const Span q : b)
      if (const Span s{std::max(p.from, q.from), std::min(p.to, q.to)}; s.from < s.to) out.push_back(s);
  return out;
}

struct Side {
  int x, y;  // of its middle, in half pixels
  std::size_t district;
  ImVec2 from, to;
};

}  // namespace

Schematic::Schematic(const SchematicMap& map, Rect room) {
  const ImVec2 size{std::max(map.most.x - map.least.x, 1e-3f), std::max(map.most.y - map.least.y, 1e-3f)};
  const float scale = std::min(room.width() / size.x, room.height() / size.y) * 0.99f;
  const ImVec2 origin{(room.left + room.right - size.x * scale) / 2 - map.least.x * scale,
                      (room.top + room.bottom - size.y * scale) / 2 - map.least.y * scale};
  for (const MapPolygon& polygon : map.districts) {
    auto found =
        std::find_if(districts_.begin(), districts_.end(), [&](const auto& d) { return d.code == polygon.code; });
    if (found == districts_.end()) found = districts_.insert(found, {polygon.code, {}});
    Cell cell;
    cell.reserve(polygon.points.size());
    for (const ImVec2& p : polygon.points) cell.push_back({origin.x + p.x * scale, origin.y + p.y * scale});
    found->cells.push_back(std::move(cell));
  }
  find_borders();
}

void Schematic::find_borders() {
  std::vector<Side> sides;
  for (std::size_t d = 0; d < districts_.size(); ++d) {
    for (const Cell& cell : districts_[d].cells) {
      for (std::size_t i = 0; i < cell.size(); ++i) {
        const ImVec2 a = cell[i], b = cell[(i + 1) % cell.size()];
        sides.push_back({static_cast<int>(std::lround(a.x + b.x)), static_cast<int>(std::lround(a.y + b.y)), d, a, b});
      }
    }
  }
  const auto near = [](const Side& a, const Side& b) { return std::abs(a.x - b.x) <= 2 && std::abs(a.y - b.y) <= 2; };
  std::sort(sides.begin(), sides.end(),
            [](const Side& a, const Side& b) { return a.y != b.y ? a.y < b.y : a.x < b.x; });
  for (std::size_t i = 0; i < sides.size(); ++i) {
    bool inner = false;
    for (std::size_t j = i + 1; j < sides.size() && sides[j].y - sides[i].y <= 2 && !inner; ++j)
      inner = near(sides[i], sides[j]) && sides[i].district == sides[j].district;
    for (std::size_t j = i; j-- > 0 && sides[i].y - sides[j].y <= 2 && !inner;)
      inner = near(sides[i], sides[j]) && sides[i].district == sides[j].district;
    if (!inner) borders_.emplace_back(sides[i].from, sides[i].to);
  }
}

Spot widest(const PlacedDistrict& district, float height) {
  Spot best;
  for (const Cell& cell : district.cells) {
    const auto [top, bottom] =
        std::minmax_element(cell.begin(), cell.end(), [](const ImVec2& a, const ImVec2& b) { return a.y < b.y; });
    const float middle = (top->y + bottom->y) / 2, tall = bottom->y - top->y;
    for (const float y : {middle, middle + tall * 0.375f}) {
      auto spans = both(cut(district.cells, y - height / 2), cut(district.cells, y + height / 2));
      spans = both(spans, cut(district.cells, y));
      for (const Span s : spans)
        if (s.to - s.from > best.width + 0.5f) best = {{(s.from + s.to) / 2, y}, s.to - s.from};
    }
  }
  return best;
}

}  // namespace panels
