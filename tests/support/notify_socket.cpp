// See notify_socket.h.
#include "tests/support/notify_socket.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace support {
namespace {

using Clock = std::chrono::steady_clock;

std::chrono::milliseconds left(Clock::time_point until) {
  return std::max(std::chrono::milliseconds(0),
                  std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()));
}

}  // namespace

NotifySocket::NotifySocket() : path_(folder_.file("notify")) {
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  path_.copy(name.sun_path, sizeof name.sun_path - 1);
  socket_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (path_.size() >= sizeof name.sun_path || bind(socket_, reinterpret_cast<sockaddr*>(&name), sizeof name) != 0)
    throw std::runtime_error("no notify socket");
}
NotifySocket::~NotifySocket() {
  close(socket_);
}

std::string NotifySocket::next(std::chrono::milliseconds most) {
  pollfd waited{socket_, POLLIN, 0};
  if (poll(&waited, 1, static_cast<int>(most.count())) <= 0) return {};
  std::array<char, 4096> message;
  const ssize_t got = recv(socket_, message.data(), message.size(), 0);
  return got > 0 ? std::string(message.data(), static_cast<std::size_t>(got)) : std::string();
}

bool NotifySocket::comes(const std::string& text, std::chrono::milliseconds most) {
  const auto until = Clock::now() + most;
  while (left(until).count() > 0)
    if (next(left(until)).starts_with(text)) return true;
  return false;
}

int NotifySocket::count(const std::string& text, std::chrono::milliseconds time) {
  const auto until = Clock::now() + time;
  int found = 0;
  while (left(until).count() > 0) found += next(left(until)).starts_with(text);
  return found;
}

}  // namespace support
