// One panel in its card, drawn offscreen. For golden pictures of kinds and tests that look at pixels.
#pragma once
#include "panels/panel.h"
#include "tests/support/drawing.h"

namespace test {

// As large as the drawing. `unit_px`: the em of Size::small.
viewer::Picture panel_picture(Drawing&, panels::Panel&, const feeds::Snapshot&, const std::string& scheme,
                              float unit_px, const std::shared_ptr<const panels::Images>& = {},
                              const std::string& lang = "id");

}  // namespace test
