// Small pictures drawn offscreen, compared with those in tests/golden. UPDATE_GOLDEN=1 accepts what is drawn; a picture
// that differs leaves itself and the difference in the folder of the build.
#include <gtest/gtest.h>
#include <cstdlib>
#include <filesystem>
#include "tests/support/stage.h"
#include "viewer/png.h"

namespace {

namespace fs = std::filesystem;
using test::Stage;
using viewer::Picture;

// Golden pictures are exact on one machine; another FreeType, driver or vector width gives other edges (GROUND).
constexpr int tolerance = 48;
constexpr double most_different = 0.004;

void expect_golden(const std::string& name, const Picture& drawn) {
  const fs::path golden = fs::path(ANJUNGAN_SOURCE) / "tests/golden" / (name + ".png");
  if (std::getenv("UPDATE_GOLDEN")) {
    ASSERT_TRUE(viewer::write_png(golden, drawn));
    EXPECT_LE(fs::file_size(golden), 40'000u) << "golden pictures are small";
    return;
  }
  const auto wanted = viewer::read_png(golden);
  ASSERT_TRUE(wanted) << golden << " is missing: run with UPDATE_GOLDEN=1 and look at it";
  const int all = drawn.size.width * drawn.size.height;
  const int count = test::different(*wanted, drawn, tolerance);
  if (count <= all * most_different) return;
  const fs::path folder = fs::path(ANJUNGAN_PROGRAM).parent_path() / "golden";
  fs::create_directories(folder);
  EXPECT_TRUE(viewer::write_png(folder / (name + ".drawn.png"), drawn));
  EXPECT_TRUE(viewer::write_png(folder / (name + ".difference.png"), test::difference(*wanted, drawn)));
  ADD_FAILURE() << name << ": " << count << " of " << all << " pixels differ; see "
                << folder / (name + ".difference.png");
}

TEST(GoldenImage, PageOfNumbers) {
  Stage s({640, 360});
  expect_golden("scene_numbers", s.picture());
}

TEST(GoldenImage, SimulatedAndNotice) {
  Stage s({400, 225});
  s.value(12, true);
  s.notice("the disk is full");
  s.key(viewer::InputEvent::Kind::digit, 3);
  expect_golden("scene_marked", s.picture());
}

TEST(GoldenImage, OpenedPanel) {
  Stage s({640, 360});
  s.frame();
  s.click(60, 200);
  ASSERT_TRUE(s.scene().opened());
  expect_golden("scene_opened", s.picture());
}

TEST(GoldenImage, Upright) {
  Stage s({360, 640});
  s.key(viewer::InputEvent::Kind::digit, 2);
  expect_golden("scene_upright", s.picture());
}

TEST(GoldenImage, TheComparisonSeesAChange) {
  Stage s({640, 360});
  const Picture before = s.picture();
  s.value(98765);
  EXPECT_GT(test::different(before, s.picture(), tolerance), 640 * 360 * most_different / 4);
}

}  // namespace
