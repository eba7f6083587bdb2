// See side_by_side.h.
#include "feeds/side_by_side.h"
#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace feeds {

void side_by_side(std::size_t count, const Clock& clock, Steady until,
                  const std::function<void(std::size_t, Steady)>& job) {
  constexpr std::size_t most = 16, busy = 2;  // as many may be held until the end by jobs that take all their time
  std::atomic<std::size_t> next = 0;
  std::exception_ptr fault;
  std::mutex mutex;
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      const auto turns = static_cast<int>((count - i + most - busy - 1) / (most - busy));
      const Steady now = clock.steady();
      try {
        job(i, now + (until - now) / turns);
      } catch (...) {
        const std::lock_guard lock(mutex);
        fault = std::current_exception();
      }
    }
  };
  std::vector<std::jthread> helpers;
  try {
    while (helpers.size() + 1 < std::min(most, count)) helpers.emplace_back(work);
  } catch (const std::system_error&) {  // no thread is left: those that there are do it
  }
  work();
  helpers.clear();
  if (fault) std::rethrow_exception(fault);
}

}  // namespace feeds
