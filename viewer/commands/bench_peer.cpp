// See bench_peer.h.
#include "viewer/commands/bench_peer.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace viewer::commands {
namespace {

[[noreturn]] void serve(int listening, const std::string& reply) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  signal(SIGPIPE, SIG_IGN);
  char request[4096];
  for (;;) {
    const int one = accept(listening, nullptr, nullptr);
    if (one < 0) continue;
    if (read(one, request, sizeof request) > 0) {
      for (std::size_t sent = 0; sent < reply.size();) {
        const auto count = write(one, reply.data() + sent, reply.size() - sent);
        if (count <= 0) break;
        sent += static_cast<std::size_t>(count);
      }
    }
    close(one);
  }
}

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

}  // namespace

config::Result<BenchPeer> BenchPeer::start(const std::string& body) {
  const int listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  if (listening < 0 || bind(listening, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      listen(listening, 4096) != 0 || getsockname(listening, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    if (listening >= 0) close(listening);
    return config::fail("no port for the benchmark can be opened");
  }
  const std::string reply =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " +
      std::to_string(body.size()) + "\r\n\r\n" + body;
  BenchPeer made;
  made.port_ = ntohs(address.sin_port);
  made.process_ = fork();
  if (made.process_ == 0) serve(listening, reply);
  close(listening);
  if (made.process_ < 0) return config::fail("no process for the benchmark can be started");
  return made;
}

BenchPeer::BenchPeer(BenchPeer&& from) noexcept : port_(from.port_), process_(std::exchange(from.process_, -1)) {}

BenchPeer::~BenchPeer() {
  if (process_ <= 0) return;
  kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
}

bool ask_bare(int port, std::string& reply) {
  static constexpr char request[] = "GET /beban HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
  reply.clear();
  const int one = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  bool good = one >= 0 && connect(one, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
              write(one, request, sizeof request - 1) == static_cast<ssize_t>(sizeof request - 1);
  char part[8192];
  for (ssize_t count = 1; good && count > 0;) {
    count = read(one, part, sizeof part);
    good = count >= 0;
    if (count > 0) reply.append(part, static_cast<std::size_t>(count));
  }
  if (one >= 0) close(one);
  return good && reply.find("\r\n\r\n") != std::string::npos;
}

}  // namespace viewer::commands
