// See network_layout.h.
#include "panels/network_layout.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <system_error>

#include "config/geo_map.h"
#include "panels/network_tree.h"

namespace panels {
namespace {

// Nodes by squares of a side.
class Squares {
 public:
  Squares(const std::vector<ImVec2>& points, float side) : side_(std::max(side, 1e-3f)) {
    for (const ImVec2& p : points) {
      least_ = {std::min(least_.x, p.x), std::min(least_.y, p.y)};
      most_ = {std::max(most_.x, p.x), std::max(most_.y, p.y)};
    }
    if (points.empty()) return;
    // No more squares than four a node.
    const auto wanted = [&] { return ((most_.x - least_.x) / side_ + 1) * ((most_.y - least_.y) / side_ + 1); };
    while (wanted() > 4 * static_cast<float>(points.size()) + 16) side_ *= 1.5f;
    wide_ = static_cast<int>((most_.x - least_.x) / side_) + 1;
    high_ = static_cast<int>((most_.y - least_.y) / side_) + 1;
    first_.assign(static_cast<std::size_t>(wide_ * high_) + 1, 0);
    for (const ImVec2& p : points) ++first_[square(p) + 1];
    for (std::size_t i = 1; i < first_.size(); ++i) first_[i] += first_[i - 1];
    std::vector<std::size_t> next = first_;
    members_.resize(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) members_[next[square(points[i])]++] = static_cast<int>(i);
  }
  // Everything in the squares around `p`, itself too.
  template <class Take>
  void around(ImVec2 p, Take take) const {
    const int x = column(p), y = row(p);
    for (int r = std::max(0, y - 1); r <= std::min(high_ - 1, y + 1); ++r)
      for (int c = std::max(0, x - 1); c <= std::min(wide_ - 1, x + 1); ++c) {
        const auto s = static_cast<std::size_t>(r * wide_ + c);
        for (std::size_t k = first_[s]; k < first_[s + 1]; ++k) take(members_[k]);
      }
  }
  float side() const { return side_; }

 private:
  int column(ImVec2 p) const { return std::clamp(static_cast<int>((p.x - least_.x) / side_), 0, wide_ - 1); }
  int row(ImVec2 p) const { return std::clamp(static_cast<int>((p.y - least_.y) / side_), 0, high_ - 1); }
  std::size_t square(ImVec2 p) const { return static_cast<std::size_t>(row(p) * wide_ + column(p)); }

  float side_;
  ImVec2 least_{1e9f, 1e9f}, most_{-1e9f, -1e9f};
  int wide_ = 1, high_ = 1;
  std::vector<std::size_t> first_;
  std::vector<int> members_;
};

// Apart in a direction that depends on the two alone, where they stand on one point.
ImVec2 direction(std::size_t a, std::size_t b) {
  const float angle = static_cast<float>((a * 7919 + b * 104729) % 6283) / 1000;
  return {std::cos(angle), std::sin(angle)};
}

// Nodes without a place stand in the middle of their neighbours that have one; those that have none, below.
void place_the_others(const NetPlan& plan, std::vector<ImVec2>& at, std::vector<char> placed) {
  for (bool grows = true; grows;) {
    std::map<std::size_t, std::vector<ImVec2>> around;
    for (const NetPlan::Link& l : plan.links)
      for (const auto& [a, b] : {std::pair{l.from, l.to}, {l.to, l.from}})
        if (placed[static_cast<std::size_t>(a)] == 0 && placed[static_cast<std::size_t>(b)] != 0)
          around[static_cast<std::size_t>(a)].push_back(at[static_cast<std::size_t>(b)]);
    for (const auto& [node, near] : around) {
      ImVec2 sum{0, 0};
      for (const ImVec2& p : near) sum = {sum.x + p.x, sum.y + p.y};
      const ImVec2 away = direction(node, 0);
      at[node] = {sum.x / static_cast<float>(near.size()) + away.x * plan.apart,
                  sum.y / static_cast<float>(near.size()) + away.y * plan.apart};
      placed[node] = 1;
    }
    grows = !around.empty();
  }
  const auto lost = std::count(placed.begin(), placed.end(), 0);
  int next = 0;
  for (std::size_t i = 0; i < placed.size(); ++i)
    if (placed[i] == 0)
      at[i] = {plan.width * (static_cast<float>(next++) + 0.5f) / static_cast<float>(lost), plan.height};
}

// As large as the room allows, in its middle.
NetProjection fit(const NetPlan& plan) {
  double left = 1e9, right = -1e9, top = 1e9, bottom = -1e9;
  for (const NetPlan::Node& n : plan.nodes) {
    if (!n.place) continue;
    const auto [x, y] = config::project(n.place->first, n.place->second);
    left = std::min(left, x);
    right = std::max(right, x);
    top = std::min(top, y);
    bottom = std::max(bottom, y);
  }
  if (left > right) return {};
  constexpr double kLeast = 1e-4;  // degrees: about ten metres
  NetProjection out;
  out.scale = std::min(plan.width / std::max(right - left, kLeast), plan.height / std::max(bottom - top, kLeast));
  out.x = (left + right) / 2 - plan.width / out.scale / 2;
  out.y = (top + bottom) / 2 - plan.height / out.scale / 2;
  return out;
}

void lay_out_map(const NetPlan& plan, NetLayout& out) {
  const NetProjection projection = fit(plan);
  std::vector<char> placed(plan.nodes.size(), 0);
  for (std::size_t i = 0; i < plan.nodes.size(); ++i)
    if (plan.nodes[i].place) {
      out.at[i] = projection.at(*plan.nodes[i].place);
      placed[i] = 1;
    }
  out.displaced = static_cast<int>(std::count(placed.begin(), placed.end(), 0));
  place_the_others(plan, out.at, placed);
  push_apart(out.at, std::vector<char>(plan.nodes.size(), 0), plan.apart, {plan.width, plan.height});
  out.projection = projection;
}

void lay_out_by_hand(const NetPlan& plan, NetLayout& out) {
  std::vector<char> placed(plan.nodes.size(), 0);
  for (std::size_t i = 0; i < plan.nodes.size(); ++i)
    if (plan.nodes[i].by_hand) {
      out.at[i] = {plan.nodes[i].by_hand->x * plan.width, plan.nodes[i].by_hand->y * plan.height};
      placed[i] = 1;
    }
  out.displaced = static_cast<int>(std::count(placed.begin(), placed.end(), 0));
  place_the_others(plan, out.at, placed);
  push_apart(out.at, placed, plan.apart, {plan.width, plan.height});
}

// In a tree what is no branch is an arc; links between the same two nodes lie side by side everywhere.
void bend_links(const NetPlan& plan, const std::vector<int>& branches, NetLayout& out) {
  out.bend.assign(plan.links.size(), 0);
  if (!branches.empty()) {
    for (float& bend : out.bend) bend = 0.16f;
    for (const int over : branches)
      if (over >= 0) out.bend[static_cast<std::size_t>(over)] = 0;
  }
  std::map<std::pair<int, int>, std::vector<std::size_t>> pairs;
  for (std::size_t i = 0; i < plan.links.size(); ++i)
    pairs[std::minmax(plan.links[i].from, plan.links[i].to)].push_back(i);
  for (const auto& [ends, links] : pairs)
    for (std::size_t k = 1; k < links.size(); ++k) {
      const float side = plan.links[links[k]].from == ends.first ? 1.0f : -1.0f;
      out.bend[links[k]] = side * 0.1f * static_cast<float>(k % 2 == 0 ? -(k / 2) : (k + 1) / 2);
    }
}

}  // namespace

bool NetPlan::Node::operator==(const Node& other) const {
  const auto hand = [](const Node& n) {
    return n.by_hand ? std::optional(std::pair(n.by_hand->x, n.by_hand->y)) : std::nullopt;
  };
  return root == other.root && rank == other.rank && place == other.place && hand(*this) == hand(other);
}

ImVec2 NetProjection::at(std::pair<double, double> longitude_latitude) const {
  const auto [px, py] = config::project(longitude_latitude.first, longitude_latitude.second);
  return {static_cast<float>((px - x) * scale), static_cast<float>((py - y) * scale)};
}

void push_apart(std::vector<ImVec2>& points, const std::vector<char>& fixed, float apart, ImVec2 room) {
  constexpr int kRounds = 80;
  if (points.size() < 2) apart = 0;
  for (int round = 0; round < kRounds; ++round) {
    bool moved = false;
    const Squares squares(points, apart);
    for (std::size_t i = 0; i < points.size(); ++i) {
      squares.around(points[i], [&](int other) {
        const auto j = static_cast<std::size_t>(other);
        if (j <= i || (fixed[i] != 0 && fixed[j] != 0)) return;
        ImVec2 by{points[i].x - points[j].x, points[i].y - points[j].y};
        const float length = std::hypot(by.x, by.y);
        if (length >= apart * 0.999f) return;
        by = length > apart * 1e-3f ? ImVec2{by.x / length, by.y / length} : direction(i, j);
        // A little more than is lacking, so that crowds come to rest.
        const float lacking = (apart - length) * (fixed[i] == 0 && fixed[j] == 0 ? 0.54f : 1.08f);
        if (fixed[i] == 0) points[i] = {points[i].x + by.x * lacking, points[i].y + by.y * lacking};
        if (fixed[j] == 0) points[j] = {points[j].x - by.x * lacking, points[j].y - by.y * lacking};
        moved = true;
      });
    }
    for (std::size_t i = 0; i < points.size(); ++i)
      if (fixed[i] == 0) points[i] = {std::clamp(points[i].x, 0.0f, room.x), std::clamp(points[i].y, 0.0f, room.y)};
    if (!moved) return;
  }
}

float nearest_two(const std::vector<ImVec2>& points) {
  if (points.size() < 2) return 0;
  float width = 1, height = 1;
  for (const ImVec2& p : points) {
    width = std::max(width, p.x);
    height = std::max(height, p.y);
  }
  // What is no farther than a square's side stands in squares that touch.
  for (float side = std::sqrt(width * height / static_cast<float>(points.size()));; side *= 2) {
    const Squares squares(points, side);
    float least = 1e9f;
    for (std::size_t i = 0; i < points.size(); ++i)
      squares.around(points[i], [&](int other) {
        const ImVec2& p = points[static_cast<std::size_t>(other)];
        if (static_cast<std::size_t>(other) > i)
          least = std::min(least, std::hypot(p.x - points[i].x, p.y - points[i].y));
      });
    if (least <= squares.side() || side > width + height) return least;
  }
}

NetLayout lay_out(const NetPlan& plan) {
  NetLayout out;
  out.at.resize(plan.nodes.size());
  std::vector<int> branches;
  switch (plan.how) {
    case NetArrangement::map:
      lay_out_map(plan, out);
      break;
    case NetArrangement::hand:
      lay_out_by_hand(plan, out);
      break;
    case NetArrangement::tree: {
      const NetTree tree = tree_of(plan);
      out.at = place_tree(tree, {plan.width, plan.height});
      branches = tree.over;
      break;
    }
  }
  bend_links(plan, branches, out);
  out.nearest = nearest_two(out.at);
  return out;
}

std::shared_ptr<const NetLayout> NetLayouts::get(NetPlan plan) {
  constexpr std::size_t kMost = 3;  // a page's, the same opened, another look's
  const auto keep = [this](Kept kept) {
    kept_.push_back(std::move(kept));
    if (kept_.size() > kMost) kept_.erase(kept_.begin());
  };
  if (making_.valid() && making_.wait_for(std::chrono::seconds(0)) == std::future_status::ready) keep(making_.get());
  const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& k) { return k.plan == plan; });
  if (found != kept_.end()) {
    std::rotate(found, found + 1, kept_.end());
    return kept_.back().layout;
  }
  const auto make = [](NetPlan wanted) {
    auto layout = std::make_shared<const NetLayout>(lay_out(wanted));
    return Kept{std::move(wanted), std::move(layout)};
  };
  if (plan.nodes.size() <= at_once) {
    keep(make(std::move(plan)));
    return kept_.back().layout;
  }
  if (making_.valid()) return nullptr;
  try {
    making_ = std::async(std::launch::async, make, plan);
    return nullptr;
  } catch (const std::system_error&) {  // no thread to be had
    keep(make(std::move(plan)));
    return kept_.back().layout;
  }
}

}  // namespace panels
