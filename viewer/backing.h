// What stands behind a picture: the center, its store and, where asked, the simulator and the feeds, in order of birth.
// Main thread.
#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include "config/center.h"
#include "feeds/collector.h"
#include "feeds/copy_keeper.h"
#include "feeds/intake.h"
#include "feeds/simulate/simulator.h"
#include "feeds/store.h"

namespace viewer {

class Backing {
 public:
  struct Options {
    std::filesystem::path center, state;  // state: empty: as found (assets.h)
    bool memory = false;                  // the store in memory: nothing is kept
    bool read_only = false;               // beside a running center: no feeds
    bool feeds = true;                    // read the agencies' systems
    bool simulate = false;                // pretend agencies, on any free port
    std::uint64_t seed = 1;
    double speed = 1;
    std::function<void()> published;  // any thread: a new snapshot is there
  };
  // A center that is not usable, or none: the error holds its first complaint; `complaints` all of them.
  static config::Result<std::unique_ptr<Backing>> open(Options, feeds::Clock&, config::Complaints& complaints);
  ~Backing();  // copies, intake, feeds, simulator, store: the reverse of birth

  const std::shared_ptr<const config::Center>& center() const { return center_; }
  feeds::Store& store() const { return *store_; }
  const std::filesystem::path& file() const { return file_; }  // of the store; empty: in memory
  // How tries at a scheduled copy ended since the last call, the oldest first. Any thread.
  std::vector<feeds::CopyTry> take_copy_tries();
  // A good reload: to the store and the feeds.
  void adopt(std::shared_ptr<const config::Center>);
  // Loads the folder as open() did; any thread. Complaints are in the center.
  std::shared_ptr<const config::Center> load_again() const;

 private:
  Backing() = default;
  void keep_copies();
  Options options_;
  feeds::Clock* clock_ = nullptr;
  std::filesystem::path file_;
  std::string simulator_;  // its address
  std::shared_ptr<const config::Center> center_;
  std::unique_ptr<feeds::Store> store_;
  std::unique_ptr<feeds::Simulator> pretend_;
  std::unique_ptr<feeds::Collectors> collectors_;
  std::unique_ptr<feeds::Intake> intake_;
  std::mutex tries_mutex_;
  std::vector<feeds::CopyTry> tries_;
  std::unique_ptr<feeds::CopyKeeper> copies_;
};

}  // namespace viewer
