// An opened map in a real window: zoomed by the wheel, dragged, another way chosen by its button. Needs Xvfb and
// xdotool.
#include <array>
#include <set>
#include "tests/support/program_window.h"

namespace {

using namespace std::chrono_literals;

class WindowMap : public support::ProgramWindow {
 protected:
  void SetUp() override {
    if (!support::XServer::installed()) GTEST_SKIP() << "Xvfb or xdotool is not installed";
    server_ = std::make_unique<support::XServer>(viewer::SizePx{1280, 800});
    program_ = std::make_unique<support::Child>(
        ANJUNGAN_PROGRAM,
        support::ChildOptions{
            {"run", "--center", std::string(ANJUNGAN_SOURCE) + "/config/centers/tanah-bumbu", "--state", state_.path(),
             "--simulate", "--windowed", "1280x720", "--port", "0", "--page", "wilayah"},
            {{"DISPLAY", server_->display()}, {"ASAN_OPTIONS", "detect_leaks=0"}, {"MESA_DEBUG", "1"}},
            {},
            {},
            300s});
    ASSERT_TRUE(program_->wait_for("127.0.0.1:", 120s)) << program_->said();
    ASSERT_TRUE(comes("Wilayah")) << title();
  }
  // The middle of the opened map: no clock, no age.
  std::vector<std::uint8_t> map() const {
    const viewer::Picture all = server_->screen();
    std::vector<std::uint8_t> out;
    for (int y = 250; y < 450; ++y) {
      const auto row = static_cast<std::ptrdiff_t>((y * all.size.width + 120) * 4);
      out.insert(out.end(), all.rgba.begin() + row, all.rgba.begin() + row + 240 * 4);
    }
    return out;
  }
  std::size_t colours() const {
    const auto part = map();
    std::set<std::array<std::uint8_t, 3>> found;
    for (std::size_t i = 0; i < part.size(); i += 4) found.insert({part[i], part[i + 1], part[i + 2]});
    return found.size();
  }
  void at(int x, int y, std::vector<std::string> then) {
    std::vector<std::string> all = {"mousemove", "--window", window(), std::to_string(x), std::to_string(y)};
    all.insert(all.end(), then.begin(), then.end());
    xdotool(all);
  }
};

TEST_F(WindowMap, IsZoomedDraggedAndClosedAgain) {
  click(200, 420);
  ASSERT_TRUE(comes("Progres fisik per kecamatan")) << title();
  ASSERT_TRUE(soon([&] { return colours() > 20; })) << "the districts and their names";
  const auto whole = map();
  at(240, 350, {"click", "--repeat", "4", "--delay", "60", "4"});
  ASSERT_TRUE(soon([&] { return map() != whole; })) << "the wheel zooms";
  std::this_thread::sleep_for(500ms);  // at rest, in full detail
  const auto zoomed = map();
  at(240, 350, {"mousedown", "1", "mousemove_relative", "20", "12", "mousemove_relative", "20", "12", "mouseup", "1"});
  ASSERT_TRUE(soon([&] { return map() != zoomed; })) << "dragging moves it";
  key("Escape");
  ASSERT_TRUE(goes("Progres fisik per kecamatan")) << title();
  click(200, 420);
  ASSERT_TRUE(comes("Progres fisik per kecamatan")) << title();
  EXPECT_TRUE(soon([&] { return map() == whole; })) << "what a visitor did goes when it is closed";
  EXPECT_EQ(program_->said().find("Mesa: User error"), std::string::npos) << program_->said();
}

}  // namespace
