// See map_faults.h.
#include "tests/support/map_faults.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

namespace support {
namespace {

using config::GeoMap;
using config::GeoPoint;
using config::MapArc;
using config::MapLevel;
using Key = std::pair<float, float>;
constexpr std::size_t kMost = 20;

Key key(GeoPoint p) {
  return {p.x, p.y};
}
// Floats of one map are whole multiples of one step, so this is exact.
double turn(GeoPoint a, GeoPoint b, GeoPoint c) {
  return (double{b.x} - a.x) * (double{c.y} - a.y) - (double{b.y} - a.y) * (double{c.x} - a.x);
}
int sign(double value) {
  return (value > 0) - (value < 0);
}

struct Piece {
  GeoPoint a, b;  // a before b, by x and y
  std::int32_t arc = 0;
};

class Judge {
 public:
  explicit Judge(const GeoMap& map) : map_(map) {}
  std::vector<std::string> run() {
    if (map_.levels.empty()) say("no level");
    for (std::size_t l = 0; l < map_.levels.size() && faults_.size() < kMost; ++l) {
      where_ = "level " + std::to_string(l) + ": ";
      const MapLevel& level = map_.levels[l];
      if (!check_numbers(level)) break;
      check_sizes(level);
      check_sides(level);
      check_crossings(level);
      check_vertices(level);
      if (l > 0) check_nested(map_.levels[l - 1], level);
    }
    where_.clear();
    if (faults_.empty()) check_labels();
    return faults_;
  }

 private:
  void say(const std::string& what) {
    if (faults_.size() < kMost) faults_.push_back(where_ + what);
  }
  void say(const std::string& what, std::size_t area) { say(what + " of " + map_.areas[area].code); }

  bool check_numbers(const MapLevel& level) {
    const std::size_t areas = map_.areas.size();
    if (level.first_vertex.size() != areas + 1 || level.first_index.size() != areas + 1 ||
        level.first_vertex.back() != level.vertices.size() || level.first_index.back() != level.indices.size())
      return say("vertices and indices do not fit the areas"), false;
    for (std::size_t a = 0; a < areas; ++a) {
      if (level.first_index[a + 1] <= level.first_index[a]) say("no triangle", a);
      if ((level.first_index[a + 1] - level.first_index[a]) % 3 != 0) say("half a triangle", a);
      for (std::uint32_t i = level.first_index[a]; i < level.first_index[a + 1]; ++i)
        if (level.indices[i] < level.first_vertex[a] || level.indices[i] >= level.first_vertex[a + 1])
          return say("a corner of another area", a), false;
    }
    for (const MapArc& arc : level.arcs)
      if (arc.count < 2 || arc.first + arc.count > level.points.size() || arc.left == arc.right ||
          std::max(arc.left, arc.right) >= static_cast<std::int32_t>(areas) || std::min(arc.left, arc.right) < -1)
        return say("a border that is none"), false;
    return true;
  }

  void check_sizes(const MapLevel& level) {
    const std::vector<double> wanted = doubled_sizes(map_, level);
    for (std::size_t a = 0; a < map_.areas.size(); ++a) {
      double sum = 0;
      int side = 0;
      for (std::uint32_t i = level.first_index[a]; i < level.first_index[a + 1]; i += 3) {
        const double twice = turn(level.vertices[level.indices[i]], level.vertices[level.indices[i + 1]],
                                  level.vertices[level.indices[i + 2]]);
        if (twice == 0 || (side != 0 && sign(twice) != side)) say("a triangle flat or turned over", a);
        side = sign(twice);
        sum += std::abs(twice);
      }
      if (!(std::abs(sum - wanted[a]) <= 1e-6 * wanted[a])) say("triangles larger or smaller than the area", a);
    }
  }

  void check_sides(const MapLevel& level) {
    std::map<std::tuple<std::uint32_t, Key, Key>, int> sides;  // in either direction
    const auto put = [&](std::uint32_t area, GeoPoint a, GeoPoint b) {
      ++sides[{area, std::min(key(a), key(b)), std::max(key(a), key(b))}];
    };
    for (std::uint32_t a = 0; a < map_.areas.size(); ++a)
      for (std::uint32_t i = level.first_index[a]; i < level.first_index[a + 1]; i += 3)
        for (std::uint32_t k = 0; k < 3; ++k)
          put(a, level.vertices[level.indices[i + k]], level.vertices[level.indices[i + (k + 1) % 3]]);
    for (const MapArc& arc : level.arcs)
      for (const std::int32_t area : {arc.left, arc.right})
        for (std::uint32_t i = arc.first + 1; area >= 0 && i < arc.first + arc.count; ++i)
          put(static_cast<std::uint32_t>(area), level.points[i - 1], level.points[i]);
    for (const auto& [side, count] : sides)
      if (count != 2) say("a side of a triangle that meets nothing, or a border without one", std::get<0>(side));
  }

  // A sweep along x over pairs whose boxes touch.
  void check_crossings(const MapLevel& level) {
    std::vector<Piece> pieces;
    for (std::size_t n = 0; n < level.arcs.size(); ++n)
      for (std::uint32_t i = level.arcs[n].first + 1; i < level.arcs[n].first + level.arcs[n].count; ++i) {
        const GeoPoint a = level.points[i - 1], b = level.points[i];
        pieces.push_back({key(a) < key(b) ? a : b, key(a) < key(b) ? b : a, static_cast<std::int32_t>(n)});
        if (a == b) say("a border that stands still");
      }
    std::sort(pieces.begin(), pieces.end(), [](const Piece& l, const Piece& r) { return key(l.a) < key(r.a); });
    std::vector<const Piece*> active;
    for (const Piece& piece : pieces) {
      const auto [low, high] = std::minmax(piece.a.y, piece.b.y);
      for (std::size_t k = 0; k < active.size();) {
        const Piece& other = *active[k];
        if (other.b.x < piece.a.x) {
          active[k] = active.back();
          active.pop_back();
          continue;
        }
        ++k;
        if (std::max(other.a.y, other.b.y) >= low && std::min(other.a.y, other.b.y) <= high) check_pair(piece, other);
      }
      active.push_back(&piece);
    }
  }
  void check_pair(const Piece& s, const Piece& t) {
    if (s.a == t.a && s.b == t.b) return say("a border that is there twice");
    const auto lies_within = [](GeoPoint p, const Piece& on) {
      return p != on.a && p != on.b && turn(on.a, on.b, p) == 0 && key(on.a) < key(p) && key(p) < key(on.b);
    };
    if (lies_within(s.a, t) || lies_within(s.b, t) || lies_within(t.a, s) || lies_within(t.b, s))
      return say("a point on a border that does not know it");
    if (sign(turn(s.a, s.b, t.a)) * sign(turn(s.a, s.b, t.b)) < 0 &&
        sign(turn(t.a, t.b, s.a)) * sign(turn(t.a, t.b, s.b)) < 0)
      say("borders that cross");
  }

  void check_vertices(const MapLevel& level) {
    std::vector<std::set<Key>> of(map_.areas.size());
    for (std::size_t a = 0; a < map_.areas.size(); ++a)
      for (std::uint32_t v = level.first_vertex[a]; v < level.first_vertex[a + 1]; ++v) {
        const GeoPoint p = level.vertices[v];
        of[a].insert(key(p));
        const config::MapArea& area = map_.areas[a];
        if (p.x < area.least.x || p.y < area.least.y || p.x > area.most.x || p.y > area.most.y)
          say("a vertex outside the box", a);
      }
    for (const MapArc& arc : level.arcs)
      for (std::uint32_t i = arc.first; i < arc.first + arc.count; ++i)
        for (const std::int32_t area : {arc.left, arc.right})
          if (area >= 0 && !of[static_cast<std::size_t>(area)].contains(key(level.points[i])))
            say("a point of a border that is no vertex", static_cast<std::size_t>(area));
  }

  void check_nested(const MapLevel& finer, const MapLevel& level) {
    std::set<Key> known;
    for (const GeoPoint p : finer.points) known.insert(key(p));
    for (const GeoPoint p : level.points)
      if (!known.contains(key(p))) say("a point that the finer level lacks");
    if (level.tolerance <= finer.tolerance) say("a tolerance that does not grow");
  }

  void check_labels() {
    const MapLevel& level = map_.levels.front();
    std::vector<bool> inside(map_.areas.size());
    std::vector<double> near(map_.areas.size(), 1e9);
    for (const MapArc& arc : level.arcs)
      for (const std::int32_t area : {arc.left, arc.right})
        for (std::uint32_t i = arc.first + 1; area >= 0 && i < arc.first + arc.count; ++i) {
          const auto at = static_cast<std::size_t>(area);
          const GeoPoint a = level.points[i - 1], b = level.points[i], p = map_.areas[at].label;
          const double dx = double{b.x} - a.x, dy = double{b.y} - a.y;
          if ((a.y > p.y) != (b.y > p.y) && p.x < dx * (double{p.y} - a.y) / dy + a.x) inside[at] = !inside[at];
          const double t =
              std::clamp(((double{p.x} - a.x) * dx + (double{p.y} - a.y) * dy) / (dx * dx + dy * dy), 0.0, 1.0);
          near[at] = std::min(near[at], std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy));
        }
    for (std::size_t a = 0; a < map_.areas.size(); ++a) {
      if (!inside[a]) say("a label outside", a);
      if (!(map_.areas[a].label_radius > 0) || map_.areas[a].label_radius > near[a] * 1.0001)
        say("a circle around the label that is wrong", a);
    }
  }

  const GeoMap& map_;
  std::string where_;
  std::vector<std::string> faults_;
};

}  // namespace

std::vector<double> doubled_sizes(const GeoMap& map, const MapLevel& level) {
  std::vector<double> out(map.areas.size(), 0);
  for (const MapArc& arc : level.arcs) {
    double strip = 0;
    for (std::uint32_t i = arc.first + 1; i < arc.first + arc.count; ++i)
      strip += double{level.points[i - 1].x} * level.points[i].y - double{level.points[i - 1].y} * level.points[i].x;
    if (arc.left >= 0) out[static_cast<std::size_t>(arc.left)] -= strip;
    if (arc.right >= 0) out[static_cast<std::size_t>(arc.right)] += strip;
  }
  return out;
}

std::vector<std::string> map_faults(const GeoMap& map) {
  return Judge(map).run();
}

}  // namespace support
