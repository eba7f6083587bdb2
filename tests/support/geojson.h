// GeoJSON for tests, and maps of it.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>
#include "config/geo_map.h"
#include "viewer/maps/import.h"

namespace support {

using Line = std::vector<std::pair<double, double>>;  // longitude, latitude

Line box(double x0, double y0, double x1, double y1);                    // closed, to the left
std::string coordinates(const Line&);                                    // "[[0,0],[1,0],...]"
std::string polygon(const std::vector<Line>& rings);                     // a geometry
std::string multi_polygon(const std::vector<std::vector<Line>>& parts);  // a geometry
// One feature a line, from line 2.
std::string collection(const std::vector<std::string>& features);
std::string feature(const std::string& code, const std::string& name, const std::string& geometry);

struct Imported {
  std::optional<config::GeoMap> map;
  std::vector<std::string> said;  // complaints in English, by line, the file named F
};
Imported import_text(const std::string& geojson, const viewer::maps::ImportOptions& = {});

// columns x rows areas, whose shared sides wander in `points` steps; each has an islet off the western coast.
std::string wandering_areas(int columns, int rows, int points);

// In square degrees of the projection, full detail; 0 where there is no such area.
double size_of(const config::GeoMap&, const std::string& code);

}  // namespace support
