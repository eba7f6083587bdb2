// See noding.h.
#include "viewer/maps/noding.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace viewer::maps {
namespace {

constexpr int kMostRounds = 200;

// Edges of all rings on the same two points, as one.
struct Segment {
  Point a, b;                         // a < b
  std::uint32_t first = 0, last = 0;  // of the edges
  bool is_new = true;                 // cut in the last round
};
struct Cut {
  std::uint32_t segment = 0;
  Point at;
};

bool lies_on(Point p, Point a, Point b) {
  if (p == a || p == b) return false;
  const std::int64_t along = dot(a, b, p), length = dot(a, b, b);
  if (along <= 0 || along >= length) return false;
  const auto off = static_cast<double>(cross(a, b, p));
  return 2 * off * off <= static_cast<double>(length);
}

int sign(std::int64_t value) {
  return (value > 0) - (value < 0);
}

void cut_pair(const std::vector<Segment>& all, std::uint32_t i, std::uint32_t j, std::vector<Cut>& cuts) {
  const Segment &s = all[i], &t = all[j];
  const std::size_t before = cuts.size();
  for (const Point p : {t.a, t.b})
    if (lies_on(p, s.a, s.b)) cuts.push_back({i, p});
  for (const Point p : {s.a, s.b})
    if (lies_on(p, t.a, t.b)) cuts.push_back({j, p});
  if (cuts.size() > before) return;
  const std::int64_t from = cross(t.a, t.b, s.a), to = cross(t.a, t.b, s.b);
  if (sign(from) * sign(to) >= 0 || sign(cross(s.a, s.b, t.a)) * sign(cross(s.a, s.b, t.b)) >= 0) return;
  const double part = static_cast<double>(from) / (static_cast<double>(from) - static_cast<double>(to));
  const Point at{static_cast<std::int32_t>(std::llround(s.a.x + part * (double{1} * s.b.x - s.a.x))),
                 static_cast<std::int32_t>(std::llround(s.a.y + part * (double{1} * s.b.y - s.a.y)))};
  if (at != s.a && at != s.b) cuts.push_back({i, at});
  if (at != t.a && at != t.b) cuts.push_back({j, at});
}

// All pairs whose boxes touch, one of them new, by a sweep along x.
std::vector<Cut> find_cuts(const std::vector<Segment>& all) {
  std::vector<Cut> cuts;
  std::vector<std::uint32_t> active;
  for (std::uint32_t i = 0; i < all.size(); ++i) {  // sorted by a, so by the least x
    const Segment& s = all[i];
    const auto [low, high] = std::minmax(s.a.y, s.b.y);
    for (std::size_t k = 0; k < active.size();) {
      const Segment& t = all[active[k]];
      if (t.b.x + 1 < s.a.x) {
        active[k] = active.back();
        active.pop_back();
        continue;
      }
      if ((s.is_new || t.is_new) && std::max(t.a.y, t.b.y) + 1 >= low && std::min(t.a.y, t.b.y) - 1 <= high)
        cut_pair(all, i, active[k], cuts);
      ++k;
    }
    active.push_back(i);
  }
  std::sort(cuts.begin(), cuts.end(), [&](const Cut& l, const Cut& r) {
    if (l.segment != r.segment) return l.segment < r.segment;
    const Segment& s = all[l.segment];
    return std::tuple(dot(s.a, s.b, l.at), l.at) < std::tuple(dot(s.a, s.b, r.at), r.at);
  });
  return cuts;
}

struct Piece {
  RingEdge edge;
  bool is_new = true;
};

Point least(const Piece& p) {
  return std::min(p.edge.a, p.edge.b);
}
Point most(const Piece& p) {
  return std::max(p.edge.a, p.edge.b);
}

std::vector<Segment> join(std::vector<Piece>& pieces) {
  std::sort(pieces.begin(), pieces.end(), [](const Piece& l, const Piece& r) {
    return std::tuple(least(l), most(l), l.edge.ring, l.edge.a) < std::tuple(least(r), most(r), r.edge.ring, r.edge.a);
  });
  std::vector<Segment> out;
  for (std::uint32_t i = 0; i < pieces.size(); ++i) {
    const Point a = least(pieces[i]), b = most(pieces[i]);
    if (out.empty() || out.back().a != a || out.back().b != b) out.push_back({a, b, i, i, true});
    out.back().last = i + 1;
    out.back().is_new = out.back().is_new && pieces[i].is_new;
  }
  return out;
}

}  // namespace

bool node(std::vector<RingEdge>& edges) {
  std::vector<Piece> pieces;
  pieces.reserve(edges.size());
  for (const RingEdge& edge : edges) pieces.push_back({edge, true});
  for (int round = 0; round < kMostRounds; ++round) {
    const std::vector<Segment> segments = join(pieces);
    const std::vector<Cut> cuts = find_cuts(segments);
    if (cuts.empty()) {
      edges.clear();
      for (const Piece& piece : pieces) edges.push_back(piece.edge);
      return true;
    }
    std::vector<Piece> next;
    next.reserve(pieces.size() + cuts.size());
    auto cut = cuts.begin();
    for (std::uint32_t s = 0; s < segments.size(); ++s) {
      const Point a = segments[s].a, b = segments[s].b;
      std::vector<Point> line = {a};
      std::int64_t along = 0;  // of two points abreast only one, or a cell's diagonal would become the other one
      for (; cut != cuts.end() && cut->segment == s; ++cut)
        if (const std::int64_t next_along = dot(a, b, cut->at); next_along != along) {
          line.push_back(cut->at);
          along = next_along;
        }
      line.push_back(b);
      for (std::uint32_t i = segments[s].first; i < segments[s].last; ++i) {
        const bool forth = pieces[i].edge.a == a;
        for (std::size_t k = 1; k < line.size(); ++k)
          next.push_back(
              {{forth ? line[k - 1] : line[k], forth ? line[k] : line[k - 1], pieces[i].edge.ring}, line.size() > 2});
      }
    }
    pieces = std::move(next);
  }
  return false;
}

}  // namespace viewer::maps
