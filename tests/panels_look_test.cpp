// Contrast of every pair of colours that panels put on each other (LOOK, "Numbers").
#include <gtest/gtest.h>

#include <algorithm>

#include "panels/chart_marks.h"
#include "panels/class_band.h"
#include "panels/draw.h"

namespace {

using panels::Colours;
using panels::contrast;

class PanelsLook : public testing::TestWithParam<const char*> {
 protected:
  const Colours& c = panels::colours(GetParam());
};

TEST_P(PanelsLook, TextIsLegibleOnEveryGround) {
  for (const ImU32 ground : {c.panel, c.field}) {
    EXPECT_GE(contrast(c.strong, ground), 7.0f);
    EXPECT_GE(contrast(c.quiet, ground), 4.5f);
    EXPECT_GE(contrast(c.unknown, ground), 4.5f) << "a late value keeps its legibility";
  }
  EXPECT_GE(contrast(c.bad_text, c.bad), 4.5f);
  for (const ImU32 ground : {panels::state_ground(c, panels::State::watch), panels::state_ground(c, panels::State::bad),
                             panels::range_ground(c)})
    EXPECT_GE(contrast(c.quiet, ground), 4.5f) << "what is written in a chart's band";
}

TEST_P(PanelsLook, ShapesAndLinesStandOutFromTheirGround) {
  for (const ImU32 mark : {c.watch, c.bad, c.good, c.unknown}) EXPECT_GE(contrast(mark, c.panel), 3.0f);
  for (const ImU32 line : c.series) EXPECT_GE(contrast(line, c.panel), 3.0f);
}

TEST_P(PanelsLook, LabelsOnClassesAreLegible) {
  for (const ImU32 ground : c.classes) EXPECT_GE(contrast(panels::label_colour(c, ground), ground), 4.5f);
}

TEST_P(PanelsLook, ClassesGoOneWayInLightness) {
  const bool rising = contrast(c.classes[6], c.panel) > contrast(c.classes[0], c.panel);
  EXPECT_TRUE(rising) << "the highest class stands out most";
  for (std::size_t i = 1; i < c.classes.size(); ++i)
    EXPECT_GT(contrast(c.classes[i], c.panel), contrast(c.classes[i - 1], c.panel)) << i;
}

TEST_P(PanelsLook, ClassesUnderATargetKeepTheirLightness) {
  const bool one_hue = std::string_view(GetParam()).starts_with("contrast");
  for (std::size_t classes = 2; classes <= 7; ++classes)
    for (int which = 0; which < static_cast<int>(classes); ++which) {
      const ImU32 above = panels::class_colour(c, which, classes), below = panels::class_colour(c, which, classes, 7);
      EXPECT_EQ(above == below, one_hue);
      EXPECT_EQ(panels::class_colour(c, which, classes, which), above) << "the first above it";
      EXPECT_NEAR(contrast(below, c.panel) / contrast(above, c.panel), 1, 0.02);
      EXPECT_GE(contrast(panels::label_colour(c, below), below), 4.5f);
    }
}

INSTANTIATE_TEST_SUITE_P(Schemes, PanelsLook, testing::Values("dark", "light", "contrast-dark", "contrast-light"),
                         [](const auto& param) {
                           std::string name = param.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(PanelsLookUnits, StepsOfTheTypeUnit) {
  panels::Look look;
  look.unit_px = 20;
  EXPECT_FLOAT_EQ(look.em(panels::Size::small), 20);
  EXPECT_FLOAT_EQ(look.em(panels::Size::text), 25);
  EXPECT_FLOAT_EQ(look.em(panels::Size::title), 32);
  EXPECT_FLOAT_EQ(look.em(panels::Size::large), 50);
  EXPECT_FLOAT_EQ(look.em(panels::Size::huge), 80);
  EXPECT_EQ(&panels::colours("nothing of that name"), &panels::colours("dark"));
}

TEST(PanelsLookUnits, ContrastIsThatOfTheStandard) {
  EXPECT_NEAR(contrast(IM_COL32(0, 0, 0, 255), IM_COL32(255, 255, 255, 255)), 21.0f, 0.01f);
  EXPECT_NEAR(contrast(IM_COL32(119, 119, 119, 255), IM_COL32(255, 255, 255, 255)), 4.48f, 0.01f);
}

TEST(PanelsLookUnits, FadedGoesFromTheGroundToTheColour) {
  const ImU32 a = IM_COL32(200, 100, 0, 255), b = IM_COL32(0, 0, 0, 255);
  EXPECT_EQ(panels::faded(a, b, 1), a);
  EXPECT_EQ(panels::faded(a, b, 0), b);
  EXPECT_EQ(panels::faded(a, b, 0.5f), IM_COL32(100, 50, 0, 255));
}

}  // namespace
