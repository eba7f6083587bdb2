// A disk in memory under SQLite that loses its power: from a seed it keeps, loses or tears what was written and not
// synced, in the manner of SQLite's own crash tests. It can also fail (EIO) and be full. One thread.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace support {

class FaultyDisk {
 public:
  explicit FaultyDisk(std::uint64_t seed);  // registers an SQLite VFS of its own
  ~FaultyDisk();                            // every connection must be closed
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  std::string uri(const std::string& file) const;  // for sqlite3_open with SQLITE_OPEN_URI

  void put_file(const std::string& file, const std::string& bytes);  // it is there, and synced

  // Writes, truncations, syncs and deletions are counted; the power goes with number `operation` from now.
  void power_off_after(long operation) { power_left_ = operation; }
  // Of the operations and reads from number `operation` on, `count` fail.
  void fail_after(long operation, int count) {
    good_left_ = operation;
    failures_ = count;
  }
  void set_capacity(std::uint64_t bytes) { capacity_ = bytes; }  // of all files together; writes beyond: full
  void lie_about_syncs() { lies_ = true; }                       // a sync says it is done and does nothing
  bool off() const { return off_; }
  long operations() const { return operations_; }
  std::uint64_t used() const;

  // The power is cut, where it was not, and comes back: the files are what such a disk may hold. Connections that are
  // still open know only errors until they are closed: close them before.
  void restart();

  struct File;
  struct Shared;  // memory of the write-ahead log, gone with the power
  struct Methods;

 private:
  friend struct Methods;
  struct Vfs;
  bool spend();      // false: no power
  bool fails_now();  // an EIO is due
  void settle(File&);
  bool chance(double probability) { return std::uniform_real_distribution<>(0, 1)(random_) < probability; }

  std::mt19937_64 random_;
  std::map<std::string, std::shared_ptr<File>> files_;
  std::map<std::string, std::shared_ptr<File>> ghosts_;  // deleted, and the deletion not synced
  std::map<std::string, std::shared_ptr<Shared>> shared_;
  long power_left_ = -1, good_left_ = -1, operations_ = 0;
  int failures_ = 0;
  std::uint64_t capacity_ = ~0ULL;
  bool off_ = false, lies_ = false;
  std::unique_ptr<Vfs> vfs_;
};

}  // namespace support
