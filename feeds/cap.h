// Warnings in the Common Alerting Protocol 1.2 (OASIS, 2010) and the RSS list that names them. Any thread; no network.
#pragma once
#include <string>
#include <string_view>
#include <vector>
#include "feeds/reading.h"
#include "feeds/snapshot.h"

namespace feeds {

struct GeoBox {
  double south = 0, west = 0, north = 0, east = 0;
  void describe(auto& field) {
    field("south", south, "Southern edge in degrees; south of the equator is negative",
          {.required = true, .least = -90, .most = 90, .example = "-3.95"});
    field("west", west, "Western edge in degrees", {.required = true, .least = -180, .most = 180, .example = "115.25"});
    field("north", north, "Northern edge in degrees", {.required = true, .least = -90, .most = 90, .example = "-2.85"});
    field("east", east, "Eastern edge in degrees", {.required = true, .least = -180, .most = 180, .example = "116.1"});
  }
};
// Whether they have a point in common; edges count.
bool touches(const Polygon&, const GeoBox&);

struct CapInfo {
  std::string language, event, headline, description;
  Severity severity = Severity::info;  // Extreme and Severe: danger; Moderate: watch
  std::optional<Time> effective, onset, expires;
  std::vector<Polygon> polygons;  // of all its areas; its circles, too
};
struct CapAlert {
  enum class Type { alert, update, cancel, other };
  std::string identifier;
  Time sent;
  bool actual = false;  // not an exercise, a test or a draft
  Type type = Type::other;
  std::vector<std::string> references;  // identifiers of the warnings that it replaces or takes back
  std::vector<CapInfo> infos;
};
// Errors: not well-formed, no CAP, no identifier, a time or polygon that cannot be read.
config::Result<CapAlert> parse_cap(std::string_view xml);

struct RssItem {
  std::string guid, link;
};
// Errors: not well-formed, no RSS.
config::Result<std::vector<RssItem>> parse_rss(std::string_view xml);

// The districts of the catalogue that the text names, by whole words whatever their case, by aliases too: their codes.
std::vector<std::string> districts_in(std::string_view text, const config::Catalogue&);

}  // namespace feeds
