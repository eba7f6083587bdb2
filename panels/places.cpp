// Free room between lines.
#include "panels/places.h"

#include <algorithm>

namespace panels {
namespace {

constexpr float kClear = 0.42f;  // between words and a line, in ems

// The part of the line from a to b between two columns, as its topmost and lowest pixel.
std::optional<std::pair<float, float>> between(ImVec2 a, ImVec2 b, float left, float right) {
  if (a.x > b.x) std::swap(a, b);
  if (b.x < left || a.x > right) return {};
  const auto y_at = [&](float x) { return b.x > a.x ? a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x) : b.y; };
  const float from = y_at(std::max(a.x, left)), to = y_at(std::min(b.x, right));
  return std::pair{std::min({from, to, b.x > a.x ? from : a.y}), std::max({from, to, b.x > a.x ? from : a.y})};
}

template <class Take>
void each_part(const std::vector<Stroke>& lines, float left, float right, Take take) {
  for (const Stroke& line : lines)
    for (std::size_t i = 0; i < line.size(); ++i)
      if (const auto part = between(line[i], line[std::min(i + 1, line.size() - 1)], left, right)) take(*part);
}

}  // namespace

std::optional<float> Places::top_of(float left, float right) const {
  std::optional<float> out;
  each_part(lines_, left, right, [&](const auto& part) { out = std::min(out.value_or(part.first), part.first); });
  return out;
}

std::optional<float> Places::bottom_of(float left, float right) const {
  std::optional<float> out;
  each_part(lines_, left, right, [&](const auto& part) { out = std::max(out.value_or(part.second), part.second); });
  return out;
}

bool Places::is_free(Rect r) const {
  if (r.left < room_.left || r.right > room_.right || r.top < room_.top || r.bottom > room_.bottom) return false;
  for (const Rect& t : taken_)
    if (r.left < t.right && r.right > t.left && r.top < t.bottom && r.bottom > t.top) return false;
  bool hit = false;
  each_part(lines_, r.left, r.right,
            [&](const auto& part) { hit = hit || (part.first < r.bottom && part.second > r.top); });
  return !hit;
}

std::optional<ImVec2> Places::take(Type t, float width, const std::vector<ImVec2>& wanted) {
  for (const ImVec2 at : wanted) {
    const Rect box = text_box(t, at, width);
    if (!is_free(box)) continue;
    taken_.push_back(box);
    return at;
  }
  return {};
}

std::optional<ImVec2> Places::take_above(Type t, float width, const std::vector<float>& lefts) {
  std::vector<ImVec2> wanted;
  for (const float left : lefts)
    if (const auto edge = top_of(left - t.em * kClear, left + width + t.em * kClear))
      wanted.push_back({left, *edge - t.em * kClear});
  return take(t, width, wanted);
}

std::optional<ImVec2> Places::take_below(Type t, float width, const std::vector<float>& lefts) {
  std::vector<ImVec2> wanted;
  for (const float left : lefts)
    if (const auto edge = bottom_of(left - t.em * kClear, left + width + t.em * kClear))
      wanted.push_back({left, *edge + t.em * kClear + t.cap()});
  return take(t, width, wanted);
}

}  // namespace panels
