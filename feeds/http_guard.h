// Ends a running exchange when its time is up, when stop is asked, or when more bytes came than may come. The library
// checks none of these while it reads a status line, headers or a TLS handshake. A thread of its own, joined at the
// end.
#pragma once
#include <condition_variable>
#include <csignal>
#include <cstdint>
#include <mutex>
#include <stop_token>
#include <thread>
#include "feeds/clock.h"

namespace feeds {

class HttpGuard {
 public:
  enum class Cause { none, deadline, stopped, too_much };
  HttpGuard(const Clock& clock, Steady until, std::int64_t most_bytes, std::stop_token stop);
  ~HttpGuard();
  HttpGuard(const HttpGuard&) = delete;
  HttpGuard& operator=(const HttpGuard&) = delete;
  // From now on this socket is shut down when the cause comes, and at once if it has come.
  void watch(int socket);
  Cause cause() const;

 private:
  void run(std::stop_token own, std::stop_token asked);
  Cause look(const std::stop_token& asked) const;  // mutex held

  const Clock& clock_;
  const Steady until_;
  const std::int64_t most_bytes_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  int socket_ = -1;  // our own duplicate: its number cannot be taken by another connection
  Cause cause_ = Cause::none;
  std::jthread thread_;
};

// Writing to a connection that the other side closed is an error of the call, never the end of the process: the signal
// is held back on this thread for as long as this lives, and dropped.
class NoPipeSignal {
 public:
  NoPipeSignal();
  ~NoPipeSignal();
  NoPipeSignal(const NoPipeSignal&) = delete;
  NoPipeSignal& operator=(const NoPipeSignal&) = delete;

 private:
  sigset_t before_;
};

}  // namespace feeds
