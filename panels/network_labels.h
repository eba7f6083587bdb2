// Room for words in a picture of nodes and links: over no other words and no node, and over a link only where nothing
// else is free. Main thread.
#pragma once
#include <optional>
#include <vector>

#include "panels/draw.h"

namespace panels {

class NetLabels {
 public:
  NetLabels(Rect room, float cell);
  void block(Rect);  // nothing may stand there
  void add_line(ImVec2 from, ImVec2 to, int owner = -1);
  bool is_free(Rect) const;                        // inside the room, over nothing that is blocked
  bool crosses_line(Rect, int but_of = -2) const;  // lines of that owner aside
  // The first that is free and crosses no line, `own` ones aside; else, where `over_lines`, the first that is free.
  // Blocked from then on.
  std::optional<Rect> take(const std::vector<Rect>& wanted, bool over_lines, int own = -2);

 private:
  struct Cells {
    int left, top, right, bottom;
  };
  struct Line {
    ImVec2 from, to;
    int owner;
  };
  Cells cells_of(Rect) const;
  template <class See>
  bool any(Rect, See) const;

  Rect room_;
  float cell_;
  int wide_, high_;
  std::vector<Rect> blocked_;
  std::vector<Line> lines_;
  std::vector<std::vector<int>> blocked_in_, lines_in_;  // by cell
};

}  // namespace panels
