// What stands around the panels: header strip, banner of notices, and the standing mark of simulated data. Main thread.
#pragma once
#include <string>
#include <vector>
#include "feeds/snapshot.h"
#include "panels/look.h"
#include "viewer/display.h"

namespace viewer {

struct Header {
  std::string center, page;
  std::string opened;  // what is open over the page; empty: nothing
  std::size_t pages = 1, current = 0, sheets = 1, sheet = 0;
  bool paused = false, simulated = false, open = false;
};
// A strip across the page while it shows a past moment: the inverse of all else, so that nobody takes it for now.
std::string past_words(config::Time at, const panels::Look&);
void draw_past(ImDrawList&, RectPx area, const panels::Look&, config::Time at);
void draw_header(ImDrawList&, RectPx, const panels::Look&, const Header&, config::Time now);
// When the header's clock shows something else.
config::Time header_changes_at(config::Time now);

// The most severe notice and how many more there are. `area` has banner_height() pixels.
int banner_height(const panels::Look&);
void draw_banner(ImDrawList&, RectPx area, const panels::Look&, const std::vector<feeds::Notice>&);

// The part of the mark that crosses `area`: the same words on a lattice over the whole surface, so that neighbours
// join. Drawn on a card's ground, below its content.
void draw_mark(ImDrawList&, RectPx area, SizePx surface, const panels::Look&);

}  // namespace viewer
