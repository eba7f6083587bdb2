// Places on a Hilbert curve: near ones come near each other. Any thread.
#pragma once
#include <cstdint>
#include <utility>

namespace viewer::maps {

// x and y below 2^16.
inline std::uint32_t hilbert(std::uint32_t x, std::uint32_t y) {
  std::uint32_t out = 0;
  for (std::uint32_t s = 1u << 15; s > 0; s >>= 1) {
    const std::uint32_t right = (x & s) != 0 ? 1 : 0, up = (y & s) != 0 ? 1 : 0;
    out += s * s * ((3 * right) ^ up);
    if (up == 0) {
      if (right == 1) {
        x = 0xffff - x;
        y = 0xffff - y;
      }
      std::swap(x, y);
    }
  }
  return out;
}

}  // namespace viewer::maps
