// Words beside the lines of a chart: over no line, over no other words, inside the plot. Main thread.
#pragma once
#include <optional>
#include <vector>

#include "panels/chart.h"

namespace panels {

class Places {
 public:
  Places(Rect room, std::vector<Stroke> lines) : room_(room), lines_(std::move(lines)) {}
  // The lines' topmost (least) and lowest (greatest) pixel between two columns; nothing where there is no line.
  std::optional<float> top_of(float left, float right) const;
  std::optional<float> bottom_of(float left, float right) const;
  bool is_free(Rect) const;
  // The first of these left ends of a baseline where text of that width is free; it is taken from then on.
  std::optional<ImVec2> take(Type, float width, const std::vector<ImVec2>& wanted);
  // Above or below every line, beginning at the first of these columns where it is free.
  std::optional<ImVec2> take_above(Type, float width, const std::vector<float>& lefts);
  std::optional<ImVec2> take_below(Type, float width, const std::vector<float>& lefts);
  void occupy(Rect r) { taken_.push_back(r); }

 private:
  Rect room_;
  std::vector<Stroke> lines_;
  std::vector<Rect> taken_;
};

}  // namespace panels
