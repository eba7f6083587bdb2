// See program_window.h.
#include "tests/support/program_window.h"

namespace support {

using namespace std::chrono_literals;

const char* const two_pages = R"([[page]]
name = "satu"
title = "Halaman Satu"
columns = 12
rows = 6
[[page.panel]]
kind = "number"
at = [0, 0, 12, 6]
indicator = "layanan.antrean"
[[page]]
name = "dua"
title = "Halaman Dua"
columns = 12
rows = 6
[[page.panel]]
kind = "feed_health"
at = [0, 0, 12, 6]
)";

void ProgramWindow::SetUp() {
  if (!XServer::installed()) GTEST_SKIP() << "Xvfb or xdotool is not installed";
  test::write_good_center(files_);
  files_.write("agencies/dinkes/feeds.toml", "");
  files_.write("pages/ringkasan.toml", two_pages);
  std::string center = read_text((files_.dir() / "center.toml").string());
  center.replace(center.find("pages = [\"ringkasan\"]"), 21, "");
  files_.write("center.toml", center);
  server_ = std::make_unique<XServer>(screen_size_);
  program_ = std::make_unique<Child>(
      ANJUNGAN_PROGRAM,
      ChildOptions{
          {"run", "--center", files_.dir().string(), "--state", state_.path(), "--windowed", "800x450", "--port", "0"},
          // What the driver of X leaves is not ours, and is gone before it can be named. Mesa says each fault of
          // OpenGL.
          {{"DISPLAY", server_->display()}, {"ASAN_OPTIONS", "detect_leaks=0"}, {"MESA_DEBUG", "1"}},
          {},
          {},
          300s});
  ASSERT_TRUE(program_->wait_for("127.0.0.1:", 120s)) << program_->said();
  ASSERT_TRUE(comes("Halaman Satu")) << title();
}

void ProgramWindow::TearDown() {
  program_.reset();
  server_.reset();
}

std::string ProgramWindow::window() {
  const std::string id = xdotool({"search", "--onlyvisible", "--name", "Kabupaten"});
  return id.substr(0, id.find('\n'));
}

}  // namespace support
