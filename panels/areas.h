// Geometry of a map on the screen: where it lies, where a label has room, which area is touched. Pure, main thread.
#pragma once
#include <memory>
#include <optional>
#include <string_view>
#include <vector>
#include "panels/paint.h"

namespace panels {

// As large as `room` allows, in its middle.
MapView fitted(config::GeoPoint least, config::GeoPoint most, Rect room);

// Where text of some height has most room inside an area; width 0: nowhere.
struct Spot {
  ImVec2 centre;
  float width = 0;
};

class Areas {
 public:
  explicit Areas(std::shared_ptr<const config::GeoMap>);
  const config::GeoMap& map() const { return *map_; }
  const std::shared_ptr<const config::GeoMap>& shared() const { return map_; }
  // By code; nothing: the map has none.
  std::optional<std::size_t> find(std::string_view code) const;
  std::optional<std::size_t> at(config::GeoPoint) const;
  Spot widest(std::size_t area, const MapView&, float height) const;
  // Its borders in full detail, pixels.
  std::vector<std::vector<ImVec2>> outline(std::size_t area, const MapView&) const;
  float usual_radius() const { return usual_radius_; }  // the median of the areas' largest circles, map units

 private:
  struct Span {
    float from = 0, to = 0;
  };
  const config::MapLevel& level_for(float scale) const;
  std::vector<Span> cut(std::size_t area, const config::MapLevel&, float y) const;
  std::vector<Span> band(std::size_t area, const config::MapLevel&, float y, float height, float step) const;

  std::shared_ptr<const config::GeoMap> map_;
  float usual_radius_ = 0;
  std::vector<std::size_t> by_code_;                           // areas in order of their codes
  std::vector<std::vector<std::vector<std::uint32_t>>> arcs_;  // by level and area
};

}  // namespace panels
