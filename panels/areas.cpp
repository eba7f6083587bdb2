// See areas.h.
#include "panels/areas.h"
#include <algorithm>
#include <cmath>
#include <numeric>

namespace panels {

using config::GeoPoint;
using config::MapLevel;

MapView fitted(GeoPoint least, GeoPoint most, Rect room) {
  const float w = std::max(most.x - least.x, 1e-6f), h = std::max(most.y - least.y, 1e-6f);
  const float scale = std::min(room.width() / w, room.height() / h) * 0.99f;
  return {{std::round((room.left + room.right - w * scale) / 2 - least.x * scale),
           std::round((room.top + room.bottom - h * scale) / 2 - least.y * scale)},
          scale};
}

Areas::Areas(std::shared_ptr<const config::GeoMap> map) : map_(std::move(map)), by_code_(map_->areas.size()) {
  std::iota(by_code_.begin(), by_code_.end(), std::size_t{0});
  std::sort(by_code_.begin(), by_code_.end(),
            [&](std::size_t a, std::size_t b) { return map_->areas[a].code < map_->areas[b].code; });
  std::vector<float> radii;
  for (const config::MapArea& area : map_->areas) radii.push_back(area.label_radius);
  if (!radii.empty()) {
    const auto middle = radii.begin() + static_cast<std::ptrdiff_t>(radii.size() / 2);
    std::nth_element(radii.begin(), middle, radii.end());
    usual_radius_ = *middle;
  }
  for (const MapLevel& level : map_->levels) {
    auto& of = arcs_.emplace_back(map_->areas.size());
    for (std::uint32_t i = 0; i < level.arcs.size(); ++i)
      for (const std::int32_t area : {level.arcs[i].left, level.arcs[i].right})
        if (area >= 0) of[static_cast<std::size_t>(area)].push_back(i);
  }
}

std::optional<std::size_t> Areas::find(std::string_view code) const {
  const auto found = std::lower_bound(by_code_.begin(), by_code_.end(), code,
                                      [&](std::size_t a, std::string_view c) { return map_->areas[a].code < c; });
  if (found == by_code_.end() || map_->areas[*found].code != code) return {};
  return *found;
}

std::optional<std::size_t> Areas::at(GeoPoint p) const {
  for (std::size_t i = 0; i < map_->areas.size(); ++i) {
    const config::MapArea& area = map_->areas[i];
    if (p.x < area.least.x || p.x > area.most.x || p.y < area.least.y || p.y > area.most.y) continue;
    for (const Span s : cut(i, map_->levels.front(), p.y))
      if (p.x >= s.from && p.x <= s.to) return i;
  }
  return {};
}

const MapLevel& Areas::level_for(float scale) const {
  const MapLevel* found = &map_->levels.front();
  for (const MapLevel& level : map_->levels)
    if (level.tolerance * scale <= 1) found = &level;
  return *found;
}

// What a horizontal line at `y` cuts out of the area, from left to right.
std::vector<Areas::Span> Areas::cut(std::size_t area, const MapLevel& level, float y) const {
  std::vector<float> crossings;
  const auto& arcs = arcs_[static_cast<std::size_t>(&level - map_->levels.data())][area];
  for (const std::uint32_t a : arcs) {
    const config::MapArc& arc = level.arcs[a];
    if (arc.left == arc.right) continue;
    for (std::uint32_t i = arc.first; i + 1 < arc.first + arc.count; ++i) {
      const GeoPoint p = level.points[i], q = level.points[i + 1];
      if ((p.y < y) == (q.y < y)) continue;
      crossings.push_back(p.x + (q.x - p.x) * (y - p.y) / (q.y - p.y));
    }
  }
  std::sort(crossings.begin(), crossings.end());
  std::vector<Span> out;
  for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) out.push_back({crossings[i], crossings[i + 1]});
  return out;
}

// What is inside the area on every line of a band around `y`.
std::vector<Areas::Span> Areas::band(std::size_t area, const MapLevel& level, float y, float height, float step) const {
  std::vector<Span> out = cut(area, level, y);
  const int lines = std::max(2, static_cast<int>(std::ceil(height / step)));
  for (int i = 0; i <= lines && !out.empty(); ++i) {
    std::vector<Span> both;
    const std::vector<Span> other =
        cut(area, level, y + height * (static_cast<float>(i) / static_cast<float>(lines) - 0.5f));
    for (const Span a : out)
      for (const Span b : other)
        if (const Span s{std::max(a.from, b.from), std::min(a.to, b.to)}; s.from < s.to) both.push_back(s);
    out = std::move(both);
  }
  return out;
}

Spot Areas::widest(std::size_t which, const MapView& view, float height) const {
  const config::MapArea& area = map_->areas[which];
  const MapLevel& level = level_for(view.scale);
  const float tall = height / view.scale, top = area.least.y + tall / 2, bottom = area.most.y - tall / 2;
  Spot best;
  if (bottom < top) return best;
  const auto look = [&](float y, float better_by) {
    for (const Span s : band(which, level, y, tall, 6 / view.scale))
      if (const float wide = (s.to - s.from) * view.scale; wide > best.width * better_by)
        best = {view.pixel({(s.from + s.to) / 2, y}), wide};
  };
  look(std::clamp(area.label.y, top, bottom), 1);
  constexpr int rows = 8;  // the middle of the largest circle is the natural place: another must be clearly wider
  for (int i = 0; i <= rows; ++i) look(top + (bottom - top) * static_cast<float>(i) / static_cast<float>(rows), 1.12f);
  return best;
}

std::vector<std::vector<ImVec2>> Areas::outline(std::size_t area, const MapView& view) const {
  const MapLevel& level = map_->levels.front();
  std::vector<std::vector<ImVec2>> out;
  for (const std::uint32_t a : arcs_.front()[area]) {
    const config::MapArc& arc = level.arcs[a];
    if (arc.left == arc.right) continue;
    auto& line = out.emplace_back();
    for (std::uint32_t i = arc.first; i < arc.first + arc.count; ++i) line.push_back(view.pixel(level.points[i]));
  }
  return out;
}

}  // namespace panels
