// PNG files of pictures. Any thread.
#pragma once
#include <filesystem>
#include "config/result.h"
#include "viewer/canvas.h"

namespace viewer {

std::string png_bytes(const Picture&);
config::Result<void> write_png(const std::filesystem::path&, const Picture&);
config::Result<Picture> read_png(const std::filesystem::path&);

}  // namespace viewer
