// One panel in its card, drawn offscreen with the data of a Regency. Not together with a stage::Host.
#pragma once
#include <string>

#include "tests/support/drawing.h"
#include "tests/support/panel_stage.h"

namespace stage {

struct PictureStyle {
  viewer::SizePx size;
  float unit_px = 20;
  std::string scheme = "dark", lang = "id";
};
// Throws std::runtime_error with the complaints of the options.
viewer::Picture panel_picture(const Regency&, const std::string& kind, const std::string& options, const PictureStyle&);
// <kind>/<name>_stamp.png, 6 x 3 of a wall's 24 x 12 grid and dark, and <kind>/<name>_full.png, a whole page and light,
// compared with those kept.
void expect_pictures(const Regency&, const std::string& kind, const std::string& name, const std::string& options);

}  // namespace stage
