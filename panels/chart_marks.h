// What a chart says beside its courses: targets, states, ranges and moments. Main thread.
#pragma once
#include <string>
#include <vector>

#include "panels/chart.h"

namespace panels {

// Where things are, in pixels.
struct PlotArea {
  Rect area;
  Scale scale;
  TimeScale time;
};

// A thin dashed line with its word where it hides least of the courses.
struct Level {
  double value = 0;
  std::string word;
};
using Courses = std::vector<const feeds::Series*>;
// `taken`: where words stand already.
void draw_levels(const Frame&, const PlotArea&, const std::vector<Level>&, const Courses&, bool bars,
                 std::vector<Rect> taken);

// From where to where values are of a state, with its word.
struct StateBand {
  State state = State::watch;
  double low = 0, high = 0;
};
std::vector<StateBand> state_bands(const Indicator&, double low, double high);
void draw_state_bands(const Frame&, const PlotArea&, const std::vector<StateBand>&);
// Their words; returns where they stand.
std::vector<Rect> draw_state_words(const Frame&, const PlotArea&, const std::vector<StateBand>&, const Courses&,
                                   bool bars);
ImU32 state_ground(const Colours&, State);  // of a band: what is written on it stays legible

// Between two courses, wherever both are known; `step` as for strokes().
struct Slice {
  Time from, to;
  double low_from = 0, high_from = 0, low_to = 0, high_to = 0;
};
std::vector<Slice> slices(const feeds::Series& low, const feeds::Series& high, Time from, Time to, Duration step);
ImU32 range_ground(const Colours&);  // what is written on it stays legible
void draw_range(const Frame&, const PlotArea&, const std::vector<Slice>&, std::string_view word);

// A moment that explains a course.
struct Mark {
  Time at;
  std::string label;
  feeds::Severity severity = feeds::Severity::info;
};
// One line above the plot: as many labels as fit, the gravest and newest first, the others counted.
struct PlacedMark {
  Mark mark;
  float x = 0, label_left = 0;
  Fitted label;  // empty: its line alone
};
struct PlacedMarks {
  std::vector<PlacedMark> marks;
  std::string more;  // at the right end
};
PlacedMarks place_marks(const Frame&, const PlotArea&, std::vector<Mark>);
void draw_marks(const Frame&, const PlotArea&, const PlacedMarks&);
float marks_height(const Look&);

}  // namespace panels
