// Running text set as large as its room allows: paragraphs, list items and dated notices, in columns where lines would
// be too long to read. Nothing is lost: what does not fit at the floor is counted. Main thread.
#pragma once
#include <string>
#include <vector>

#include "panels/draw.h"

namespace panels {

struct Passage {
  std::string lead;  // a date above it, in small letters; may be empty
  std::string text;
  bool item = false;  // of a list
};

struct SetLine {
  std::string text;
  Type type;
  ImVec2 at;  // its baseline's left end
  std::size_t passage = 0;
  bool lead = false;
  bool marked = false;  // the mark of a list item stands before it
};

struct Typeset {
  std::vector<SetLine> lines;
  Type type;                     // of the text
  int lines_left_out = 0;        // at this size
  std::size_t passages_out = 0;  // of which nothing is shown
  ImVec2 note{};                 // baseline of the line kept free for saying what was left out
};
// From Size::large down to the floor. `whole`: a passage is shown whole or left out.
Typeset typeset(const Look&, const std::vector<Passage>&, Rect, bool whole = false);
void draw_typeset(ImDrawList&, const Colours&, const Typeset&);

// Lines no wider than `width`, nothing left out; a word that is wider alone is broken (`broken`).
std::vector<std::string> all_lines(std::string_view, Type, float width, bool* broken = nullptr);

// Plain text as people write it: blank lines part paragraphs, "- " begins a list item, other line breaks are spaces.
std::vector<Passage> passages(std::string_view);

}  // namespace panels
