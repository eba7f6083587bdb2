// How a running center does, for `anjungan status` beside it: a socket without a file, named after the store. What it
// answers is true at that moment, and it is gone with the process. The answering thread is its own.
#pragma once
#include <sys/types.h>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include "feeds/clock.h"

namespace viewer {

struct Pulse {
  pid_t pid = 0;
  config::Duration up{};                    // since it started
  std::optional<config::Duration> picture;  // since a picture was last proven; nothing: none yet, or it shows none
  config::Duration store{};                 // since the store's thread last came round
  std::uint64_t pictures = 0;               // proven so far
  bool shows = false;                       // it is to show a picture
  std::string page;                         // address of the live page; empty: none
};

class PulseServer {
 public:
  // `store`: its file. `turned`: when the store's thread last came round; called on this server's thread.
  PulseServer(const std::filesystem::path& store, const feeds::Clock&, std::function<feeds::Steady()> turned);
  ~PulseServer();
  void set_page(const std::string& address, bool shows);  // main thread, as beat()
  void beat(feeds::Steady);                               // a picture was proven

 private:
  void serve();
  std::string answer() const;

  const feeds::Clock& clock_;
  const std::function<feeds::Steady()> turned_;
  const feeds::Steady begun_;
  mutable std::mutex mutex_;
  std::string page_;
  bool shows_ = false;
  std::optional<feeds::Steady> picture_;
  std::uint64_t pictures_ = 0;
  int listen_fd_ = -1, stop_fd_ = -1;
  std::thread thread_;  // last: it uses all of the above
};

// Of the process that writes this store; nothing: none answers. Waits a second at most.
std::optional<Pulse> ask_pulse(const std::filesystem::path& store);

}  // namespace viewer
