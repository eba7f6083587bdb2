// Whose turn it is on a display: the pages' rotation, held a while after a person touched it. Pure, on the steady
// clock.
#pragma once
#include <optional>
#include "feeds/clock.h"

namespace viewer {

class Turns {
 public:
  static constexpr std::chrono::seconds rest{60};  // after a touch

  void start(feeds::Steady now, config::Duration lasts) {  // a page came up by itself
    lasts_ = lasts;
    ends_ = now + lasts;
  }
  void touched(feeds::Steady now) {
    if (ends_ && *ends_ < now + rest) ends_ = now + rest;
  }
  void hold(bool held, feeds::Steady now) {
    held_ = held;
    if (!held && ends_) ends_ = now + lasts_;
  }
  bool held() const { return held_; }
  // When the next page comes; nothing when none does by itself.
  std::optional<feeds::Steady> ends() const {
    if (held_ || lasts_ <= config::Duration{0}) return {};
    return ends_;
  }

 private:
  config::Duration lasts_{};
  std::optional<feeds::Steady> ends_;
  bool held_ = false;
};

}  // namespace viewer
