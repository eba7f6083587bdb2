// A GeoJSON file made into the program's own map. Any thread.
#pragma once
#include <optional>
#include "config/geo_map.h"
#include "viewer/maps/geojson.h"

namespace viewer::maps {

struct ImportOptions {
  ReadOptions read;
  std::string source;     // whose borders these are
  double simplify_m = 0;  // detail finer than this on the ground is left out; 0: none
};

// Nothing when a complaint is no warning.
std::optional<config::GeoMap> import_map(const std::filesystem::path&, const ImportOptions&, config::Complaints&);

}  // namespace viewer::maps
