// See connection.h.
#include "feeds/simulate/connection.h"
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <algorithm>
#include <charconv>
#include <utility>

namespace feeds::simulate {
namespace {

constexpr std::size_t most_message = 64'000'000;

std::size_t content_length(std::string_view head) {
  for (const std::string_view name : {"\r\nContent-Length:", "\r\ncontent-length:"}) {
    const auto at = head.find(name);
    if (at == std::string_view::npos) continue;
    const auto digits = head.find_first_of("0123456789", at + name.size());
    std::size_t out = 0;
    if (digits != std::string_view::npos) std::from_chars(head.data() + digits, head.data() + head.size(), out);
    return out;
  }
  return 0;
}

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

int made_socket() {
  return ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

}  // namespace

Connection::Connection(int socket) : socket_(socket) {
  const timeval patience{20, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
}

Connection::~Connection() {
  end();
}

void Connection::end() {
  const std::lock_guard lock(mutex_);
  if (socket_ < 0) return;
  if (ssl_) SSL_free(ssl_);
  ssl_ = nullptr;
  ::close(std::exchange(socket_, -1));
}

bool Connection::secure(SSL_CTX* context) {
  ssl_ = SSL_new(context);
  SSL_set_fd(ssl_, socket_);
  return SSL_accept(ssl_) == 1;
}

int Connection::read(char* to, int most) {
  return ssl_ ? SSL_read(ssl_, to, most) : static_cast<int>(::recv(socket_, to, static_cast<std::size_t>(most), 0));
}

std::string Connection::read_message() {
  std::string text;
  char piece[16384];
  std::size_t wanted = std::string::npos;
  while (text.size() < wanted) {
    const int size = read(piece, sizeof piece);
    if (size <= 0 || text.size() > most_message) return {};
    text.append(piece, static_cast<std::size_t>(size));
    if (wanted != std::string::npos) continue;
    const auto end = text.find("\r\n\r\n");
    if (end != std::string::npos) wanted = end + 4 + content_length(std::string_view(text).substr(0, end + 2));
  }
  return text;
}

bool Connection::send(std::string_view bytes) {
  while (!bytes.empty() && !ended_) {
    const long size = ssl_ ? SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()))
                           : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  return !ended_;
}

bool Connection::is_gone() {
  if (ended_) return true;
  pollfd waiting{socket_, POLLIN, 0};
  if (::poll(&waiting, 1, 0) <= 0) return false;
  char ignored[256];
  return ::recv(socket_, ignored, sizeof ignored, MSG_DONTWAIT | MSG_PEEK) <= 0;
}

void Connection::reset() {
  const linger at_once{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

void Connection::interrupt() {
  ended_ = true;
  const std::lock_guard lock(mutex_);
  if (socket_ >= 0) ::shutdown(socket_, SHUT_RDWR);
}

int bound_socket(int& port) {
  const int out = made_socket();
  const int yes = 1;
  ::setsockopt(out, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address = loopback(port);
  socklen_t size = sizeof address;
  if (::bind(out, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::getsockname(out, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    ::close(out);
    return -1;
  }
  port = ntohs(address.sin_port);
  return out;
}

int connected_socket(int port) {
  const int out = made_socket();
  const sockaddr_in address = loopback(port);
  if (::connect(out, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return out;
  ::close(out);
  return -1;
}

}  // namespace feeds::simulate
