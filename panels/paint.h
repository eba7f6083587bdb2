// All that a panel may draw with. The canvas keeps and replays it; panels never use ImGui windows or widgets, and no
// GL.
#pragma once
#include <imgui.h>

namespace panels {

struct Rect {
  float left = 0, top = 0, right = 0, bottom = 0;
  float width() const { return right - left; }
  float height() const { return bottom - top; }
  bool holds(float x, float y) const { return x >= left && x < right && y >= top && y < bottom; }
  Rect inset(float by) const { return {left + by, top + by, right - by, bottom - by}; }
  bool operator==(const Rect&) const = default;
};

struct Paint {
  ImDrawList& list;
};

}  // namespace panels
