// See history_syncs.h: a copy of the default VFS whose files are its own but for xSync.
#include "feeds/history_syncs.h"

#include <sqlite3.h>

#include <atomic>
#include <map>
#include <mutex>

namespace feeds {

struct SyncCounter::Vfs {
  // SQLite sees `methods`; the rest is found behind it.
  struct Counted {
    sqlite3_io_methods methods;
    const sqlite3_io_methods* usual;
    std::atomic<std::uint64_t>* count;
  };

  Vfs() {
    copy.zName = "counting";
    copy.pAppData = this;
    copy.xOpen = open;
    sqlite3_vfs_register(&copy, 1);
  }
  ~Vfs() {
    sqlite3_vfs_unregister(&copy);
    sqlite3_vfs_register(usual, 1);
  }

  // The VFS has a few tables of methods, for its ways of locking.
  const sqlite3_io_methods* counted(const sqlite3_io_methods* methods) {
    const std::lock_guard lock(mutex);
    const auto [made, is_new] = all.try_emplace(methods, Counted{*methods, methods, &count});
    if (is_new) made->second.methods.xSync = sync;
    return &made->second.methods;
  }

  static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    Vfs& my = *static_cast<Vfs*>(vfs->pAppData);
    const int code = my.usual->xOpen(my.usual, name, file, flags, out_flags);
    if (file->pMethods) file->pMethods = my.counted(file->pMethods);
    return code;
  }
  static int sync(sqlite3_file* file, int flags) {
    const Counted& counted = *reinterpret_cast<const Counted*>(file->pMethods);
    ++*counted.count;
    return counted.usual->xSync(file, flags);
  }

  sqlite3_vfs* usual = sqlite3_vfs_find(nullptr);
  sqlite3_vfs copy = *usual;
  std::atomic<std::uint64_t> count{0};
  std::mutex mutex;
  std::map<const sqlite3_io_methods*, Counted> all;
};

SyncCounter::SyncCounter() : vfs_(std::make_unique<Vfs>()) {}
SyncCounter::~SyncCounter() = default;

std::uint64_t SyncCounter::count() const {
  return vfs_->count;
}

}  // namespace feeds
