// See copies.h.
#include "feeds/copies.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <set>

#include "feeds/copy_chunks.h"

namespace feeds {
namespace {

using config::Result;
using config::Time;
namespace fs = std::filesystem;

constexpr const char* list_suffix = ".copy";
constexpr const char* data_suffix = ".data";
constexpr const char* mark_suffix = ".verified";

enum class Use { read, write };

config::Error busy_error(const fs::path& place) {
  return {{"another program is at work on the copies in {}", {place.string()}}, "wait until it has ended"};
}

// Held while a folder of copies is used: one writer, or readers. Where a reader cannot write a lock it goes without.
Result<FileHandle> lock_place(const fs::path& place, Use use) {
  const fs::path path = place / ".lock";
  const int flags = use == Use::write ? O_CREAT | O_RDWR : O_RDONLY;
  FileHandle file(::open(path.c_str(), flags | O_CLOEXEC, 0640));
  if (!file && use == Use::write) return tl::unexpected(file_error(path, errno));
  if (file && ::flock(file.number(), (use == Use::write ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0)
    return tl::unexpected(busy_error(place));
  return file;
}

Result<std::vector<fs::path>> files_in(const fs::path& place, std::string_view suffix) {
  std::vector<fs::path> out;
  std::error_code fault;
  for (fs::directory_iterator it(place, fault), end; !fault && it != end; it.increment(fault))
    if (it->path().filename().string().ends_with(suffix)) out.push_back(it->path());
  if (fault) return config::fail({"{}: {}", {place.string(), fault.message()}}, "check the folder's name and rights");
  // By name: "...Z" before "...Z-002", of the same second.
  std::sort(out.begin(), out.end(), [](const fs::path& a, const fs::path& b) { return a.stem() < b.stem(); });
  return out;
}

Result<Manifest> load(const fs::path& list) {
  const auto text = read_whole(list);
  if (!text) return tl::unexpected(text.error());
  return parse_manifest(*text, list.stem().string());
}

std::optional<Time> mark_of(const fs::path& list) {
  const auto text = read_whole(fs::path(list).replace_extension(mark_suffix));
  if (!text) return {};
  return config::parse_time(text->substr(0, text->find('\n')));
}

CopyInfo info_of(const fs::path& list, const Manifest& manifest) {
  return {list.stem().string(), manifest.center, manifest.taken, manifest.size, manifest.rows, mark_of(list)};
}

// "20261121T060200Z", with a number where there is one already.
std::string new_name(const fs::path& place, Time now) {
  std::string name;
  for (const char c : config::to_rfc3339(std::chrono::floor<std::chrono::seconds>(now)))
    if (c != '-' && c != ':') name += c;
  const auto taken = [&](const std::string& tried) {
    std::error_code ignored;
    return fs::exists(place / (tried + list_suffix), ignored) || fs::exists(place / (tried + data_suffix), ignored);
  };
  std::string out = name;
  for (int i = 2; taken(out); ++i) out = fmt::format("{}-{:03}", name, i);
  return out;
}

// What an interrupted backup or removal left behind. Data stay where a list cannot be read: it might name them.
Result<void> sweep(const fs::path& place) {
  std::error_code ignored;
  const auto parts = files_in(place, part_suffix);
  const auto lists = files_in(place, list_suffix);
  const auto data = files_in(place, data_suffix);
  if (!parts || !lists || !data) return tl::unexpected(!parts ? parts.error() : !lists ? lists.error() : data.error());
  for (const fs::path& part : *parts) fs::remove(part, ignored);
  std::set<std::string> used;
  for (const fs::path& list : *lists) {
    const auto manifest = load(list);
    if (!manifest) return {};
    used.insert(manifest->parts.begin(), manifest->parts.end());
  }
  for (const fs::path& file : *data)
    if (!used.contains(file.filename().string())) fs::remove(file, ignored);
  return {};
}

Result<std::size_t> prune(const CopyJob& job, Time now) {
  const auto copies = copies_in(job.place);
  if (!copies) return tl::unexpected(copies.error());
  const auto leaving = to_remove(*copies, job.keep, job.zone, now);
  std::error_code fault;
  for (const std::string& name : leaving) {
    fs::remove(job.place / (name + mark_suffix), fault);
    fs::remove(job.place / (name + list_suffix), fault);
  }
  if (!leaving.empty())  // the lists are gone for good before their data go
    if (auto synced = sync_folder(job.place); !synced) return tl::unexpected(synced.error());
  if (auto swept = sweep(job.place); !swept) return tl::unexpected(swept.error());
  return leaving.size();
}

// The newest verified copy: what was never read back is not built upon.
Result<std::unique_ptr<CopyReader>> find_base(const CopyJob& job) {
  const auto lists = files_in(job.place, list_suffix);
  if (!lists) return tl::unexpected(lists.error());
  std::unique_ptr<CopyReader> base;
  for (const fs::path& list : *lists) {
    auto manifest = load(list);
    if (!manifest) continue;
    if (manifest->center != job.center)
      return config::fail({"{} holds copies of another center: {}", {job.place.string(), manifest->center}},
                          "give each center a folder of its own");
    const bool newer = !base || manifest->taken >= base->manifest().taken;
    if (newer && !job.whole && mark_of(list))
      base = std::make_unique<CopyReader>(job.place, std::move(*manifest), list.stem().string());
  }
  return base;
}

Result<CopyMade> write_copy(const CopyJob& job, const Clock& clock, std::stop_token stop) {
  auto base = find_base(job);
  if (!base) return tl::unexpected(base.error());
  const Time now = clock.now();
  const std::string name = new_name(job.place, now);
  Manifest manifest{job.center, job.store.filename().string(), now, 0, {}, {}, {}};
  CopyWriter writer(job.place, name, base->get());
  auto rows = copy_pages(job.store.string(), writer, stop);
  if (!rows) return tl::unexpected(writer.fault().value_or(rows.error()));
  manifest.rows = std::move(*rows);
  if (auto done = writer.finish(manifest); !done) return tl::unexpected(done.error());
  const fs::path list = job.place / (name + list_suffix);
  if (auto kept = write_whole(list, to_text(manifest)); !kept) return tl::unexpected(kept.error());
  return CopyMade{info_of(list, manifest), writer.written(), 0};
}

Result<fs::path> find_list(const fs::path& place, const std::string& name) {
  if (!name.empty()) {
    std::error_code ignored;
    const fs::path list = place / (name + list_suffix);
    if (fs::exists(list, ignored)) return list;
    return config::fail({"there is no copy {} in {}", {name, place.string()}}, "look at the names of the *.copy files");
  }
  const auto lists = files_in(place, list_suffix);
  if (!lists) return tl::unexpected(lists.error());
  fs::path newest;
  Time taken{};
  for (const fs::path& list : *lists)  // a list that cannot be read still is the newest where its name says so
    if (const auto manifest = load(list); !manifest || manifest->taken >= taken) {
      newest = list;
      taken = manifest ? manifest->taken : taken;
    }
  if (newest.empty()) return config::fail({"{} holds no copy", {place.string()}}, "make one: anjungan backup");
  return newest;
}

Result<void> compare(const RowCounts& rows, const Manifest& manifest, const std::string& name) {
  if (rows == manifest.rows) return {};
  for (const auto& [table, count] : manifest.rows) {
    const auto found = rows.find(table);
    const std::uint64_t there = found == rows.end() ? 0 : found->second;
    if (there != count)
      return config::fail({"the copy {} is damaged: {} rows of {}, {} were taken",
                           {name, std::to_string(there), table, std::to_string(count)}});
  }
  return config::fail({"the copy {} is damaged: its list cannot be read", {name}});
}

Result<void> read_back(CopyReader& reader, const std::string& name, const std::stop_token& stop) {
  for (std::size_t i = 0; i < reader.manifest().chunks.size(); ++i) {
    if (stop.stop_requested()) return config::fail("stopped");
    if (auto chunk = reader.chunk(i); !chunk) return tl::unexpected(chunk.error());
  }
  const auto rows = examine(reader, name, stop);
  if (!rows) return tl::unexpected(rows.error());
  return compare(*rows, reader.manifest(), name);
}

// No later copy may build upon a damaged file, nor a copy that uses it be called verified.
void take_marks(const fs::path& place, const fs::path& list, const std::string& damaged) {
  std::error_code ignored;
  fs::remove(fs::path(list).replace_extension(mark_suffix), ignored);
  if (damaged.empty()) return;
  const auto lists = files_in(place, list_suffix);
  if (!lists) return;
  for (const fs::path& other : *lists)
    if (const auto manifest = load(other);
        manifest && std::count(manifest->parts.begin(), manifest->parts.end(), damaged) > 0)
      fs::remove(fs::path(other).replace_extension(mark_suffix), ignored);
}

Result<void> write_out(CopyReader& reader, const fs::path& path, const std::stop_token& stop) {
  auto file = NewFile::make(path);
  if (!file) return tl::unexpected(file.error());
  for (std::size_t i = 0; i < reader.manifest().chunks.size(); ++i) {
    if (stop.stop_requested()) return config::fail("stopped");
    auto chunk = reader.chunk(i);
    if (!chunk) return tl::unexpected(chunk.error());
    if (auto done = file->append(*chunk); !done) return done;
  }
  return file->keep();
}

// Puts the store into `folder`, which has another name until all is well.
Result<void> restore_into(CopyReader& reader, const fs::path& folder, const std::string& name,
                          const std::stop_token& stop) {
  const fs::path file = folder / reader.manifest().store;
  if (auto written = write_out(reader, file, stop); !written) return written;
  const auto rows = examine(file.string(), stop);
  if (!rows) return tl::unexpected(rows.error());
  return compare(*rows, reader.manifest(), name);
}

}  // namespace

bool says_copies_busy(const config::Error& error) {
  return error.what.key == busy_error({}).what.key;
}

Result<CopyMade> make_copy(const CopyJob& job, const Clock& clock, std::stop_token stop) {
  std::error_code fault;
  fs::create_directories(job.place, fault);
  if (fault) return tl::unexpected(file_error(job.place, fault.value()));
  const auto lock = lock_place(job.place, Use::write);
  if (!lock) return tl::unexpected(lock.error());
  if (auto swept = sweep(job.place); !swept) return tl::unexpected(swept.error());
  auto made = write_copy(job, clock, stop);
  if (!made) {
    sweep(job.place);
    return made;
  }
  const auto removed = prune(job, clock.now());
  made->removed = removed.value_or(0);
  return made;
}

Result<std::vector<CopyInfo>> copies_in(const fs::path& place) {
  const auto lists = files_in(place, list_suffix);
  if (!lists) return tl::unexpected(lists.error());
  std::vector<CopyInfo> out;
  for (const fs::path& list : *lists)
    if (const auto manifest = load(list)) out.push_back(info_of(list, *manifest));
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.taken < b.taken; });
  return out;
}

Result<CopyInfo> verify_copy(const fs::path& place, const std::string& name, const Clock& clock, std::stop_token stop) {
  const auto lock = lock_place(place, Use::read);
  if (!lock) return tl::unexpected(lock.error());
  const auto list = find_list(place, name);
  if (!list) return tl::unexpected(list.error());
  auto manifest = load(*list);
  if (!manifest) {
    take_marks(place, *list, {});
    return tl::unexpected(manifest.error());
  }
  CopyReader reader(place, std::move(*manifest), list->stem().string());
  if (auto good = read_back(reader, list->stem().string(), stop); !good) {
    if (!stop.stop_requested()) take_marks(place, *list, reader.damaged_part());
    return tl::unexpected(good.error());
  }
  CopyInfo out = info_of(*list, reader.manifest());
  out.verified = clock.now();
  if (::access(place.c_str(), W_OK) != 0) return out;  // a copy may be read where nothing can be written
  const auto marked =
      write_whole(fs::path(*list).replace_extension(mark_suffix), config::to_rfc3339(*out.verified) + "\n");
  if (!marked) return tl::unexpected(marked.error());
  return out;
}

Result<CopyInfo> restore_copy(const fs::path& place, const std::string& name, const fs::path& into,
                              std::stop_token stop) {
  std::error_code fault;
  if (fs::exists(into, fault) && !(fs::is_directory(into, fault) && fs::is_empty(into, fault)))
    return config::fail({"{} is not empty", {into.string()}}, "restore into an empty folder, or one that is not there");
  const auto lock = lock_place(place, Use::read);
  if (!lock) return tl::unexpected(lock.error());
  const auto list = find_list(place, name);
  if (!list) return tl::unexpected(list.error());
  auto manifest = load(*list);
  if (!manifest) return tl::unexpected(manifest.error());
  CopyReader reader(place, std::move(*manifest), list->stem().string());

  fs::path target = fs::absolute(into).lexically_normal();
  if (!target.has_filename()) target = target.parent_path();
  const fs::path half = target.parent_path() / fmt::format(".{}.{}.part", target.filename().string(), ::getpid());
  fs::create_directories(half, fault);
  if (fault) return tl::unexpected(file_error(half, fault.value()));
  auto done = restore_into(reader, half, list->stem().string(), stop);
  if (done && ::rename(half.c_str(), target.c_str()) != 0) done = tl::unexpected(file_error(target, errno));
  if (done) done = sync_folder(target.parent_path());
  if (!done) {
    fs::remove_all(half, fault);
    return tl::unexpected(done.error());
  }
  return info_of(*list, reader.manifest());
}

}  // namespace feeds
