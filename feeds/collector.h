// A thread around one feed: schedule, deadline, backoff, delivery. One poll in flight.
#pragma once
#include <memory>
#include <vector>
#include "feeds/store.h"

namespace feeds {

// The first poll comes at once, later ones every `interval`, shifted by an offset made of the feed's name so that not
// all fire together. After a failure: interval x 2^failures with jitter, at most the shorter of 12 intervals and 15
// minutes (or what the server asked for).
Duration start_offset(const std::string& feed, Duration interval);
Duration backoff(Duration interval, int failures, double jitter_0_to_1, std::optional<Duration> retry_after);

// Reads every feed of a center until it is destroyed.
class Collectors {
 public:
  Collectors(std::shared_ptr<const config::Center>, Store&, Clock&);
  ~Collectors();  // asks all to stop, then joins
  // After a reload: feeds whose configuration did not change keep running.
  void adopt(std::shared_ptr<const config::Center>);
  // What a system sends by itself, to the feed that answers for it; 404 where none does. Any thread.
  Answer take(const Request&);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Makes a feed and its client from configuration; complaints name the place. Used by collectors and `feed test`.
struct MadeFeed {
  std::unique_ptr<Feed> feed;
  std::unique_ptr<Http> http;
};
std::optional<MadeFeed> make_feed(const config::Center&, const config::FeedConfig&, Clock&, config::Complaints&,
                                  const std::filesystem::path& store = {}, std::shared_ptr<Pace> pace = {});
// What only made feeds can tell: one owner per indicator, no overlap within an agency (C4).
void check_owners(const config::Center&, config::Complaints&);

}  // namespace feeds
