// Jobs on several threads at once, so that one that hangs takes no time from the others. The caller's thread works too
// and waits for the helpers.
#pragma once
#include <functional>
#include "feeds/clock.h"

namespace feeds {

// Does `job` for each number below `count`. Each is told when to end: `until`, or sooner where others still wait for
// their turn. What a job throws is thrown on when all are done.
void side_by_side(std::size_t count, const Clock& clock, Steady until,
                  const std::function<void(std::size_t, Steady)>& job);

}  // namespace feeds
