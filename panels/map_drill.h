// From the districts of a center to what lies inside one of them, or around the center, where other maps of its folder
// know these. Any thread.
#pragma once
#include <map>
#include <memory>
#include <string>
#include "panels/choropleth.h"

namespace panels {

using Maps = decltype(Look::maps);

// Areas of one map that belong together: their codes are the prefix, a dot and a part without dots (Kemendagri:
// province 63, regency 63.10, district 63.10.04, village 63.10.04.2001).
struct MapStep {
  std::shared_ptr<const config::GeoMap> map;
  std::string prefix;
  bool operator==(const MapStep&) const = default;
};
// The areas inside the one of that code; nothing: no map has them.
std::optional<MapStep> step_inside(const Maps&, const std::string& code);
// The areas among which the one of that code lies.
std::optional<MapStep> step_around(const Maps&, const std::string& code);
// One entry for each area of the step; what has no series is missing.
Choropleth choropleth_of(const Frame&, const ChoroplethOptions&, const MapStep&);

}  // namespace panels
