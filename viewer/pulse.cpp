// See pulse.h.
#include "viewer/pulse.h"
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <array>
#include <cstddef>
#include <cstring>
#include <sstream>

namespace viewer {
namespace {

namespace fs = std::filesystem;
using config::Duration;

struct Address {
  sockaddr_un name{};
  socklen_t length = 0;
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&name); }
};

// The same for every way to write the path.
Address address_of(const fs::path& store) {
  std::error_code ignored;
  std::uint64_t hash = 14695981039346656037ull;
  for (const char c : fs::weakly_canonical(store, ignored).string())
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  const std::string name = fmt::format("anjungan/{:016x}", hash);
  Address out;
  out.name.sun_family = AF_UNIX;
  std::memcpy(out.name.sun_path + 1, name.data(), name.size());
  out.length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
  return out;
}

long long ms(feeds::Steady::duration time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
}

// Only whoever may write the store, or root, is believed.
bool believed(int socket, const fs::path& store, pid_t& pid) {
  ucred peer{};
  socklen_t size = sizeof peer;
  struct stat file {};
  if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
  pid = peer.pid;
  return peer.uid == 0 || (stat(store.c_str(), &file) == 0 && file.st_uid == peer.uid);
}

std::string read_answer(int socket) {
  std::string text;
  std::array<char, 1024> part;
  for (pollfd waited{socket, POLLIN, 0}; poll(&waited, 1, 1000) > 0 && text.size() < 8192;) {
    const ssize_t got = read(socket, part.data(), part.size());
    if (got <= 0) break;
    text.append(part.data(), static_cast<std::size_t>(got));
  }
  return text;
}

}  // namespace

PulseServer::PulseServer(const fs::path& store, const feeds::Clock& clock, std::function<feeds::Steady()> turned)
    : clock_(clock), turned_(std::move(turned)), begun_(clock.steady()), stop_fd_(eventfd(0, EFD_CLOEXEC)) {
  const Address address = address_of(store);
  listen_fd_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (bind(listen_fd_, address.get(), address.length) != 0 || listen(listen_fd_, 8) != 0) return;
  thread_ = std::thread([this] { serve(); });
}

PulseServer::~PulseServer() {
  eventfd_write(stop_fd_, 1);
  if (thread_.joinable()) thread_.join();
  if (listen_fd_ >= 0) close(listen_fd_);
  close(stop_fd_);
}

void PulseServer::set_page(const std::string& address, bool shows) {
  const std::lock_guard lock(mutex_);
  page_ = address;
  shows_ = shows;
}

void PulseServer::beat(feeds::Steady now) {
  const std::lock_guard lock(mutex_);
  picture_ = now;
  ++pictures_;
}

std::string PulseServer::answer() const {
  const feeds::Steady now = clock_.steady();
  const std::lock_guard lock(mutex_);
  std::string out;
  const auto add = [&out](const char* key, const auto& value) { out += fmt::format("{} {}\n", key, value); };
  add("up", ms(now - begun_));
  add("store", ms(now - turned_()));
  add("pictures", pictures_);
  add("shows", shows_ ? 1 : 0);
  if (picture_) add("picture", ms(now - *picture_));
  if (!page_.empty()) add("page", page_);
  return out;
}

void PulseServer::serve() {
  std::array<pollfd, 2> fds{{{listen_fd_, POLLIN, 0}, {stop_fd_, POLLIN, 0}}};
  while (!fds[1].revents) {
    if (poll(fds.data(), fds.size(), -1) <= 0 || fds[1].revents) continue;
    const int caller = accept4(listen_fd_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (caller < 0) continue;
    const std::string text = answer();  // fits the socket's buffer: this never waits
    send(caller, text.data(), text.size(), MSG_NOSIGNAL);
    close(caller);
  }
}

std::optional<Pulse> ask_pulse(const fs::path& store) {
  const Address address = address_of(store);
  const int caller = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  Pulse out;
  std::string text;
  if (connect(caller, address.get(), address.length) == 0 && believed(caller, store, out.pid))
    text = read_answer(caller);
  close(caller);
  if (text.empty()) return {};
  std::istringstream lines(text);
  for (std::string key; lines >> key;) {
    long long number = 0;
    if (key == "page")
      lines >> out.page;
    else
      lines >> number;
    if (key == "up") out.up = Duration(number);
    if (key == "store") out.store = Duration(number);
    if (key == "pictures") out.pictures = static_cast<std::uint64_t>(number);
    if (key == "shows") out.shows = number != 0;
    if (key == "picture") out.picture = Duration(number);
  }
  return out;
}

}  // namespace viewer
