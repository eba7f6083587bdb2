// Ping and TCP connects on sockets that do not block, waited for together. Feed thread.
#include "feeds/icmp.h"
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/icmp6.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

namespace feeds {
namespace {

constexpr auto longest_wait = std::chrono::milliseconds(50);  // until stop and the clock are looked at again

class Socket {
 public:
  Socket(int family, int type, int protocol)
      : number_(::socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol)), error_(number_ < 0 ? errno : 0) {}
  ~Socket() {
    if (number_ >= 0) ::close(number_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  int number() const { return number_; }
  int error() const { return error_; }

 private:
  int number_, error_;
};

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
  int family() const { return storage.ss_family; }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

std::optional<Address> numeric(const std::string& text, int port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (getaddrinfo(text.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) return {};
  Address out;
  std::memcpy(&out.storage, found->ai_addr, found->ai_addrlen);
  out.size = found->ai_addrlen;
  freeaddrinfo(found);
  return out;
}

config::Text socket_fault(int error) {
  if (error == EACCES || error == EPERM)
    return "the kernel does not allow ping without root: widen net.ipv4.ping_group_range, or use method tcp";
  return {"ping cannot be sent: {}", {std::strerror(error)}};
}

config::Text connect_fault(int error, const Endpoint& place) {
  const bool v6 = place.address.find(':') != std::string::npos;
  const std::string name = (v6 ? '[' + place.address + ']' : place.address) + ':' + std::to_string(place.port);
  if (error == ECONNREFUSED) return {"{} refuses the connection: nothing listens there", {name}};
  if (error == ETIMEDOUT) return {"{} does not answer", {name}};
  if (error == EHOSTUNREACH || error == ENETUNREACH) return {"no way leads to {}", {name}};
  return {"no connection to {}: {}", {name, std::strerror(error)}};
}

double ms_between(Steady from, Steady to) {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

int wait_ms(Steady now, Steady until) {
  const auto left = std::min<std::chrono::nanoseconds>(until - now, longest_wait);
  return std::max(1, static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(left).count()));
}

// One round of pings: every request has its own sequence number, by which its reply is known.
class Round {
 public:
  Round(const std::vector<std::string>& addresses, const PingPlan& plan, const Clock& clock)
      : plan_(plan),
        clock_(clock),
        v4_(AF_INET, SOCK_DGRAM, IPPROTO_ICMP),
        v6_(AF_INET6, SOCK_DGRAM, IPPROTO_ICMPV6),
        results_(addresses.size()) {
    for (const std::string& text : addresses) targets_.push_back(numeric(text, 0).value_or(Address{}));
    const std::size_t each = std::max<std::size_t>(1, 65535 / std::max<std::size_t>(1, addresses.size()));
    count_ = std::min<std::size_t>(static_cast<std::size_t>(std::max(1, plan.count)), each);
    sent_.resize(targets_.size() * count_);
    answered_.resize(sent_.size());
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      const Socket* socket = socket_of(targets_[i]);
      if (!socket)
        results_[i].fault = "this is not a network address";
      else if (socket->number() < 0)
        results_[i].fault = socket_fault(socket->error());
    }
  }

  std::vector<Ping> run(Steady until, const std::stop_token& stop) {
    const Steady begin = clock_.steady();
    std::size_t sent = 0;
    const bool all_faulty =
        std::all_of(results_.begin(), results_.end(), [](const Ping& p) { return !p.fault.empty(); });
    while (!all_faulty && !stop.stop_requested() && clock_.steady() < until) {
      const Steady now = clock_.steady();
      if (sent < count_ && now >= begin + static_cast<int>(sent) * plan_.spacing) {
        send_all(sent++);
        continue;
      }
      const Steady end = begin + static_cast<int>(count_ - 1) * plan_.spacing + plan_.timeout;
      if (sent == count_ && (now >= end || all_answered())) break;
      const Steady next = sent < count_ ? begin + static_cast<int>(sent) * plan_.spacing : end;
      receive(wait_ms(now, std::min(next, until)));
    }
    return std::move(results_);
  }

 private:
  const Socket* socket_of(const Address& address) const {
    if (address.family() == AF_INET) return &v4_;
    return address.family() == AF_INET6 ? &v6_ : nullptr;
  }
  bool all_answered() const {
    return std::all_of(results_.begin(), results_.end(), [](const Ping& p) { return p.received == p.sent; });
  }

  void send_all(std::size_t turn) {
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      if (!results_[i].fault.empty()) continue;
      const std::size_t index = i * count_ + turn;
      std::array<unsigned char, 32> packet{};  // type, code, checksum and id are the kernel's; then the sequence
      packet[0] = targets_[i].family() == AF_INET ? ICMP_ECHO : ICMP6_ECHO_REQUEST;
      packet[6] = static_cast<unsigned char>(index >> 8);
      packet[7] = static_cast<unsigned char>(index & 0xFF);
      sent_[index] = clock_.steady();
      ++results_[i].sent;
      // What cannot be sent (no route) is a lost one.
      (void)::sendto(socket_of(targets_[i])->number(), packet.data(), packet.size(), 0, targets_[i].get(),
                     targets_[i].size);
    }
  }

  void receive(int milliseconds) {
    std::array<pollfd, 2> waiting = {pollfd{v4_.number(), POLLIN, 0}, pollfd{v6_.number(), POLLIN, 0}};
    ::poll(waiting.data(), waiting.size(), milliseconds);
    for (const pollfd& one : waiting)
      if (one.fd >= 0 && one.revents != 0) drain(one.fd, one.fd == v4_.number() ? ICMP_ECHOREPLY : ICMP6_ECHO_REPLY);
  }

  void drain(int socket, unsigned char reply_type) {
    std::array<unsigned char, 256> packet{};
    for (int most = 0; most < 1024; ++most) {
      const ssize_t size = ::recv(socket, packet.data(), packet.size(), 0);
      if (size < 0) return;
      const std::size_t index = static_cast<std::size_t>(packet[6]) << 8 | packet[7];
      if (size < 8 || packet[0] != reply_type || index >= sent_.size() || answered_[index]) continue;
      Ping& result = results_[index / count_];
      if (result.sent <= static_cast<int>(index % count_)) continue;  // not asked yet
      answered_[index] = true;
      ++result.received;
      result.times_ms.push_back(ms_between(sent_[index], clock_.steady()));
    }
  }

  const PingPlan plan_;
  const Clock& clock_;
  Socket v4_, v6_;
  std::vector<Ping> results_;
  std::vector<Address> targets_;
  std::size_t count_ = 1;
  std::vector<Steady> sent_;
  std::vector<bool> answered_;
};

}  // namespace

std::optional<double> Ping::median_ms() const {
  if (times_ms.empty()) return {};
  std::vector<double> sorted = times_ms;
  std::sort(sorted.begin(), sorted.end());
  const std::size_t middle = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

std::vector<Ping> ping(const std::vector<std::string>& addresses, const PingPlan& plan, const Clock& clock,
                       Steady until, std::stop_token stop) {
  if (addresses.empty()) return {};
  return Round(addresses, plan, clock).run(until, stop);
}

std::vector<Connected> connect_all(const std::vector<Endpoint>& places, const Clock& clock, Steady until,
                                   std::stop_token stop) {
  std::vector<Connected> out(places.size());
  std::vector<std::unique_ptr<Socket>> sockets(places.size());
  std::vector<Steady> begun(places.size());
  std::vector<pollfd> waiting(places.size(), pollfd{-1, POLLOUT, 0});
  const auto settle = [&](std::size_t i, int error) {
    if (error == 0)
      out[i].ms = ms_between(begun[i], clock.steady());
    else
      out[i].fault = connect_fault(error, places[i]);
  };
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto address = numeric(places[i].address, places[i].port);
    if (!address) {
      out[i].fault = "this is not a network address";
      continue;
    }
    sockets[i] = std::make_unique<Socket>(address->family(), SOCK_STREAM, 0);
    begun[i] = clock.steady();
    const bool made = sockets[i]->number() >= 0;
    const int error = !made                                                                 ? sockets[i]->error()
                      : ::connect(sockets[i]->number(), address->get(), address->size) == 0 ? 0
                                                                                            : errno;
    if (made && error == EINPROGRESS)
      waiting[i].fd = sockets[i]->number();
    else
      settle(i, error);
  }
  const auto open = [](const pollfd& one) { return one.fd >= 0; };
  while (std::any_of(waiting.begin(), waiting.end(), open) && !stop.stop_requested() && clock.steady() < until) {
    ::poll(waiting.data(), waiting.size(), wait_ms(clock.steady(), until));
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      if (waiting[i].fd < 0 || waiting[i].revents == 0) continue;
      int error = 0;
      socklen_t size = sizeof error;
      if (getsockopt(waiting[i].fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
      settle(i, error);
      waiting[i].fd = -1;
    }
  }
  for (std::size_t i = 0; i < waiting.size(); ++i)
    if (open(waiting[i])) settle(i, ETIMEDOUT);
  return out;
}

}  // namespace feeds
