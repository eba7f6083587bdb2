// The watch over one HTTP exchange; its thread lives as long as the guard.
#include "feeds/http_guard.h"
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <algorithm>

namespace feeds {

HttpGuard::HttpGuard(const Clock& clock, Steady until, std::int64_t most_bytes, std::stop_token stop)
    : clock_(clock), until_(until), most_bytes_(most_bytes) {
  thread_ = std::jthread([this, stop](std::stop_token own) { run(own, stop); });
}

HttpGuard::~HttpGuard() {
  thread_.request_stop();
  changed_.notify_all();
  thread_.join();
  if (socket_ >= 0) ::close(socket_);
}

void HttpGuard::watch(int socket) {
  const std::lock_guard lock(mutex_);
  if (socket_ >= 0) ::close(socket_);
  socket_ = ::dup(socket);
  if (cause_ != Cause::none && socket_ >= 0) ::shutdown(socket_, SHUT_RDWR);
}

HttpGuard::Cause HttpGuard::cause() const {
  const std::lock_guard lock(mutex_);
  return cause_;
}

HttpGuard::Cause HttpGuard::look(const std::stop_token& asked) const {
  if (asked.stop_requested()) return Cause::stopped;
  if (clock_.steady() >= until_) return Cause::deadline;
  tcp_info info{};
  socklen_t size = sizeof info;
  if (socket_ >= 0 && getsockopt(socket_, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 &&
      info.tcpi_bytes_received > static_cast<std::uint64_t>(most_bytes_))
    return Cause::too_much;
  return Cause::none;
}

void HttpGuard::run(std::stop_token own, std::stop_token asked) {
  const std::stop_callback wake(asked, [this] {
    const std::lock_guard lock(mutex_);
    changed_.notify_all();
  });
  std::unique_lock lock(mutex_);
  while (!own.stop_requested()) {
    cause_ = look(asked);
    if (cause_ != Cause::none) {
      if (socket_ >= 0) ::shutdown(socket_, SHUT_RDWR);
      return;
    }
    // In short steps: the clock may be one that a test moves, and bytes are counted on the way.
    const auto left = std::min<std::chrono::nanoseconds>(until_ - clock_.steady(), std::chrono::milliseconds(50));
    changed_.wait_for(lock, own, std::max<std::chrono::nanoseconds>(left, std::chrono::milliseconds(1)),
                      [&] { return asked.stop_requested(); });
  }
}

NoPipeSignal::NoPipeSignal() {
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, &before_);
}

NoPipeSignal::~NoPipeSignal() {
  if (!sigismember(&before_, SIGPIPE)) {
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    const timespec at_once{};
    sigtimedwait(&pipe, nullptr, &at_once);
  }
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace feeds
