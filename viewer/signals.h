// SIGINT and SIGTERM as a call on a thread of its own, instead of an interruption anywhere. Made before any other
// thread, which inherits the blocked signals.
#pragma once
#include <csignal>
#include <functional>
#include <thread>

namespace viewer {

class Signals {
 public:
  explicit Signals(std::function<void()> stop);
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

 private:
  sigset_t before_{};
  int signal_fd_ = -1, end_fd_ = -1;
  std::thread thread_;
};

}  // namespace viewer
