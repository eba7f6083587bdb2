// What the log of a store file holds, by line: samples that are not packed yet. One thread, with its History.
#pragma once
#include <cstdint>
#include <span>
#include <vector>
#include "feeds/stored.h"

namespace feeds {

// The order of the points of a line.
inline bool comes_before(const Stored& a, const Stored& b) {
  return a.at != b.at ? a.at < b.at : a.received < b.received;
}

class LogIndex {
 public:
  void add(std::int64_t line, const Stored&);
  void clear();
  std::size_t count() const { return count_; }
  // Ascending by moment, then receipt. Valid until the next add().
  std::span<const Stored> of(std::int64_t line) const;
  // Lines that have any, in no order.
  const std::vector<std::int64_t>& lines() const { return used_; }

 private:
  std::vector<std::vector<Stored>> points_;  // by line
  std::vector<std::int64_t> used_;
  std::size_t count_ = 0;
};

}  // namespace feeds
