// Raw sockets, with or without TLS: what an HTTP library would never send.
#include "tests/support/fault_server.h"
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <algorithm>
#include <csignal>
#include <stdexcept>

namespace tests {
namespace {

int listen_on_loopback(int& port) {
  const int out = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (out < 0 || ::bind(out, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(out, 16) != 0 ||
      ::getsockname(out, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    throw std::runtime_error("no loopback port");
  port = ntohs(address.sin_port);
  return out;
}

}  // namespace

int Talk::read(char* to, int most) {
  return ssl_ ? SSL_read(ssl_, to, most) : static_cast<int>(::recv(socket_, to, static_cast<std::size_t>(most), 0));
}

std::string Talk::read_request() {
  std::string text;
  char piece[4096];
  std::size_t wanted = std::string::npos;
  while (text.size() < wanted) {
    const int size = read(piece, sizeof piece);
    if (size <= 0) return {};
    text.append(piece, static_cast<std::size_t>(size));
    const auto end = text.find("\r\n\r\n");
    if (end == std::string::npos) continue;
    const auto length = text.find("Content-Length: ");
    wanted = end + 4 + (length < end ? std::stoul(text.substr(length + 16)) : 0);
  }
  const std::lock_guard lock(server_.mutex_);
  server_.requests_.push_back(text);
  return text;
}

bool Talk::send(const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size() && !server_.ending_) {
    const auto left = bytes.size() - sent;
    const long size = ssl_ ? SSL_write(ssl_, bytes.data() + sent, static_cast<int>(left))
                           : ::send(socket_, bytes.data() + sent, left, MSG_NOSIGNAL);
    if (size <= 0) return false;
    sent += static_cast<std::size_t>(size);
  }
  return !server_.ending_;
}

void Talk::hold() {
  while (!server_.ending_) {
    pollfd waiting{socket_, POLLIN, 0};
    if (::poll(&waiting, 1, 20) <= 0) continue;
    char ignored[256];
    if (::recv(socket_, ignored, sizeof ignored, 0) <= 0) return;
  }
}

void Talk::close() {
  ::shutdown(socket_, SHUT_RDWR);
}

FaultServer::FaultServer(Script script, std::shared_ptr<SSL_CTX> tls)
    : script_(std::move(script)), tls_(std::move(tls)) {
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL
  listening_ = listen_on_loopback(port_);
  accepting_ = std::thread([this] { accept_all(); });
}

FaultServer::~FaultServer() {
  ending_ = true;
  ::shutdown(listening_, SHUT_RDWR);
  accepting_.join();
  {
    const std::lock_guard lock(mutex_);
    for (const int socket : open_) ::shutdown(socket, SHUT_RDWR);
  }
  for (std::thread& thread : threads_) thread.join();
  ::close(listening_);
}

std::string FaultServer::url(const std::string& path) const {
  return (tls_ ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port_) + path;
}

std::vector<std::string> FaultServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void FaultServer::accept_all() {
  while (!ending_) {
    const int socket = ::accept(listening_, nullptr, nullptr);
    if (socket < 0) return;
    const std::lock_guard lock(mutex_);
    open_.push_back(socket);
    threads_.emplace_back([this, socket, number = connections_++] { serve(socket, number); });
  }
}

void FaultServer::serve(int socket, int number) {
  Talk talk(*this, socket, number);
  bool ready = true;
  if (tls_) {
    talk.ssl_ = SSL_new(tls_.get());
    SSL_set_fd(talk.ssl_, socket);
    ready = SSL_accept(talk.ssl_) == 1;
  }
  if (ready) script_(talk);
  if (talk.ssl_) SSL_free(talk.ssl_);
  const std::lock_guard lock(mutex_);
  open_.erase(std::find(open_.begin(), open_.end(), socket));
  ::shutdown(socket, SHUT_WR);
  ::close(socket);
}

int closed_port() {
  int port = 0;
  const int socket = listen_on_loopback(port);
  ::close(socket);
  return port;
}

std::string reply_200(const std::string& body, const std::string& content_type, const std::string& more_headers) {
  return "HTTP/1.1 200 OK\r\nContent-Type: " + content_type + "\r\n" + more_headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace tests
