// What the canvas asks of draw lists and rectangles. Main thread; no GL.
#pragma once
#include <imgui.h>
#include <cstdint>
#include <optional>
#include <vector>
#include "viewer/display.h"

namespace viewer {

// A draw list as bytes: two that are equal paint the same.
void serialise(const ImDrawList&, std::vector<std::uint8_t>& out);
// The colour of a first rectangle that covers the whole area and hides what is below; nothing: there is none.
std::optional<ImU32> opaque_ground(const ImDrawList&, const RectPx& area);
void skip_first_rectangle(ImDrawList&);
void clip_to(ImDrawList&, const RectPx& area);

bool overlap(const RectPx&, const RectPx&);
// What of `area` none of `others` covers.
std::vector<RectPx> uncovered(const RectPx& area, const std::vector<RectPx>& others);

}  // namespace viewer
