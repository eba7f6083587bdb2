// One value as it is kept, with its three times (see Sample). Times are whole milliseconds since 1970 UTC. Pure data.
#pragma once
#include <optional>
#include "config/time.h"

namespace feeds {

struct Stored {
  config::Time at, received;
  double value = 0;
  std::optional<config::Time> observed;
};

}  // namespace feeds
