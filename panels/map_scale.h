// How long so many kilometres are on a map, and where north is. Main thread.
#pragma once
#include "panels/panel.h"

namespace panels {

// `y`: degrees of Web Mercator, growing southwards, where it is to hold; `scale`: pixels for a degree of longitude.
double px_per_km(double y, double scale);

// A bar of a round length from the left on the foot of `room`, at least `least` and with its words at most `most`
// pixels wide. Returns what it took; empty at its left foot where no length is so wide.
Rect draw_scale(const Frame&, Rect room, double px_per_km, float least, float most);
// A needle that points up with the letter of north, from the left on the foot of `room`. Returns what it took.
Rect draw_north(const Frame&, Rect room);

}  // namespace panels
