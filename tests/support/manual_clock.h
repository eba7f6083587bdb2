// A clock that stands still until a test moves it; any thread may.
#pragma once
#include <atomic>
#include "feeds/clock.h"

namespace tests {

class ManualClock : public feeds::Clock {
 public:
  explicit ManualClock(config::Time now = config::Time(std::chrono::sys_days(std::chrono::year(2026) / 11 / 21)))
      : now_ms_(now.time_since_epoch().count()) {}
  config::Time now() const override { return config::Time(config::Duration(now_ms_.load())); }
  feeds::Steady steady() const override { return feeds::Steady(std::chrono::milliseconds(steady_ms_.load())); }
  bool sleep_until(feeds::Steady when, std::stop_token stop) override {
    if (when > steady()) advance(std::chrono::duration_cast<config::Duration>(when - steady()));
    return !stop.stop_requested();
  }
  void advance(config::Duration by) {
    now_ms_ += by.count();
    steady_ms_ += by.count();
  }

 private:
  std::atomic<std::int64_t> now_ms_, steady_ms_ = 1'000'000;
};

}  // namespace tests
