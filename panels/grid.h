// Rows and columns of words and numbers: as many as fit, the rest counted. Main thread.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "panels/entries.h"

namespace panels {

struct GridCell {
  std::string text;
  bool right = false;  // a number: on the right, digits below digits
  bool dim = false;
  State state = State::calm;
  // In place of text: a picture in the room that its column and row give it.
  std::function<void(const Frame&, Rect)> picture = {};
  float least_ems = 0;  // of Size::small: what its column keeps where there is little room
};
struct GridRow {
  std::vector<GridCell> cells;
  State state = State::calm;
  Age age = Age::fresh;
  int urgency() const { return state == State::bad ? 3 : state == State::watch ? 2 : age == Age::fresh ? 0 : 1; }
};
struct Grid {
  std::vector<std::string> head;
  std::vector<GridRow> rows;  // at least one; each with as many cells as the head
  int left_out = 0;           // rows that were left out before
  std::size_t slots = 0;      // rows are as high as if there were at least so many
  bool small = false;         // in the smallest letters
};
void draw_grid(const Frame&, Rect, const Grid&);
// In lists side by side, each at least so many ems of Size::small wide, where one would leave rows out.
void draw_grid_blocks(const Frame&, Rect, Grid, float least_ems);
int rows_that_fit(const Look&, Rect);  // below the head, without a line that counts others

}  // namespace panels
