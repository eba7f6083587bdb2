// Classes as colours, and the band that explains them. Main thread.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "panels/draw.h"
#include "panels/entries.h"

namespace panels {

// Seven colours for one to seven classes, spread over the whole range. The first `below` of them lie under a target and
// have another hue of the same lightness; schemes of high contrast have none.
ImU32 class_colour(const Colours&, int which, std::size_t classes, int below = 0);

struct ClassBand {
  const std::vector<double>& bounds;
  const std::vector<int>& counts;           // of what is in each class; empty: nothing is written in the band
  std::function<std::string(double)> text;  // of a bound
  int below = 0;                            // classes under the target
};
// One stretch a class, from the lowest, its bounds in small type below the band.
void draw_class_band(const Frame&, Rect band, const ClassBand&);
float class_band_height(const Look&);  // of the band without its bounds

// "di bawah 20", "20–40", "40 ke atas".
std::string class_range(int which, const std::vector<double>& bounds, const std::function<std::string(double)>& text,
                        const Words&);

}  // namespace panels
