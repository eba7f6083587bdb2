// Series to pixels: reduction to the pixel columns they fill, axes with round numbers, dates in the zone. Main thread.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "panels/blocks.h"
#include "panels/draw.h"
#include "panels/entries.h"

namespace panels {

// From values to pixels; `low` is at the bottom.
struct Scale {
  double low = 0, high = 1;
  float bottom = 0, top = 1;
  float y(double v) const { return bottom + static_cast<float>((v - low) / (high - low)) * (top - bottom); }
};
struct TimeScale {
  Time from, to;
  float left = 0, right = 1;
  float x(Time t) const;
};

// A stretch of a line without a gap, in pixels, at most four points a pixel column: first, extremes, last.
using Stroke = std::vector<ImVec2>;
// Points outside the time scale are left out; a point alone between gaps is a stroke of one.
// `blocks` of the series and this step, where it is long: the same strokes, sooner.
std::vector<Stroke> strokes(const feeds::Series&, const TimeScale&, const Scale&, Duration step,
                            const Blocks* blocks = nullptr);

// Round numbers (1, 2, 2.5, 5 times a power of ten), both ends covered, at most `most` steps.
struct Ticks {
  double low = 0, high = 1, step = 1;
  std::vector<double> at;
};
Ticks round_ticks(double low, double high, int most);

struct TimeTick {
  Time at;
  std::string label;
};
// Round hours, days, months or years of the zone, as many as fit `room_px` when each label takes `label_px`.
std::vector<TimeTick> time_ticks(Time from, Time to, config::Zone, const Words&, float room_px, float label_px);

struct Extent {
  double low = 0, high = 0;
  bool any = false;
  void take(double v);
};
Extent extent_of(const feeds::Series&, Time from, Time to, const Blocks* blocks = nullptr);

void draw_strokes(ImDrawList&, const std::vector<Stroke>&, ImU32, float thickness, int dash);
// A line without axes, its last point marked; nothing with fewer than two points.
void draw_sparkline(const Frame&, Rect, const feeds::Series&, Duration span, ImU32);
// Moves labels apart so that none overlap, keeping their order; `centres` ascending or not, all inside top..bottom.
void spread(std::vector<float>& centres, float height, float top, float bottom);

}  // namespace panels
