// Areas out of a GeoJSON file (RFC 7946). Any thread.
#pragma once
#include <filesystem>
#include <string>
#include <vector>
#include "config/result.h"

namespace viewer::maps {

struct Position {
  double longitude = 0, latitude = 0;  // degrees
};
using Ring = std::vector<Position>;  // three or more, the first not repeated at the end
struct Polygon {
  std::vector<Ring> rings;  // the outer one, then its holes; of any winding
};
// The features of one code.
struct Shape {
  int line = 0;  // of the first feature in its file
  std::string code, name;
  std::vector<Polygon> polygons;
};
struct ReadOptions {
  std::string code = "code", name = "name";  // properties
  std::string keep;                          // only codes that begin so
};

// What cannot be taken is left out with a warning; a complaint that is none means that nothing is to be made of the
// file: it is no GeoJSON, of another coordinate system, or unclear about which area is which.
std::vector<Shape> read_geojson(const std::filesystem::path&, const ReadOptions&, config::Complaints&);

// The line, counted from 1, on which each element of the root's list "features" begins; the text is good JSON.
std::vector<int> feature_lines(const std::string& text);

}  // namespace viewer::maps
