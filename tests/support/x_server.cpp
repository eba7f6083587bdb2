// See x_server.h.
#include "tests/support/x_server.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace support {
namespace {

using namespace std::chrono_literals;

// ":N" of a whole line that is a number; where another server runs, complaints stand before it.
std::string screen_said(const std::string& said) {
  std::istringstream lines(said);
  for (std::string line; std::getline(lines, line) && !lines.eof();)
    if (!line.empty() && line.find_first_not_of("0123456789") == std::string::npos) return ":" + line;
  return "";
}

std::uint32_t big_endian(const char* bytes) {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

}  // namespace

bool XServer::installed() {
  for (const char* program : {"Xvfb", "xdotool"})
    if (run_child("/bin/sh", {{"-c", std::string("command -v ") + program}, {}, {}, {}, 10s}).code != 0) return false;
  return true;
}

XServer::XServer(viewer::SizePx size) : size_(size) {
  const std::string screen = std::to_string(size.width) + "x" + std::to_string(size.height) + "x24";
  // -displayfd 1: the server chooses a free number and says it.
  server_ = std::make_unique<Child>(
      "/usr/bin/Xvfb",
      ChildOptions{
          {"-displayfd", "1", "-screen", "0", screen, "-nolisten", "tcp", "-fbdir", folder_.path()}, {}, {}, {}, 300s});
  server_->wait_until([&](const std::string& said) { return !(display_ = screen_said(said)).empty(); }, 60s);
  if (display_.empty()) throw std::runtime_error("Xvfb: " + server_->said());
}

viewer::Picture XServer::screen() const {
  return screen(size_);
}

// An X window dump (XWD version 7): the header's size and the number of colours decide where pixels begin, four bytes
// each: blue, green, red, unused.
viewer::Picture XServer::screen(viewer::SizePx part) const {
  part = {std::min(part.width, size_.width), std::min(part.height, size_.height)};
  std::ifstream file(folder_.file("Xvfb_screen0"), std::ios::binary);
  char header[100];
  file.read(header, sizeof header);
  const std::uint32_t skipped = big_endian(header) + 12 * big_endian(header + 19 * 4);
  const std::uint32_t stride = big_endian(header + 12 * 4);
  viewer::Picture out{part, {}};
  out.rgba.resize(static_cast<std::size_t>(part.width) * static_cast<std::size_t>(part.height) * 4);
  std::vector<char> row(static_cast<std::size_t>(part.width) * 4);
  for (int y = 0; y < part.height; ++y) {
    file.seekg(skipped + static_cast<std::streamoff>(stride) * y);
    if (!file.read(row.data(), static_cast<std::streamsize>(row.size()))) throw std::runtime_error("no screen");
    std::uint8_t* to = out.rgba.data() + row.size() * static_cast<std::size_t>(y);
    for (std::size_t x = 0; x < row.size(); x += 4) {
      for (std::size_t c = 0; c < 3; ++c) to[x + c] = static_cast<std::uint8_t>(row[x + 2 - c]);
      to[x + 3] = 255;
    }
  }
  return out;
}

std::string XServer::xdotool(std::vector<std::string> arguments) const {
  return run_child("/usr/bin/xdotool", {std::move(arguments), {{"DISPLAY", display_}}, {}, {}, 30s}).out;
}

}  // namespace support
