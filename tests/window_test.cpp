// The program in a window on a virtual X server of its own, driven by keys, clicks and the window manager's messages as
// a person would. Needs Xvfb, xdotool and ImageMagick.
#include <gtest/gtest.h>
#include <unistd.h>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>
#include "tests/support/child.h"
#include "tests/support/temp_center.h"

namespace {

using support::Child;
using support::ChildOptions;
using support::run_child;
using namespace std::chrono_literals;

bool installed(const std::string& program) {
  const auto found = run_child("/bin/sh", {{"-c", "command -v " + program}, {}, {}, {}, 10s});
  return found.code == 0;
}

constexpr const char* pages = R"([[page]]
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

// ":N" of a whole line that is a number; where another server runs, complaints stand before it.
std::string screen_said(const std::string& said) {
  std::istringstream lines(said);
  for (std::string line; std::getline(lines, line) && !lines.eof();)
    if (!line.empty() && line.find_first_not_of("0123456789") == std::string::npos) return ":" + line;
  return "";
}

class WindowTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* program : {"Xvfb", "xdotool", "import"})
      if (!installed(program)) GTEST_SKIP() << program << " is not installed";
    test::write_good_center(files_);
    files_.write("agencies/dinkes/feeds.toml", "");
    files_.write("pages/ringkasan.toml", pages);
    std::string center = support::read_text((files_.dir() / "center.toml").string());
    center.replace(center.find("pages = [\"ringkasan\"]"), 21, "");
    files_.write("center.toml", center);
    // -displayfd 1: the server chooses a free number and says it.
    server_ = std::make_unique<Child>(
        "/usr/bin/Xvfb",
        ChildOptions{{"-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"}, {}, {}, {}, 300s});
    server_->wait_until([&](const std::string& said) { return !(display_ = screen_said(said)).empty(); }, 60s);
    ASSERT_FALSE(display_.empty()) << server_->said();
    program_ = std::make_unique<Child>(
        ANJUNGAN_PROGRAM, ChildOptions{{"run", "--center", files_.dir().string(), "--state", state_.path(),
                                        "--windowed", "800x450", "--port", "0"},
                                       // What the driver of X leaves is not ours, and is gone before it can be named.
                                       {{"DISPLAY", display_}, {"ASAN_OPTIONS", "detect_leaks=0"}},
                                       {},
                                       {},
                                       300s});
    ASSERT_TRUE(program_->wait_for("127.0.0.1:", 120s)) << program_->said();
    ASSERT_TRUE(comes("Halaman Satu")) << title();
  }
  void TearDown() override {
    program_.reset();
    server_.reset();
  }

  std::string xdotool(std::vector<std::string> arguments) {
    const auto ran = run_child("/usr/bin/xdotool", {std::move(arguments), {{"DISPLAY", display_}}, {}, {}, 30s});
    return ran.out;
  }
  std::string window() {
    std::string id = xdotool({"search", "--onlyvisible", "--name", "Kabupaten"});
    return id.substr(0, id.find('\n'));
  }
  std::string title() { return xdotool({"getwindowname", window()}); }
  // Bounded patience instead of a sleep of a guessed length.
  template <class Condition>
  bool soon(Condition condition) {
    for (int i = 0; i < 600; ++i) {
      if (condition()) return true;
      std::this_thread::sleep_for(50ms);
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
  // What the server shows, as raw bytes of the root window.
  std::string screen() {
    const std::string file = state_.file("screen.ppm");
    run_child("/usr/bin/import", {{"-silent", "-window", "root", "ppm:" + file}, {{"DISPLAY", display_}}, {}, {}, 30s});
    return support::read_text(file);
  }

  test::TempCenter files_;
  support::Folder state_;
  std::string display_;
  std::unique_ptr<Child> server_, program_;
};

TEST_F(WindowTest, KeysTurnPagesAndTheScreenFollows) {
  const std::string first = screen();
  key("2");
  ASSERT_TRUE(comes("Halaman Dua")) << title();
  EXPECT_TRUE(soon([&] { return screen() != first; }));
  key("Left");
  ASSERT_TRUE(comes("Halaman Satu")) << title();
  key("space");
  EXPECT_TRUE(comes("dijeda")) << title();
  key("space");
  EXPECT_TRUE(goes("dijeda")) << title();
}

TEST_F(WindowTest, KeysShowThePastPlainlyAndEndReturnsToNow) {
  const std::string before = screen();
  key("shift+Left");
  ASSERT_TRUE(comes("Bukan sekarang")) << title();
  EXPECT_TRUE(soon([&] { return screen() != before; }));
  const std::string first = title();
  key("ctrl+Left");
  EXPECT_TRUE(soon([&] { return title() != first && title().find("Bukan sekarang") != std::string::npos; })) << title();
  key("2");
  EXPECT_TRUE(comes("Halaman Dua"));
  EXPECT_NE(title().find("Bukan sekarang"), std::string::npos) << "another page of the same moment";
  key("End");
  EXPECT_TRUE(goes("Bukan sekarang")) << title();
}

TEST_F(WindowTest, AClickOpensAPanelAndEscapeCloses) {
  click(400, 300);
  ASSERT_TRUE(comes("Antrean layanan")) << title();
  key("Escape");
  EXPECT_TRUE(goes("Antrean layanan")) << title();
}

TEST_F(WindowTest, AnotherSizeIsDrawnWhole) {
  xdotool({"windowsize", window(), "1000", "700"});
  ASSERT_TRUE(soon([&] {
    return xdotool({"getwindowgeometry", "--shell", window()}).find("WIDTH=1000") != std::string::npos;
  }));
  key("2");
  EXPECT_TRUE(comes("Halaman Dua"));
  xdotool({"windowsize", window(), "1", "1"});
  key("1");
  EXPECT_TRUE(comes("Halaman Satu")) << "it goes on at any size";
}

TEST_F(WindowTest, AGoodChangeIsShownABadOneRefused) {
  std::string changed = pages;
  changed.replace(changed.find("Halaman Satu"), 12, "Judul Baru");
  files_.write("pages/ringkasan.toml", changed);
  ASSERT_TRUE(comes("Judul Baru")) << title();
  const std::string before = screen();
  files_.write("pages/ringkasan.toml", "[[page]]\nname = 1\ntitle = \"Satu\"\n");
  ASSERT_TRUE(program_->wait_for("ringkasan.toml:2:", 60s)) << program_->said();
  EXPECT_TRUE(soon([&] { return screen() != before; })) << "the banner is on the screen";
  EXPECT_TRUE(comes("Judul Baru")) << "the old stays: " << title();
}

TEST_F(WindowTest, ClosingTheWindowEndsItWell) {
  key("ctrl+q");
  const auto end = program_->finish(60s);
  EXPECT_FALSE(end.late);
  EXPECT_EQ(end.code, 0) << end.err;
}

TEST_F(WindowTest, ASignalEndsItWell) {
  program_->send(SIGTERM);
  const auto end = program_->finish(60s);
  EXPECT_FALSE(end.late);
  EXPECT_EQ(end.code, 0) << end.err;
}

}  // namespace
