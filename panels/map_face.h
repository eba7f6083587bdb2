// One choropleth on a map: areas by class, borders, names and values inside, and the legend. Main thread.
#pragma once
#include <optional>
#include "panels/areas.h"
#include "panels/choropleth.h"
#include "panels/draw.h"

namespace panels {

struct MapFace {
  const Areas& areas;
  const Choropleth& of;
  const ChoroplethWords& text;
  MapView view;
  Rect clip;  // whole pixels
  std::uint64_t slot = 0;
  bool names = true, values = true, moving = false;
  std::string_view chosen = {};  // the code of the district that was touched; empty: none
};
// `colours` stays as it is until the frame ends. Returns where letters are.
std::vector<Rect> draw_map_face(const Frame&, const MapFace&, std::vector<AreaColour>& colours);

// What of a map is to be seen: the districts that have an entry, however many neighbours it holds; else all.
struct MapExtent {
  config::GeoPoint least, most;
};
MapExtent shown_extent(const Areas&, const Choropleth&);

// One band of all classes with the number of districts in each, the bounds below it, and what is hatched beside it, at
// the foot of `area`. Returns what is left above.
Rect draw_map_legend(const Frame&, Rect area, const Choropleth&, const ChoroplethWords&);

// The districts from the one that most needs a person on: rank, name, value, class and state.
void tell_ranking(const Frame&, const Choropleth&, const ChoroplethWords&, Telling&);
std::vector<Entry> ranked(const Choropleth&);

Rect whole_pixels(Rect);

}  // namespace panels
