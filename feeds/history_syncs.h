// How often SQLite asks the disk to hold what it was given: for the benchmarks.
#pragma once
#include <cstdint>
#include <memory>

namespace feeds {

// Counts for every file that is opened while it lives; these are closed before it ends. One at a time.
class SyncCounter {
 public:
  SyncCounter();
  ~SyncCounter();
  SyncCounter(const SyncCounter&) = delete;
  SyncCounter& operator=(const SyncCounter&) = delete;
  std::uint64_t count() const;  // of all files

 private:
  struct Vfs;
  std::unique_ptr<Vfs> vfs_;
};

}  // namespace feeds
