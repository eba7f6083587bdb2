// See reload.h.
#include "viewer/reload.h"
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>
#include <algorithm>
#include <array>

namespace viewer {
namespace {

constexpr int settle_ms = 120;  // an editor writes several times

bool within(const std::filesystem::path& path, const std::filesystem::path& folder) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

bool readable(int fd, int stop_fd, int timeout_ms, bool& stop) {
  std::array<pollfd, 2> fds{{{fd, POLLIN, 0}, {stop_fd, POLLIN, 0}}};
  const int count = poll(fds.data(), fds.size(), timeout_ms);
  stop = stop || (count > 0 && fds[1].revents);
  return count > 0 && fds[0].revents;
}

}  // namespace

Reload::Reload(std::vector<std::filesystem::path> dirs, Load load, std::function<void()> ready,
               std::vector<std::filesystem::path> deliveries)
    : dirs_(std::move(dirs)),
      deliveries_(std::move(deliveries)),
      load_(std::move(load)),
      ready_(std::move(ready)),
      stop_fd_(eventfd(0, EFD_CLOEXEC)),
      watch_fd_(inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
  if (watch_fd_ < 0) return;
  for (const auto& dir : dirs_) watch_folders(dir);  // from here on no change is missed
  thread_ = std::thread([this] { watch(); });
}

Reload::~Reload() {
  eventfd_write(stop_fd_, 1);
  if (thread_.joinable()) thread_.join();
  if (watch_fd_ >= 0) close(watch_fd_);
  close(stop_fd_);
}

std::shared_ptr<const config::Center> Reload::take() {
  auto center = loaded_.get();
  if (center) loaded_.put(nullptr);
  return center;
}

void Reload::watch_folders(const std::filesystem::path& dir) {
  constexpr std::uint32_t changes = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE;
  const auto add = [&](const std::filesystem::path& folder) {
    std::error_code ignored;
    watched_[inotify_add_watch(watch_fd_, folder.c_str(), changes)] =
        std::filesystem::weakly_canonical(folder, ignored);
  };
  add(dir);
  std::error_code failed;
  for (std::filesystem::recursive_directory_iterator it(dir, failed), end; !failed && it != end; it.increment(failed))
    if (it->is_directory(failed)) add(it->path());
}

bool Reload::take_events() {
  alignas(inotify_event) std::array<char, 8192> events;
  bool change = false;
  for (ssize_t got = 0; (got = read(watch_fd_, events.data(), events.size())) > 0;)
    for (ssize_t at = 0; at < got;) {
      const auto& event = *reinterpret_cast<const inotify_event*>(events.data() + at);
      at += static_cast<ssize_t>(sizeof event + event.len);
      const auto folder = watched_.find(event.wd);  // none where events were lost
      change = change || folder == watched_.end() ||
               std::none_of(deliveries_.begin(), deliveries_.end(),
                            [&](const auto& delivery) { return within(folder->second, delivery); });
    }
  return change;
}

void Reload::watch() {
  for (bool stop = false; !stop;) {
    if (!readable(watch_fd_, stop_fd_, -1, stop)) continue;
    bool change = false;
    do {
      change = take_events() || change;
    } while (!stop && readable(watch_fd_, stop_fd_, settle_ms, stop));
    if (stop) break;
    if (!change) continue;
    for (const auto& dir : dirs_) watch_folders(dir);  // folders that came
    auto center = load_();
    deliveries_ = delivery_folders(*center);
    loaded_.put(std::move(center));
    ready_();
  }
}

std::vector<std::filesystem::path> delivery_folders(const config::Center& center) {
  std::vector<std::filesystem::path> out;
  for (const config::FeedConfig& feed : center.feeds) {
    const config::Node* folder = feed.kind == "watch_folder" ? feed.options.table.find("folder") : nullptr;
    std::error_code ignored;
    if (folder && folder->string())
      out.push_back(std::filesystem::weakly_canonical(center.dir / *folder->string(), ignored));
  }
  return out;
}

std::optional<config::Complaint> refused(const config::Center& center) {
  for (const config::Complaint& complaint : center.complaints)
    if (!complaint.warning) return complaint;
  if (!center.usable) return config::Complaint{{center.dir.string(), 0, 0}, "no center is there", {}, false};
  return {};
}

}  // namespace viewer
