// QR codes (ISO/IEC 18004) as a grid of modules. Pure, any thread.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace panels {

struct QrCode {
  int side = 0;            // modules; 0: the text does not fit a code
  std::vector<bool> dark;  // row by row
  bool at(int column, int row) const { return dark[static_cast<std::size_t>(row * side + column)]; }
};
inline constexpr int kQuietZone = 4;  // modules of light around a code
// With error correction M: up to 15% of it may be dirty or reflect.
QrCode qr_code(const std::string& text);

// A phone reads a code from ten times its side (without the quiet zone) away.
inline constexpr double kReadingDistance = 10;

}  // namespace panels
