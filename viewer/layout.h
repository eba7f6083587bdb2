// Puts a page's panels on the grid of a display; what does not fit legibly goes to following sheets. Pure.
#pragma once
#include <vector>
#include "config/center.h"
#include "viewer/display.h"

namespace viewer {

struct Placed {
  std::size_t panel = 0;  // index in PageConfig::panels
  RectPx area;
};
using Sheet = std::vector<Placed>;

// What is left of the surface for the grid: below the header.
RectPx header_area(SizePx, float unit_px);
RectPx grid_area(SizePx, float unit_px);
// `least_px`: for each panel the least size of its card, in pixels. The first sheet keeps what matters most (priority,
// then order); a panel that does not fit on any sheet gets one for itself.
std::vector<Sheet> lay_out(const config::PageConfig&, const std::vector<ImVec2>& least_px, RectPx area, int gap_px);

}  // namespace viewer
