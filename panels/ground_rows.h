// Rows for small places: words on a bar that is their ground, as many as fit, the rest counted. Main thread.
#pragma once
#include "panels/draw.h"
#include "panels/entries.h"

namespace panels {

struct GroundRow {
  std::string title;
  std::vector<std::string> values;  // at the right end, the same said shorter and shorter
  float share = 0, from = 1;        // the bar's length, and where its stronger part begins; shares of the width
  Shape shape = Shape::none;
  bool plate = false, late = false;  // the value is on the plate of what is bad; the row is dimmed
};
constexpr float kGroundRow = 1.16f;  // least height of one, in ems of Size::small
// `foot` is said below them, after "+2 more" where rows are left out (`left_out`: before these).
void draw_ground_rows(const Frame&, Rect, const std::vector<GroundRow>&, const std::string& foot = {},
                      int left_out = 0);

}  // namespace panels
