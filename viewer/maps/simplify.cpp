// See simplify.h.
#include "viewer/maps/simplify.h"

#include <algorithm>
#include <cmath>
#include <queue>
#include <set>
#include <unordered_map>

namespace viewer::maps {
namespace {

constexpr std::uint32_t kNone = 0xffffffff;

// Distance of c from the stretch between a and b.
double distance(Point a, Point b, Point c) {
  const double along = static_cast<double>(dot(a, b, c)), length = static_cast<double>(dot(a, b, b));
  if (along <= 0 || length <= 0) return std::hypot(double{1} * c.x - a.x, double{1} * c.y - a.y);
  if (along >= length) return std::hypot(double{1} * c.x - b.x, double{1} * c.y - b.y);
  return std::abs(static_cast<double>(cross(a, b, c))) / std::sqrt(length);
}

bool holds(Point a, Point b, Point c, Point p) {
  const std::int64_t x = cross(a, b, p), y = cross(b, c, p), z = cross(c, a, p);
  if (cross(a, b, c) != 0) return (x >= 0 && y >= 0 && z >= 0) || (x <= 0 && y <= 0 && z <= 0);
  return x == 0 && y == 0 && z == 0 && std::min({a, b, c}) <= p && p <= std::max({a, b, c});
}

// The points that are left, by cells.
class Places {
 public:
  Places(const std::vector<Point>& points, const std::vector<std::uint32_t>& uses) : points_(points) {
    Point least{INT32_MAX, INT32_MAX}, most{INT32_MIN, INT32_MIN};
    for (const Point p : points) {
      least = {std::min(least.x, p.x), std::min(least.y, p.y)};
      most = {std::max(most.x, p.x), std::max(most.y, p.y)};
    }
    const double area = (double{1} * most.x - least.x + 1) * (double{1} * most.y - least.y + 1);
    cell_ = std::max<std::int64_t>(1, std::llround(std::sqrt(area / static_cast<double>(points.size() + 1))));
    least_ = least;
    columns_ = (std::int64_t{most.x} - least.x) / cell_ + 1;
    cells_.resize(static_cast<std::size_t>(columns_ * ((std::int64_t{most.y} - least.y) / cell_ + 1)));
    for (std::uint32_t i = 0; i < points.size(); ++i)
      if (uses[i] > 0) cells_[cell_of(points[i])].push_back(i);
  }
  void remove(std::uint32_t point) {
    auto& cell = cells_[cell_of(points_[point])];
    *std::find(cell.begin(), cell.end(), point) = cell.back();
    cell.pop_back();
  }
  // A point other than the three in the triangle or on its edge; kNone.
  std::uint32_t inside(std::uint32_t a, std::uint32_t b, std::uint32_t c) const {
    const Point p = points_[a], q = points_[b], r = points_[c];
    const auto [x0, x1] = std::minmax({p.x, q.x, r.x});
    const auto [y0, y1] = std::minmax({p.y, q.y, r.y});
    for (std::int64_t row = row_of(y0); row <= row_of(y1); ++row)
      for (std::int64_t column = column_of(x0); column <= column_of(x1); ++column)
        for (const std::uint32_t i : cells_[static_cast<std::size_t>(row * columns_ + column)])
          if (i != a && i != b && i != c && holds(p, q, r, points_[i])) return i;
    return kNone;
  }

 private:
  std::int64_t column_of(std::int32_t x) const { return (std::int64_t{x} - least_.x) / cell_; }
  std::int64_t row_of(std::int32_t y) const { return (std::int64_t{y} - least_.y) / cell_; }
  std::size_t cell_of(Point p) const { return static_cast<std::size_t>(row_of(p.y) * columns_ + column_of(p.x)); }
  const std::vector<Point>& points_;
  std::int64_t cell_ = 1, columns_ = 1;
  Point least_;
  std::vector<std::vector<std::uint32_t>> cells_;
};

// A slot is a point of an arc.
struct Slot {
  std::uint32_t point = 0, arc = 0, before = kNone, after = kNone;
  std::uint32_t version = 0;  // of what waits for it in the queue
  bool is_left = true;
};
struct Removal {
  double cost = 0;
  std::uint32_t slot = 0, version = 0;
  bool operator<(const Removal& other) const { return std::tie(cost, slot) > std::tie(other.cost, other.slot); }
};

class Simplifier {
 public:
  explicit Simplifier(const Coverage& coverage)
      : coverage_(coverage), uses_(count_uses(coverage)), places_(coverage.points, uses_) {
    for (std::uint32_t a = 0; a < coverage.arcs.size(); ++a) {
      const Arc& arc = coverage.arcs[a];
      first_.push_back(static_cast<std::uint32_t>(slots_.size()));
      left_.push_back(static_cast<std::uint32_t>(arc.points.size()));
      for (const std::uint32_t point : arc.points) {
        const auto at = static_cast<std::uint32_t>(slots_.size());
        slots_.push_back({point, a, at == first_[a] ? kNone : at - 1, at + 1});
      }
      slots_.back().after = kNone;
      if (arc.points.size() == 2) direct_.insert(std::minmax(arc.points[0], arc.points[1]));
      for (const std::int32_t area : {arc.left, arc.right})
        if (area >= 0) ++arcs_of_[area];
    }
    first_.push_back(static_cast<std::uint32_t>(slots_.size()));
    for (std::uint32_t s = 0; s < slots_.size(); ++s) offer(s);
  }

  // Removes points while `goes_on(triangles removed, cost of the next)`; the greatest cost of all so far.
  template <class GoesOn>
  double run(GoesOn goes_on) {
    while (!queue_.empty()) {
      const Removal next = queue_.top();
      const Slot& slot = slots_[next.slot];
      if (!slot.is_left || slot.version != next.version) {
        queue_.pop();
        continue;
      }
      if (!goes_on(removed_, next.cost)) break;
      queue_.pop();
      if (take(next.slot)) cost_ = std::max(cost_, next.cost);
    }
    return cost_;
  }
  bool is_left(std::uint32_t arc, std::size_t i) const { return slots_[first_[arc] + i].is_left; }
  std::size_t removed() const { return removed_; }

 private:
  static std::vector<std::uint32_t> count_uses(const Coverage& coverage) {
    std::vector<std::uint32_t> uses(coverage.points.size(), 0);
    for (const Arc& arc : coverage.arcs)
      for (const std::uint32_t point : arc.points) ++uses[point];
    return uses;
  }
  bool is_end(std::uint32_t s) const { return slots_[s].before == kNone || slots_[s].after == kNone; }
  bool is_closed(std::uint32_t arc) const { return slots_[first_[arc]].point == slots_[first_[arc + 1] - 1].point; }
  Point at(std::uint32_t s) const { return coverage_.points[slots_[s].point]; }

  // A triangle that goes as a whole is offered as the slot after its first.
  bool is_whole(std::uint32_t s) const {
    const std::uint32_t arc = slots_[s].arc;
    return left_[arc] == 4 && is_closed(arc);
  }
  void offer(std::uint32_t s) {
    if (is_end(s)) return;
    const Slot& slot = slots_[s];
    ++slots_[s].version;
    const Arc& arc = coverage_.arcs[slot.arc];
    double cost = 0;
    if (is_whole(s)) {
      if (slot.before != first_[slot.arc] || (arc.left >= 0 && arc.right >= 0)) return;
      cost = std::sqrt(std::abs(static_cast<double>(cross(at(slot.before), at(s), at(slot.after)))));
    } else {
      for (std::uint32_t i = slot.before + 1; i < slot.after; ++i)
        cost = std::max(cost, distance(at(slot.before), at(slot.after), at(i)));
    }
    queue_.push({cost, s, slot.version});
  }
  bool take(std::uint32_t s);
  void take_point(std::uint32_t s);
  void take_whole(std::uint32_t s);
  void drop(std::uint32_t s);

  const Coverage& coverage_;
  std::vector<std::uint32_t> uses_;  // of each point, by slots that are left
  Places places_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> first_, left_;                   // of each arc: its first slot, and slots left
  std::set<std::pair<std::uint32_t, std::uint32_t>> direct_;  // arcs of two points
  std::unordered_map<std::int32_t, std::uint32_t> arcs_of_;   // how many arcs an area has left
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> waiting_;  // for a point to go
  std::priority_queue<Removal> queue_;
  double cost_ = 0;
  std::size_t removed_ = 0;  // triangles
};

bool Simplifier::take(std::uint32_t s) {
  const Slot slot = slots_[s];
  const std::uint32_t a = slots_[slot.before].point, b = slots_[slot.after].point;
  const Arc& arc = coverage_.arcs[slot.arc];
  if (is_whole(s)) {
    if (arcs_of_[std::max(arc.left, arc.right)] < 2) return false;
  } else if (left_[slot.arc] == 3 && (a == b || direct_.contains(std::minmax(a, b)))) {
    return false;
  }
  if (const std::uint32_t other = places_.inside(a, slot.point, b); other != kNone) {
    waiting_[other].push_back(s);
    return false;
  }
  is_whole(s) ? take_whole(s) : take_point(s);
  return true;
}

void Simplifier::take_point(std::uint32_t s) {
  const Slot slot = slots_[s];
  const Arc& arc = coverage_.arcs[slot.arc];
  slots_[slot.before].after = slot.after;
  slots_[slot.after].before = slot.before;
  removed_ += (arc.left >= 0 ? 1 : 0) + (arc.right >= 0 ? 1 : 0);
  --left_[slot.arc];
  drop(s);
  if (left_[slot.arc] == 2) direct_.insert(std::minmax(slots_[slot.before].point, slots_[slot.after].point));
  offer(slot.before);
  offer(slot.after);
  if (!is_whole(s)) return;
  for (std::uint32_t i = slots_[first_[slot.arc]].after; !is_end(i); i = slots_[i].after) offer(i);
}

void Simplifier::take_whole(std::uint32_t s) {
  const std::uint32_t number = slots_[s].arc, start = first_[number];
  const Arc& arc = coverage_.arcs[number];
  const std::uint32_t b = slots_[start].after, c = slots_[b].after;
  const bool inside_is_left = cross(at(start), at(b), at(c)) > 0;
  removed_ += (inside_is_left ? arc.left : arc.right) >= 0 ? 1 : 5;
  --arcs_of_[std::max(arc.left, arc.right)];
  left_[number] = 0;
  for (const std::uint32_t gone : {start, b, c, first_[number + 1] - 1}) drop(gone);
}

void Simplifier::drop(std::uint32_t s) {
  slots_[s].is_left = false;
  const std::uint32_t point = slots_[s].point;
  if (--uses_[point] > 0) return;
  places_.remove(point);
  const auto found = waiting_.find(point);
  if (found == waiting_.end()) return;
  const std::vector<std::uint32_t> again = std::move(found->second);
  waiting_.erase(found);
  for (const std::uint32_t waiter : again)
    if (slots_[waiter].is_left) offer(waiter);
}

}  // namespace

Simplified simplify(const Coverage& coverage, const SimplifyOptions& options) {
  Simplified out;
  out.tolerance = {0};
  for (const Arc& arc : coverage.arcs) out.depth.emplace_back(arc.points.size(), std::uint8_t{0});
  Simplifier simplifier(coverage);
  double triangles = static_cast<double>(options.triangles);
  while (out.tolerance.size() < options.most_levels && triangles > static_cast<double>(options.fewest)) {
    const double wanted = triangles / options.ratio;
    const auto left = [&](std::size_t removed) { return static_cast<double>(options.triangles - removed); };
    const double tolerance = simplifier.run(
        [&](std::size_t removed, double cost) { return left(removed) > wanted && cost <= options.most_tolerance; });
    if (left(simplifier.removed()) > triangles / 2) break;
    triangles = left(simplifier.removed());
    for (std::uint32_t a = 0; a < coverage.arcs.size(); ++a)
      for (std::size_t i = 0; i < out.depth[a].size(); ++i)
        if (simplifier.is_left(a, i)) out.depth[a][i] = static_cast<std::uint8_t>(out.tolerance.size());
    out.tolerance.push_back(tolerance);
  }
  return out;
}

void thin(Coverage& coverage, double tolerance) {
  Simplifier simplifier(coverage);
  simplifier.run([&](std::size_t, double cost) { return cost <= tolerance; });
  std::vector<Arc> kept;
  for (std::uint32_t a = 0; a < coverage.arcs.size(); ++a) {
    Arc arc{coverage.arcs[a].left, coverage.arcs[a].right, {}};
    for (std::size_t i = 0; i < coverage.arcs[a].points.size(); ++i)
      if (simplifier.is_left(a, i)) arc.points.push_back(coverage.arcs[a].points[i]);
    if (!arc.points.empty()) kept.push_back(std::move(arc));
  }
  coverage.arcs = std::move(kept);
}

}  // namespace viewer::maps
