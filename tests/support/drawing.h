// An offscreen display with fonts and a canvas, and pictures compared pixel for pixel. For tests that draw.
#pragma once
#include "viewer/canvas.h"
#include "viewer/loader.h"

namespace test {

struct Drawing {
  explicit Drawing(viewer::SizePx size, bool debug = false);  // throws std::runtime_error where OpenGL is missing
  ~Drawing();
  std::unique_ptr<viewer::Display> display;
  std::unique_ptr<viewer::ImGuiHost> host;
  viewer::Fonts fonts;
  std::unique_ptr<viewer::Canvas> canvas;
};

std::array<int, 4> pixel(const viewer::Picture&, int x, int y);
// Pixels whose channels differ by more than `tolerance`.
int different(const viewer::Picture&, const viewer::Picture&, int tolerance = 0);
// Inside the rectangle / outside of it.
int different_in(const viewer::Picture&, const viewer::Picture&, viewer::RectPx, bool outside = false);
// White where the two are alike, the worse the redder.
viewer::Picture difference(const viewer::Picture&, const viewer::Picture&);

}  // namespace test
