// See geojson.h.
#include "viewer/maps/geojson.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "config/files.h"

namespace viewer::maps {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;
constexpr int kMostNesting = 32;       // collections in collections
constexpr std::size_t kMostSaid = 20;  // warnings of one kind

std::string trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t\r\n");
  if (from == text.npos) return {};
  return std::string(text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1));
}

// A property as text; nothing when it is absent, null, empty or no plain value.
std::string property(const element& feature, const std::string& name) {
  element value;
  object properties;
  if (feature["properties"].get(properties) || properties[name].get(value)) return {};
  switch (value.type()) {
    case simdjson::dom::element_type::STRING:
      return trimmed(value.get_string().value());
    case simdjson::dom::element_type::INT64:
      return std::to_string(value.get_int64().value());
    case simdjson::dom::element_type::UINT64:
      return std::to_string(value.get_uint64().value());
    case simdjson::dom::element_type::DOUBLE:
      return fmt::format("{}", value.get_double().value());
    default:
      return {};
  }
}

std::string text_of(const element& in, const char* key) {
  std::string_view text;
  return in[key].get(text) ? std::string() : std::string(text);
}

class File {
 public:
  File(const std::filesystem::path& path, const ReadOptions& options, config::Complaints& complaints)
      : path_(path.string()), options_(options), complaints_(complaints) {}

  std::vector<Shape> read() {
    auto text = config::read_file(path_);
    if (!text) return refuse({"{} cannot be read", {path_}}, "see that the file is there and may be read"), shapes();
    if (text->starts_with("\xef\xbb\xbf")) text->erase(0, 3);
    simdjson::dom::parser parser;
    element root;
    if (const auto fault = parser.parse(*text).get(root))
      return refuse({"this is no JSON: {}", {simdjson::error_message(fault)}}, other_format()), shapes();
    text_ = &*text;
    if (!check_system(root)) return shapes();
    read_root(root);
    if (!refused_) join_codes();
    return shapes();
  }

 private:
  struct Found {
    int line = 0;
    std::string which;  // "feature 12 (63.10.01)"
    Shape shape;
  };

  std::vector<Shape> shapes() {
    if (refused_) shapes_.clear();
    return std::move(shapes_);
  }
  config::Text other_format() const {
    return {"GeoJSON is needed: ogr2ogr -f GeoJSON -t_srs EPSG:4326 baru.geojson {}", {path_}};
  }
  void refuse(config::Text what, config::Text cure, int line = 0) {
    refused_ = true;
    complaints_.push_back({{path_, line, line > 0 ? 1 : 0}, std::move(what), std::move(cure), false});
  }
  // Many of one kind are said as their number.
  void warn(int line, config::Text what, config::Text cure) {
    if (const std::size_t said = ++said_[what.key]; said > kMostSaid) return;
    complaints_.push_back({{path_, line, line > 0 ? 1 : 0}, std::move(what), std::move(cure), true});
  }

  bool check_system(const element& root);
  void read_root(const element&);
  void read_features(const array&);
  void read_feature(const element&, int number);
  bool check_properties(const array&);
  void read_geometry(const element&, Found&, int depth);
  void read_polygon(const element&, Found&);
  bool read_ring(const element&, Found&, Ring&);
  void join_codes();
  int line_of(int number) {
    if (lines_.empty()) lines_ = feature_lines(*text_);
    const auto at = static_cast<std::size_t>(number - 1);
    return at < lines_.size() ? lines_[at] : 1;
  }

  std::string path_;
  const ReadOptions& options_;
  config::Complaints& complaints_;
  const std::string* text_ = nullptr;
  std::vector<int> lines_;
  std::map<std::string, std::size_t> said_;
  std::vector<Found> found_;
  std::vector<Shape> shapes_;
  bool refused_ = false;
};

// The member "crs" of GeoJSON 2008; RFC 7946 knows WGS 84 alone.
bool File::check_system(const element& root) {
  element crs;
  if (root["crs"].get(crs) || crs.is_null()) return true;
  std::string_view name;
  if (crs["properties"]["name"].get(name)) name = "?";
  if (name.find("CRS84") != name.npos || name.ends_with("EPSG::4326") || name.ends_with("EPSG:4326")) return true;
  refuse(
      {"its coordinates are of the system {}; only longitude and latitude (EPSG:4326) are read", {std::string(name)}},
      {"convert it: ogr2ogr -f GeoJSON -t_srs EPSG:4326 baru.geojson {}", {path_}});
  return false;
}

void File::read_root(const element& root) {
  const std::string type = text_of(root, "type");
  array features;
  if (type == "FeatureCollection" && !root["features"].get(features)) return read_features(features);
  if (type == "Feature") return read_feature(root, 1);
  refuse({"this is no FeatureCollection of GeoJSON but \"{}\"", {type}}, other_format());
}

// A property that no feature has is a wrong option; a few that lack it are faults of the file.
bool File::check_properties(const array& features) {
  std::set<std::string> known;
  bool code = false, name = false;
  for (const element feature : features) {
    code = code || !property(feature, options_.code).empty();
    name = name || !property(feature, options_.name).empty();
    object properties;
    if (feature["properties"].get(properties)) continue;
    for (const auto& [key, value] : properties)
      if (known.size() < 40) known.emplace(key);
  }
  std::string all;
  for (const std::string& key : known) all += (all.empty() ? "" : ", ") + key;
  const auto miss = [&](const char* option, const std::string& wanted) {
    refuse({"no feature has a property \"{}\"", {wanted}}, all.empty()
                                                               ? config::Text("no feature has any property at all")
                                                               : config::Text("give {} one of: {}", {option, all}));
  };
  if (!code) miss("--code", options_.code);
  if (!name) miss("--name", options_.name);
  return code && name;
}

void File::read_features(const array& features) {
  if (features.size() == 0) return refuse("there is no feature in it", other_format());
  if (!check_properties(features)) return;
  int number = 0;
  for (const element feature : features) {
    read_feature(feature, ++number);
    if (refused_) return;
  }
  std::size_t unsaid = 0;
  for (const auto& [key, count] : said_) unsaid += count > kMostSaid ? count - kMostSaid : 0;
  if (unsaid > 0)
    complaints_.push_back(
        {{path_, 0, 0}, {"{} more of the same kinds are not listed", {std::to_string(unsaid)}}, {}, true});
}

void File::read_feature(const element& feature, int number) {
  Found found;
  found.shape.code = property(feature, options_.code);
  found.shape.name = property(feature, options_.name);
  found.which = std::to_string(number) + (found.shape.code.empty() ? "" : " (" + found.shape.code + ")");
  if (!found.shape.code.starts_with(options_.keep)) return;
  found.line = found.shape.line = line_of(number);
  if (found.shape.code.empty())
    return warn(found.line, {"feature {} has no \"{}\" and is left out", {found.which, options_.code}},
                "give it its code in the source");
  element geometry;
  if (feature["geometry"].get(geometry) || geometry.is_null())
    return warn(found.line, {"feature {} has no geometry and is left out", {found.which}},
                "draw its area in the source");
  if (found.shape.name.empty())
    warn(found.line, {"feature {} has no \"{}\"; its code stands for it", {found.which, options_.name}},
         "give it its name in the source");
  read_geometry(geometry, found, 0);
  if (!found.shape.polygons.empty()) found_.push_back(std::move(found));
}

void File::read_geometry(const element& geometry, Found& found, int depth) {
  const std::string type = text_of(geometry, "type");
  array parts;
  if (type == "GeometryCollection" && depth < kMostNesting && !geometry["geometries"].get(parts)) {
    for (const element part : parts) read_geometry(part, found, depth + 1);
    return;
  }
  if (type == "MultiPolygon" && !geometry["coordinates"].get(parts)) {
    for (const element part : parts) read_polygon(part, found);
    return;
  }
  if (element rings; type == "Polygon" && !geometry["coordinates"].get(rings)) return read_polygon(rings, found);
  warn(found.line, {"feature {}: a geometry \"{}\" is no area and is left out", {found.which, type}},
       "areas are Polygon and MultiPolygon");
}

void File::read_polygon(const element& coordinates, Found& found) {
  array rings;
  Polygon polygon;
  if (coordinates.get(rings))
    return refuse({"feature {}: its coordinates are no lists of positions", {found.which}}, other_format(), found.line);
  bool is_outer = true;
  for (const element ring : rings) {
    Ring read;
    const bool good = read_ring(ring, found, read);
    if (refused_) return;
    if (good) polygon.rings.push_back(std::move(read));
    if (is_outer && !good) return;
    is_outer = false;
  }
  if (!polygon.rings.empty()) found.shape.polygons.push_back(std::move(polygon));
}

bool File::read_ring(const element& coordinates, Found& found, Ring& out) {
  array positions;
  if (coordinates.get(positions))
    return refuse({"feature {}: its coordinates are no lists of positions", {found.which}}, other_format(), found.line),
           false;
  for (const element position : positions) {
    array numbers;
    Position at;
    if (position.get(numbers) || numbers.at(0).get(at.longitude) || numbers.at(1).get(at.latitude))
      return refuse({"feature {}: a position is not two numbers", {found.which}}, other_format(), found.line), false;
    if (std::abs(at.longitude) > 180 || std::abs(at.latitude) > 90)
      return refuse(
                 {"feature {}: the position {}, {} is not longitude and latitude in degrees",
                  {found.which, fmt::format("{}", at.longitude), fmt::format("{}", at.latitude)}},
                 {"convert it from its own system, here EPSG:32750 (UTM 50S) as an example: ogr2ogr -f GeoJSON -s_srs "
                  "EPSG:32750 -t_srs EPSG:4326 baru.geojson {}",
                  {path_}},
                 found.line),
             false;
    if (out.empty() || at.longitude != out.back().longitude || at.latitude != out.back().latitude) out.push_back(at);
  }
  while (out.size() > 1 && out.front().longitude == out.back().longitude && out.front().latitude == out.back().latitude)
    out.pop_back();
  if (out.size() >= 3) return true;
  warn(found.line,
       {"feature {}: a ring of {} points is no area and is left out", {found.which, std::to_string(out.size())}},
       "draw its area in the source");
  return false;
}

// Features of one code and name are parts of one area.
void File::join_codes() {
  std::map<std::string, std::size_t> known;
  for (Found& found : found_) {
    const auto [at, is_new] = known.try_emplace(found.shape.code, shapes_.size());
    if (is_new) {
      shapes_.push_back(std::move(found.shape));
      continue;
    }
    Shape& first = shapes_[at->second];
    if (first.name != found.shape.name) {
      refuse({"feature {} has the code of \"{}\" on line {} but the name \"{}\"",
              {found.which, first.name, std::to_string(first.line), found.shape.name}},
             "correct the code of one of them in the source", found.line);
      continue;
    }
    warn(found.line,
         {"feature {} has the code and name of that on line {}; both are one area",
          {found.which, std::to_string(first.line)}},
         "join them in the source if that is meant");
    std::move(found.shape.polygons.begin(), found.shape.polygons.end(), std::back_inserter(first.polygons));
  }
  if (!shapes_.empty() || refused_) return;
  if (options_.keep.empty())
    refuse("there is no area in it", other_format());
  else
    refuse({"no code begins with \"{}\"", {options_.keep}},
           {"correct --keep; the codes are in \"{}\"", {options_.code}});
}

}  // namespace

std::vector<Shape> read_geojson(const std::filesystem::path& path, const ReadOptions& options,
                                config::Complaints& complaints) {
  return File(path, options, complaints).read();
}

std::vector<int> feature_lines(const std::string& text) {
  std::vector<int> lines;
  int depth = 0, line = 1, list = 0;  // list: the depth inside the list "features"
  bool awaits = false;
  std::string_view last;  // the string read last, at depth 1
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') ++line;
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    if (awaits && c != ']') lines.push_back(line);
    awaits = false;
    if (c == '"') {
      const std::size_t from = i + 1;
      for (++i; i < text.size() && text[i] != '"'; ++i) i += text[i] == '\\' ? 1 : 0;
      if (depth == 1) last = std::string_view(text).substr(from, i - from);
    } else if (c == '[' || c == '{') {
      ++depth;
      if (c == '[' && depth == 2 && last == "features") {
        list = depth;
        awaits = true;
      }
    } else if (c == ']' || c == '}') {
      if (depth == list) return lines;
      --depth;
    } else if (c == ',') {
      awaits = depth == list;
      if (depth == 1) last = {};
    }
  }
  return lines;
}

}  // namespace viewer::maps
