// See history_log.h. Lines are small numbers, so they index an array.
#include "feeds/history_log.h"

#include <algorithm>

namespace feeds {

void LogIndex::add(std::int64_t line, const Stored& stored) {
  const auto index = static_cast<std::size_t>(line);
  if (index >= points_.size()) points_.resize(std::max(index + 1, points_.size() * 2));
  std::vector<Stored>& points = points_[index];
  if (points.empty()) used_.push_back(line);
  ++count_;
  if (points.empty() || comes_before(points.back(), stored)) {
    points.push_back(stored);
  } else {
    points.insert(std::upper_bound(points.begin(), points.end(), stored, comes_before), stored);
  }
}

void LogIndex::clear() {
  for (const std::int64_t line : used_) points_[static_cast<std::size_t>(line)].clear();
  used_.clear();
  count_ = 0;
}

std::span<const Stored> LogIndex::of(std::int64_t line) const {
  const auto index = static_cast<std::size_t>(line);
  if (index >= points_.size()) return {};
  return points_[index];
}

}  // namespace feeds
