// Watches a center's folder and the shared pages, and loads the center again when a file changes. Owns a thread; public
// functions on the main thread.
#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <thread>
#include <vector>
#include "config/center.h"
#include "feeds/latest.h"

namespace viewer {

class Reload {
 public:
  using Load = std::function<std::shared_ptr<const config::Center>()>;  // on the watching thread
  // `ready`: any thread: take() has something.
  Reload(std::vector<std::filesystem::path> dirs, Load load, std::function<void()> ready);
  ~Reload();
  // What was loaded since the last call; null: nothing. With faults too: they are in it.
  std::shared_ptr<const config::Center> take();

 private:
  void watch();

  std::vector<std::filesystem::path> dirs_;
  Load load_;
  std::function<void()> ready_;
  feeds::Latest<config::Center> loaded_;
  int stop_fd_ = -1, watch_fd_ = -1;
  std::thread thread_;  // last: it uses all of the above
};

// The first fault of a load that must not be adopted; nothing when it may.
std::optional<config::Complaint> refused(const config::Center&);

}  // namespace viewer
