// Ping by the kernel's unprivileged ICMP sockets (net.ipv4.ping_group_range), to many addresses at once. Feed thread.
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "config/result.h"
#include "feeds/clock.h"

namespace feeds {

struct PingPlan {
  int count = 5;  // echo requests to each address
  config::Duration spacing = std::chrono::milliseconds(200), timeout = std::chrono::seconds(2);
};

struct Ping {
  int sent = 0, received = 0;
  std::vector<double> times_ms;  // of the replies
  config::Text fault;            // why nothing could be sent: the kernel does not allow it, or has no such protocol
  double loss_percent() const { return sent == 0 ? 100 : 100.0 * (sent - received) / sent; }
  std::optional<double> median_ms() const;
};

// `addresses` are numeric, IPv4 or IPv6; the results are in their order. Returns at `until` at the latest, and soon
// after stop is asked; what was not answered by then is lost.
std::vector<Ping> ping(const std::vector<std::string>& addresses, const PingPlan&, const Clock&, Steady until,
                       std::stop_token);

// TCP connections to many places at once.
struct Endpoint {
  std::string address;
  int port = 0;
};
struct Connected {
  std::optional<double> ms;  // how long it took; nothing where none came about
  config::Text fault;        // then: why
};
std::vector<Connected> connect_all(const std::vector<Endpoint>&, const Clock&, Steady until, std::stop_token);

}  // namespace feeds
