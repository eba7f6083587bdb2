// PNG and JPEG files of others, bounded in every way, made small enough for a display. Any thread.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>
#include "config/result.h"

namespace viewer {

inline constexpr std::int64_t kMostPictureBytes = 20'000'000, kMostPicturePixels = 40'000'000;

struct Pixels {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgba;
};
// Upright as the camera's note in the file says, the longer side at most `longest` pixels.
config::Result<Pixels> read_picture(const std::filesystem::path&, int longest);
// The same from the file's bytes; `name` is said in faults.
config::Result<Pixels> decode_picture(const std::string& bytes, const std::string& name, int longest);
// Every pixel is the mean of those that it covers. Not larger than the original.
Pixels reduced(const Pixels&, int width, int height);

}  // namespace viewer
