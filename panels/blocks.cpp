// See blocks.h. Main thread.
#include "panels/blocks.h"

namespace panels {

Blocks::Blocks(const feeds::Series& series, Duration step) {
  const auto& points = series.points;
  blocks_.reserve(points.size() / length);
  for (std::size_t from = 0; from + length <= points.size(); from += length) {
    Block block{static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(from), true};
    for (std::size_t i = from; i < from + length; ++i) {
      if (points[i].value < points[block.low].value) block.low = static_cast<std::uint32_t>(i);
      if (points[i].value > points[block.high].value) block.high = static_cast<std::uint32_t>(i);
      block.joined = block.joined && i > 0 && joined(series, points[i - 1], points[i], step);
    }
    blocks_.push_back(block);
  }
}

const Blocks* BlockCache::of(const feeds::Series& series, Duration step, std::uint64_t version) {
  constexpr std::size_t few = 8192;
  if (series.points.size() < few) return nullptr;
  const auto [place, is_new] = kept_.try_emplace(series.name, Kept{nullptr, 0, 0, {}, Blocks({}, {})});
  Kept& kept = place->second;
  const bool same = !is_new && kept.points == series.points.data() && kept.count == series.points.size() &&
                    kept.version == version && kept.step == step;
  if (!same) kept = {series.points.data(), series.points.size(), version, step, Blocks(series, step)};
  return &kept.blocks;
}

}  // namespace panels
