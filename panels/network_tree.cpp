// See network_tree.h.
#include "panels/network_tree.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <tuple>

#include "panels/network_at.h"

namespace panels {
namespace {

struct Way {
  int node, link;
};

// What stands where at each depth below a subtree's top, the deepest first; from the top's own place.
struct Outline {
  std::vector<float> left, right;
};

// How far right of `a` the outline `b` must stand so that they are one unit apart at every depth that both have.
float beside(const Outline& a, const Outline& b) {
  float out = 0;
  const std::size_t common = std::min(a.right.size(), b.left.size());
  for (std::size_t d = 0; d < common; ++d)
    out = std::max(out, a.right[a.right.size() - 1 - d] - b.left[b.left.size() - 1 - d] + 1);
  return out;
}

// `b`, moved by `by`, joins on the right.
void join(Outline& a, Outline&& b, float by) {
  for (float& x : b.left) x += by;
  for (float& x : b.right) x += by;
  const std::size_t deep = a.left.size(), more = b.left.size() > deep ? b.left.size() - deep : 0;
  a.left.insert(a.left.begin(), b.left.begin(), b.left.begin() + static_cast<std::ptrdiff_t>(more));
  const std::size_t keep = a.right.size() > b.right.size() ? a.right.size() - b.right.size() : 0;
  a.right.resize(keep);
  a.right.insert(a.right.end(), b.right.begin(), b.right.end());
}

// Fits what has coordinates of any size into the room.
std::vector<ImVec2> fitted(std::vector<ImVec2> points, ImVec2 room, bool turned) {
  ImVec2 least{1e9f, 1e9f}, most{-1e9f, -1e9f};
  for (ImVec2& p : points) {
    if (turned) std::swap(p.x, p.y);
    least = {std::min(least.x, p.x), std::min(least.y, p.y)};
    most = {std::max(most.x, p.x), std::max(most.y, p.y)};
  }
  const auto scaled = [](float v, float from, float to, float size) {
    return to > from ? (v - from) / (to - from) * size : size / 2;
  };
  for (ImVec2& p : points) p = {scaled(p.x, least.x, most.x, room.x), scaled(p.y, least.y, most.y, room.y)};
  return points;
}

// Shares of an ellipse's length from its rightmost point on, by angle.
class Ellipse {
 public:
  explicit Ellipse(ImVec2 radius) : radius_(radius) {
    for (int i = 1; i <= kSteps; ++i)
      lengths_.push_back(lengths_.back() + std::hypot(point(i).x - point(i - 1).x, point(i).y - point(i - 1).y));
  }
  // From the middle; 1 is the whole way round.
  ImVec2 along(float share) const {
    const float wanted = (share - std::floor(share)) * lengths_.back();
    const auto next = std::upper_bound(lengths_.begin() + 1, lengths_.end() - 1, wanted);
    const int i = static_cast<int>(next - lengths_.begin());
    const float from = at(lengths_, i - 1), to = at(lengths_, i);
    const float t = to > from ? (wanted - from) / (to - from) : 0;
    return angled(static_cast<float>(i - 1) + t);
  }

 private:
  static constexpr int kSteps = 720;
  ImVec2 point(int step) const { return angled(static_cast<float>(step)); }
  ImVec2 angled(float step) const {
    const float a = step / kSteps * 2 * std::numbers::pi_v<float>;
    return {radius_.x * std::cos(a), radius_.y * std::sin(a)};
  }
  ImVec2 radius_;
  std::vector<float> lengths_{0};
};

}  // namespace

NetTree tree_of(const NetPlan& plan) {
  const std::size_t n = plan.nodes.size();
  NetTree out{std::vector<int>(n, -1), std::vector<int>(n, -1), {}, std::vector<int>(n, -1), {}};
  out.children.resize(n);
  std::vector<std::vector<Way>> ways(n);
  for (std::size_t i = 0; i < plan.links.size(); ++i) {
    const NetPlan::Link& l = plan.links[i];
    at(ways, l.from).push_back({l.to, static_cast<int>(i)});
    at(ways, l.to).push_back({l.from, static_cast<int>(i)});
  }
  std::vector<int> wave;
  const auto grow = [&] {
    for (int depth = wave.empty() ? 0 : at(out.depth, wave.front()); !wave.empty(); ++depth) {
      std::vector<int> next;
      std::vector<double> best(n, -1);
      for (const int u : wave)
        for (const Way& way : at(ways, u)) {
          const double capacity = at(plan.links, way.link).capacity;
          if (at(out.depth, way.node) >= 0 && at(best, way.node) < 0) continue;
          if (at(best, way.node) < 0) next.push_back(way.node);
          if (capacity <= at(best, way.node)) continue;
          at(best, way.node) = capacity;
          at(out.depth, way.node) = depth + 1;
          at(out.parent, way.node) = u;
          at(out.over, way.node) = way.link;
        }
      wave = std::move(next);
    }
  };
  for (std::size_t i = 0; i < n; ++i)
    if (plan.nodes[i].root) {
      out.depth[i] = 0;
      wave.push_back(static_cast<int>(i));
    }
  grow();
  for (std::size_t i = 0; i < n; ++i) {
    if (out.depth[i] >= 0) continue;
    out.depth[i] = 1;
    wave.assign(1, static_cast<int>(i));
    grow();
  }
  std::vector<int> tops;
  for (std::size_t i = 0; i < n; ++i)
    (out.parent[i] >= 0 ? at(out.children, out.parent[i]) : tops).push_back(static_cast<int>(i));
  const auto sorted = [&](std::vector<int>& nodes) {
    std::sort(nodes.begin(), nodes.end(), [&](int a, int b) {
      return std::tuple(at(plan.nodes, a).rank, a) < std::tuple(at(plan.nodes, b).rank, b);
    });
  };
  sorted(tops);
  std::vector<int> stack(tops.rbegin(), tops.rend());
  while (!stack.empty()) {
    const int v = stack.back();
    stack.pop_back();
    out.order.push_back(v);
    sorted(at(out.children, v));
    stack.insert(stack.end(), at(out.children, v).rbegin(), at(out.children, v).rend());
  }
  return out;
}

std::vector<ImVec2> tidy_tree(const NetTree& tree) {
  const std::size_t n = tree.parent.size();
  std::vector<ImVec2> out(n);
  std::vector<Outline> outlines(n);
  std::vector<float> from_parent(n, 0);
  for (std::size_t k = tree.order.size(); k-- > 0;) {
    const int v = tree.order[k];
    Outline all;
    float first = 0, last = 0;
    for (const int child : at(tree.children, v)) {
      if (all.left.empty()) {
        all = std::move(at(outlines, child));
        continue;
      }
      last = beside(all, at(outlines, child));
      at(from_parent, child) = last;
      join(all, std::move(at(outlines, child)), last);
    }
    const float middle = (first + last) / 2;
    for (const int child : at(tree.children, v)) at(from_parent, child) -= middle;
    if (middle != 0) {
      for (float& x : all.left) x -= middle;
      for (float& x : all.right) x -= middle;
    }
    all.left.push_back(0);
    all.right.push_back(0);
    at(outlines, v) = std::move(all);
  }
  Outline placed;
  for (const int v : tree.order) {
    if (at(tree.parent, v) >= 0) {
      at(out, v).x = at(out, at(tree.parent, v)).x + at(from_parent, v);
    } else {
      // What stands for itself begins at depth one: it keeps the place above it free.
      if (at(tree.depth, v) > 0) {
        at(outlines, v).left.push_back(0);
        at(outlines, v).right.push_back(0);
      }
      const float by = placed.left.empty() ? 0 : beside(placed, at(outlines, v));
      at(out, v).x = by;
      if (placed.left.empty()) {
        placed = std::move(at(outlines, v));
      } else {
        join(placed, std::move(at(outlines, v)), by);
      }
    }
    at(out, v).y = static_cast<float>(at(tree.depth, v));
  }
  return out;
}

std::vector<ImVec2> ring_tree(const NetTree& tree, ImVec2 room) {
  const std::size_t n = tree.parent.size();
  std::vector<int> height(n, 0);
  std::vector<float> share(n, 0);
  int count = 0;
  for (const int v : tree.order) count += at(tree.children, v).empty() && at(tree.depth, v) > 0 ? 1 : 0;
  int next = 0;
  for (const int v : tree.order)
    if (at(tree.children, v).empty())
      at(share, v) = (static_cast<float>(next++) + 0.5f) / static_cast<float>(std::max(1, count));
  for (std::size_t k = tree.order.size(); k-- > 0;) {
    const int v = tree.order[k];
    const auto& children = at(tree.children, v);
    if (!children.empty()) at(share, v) = (at(share, children.front()) + at(share, children.back())) / 2;
    for (const int child : children) at(height, v) = std::max(at(height, v), at(height, child) + 1);
  }
  const ImVec2 radius{room.x / 2, room.y / 2};
  const Ellipse ring(radius);
  std::vector<ImVec2> out(n);
  const auto roots = static_cast<float>(std::count(tree.depth.begin(), tree.depth.end(), 0));
  for (const int v : tree.order) {
    const auto depth = static_cast<float>(at(tree.depth, v));
    const float span = depth + static_cast<float>(at(height, v));
    float outward = span > 0 ? depth / span : 0;
    if (depth == 0 && roots > 1) outward = 0.12f;
    const ImVec2 on = ring.along(at(share, v) - 0.25f);
    at(out, v) = {radius.x + on.x * outward, radius.y + on.y * outward};
  }
  return out;
}

std::vector<ImVec2> place_tree(const NetTree& tree, ImVec2 room) {
  const std::vector<ImVec2> tidy = tidy_tree(tree);
  std::vector<ImVec2> best;
  float most = -1;
  // Names stand beside their nodes: from the left they have a line each, so that it wins where all is alike.
  for (auto& [candidate, favour] :
       {std::pair{fitted(tidy, room, true), 1.3f}, {fitted(tidy, room, false), 1.0f}, {ring_tree(tree, room), 1.0f}}) {
    const float nearest = nearest_two(candidate) * favour;
    if (nearest <= most) continue;
    most = nearest;
    best = candidate;
  }
  return best;
}

}  // namespace panels
