// The checksum of what is kept: CRC-32C (Castagnoli, RFC 3720 appendix B.4). Any thread.
#pragma once
#include <cstdint>
#include <string_view>

namespace feeds {

std::uint32_t crc32c(std::string_view);

}  // namespace feeds
