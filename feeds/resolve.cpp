// Bounded name resolution; see resolve.h for its one helper thread.
#include "feeds/resolve.h"
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>

namespace feeds {

// Owned by the asker and the helper thread together, so either may end first.
struct Resolver::Question {
  std::string host;
  std::mutex mutex;
  std::condition_variable_any answered;
  bool done = false;
  std::vector<std::string> addresses;
};

Resolver::Resolver(const Clock& clock, Lookup lookup) : clock_(clock), lookup_(std::move(lookup)) {}
Resolver::~Resolver() = default;

std::vector<std::string> Resolver::system_lookup(const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  std::vector<std::string> out;
  if (getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return out;
  for (const addrinfo* a = found; a; a = a->ai_next) {
    char text[INET6_ADDRSTRLEN] = {};
    const void* raw = a->ai_family == AF_INET
                          ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in*>(a->ai_addr)->sin_addr)
                          : &reinterpret_cast<const sockaddr_in6*>(a->ai_addr)->sin6_addr;
    if (inet_ntop(a->ai_family, raw, text, sizeof text) && std::find(out.begin(), out.end(), text) == out.end())
      out.emplace_back(text);
  }
  freeaddrinfo(found);
  return out;
}

config::Result<std::vector<std::string>> Resolver::find(const std::string& host, Steady until, std::stop_token stop) {
  in6_addr ignored;
  if (inet_pton(AF_INET, host.c_str(), &ignored) == 1 || inet_pton(AF_INET6, host.c_str(), &ignored) == 1)
    return std::vector<std::string>{host};
  if (host == "localhost") return std::vector<std::string>{"127.0.0.1", "::1"};  // RFC 6761, section 6.3
  if (open_) {
    const std::lock_guard lock(open_->mutex);
    if (!open_->done && open_->host != host)
      return config::fail({"the name {} cannot be looked up: an earlier look-up still hangs", {host}});
  }
  if (!open_ || open_->host != host || open_->done) {
    open_ = std::make_shared<Question>();
    open_->host = host;
    try {
      std::thread([question = open_, lookup = lookup_] {
        auto addresses = lookup(question->host);
        const std::lock_guard lock(question->mutex);
        question->addresses = std::move(addresses);
        question->done = true;
        question->answered.notify_all();
      }).detach();
    } catch (const std::system_error&) {
      open_.reset();
      return config::fail({"the name {} cannot be looked up: no thread is left", {host}});
    }
  }
  const auto question = open_;
  std::unique_lock lock(question->mutex);
  // In steps, for the clock may be one that a test moves.
  while (!question->done && !stop.stop_requested() && clock_.steady() < until) {
    const auto step = std::min<std::chrono::nanoseconds>(until - clock_.steady(), std::chrono::milliseconds(50));
    question->answered.wait_for(lock, stop, step, [&] { return question->done; });
  }
  if (stop.stop_requested()) return config::fail("stopped");
  if (!question->done) return config::fail({"the name {} was not found in time", {host}}, "look at the name server");
  open_.reset();
  if (question->addresses.empty())
    return config::fail({"the name {} is not known", {host}}, "look at the address and the name server");
  return question->addresses;
}

}  // namespace feeds
