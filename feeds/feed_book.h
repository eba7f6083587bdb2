// The state of every feed, by kept_name(): counts, failures, refusals, standing. Store thread, and history readers for
// their own books.
#pragma once
#include <deque>
#include <set>
#include "feeds/facts.h"
#include "feeds/history.h"

namespace feeds {

// How old the newest values of what a feed brings are.
struct BroughtAges {
  int fresh = 0, late = 0, missing = 0;
};

class FeedBook {
 public:
  Result<void> load(History&, Time now, std::optional<Time> known_at = {});
  // Where no poll is known of a moment, the newest receipt of a value stands for the last one.
  void fill_in(const std::map<std::string, Time>& newest_receipts);
  // The state as it will be once `refused` and `accepted` of this poll are kept. Does not change the book.
  FeedRow after(const config::FeedConfig&, const Status&, Time tried, Time now, const std::string& cursor,
                std::uint64_t accepted, std::uint64_t refused) const;
  // Refusals that the poll before did not have too: a bad row is counted once, not at every poll.
  std::vector<Refusal> fresh_refusals(const std::string& feed, const std::vector<Refusal>&) const;
  // Kept: now it counts. `all`: of this poll, the known ones too; nothing when the poll brought no batch.
  void put(FeedRow, const std::vector<Refusal>& fresh, const std::vector<Refusal>* all, Time now);

  const FeedRow& row(const std::string& feed) const;  // an empty one where nothing is known
  FeedState state(const config::FeedConfig&, const FeedFacts&, const BroughtAges&, config::Date today, Time now) const;
  // When a standing changes because a good reply is too long ago.
  std::optional<Time> changes_at(const config::FeedConfig&, Time now) const;

 private:
  struct Page {
    FeedRow row;
    std::deque<Refusal> newest;  // newest first
    std::map<Time, std::uint64_t> refused_by_hour;
    std::set<std::string> last_refused;  // of the last batch
  };
  std::map<std::string, Page> pages_;
};

}  // namespace feeds
