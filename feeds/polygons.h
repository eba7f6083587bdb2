// Polygons of warnings as text, as CAP 1.2 (OASIS, 2010) writes them. Any thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "feeds/snapshot.h"

namespace feeds {

// What white space divides.
std::vector<std::string_view> words_of(std::string_view);
// "lat,lon lat,lon ..." in degrees, closed where the text does not; nothing: it is something else.
std::optional<Polygon> polygon_of(std::string_view);
// "lat,lon radius" in degrees and km, as a polygon; nothing: it is something else.
std::optional<Polygon> polygon_of_circle(std::string_view);
// At least a triangle, its last point as its first, all of them on the globe.
bool is_closed(const Polygon&);
// Without points nearer than `degrees` to the one before, unless no triangle would be left.
Polygon thinned(const Polygon&, double degrees);

// A line each, read back as they were.
std::string text_of(const std::vector<Polygon>&);
std::vector<Polygon> polygons_of(std::string_view);

}  // namespace feeds
