// The clock of tests that run threads.
#include "tests/support/moved_clock.h"
#include <stdexcept>

namespace test {

config::Time MovedClock::now() const {
  const std::lock_guard lock(mutex_);
  return now_;
}

feeds::Steady MovedClock::steady() const {
  const std::lock_guard lock(mutex_);
  return steady_;
}

bool MovedClock::sleep_until(feeds::Steady when, std::stop_token stop) {
  std::unique_lock lock(mutex_);
  const auto mine = sleeping_.insert(when);
  changed_.notify_all();
  changed_.wait(lock, stop, [&] { return steady_ >= when; });
  sleeping_.erase(mine);
  return !stop.stop_requested();
}

void MovedClock::advance(config::Duration by) {
  const std::lock_guard lock(mutex_);
  now_ += by;
  steady_ += by;
  changed_.notify_all();
}

void MovedClock::jump(config::Duration by) {
  const std::lock_guard lock(mutex_);
  now_ += by;
}

std::optional<feeds::Steady> MovedClock::next_wake(std::size_t sleepers) {
  std::unique_lock lock(mutex_);
  const auto asleep = [&] { return sleeping_.size() >= sleepers && *sleeping_.begin() > steady_; };
  if (!changed_.wait_for(lock, std::chrono::seconds(20), asleep)) return {};
  return *sleeping_.begin();
}

config::Time at(const char* text) {
  const auto time = config::parse_time(text);
  if (!time) throw std::invalid_argument(text);
  return *time;
}

}  // namespace test
