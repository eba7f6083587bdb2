// See polygons.h.
#include "feeds/polygons.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numbers>

namespace feeds {
namespace {

constexpr double km_per_degree = 111.195;  // of a great circle, with the Earth's mean radius

std::optional<double> decimal(std::string_view text) {
  double out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(out)) return {};
  return out;
}

bool is_on_globe(const GeoPoint& p) {
  return p.lat >= -90 && p.lat <= 90 && p.lon >= -180 && p.lon <= 180;
}

std::optional<GeoPoint> point_of(std::string_view pair) {
  const auto comma = pair.find(',');
  if (comma == std::string_view::npos) return {};
  const auto lat = decimal(pair.substr(0, comma)), lon = decimal(pair.substr(comma + 1));
  if (!lat || !lon || !is_on_globe({*lat, *lon})) return {};
  return GeoPoint{*lat, *lon};
}

}  // namespace

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (true) {
    const auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return out;
    const auto end = std::min(text.find_first_of(" \t\r\n", begin), text.size());
    out.push_back(text.substr(begin, end - begin));
    text.remove_prefix(end);
  }
}

std::optional<Polygon> polygon_of(std::string_view text) {
  Polygon out;
  for (const std::string_view pair : words_of(text)) {
    const auto point = point_of(pair);
    if (!point) return {};
    out.push_back(*point);
  }
  if (!out.empty() && out.front() != out.back()) out.push_back(out.front());
  if (out.size() < 4) return {};
  return out;
}

std::optional<Polygon> polygon_of_circle(std::string_view text) {
  const auto words = words_of(text);
  if (words.size() != 2) return {};
  const auto middle = point_of(words[0]);
  const auto km = decimal(words[1]);
  if (!middle || !km || !(*km > 0 && *km <= 2000) || std::fabs(middle->lat) > 70) return {};
  constexpr int corners = 48;
  const auto to_a_metre = [](double degrees) { return std::round(degrees * 1e5) / 1e5; };
  const double north = *km / km_per_degree, east = north / std::cos(middle->lat * std::numbers::pi / 180);
  Polygon out;
  for (int i = 0; i <= corners; ++i) {
    const double angle = 2 * std::numbers::pi * (i % corners) / corners;
    out.push_back({to_a_metre(std::clamp(middle->lat + north * std::sin(angle), -90.0, 90.0)),
                   to_a_metre(std::clamp(middle->lon + east * std::cos(angle), -180.0, 180.0))});
  }
  return out;
}

bool is_closed(const Polygon& p) {
  return p.size() >= 4 && p.front() == p.back() && std::all_of(p.begin(), p.end(), is_on_globe);
}

Polygon thinned(const Polygon& polygon, double degrees) {
  Polygon out;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const bool last = i + 1 == polygon.size();
    const bool near =
        !out.empty() && std::hypot(polygon[i].lat - out.back().lat, polygon[i].lon - out.back().lon) < degrees;
    if (near && !last) continue;
    if (near && out.size() > 1) out.pop_back();
    out.push_back(polygon[i]);
  }
  return out.size() < 4 ? polygon : out;
}

std::string text_of(const std::vector<Polygon>& polygons) {
  std::string out;
  for (const Polygon& polygon : polygons) {
    if (!out.empty()) out += '\n';
    for (std::size_t i = 0; i < polygon.size(); ++i)
      out += fmt::format("{}{},{}", i > 0 ? " " : "", polygon[i].lat, polygon[i].lon);
  }
  return out;
}

std::vector<Polygon> polygons_of(std::string_view text) {
  std::vector<Polygon> out;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    if (auto polygon = polygon_of(text.substr(0, end))) out.push_back(*std::move(polygon));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace feeds
