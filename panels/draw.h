// Text by its baseline, fitted and never cut off silently, and the shapes that say a state without colour. Main thread.
// Sizes are ems in pixels: the capital height is 0.727 em.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "panels/look.h"
#include "panels/paint.h"

namespace panels {

enum class Weight { regular, medium, bold };
struct Type {
  ImFont* font = nullptr;
  float em = 0;
  float cap() const { return em * 0.727f; }
  float line() const { return em * 1.3f; }  // from baseline to baseline
};
Type type(const Look&, Size, Weight = Weight::regular);
inline float floor_em(const Look& look) {
  return look.em(Size::small);
}  // nothing to be read is smaller

float text_width(Type, std::string_view);
// `at`: left end of the baseline.
void draw_text(ImDrawList&, Type, ImVec2 at, ImU32, std::string_view);
void draw_text_right(ImDrawList&, Type, ImVec2 right_end, ImU32, std::string_view);
void draw_text_centred(ImDrawList&, Type, ImVec2 middle, ImU32, std::string_view);
// What this list draws lies on whole pixels and has no smooth lines: its letters are painted as they are, without
// sampling between pixels. For what moves at the display's rate.
void draw_whole_pixels(ImDrawList&);
bool draws_whole_pixels(const ImDrawList&);
// Digits on one advance, so that columns and ticking clocks stand still.
float tabular_width(Type, std::string_view);
void draw_tabular(ImDrawList&, Type, ImVec2 at, ImU32, std::string_view);
// The pixels of text around its baseline.
inline Rect text_box(Type t, ImVec2 at, float width) {
  return {at.x, at.y - t.cap() * 1.05f, at.x + width, at.y + t.em * 0.22f};
}

// One line that fits `width`: whole; smaller, down to the floor; abbreviated as Indonesian offices do; or, last, cut at
// an ellipsis. Empty when nothing fits.
struct Fitted {
  std::string text;
  Type type;
  float width = 0;
  bool whole = true;
};
Fitted fit(std::string_view, Type wanted, float floor_em, float width);
// The first of what says the same shorter and shorter that fits whole; null when none does.
const std::string* first_that_fits(const std::vector<std::string>&, Type, float width);
// The abbreviations of fit() alone, one after the other until the text fits.
std::string abbreviated(std::string_view, const Type&, float width);
// At most `most_lines` lines at the type's size; the last is abbreviated or cut when the text is longer.
std::vector<std::string> wrap(std::string_view, Type, float width, int most_lines);

enum class Shape { none, circle, triangle, diamond, hatch };
// Inside a square of side `size` around `centre`.
void draw_shape(ImDrawList&, Shape, ImVec2 centre, float size, ImU32);
// Lines at 45 degrees inside a convex polygon.
void draw_hatch(ImDrawList&, std::span<const ImVec2> convex, float spacing, float thickness, ImU32);
void draw_hatch(ImDrawList&, Rect, float spacing, float thickness, ImU32);
// A filled ground for what is bad; nothing else is filled so.
void draw_plate(ImDrawList&, Rect, float em, ImU32);
// Line style `dash`: 0 solid, 1-5 told apart by their dashes; their lengths grow with `thickness`.
void draw_line(ImDrawList&, std::span<const ImVec2>, ImU32, float thickness, int dash = 0);
float hairline(const Look&);  // thickness of rules and axes

// The one of the two with the better contrast on `ground`.
ImU32 label_colour(const Colours&, ImU32 ground);
float contrast(ImU32, ImU32);                             // WCAG ratio, 1-21
ImU32 faded(ImU32 colour, ImU32 ground, float strength);  // 1: the colour, 0: the ground; opaque

}  // namespace panels
