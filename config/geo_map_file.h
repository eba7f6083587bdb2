// What the writer and the reader of map files share (geo_map.h). The layout:
//
// Numbers are little-endian. A varint has seven bits a byte, the lowest first, the eighth bit where more follow; a
// signed one is folded (0, -1, 1, -2 ...). A text is a varint of its bytes and the bytes.
//   head      magic of 8 bytes, u32 version, u64 bytes of the body, u64 FNV-1a of the body
//   map       varint k: points are multiples of 2^-k map units; f64 origin x, y; text source
//   areas     varint count; each: text code, name; f32 label x, y, radius; f64 km2
//   levels    varint count; each: f32 tolerance
//   arcs      varint count; each: varint left + 1, right + 1, points; each point: signed varint x, y from the point
//             before (of the arc before for the first), varint the coarsest level that keeps it
//   triangles of each level, of each area: varint count; each: signed varints of the first corner from that of the
//             triangle before, and of the second and third from the first
// A level has the arcs of which it keeps two points or more. An area's vertices are the points of its arcs, in order,
// but for the last of a closed arc; so they are stored once.
#pragma once
#include <cmath>
#include <cstddef>
#include <cstdint>
#include "config/geo_map.h"

namespace config {

inline constexpr char kMagic[] =
    "\x89"
    "AJM\r\n\x1a\n";
inline constexpr std::uint32_t kVersion = 1;
inline constexpr std::size_t kHead = 8 + 4 + 8 + 8;
inline constexpr std::uint64_t kMostLevels = 8;
inline constexpr int kFinestGrid = 30;

std::uint64_t fnv1a(const char* bytes, std::size_t size);

struct Grid {
  explicit Grid(int fineness) : k(fineness), step(std::ldexp(1.0, -fineness)) {}
  int k;
  double step;  // 2^-k
  std::int64_t whole(float value) const { return static_cast<std::int64_t>(value / step); }
  float real(std::int64_t value) const { return static_cast<float>(static_cast<double>(value) * step); }
};

// Makes the level's vertices of its arcs, as the layout says.
void add_vertices(MapLevel&, std::size_t areas);

}  // namespace config
