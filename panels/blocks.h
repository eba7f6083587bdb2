// Long series in blocks of points with their lowest and highest, so that a chart of a million points looks at few of
// them. Main thread.
#pragma once
#include <map>
#include <string>
#include <vector>
#include "panels/entries.h"

namespace panels {

class Blocks {
 public:
  static constexpr std::size_t length = 64;
  struct Block {
    std::uint32_t low = 0, high = 0;  // the first of the lowest, of the highest: indices of points
    bool joined = true;               // none of its points is apart from the one before it
  };
  // `step`: see joined().
  Blocks(const feeds::Series&, Duration step);
  // The block that begins with this point, whole; null: none does.
  const Block* at(std::size_t point) const {
    return point % length == 0 && point / length < blocks_.size() ? &blocks_[point / length] : nullptr;
  }

 private:
  std::vector<Block> blocks_;  // whole ones only
};

// The blocks of a panel's series, made again when there are other data.
class BlockCache {
 public:
  // Null: the series is short enough to be looked at whole.
  const Blocks* of(const feeds::Series&, Duration step, std::uint64_t version);

 private:
  struct Kept {
    const feeds::Point* points = nullptr;
    std::size_t count = 0;
    std::uint64_t version = 0;
    Duration step{};
    Blocks blocks;
  };
  std::map<std::string, Kept> kept_;
};

}  // namespace panels
