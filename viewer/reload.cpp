// See reload.h.
#include "viewer/reload.h"
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>
#include <array>

namespace viewer {
namespace {

constexpr int settle_ms = 120;  // an editor writes several times

void watch_folders(int inotify, const std::filesystem::path& dir) {
  constexpr std::uint32_t changes = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE;
  inotify_add_watch(inotify, dir.c_str(), changes);
  std::error_code failed;
  for (std::filesystem::recursive_directory_iterator it(dir, failed), end; !failed && it != end; it.increment(failed))
    if (it->is_directory(failed)) inotify_add_watch(inotify, it->path().c_str(), changes);
}

bool readable(int fd, int stop_fd, int timeout_ms, bool& stop) {
  std::array<pollfd, 2> fds{{{fd, POLLIN, 0}, {stop_fd, POLLIN, 0}}};
  const int count = poll(fds.data(), fds.size(), timeout_ms);
  stop = stop || (count > 0 && fds[1].revents);
  return count > 0 && fds[0].revents;
}

}  // namespace

Reload::Reload(std::vector<std::filesystem::path> dirs, Load load, std::function<void()> ready)
    : dirs_(std::move(dirs)),
      load_(std::move(load)),
      ready_(std::move(ready)),
      stop_fd_(eventfd(0, EFD_CLOEXEC)),
      watch_fd_(inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
  if (watch_fd_ < 0) return;
  for (const auto& dir : dirs_) watch_folders(watch_fd_, dir);  // from here on no change is missed
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

void Reload::watch() {
  std::array<char, 8192> events;
  for (bool stop = false; !stop;) {
    if (!readable(watch_fd_, stop_fd_, -1, stop)) continue;
    do {
      while (read(watch_fd_, events.data(), events.size()) > 0) {
      }
    } while (!stop && readable(watch_fd_, stop_fd_, settle_ms, stop));
    if (stop) break;
    for (const auto& dir : dirs_) watch_folders(watch_fd_, dir);  // folders that came
    loaded_.put(load_());
    ready_();
  }
}

std::optional<config::Complaint> refused(const config::Center& center) {
  for (const config::Complaint& complaint : center.complaints)
    if (!complaint.warning) return complaint;
  if (!center.usable) return config::Complaint{{center.dir.string(), 0, 0}, "no center is there", {}, false};
  return {};
}

}  // namespace viewer
