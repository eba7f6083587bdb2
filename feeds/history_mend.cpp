// See history_mend.h. Before the store's threads are born.
#include "feeds/history_mend.h"

#include <algorithm>

#include "feeds/history_impl.h"
#include "feeds/history_schema.h"

namespace feeds {
namespace {

namespace fs = std::filesystem;

// By age, newest first.
std::vector<fs::path> copies_in(const fs::path& folder) {
  std::vector<std::pair<fs::file_time_type, fs::path>> found;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored))
    if (entry.path().extension() == ".db") found.emplace_back(entry.last_write_time(ignored), entry.path());
  std::sort(found.rbegin(), found.rend());
  std::vector<fs::path> out;
  for (auto& [time, path] : found) out.push_back(std::move(path));
  return out;
}

bool is_good(const fs::path& file) {
  try {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
    return fit_of(database, file.string(), false) &&
           database.execAndGet("PRAGMA quick_check").getString() == std::string("ok");
  } catch (const SQLite::Exception&) {
    return false;
  }
}

void remove_with_log(const fs::path& file) {
  std::error_code ignored;
  for (const char* part : {"", "-wal", "-shm"}) fs::remove(file.string() + part, ignored);
}

// The name is free: a second of damage never hides an earlier one.
fs::path free_name(const fs::path& file, Time now) {
  std::string stem = file.string() + ".damaged-" + config::to_rfc3339(std::chrono::floor<std::chrono::seconds>(now));
  std::erase(stem, ':');
  fs::path name = stem;
  std::error_code ignored;
  for (int i = 2; fs::exists(name, ignored); ++i) name = stem + "-" + std::to_string(i);
  return name;
}

}  // namespace

Result<Mended> set_aside(const fs::path& file, const fs::path& copies, Time now) {
  const fs::path aside = free_name(file, now);
  std::error_code error;
  fs::rename(file, aside, error);
  if (error)
    return config::fail({"{} is damaged and cannot be moved away: {}", {file.string(), error.message()}},
                        "check the folder's owner and rights, or give another with --state");
  for (const char* part : {"-wal", "-shm"})
    if (std::error_code ignored; fs::exists(file.string() + part, ignored))
      fs::rename(file.string() + part, aside.string() + part, ignored);
  Mended out{aside.filename().string(), {}};
  const fs::path made = file.string() + ".new";
  for (const fs::path& copy : copies.empty() ? std::vector<fs::path>() : copies_in(copies)) {
    remove_with_log(made);
    fs::copy_file(copy, made, error);
    if (error || !is_good(made)) continue;
    fs::rename(made, file, error);
    if (error) continue;
    out.copy = copy.filename().string();
    break;
  }
  remove_with_log(made);
  return out;
}

}  // namespace feeds
