// All that a panel may draw with. The canvas keeps and replays it; panels never use ImGui windows or widgets, and no
// GL.
#pragma once
#include <imgui.h>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>
#include "config/geo_map.h"

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

// Of one area of a map: its colour, and that of the stripes over it (alpha 0: none).
struct AreaColour {
  ImU32 fill = 0, hatch = 0;
};
// Where a map lies on the screen: pixel = at + point * scale.
struct MapView {
  ImVec2 at;
  float scale = 1;
  ImVec2 pixel(config::GeoPoint p) const { return {at.x + p.x * scale, at.y + p.y * scale}; }
  config::GeoPoint point(ImVec2 p) const { return {(p.x - at.x) / scale, (p.y - at.y) / scale}; }
};

// One painting of the areas of a map.
struct AreaPaint {
  std::shared_ptr<const config::GeoMap> map;
  MapView view;
  Rect clip;                            // whole pixels; nothing is painted outside
  std::span<const AreaColour> colours;  // one an area, alive until the frame ends; empty: borders alone
  ImU32 border = 0;
  float border_px = 1;                // 0: no borders
  float stripe_px = 1, apart_px = 6;  // of the hatch, and from one stripe to the next
  bool moving = false;                // fast before fine: it is about to be painted again
  std::uint64_t slot = 0;             // what is kept of the last painting is known by it: one an area of the screen
};
// Made by viewer/map_painter.
class AreaPainter {
 public:
  virtual ~AreaPainter() = default;
  virtual void paint(ImDrawList&, const AreaPaint&) = 0;
};

struct Paint {
  ImDrawList& list;
  AreaPainter* areas = nullptr;  // null: no areas are painted
  // The part `from` (of its width and height, 0 to 1) of a picture, stretched over `to`.
  void image(ImageId, Rect to, Rect from = {0, 0, 1, 1});
  void mesh(const AreaPaint& what) {
    if (areas) areas->paint(list, what);
  }
};

}  // namespace panels
