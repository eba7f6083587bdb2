// See segment.h.
#include "panels/segment.h"
#include <algorithm>

namespace panels {

namespace {

// Parts of lines, joined where one begins at the end of the one before.
class Parts {
 public:
  void add(ImVec2 from, ImVec2 to) {
    const bool joins = !parts_.empty() && parts_.back().back().x == from.x && parts_.back().back().y == from.y;
    if (!joins) parts_.push_back({from});
    parts_.back().push_back(to);
  }
  std::vector<std::vector<ImVec2>> take() { return std::move(parts_); }

 private:
  std::vector<std::vector<ImVec2>> parts_;
};

// As fractions of the line.
std::optional<std::pair<float, float>> span_inside(Rect r, ImVec2 from, ImVec2 to) {
  float least = 0, most = 1;
  const float dx = to.x - from.x, dy = to.y - from.y;
  // At the four sides in turn (Liang and Barsky).
  const auto clip = [&](float step, float room) {
    if (step == 0) return room >= 0;
    const float t = room / step;
    if (step < 0)
      least = std::max(least, t);
    else
      most = std::min(most, t);
    return least <= most;
  };
  const bool inside = clip(-dx, from.x - r.left) && clip(dx, r.right - from.x) && clip(-dy, from.y - r.top) &&
                      clip(dy, r.bottom - from.y);
  return inside ? std::optional(std::pair(least, most)) : std::nullopt;
}

ImVec2 at(ImVec2 from, ImVec2 to, float t) {
  if (t <= 0) return from;
  return t >= 1 ? to : ImVec2{from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t};
}

}  // namespace

std::optional<std::pair<ImVec2, ImVec2>> clipped(Rect r, ImVec2 from, ImVec2 to) {
  const auto span = span_inside(r, from, to);
  if (!span) return {};
  return std::pair(at(from, to, span->first), at(from, to, span->second));
}

std::vector<std::vector<ImVec2>> clipped(Rect r, const std::vector<ImVec2>& line) {
  Parts out;
  for (std::size_t i = 1; i < line.size(); ++i)
    if (const auto part = clipped(r, line[i - 1], line[i])) out.add(part->first, part->second);
  return out.take();
}

std::vector<std::vector<ImVec2>> without(const std::vector<Rect>& holes, const std::vector<ImVec2>& line) {
  Parts out;
  std::vector<std::pair<float, float>> covered;
  for (std::size_t i = 1; i < line.size(); ++i) {
    covered.clear();
    for (const Rect& hole : holes)
      if (const auto span = span_inside(hole, line[i - 1], line[i])) covered.push_back(*span);
    std::sort(covered.begin(), covered.end());
    float reached = 0;
    for (const auto& [from, to] : covered) {
      if (from > reached) out.add(at(line[i - 1], line[i], reached), at(line[i - 1], line[i], from));
      reached = std::max(reached, to);
    }
    if (reached < 1) out.add(at(line[i - 1], line[i], reached), line[i]);
  }
  return out.take();
}

}  // namespace panels
