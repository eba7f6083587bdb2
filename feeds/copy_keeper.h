// Makes and verifies copies on the schedule of [copies], on a thread of its own that reads beside the writer.
#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include "feeds/copies.h"
#include "feeds/snapshot.h"

namespace feeds {

// Where a center's copies lie; empty where it has none. "{state}/" stands for the folder of the store.
std::filesystem::path copies_place(const config::Center&, const std::filesystem::path& store);
// What a center's [copies] asks for. Nothing where it asks for none.
std::optional<CopyJob> job_for(const config::Center&, const std::filesystem::path& store);
// Whose copies: the name of the center's folder.
std::string copy_owner(const config::Center&);

// How one try ended, for the log.
struct CopyTry {
  std::optional<CopyMade> made;
  std::optional<config::Error> fault;  // why it was not made or, where it was, not verified
};

class CopyKeeper {
 public:
  struct Listener {                                 // called on the keeper's thread
    std::function<void(std::vector<Notice>)> said;  // what the walls are to say of the last try; nothing: all is well
    std::function<void(CopyTry)> tried;
  };
  CopyKeeper(std::shared_ptr<const config::Center>, std::filesystem::path store, Clock&, Listener);
  ~CopyKeeper();  // gives up a copy that is being made
  void adopt(std::shared_ptr<const config::Center>);

 private:
  void run(const std::stop_token&);
  bool make(const CopyJob&, const std::stop_token&);

  const std::filesystem::path store_;
  Clock& clock_;
  const Listener listener_;
  std::mutex mutex_;
  std::shared_ptr<const config::Center> center_;
  std::optional<Time> failing_since_;
  std::jthread thread_;
};

}  // namespace feeds
