// Shapes, hatches, plates, dashed lines and contrast.
#include "panels/draw.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace panels {
namespace {

// Dash and gap lengths in thicknesses, in turn; by the number of the line.
struct Dash {
  std::array<float, 4> lengths;
  int count;
};
constexpr std::array<Dash, 6> kDashes{
    {{{1, 0}, 0}, {{5, 3}, 2}, {{1.5f, 2.5f}, 2}, {{7, 2.5f, 1.5f, 2.5f}, 4}, {{10, 4}, 2}, {{3, 2}, 2}}};

float channel(ImU32 value) {
  const float c = static_cast<float>(value & 255) / 255;
  return c <= 0.04045f ? c / 12.92f : std::pow((c + 0.055f) / 1.055f, 2.4f);
}

float luminance(ImU32 c) {
  return 0.2126f * channel(c >> IM_COL32_R_SHIFT) + 0.7152f * channel(c >> IM_COL32_G_SHIFT) +
         0.0722f * channel(c >> IM_COL32_B_SHIFT);
}

// ImGui thins a line where it turns back sharply: it is begun anew there.
void draw_solid(ImDrawList& list, std::span<const ImVec2> points, ImU32 colour, float thickness) {
  std::size_t from = 0;
  for (std::size_t i = 1; i + 1 < points.size(); ++i) {
    const ImVec2 a{points[i].x - points[i - 1].x, points[i].y - points[i - 1].y};
    const ImVec2 b{points[i + 1].x - points[i].x, points[i + 1].y - points[i].y};
    const float along = a.x * b.x + a.y * b.y;
    if (along >= 0 || along * along < 0.25f * (a.x * a.x + a.y * a.y) * (b.x * b.x + b.y * b.y)) continue;
    list.AddPolyline(points.data() + from, static_cast<int>(i - from + 1), colour, 0, thickness);
    from = i;
  }
  list.AddPolyline(points.data() + from, static_cast<int>(points.size() - from), colour, 0, thickness);
}

}  // namespace

void draw_whole_pixels(ImDrawList& list) {
  list.Flags &= ~ImDrawListFlags_AntiAliasedLinesUseTex;
}
bool draws_whole_pixels(const ImDrawList& list) {
  return (list.Flags & ImDrawListFlags_AntiAliasedLinesUseTex) == 0;
}

void draw_shape(ImDrawList& list, Shape shape, ImVec2 c, float size, ImU32 colour) {
  const float r = size / 2;
  switch (shape) {
    case Shape::none:
      break;
    case Shape::circle:
      list.AddCircleFilled(c, r * 0.85f, colour);
      break;
    case Shape::triangle:
      list.AddTriangleFilled({c.x, c.y - r * 0.9f}, {c.x + r, c.y + r * 0.8f}, {c.x - r, c.y + r * 0.8f}, colour);
      break;
    case Shape::diamond:
      list.AddQuadFilled({c.x, c.y - r}, {c.x + r, c.y}, {c.x, c.y + r}, {c.x - r, c.y}, colour);
      break;
    case Shape::hatch: {
      const float t = std::max(1.0f, size * 0.09f);
      const Rect box{c.x - r, c.y - r, c.x + r, c.y + r};
      draw_hatch(list, box.inset(t / 2), size * 0.3f, t, colour);
      list.AddRect({box.left, box.top}, {box.right, box.bottom}, colour, 0, 0, t);
      break;
    }
  }
}

void draw_hatch(ImDrawList& list, std::span<const ImVec2> convex, float spacing, float thickness, ImU32 colour) {
  if (convex.size() < 3 || spacing <= 0) return;
  float least = 1e9f, most = -1e9f;
  for (const ImVec2& p : convex) {
    least = std::min(least, p.x + p.y);
    most = std::max(most, p.x + p.y);
  }
  const float step = spacing * 1.414f;
  for (float sum = least + step / 2; sum < most; sum += step) {
    std::array<ImVec2, 2> ends;
    int found = 0;
    for (std::size_t i = 0; i < convex.size() && found < 2; ++i) {
      const ImVec2 a = convex[i], b = convex[(i + 1) % convex.size()];
      const float from = a.x + a.y - sum, to = b.x + b.y - sum;
      if ((from < 0) == (to < 0)) continue;
      const float t = from / (from - to);
      ends[static_cast<std::size_t>(found++)] = {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
    }
    if (found == 2) list.AddLine(ends[0], ends[1], colour, thickness);
  }
}

void draw_hatch(ImDrawList& list, Rect r, float spacing, float thickness, ImU32 colour) {
  const std::array<ImVec2, 4> corners{{{r.left, r.top}, {r.right, r.top}, {r.right, r.bottom}, {r.left, r.bottom}}};
  draw_hatch(list, corners, spacing, thickness, colour);
}

void draw_plate(ImDrawList& list, Rect r, float em, ImU32 colour) {
  list.AddRectFilled({std::round(r.left), std::round(r.top)}, {std::round(r.right), std::round(r.bottom)}, colour,
                     std::round(em * 0.14f));
}

void draw_line(ImDrawList& list, std::span<const ImVec2> points, ImU32 colour, float thickness, int dash) {
  if (points.size() < 2) return;
  const Dash& style = kDashes[static_cast<std::size_t>(std::clamp(dash, 0, 5))];
  if (style.count == 0) return draw_solid(list, points, colour, thickness);
  int part = 0;
  float left = style.lengths[0] * thickness;
  list.PathClear();
  list.PathLineTo(points[0]);
  for (std::size_t i = 1; i < points.size(); ++i) {
    ImVec2 from = points[i - 1];
    const ImVec2 to = points[i];
    float length = std::hypot(to.x - from.x, to.y - from.y);
    while (length > left) {
      from = {from.x + (to.x - from.x) * left / length, from.y + (to.y - from.y) * left / length};
      length -= left;
      if (part % 2 == 0) {
        list.PathLineTo(from);
        list.PathStroke(colour, 0, thickness);
      } else {
        list.PathClear();
        list.PathLineTo(from);
      }
      part = (part + 1) % style.count;
      left = style.lengths[static_cast<std::size_t>(part)] * thickness;
    }
    left -= length;
    if (part % 2 == 0) list.PathLineTo(to);
  }
  if (part % 2 == 0) list.PathStroke(colour, 0, thickness);
  list.PathClear();
}

float hairline(const Look& look) {
  return std::max(1.0f, std::round(look.unit_px * 0.05f));
}

float contrast(ImU32 a, ImU32 b) {
  const float la = luminance(a), lb = luminance(b);
  return (std::max(la, lb) + 0.05f) / (std::min(la, lb) + 0.05f);
}

ImU32 label_colour(const Colours& colours, ImU32 ground) {
  return contrast(colours.class_text_dark, ground) > contrast(colours.class_text_light, ground)
             ? colours.class_text_dark
             : colours.class_text_light;
}

ImU32 faded(ImU32 colour, ImU32 ground, float strength) {
  const auto mix = [&](int shift) {
    const float a = static_cast<float>(colour >> shift & 255), b = static_cast<float>(ground >> shift & 255);
    return static_cast<ImU32>(std::lround(b + (a - b) * strength)) << shift;
  };
  return mix(IM_COL32_R_SHIFT) | mix(IM_COL32_G_SHIFT) | mix(IM_COL32_B_SHIFT) | (ImU32{255} << IM_COL32_A_SHIFT);
}

}  // namespace panels
