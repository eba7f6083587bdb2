// See pace.h.
#include "feeds/pace.h"
#include <algorithm>

namespace feeds {

using namespace std::chrono_literals;

Steady Pace::turn(const std::string& host, int per_minute, Steady now, Steady until) {
  const std::lock_guard lock(mutex_);
  Host& one = hosts_[host];
  while (!one.turns.empty() && one.turns.front() + 1min <= now) one.turns.pop_front();
  Steady turn = std::max(now, one.held);
  if (per_minute > 0 && one.turns.size() >= static_cast<std::size_t>(per_minute))
    turn = std::max(turn, one.turns[one.turns.size() - static_cast<std::size_t>(per_minute)] + 1min);
  if (turn > until || per_minute == 0) return turn;
  // After a hold, or by feeds with another limit, turns may come out of order.
  one.turns.insert(std::upper_bound(one.turns.begin(), one.turns.end(), turn), turn);
  return turn;
}

void Pace::hold(const std::string& host, Steady until) {
  const std::lock_guard lock(mutex_);
  Host& one = hosts_[host];
  one.held = std::max(one.held, until);
}

}  // namespace feeds
