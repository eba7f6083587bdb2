// See service.h.
#include "viewer/service.h"
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>

namespace viewer {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

long long number(const std::string& text) {
  long long value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  return fault == std::errc() && end == text.data() + text.size() ? value : 0;
}

}  // namespace

Service::Service() : address_(environment("NOTIFY_SOCKET")) {
  const bool path = address_.starts_with('/') || address_.starts_with('@');
  if (!path || address_.size() >= sizeof(sockaddr_un::sun_path)) return;
  socket_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  const std::string whom = environment("WATCHDOG_PID");
  const long long limit_us = number(environment("WATCHDOG_USEC"));
  if (limit_us > 0 && (whom.empty() || number(whom) == getpid()))
    patience_ = std::chrono::duration_cast<config::Duration>(std::chrono::microseconds(limit_us));
}

Service::~Service() {
  if (socket_ >= 0) close(socket_);
}

void Service::tell(const std::string& message) {
  if (socket_ < 0) return;
  sockaddr_un to{};
  to.sun_family = AF_UNIX;
  std::memcpy(to.sun_path, address_.data(), address_.size());
  if (address_.front() == '@') to.sun_path[0] = '\0';  // a name without a file
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address_.size());
  sendto(socket_, message.data(), message.size(), MSG_NOSIGNAL | MSG_DONTWAIT, reinterpret_cast<sockaddr*>(&to),
         length);
}

void Service::ready() {
  tell("READY=1");
}
void Service::alive() {
  tell("WATCHDOG=1");
}
void Service::status(const std::string& line) {
  tell("STATUS=" + line.substr(0, line.find('\n')));
}
void Service::stopping() {
  tell("STOPPING=1");
}

}  // namespace viewer
