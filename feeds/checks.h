// Good values in, bad ones to quarantine with the reason. Pure; used by the store and by `feed test`.
#pragma once
#include <functional>
#include "feeds/feed.h"

namespace feeds {

struct Checked {
  std::vector<Sample> samples;
  std::vector<Record> records;
  std::vector<Event> events;
  std::vector<Scope> complete;
  std::vector<Refusal> refused;    // at most 5000
  std::uint64_t more_refused = 0;  // beyond these
  std::uint64_t repeated = 0;      // the same value of the same moment again: neither taken nor a fault
};

// What is known of a series before this batch: its newest value, and the value at a moment, where there is one.
struct Known {
  std::function<std::optional<Point>(const std::string& series)> newest;
  std::function<std::optional<double>(const std::string& series, Time at)> at;
};

// Range, largest step, not a number, clock ahead (more than 5 minutes, or a period that has not begun), unknown region,
// unknown indicator or one that the feed does not bring, duplicate within the batch.
Checked check_batch(const Batch&, const config::FeedConfig&, const std::vector<std::string>& brings,
                    const config::Catalogue&, const Known&, Time now);

}  // namespace feeds
