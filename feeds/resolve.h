// Names to network addresses within a bound: the system's resolver may hang for minutes and cannot be interrupted, so
// it runs on a thread of its own that is left behind when time is up. One such thread at most for each Resolver.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>
#include "config/result.h"
#include "feeds/clock.h"

namespace feeds {

class Resolver {
 public:
  // Numeric addresses ("192.0.2.1", "2001:db8::1") of a host, in the order to try; empty: not found.
  using Lookup = std::function<std::vector<std::string>(const std::string& host)>;
  explicit Resolver(const Clock& clock, Lookup lookup = system_lookup);
  ~Resolver();
  // Errors name the host: not found, too slow, stopped.
  config::Result<std::vector<std::string>> find(const std::string& host, Steady until, std::stop_token);
  static std::vector<std::string> system_lookup(const std::string& host);

 private:
  struct Question;
  const Clock& clock_;
  Lookup lookup_;
  std::shared_ptr<Question> open_;  // the one that may still hang
};

}  // namespace feeds
