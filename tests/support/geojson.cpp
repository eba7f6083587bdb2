// See geojson.h.
#include "tests/support/geojson.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tests/support/child.h"
#include "tests/support/map_faults.h"

namespace support {

Line box(double x0, double y0, double x1, double y1) {
  return {{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}, {x0, y0}};
}

std::string coordinates(const Line& line) {
  std::string out = "[";
  for (const auto& [x, y] : line) out += fmt::format("{}[{:.6f},{:.6f}]", out.size() > 1 ? "," : "", x, y);
  return out + "]";
}

namespace {

std::string list(const std::vector<Line>& rings) {
  std::string out = "[";
  for (const Line& ring : rings) out += (out.size() > 1 ? "," : "") + coordinates(ring);
  return out + "]";
}

}  // namespace

std::string polygon(const std::vector<Line>& rings) {
  return R"({"type":"Polygon","coordinates":)" + list(rings) + "}";
}

std::string multi_polygon(const std::vector<std::vector<Line>>& parts) {
  std::string out = R"({"type":"MultiPolygon","coordinates":[)";
  for (const auto& part : parts) out += (out.ends_with('[') ? "" : ",") + list(part);
  return out + "]}";
}

std::string feature(const std::string& code, const std::string& name, const std::string& geometry) {
  return R"({"type":"Feature","properties":{"code":")" + code + R"(","name":")" + name + R"("},"geometry":)" +
         geometry + "}";
}

std::string collection(const std::vector<std::string>& features) {
  std::string out = R"({"type":"FeatureCollection","features":[)";
  for (std::size_t i = 0; i < features.size(); ++i) out += (i > 0 ? ",\n" : "\n") + features[i];
  return out + "\n]}\n";
}

Imported import_text(const std::string& geojson, const viewer::maps::ImportOptions& options) {
  const Folder folder;
  const std::string file = folder.write("batas.geojson", geojson);
  config::Complaints complaints;
  Imported out;
  out.map = viewer::maps::import_map(file, options, complaints);
  for (const config::Complaint& complaint : complaints) {
    std::string line = config::to_line(complaint, config::Words());
    for (std::size_t at = line.find(file); at != line.npos; at = line.find(file)) line.replace(at, file.size(), "F");
    out.said.push_back(line);
  }
  return out;
}

namespace {

// From one corner to the next, away from the straight line by sums of waves that are the same from both sides.
Line wander(double x0, double y0, double x1, double y1, int points) {
  Line out;
  for (int i = 0; i <= points; ++i) {
    const double t = static_cast<double>(i) / points, hump = std::sin(t * 3.14159265);
    const double off = hump * (0.05 * std::sin(17 * t + 3 * x0 + 5 * y0) + 0.02 * std::sin(91 * t + y1) +
                               0.005 * std::sin(577 * t + x1));
    out.emplace_back(x0 + (x1 - x0) * t - (y1 - y0) * off, y0 + (y1 - y0) * t + (x1 - x0) * off);
  }
  out.front() = {x0, y0};
  out.back() = {x1, y1};
  return out;
}

void append(Line& to, Line more, bool turned) {
  if (turned) std::reverse(more.begin(), more.end());
  to.insert(to.end(), more.begin(), more.end() - 1);
}

}  // namespace

std::string wandering_areas(int columns, int rows, int points) {
  std::vector<std::string> features;
  for (int r = 0; r < rows; ++r)
    for (int c = 0; c < columns; ++c) {
      const double x = 100 + c, y = -8 + r;
      Line ring;
      append(ring, wander(x, y, x + 1, y, points), false);
      append(ring, wander(x + 1, y, x + 1, y + 1, points), false);
      append(ring, wander(x, y + 1, x + 1, y + 1, points), true);
      append(ring, wander(x, y, x, y + 1, points), true);
      ring.push_back(ring.front());
      const double islet_x = 99 - 0.02 * c, islet_y = y + 0.1 + 0.05 * c;
      const Line islet = {{islet_x, islet_y},
                          {islet_x + 0.01, islet_y},
                          {islet_x + 0.008, islet_y + 0.01},
                          {islet_x, islet_y + 0.009},
                          {islet_x, islet_y}};
      features.push_back(feature(fmt::format("{:02}.{:02}", r, c), fmt::format("Daerah {} {}", r, c),
                                 multi_polygon({{ring}, {islet}})));
    }
  return collection(features);
}

double size_of(const config::GeoMap& map, const std::string& code) {
  const std::vector<double> sizes = doubled_sizes(map, map.levels.front());
  for (std::size_t a = 0; a < map.areas.size(); ++a)
    if (map.areas[a].code == code) return sizes[a] / 2;
  return 0;
}

}  // namespace support
