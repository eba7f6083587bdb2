// Writes the program's map file (geo_map_file.h). Any thread.
#include <bit>
#include <cmath>
#include <fstream>
#include <optional>

#include "config/geo_map_file.h"

namespace config {
namespace {

class Writer {
 public:
  template <class T>
  void fixed(T value) {
    for (std::size_t i = 0; i < sizeof value; ++i) out_ += static_cast<char>(value >> (8 * i) & 0xff);
  }
  void real(double value) { fixed(std::bit_cast<std::uint64_t>(value)); }
  void real(float value) { fixed(std::bit_cast<std::uint32_t>(value)); }
  void whole(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) out_ += static_cast<char>(value | 0x80);
    out_ += static_cast<char>(value);
  }
  void folded(std::int64_t value) {
    whole(static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63));
  }
  void text(const std::string& value) {
    whole(value.size());
    out_ += value;
  }
  const std::string& bytes() const { return out_; }

 private:
  std::string out_;
};

// The coarsest grid of which all points are.
std::optional<Grid> grid_of(const std::vector<GeoPoint>& points) {
  int k = 0;
  for (const GeoPoint& p : points)
    for (const float value : {p.x, p.y})
      while (std::ldexp(value, k) != std::floor(std::ldexp(value, k)))
        if (++k > kFinestGrid) return std::nullopt;
  return Grid(k);
}

// For each point of the finest level the coarsest level that keeps it; nothing where levels are not made of each
// other's points.
std::optional<std::vector<std::uint8_t>> depths(const GeoMap& map) {
  const MapLevel& finest = map.levels.front();
  std::vector<std::uint8_t> out(finest.points.size(), 0);
  for (std::uint8_t l = 1; l < map.levels.size(); ++l) {
    const MapLevel& level = map.levels[l];
    std::size_t next = 0;
    for (const MapArc& arc : finest.arcs) {
      if (next == level.arcs.size()) break;
      const MapArc& kept = level.arcs[next];
      if (kept.left != arc.left || kept.right != arc.right) continue;
      std::vector<std::uint32_t> found;
      for (std::uint32_t i = arc.first; i < arc.first + arc.count && found.size() < kept.count; ++i)
        if (finest.points[i] == level.points[kept.first + found.size()]) found.push_back(i);
      if (found.size() < kept.count) continue;
      for (const std::uint32_t i : found) {
        if (out[i] != l - 1) return std::nullopt;
        out[i] = l;
      }
      ++next;
    }
    if (next != level.arcs.size()) return std::nullopt;
  }
  return out;
}

bool is_whole(const GeoMap& map) {
  if (map.schematic || map.levels.empty() || map.levels.size() > kMostLevels) return false;
  for (const MapLevel& level : map.levels) {
    MapLevel made;
    made.points = level.points;
    made.arcs = level.arcs;
    add_vertices(made, map.areas.size());
    if (made.vertices != level.vertices || made.first_vertex != level.first_vertex ||
        level.first_index.size() != map.areas.size() + 1)
      return false;
  }
  return true;
}

void write_arcs(Writer& out, const MapLevel& finest, const Grid& grid, const std::vector<std::uint8_t>& depth) {
  out.whole(finest.arcs.size());
  std::int64_t x = 0, y = 0;
  for (const MapArc& arc : finest.arcs) {
    out.whole(static_cast<std::uint64_t>(arc.left + 1));
    out.whole(static_cast<std::uint64_t>(arc.right + 1));
    out.whole(arc.count);
    for (std::uint32_t i = arc.first; i < arc.first + arc.count; ++i) {
      const std::int64_t to_x = grid.whole(finest.points[i].x), to_y = grid.whole(finest.points[i].y);
      out.folded(to_x - x);
      out.folded(to_y - y);
      out.whole(depth[i]);
      x = to_x;
      y = to_y;
    }
  }
}

void write_triangles(Writer& out, const MapLevel& level, std::size_t areas) {
  for (std::size_t a = 0; a < areas; ++a) {
    out.whole((level.first_index[a + 1] - level.first_index[a]) / 3);
    std::int64_t before = 0;
    for (std::uint32_t i = level.first_index[a]; i < level.first_index[a + 1]; i += 3) {
      const std::int64_t first = level.indices[i] - std::int64_t{level.first_vertex[a]};
      out.folded(first - before);
      for (const std::uint32_t k : {i + 1, i + 2})
        out.folded(std::int64_t{level.indices[k]} - std::int64_t{level.indices[i]});
      before = first;
    }
  }
}

}  // namespace

Result<void> write_geo_map(const GeoMap& map, const std::filesystem::path& path) {
  const auto depth = is_whole(map) ? depths(map) : std::nullopt;
  const auto grid = depth ? grid_of(map.levels.front().points) : std::nullopt;
  if (!grid) return fail("only a map made by anjungan map import can be written as a map file");
  Writer body;
  body.whole(static_cast<std::uint64_t>(grid->k));
  body.real(map.origin_x);
  body.real(map.origin_y);
  body.text(map.source);
  body.whole(map.areas.size());
  for (const MapArea& area : map.areas) {
    body.text(area.code);
    body.text(area.name);
    for (const float value : {area.label.x, area.label.y, area.label_radius}) body.real(value);
    body.real(area.km2);
  }
  body.whole(map.levels.size());
  for (const MapLevel& level : map.levels) body.real(level.tolerance);
  write_arcs(body, map.levels.front(), *grid, *depth);
  for (const MapLevel& level : map.levels) write_triangles(body, level, map.areas.size());
  Writer head;
  head.fixed(kVersion);
  head.fixed(static_cast<std::uint64_t>(body.bytes().size()));
  head.fixed(fnv1a(body.bytes().data(), body.bytes().size()));
  const std::filesystem::path beside = path.string() + ".new";
  std::ofstream file(beside, std::ios::binary);
  file << std::string(kMagic, 8) << head.bytes() << body.bytes();
  file.close();
  std::error_code fault;
  if (file) std::filesystem::rename(beside, path, fault);
  if (file && !fault) return {};
  std::filesystem::remove(beside, fault);
  return fail({"{} cannot be written", {path.string()}}, "choose another file");
}

}  // namespace config
