// The system's clocks. Any thread.
#include "feeds/clock.h"

#include <condition_variable>
#include <mutex>

namespace feeds {
namespace {

class SystemClock final : public Clock {
 public:
  config::Time now() const override {
    return std::chrono::time_point_cast<config::Duration>(std::chrono::system_clock::now());
  }
  Steady steady() const override { return std::chrono::steady_clock::now(); }
  bool sleep_until(Steady when, std::stop_token stop) override {
    std::mutex mutex;
    std::condition_variable_any asked;
    std::unique_lock lock(mutex);
    asked.wait_until(lock, stop, when, [] { return false; });
    return !stop.stop_requested();
  }
};

}  // namespace

Clock& system_clock() {
  static SystemClock clock;  // without state
  return clock;
}

}  // namespace feeds
