// Reads the program's map file (geo_map_file.h), whole or not at all: any other file, a cut or a changed one is an
// error, never a wrong map. Any thread.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <optional>

#include "config/geo_map_file.h"

namespace config {
namespace {

bool is_closed(const MapLevel& level, const MapArc& arc) {
  return arc.count > 1 && level.points[arc.first] == level.points[arc.first + arc.count - 1];
}

// Which arcs are an area's, in order: arcs[first[a]] to arcs[first[a + 1]].
struct ArcsOfAreas {
  std::vector<std::uint32_t> first, arcs;
};
ArcsOfAreas arcs_of_areas(const std::vector<MapArc>& arcs, std::size_t areas) {
  ArcsOfAreas out;
  out.first.assign(areas + 1, 0);
  const auto each = [&](auto what) {
    for (std::uint32_t i = 0; i < arcs.size(); ++i)
      for (const std::int32_t area : {arcs[i].left, arcs[i].right})
        if (area >= 0) what(static_cast<std::size_t>(area), i);
  };
  each([&](std::size_t area, std::uint32_t) { ++out.first[area + 1]; });
  for (std::size_t a = 0; a < areas; ++a) out.first[a + 1] += out.first[a];
  out.arcs.resize(out.first.back());
  std::vector<std::uint32_t> next(out.first.begin(), out.first.end() - 1);
  each([&](std::size_t area, std::uint32_t i) { out.arcs[next[area]++] = i; });
  return out;
}

}  // namespace

std::uint64_t fnv1a(const char* bytes, std::size_t size) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (std::size_t i = 0; i < size; ++i) hash = (hash ^ static_cast<unsigned char>(bytes[i])) * 0x100000001b3u;
  return hash;
}

void add_vertices(MapLevel& level, std::size_t areas) {
  const ArcsOfAreas of = arcs_of_areas(level.arcs, areas);
  for (std::size_t a = 0; a < areas; ++a) {
    level.first_vertex.push_back(static_cast<std::uint32_t>(level.vertices.size()));
    for (std::uint32_t i = of.first[a]; i < of.first[a + 1]; ++i) {
      const MapArc& arc = level.arcs[of.arcs[i]];
      const auto from = level.points.begin() + arc.first;
      level.vertices.insert(level.vertices.end(), from, from + arc.count - (is_closed(level, arc) ? 1 : 0));
    }
  }
  level.first_vertex.push_back(static_cast<std::uint32_t>(level.vertices.size()));
}

namespace {

// Past the end, or over a limit, everything read is 0 and good() is false.
class Reader {
 public:
  Reader(const char* from, const char* end) : at_(from), end_(end) {}
  bool good() const { return good_; }
  bool done() const { return good_ && at_ == end_; }
  void refuse() {
    good_ = false;
    at_ = end_;
  }
  template <class T>
  T fixed() {
    T value = 0;
    if (end_ - at_ < static_cast<std::ptrdiff_t>(sizeof value)) return refuse(), T(0);
    for (std::size_t i = 0; i < sizeof value; ++i)
      value |= static_cast<T>(static_cast<T>(static_cast<unsigned char>(*at_++)) << (8 * i));
    return value;
  }
  double real64() { return finite(std::bit_cast<double>(fixed<std::uint64_t>())); }
  float real32() { return finite(std::bit_cast<float>(fixed<std::uint32_t>())); }
  std::uint64_t whole() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64 && at_ != end_; shift += 7) {
      const auto byte = static_cast<unsigned char>(*at_++);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return refuse(), 0;
  }
  std::int64_t folded() {
    const std::uint64_t value = whole();
    return static_cast<std::int64_t>(value >> 1 ^ (0 - (value & 1)));
  }
  // Of things of which each takes `least` bytes or more, so that no count asks for more memory than the file's own.
  std::size_t count(std::size_t least) {
    const std::uint64_t value = whole();
    if (value > static_cast<std::uint64_t>(end_ - at_) / least) return refuse(), 0;
    return static_cast<std::size_t>(value);
  }
  std::string text() {
    const std::size_t size = count(1);
    at_ += size;
    return std::string(at_ - size, size);
  }

 private:
  template <class T>
  T finite(T value) {
    if (!std::isfinite(value)) return refuse(), T(0);
    return value;
  }
  const char* at_;
  const char* end_;
  bool good_ = true;
};

void read_areas(Reader& in, GeoMap& map) {
  map.areas.resize(in.count(22));
  for (MapArea& area : map.areas) {
    area.code = in.text();
    area.name = in.text();
    area.label.x = in.real32();
    area.label.y = in.real32();
    area.label_radius = in.real32();
    area.km2 = in.real64();
  }
}

// The arcs of all levels.
void read_arcs(Reader& in, GeoMap& map, const Grid& grid) {
  const auto is_near = [](std::int64_t value) { return value >= -(1LL << 40) && value <= 1LL << 40; };
  const auto areas = static_cast<std::uint64_t>(map.areas.size());
  std::int64_t x = 0, y = 0;
  for (std::size_t left_over = in.count(3); left_over > 0 && in.good(); --left_over) {
    const std::uint64_t left = in.whole(), right = in.whole();
    const std::size_t count = in.count(3);
    if (left > areas || right > areas || left == right || count < 2) return in.refuse();
    for (MapLevel& level : map.levels)
      level.arcs.push_back({static_cast<std::int32_t>(left) - 1, static_cast<std::int32_t>(right) - 1,
                            static_cast<std::uint32_t>(level.points.size()), 0});
    for (std::size_t i = 0; i < count; ++i) {
      const std::int64_t dx = in.folded(), dy = in.folded();
      const std::uint64_t depth = in.whole();
      if (!is_near(dx) || !is_near(dy) || depth >= map.levels.size()) return in.refuse();
      x += dx;
      y += dy;
      if (!is_near(x) || !is_near(y)) return in.refuse();
      for (std::size_t l = 0; l <= depth; ++l) {
        map.levels[l].points.push_back({grid.real(x), grid.real(y)});
        ++map.levels[l].arcs.back().count;
      }
    }
    for (MapLevel& level : map.levels) {
      if (level.arcs.back().count >= 2) continue;
      level.points.resize(level.arcs.back().first);
      level.arcs.pop_back();
    }
  }
}

void read_triangles(Reader& in, MapLevel& level, std::size_t areas) {
  for (std::size_t a = 0; a < areas; ++a) {
    level.first_index.push_back(static_cast<std::uint32_t>(level.indices.size()));
    const std::int64_t base = level.first_vertex[a], vertices = level.first_vertex[a + 1] - base;
    std::int64_t first = 0;
    for (std::size_t left_over = in.count(3); left_over > 0; --left_over) {
      const std::uint64_t step = static_cast<std::uint64_t>(in.folded());
      first = static_cast<std::int64_t>(static_cast<std::uint64_t>(first) + step);
      for (const std::uint64_t from :
           {std::uint64_t{0}, static_cast<std::uint64_t>(in.folded()), static_cast<std::uint64_t>(in.folded())}) {
        const auto corner = static_cast<std::int64_t>(static_cast<std::uint64_t>(first) + from);
        if (corner < 0 || corner >= vertices) return in.refuse();
        level.indices.push_back(static_cast<std::uint32_t>(base + corner));
      }
    }
  }
  level.first_index.push_back(static_cast<std::uint32_t>(level.indices.size()));
}

void widen(GeoPoint& least, GeoPoint& most, GeoPoint by) {
  least = {std::min(least.x, by.x), std::min(least.y, by.y)};
  most = {std::max(most.x, by.x), std::max(most.y, by.y)};
}

void find_extents(GeoMap& map) {
  const MapLevel& finest = map.levels.front();
  if (!finest.vertices.empty()) map.least = map.most = finest.vertices.front();
  for (std::size_t a = 0; a < map.areas.size(); ++a) {
    MapArea& area = map.areas[a];
    if (finest.first_vertex[a] == finest.first_vertex[a + 1]) continue;
    area.least = area.most = finest.vertices[finest.first_vertex[a]];
    for (std::uint32_t i = finest.first_vertex[a]; i < finest.first_vertex[a + 1]; ++i)
      widen(area.least, area.most, finest.vertices[i]);
    widen(map.least, map.most, area.least);
    widen(map.least, map.most, area.most);
  }
}

bool read_body(Reader& in, GeoMap& map) {
  const std::uint64_t k = in.whole();
  if (k > kFinestGrid) return false;
  const Grid grid(static_cast<int>(k));
  map.origin_x = in.real64();
  map.origin_y = in.real64();
  map.source = in.text();
  read_areas(in, map);
  const std::uint64_t levels = in.whole();
  if (levels < 1 || levels > kMostLevels) return false;
  map.levels.resize(levels);
  for (MapLevel& level : map.levels) level.tolerance = in.real32();
  read_arcs(in, map, grid);
  for (MapLevel& level : map.levels) {
    if (!in.good()) return false;
    add_vertices(level, map.areas.size());
    read_triangles(in, level, map.areas.size());
  }
  if (!in.done()) return false;
  find_extents(map);
  return true;
}

std::optional<std::string> bytes_of(const std::filesystem::path& path) {
  std::error_code fault;
  const auto size = std::filesystem::file_size(path, fault);
  std::ifstream file(path, std::ios::binary);
  if (fault || !file) return std::nullopt;
  std::string bytes(size, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(size));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

}  // namespace

Result<GeoMap> read_geo_map(const std::filesystem::path& path) {
  const auto bytes = bytes_of(path);
  if (!bytes) return fail({"{} cannot be read", {path.string()}}, "see that the file is there and may be read");
  const char* again = "import the map again: anjungan map import";
  if (bytes->size() < 8 || std::memcmp(bytes->data(), kMagic, 8) != 0)
    return fail({"{} is no map file", {path.string()}}, again);
  Reader head(bytes->data() + 8, bytes->data() + bytes->size());
  const auto version = head.fixed<std::uint32_t>();
  const auto size = head.fixed<std::uint64_t>(), sum = head.fixed<std::uint64_t>();
  if (!head.good()) return fail({"{} was cut short", {path.string()}}, again);
  if (version != kVersion)
    return fail({"{} is a map file of version {}; this program reads version {}",
                 {path.string(), std::to_string(version), std::to_string(kVersion)}},
                again);
  if (size > bytes->size() - kHead) return fail({"{} was cut short", {path.string()}}, again);
  const char* body = bytes->data() + kHead;
  Reader in(body, bytes->data() + bytes->size());
  GeoMap map;
  if (size < bytes->size() - kHead || fnv1a(body, size) != sum || !read_body(in, map))
    return fail({"{} is damaged", {path.string()}}, again);
  return map;
}

}  // namespace config
