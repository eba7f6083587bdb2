// A map of areas whose borders are shared: triangles in levels of detail, made once by `anjungan map import` or from a
// schematic drawing. Pure data, any thread.
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>
#include "config/hexmap.h"
#include "config/result.h"

namespace config {

// Map coordinates: degrees in the Mercator projection of the sphere, x to the east and y to the south, from the map's
// origin. One projection for every map, so that maps lie upon one another.
struct GeoPoint {
  float x = 0, y = 0;
  bool operator==(const GeoPoint&) const = default;
};
// Longitude and latitude in degrees (WGS 84, RFC 7946) to degrees of the projection, not yet from an origin.
std::pair<double, double> project(double longitude, double latitude);
std::pair<double, double> unproject(double x, double y);  // back again

struct MapArea {
  std::string code, name;
  GeoPoint least, most;  // of all its points, full detail
  GeoPoint label;        // centre of the largest circle inside it
  float label_radius = 0;
  double km2 = 0;  // on the sphere; 0: a schematic map
};

// A stretch of border between the same two areas, each once. -1: no area on that side (the coast, the map's edge).
struct MapArc {
  std::int32_t left = -1, right = -1;
  std::uint32_t first = 0, count = 0;  // of MapLevel::points; closed where the last equals the first
};

struct MapLevel {
  float tolerance = 0;                 // no border lies farther from the true one, map units; 0: full detail
  std::vector<GeoPoint> vertices;      // of triangles, each area its own
  std::vector<std::uint32_t> indices;  // into vertices, three a triangle
  std::vector<std::uint32_t> first_vertex, first_index;  // by area, and the whole number at the end
  std::vector<GeoPoint> points;                          // of arcs
  std::vector<MapArc> arcs;
};

struct GeoMap {
  std::string source;  // whose borders these are, to be shown; may be empty
  double origin_x = 0, origin_y = 0;
  bool schematic = false;
  GeoPoint least, most;          // of all areas
  std::vector<MapArea> areas;    // near ones near each other (along a Hilbert curve)
  std::vector<MapLevel> levels;  // the finest first; never empty
};

// The program's own map file (config/geo_map_file.h tells its layout). Errors name the file and what to do.
Result<GeoMap> read_geo_map(const std::filesystem::path&);
Result<void> write_geo_map(const GeoMap&, const std::filesystem::path&);
// A schematic drawing as a map of one level.
GeoMap to_geo_map(const HexMap&);

}  // namespace config
