// One feed's thread: when it polls, and that nothing counts before the store has kept it.
#pragma once
#include <random>
#include <thread>
#include "feeds/collector.h"

namespace feeds {

class FeedThread {
 public:
  // `config` lies in `center`, which is kept as long as the feed. `before`: the same feed's older thread, which ends
  // first.
  FeedThread(std::shared_ptr<const config::Center> center, const config::FeedConfig& config, MadeFeed, Store&, Clock&,
             std::unique_ptr<FeedThread> before = nullptr);
  ~FeedThread();  // asks to stop, then joins
  void request_stop() { thread_.request_stop(); }

 private:
  void run(std::stop_token);
  // One poll and its delivery; nothing when stopped.
  std::optional<Status> round(std::stop_token);
  Status poll(std::stop_token, Batch&);
  Steady next(const Status&, bool first);

  const std::shared_ptr<const config::Center> center_;
  const config::FeedConfig& config_;
  MadeFeed made_;
  Store& store_;
  Clock& clock_;
  std::unique_ptr<FeedThread> before_;
  int failures_ = 0;
  Steady slots_from_{};
  std::minstd_rand random_;
  std::jthread thread_;
};

}  // namespace feeds
