// See history_syncs.h: a copy of the default VFS whose files are its own but for xSync.
#include "feeds/history_syncs.h"

#include <sqlite3.h>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>

namespace feeds {
namespace {

std::atomic<std::uint64_t> syncs{0};
sqlite3_vfs* usual = nullptr;
sqlite3_vfs counting;

// SQLite sees `methods`; the rest is found behind it.
struct Counted {
  sqlite3_io_methods methods;
  const sqlite3_io_methods* usual;
};

int sync(sqlite3_file* file, int flags) {
  ++syncs;
  return reinterpret_cast<const Counted*>(file->pMethods)->usual->xSync(file, flags);
}

// The VFS has a few tables of methods, for ways of locking; they live as long as the process, and so do their copies.
const sqlite3_io_methods* counted(const sqlite3_io_methods* methods) {
  static std::mutex mutex;
  static std::map<const sqlite3_io_methods*, std::unique_ptr<Counted>> all;
  const std::lock_guard lock(mutex);
  std::unique_ptr<Counted>& made = all[methods];
  if (!made) {
    made = std::make_unique<Counted>(Counted{*methods, methods});
    made->methods.xSync = sync;
  }
  return &made->methods;
}

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  const int code = usual->xOpen(usual, name, file, flags, out_flags);
  if (file->pMethods) file->pMethods = counted(file->pMethods);
  return code;
}

}  // namespace

SyncCounter::SyncCounter() {
  usual = sqlite3_vfs_find(nullptr);
  counting = *usual;
  counting.zName = "counting";
  counting.xOpen = open;
  sqlite3_vfs_register(&counting, 1);
}

SyncCounter::~SyncCounter() {
  sqlite3_vfs_unregister(&counting);
  sqlite3_vfs_register(usual, 1);
}

std::uint64_t SyncCounter::count() const {
  return syncs;
}

}  // namespace feeds
