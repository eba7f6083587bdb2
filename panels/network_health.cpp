// See network_health.h.
#include "panels/network_health.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

#include "panels/network_at.h"

namespace panels {
namespace {

constexpr int kFar = std::numeric_limits<int>::max();
enum class Gate { open, shut, gone };  // a path passes freely, at the cost of one repair, not at all

struct Way {
  int node = 0, link = 0;
};
// Links by node, in one array.
struct Adjacency {
  std::vector<std::size_t> first;
  std::vector<Way> ways;
  auto begin(int node) const {
    return ways.begin() + static_cast<std::ptrdiff_t>(first[static_cast<std::size_t>(node)]);
  }
  auto end(int node) const {
    return ways.begin() + static_cast<std::ptrdiff_t>(first[static_cast<std::size_t>(node) + 1]);
  }
};

const NetNode& node_of(const NetGraph& g, int i) {
  return g.nodes[static_cast<std::size_t>(i)];
}
const NetLink& link_of(const NetGraph& g, int i) {
  return g.links[static_cast<std::size_t>(i)];
}

Adjacency adjacency(const NetGraph& g) {
  Adjacency out;
  out.first.assign(g.nodes.size() + 1, 0);
  for (const NetLink& l : g.links)
    for (const int end : {l.from, l.to}) ++at(out.first, end + 1);
  for (std::size_t i = 1; i < out.first.size(); ++i) out.first[i] += out.first[i - 1];
  std::vector<std::size_t> next = out.first;
  out.ways.resize(g.links.size() * 2);
  for (std::size_t i = 0; i < g.links.size(); ++i) {
    const NetLink& l = g.links[i];
    out.ways[at(next, l.from)++] = {l.to, static_cast<int>(i)};
    out.ways[at(next, l.to)++] = {l.from, static_cast<int>(i)};
  }
  return out;
}

// The fewest repairs to every node, and the causes of each that needs any.
class Search {
 public:
  Search(const NetGraph& g, const Adjacency& around, std::vector<Gate> nodes, std::vector<Gate> links)
      : graph_(g), around_(around), nodes_(std::move(nodes)), links_(std::move(links)) {
    find_repairs();
  }
  const std::vector<int>& repairs() const { return repairs_; }  // kFar: no path at all

  // By node; empty where no repair is needed or none would do.
  std::vector<std::vector<NetElement>> causes() {
    causes_.assign(graph_.nodes.size(), {});
    std::map<int, std::vector<int>> levels;
    for (std::size_t i = 0; i < repairs_.size(); ++i)
      if (repairs_[i] > 0 && repairs_[i] != kFar) levels[repairs_[i]].push_back(static_cast<int>(i));
    for (const auto& [level, members] : levels) {
      for (const int v : members)
        if (shut(v)) causes_of_shut(v);
      spread_open(members);
    }
    return std::move(causes_);
  }

 private:
  bool shut(int node) const { return at(nodes_, node) == Gate::shut; }
  int cost(Gate gate) const { return gate == Gate::shut ? 1 : 0; }

  // A breadth-first search by buckets of equal cost; a step costs two at most.
  void find_repairs() {
    repairs_.assign(graph_.nodes.size(), kFar);
    std::vector<std::vector<int>> buckets(3);
    const auto reach = [&](int v, int repairs) {
      if (at(nodes_, v) == Gate::gone || repairs >= at(repairs_, v)) return;
      at(repairs_, v) = repairs;
      if (buckets.size() <= static_cast<std::size_t>(repairs) + 2)
        buckets.resize(static_cast<std::size_t>(repairs) + 3);
      at(buckets, repairs).push_back(v);
    };
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i)
      if (graph_.nodes[i].role == NodeRole::data_center) reach(static_cast<int>(i), cost(nodes_[i]));
    for (int level = 0; level < static_cast<int>(buckets.size()); ++level) {
      for (std::size_t k = 0; k < at(buckets, level).size(); ++k) {
        const int u = at(buckets, level)[k];
        if (at(repairs_, u) != level) continue;
        for (auto way = around_.begin(u); way != around_.end(u); ++way)
          if (at(links_, way->link) != Gate::gone)
            reach(way->node, level + cost(at(links_, way->link)) + cost(at(nodes_, way->node)));
      }
    }
  }

  // What a step from `u` over `link` adds to the causes of whoever it leads to; `self`: who is shut itself.
  void take(std::vector<NetElement>& out, int u, int link, std::optional<int> self) const {
    if (at(repairs_, u) > 0) {
      out.insert(out.end(), at(causes_, u).begin(), at(causes_, u).end());
    } else if (at(links_, link) == Gate::shut) {
      out.push_back({true, link});
    } else if (self) {
      out.push_back({false, *self});
    }
  }
  static void tidy(std::vector<NetElement>& causes) {
    std::sort(causes.begin(), causes.end(), [](const NetElement& a, const NetElement& b) {
      return std::tuple(!a.link, a.index) < std::tuple(!b.link, b.index);
    });
    causes.erase(std::unique(causes.begin(), causes.end()), causes.end());
  }

  void causes_of_shut(int v) {
    std::vector<NetElement> found;
    if (node_of(graph_, v).role == NodeRole::data_center && at(repairs_, v) == 1) found.push_back({false, v});
    for (auto way = around_.begin(v); way != around_.end(v); ++way) {
      const Gate gate = at(links_, way->link);
      if (way->node == v || gate == Gate::gone || at(repairs_, way->node) == kFar) continue;
      if (at(repairs_, way->node) + cost(gate) + 1 == at(repairs_, v)) take(found, way->node, way->link, v);
    }
    tidy(found);
    at(causes_, v) = std::move(found);
  }

  // Nodes of one level that reach each other without a repair have the same causes.
  void spread_open(const std::vector<int>& members) {
    std::vector<int> island;
    for (const int start : members) {
      if (shut(start) || !at(causes_, start).empty()) continue;
      const int level = at(repairs_, start);
      std::vector<NetElement> found;
      island.assign(1, start);
      std::vector<char>& seen = seen_;
      seen.resize(graph_.nodes.size(), 0);
      at(seen, start) = 1;
      for (std::size_t k = 0; k < island.size(); ++k) {
        const int v = island[k];
        for (auto way = around_.begin(v); way != around_.end(v); ++way) {
          const Gate gate = at(links_, way->link);
          const int u = way->node;
          if (gate == Gate::gone || at(repairs_, u) == kFar) continue;
          if (gate == Gate::open && !shut(u)) {
            if (at(seen, u) == 0) island.push_back(u);
            at(seen, u) = 1;
          } else if (at(repairs_, u) + cost(gate) == level) {
            take(found, u, way->link, {});
          }
        }
      }
      tidy(found);
      for (const int v : island) at(causes_, v) = found;
    }
  }

  const NetGraph& graph_;
  const Adjacency& around_;
  std::vector<Gate> nodes_, links_;
  std::vector<int> repairs_;
  std::vector<std::vector<NetElement>> causes_;
  std::vector<char> seen_;
};

// A gate for every state.
struct Gates {
  Gate up, down, unknown;
  Gate of(const NetState& s) const { return s.live == Live::up ? up : s.live == Live::down ? down : unknown; }
};
Search search(const NetGraph& g, const Adjacency& around, const Gates& gates) {
  std::vector<Gate> nodes, links;
  for (const NetNode& n : g.nodes) nodes.push_back(gates.of(n.state));
  for (const NetLink& l : g.links) links.push_back(gates.of(l.state));
  return {g, around, std::move(nodes), std::move(links)};
}

// Nodes with the same causes together; `cut` is set for those that are `wanted`.
std::vector<Cut> cuts_of(const NetGraph& g, Search& found, Reach wanted, const NetHealth& health,
                         std::vector<int>& cut) {
  auto causes = found.causes();
  std::map<std::vector<NetElement>, std::vector<int>> groups;
  for (std::size_t i = 0; i < g.nodes.size(); ++i)
    if (health.reach[i] == wanted) groups[std::move(causes[i])].push_back(static_cast<int>(i));
  std::vector<Cut> out;
  for (auto& [elements, nodes] : groups) out.push_back({elements, std::move(nodes), {}, 0});
  std::stable_sort(out.begin(), out.end(), [](const Cut& a, const Cut& b) { return a.nodes.size() > b.nodes.size(); });
  for (std::size_t c = 0; c < out.size(); ++c) {
    for (const int v : out[c].nodes) at(cut, v) = static_cast<int>(c);
    std::erase_if(out[c].nodes, [&](int v) {
      return std::find(out[c].causes.begin(), out[c].causes.end(), NetElement{false, v}) != out[c].causes.end();
    });
  }
  return out;
}

// How old an answer may be when it is given: net-snmp keeps its table of interfaces for 3 s, and Linux tells it of a
// cable within 1 s.
constexpr std::chrono::seconds kKeptByAgents{5};

std::vector<int> links_unread(const NetGraph& g, const Adjacency& around, const NetHealth& health, const Cut& cut) {
  if (cut.causes.size() != 1 || cut.causes.front().link) return {};
  const int v = cut.causes.front().index;
  const auto& since = node_of(g, v).state.down_since;
  std::vector<int> out;
  for (auto way = around.begin(v); since && way != around.end(v); ++way) {
    const NetState& link = link_of(g, way->link).state;
    if (at(health.reach, way->node) != Reach::reached || link.live != Live::up) continue;
    if (!link.read || *link.read >= *since + kKeptByAgents) return {};
    out.push_back(way->link);
  }
  return out;
}

// What is dead and no cause: behind a cut, or a spare of those who are reached.
void place_other_dead(const NetGraph& g, const std::vector<int>& repairs, NetHealth& health) {
  std::vector<char> node_is_cause(g.nodes.size(), 0), link_is_cause(g.links.size(), 0);
  for (const Cut& c : health.cuts)
    for (const NetElement& e : c.causes) at(e.link ? link_is_cause : node_is_cause, e.index) = 1;
  for (std::size_t i = 0; i < g.nodes.size(); ++i)
    if (g.nodes[i].state.live == Live::down && node_is_cause[i] == 0 && health.cut[i] >= 0)
      ++at(health.cuts, health.cut[i]).dead_behind;
  for (std::size_t i = 0; i < g.links.size(); ++i) {
    const NetLink& l = g.links[i];
    if (l.state.live != Live::down || link_is_cause[i] != 0) continue;
    const auto passable = [&](int v) {
      const Reach r = at(health.reach, v);
      return r == Reach::reached || r == Reach::unsure;
    };
    if (passable(l.from) && passable(l.to)) {
      health.spares_lost.push_back(static_cast<int>(i));
      continue;
    }
    const int nearer = at(repairs, l.from) <= at(repairs, l.to) ? l.from : l.to;
    const int behind = at(health.reach, nearer) == Reach::cut_off ? nearer : nearer == l.from ? l.to : l.from;
    if (at(health.reach, behind) == Reach::cut_off) ++at(health.cuts, at(health.cut, behind)).dead_behind;
  }
}

// Depth-first lowpoints, all data centers taken as one: who hangs on no bridge and behind no single other node.
class Redundancy {
 public:
  Redundancy(const NetGraph& g, const Adjacency& around, bool all_up)
      : graph_(g),
        around_(around),
        all_up_(all_up),
        order_(g.nodes.size(), 0),
        low_(g.nodes.size(), 0),
        single_(g.nodes.size(), 1) {
    for (std::size_t i = 0; i < g.nodes.size(); ++i)
      if (root(static_cast<int>(i)) && passes(g.nodes[i].state)) roots_.push_back(static_cast<int>(i));
    for (const int r : roots_) at(order_, r) = 1;
    for (const int r : roots_)
      for (auto way = around_.begin(r); way != around_.end(r); ++way)
        if (open(*way) && at(order_, way->node) == 0) descend(way->node, way->link);
    mark();
  }
  std::vector<char> redundant() const {
    std::vector<char> out(graph_.nodes.size(), 0);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = order_[i] != 0 && single_[i] == 0 ? 1 : 0;
    return out;
  }

 private:
  struct Step {
    int node, over;  // the link it was reached over
    std::ptrdiff_t next;
  };
  bool root(int v) const { return node_of(graph_, v).role == NodeRole::data_center; }
  bool passes(const NetState& s) const { return all_up_ || s.live == Live::up; }
  bool open(const Way& way) const {
    return passes(link_of(graph_, way.link).state) && passes(node_of(graph_, way.node).state);
  }

  void descend(int start, int over) {
    std::vector<Step> path{{start, over, 0}};
    const auto enter = [&](int v, int parent, int link) {
      at(order_, v) = at(low_, v) = ++count_;
      tree_.push_back({v, parent, link});
    };
    enter(start, -1, over);
    while (!path.empty()) {
      Step& step = path.back();
      const int v = step.node;
      if (around_.begin(v) + step.next == around_.end(v)) {
        path.pop_back();
        if (!path.empty()) at(low_, path.back().node) = std::min(at(low_, path.back().node), at(low_, v));
        continue;
      }
      const Way way = *(around_.begin(v) + step.next++);
      if (way.link == step.over || way.node == v || !open(way)) continue;
      if (at(order_, way.node) != 0) {
        at(low_, v) = std::min(at(low_, v), at(order_, way.node));
        continue;
      }
      enter(way.node, v, way.link);
      path.push_back({way.node, way.link, 0});
    }
  }
  // In the order of discovery a parent stands before its children.
  void mark() {
    for (const int r : roots_) at(single_, r) = 0;
    for (const auto& [v, parent, link] : tree_) {
      if (parent < 0) {
        at(single_, v) = at(low_, v) > 1 ? 1 : 0;
      } else {
        at(single_, v) = at(single_, parent) != 0 || at(low_, v) >= at(order_, parent) ? 1 : 0;
      }
    }
  }

  struct Branch {
    int node, parent, link;
  };
  const NetGraph& graph_;
  const Adjacency& around_;
  bool all_up_;
  std::vector<int> roots_, order_, low_;
  std::vector<char> single_;
  std::vector<Branch> tree_;
  int count_ = 1;
};

}  // namespace

int NetHealth::count(Reach wanted) const {
  return static_cast<int>(std::count(reach.begin(), reach.end(), wanted));
}
int NetHealth::redundancy_lost() const {
  int out = 0;
  for (std::size_t i = 0; i < reach.size(); ++i)
    out += reach[i] == Reach::reached && meant_redundant[i] != 0 && redundant[i] == 0 ? 1 : 0;
  return out;
}

NetHealth network_health(const NetGraph& g) {
  NetHealth out;
  const Adjacency around = adjacency(g);
  out.rooted =
      std::any_of(g.nodes.begin(), g.nodes.end(), [](const NetNode& n) { return n.role == NodeRole::data_center; });
  Search dead = search(g, around, {Gate::open, Gate::shut, Gate::open});
  Search doubtful = search(g, around, {Gate::open, Gate::gone, Gate::shut});
  for (std::size_t i = 0; i < g.nodes.size(); ++i) {
    const int repairs = dead.repairs()[i];
    out.reach.push_back(repairs == kFar              ? Reach::apart
                        : repairs > 0                ? Reach::cut_off
                        : doubtful.repairs()[i] == 0 ? Reach::reached
                                                     : Reach::unsure);
  }
  out.cut.assign(g.nodes.size(), -1);
  out.cuts = cuts_of(g, dead, Reach::cut_off, out, out.cut);
  for (Cut& cut : out.cuts) cut.unread = links_unread(g, around, out, cut);
  out.doubts = cuts_of(g, doubtful, Reach::unsure, out, out.cut);
  place_other_dead(g, dead.repairs(), out);
  out.redundant = Redundancy(g, around, false).redundant();
  out.meant_redundant = Redundancy(g, around, true).redundant();
  return out;
}

}  // namespace panels
