// Watches a center's folder and the shared pages, and loads the center again when a file changes. Owns a thread; public
// functions on the main thread.
#pragma once
#include <filesystem>
#include <functional>
#include <map>
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
  // `deliveries`: folders within `dirs` whose files are no part of the center; later those of what was loaded.
  Reload(std::vector<std::filesystem::path> dirs, Load load, std::function<void()> ready,
         std::vector<std::filesystem::path> deliveries = {});
  ~Reload();
  // What was loaded since the last call; null: nothing. With faults too: they are in it.
  std::shared_ptr<const config::Center> take();

 private:
  void watch();
  void watch_folders(const std::filesystem::path& dir);
  bool take_events();  // true: one of them may be a change of the center

  std::vector<std::filesystem::path> dirs_, deliveries_;
  Load load_;
  std::function<void()> ready_;
  feeds::Latest<config::Center> loaded_;
  int stop_fd_ = -1, watch_fd_ = -1;
  std::map<int, std::filesystem::path> watched_;
  std::thread thread_;  // last: it uses all of the above
};

// Where feeds of the center await files that agencies put there.
std::vector<std::filesystem::path> delivery_folders(const config::Center&);

// The first fault of a load that must not be adopted; nothing when it may.
std::optional<config::Complaint> refused(const config::Center&);

}  // namespace viewer
