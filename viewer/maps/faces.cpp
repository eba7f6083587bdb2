// See faces.h.
#include "viewer/maps/faces.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace viewer::maps {
namespace {

constexpr std::uint32_t kNone = 0xffffffff;

void add(Windings& to, std::uint32_t ring, int by) {
  const auto at = std::lower_bound(to.begin(), to.end(), std::pair(ring, -0x7fffffff));
  if (at == to.end() || at->first != ring)
    to.insert(at, {ring, by});
  else if ((at->second += by) == 0)
    to.erase(at);
}

class Finder {
 public:
  explicit Finder(std::vector<RingEdge> edges) {
    join(std::move(edges));
    link();
    trace();
    find_parts();
    nest();
    wind();
  }
  Faces take() { return std::move(out_); }

 private:
  void join(std::vector<RingEdge> edges);
  void link();
  void trace();
  void find_parts();
  void nest();
  void wind();
  std::uint32_t part_of(std::uint32_t point) {
    while (parent_[point] != point) point = parent_[point] = parent_[parent_[point]];
    return point;
  }
  Point at(std::uint32_t half) const { return out_.points[out_.from[half]]; }
  std::size_t halves() const { return out_.from.size(); }

  // A connected piece of the drawing: where it lies leftmost, and the cycle around it.
  struct Part {
    std::uint32_t leftmost = 0, outer = kNone, half = kNone;
    std::uint32_t hit = kNone;  // the half edge to the left that looks at it; kNone: it lies in the endless face
  };
  void look_left(std::vector<Part>&);

  Faces out_;
  std::vector<Windings> across_;  // of each edge: what is more on the left of its first half
  std::vector<std::uint32_t> next_, cycle_;
  std::vector<double> size_;           // of each cycle
  std::vector<std::uint32_t> parent_;  // of each point
  std::vector<Part> parts_;            // from the left to the right
  std::vector<std::uint32_t> face_of_cycle_;
};

// One edge for all rings on the same two points; none where they cancel out.
void Finder::join(std::vector<RingEdge> edges) {
  const auto key = [](const RingEdge& e) { return std::tuple(std::min(e.a, e.b), std::max(e.a, e.b)); };
  std::sort(edges.begin(), edges.end(), [&](const RingEdge& l, const RingEdge& r) { return key(l) < key(r); });
  std::vector<std::pair<Point, Point>> kept;
  for (std::size_t i = 0; i < edges.size();) {
    Windings across;
    const auto [a, b] = key(edges[i]);
    for (const auto same = key(edges[i]); i < edges.size() && key(edges[i]) == same; ++i)
      add(across, edges[i].ring, edges[i].a == a ? 1 : -1);
    if (across.empty()) continue;
    kept.emplace_back(a, b);
    across_.push_back(std::move(across));
  }
  for (const auto& [a, b] : kept) {
    out_.points.push_back(a);
    out_.points.push_back(b);
  }
  std::sort(out_.points.begin(), out_.points.end());
  out_.points.erase(std::unique(out_.points.begin(), out_.points.end()), out_.points.end());
  for (const auto& [a, b] : kept)
    for (const Point p : {a, b})
      out_.from.push_back(static_cast<std::uint32_t>(std::lower_bound(out_.points.begin(), out_.points.end(), p) -
                                                     out_.points.begin()));
}

// After a half edge its face goes on along the next one clockwise from where it came.
void Finder::link() {
  std::vector<std::uint32_t> around(halves());
  std::iota(around.begin(), around.end(), 0);
  const auto upper = [&](std::uint32_t half) {
    const Point p = at(half), q = at(half ^ 1);
    return q.y > p.y || (q.y == p.y && q.x > p.x);
  };
  std::sort(around.begin(), around.end(), [&](std::uint32_t l, std::uint32_t r) {
    if (out_.from[l] != out_.from[r]) return out_.from[l] < out_.from[r];
    if (upper(l) != upper(r)) return upper(l);
    return cross(at(l), at(l ^ 1), at(r ^ 1)) > 0;
  });
  next_.resize(halves());
  for (std::size_t i = 0; i < around.size();) {
    std::size_t end = i;
    while (end < around.size() && out_.from[around[end]] == out_.from[around[i]]) ++end;
    for (std::size_t k = i; k < end; ++k) next_[around[k] ^ 1] = around[k == i ? end - 1 : k - 1];
    i = end;
  }
}

void Finder::trace() {
  cycle_.assign(halves(), kNone);
  for (std::uint32_t start = 0; start < halves(); ++start) {
    if (cycle_[start] != kNone) continue;
    const Point first = at(start);
    std::int64_t twice = 0;
    for (std::uint32_t half = start; cycle_[half] == kNone; half = next_[half]) {
      cycle_[half] = static_cast<std::uint32_t>(size_.size());
      twice += cross(first, at(half), at(half ^ 1));
    }
    size_.push_back(static_cast<double>(twice) / 2);
  }
}

void Finder::find_parts() {
  parent_.resize(out_.points.size());
  std::iota(parent_.begin(), parent_.end(), 0);
  for (std::uint32_t half = 0; half < halves(); half += 2) {
    const std::uint32_t a = part_of(out_.from[half]), b = part_of(out_.to(half));
    parent_[std::max(a, b)] = std::min(a, b);  // points are sorted: the root is the leftmost
  }
  std::vector<std::uint32_t> number(out_.points.size(), kNone);
  for (std::uint32_t p = 0; p < parent_.size(); ++p) {
    if (part_of(p) != p) continue;
    number[p] = static_cast<std::uint32_t>(parts_.size());
    parts_.push_back({p});
  }
  for (std::uint32_t half = 0; half < halves(); ++half) {
    if (size_[cycle_[half]] >= 0) continue;
    Part& part = parts_[number[part_of(out_.from[half])]];
    part.outer = cycle_[half];
    part.half = half;
  }
}

// For edges that rise, do not cross, and share a height: does l lie to the left of r?
bool left_of(Point l_low, Point l_high, Point r_low, Point r_high) {
  if (r_low.y >= l_low.y) {
    const std::int64_t side = cross(l_low, l_high, r_low);
    return (side != 0 ? side : cross(l_low, l_high, r_high)) < 0;
  }
  const std::int64_t side = cross(r_low, r_high, l_low);
  return (side != 0 ? side : cross(r_low, r_high, l_high)) > 0;
}

// A ray from just above each part's leftmost point; one sweep upwards for all.
void Finder::look_left(std::vector<Part>& parts) {
  std::vector<std::uint32_t> rising, asked(parts.size()), active;
  for (std::uint32_t half = 0; half < halves(); ++half)
    if (at(half).y < at(half ^ 1).y) rising.push_back(half);
  std::sort(rising.begin(), rising.end(), [&](auto l, auto r) { return at(l).y < at(r).y; });
  std::iota(asked.begin(), asked.end(), 0);
  const auto from = [&](std::uint32_t part) { return out_.points[parts[part].leftmost]; };
  std::sort(asked.begin(), asked.end(), [&](auto l, auto r) { return from(l).y < from(r).y; });
  std::size_t next = 0;
  for (const std::uint32_t part : asked) {
    const Point p = from(part);
    for (; next < rising.size() && at(rising[next]).y <= p.y; ++next) active.push_back(rising[next]);
    std::uint32_t best = kNone;
    for (std::size_t k = 0; k < active.size();) {
      const std::uint32_t half = active[k];
      if (at(half ^ 1).y <= p.y) {
        active[k] = active.back();
        active.pop_back();
        continue;
      }
      ++k;
      if (cross(at(half), at(half ^ 1), p) >= 0) continue;
      if (best == kNone || left_of(at(best), at(best ^ 1), at(half), at(half ^ 1))) best = half;
    }
    parts[part].hit = best == kNone ? kNone : best ^ 1;
  }
}

// The cycle around a part bounds the face in which it lies.
void Finder::nest() {
  look_left(parts_);
  face_of_cycle_.assign(size_.size(), kNone);
  out_.size = {0};
  for (std::uint32_t cycle = 0; cycle < size_.size(); ++cycle) {
    if (size_[cycle] < 0) continue;
    face_of_cycle_[cycle] = static_cast<std::uint32_t>(out_.size.size());
    out_.size.push_back(size_[cycle]);
  }
  for (const Part& part : parts_) face_of_cycle_[part.outer] = part.hit == kNone ? 0 : face_of_cycle_[cycle_[part.hit]];
  out_.face.resize(halves());
  for (std::uint32_t half = 0; half < halves(); ++half) out_.face[half] = face_of_cycle_[cycle_[half]];
}

void Finder::wind() {
  out_.windings.resize(out_.size.size());
  std::vector<bool> known(out_.size.size());
  std::vector<bool> seen(size_.size());
  known[0] = true;
  std::vector<std::uint32_t> open;
  for (const Part& part : parts_) {
    open.push_back(part.half);
    seen[part.outer] = true;
    while (!open.empty()) {
      const std::uint32_t start = open.back();
      open.pop_back();
      std::uint32_t half = start;
      do {
        const std::uint32_t other = half ^ 1, face = out_.face[other];
        if (!seen[cycle_[other]]) {
          seen[cycle_[other]] = true;
          open.push_back(other);
        }
        if (!known[face]) {
          known[face] = true;
          out_.windings[face] = out_.windings[out_.face[half]];
          const int turn = (half & 1) != 0 ? 1 : -1;
          for (const auto& [ring, by] : across_[half / 2]) add(out_.windings[face], ring, turn * by);
        }
        half = next_[half];
      } while (half != start);
    }
  }
}

}  // namespace

Faces find_faces(std::vector<RingEdge> edges) {
  return Finder(std::move(edges)).take();
}

}  // namespace viewer::maps
