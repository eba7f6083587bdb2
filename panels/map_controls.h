// What a person does with an open map: buttons, zoom and pan, and the ranking beside it. Main thread.
#pragma once
#include <string>
#include <vector>
#include "panels/areas.h"
#include "panels/draw.h"
#include "panels/map_face.h"

namespace panels {

// Zoom and pan of one map, whatever the rectangles it is drawn in: 1 shows all of it.
class MapLens {
 public:
  void reset() { *this = {}; }
  // What was dragged and zoomed inside `room`.
  void take(const Frame&, const MapExtent&, Rect room, const Input&);
  void zoom(const Frame&, float by);
  MapView view(const MapExtent&, Rect room) const;
  bool whole() const { return zoom_ <= 1; }
  // It is being moved: asks for the frame in which it has come to rest.
  bool moving(const Frame&) const;

 private:
  float zoom_ = 1, east_ = 0.5f, south_ = 0.5f;  // of the extent: the place in the middle of the room
  std::optional<Time> moved_;
};

// A row of buttons no lower than a finger needs.
class ButtonRow {
 public:
  struct Button {
    std::string text;
    bool on = false;
  };
  static float height(const Look&);
  // Draws as many as fit from the left, and says which one was tapped.
  static std::optional<std::size_t> draw(const Frame&, Rect, const std::vector<Button>&);
};

// Districts from the one that most needs a person on, with value and class colour. Returns the one that was tapped.
std::optional<std::string> draw_ranking(const Frame&, Rect, const Choropleth&, const ChoroplethWords&,
                                        std::string_view chosen);
// Name, value, age and target of one district. Returns how high it is.
float draw_district(const Frame&, Rect, const Entry&, const ChoroplethWords&);

}  // namespace panels
