// The program in a window on a virtual X server of its own. Skips where Xvfb or xdotool is missing.
#pragma once
#include <gtest/gtest.h>

#include <thread>

#include "tests/support/temp_center.h"
#include "tests/support/x_server.h"

namespace support {

// Two pages: "satu" (Halaman Satu) with a number of "layanan.antrean", "dua" (Halaman Dua) with the feeds.
extern const char* const two_pages;

class ProgramWindow : public testing::Test {
 protected:
  explicit ProgramWindow(viewer::SizePx screen = {1280, 800}) : screen_size_(screen) {}
  void SetUp() override;
  void TearDown() override;

  std::string xdotool(std::vector<std::string> arguments) { return server_->xdotool(std::move(arguments)); }
  std::string window();
  std::string title() { return xdotool({"getwindowname", window()}); }
  // Bounded patience instead of a sleep of a guessed length.
  template <class Condition>
  bool soon(Condition condition, std::chrono::milliseconds step = std::chrono::milliseconds(50)) {
    for (std::chrono::milliseconds waited{0}; waited < std::chrono::seconds(30); waited += step) {
      if (condition()) return true;
      std::this_thread::sleep_for(step);
    }
    return false;
  }
  bool comes(const std::string& text) {
    return soon([&] { return title().find(text) != std::string::npos; });
  }
  bool goes(const std::string& text) {
    return soon([&] { return title().find(text) == std::string::npos; });
  }
  void key(const std::string& name) { xdotool({"key", "--window", window(), name}); }
  void click(int x, int y) {
    xdotool({"mousemove", "--window", window(), std::to_string(x), std::to_string(y), "click", "1"});
  }
  std::vector<std::uint8_t> screen() const { return server_->screen().rgba; }

  test::TempCenter files_;
  Folder state_;
  std::unique_ptr<XServer> server_;
  std::unique_ptr<Child> program_;

 private:
  const viewer::SizePx screen_size_;
};

}  // namespace support
