// Small pictures drawn offscreen, compared with those in tests/golden.
#include "tests/support/golden_image.h"
#include <gtest/gtest.h>
#include "tests/support/stage.h"

namespace {

using test::expect_golden;
using test::Stage;
using viewer::Picture;

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

// Its sources take what they need, the panel the rest.
TEST(GoldenImage, OpenedPanelUpright) {
  Stage s({360, 640});
  s.frame();
  s.click(60, 200);
  ASSERT_TRUE(s.scene().opened());
  expect_golden("scene_opened_upright", s.picture());
}

TEST(GoldenImage, TheComparisonSeesAChange) {
  Stage s({640, 360});
  const Picture before = s.picture();
  s.value(98765);
  EXPECT_GT(test::different(before, s.picture(), test::golden_tolerance), 640 * 360 * test::golden_most_different / 4);
}

}  // namespace
