// Finds out and judges what `anjungan status` says.
#include <sys/stat.h>

#include <algorithm>

#include "feeds/copies.h"
#include "feeds/copy_keeper.h"
#include "feeds/history.h"
#include "feeds/store.h"
#include "panels/format.h"
#include "viewer/commands/status.h"
#include "viewer/heartbeat.h"

namespace viewer::commands {
namespace {

namespace fs = std::filesystem;
using config::Duration;

constexpr Duration picture_due = std::chrono::seconds(60), store_due = std::chrono::seconds(60);
constexpr std::uint64_t least_free = 500'000'000;  // bytes

std::optional<Duration> since_written(const fs::path& file, config::Time now) {
  struct stat found {};
  if (stat(file.c_str(), &found) != 0) return {};
  const auto at = std::chrono::seconds(found.st_mtim.tv_sec) + std::chrono::nanoseconds(found.st_mtim.tv_nsec);
  return now.time_since_epoch() - std::chrono::duration_cast<Duration>(at);
}

// The file and its log of what is not yet in it.
StoreStatus measure(const fs::path& file, config::Time now) {
  StoreStatus out;
  out.file = file;
  std::error_code ignored;
  for (const char* part : {"", "-wal"}) {
    const fs::path one = file.string() + part;
    const std::uintmax_t size = fs::file_size(one, ignored);
    if (ignored) continue;
    out.bytes += size;
    if (const auto age = since_written(one, now); age && (!out.written || *age < *out.written))
      out.written = std::max(*age, Duration(0));
  }
  fs::path folder = file.parent_path();
  while (!fs::exists(folder, ignored) && folder.has_relative_path()) folder = folder.parent_path();
  const fs::space_info room = fs::space(folder, ignored);
  if (!ignored) out.free_bytes = room.available;
  return out;
}

CopyStatus find_copy(const config::Center& center, const fs::path& store, config::Time now) {
  CopyStatus out{feeds::copies_place(center, store), {}, {}};
  if (out.place.empty()) return out;
  const auto copies = feeds::copies_in(out.place);
  if (!copies) return out;
  for (const feeds::CopyInfo& copy : *copies) {  // the oldest first
    if (!copy.verified) continue;
    out.taken = now - copy.taken;
    out.verified = now - *copy.verified;
  }
  return out;
}

std::string ago(Duration age, const config::Words& words) {
  return panels::ago(age, words);
}

}  // namespace

Status find_status(Shell& shell, std::shared_ptr<const config::Center> center, const std::string& state) {
  Status out;
  out.center = std::move(center);
  out.now = shell.clock.now();
  const fs::path file =
      state_path(out.center->dir, state) / (out.center->store.empty() ? "store.db" : out.center->store);
  out.hidden = feeds::is_hidden(file.string());
  out.running = feeds::is_written(file.string());
  out.pulse = ask_pulse(file);
  out.store = measure(file, out.now);
  out.copy = find_copy(*out.center, file, out.now);
  auto store = feeds::Store::open(out.center, {file, true, {}}, shell.clock);
  if (!store) {
    out.store.fault = store.error();
    return out;
  }
  out.feeds = known_feeds(**store);
  for (const config::FeedConfig& feed : out.center->feeds)
    if (std::none_of(out.feeds.begin(), out.feeds.end(), [&](const auto& known) { return known.name == feed.name; }))
      out.unseen.push_back(feed.name);
  return out;
}

void judge(Status& status, const config::Words& words) {
  std::vector<config::Text>& out = status.troubles;
  if (!status.running && !status.hidden) out.push_back("no center runs on this store");
  if (status.running && !status.pulse)
    out.push_back("a program writes the store, but does not answer: another user's, an older one, or it hangs");
  if (const auto& pulse = status.pulse) {
    if (pulse->shows && !pulse->picture) out.push_back("no picture was shown yet");
    if (pulse->picture && *pulse->picture > picture_due)
      out.push_back({"the picture stands still: the last one {}", {ago(*pulse->picture, words)}});
    if (pulse->store > store_due)
      out.push_back({"the store stands still: its last turn {}", {ago(pulse->store, words)}});
  }
  if (status.store.fault) out.push_back(status.store.fault->what);
  if (status.store.free_bytes < least_free) out.push_back("the disk is nearly full: less than 500 MB are free");
  if (!status.copy.place.empty() && !status.copy.taken) out.push_back("no copy has been verified yet");
  if (status.copy.taken && *status.copy.taken > 2 * status.center->copies.rule.every)
    out.push_back({"the newest verified copy is old: taken {}", {ago(*status.copy.taken, words)}});
  for (const config::Agency& agency : status.center->catalogue->agencies)
    if (agency.stopped)
      out.push_back({"The files of {} have faults: its feeds and pages rest", {words.pick(agency.short_name)}});
  std::size_t ill = 0;
  for (const feeds::FeedState& feed : status.feeds) ill += feed.standing != feeds::Standing::on_time;
  if (ill > 0)
    out.push_back({"{} of {} feeds are not on time", {std::to_string(ill), std::to_string(status.feeds.size())}});
}

}  // namespace viewer::commands
