// Moments as operators write them. Any thread.
#pragma once
#include <string>
#include "config/result.h"
#include "config/time.h"

namespace viewer {

// RFC 3339; "2026-11-21 14:02" or a day in `zone`.
config::Result<config::Time> parse_moment(const std::string&, config::Zone zone);

}  // namespace viewer
