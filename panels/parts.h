// Pieces that several kinds draw alike. Main thread.
#pragma once
#include "panels/draw.h"
#include "panels/entries.h"

namespace panels {

// The shape that says an entry's state, or that it is late or missing; none when all is well.
Shape shape_of(const Entry&);
ImU32 shape_colour(const Colours&, Shape);
// Why a panel is empty, in the middle of it: never a blank.
void draw_empty(const Frame&, Rect, std::string_view why);
// Below the last row at `area.top`: how many rows and columns are not shown; nothing where there is no room for it.
void draw_left_out(const Frame&, Rect area, std::size_t rows, int columns = 0);
// A large figure with what is small before and after it, on one baseline.
struct FigureStyle {
  Type type;
  ImU32 number, unit;
};
float figure_width(const Look&, Type, std::string_view before, std::string_view number, std::string_view after);
void draw_figure(const Frame&, const FigureStyle&, ImVec2 at, std::string_view before, std::string_view number,
                 std::string_view after);

}  // namespace panels
