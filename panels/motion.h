// A number that has changed moves once, under 300 ms (LOOK 9). Main thread.
#pragma once
#include <chrono>
#include <optional>

#include "panels/entries.h"

namespace panels {

class Motion {
 public:
  struct Step {
    float off = 0;       // how far below its place, in heights of a capital
    float strength = 1;  // of its colour
  };
  // Asks for the next step while it moves.
  Step step(const Frame& f, double value) {
    if (value_ && *value_ != value) {
      direction_ = value > *value_ ? 1.0f : -1.0f;
      since_ = f.now;
    } else if (!value_) {
      since_ = f.now - kLength;
    }
    value_ = value;
    const Duration gone = f.now - since_;
    if (f.look.reduced_motion || gone < Duration{} || gone >= kLength) return {};
    wake(f, f.now + kStep);
    const float left = 1 - static_cast<float>(gone.count()) / static_cast<float>(kLength.count());
    return {direction_ * left * left * 0.18f, 1 - left * left * 0.6f};
  }

 private:
  static constexpr Duration kLength = std::chrono::milliseconds(280), kStep = std::chrono::milliseconds(16);
  std::optional<double> value_;
  Time since_{};
  float direction_ = 0;
};

}  // namespace panels
