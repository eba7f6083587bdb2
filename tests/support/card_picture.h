// One panel in its card, drawn offscreen from a snapshot. Not together with a stage::Host.
#pragma once
#include <string>

#include "tests/support/drawing.h"
#include "tests/support/panel_stage.h"

namespace stage {

struct CardStyle {
  viewer::SizePx size;
  float unit_px = 20;
  std::string scheme = "dark", lang = "id";
  bool full = false;
};
viewer::Picture card_picture(panels::Panel&, const feeds::Snapshot&, const CardStyle&);
// Compares <kind>/<name>_stamp.png, 6 x 3 of a wall's 24 x 12 grid and dark, and <kind>/<name>_full.png, a whole page
// and light, with those kept.
void expect_cards(panels::Panel&, const feeds::Snapshot&, const std::string& name);

}  // namespace stage
