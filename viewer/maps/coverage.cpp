// See coverage.h.
#include "viewer/maps/coverage.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "viewer/maps/faces.h"

namespace viewer::maps {
namespace {

constexpr std::int32_t kNobody = -1;

// The areas that lie on a face: of polygons with a winding of the outer ring and none of a hole.
std::vector<std::uint32_t> claims(const Windings& windings, const std::vector<RingPlace>& rings,
                                  const std::vector<std::uint32_t>& polygons) {
  std::vector<std::uint32_t> out;
  for (const auto& [ring, times] : windings) {
    if (rings[ring].is_hole) continue;
    const bool in_hole = std::any_of(windings.begin(), windings.end(), [&](const auto& other) {
      return rings[other.first].is_hole && rings[other.first].polygon == rings[ring].polygon;
    });
    const std::uint32_t area = polygons[rings[ring].polygon];
    if (!in_hole && std::find(out.begin(), out.end(), area) == out.end()) out.push_back(area);
  }
  return out;
}

class Maker {
 public:
  Maker(std::vector<RingEdge> edges, const std::vector<RingPlace>& rings, const std::vector<std::uint32_t>& polygons,
        std::size_t areas)
      : faces_(find_faces(std::move(edges))), areas_(areas) {
    give_faces(rings, polygons);
  }
  void fill_gaps(double gap);
  Coverage take();

 private:
  void give_faces(const std::vector<RingPlace>&, const std::vector<std::uint32_t>& polygons);
  void measure();
  void chain();
  std::int32_t owner(std::uint32_t half) const { return owner_[faces_.face[half]]; }
  bool is_border(std::uint32_t half) const { return owner(half) != owner(half ^ 1); }
  double length(std::uint32_t half) const {
    const Point a = faces_.points[faces_.from[half]], b = faces_.points[faces_.to(half)];
    return std::hypot(double{1} * b.x - a.x, double{1} * b.y - a.y);
  }

  Faces faces_;
  std::size_t areas_;
  std::vector<std::int32_t> owner_;  // of each face
  Coverage out_;
};

void Maker::give_faces(const std::vector<RingPlace>& rings, const std::vector<std::uint32_t>& polygons) {
  std::vector<std::vector<std::uint32_t>> claimed;
  std::vector<double> sizes(areas_, 0);
  for (std::size_t f = 0; f < faces_.windings.size(); ++f) {
    claimed.push_back(claims(faces_.windings[f], rings, polygons));
    for (const std::uint32_t area : claimed.back()) sizes[area] += faces_.size[f];
  }
  std::map<std::pair<std::uint32_t, std::uint32_t>, double> overlaps;
  for (std::size_t f = 0; f < claimed.size(); ++f) {
    auto& by = claimed[f];
    std::sort(by.begin(), by.end(), [&](auto l, auto r) { return std::tuple(sizes[l], l) < std::tuple(sizes[r], r); });
    owner_.push_back(by.empty() ? kNobody : static_cast<std::int32_t>(by.front()));
    for (std::size_t i = 1; i < by.size(); ++i) overlaps[{by.front(), by[i]}] += faces_.size[f];
  }
  for (const auto& [pair, size] : overlaps) out_.overlaps.push_back({pair.first, pair.second, size});
}

void Maker::fill_gaps(double gap) {
  std::vector<double> around(owner_.size(), 0);
  for (std::uint32_t half = 0; half < faces_.from.size(); ++half) around[faces_.face[half]] += length(half);
  std::map<std::uint32_t, std::map<std::int32_t, double>> neighbours;
  for (std::uint32_t half = 0; half < faces_.from.size(); ++half) {
    const std::uint32_t face = faces_.face[half];
    if (face != 0 && owner_[face] == kNobody && 2 * faces_.size[face] < gap * around[face])
      neighbours[face][owner(half ^ 1)] += length(half);
  }
  for (const auto& [face, by] : neighbours) {
    const auto longest =
        std::max_element(by.begin(), by.end(), [](const auto& l, const auto& r) { return l.second < r.second; });
    owner_[face] = longest->first;
    ++out_.filled;
  }
}

void Maker::measure() {
  out_.areas.assign(areas_, 0);
  for (std::uint32_t half = 0; half < faces_.from.size(); ++half) {
    if (owner(half) == kNobody || !is_border(half)) continue;
    const Point a = faces_.points[faces_.from[half]], b = faces_.points[faces_.to(half)];
    out_.areas[static_cast<std::size_t>(owner(half))] += static_cast<double>(cross({0, 0}, a, b)) / 2;
  }
}

// Border edges in a row, up to where three or more of them meet.
void Maker::chain() {
  std::vector<std::vector<std::uint32_t>> borders(faces_.points.size());
  for (std::uint32_t half = 0; half < faces_.from.size(); ++half)
    if (is_border(half)) borders[faces_.from[half]].push_back(half);
  std::vector<bool> done(faces_.from.size());
  const auto walk = [&](std::uint32_t half) {
    Arc arc{owner(half), owner(half ^ 1), {faces_.from[half]}};
    while (true) {
      done[half] = done[half ^ 1] = true;
      const std::uint32_t at = faces_.to(half);
      arc.points.push_back(at);
      if (at == arc.points.front() || borders[at].size() != 2) break;
      half = borders[at][borders[at][0] == (half ^ 1) ? 1 : 0];
    }
    out_.arcs.push_back(std::move(arc));
  };
  for (const bool nodes : {true, false})
    for (const auto& at : borders)
      for (const std::uint32_t half : at)
        if (!done[half] && (at.size() != 2) == nodes) walk(half);
}

Coverage Maker::take() {
  measure();
  chain();
  out_.points = std::move(faces_.points);
  const auto key = [&](const Arc& arc) {
    const auto [low, high] = std::minmax(arc.left, arc.right);
    return std::tuple(low == kNobody ? high : low, high, arc.points);
  };
  std::sort(out_.arcs.begin(), out_.arcs.end(), [&](const Arc& l, const Arc& r) { return key(l) < key(r); });
  return std::move(out_);
}

}  // namespace

Coverage make_coverage(std::vector<RingEdge> edges, const std::vector<RingPlace>& rings,
                       const std::vector<std::uint32_t>& polygons, std::size_t areas, double gap) {
  Maker maker(std::move(edges), rings, polygons, areas);
  maker.fill_gaps(gap);
  return maker.take();
}

}  // namespace viewer::maps
