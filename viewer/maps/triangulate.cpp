// See triangulate.h. Points are inserted along a Hilbert curve and edges flipped until the triangulation is Delaunay's
// (Lawson 1977); then sides that are missing are made by flips (Sloan 1993), and areas spread from their sides.
#include "viewer/maps/triangulate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <numeric>

#include "viewer/maps/hilbert.h"

namespace viewer::maps {
namespace {

__extension__ using Wide = __int128;
constexpr std::uint32_t kNone = 0xffffffff;
constexpr std::int32_t kUnknown = -2;
constexpr std::int32_t kFar = 1 << 28;  // corners of the triangle around all points

// Above 0: d lies inside the circle through a, b, c, which turn to the left.
int in_circle(Point a, Point b, Point c, Point d) {
  const auto x = [&](Point p) { return std::int64_t{p.x} - d.x; };
  const auto y = [&](Point p) { return std::int64_t{p.y} - d.y; };
  const std::int64_t ab = x(a) * y(b) - y(a) * x(b), bc = x(b) * y(c) - y(b) * x(c), ca = x(c) * y(a) - y(c) * x(a);
  const auto far = [&](Point p) { return x(p) * x(p) + y(p) * y(p); };
  const auto real = [](std::int64_t value) { return static_cast<double>(value); };
  const double m = real(far(a)) * real(bc), n = real(far(b)) * real(ca), o = real(far(c)) * real(ab);
  const double sum = m + n + o;
  if (std::abs(sum) > 1e-14 * (std::abs(m) + std::abs(n) + std::abs(o))) return sum > 0 ? 1 : -1;
  const Wide exact = static_cast<Wide>(far(a)) * bc + static_cast<Wide>(far(b)) * ca + static_cast<Wide>(far(c)) * ab;
  return (exact > 0) - (exact < 0);
}

struct Corner {
  std::uint32_t triangle = kNone;
  int i = 0;
};

class Mesh {
 public:
  explicit Mesh(const std::vector<Point>& points) : points_(points) {
    const auto count = static_cast<std::uint32_t>(points.size());
    points_.insert(points_.end(), {{-kFar, -kFar}, {kFar, -kFar}, {0, kFar}});
    of_point_.assign(points_.size(), 0);
    cells_.push_back({{count, count + 1, count + 2}, {kNone, kNone, kNone}});
    for (std::uint32_t i = count; i < count + 3; ++i) of_point_[i] = 0;
    for (const std::uint32_t p : order(count)) insert(p);
  }
  void force(std::uint32_t a, std::uint32_t b);
  std::vector<Triangle> spread(const std::vector<Side>&);

 private:
  struct Cell {
    std::array<std::uint32_t, 3> point;  // to the left
    std::array<std::uint32_t, 3> next;   // the neighbour opposite each
  };
  std::vector<std::uint32_t> order(std::uint32_t count) const;
  std::uint32_t locate(std::uint32_t p) const;
  void insert(std::uint32_t p);
  void settle(std::uint32_t p, std::vector<std::uint32_t>& open);
  void flip(std::uint32_t t, int i);
  int index_of(std::uint32_t t, std::uint32_t point) const {
    const auto& at = cells_[t].point;
    return at[0] == point ? 0 : at[1] == point ? 1 : 2;
  }
  void relink(std::uint32_t t, std::uint32_t from, std::uint32_t to) {
    if (t == kNone) return;
    for (std::uint32_t& next : cells_[t].next)
      if (next == from) {
        next = to;
        return;
      }
  }
  // The corner whose opposite edge leads from a to b; none where there is no such edge.
  Corner edge(std::uint32_t a, std::uint32_t b) const;
  std::deque<std::pair<std::uint32_t, std::uint32_t>> crossed(std::uint32_t a, std::uint32_t b) const;
  std::int64_t turn(std::uint32_t a, std::uint32_t b, std::uint32_t c) const {
    return cross(points_[a], points_[b], points_[c]);
  }

  std::vector<Point> points_;
  std::vector<Cell> cells_;
  std::vector<std::uint32_t> of_point_;  // a cell at each point
  std::uint32_t last_ = 0;               // where the next search begins
};

std::vector<std::uint32_t> Mesh::order(std::uint32_t count) const {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> keys;
  std::int64_t least_x = kFar, least_y = kFar, most = 1;
  for (std::uint32_t i = 0; i < count; ++i) {
    least_x = std::min<std::int64_t>(least_x, points_[i].x);
    least_y = std::min<std::int64_t>(least_y, points_[i].y);
  }
  for (std::uint32_t i = 0; i < count; ++i) most = std::max({most, points_[i].x - least_x, points_[i].y - least_y});
  for (std::uint32_t i = 0; i < count; ++i)
    keys.emplace_back(hilbert(static_cast<std::uint32_t>((points_[i].x - least_x) * 65535 / most),
                              static_cast<std::uint32_t>((points_[i].y - least_y) * 65535 / most)),
                      i);
  std::sort(keys.begin(), keys.end());
  std::vector<std::uint32_t> out;
  for (const auto& [key, i] : keys) out.push_back(i);
  return out;
}

std::uint32_t Mesh::locate(std::uint32_t p) const {
  for (std::uint32_t t = last_;;) {
    const Cell& cell = cells_[t];
    int out = -1;
    for (int i = 0; i < 3 && out < 0; ++i)
      if (turn(cell.point[(i + 1) % 3], cell.point[(i + 2) % 3], p) < 0) out = i;
    if (out < 0) return t;
    t = cell.next[out];
  }
}

void Mesh::insert(std::uint32_t p) {
  const std::uint32_t t = locate(p);
  const Cell old = cells_[t];
  const auto second = static_cast<std::uint32_t>(cells_.size()), third = second + 1;
  cells_[t] = {{p, old.point[1], old.point[2]}, {old.next[0], second, third}};
  cells_.push_back({{p, old.point[2], old.point[0]}, {old.next[1], third, t}});
  cells_.push_back({{p, old.point[0], old.point[1]}, {old.next[2], t, second}});
  relink(old.next[1], t, second);
  relink(old.next[2], t, third);
  of_point_[p] = of_point_[old.point[1]] = of_point_[old.point[2]] = t;
  of_point_[old.point[0]] = second;
  last_ = t;
  std::vector<std::uint32_t> open = {t, second, third};
  settle(p, open);
}

// Flips edges opposite p until no circle holds it. Where p lies on such an edge it is flipped first.
void Mesh::settle(std::uint32_t p, std::vector<std::uint32_t>& open) {
  while (!open.empty()) {
    const std::uint32_t t = open.back();
    open.pop_back();
    const int i = index_of(t, p);
    const std::uint32_t other = cells_[t].next[i];
    if (other == kNone) continue;
    const auto& at = cells_[t].point;
    const std::uint32_t a = at[(i + 1) % 3], b = at[(i + 2) % 3];
    std::uint32_t far = kNone;
    for (const std::uint32_t q : cells_[other].point)
      if (q != a && q != b) far = q;
    if (turn(p, a, b) != 0 && in_circle(points_[p], points_[a], points_[b], points_[far]) <= 0) continue;
    flip(t, i);
    open.push_back(t);
    open.push_back(other);
  }
}

// The edge opposite corner i becomes the other diagonal; afterwards both cells hold that corner's point.
void Mesh::flip(std::uint32_t t, int i) {
  const Cell one = cells_[t];
  const std::uint32_t u = one.next[i];
  const Cell two = cells_[u];
  const std::uint32_t p = one.point[i], a = one.point[(i + 1) % 3], b = one.point[(i + 2) % 3];
  const int in_two = index_of(u, a);
  const std::uint32_t q = two.point[(in_two + 1) % 3];
  const std::uint32_t beyond_bq = two.next[in_two], beyond_aq = two.next[index_of(u, b)];
  const std::uint32_t beyond_pb = one.next[(i + 1) % 3], beyond_pa = one.next[(i + 2) % 3];
  cells_[t] = {{p, a, q}, {beyond_aq, u, beyond_pa}};
  cells_[u] = {{p, q, b}, {beyond_bq, beyond_pb, t}};
  relink(beyond_aq, u, t);
  relink(beyond_pb, t, u);
  of_point_[p] = of_point_[a] = of_point_[q] = t;
  of_point_[b] = u;
}

Corner Mesh::edge(std::uint32_t a, std::uint32_t b) const {
  const std::uint32_t start = of_point_[a];
  for (const int step : {1, 2}) {  // to the left around a, and from the outermost corners to the right too
    std::uint32_t t = start;
    do {
      const int i = index_of(t, a);
      if (cells_[t].point[(i + 1) % 3] == b) return {t, (i + 2) % 3};
      t = cells_[t].next[(i + step) % 3];
    } while (t != start && t != kNone);
    if (t == start) return {};
  }
  return {};
}

// Edges that the side from a to b crosses, each from its right to its left.
std::deque<std::pair<std::uint32_t, std::uint32_t>> Mesh::crossed(std::uint32_t a, std::uint32_t b) const {
  std::deque<std::pair<std::uint32_t, std::uint32_t>> out;
  std::uint32_t t = of_point_[a];
  int i = index_of(t, a);
  while (turn(a, cells_[t].point[(i + 1) % 3], b) <= 0 || turn(a, cells_[t].point[(i + 2) % 3], b) >= 0) {
    t = cells_[t].next[(i + 1) % 3];
    i = index_of(t, a);
  }
  std::uint32_t right = cells_[t].point[(i + 1) % 3], left = cells_[t].point[(i + 2) % 3];
  while (true) {
    out.emplace_back(right, left);
    t = cells_[t].next[i];
    for (int k = 0; k < 3; ++k)
      if (cells_[t].point[k] != right && cells_[t].point[k] != left) i = k;
    const std::uint32_t far = cells_[t].point[i];
    if (far == b) return out;
    const bool is_left = turn(a, b, far) > 0;
    i = index_of(t, is_left ? left : right);
    (is_left ? left : right) = far;
  }
}

void Mesh::force(std::uint32_t a, std::uint32_t b) {
  if (edge(a, b).triangle != kNone || edge(b, a).triangle != kNone) return;
  auto open = crossed(a, b);
  while (!open.empty()) {
    const auto [right, left] = open.front();
    open.pop_front();
    const Corner at = edge(right, left);
    const std::uint32_t p = cells_[at.triangle].point[at.i], other = cells_[at.triangle].next[at.i];
    std::uint32_t q = kNone;
    for (const std::uint32_t far : cells_[other].point)
      if (far != right && far != left) q = far;
    const std::int64_t one = turn(p, q, right), two = turn(p, q, left);
    if ((one <= 0 || two >= 0) && (one >= 0 || two <= 0)) {
      open.emplace_back(right, left);
      continue;
    }
    flip(at.triangle, at.i);
    const std::int64_t side_p = turn(a, b, p), side_q = turn(a, b, q);
    if (side_p < 0 && side_q > 0) open.emplace_back(p, q);
    if (side_p > 0 && side_q < 0) open.emplace_back(q, p);
  }
}

std::vector<Triangle> Mesh::spread(const std::vector<Side>& sides) {
  std::vector<std::int32_t> area(cells_.size(), kUnknown);
  std::vector<std::array<bool, 3>> wall(cells_.size(), {false, false, false});
  std::vector<std::uint32_t> open;
  for (const Side& side : sides) {
    for (const bool forth : {true, false}) {
      const Corner at = forth ? edge(side.a, side.b) : edge(side.b, side.a);
      wall[at.triangle][static_cast<std::size_t>(at.i)] = true;
      area[at.triangle] = forth ? side.left : side.right;
      open.push_back(at.triangle);
    }
  }
  while (!open.empty()) {
    const std::uint32_t t = open.back();
    open.pop_back();
    for (std::size_t i = 0; i < 3; ++i) {
      const std::uint32_t next = cells_[t].next[i];
      if (wall[t][i] || next == kNone || area[next] != kUnknown) continue;
      area[next] = area[t];
      open.push_back(next);
    }
  }
  std::vector<Triangle> out;
  for (std::size_t t = 0; t < cells_.size(); ++t)
    if (area[t] >= 0) out.push_back({cells_[t].point[0], cells_[t].point[1], cells_[t].point[2], area[t]});
  return out;
}

}  // namespace

std::vector<Triangle> triangulate(const std::vector<Point>& points, const std::vector<Side>& sides) {
  Mesh mesh(points);
  for (const Side& side : sides) mesh.force(side.a, side.b);
  return mesh.spread(sides);
}

}  // namespace viewer::maps
