// Roll-ups of one series and one step as a block of bytes and back, bit for bit. Any thread.
#pragma once
#include <string>
#include <string_view>
#include "config/result.h"
#include "feeds/rollup.h"

namespace feeds {

inline constexpr std::size_t most_block_rollups = 131'072;

// Rows ascend, and none is empty. Errors: no rows, too many, or out of this order.
config::Result<std::string> pack_rollups(std::span<const RollupRow>);
// The whole block, after what is in `out` already. Errors: damaged, or of a newer program; `out` is as before then.
config::Result<void> unpack_rollups(std::string_view bytes, std::vector<RollupRow>& out);

}  // namespace feeds
