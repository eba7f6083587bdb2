// Parts that make a whole, one bar for each whole: told apart by colour, pattern and their words. Main thread.
#pragma once
#include "panels/draw.h"
#include "panels/entries.h"

namespace panels {

struct StackRow {
  std::string label;
  std::vector<std::optional<double>> values;  // of the parts, in their order; never below zero
  double total = 0;                           // of those that are known
  int missing = 0;
  bool late = false;
  std::string why;  // it cannot be drawn
};
struct Stack {
  std::vector<std::string> parts;
  std::vector<StackRow> rows;
  const Indicator* indicator = nullptr;  // of the unit
  std::string why;                       // there is nothing to be drawn
  int left_out = 0;
};
constexpr std::size_t kMostParts = 6;  // as many as there are colours; the least beyond are one part, "other"

// Of one indicator its items are the parts, a whole for each district; of several the indicators are, a whole for each
// district or item that they have. The largest whole comes first. `region` and `item` empty: any.
Stack stack_of(const Frame&, const std::vector<std::string>& indicators, std::string_view region,
               std::string_view item);
void tell_stack(const Frame&, const Stack&, Telling&);
void draw_stack(const Frame&, Rect, const Stack&);

}  // namespace panels
