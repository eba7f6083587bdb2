// The program in a window on a virtual X server of its own, driven by keys, clicks and the window manager's messages as
// a person would. Needs Xvfb and xdotool.
#include "tests/support/program_window.h"

namespace {

using namespace std::chrono_literals;
using WindowTest = support::ProgramWindow;

TEST_F(WindowTest, KeysTurnPagesAndTheScreenFollows) {
  const auto first = screen();
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
  const auto before = screen();
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
  std::string changed = support::two_pages;
  changed.replace(changed.find("Halaman Satu"), 12, "Judul Baru");
  files_.write("pages/ringkasan.toml", changed);
  ASSERT_TRUE(comes("Judul Baru")) << title();
  const auto before = screen();
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
