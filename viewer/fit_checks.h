// What the displays of a center would leave out of its panels: measured with the fonts, without data. Main thread; no
// other ImGuiHost stands.
#pragma once
#include "config/center.h"
#include "viewer/assets.h"

namespace viewer {

// Titles that are cut, texts, rows and codes that do not fit at the floor of 16 arc-minutes (LOOK 4), as warnings with
// what cures them.
void check_legible(const config::Center&, const Folders&, config::Complaints&);

}  // namespace viewer
