// Counters of network devices to rates: wraps, restarts of a device, and what cannot be. The counters as they stood are
// kept in the feed's cursor. Pure, any thread but one at a time.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include "feeds/feed.h"

namespace feeds {

// A counter with the device's own clock (sysUpTime, 1/100 s) as both were read together.
struct SnmpCount {
  std::uint64_t value = 0;
  bool wide = true;  // 64 bits; else 32
  std::uint32_t ticks = 0;
  std::uint32_t since = 0;  // ifCounterDiscontinuityTime: another one, another count
};

struct SnmpRate {
  std::optional<double> per_second;  // nothing: the first reading, or no continuous span since the one before
  bool absurd = false;               // more than can be
  bool unsure = false;               // 32 bits may have wrapped more than once
};

// Growth per second from one to the other. `elapsed`: seconds between them by our clock; the device's own clock must
// have gone on by as much, or it was started anew in between (a wrap of sysUpTime after 497 days is none). A faster
// growth than `most` per second cannot be; where that is not known, half of what the counter holds.
SnmpRate rate_between(const SnmpCount& before, const SnmpCount& now, double elapsed, std::optional<double> most);

class SnmpCounters {
 public:
  struct Moment {
    Time at;
    std::optional<Steady> steady;
  };
  using Moments = std::map<std::string, Moment>;
  // An unreadable cursor is an empty one. Spans longer than `longest` give no rate: an average of yesterday is no news.
  // `own`: the moments() of this process's last poll, whose steady clock a cursor cannot hold; between two of them the
  // wall clock does not count.
  SnmpCounters(const std::string& cursor, Duration longest, const Moments& own = {});

  // Of one device at this poll. A device that does not begin stays as it was.
  void begin(const std::string& device, Moment);
  SnmpRate put(const std::string& device, const std::string& name, const SnmpCount&, std::optional<double> most);
  std::string cursor() const;
  Moments moments() const;

 private:
  struct Device {
    Moment moment;
    std::map<std::string, SnmpCount> counts;
  };
  std::map<std::string, Device> before_, now_;
  Duration longest_;
};

}  // namespace feeds
