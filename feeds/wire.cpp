// See wire.h. The socket never blocks; waiting is in short steps, so that a stop and a clock that a test moves count.
#include "feeds/wire.h"
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include "feeds/http_guard.h"
#include "feeds/tls.h"

namespace feeds {
namespace {

using config::fail;
using config::Result;

}  // namespace

struct Wire::Impl {
  const WirePeer peer;
  const Clock& clock;
  int socket = -1;
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context{nullptr, SSL_CTX_free};
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl{nullptr, SSL_free};

  Impl(const WirePeer& to, const Clock& by) : peer(to), clock(by) {}
  ~Impl() {
    ssl.reset();
    if (socket >= 0) ::close(socket);
  }

  // Until the socket is ready; false when the time is up. Error: stopped.
  Result<bool> wait(short events, Steady until, const std::stop_token& stop) const {
    // A broker that holds back its next small packet until it has our receipt is told at once.
    const int on = 1;
    if (events == POLLIN) ::setsockopt(socket, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
    while (true) {
      if (stop.stop_requested()) return fail("stopped");
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - clock.steady()).count();
      pollfd one{socket, events, 0};
      if (::poll(&one, 1, static_cast<int>(std::clamp<std::int64_t>(left, 0, 20))) > 0) return true;
      if (left <= 0) return false;
    }
  }

  Result<void> connect(Steady until, const std::stop_token& stop) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    if (getaddrinfo(peer.address.c_str(), std::to_string(peer.port).c_str(), &hints, &found) != 0)
      return fail("this is not a network address");
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, freeaddrinfo);
    socket = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket < 0) return fail({"no connection to {}", {peer.host}});
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(socket, found->ai_addr, found->ai_addrlen) == 0) return {};
    if (errno == EINPROGRESS) {
      const auto ready = wait(POLLOUT, until, stop);
      if (!ready) return tl::unexpected(ready.error());
      if (!*ready) return fail({"{} does not answer", {peer.host}});
      int fault = 0;
      socklen_t size = sizeof fault;
      ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &fault, &size);
      if (fault == 0) return {};
      if (fault == ECONNREFUSED) return fail({"{} refuses the connection: nothing listens there", {peer.host}});
    }
    return fail({"no connection to {}", {peer.host}});
  }

  Result<void> secure(Steady until, const std::stop_token& stop) {
    context.reset(SSL_CTX_new(TLS_client_method()));
    if (!context) return fail("no TLS connection can be made");
    if (const auto trusted = trust(context.get(), peer.host, peer.ca_file); !trusted)
      return tl::unexpected(trusted.error());
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    ssl.reset(SSL_new(context.get()));
    if (!ssl) return fail("no TLS connection can be made");
    SSL_set_fd(ssl.get(), socket);
    if (peer.host != peer.address) SSL_set_tlsext_host_name(ssl.get(), peer.host.c_str());
    while (true) {
      ERR_clear_error();
      const int done = SSL_connect(ssl.get());
      if (done == 1) return {};
      const auto again = wait_for(done, until, stop);
      if (!again) return tl::unexpected(again.error());
      if (*again) continue;
      if (const long result = SSL_get_verify_result(ssl.get()); result != X509_V_OK)
        return tl::unexpected(config::Error{certificate_fault(result, peer.host), "look at ca_file"});
      return fail({"no TLS connection to {}", {peer.host}});
    }
  }

  // After a TLS call that did not finish: true where it is worth repeating.
  Result<bool> wait_for(int done, Steady until, const std::stop_token& stop) const {
    const int why = SSL_get_error(ssl.get(), done);
    if (why == SSL_ERROR_WANT_READ) return wait(POLLIN, until, stop);
    if (why == SSL_ERROR_WANT_WRITE) return wait(POLLOUT, until, stop);
    return false;
  }

  tl::unexpected<config::Error> ended() const {
    return tl::unexpected(config::Error{{"{} has ended the connection", {peer.host}}, {}});
  }
};

Wire::Wire(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Wire::~Wire() {
  const NoPipeSignal quiet;
  impl_.reset();
}

Result<std::unique_ptr<Wire>> Wire::open(const WirePeer& peer, const Clock& clock, Steady until, std::stop_token stop) {
  const NoPipeSignal quiet;
  auto impl = std::make_unique<Impl>(peer, clock);
  if (const auto connected = impl->connect(until, stop); !connected) return tl::unexpected(connected.error());
  if (peer.secure)
    if (const auto trusted = impl->secure(until, stop); !trusted) return tl::unexpected(trusted.error());
  return std::unique_ptr<Wire>(new Wire(std::move(impl)));
}

Result<std::string> Wire::read(std::size_t most, Steady until, std::stop_token stop) {
  const NoPipeSignal quiet;
  std::string out(most, '\0');
  while (true) {
    Result<bool> ready = true;
    if (impl_->ssl) {
      ERR_clear_error();
      const int got = SSL_read(impl_->ssl.get(), out.data(), static_cast<int>(std::min<std::size_t>(most, 1 << 20)));
      if (got > 0) {
        out.resize(static_cast<std::size_t>(got));
        return out;
      }
      const int why = SSL_get_error(impl_->ssl.get(), got);
      if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) return impl_->ended();
      ready = impl_->wait(why == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT, until, stop);
    } else {
      const auto got = ::recv(impl_->socket, out.data(), most, 0);
      if (got > 0) {
        out.resize(static_cast<std::size_t>(got));
        return out;
      }
      if (got == 0 || (errno != EAGAIN && errno != EINTR)) return impl_->ended();
      ready = impl_->wait(POLLIN, until, stop);
    }
    if (!ready) return tl::unexpected(ready.error());
    if (!*ready) return std::string();
  }
}

Result<void> Wire::write(std::string_view text, Steady until, std::stop_token stop) {
  const NoPipeSignal quiet;
  while (!text.empty()) {
    Result<bool> ready = true;
    if (impl_->ssl) {
      ERR_clear_error();
      const int sent = SSL_write(impl_->ssl.get(), text.data(), static_cast<int>(text.size()));
      if (sent > 0) {
        text.remove_prefix(static_cast<std::size_t>(sent));
        continue;
      }
      ready = impl_->wait_for(sent, until, stop);
    } else {
      const auto sent = ::send(impl_->socket, text.data(), text.size(), 0);
      if (sent > 0) {
        text.remove_prefix(static_cast<std::size_t>(sent));
        continue;
      }
      if (errno != EAGAIN && errno != EINTR) return impl_->ended();
      ready = impl_->wait(POLLOUT, until, stop);
    }
    if (!ready) return tl::unexpected(ready.error());
    if (!*ready) return impl_->ended();
  }
  return {};
}

}  // namespace feeds
