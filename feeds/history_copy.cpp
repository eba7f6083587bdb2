// See history_copy.h. A PagedFile is shown to SQLite as a file system of one file, registered for as long as it is
// used.
#include "feeds/history_copy.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <filesystem>

#include "feeds/history_impl.h"

namespace feeds {
namespace {

struct OpenFile {
  sqlite3_file base;
  PagedFile* file;
};
PagedFile& paged(sqlite3_file* file) {
  return *reinterpret_cast<OpenFile*>(file)->file;
}

int read_file(sqlite3_file* file, void* out, int count, sqlite3_int64 offset) {
  PagedFile& of = paged(file);
  const auto from = static_cast<std::uint64_t>(offset), wanted = static_cast<std::uint64_t>(count);
  const std::uint64_t there = from < of.size() ? std::min(wanted, of.size() - from) : 0;
  std::memset(out, 0, wanted);
  if (there > 0 && !of.read(from, {static_cast<std::byte*>(out), there})) return SQLITE_IOERR_READ;
  return there == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  const bool done = paged(file).write(static_cast<std::uint64_t>(offset),
                                      {static_cast<const std::byte*>(bytes), static_cast<std::size_t>(count)});
  return done ? SQLITE_OK : SQLITE_IOERR_WRITE;
}

int size_of_file(sqlite3_file* file, sqlite3_int64* out) {
  *out = static_cast<sqlite3_int64>(paged(file).size());
  return SQLITE_OK;
}

const sqlite3_io_methods methods = {
    1,
    [](sqlite3_file*) { return SQLITE_OK; },  // close
    read_file,
    write_file,
    [](sqlite3_file* file, sqlite3_int64 size) {  // truncate: a copy only grows
      return static_cast<std::uint64_t>(size) == paged(file).size() ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
    },
    [](sqlite3_file*, int) { return SQLITE_OK; },  // sync: its maker's
    size_of_file,
    [](sqlite3_file*, int) { return SQLITE_OK; },  // lock, unlock: nobody else knows it
    [](sqlite3_file*, int) { return SQLITE_OK; },
    [](sqlite3_file*, int* out) {
      *out = 0;
      return SQLITE_OK;
    },
    [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; },  // control
    [](sqlite3_file*) { return 4096; },                         // sector
    [](sqlite3_file*) { return 0; },                            // what the device promises
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr};

// One file of the name "copy"; temporary ones are refused (temp_store is memory).
class OneFile {
 public:
  explicit OneFile(PagedFile& file) {
    const sqlite3_vfs* usual = sqlite3_vfs_find(nullptr);
    vfs_ = *usual;
    vfs_.iVersion = 1;
    vfs_.szOsFile = sizeof(OpenFile);
    vfs_.pNext = nullptr;
    vfs_.zName = name_.c_str();
    vfs_.pAppData = &file;
    vfs_.xOpen = [](sqlite3_vfs* vfs, const char* name, sqlite3_file* out, int, int* flags) {
      out->pMethods = nullptr;
      if (!name || std::string_view(name) != "copy") return SQLITE_CANTOPEN;
      auto* open = reinterpret_cast<OpenFile*>(out);
      open->file = static_cast<PagedFile*>(vfs->pAppData);
      open->base.pMethods = &methods;
      if (flags) *flags = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_READWRITE;
      return SQLITE_OK;
    };
    vfs_.xDelete = [](sqlite3_vfs*, const char*, int) { return SQLITE_OK; };
    vfs_.xAccess = [](sqlite3_vfs*, const char* name, int, int* out) {
      *out = std::string_view(name) == "copy";
      return SQLITE_OK;
    };
    vfs_.xFullPathname = [](sqlite3_vfs*, const char* name, int most, char* out) {
      sqlite3_snprintf(most, out, "%s", name);
      return SQLITE_OK;
    };
    sqlite3_vfs_register(&vfs_, 0);
  }
  ~OneFile() { sqlite3_vfs_unregister(&vfs_); }
  OneFile(const OneFile&) = delete;
  OneFile& operator=(const OneFile&) = delete;
  const char* name() const { return name_.c_str(); }

 private:
  std::string name_ = fmt::format("anjungan-copy-{}", static_cast<const void*>(this));
  sqlite3_vfs vfs_{};
};

std::string quoted(const std::string& name) {
  std::string out = "\"";
  for (const char c : name) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + '"';
}

RowCounts count_rows(SQLite::Database& database) {
  RowCounts out;
  SQLite::Statement tables(database,
                           "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' "
                           "ESCAPE '\\' ORDER BY name");
  while (tables.executeStep()) {
    const std::string name = tables.getColumn(0).getString();
    out[name] = static_cast<std::uint64_t>(database.execAndGet("SELECT count(*) FROM " + quoted(name)).getInt64());
  }
  return out;
}

// What SQLite's own examination says beyond "ok", the first line of it.
config::Result<RowCounts> examine_open(SQLite::Database& database, const std::string& name, std::stop_token& stop) {
  sqlite3_progress_handler(
      database.getHandle(), 100'000,
      [](void* asked) { return static_cast<std::stop_token*>(asked)->stop_requested() ? 1 : 0; }, &stop);
  if (database.execAndGet("PRAGMA application_id").getInt() != application_id)
    return config::fail({"{} is not a store of Anjungan", {name}});
  const std::string found = database.execAndGet("PRAGMA integrity_check(1)").getString();
  if (found != "ok") return config::fail({"{} is damaged or not a store: {}", {name, found}});
  return count_rows(database);
}

// Steps, so that a stop is seen soon. The reader's transaction of `from` holds one moment through all of them.
config::Result<void> move_pages(SQLite::Database& from, SQLite::Database& to, const std::string& file,
                                const std::stop_token& stop) {
  sqlite3_backup* backup = sqlite3_backup_init(to.getHandle(), "main", from.getHandle(), "main");
  if (!backup) throw SQLite::Exception(to.getHandle());
  int code = SQLITE_OK;
  while (code == SQLITE_OK && !stop.stop_requested()) code = sqlite3_backup_step(backup, 256);
  const int finished = sqlite3_backup_finish(backup);
  if (code == SQLITE_OK) return config::fail("stopped");
  if (code == SQLITE_DONE && finished == SQLITE_OK) return {};
  return tl::unexpected(store_error(SQLite::Exception(sqlite3_errstr(code), code), file));
}

}  // namespace

config::Result<RowCounts> copy_pages(const std::string& file, PagedFile& to, std::stop_token stop) {
  std::error_code ignored;
  if (is_hidden(file))
    return config::fail({"this user may not read {}", {file}},
                        "run the command as the center's user (sudo -u anjungan)");
  if (!std::filesystem::exists(file, ignored))
    return config::fail({"there is no store {} yet", {file}}, "start `anjungan run` once: it makes it");
  try {
    SQLite::Database from(file, SQLite::OPEN_READONLY, 10'000);
    from.exec("PRAGMA cache_size = -512; PRAGMA mmap_size = 0");
    if (from.execAndGet("PRAGMA application_id").getInt() != application_id)
      return config::fail({"{} is not a store of Anjungan", {file}});
    const SQLite::Transaction one_moment(from);
    RowCounts counts = count_rows(from);
    const OneFile shown(to);
    SQLite::Database target("copy", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, 0, shown.name());
    // A small cache writes pages out as they come; without a journal they need not wait for anything.
    target.exec("PRAGMA temp_store = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = 64");
    target.execAndGet("PRAGMA journal_mode = OFF");
    if (auto moved = move_pages(from, target, file, stop); !moved) return tl::unexpected(moved.error());
    return counts;
  } catch (const SQLite::Exception& e) {
    return tl::unexpected(store_error(e, file));
  }
}

config::Result<RowCounts> examine(PagedFile& file, const std::string& name, std::stop_token stop) {
  try {
    const OneFile shown(file);
    SQLite::Database database("file:copy?immutable=1", SQLite::OPEN_READONLY | SQLite::OPEN_URI, 0, shown.name());
    database.exec("PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4096");
    return examine_open(database, name, stop);
  } catch (const SQLite::Exception& e) {
    return config::fail({"{} is damaged or not a store: {}", {name, e.what()}});
  }
}

config::Result<RowCounts> examine(const std::string& file, std::stop_token stop) {
  try {
    std::string uri = "file:";
    for (const char c : file) uri += c == '%' || c == '?' || c == '#' ? fmt::format("%{:02X}", c) : std::string(1, c);
    SQLite::Database database(uri + "?immutable=1", SQLite::OPEN_READONLY | SQLite::OPEN_URI);
    database.exec("PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4096; PRAGMA mmap_size = 0");
    return examine_open(database, file, stop);
  } catch (const SQLite::Exception& e) {
    return config::fail({"{} is damaged or not a store: {}", {file, e.what()}});
  }
}

}  // namespace feeds
