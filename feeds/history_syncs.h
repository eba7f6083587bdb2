// How often SQLite asks the disk to hold what it was given: for the benchmarks.
#pragma once
#include <cstdint>

namespace feeds {

// Files that are opened while one lives are counted, by whatever connection; the connections are closed before it ends.
class SyncCounter {
 public:
  SyncCounter();
  ~SyncCounter();
  SyncCounter(const SyncCounter&) = delete;
  SyncCounter& operator=(const SyncCounter&) = delete;
  std::uint64_t count() const;  // of all files, since the process began
};

}  // namespace feeds
