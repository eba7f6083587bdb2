// Far islands in frames of their own scale, so that what most areas are in is drawn large. Pure, any thread.
#pragma once
#include <vector>
#include "panels/areas.h"

namespace panels {

struct MapInset {
  Rect frame;  // whole pixels: the map above, room for its words below
  Rect clip;   // of the map inside it
  MapView view;
  float times = 1;                   // as large as the main map
  std::size_t areas = 0, first = 0;  // how many it shows, and one of them
};
struct MapParts {
  MapView view;  // of what most areas are in
  std::vector<MapInset> insets;
};

// Every area lies whole in one part and shows in no other. Without insets where they would not make the map clearly
// larger. `words_px`: the height of a line below an inset.
MapParts map_parts(const config::GeoMap&, Rect room, float words_px);

// Parts of what is drawn again and again, by where it is drawn.
class PartsKept {
 public:
  const MapParts& of(const std::shared_ptr<const config::GeoMap>&, std::size_t slot, Rect room, float words_px);

 private:
  struct Kept {
    std::shared_ptr<const config::GeoMap> map;
    Rect room;
    float words_px = 0;
    MapParts parts;
  };
  std::vector<Kept> kept_;
};

}  // namespace panels
