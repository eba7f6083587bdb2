// All that a panel may draw with. The canvas keeps and replays it; panels never use ImGui windows or widgets, and no
// GL.
#pragma once
#include <imgui.h>
#include <vector>

namespace panels {

struct Rect {
  float left = 0, top = 0, right = 0, bottom = 0;
  float width() const { return right - left; }
  float height() const { return bottom - top; }
  bool holds(float x, float y) const { return x >= left && x < right && y >= top && y < bottom; }
  Rect inset(float by) const { return {left + by, top + by, right - by, bottom - by}; }
  bool operator==(const Rect&) const = default;
};

// A photograph or drawing in the renderer, whole and at halves of its size: the version is its textures' own. Made by
// viewer/images; stays until the frame ends.
struct Image {
  struct Level {
    ImTextureRef texture;
    int width = 0, height = 0;
  };
  std::vector<Level> levels;  // the largest first; never empty
  float aspect() const { return static_cast<float>(levels[0].width) / static_cast<float>(levels[0].height); }
};
using ImageId = const Image*;

struct Paint {
  ImDrawList& list;
  // The part `from` (of its width and height, 0 to 1) of a picture, stretched over `to`.
  void image(ImageId, Rect to, Rect from = {0, 0, 1, 1});
};

}  // namespace panels
