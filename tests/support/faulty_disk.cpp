// See faulty_disk.h.
#include "tests/support/faulty_disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace support {
namespace {

using Bytes = std::vector<char>;
constexpr std::size_t sector = 512;

// A write of `bytes` at `offset`, or a truncation to `offset`.
struct Operation {
  std::uint64_t offset = 0;
  Bytes bytes;
  bool truncates = false;
};

void put(Bytes& content, std::uint64_t offset, const char* bytes, std::size_t count) {
  if (content.size() < offset + count) content.resize(offset + count);
  std::memcpy(content.data() + offset, bytes, count);
}

}  // namespace

struct FaultyDisk::File {
  Bytes now, durable;
  std::vector<Operation> pending;  // not synced
  bool entry_durable = false;      // its name outlives the power
  int readers = 0;
  const void* writer = nullptr;  // who holds more than a shared lock
};

struct FaultyDisk::Shared {
  std::vector<std::unique_ptr<std::array<char, 32768>>> regions;
  std::array<int, SQLITE_SHM_NLOCK> readers{};
  std::array<const void*, SQLITE_SHM_NLOCK> writer{};
};

struct FaultyDisk::Vfs {
  std::string name;
  sqlite3_vfs vfs{};
};

namespace {
struct Handle {
  sqlite3_file base;
  FaultyDisk* disk;
  FaultyDisk::File* file;
  FaultyDisk::Shared* shared;
  std::shared_ptr<FaultyDisk::File>* keeps;
  std::string* name;
  int lock;
  unsigned shared_mask, exclusive_mask;
};
Handle& handle(sqlite3_file* file) {
  return *reinterpret_cast<Handle*>(file);
}
}  // namespace

struct FaultyDisk::Methods {
  static FaultyDisk& disk(sqlite3_vfs* vfs) { return *static_cast<FaultyDisk*>(vfs->pAppData); }

  static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* out, int flags, int* out_flags) {
    FaultyDisk& my = disk(vfs);
    out->pMethods = nullptr;
    if (my.off_) return SQLITE_CANTOPEN;
    static int temporary = 0;
    const std::string path = name ? name : "temporary" + std::to_string(++temporary);
    auto found = my.files_.find(path);
    if (found == my.files_.end()) {
      if (!(flags & SQLITE_OPEN_CREATE)) return SQLITE_CANTOPEN;
      found = my.files_.emplace(path, std::make_shared<File>()).first;
      my.ghosts_.erase(path);
    }
    Handle& made = handle(out);
    made = {};
    made.disk = &my;
    made.file = found->second.get();
    made.keeps = new std::shared_ptr<File>(found->second);
    made.name = new std::string(path);
    made.base.pMethods = &methods;
    if (out_flags) *out_flags = flags;
    return SQLITE_OK;
  }

  static int remove(sqlite3_vfs* vfs, const char* name, int sync) {
    FaultyDisk& my = disk(vfs);
    if (!my.spend()) return SQLITE_IOERR_DELETE;
    if (my.fails_now()) return SQLITE_IOERR_DELETE;
    const auto found = my.files_.find(name);
    if (found == my.files_.end()) return SQLITE_IOERR_DELETE_NOENT;
    if (!sync && found->second->entry_durable) my.ghosts_[name] = found->second;
    my.files_.erase(found);
    return SQLITE_OK;
  }

  static int access(sqlite3_vfs* vfs, const char* name, int, int* out) {
    const auto found = disk(vfs).files_.find(name);
    *out = found != disk(vfs).files_.end() && !found->second->now.empty();
    return disk(vfs).off_ ? SQLITE_IOERR_ACCESS : SQLITE_OK;
  }

  static int close(sqlite3_file* file) {
    Handle& my = handle(file);
    shared_unmap(file, 0);
    unlock(file, SQLITE_LOCK_NONE);
    delete my.keeps;
    delete my.name;
    return SQLITE_OK;
  }

  static int read(sqlite3_file* file, void* out, int count, sqlite3_int64 offset) {
    Handle& my = handle(file);
    if (my.disk->off_ || my.disk->fails_now()) return SQLITE_IOERR_READ;
    const auto from = static_cast<std::size_t>(offset), wanted = static_cast<std::size_t>(count);
    const Bytes& content = my.file->now;
    const std::size_t there = from < content.size() ? std::min(wanted, content.size() - from) : 0;
    std::memset(out, 0, wanted);
    if (there > 0) std::memcpy(out, content.data() + from, there);
    return there == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
  }

  static int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
    Handle& my = handle(file);
    const auto from = static_cast<std::uint64_t>(offset);
    const auto* first = static_cast<const char*>(bytes);
    const auto size = static_cast<std::size_t>(count);
    if (my.disk->off_) return SQLITE_IOERR_WRITE;
    const bool cut = !my.disk->spend();  // the power goes while this is written
    if (!cut && my.disk->fails_now()) return SQLITE_IOERR_WRITE;
    if (from + size > my.file->now.size() && my.disk->used() + (from + size - my.file->now.size()) > my.disk->capacity_)
      return SQLITE_FULL;
    put(my.file->now, from, first, size);
    my.file->pending.push_back({from, Bytes(first, first + size), false});
    return cut ? SQLITE_IOERR_WRITE : SQLITE_OK;
  }

  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    Handle& my = handle(file);
    if (!my.disk->spend() || my.disk->fails_now()) return SQLITE_IOERR_TRUNCATE;
    my.file->now.resize(static_cast<std::size_t>(size));
    my.file->pending.push_back({static_cast<std::uint64_t>(size), {}, true});
    return SQLITE_OK;
  }

  static int sync(sqlite3_file* file, int) {
    Handle& my = handle(file);
    if (!my.disk->spend() || my.disk->fails_now()) return SQLITE_IOERR_FSYNC;
    if (my.disk->lies_) return SQLITE_OK;
    my.file->durable = my.file->now;
    my.file->pending.clear();
    my.file->entry_durable = true;
    return SQLITE_OK;
  }

  static int size(sqlite3_file* file, sqlite3_int64* out) {
    *out = static_cast<sqlite3_int64>(handle(file).file->now.size());
    return handle(file).disk->off_ ? SQLITE_IOERR_FSTAT : SQLITE_OK;
  }

  static int lock(sqlite3_file* file, int wanted) {
    Handle& my = handle(file);
    if (my.lock >= wanted) return SQLITE_OK;
    File& of = *my.file;
    if (of.writer && of.writer != file) return SQLITE_BUSY;
    if (wanted == SQLITE_LOCK_EXCLUSIVE && of.readers > (my.lock >= SQLITE_LOCK_SHARED ? 1 : 0)) return SQLITE_BUSY;
    if (my.lock == SQLITE_LOCK_NONE) ++of.readers;
    if (wanted > SQLITE_LOCK_SHARED) of.writer = file;
    my.lock = wanted;
    return SQLITE_OK;
  }
  static int unlock(sqlite3_file* file, int wanted) {
    Handle& my = handle(file);
    if (my.lock <= wanted) return SQLITE_OK;
    if (my.file->writer == file) my.file->writer = nullptr;
    if (wanted == SQLITE_LOCK_NONE) --my.file->readers;
    my.lock = wanted;
    return SQLITE_OK;
  }
  static int reserved(sqlite3_file* file, int* out) {
    *out = handle(file).file->writer != nullptr;
    return SQLITE_OK;
  }

  static int shared_map(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
    Handle& my = handle(file);
    *out = nullptr;
    if (my.disk->off_ || size > 32768) return SQLITE_IOERR_SHMMAP;
    auto& shared = my.disk->shared_[*my.name];
    if (!shared) shared = std::make_shared<Shared>();
    my.shared = shared.get();
    while (static_cast<int>(shared->regions.size()) <= region) {
      if (!extend) return SQLITE_OK;
      shared->regions.push_back(std::make_unique<std::array<char, 32768>>());
      shared->regions.back()->fill(0);
    }
    *out = shared->regions[static_cast<std::size_t>(region)]->data();
    return SQLITE_OK;
  }

  static int shared_lock(sqlite3_file* file, int first, int count, int flags) {
    Handle& my = handle(file);
    auto& shared = my.disk->shared_[*my.name];
    if (!shared) shared = std::make_shared<Shared>();
    my.shared = shared.get();
    for (int i = first; i < first + count && (flags & SQLITE_SHM_LOCK); ++i) {
      const auto at = static_cast<std::size_t>(i);
      const int mine = (my.shared_mask >> i) & 1U;
      if (shared->writer[at] && shared->writer[at] != file) return SQLITE_BUSY;
      if ((flags & SQLITE_SHM_EXCLUSIVE) && shared->readers[at] > mine) return SQLITE_BUSY;
    }
    for (int i = first; i < first + count; ++i) set_shared(my, file, i, flags);
    return SQLITE_OK;
  }
  static void set_shared(Handle& my, const void* file, int i, int flags) {
    Shared& shared = *my.shared;
    const auto at = static_cast<std::size_t>(i);
    const unsigned bit = 1U << i;
    if (flags & SQLITE_SHM_LOCK) {
      if (flags & SQLITE_SHM_EXCLUSIVE) {
        shared.writer[at] = file;
        my.exclusive_mask |= bit;
      } else if (!(my.shared_mask & bit)) {
        ++shared.readers[at];
        my.shared_mask |= bit;
      }
      return;
    }
    if (my.exclusive_mask & bit) shared.writer[at] = nullptr;
    if (my.shared_mask & bit) --shared.readers[at];
    my.exclusive_mask &= ~bit;
    my.shared_mask &= ~bit;
  }
  static int shared_unmap(sqlite3_file* file, int remove) {
    Handle& my = handle(file);
    if (!my.shared) return SQLITE_OK;
    for (int i = 0; i < SQLITE_SHM_NLOCK; ++i) set_shared(my, file, i, SQLITE_SHM_UNLOCK);
    if (remove) my.disk->shared_.erase(*my.name);
    my.shared = nullptr;
    return SQLITE_OK;
  }

  static const sqlite3_io_methods methods;
};

const sqlite3_io_methods FaultyDisk::Methods::methods = {
    2,
    close,
    read,
    write,
    truncate,
    sync,
    size,
    lock,
    unlock,
    reserved,
    [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; },
    [](sqlite3_file*) { return 4096; },
    [](sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; },  // as SQLite assumes of the disks of Unix
    shared_map,
    shared_lock,
    [](sqlite3_file*) {},
    shared_unmap,
    nullptr,
    nullptr};

FaultyDisk::FaultyDisk(std::uint64_t seed) : random_(seed), vfs_(std::make_unique<Vfs>()) {
  sqlite3_vfs& vfs = vfs_->vfs;
  vfs = *sqlite3_vfs_find("unix");
  vfs_->name = "faulty-" + std::to_string(reinterpret_cast<std::uintptr_t>(this));
  vfs.iVersion = 1;
  vfs.szOsFile = sizeof(Handle);
  vfs.pNext = nullptr;
  vfs.zName = vfs_->name.c_str();
  vfs.pAppData = this;
  vfs.xOpen = Methods::open;
  vfs.xDelete = Methods::remove;
  vfs.xAccess = Methods::access;
  vfs.xFullPathname = [](sqlite3_vfs*, const char* name, int most, char* out) {
    sqlite3_snprintf(most, out, "%s", name);
    return SQLITE_OK;
  };
  vfs.xRandomness = [](sqlite3_vfs* of, int count, char* out) {
    for (int i = 0; i < count; ++i) out[i] = static_cast<char>(Methods::disk(of).random_());
    return count;
  };
  vfs.xSleep = [](sqlite3_vfs*, int us) { return us; };
  sqlite3_vfs_register(&vfs, 0);
}

FaultyDisk::~FaultyDisk() {
  sqlite3_vfs_unregister(&vfs_->vfs);
}

std::string FaultyDisk::uri(const std::string& file) const {
  return "file:/" + file + "?vfs=" + vfs_->name;
}

void FaultyDisk::put_file(const std::string& file, const std::string& bytes) {
  auto made = std::make_shared<File>();
  made->now.assign(bytes.begin(), bytes.end());
  made->durable = made->now;
  made->entry_durable = true;
  files_["/" + file] = std::move(made);
}

std::uint64_t FaultyDisk::used() const {
  std::uint64_t out = 0;
  for (const auto& [name, file] : files_) out += file->now.size();
  return out;
}

bool FaultyDisk::spend() {
  if (off_) return false;
  ++operations_;
  if (power_left_ < 0) return true;
  if (power_left_-- > 0) return true;
  off_ = true;
  return false;
}

bool FaultyDisk::fails_now() {
  if (good_left_ < 0 || failures_ == 0) return false;
  if (good_left_ > 0) {
    --good_left_;
    return false;
  }
  --failures_;
  return true;
}

// Of what was not synced each write is kept, lost or torn, in any combination.
void FaultyDisk::settle(File& file) {
  Bytes content = file.durable;
  for (const Operation& operation : file.pending) {
    const double fate = std::uniform_real_distribution<>(0, 1)(random_);
    if (fate < 0.4) continue;
    if (operation.truncates) {
      content.resize(operation.offset);
      continue;
    }
    for (std::size_t at = 0; at < operation.bytes.size(); at += sector) {
      const std::size_t count = std::min(sector, operation.bytes.size() - at);
      const bool torn = fate < 0.6;
      if (torn && chance(0.5)) continue;
      Bytes part(operation.bytes.begin() + static_cast<std::ptrdiff_t>(at),
                 operation.bytes.begin() + static_cast<std::ptrdiff_t>(at + count));
      if (torn && chance(0.1))
        for (char& byte : part) byte = static_cast<char>(random_());
      put(content, operation.offset + at, part.data(), count);
    }
  }
  file.now = file.durable = std::move(content);
  file.pending.clear();
}

void FaultyDisk::restart() {
  for (auto& [name, ghost] : ghosts_)
    if (!files_.contains(name) && chance(0.5)) files_[name] = ghost;
  ghosts_.clear();
  shared_.clear();
  for (auto it = files_.begin(); it != files_.end();) {
    File& file = *it->second;
    if (!file.entry_durable && chance(0.5)) {
      it = files_.erase(it);
      continue;
    }
    settle(file);
    file.entry_durable = true;
    file.readers = 0;
    file.writer = nullptr;
    ++it;
  }
  off_ = false;
  power_left_ = good_left_ = -1;
  failures_ = 0;
}

}  // namespace support
