// One feed's thread: when it polls, or that nothing has been sent to it, and that nothing counts before the store has
// kept it.
#pragma once
#include <atomic>
#include <mutex>
#include <random>
#include <thread>
#include "feeds/collector.h"

namespace feeds {

class FeedThread {
 public:
  // `config` lies in `center`, which is kept as long as the feed. `before`: the same feed's older thread, which ends
  // first.
  FeedThread(std::shared_ptr<const config::Center> center, const config::FeedConfig& config, MadeFeed, Store&, Clock&,
             std::shared_ptr<FeedThread> before = nullptr);
  ~FeedThread();  // asks to stop, then joins
  void request_stop() { thread_.request_stop(); }
  bool answers(const Request& request) const { return made_.feed->answers(request); }
  // On any thread. Returns when what was sent is on disk, or after ten seconds with 503: the sender sends it again.
  Answer take(const Request&);

 private:
  void run(std::stop_token);
  void poll_in_turn(std::stop_token);
  void miss_what_is_sent(std::stop_token);
  Status silence();
  Taken read(const Request&, Batch&);
  std::optional<Receipt> keep(Status, Batch);
  bool settled(std::chrono::milliseconds within);
  // One poll and its delivery; nothing when stopped.
  std::optional<Status> round(std::stop_token);
  Status poll(std::stop_token, Batch&);
  Steady next(const Status&, bool first);

  const std::shared_ptr<const config::Center> center_;
  const config::FeedConfig& config_;
  MadeFeed made_;
  Store& store_;
  Clock& clock_;
  std::shared_ptr<FeedThread> before_;
  int failures_ = 0;
  Steady slots_from_{};
  std::minstd_rand random_;
  std::timed_mutex taking_;      // one request at a time
  std::future<Receipt> unkept_;  // of the latest request, until the store has kept it
  std::atomic<Steady> heard_;    // when something came last, or the start
  std::atomic<int> strangers_ = 0;
  std::jthread thread_;
};

// What an answered delivery brought; nothing when the store closed before it could keep it.
std::optional<Receipt> receipt_of(std::future<Receipt>&);

}  // namespace feeds
