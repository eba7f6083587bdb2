// A clock that a test moves while threads sleep on it: the wall clock and the steady one apart. Any thread.
#pragma once
#include <condition_variable>
#include <mutex>
#include <set>
#include "feeds/clock.h"

namespace test {

class MovedClock : public feeds::Clock {
 public:
  explicit MovedClock(config::Time now) : now_(now) {}

  config::Time now() const override;
  feeds::Steady steady() const override;
  bool sleep_until(feeds::Steady when, std::stop_token) override;

  void advance(config::Duration by);  // both clocks
  void jump(config::Duration by);     // the wall clock alone
  // When so many threads sleep here: the earliest moment that one of them waits for. Nothing after 20 s.
  std::optional<feeds::Steady> next_wake(std::size_t sleepers);

 private:
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  config::Time now_;
  feeds::Steady steady_{std::chrono::hours(1000)};
  std::multiset<feeds::Steady> sleeping_;
};

// RFC 3339, or the test is wrong.
config::Time at(const char* text);

}  // namespace test
