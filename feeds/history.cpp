// Opening a store file: lock, schema, migrations, and how its columns are written.
#include "feeds/history.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "feeds/history_impl.h"
#include "feeds/history_mend.h"
#include "feeds/history_schema.h"

namespace feeds {
namespace {

using nlohmann::json;

// Extra: the journal of the first moments, before WAL, must not come back when the power goes: it would empty the file.
// Small caches: the program lives beside a software renderer on a small PC.
void set_up_writing(SQLite::Database& database) {
  database.exec(
      "PRAGMA synchronous = EXTRA; PRAGMA cache_size = -2048; PRAGMA mmap_size = 0;"
      "PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 500; PRAGMA journal_size_limit = 4194304;");
  SQLite::Statement(database, "PRAGMA journal_mode = WAL").executeStep();
}

// One writer a file: the lock goes with the process, so that a killed one leaves none.
Result<int> lock_file(const std::string& file) {
  const int lock = ::open((file + ".lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0640);
  if (lock < 0)
    return config::fail({"cannot write beside {}: {}", {file, std::generic_category().message(errno)}},
                        "check the folder's owner and rights, or give another with --state");
  for (int attempt = 0; attempt < 5; ++attempt) {  // is_written() holds it for a moment
    if (::flock(lock, LOCK_EX | LOCK_NB) == 0) return lock;
    ::usleep(20'000);
  }
  ::close(lock);
  return config::fail({"another Anjungan is writing {}", {file}}, "stop it first, or give another folder with --state");
}

config::Error damage_of(const std::string& file, const std::string& why) {
  return {{"{} is damaged or not a store: {}", {file, why}}, "move it away, and restore a copy or start anew"};
}

}  // namespace

bool says_damage(const config::Error& error) {
  return error.what.key == damage_of({}, {}).what.key;
}

config::Error store_error(const SQLite::Exception& e, const std::string& file) {
  const int code = e.getErrorCode();
  const int io = code == SQLITE_IOERR ? errno : 0;
  if (code == SQLITE_FULL || io == ENOSPC || io == EDQUOT || io == EFBIG)
    return {"the disk is full: nothing new can be kept", "make room on it"};
  if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT) return damage_of(file, e.what());
  return {{"the store {} cannot be used: {}", {file, e.what()}}, "check the disk and the rights of its folder"};
}

std::string encode(const std::vector<Field>& fields) {
  json out = json::array();
  for (const Field& field : fields) {
    json value;
    if (const auto* flag = std::get_if<bool>(&field.value)) value = *flag;
    if (const auto* number = std::get_if<double>(&field.value)) value = *number;
    if (const auto* text = std::get_if<std::string>(&field.value)) value = *text;
    out.push_back(json::array({field.name, std::move(value)}));
  }
  return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::vector<Field> decode_fields(const std::string& text) {
  std::vector<Field> out;
  const json fields = json::parse(text, nullptr, false);
  for (const json& entry : fields) {
    if (!entry.is_array() || entry.size() != 2 || !entry[0].is_string()) continue;
    Field field{entry[0].get<std::string>(), {}};
    if (entry[1].is_boolean()) field.value = entry[1].get<bool>();
    if (entry[1].is_number()) field.value = entry[1].get<double>();
    if (entry[1].is_string()) field.value = entry[1].get<std::string>();
    out.push_back(std::move(field));
  }
  return out;
}

std::string encode(const Text& text) {
  if (text.empty()) return {};
  json out = json::array({text.key});
  for (const std::string& argument : text.arguments) out.push_back(argument);
  return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

Text decode_text(const std::string& text) {
  const json parts = json::parse(text, nullptr, false);
  if (!parts.is_array() || parts.empty()) return {};
  Text out;
  for (const json& part : parts) {
    if (!part.is_string()) return {};
    out.arguments.push_back(part.get<std::string>());
  }
  out.key = out.arguments.front();
  out.arguments.erase(out.arguments.begin());
  return out;
}

bool is_written(const std::string& file) {
  const int lock = ::open((file + ".lock").c_str(), O_RDONLY | O_CLOEXEC);
  if (lock < 0) return false;
  const bool written = ::flock(lock, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(lock);
  return written;
}

bool is_hidden(const std::string& file) {
  return ::faccessat(AT_FDCWD, file.c_str(), R_OK, AT_EACCESS) != 0 && errno == EACCES;
}

History::Impl::~Impl() {
  statements.clear();
  if (lock >= 0) ::close(lock);
}

SQLite::Statement& History::Impl::sql(const char* text) {
  auto found = statements.find(text);
  if (found == statements.end()) found = statements.emplace(text, SQLite::Statement(database, text)).first;
  found->second.tryReset();
  found->second.clearBindings();
  return found->second;
}

History::History(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
History::~History() = default;

Result<std::unique_ptr<History>> History::open(const std::string& file, Mode mode, config::Zone zone) {
  const bool path = !file.starts_with("file:");
  std::error_code ignored;
  if (mode == Mode::read && path && is_hidden(file))
    return config::fail({"this user may not read {}", {file}},
                        "run the command as the center's user (sudo -u anjungan)");
  if (mode == Mode::read && path && !std::filesystem::exists(file, ignored))
    return config::fail({"there is no store {} yet", {file}}, "start `anjungan run` once: it makes it");
  int lock = -1;
  if (mode == Mode::write && path) {
    const auto locked = lock_file(file);
    if (!locked) return tl::unexpected(locked.error());
    lock = *locked;
  }
  try {
    const int flags = (mode == Mode::read ? SQLite::OPEN_READONLY : SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE) |
                      SQLite::OPEN_NOMUTEX | (path ? 0 : SQLite::OPEN_URI);
    auto impl = std::make_unique<Impl>(file, flags);
    impl->lock = std::exchange(lock, -1);
    if (auto fits = fit_of(impl->database, file, mode == Mode::read); !fits) return tl::unexpected(fits.error());
    if (mode == Mode::write) {
      set_up_writing(impl->database);
      impl->zone = bring_up(impl->database, zone);
      impl->writes = true;
      impl->move_old_samples();
    } else {
      impl->database.exec("PRAGMA cache_size = -512; PRAGMA mmap_size = 0");
      impl->zone = kept_zone(impl->database);
    }
    return std::unique_ptr<History>(new History(std::move(impl)));
  } catch (const SQLite::Exception& e) {
    if (lock >= 0) ::close(lock);
    return tl::unexpected(store_error(e, file));
  }
}

}  // namespace feeds
