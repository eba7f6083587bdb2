// The one place where the system's clocks are read; everything else is handed a Clock or a Time. Any thread.
#pragma once
#include <chrono>
#include <stop_token>
#include "config/time.h"

namespace feeds {

using Steady = std::chrono::steady_clock::time_point;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual config::Time now() const = 0;  // wall clock: may jump
  virtual Steady steady() const = 0;     // never jumps: intervals and deadlines
  // Sleeps until `when` or until stop is asked; false when stopped.
  virtual bool sleep_until(Steady when, std::stop_token) = 0;
};
Clock& system_clock();

}  // namespace feeds
