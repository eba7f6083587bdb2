// A window at forty sizes, without one and without its X server.
#include <gmock/gmock.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>

#include "tests/support/program_window.h"
#include "viewer/studio.h"

namespace {

using namespace std::chrono_literals;
using support::XServer;
using testing::HasSubstr;
using testing::Not;
using viewer::Picture;
using viewer::SizePx;

constexpr SizePx screen_size{4096, 2560};

const std::vector<SizePx> sizes{
    {1, 1},      {1, 2},       {2, 1},      {3, 5},       {16, 9},      {31, 17},     {1, 700},     {700, 1},
    {17, 333},   {333, 17},    {127, 2047}, {2047, 127},  {7, 2303},    {4095, 7},    {320, 200},   {321, 201},
    {333, 777},  {640, 360},   {641, 361},  {799, 451},   {800, 450},   {1023, 767},  {1024, 768},  {1280, 720},
    {1366, 768}, {1440, 900},  {1601, 899}, {1920, 1080}, {1921, 1081}, {1080, 1920}, {1079, 1919}, {1920, 540},
    {2560, 720}, {3840, 1080}, {540, 1920}, {608, 2161},  {2560, 1440}, {1440, 2560}, {3840, 2160}, {4096, 2560},
};

std::string name_of(SizePx size) {
  return std::to_string(size.width) + "x" + std::to_string(size.height);
}

// By the X server, as a window manager has it done.
void resize(const XServer& server, const std::string& window, SizePx size) {
  server.xdotool({"windowsize", window, std::to_string(size.width), std::to_string(size.height)});
}

std::uint32_t colour(const Picture& picture, int x, int y) {
  std::uint32_t out = 0;
  std::memcpy(&out,
              picture.rgba.data() + 4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.size.width) +
                                         static_cast<std::size_t>(x)),
              sizeof out);
  return out;
}
const std::uint32_t untouched = [] {  // what the server shows where no window stands
  const std::uint8_t black[] = {0, 0, 0, 255};
  std::uint32_t out = 0;
  std::memcpy(&out, black, sizeof out);
  return out;
}();

// All four edges are painted, and what is large enough holds more than a ground.
bool drawn_whole(const Picture& picture) {
  const auto [width, height] = picture.size;
  for (int x = 0; x < width; ++x)
    if (colour(picture, x, 0) == untouched || colour(picture, x, height - 1) == untouched) return false;
  for (int y = 0; y < height; ++y)
    if (colour(picture, 0, y) == untouched || colour(picture, width - 1, y) == untouched) return false;
  std::set<std::uint32_t> colours;
  for (int y = 0; y < height && colours.size() <= 16; ++y)
    for (int x = 0; x < width; ++x) colours.insert(colour(picture, x, y));
  return colours.size() > 16 || width < 300 || height < 200;
}

class WindowSizes : public support::ProgramWindow {
 protected:
  WindowSizes() : ProgramWindow(screen_size) {}

  bool shows(SizePx size) {
    return soon(
        [&] {
          const Picture beyond = server_->screen({size.width + 1, size.height + 1});
          const bool ends = (size.width == screen_size.width || colour(beyond, size.width, 0) == untouched) &&
                            (size.height == screen_size.height || colour(beyond, 0, size.height) == untouched);
          return ends && drawn_whole(server_->screen(size));
        },
        10ms);
  }
  std::size_t descriptors() const {
    const std::filesystem::directory_iterator all("/proc/" + std::to_string(program_->pid()) + "/fd");
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
  }
  // Of memory that no file holds.
  long kilobytes() const {
    std::ifstream file("/proc/" + std::to_string(program_->pid()) + "/smaps_rollup");
    for (std::string word; file >> word;) {
      long kb = 0;
      if (word == "Anonymous:" && file >> kb) return kb;
    }
    return -1;
  }
};

TEST_F(WindowSizes, EachIsDrawnWholeAndNothingGrows) {
  const std::string id = window();
  std::size_t before_descriptors = 0;
  long before_kilobytes = 0;
  for (const int round : {0, 1}) {
    for (const SizePx size : sizes) {
      resize(*server_, id, size);
      ASSERT_TRUE(shows(size)) << name_of(size) << " in round " << round;
    }
    resize(*server_, id, {800, 450});
    ASSERT_TRUE(shows({800, 450}));
    if (round == 0) {
      before_descriptors = descriptors();
      before_kilobytes = kilobytes();
    }
  }
  EXPECT_EQ(descriptors(), before_descriptors);
  EXPECT_GT(before_kilobytes, 0);
  EXPECT_LT(kilobytes(), before_kilobytes + 4000) << "less than half of one picture of 1920x1080";
  program_->send(SIGTERM);
  const auto end = program_->finish(60s);
  EXPECT_EQ(end.code, 0);
  EXPECT_THAT(end.out + end.err, Not(HasSubstr("Mesa: "))) << "a fault of OpenGL";
}

TEST_F(WindowSizes, AWindowThatGoesAndComesBackShowsItsPicture) {
  const std::string id = window();
  ASSERT_TRUE(shows({800, 450}));
  // Below the header, whose clock goes on.
  const auto panels = [&] {
    const Picture all = server_->screen({800, 450});
    return std::vector<std::uint8_t>(all.rgba.begin() + 800 * 4 * 80, all.rgba.end());
  };
  const auto before = panels();
  for (const int round : {0, 1, 2}) {
    xdotool({"windowunmap", id});
    ASSERT_TRUE(soon([&] { return colour(server_->screen(), 400, 225) == untouched; })) << round;
    xdotool({"windowmap", id});
    ASSERT_TRUE(shows({800, 450})) << round;
    EXPECT_TRUE(soon([&] { return panels() == before; })) << round;
  }
  key("2");
  EXPECT_TRUE(comes("Halaman Dua")) << title();
}

class WindowServer : public support::ProgramWindow, public testing::WithParamInterface<int> {};

TEST_P(WindowServer, ThatGoesEndsTheProgramWithAMessage) {
  server_->process().send(GetParam());
  const auto end = program_->finish(60s);
  EXPECT_FALSE(end.late);
  EXPECT_EQ(end.signal, 0);
  EXPECT_EQ(end.code, 1) << end.err;
  EXPECT_THAT(end.err, HasSubstr("sistem jendela sudah tidak ada"));
}

INSTANTIATE_TEST_SUITE_P(Ended, WindowServer, testing::Values(SIGTERM, SIGKILL));

// The same work in this process, where OpenGL tells each fault and the picture that was drawn can be compared.
TEST(WindowPicture, IsOnTheScreenToThePixelWithoutAFaultOfOpenGl) {
  if (!XServer::installed()) GTEST_SKIP() << "Xvfb or xdotool is not installed";
  const XServer server(screen_size);
  setenv("DISPLAY", server.display().c_str(), 1);
  test::TempCenter files;
  test::write_good_center(files);
  files.write("pages/ringkasan.toml", support::two_pages);
  files.replace("center.toml", "pages = [\"ringkasan\"]", "");
  const auto center = std::make_shared<const config::Center>(files.load());
  const viewer::Moment now{*config::parse_time("2026-11-21T01:00:00Z"), {}};
  viewer::Studio::Options options;
  options.window = options.debug = true;
  options.size = SizePx{800, 450};
  const auto studio = viewer::Studio::open(center, options, now);
  ASSERT_TRUE(studio) << studio.error().what.key;
  viewer::Studio& my = **studio;
  std::string id = server.xdotool({"search", "--onlyvisible", "--name", "Anjungan"});
  id.resize(id.find('\n'));
  for (const SizePx size : sizes) {
    resize(server, id, size);
    for (int i = 0; i < 600 && my.screen().size() != size; ++i) my.screen().wait(50ms);
    ASSERT_EQ(my.screen().size(), size) << name_of(size);
    my.canvas().resize(size);
    my.scene().set_look(std::make_shared<const panels::Look>(viewer::scaled(my.look(), my.display(), size)), size, now);
    my.scene().frame(my.canvas(), now);
    my.screen().present(my.canvas().framebuffer(), {{0, 0, size.width, size.height}});
    my.screen().settle();
    const Picture drawn = my.canvas().read(), shown = server.screen(size);
    ASSERT_EQ(drawn.size, size);
    EXPECT_TRUE(drawn.rgba == shown.rgba) << name_of(size);
  }
  EXPECT_EQ(my.screen().gl_complaints(), 0);
}

}  // namespace
