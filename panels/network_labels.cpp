// See network_labels.h.
#include "panels/network_labels.h"

#include <algorithm>
#include <cmath>

#include "panels/segment.h"

namespace panels {
namespace {

bool overlap(const Rect& a, const Rect& b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

}  // namespace

NetLabels::NetLabels(Rect room, float cell)
    : room_(room),
      cell_(std::max(cell, 4.0f)),
      wide_(static_cast<int>(room.width() / cell_) + 1),
      high_(static_cast<int>(room.height() / cell_) + 1) {
  blocked_in_.resize(static_cast<std::size_t>(wide_ * high_));
  lines_in_.resize(blocked_in_.size());
}

NetLabels::Cells NetLabels::cells_of(Rect r) const {
  const auto along = [&](float v, float from, int count) {
    return std::clamp(static_cast<int>((v - from) / cell_), 0, count - 1);
  };
  return {along(r.left, room_.left, wide_), along(r.top, room_.top, high_), along(r.right, room_.left, wide_),
          along(r.bottom, room_.top, high_)};
}

// Until `see` finds what it looks for.
template <class See>
bool NetLabels::any(Rect r, See see) const {
  const Cells c = cells_of(r);
  for (int y = c.top; y <= c.bottom; ++y)
    for (int x = c.left; x <= c.right; ++x)
      if (see(static_cast<std::size_t>(y * wide_ + x))) return true;
  return false;
}

void NetLabels::block(Rect r) {
  const auto index = static_cast<int>(blocked_.size());
  blocked_.push_back(r);
  any(r, [&](std::size_t cell) {
    blocked_in_[cell].push_back(index);
    return false;
  });
}

void NetLabels::add_line(ImVec2 from, ImVec2 to, int owner) {
  const auto index = static_cast<int>(lines_.size());
  lines_.push_back({from, to, owner});
  const Cells c =
      cells_of({std::min(from.x, to.x), std::min(from.y, to.y), std::max(from.x, to.x), std::max(from.y, to.y)});
  const float rise = to.y - from.y, run = to.x - from.x;
  for (int y = c.top; y <= c.bottom; ++y) {
    // What of the line lies in this row of cells, and the cells that it passes there.
    float left = std::min(from.x, to.x), right = std::max(from.x, to.x);
    if (std::fabs(rise) > 1e-3f && c.bottom > c.top) {
      const float top = room_.top + static_cast<float>(y) * cell_;
      const auto x_at = [&](float at) { return from.x + run * std::clamp((at - from.y) / rise, 0.0f, 1.0f); };
      left = std::min(x_at(top), x_at(top + cell_));
      right = std::max(x_at(top), x_at(top + cell_));
    }
    const Cells row = cells_of({left, room_.top, right, room_.top});
    for (int x = row.left; x <= row.right; ++x) lines_in_[static_cast<std::size_t>(y * wide_ + x)].push_back(index);
  }
}

bool NetLabels::is_free(Rect r) const {
  if (r.left < room_.left || r.right > room_.right || r.top < room_.top || r.bottom > room_.bottom) return false;
  return !any(r, [&](std::size_t cell) {
    const auto& there = blocked_in_[cell];
    return std::any_of(there.begin(), there.end(),
                       [&](int i) { return overlap(r, blocked_[static_cast<std::size_t>(i)]); });
  });
}

bool NetLabels::crosses_line(Rect r, int but_of) const {
  return any(r, [&](std::size_t cell) {
    const auto& there = lines_in_[cell];
    return std::any_of(there.begin(), there.end(), [&](int i) {
      const Line& line = lines_[static_cast<std::size_t>(i)];
      return line.owner != but_of && clipped(r, line.from, line.to);
    });
  });
}

std::optional<Rect> NetLabels::take(const std::vector<Rect>& wanted, bool over_lines, int own) {
  std::optional<Rect> best;
  for (const Rect& r : wanted) {
    if (!is_free(r) || (best && !over_lines)) continue;
    if (!crosses_line(r, own)) {
      best = r;
      break;
    }
    if (over_lines && !best) best = r;
  }
  if (best) block(*best);
  return best;
}

}  // namespace panels
