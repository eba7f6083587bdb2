// Labels at the right ends of lines: what it is and its last value. Main thread.
#pragma once
#include <string>
#include <vector>

#include "panels/draw.h"
#include "panels/entries.h"

namespace panels {

struct EndLabel {
  std::string name;  // empty where there is one line only
  std::string value;
  float y = 0;                // of the line's end
  Shape shape = Shape::none;  // its state; none: a piece of the line is drawn as the key
  ImU32 shape_colour = 0, line_colour = 0, value_colour = 0;
};
struct EndLayout {
  float width = 0;    // of the column
  int name_rows = 0;  // of the name above its value; 0: beside it
};
// How wide the labels want to be in a chart of that size: one line each, or stacked where that would take too much.
EndLayout end_layout(const Look&, const std::vector<EndLabel>&, float chart_width, float chart_height);
// Moved apart so that none overlaps; those that do not fit, the last ones, are left out.
void draw_ends(const Frame&, std::vector<EndLabel>, const EndLayout&, Rect column);

}  // namespace panels
