// The network as a graph: what records and series make of it, who is cut off and by what, compared with brute force.
#include <gmock/gmock.h>

#include <random>

#include "panels/network_health.h"
#include "tests/support/network_data.h"

namespace {

using namespace std::chrono_literals;
using panels::Cut;
using panels::Live;
using panels::NetElement;
using panels::NetGraph;
using panels::NetHealth;
using panels::NodeRole;
using panels::Reach;
using stage::link;
using stage::net;
using stage::now;
using testing::ElementsAre;
using testing::IsEmpty;

using Causes = std::set<NetElement>;

// Brute force: every path without a node twice, from every data center.
class Paths {
 public:
  Paths(const NetGraph& g, std::function<int(Live)> cost) : g_(g), cost_(std::move(cost)), seen_(g.nodes.size()) {
    least.assign(g.nodes.size(), -1);
    causes.assign(g.nodes.size(), {});
    for (std::size_t i = 0; i < g.nodes.size(); ++i)
      if (g.nodes[i].role == NodeRole::data_center) walk(static_cast<int>(i), 0, {});
  }
  std::vector<int> least;  // -1: no path
  std::vector<Causes> causes;

 private:
  void walk(int v, int sofar, std::optional<NetElement> first) {
    const auto i = static_cast<std::size_t>(v);
    const int own = cost_(g_.nodes[i].state.live);
    if (own < 0) return;
    if (own > 0 && !first) first = NetElement{false, v};
    sofar += own;
    if (least[i] < 0 || sofar < least[i]) {
      least[i] = sofar;
      causes[i].clear();
    }
    if (sofar == least[i] && first) causes[i].insert(*first);
    seen_[i] = true;
    for (std::size_t l = 0; l < g_.links.size(); ++l) {
      const panels::NetLink& link = g_.links[l];
      const int over = cost_(link.state.live);
      const int other = link.from == v ? link.to : link.to == v ? link.from : -1;
      if (other < 0 || over < 0 || seen_[static_cast<std::size_t>(other)]) continue;
      auto then = first;
      if (over > 0 && !then) then = NetElement{true, static_cast<int>(l)};
      walk(other, sofar + over, then);
    }
    seen_[i] = false;
  }
  const NetGraph& g_;
  std::function<int(Live)> cost_;
  std::vector<bool> seen_;
};

// With one link and one node taken out.
std::vector<bool> reached(const NetGraph& g, bool all_up, int no_link, int no_node) {
  std::vector<bool> out(g.nodes.size(), false);
  const auto passes = [&](const panels::NetState& s) { return all_up || s.live == Live::up; };
  for (std::size_t i = 0; i < g.nodes.size(); ++i)
    out[i] = g.nodes[i].role == NodeRole::data_center && passes(g.nodes[i].state) && static_cast<int>(i) != no_node;
  for (bool grows = true; grows;) {
    grows = false;
    for (std::size_t l = 0; l < g.links.size(); ++l) {
      if (static_cast<int>(l) == no_link || !passes(g.links[l].state)) continue;
      for (const auto& [a, b] : {std::pair{g.links[l].from, g.links[l].to}, {g.links[l].to, g.links[l].from}}) {
        const auto from = static_cast<std::size_t>(a), to = static_cast<std::size_t>(b);
        if (!out[from] || out[to] || b == no_node || !passes(g.nodes[to].state)) continue;
        out[to] = grows = true;
      }
    }
  }
  return out;
}

std::vector<bool> redundant(const NetGraph& g, bool all_up) {
  std::vector<bool> out = reached(g, all_up, -1, -1);
  const auto keep = [&](const std::vector<bool>& now, int except) {
    for (std::size_t i = 0; i < out.size(); ++i)
      if (static_cast<int>(i) != except) out[i] = out[i] && now[i];
  };
  for (std::size_t l = 0; l < g.links.size(); ++l) keep(reached(g, all_up, static_cast<int>(l), -1), -1);
  for (std::size_t i = 0; i < g.nodes.size(); ++i)
    if (g.nodes[i].role != NodeRole::data_center)
      keep(reached(g, all_up, -1, static_cast<int>(i)), static_cast<int>(i));
  return out;
}

NetGraph random_graph(std::mt19937& random) {
  const auto live = [&] {
    const unsigned n = random() % 10;
    return n < 6 ? Live::up : n < 9 ? Live::down : Live::unknown;
  };
  NetGraph g;
  const int count = 1 + static_cast<int>(random() % 7);
  for (int i = 0; i < count; ++i) {
    panels::NetNode n;
    n.key = n.name = "n" + std::to_string(i);
    n.role = i == 0 || random() % 9 == 0 ? NodeRole::data_center : NodeRole::office;
    n.state.live = random() % 3 == 0 ? live() : Live::up;
    g.nodes.push_back(n);
  }
  const int links = static_cast<int>(random() % 10);
  for (int l = 0; l < links; ++l) {
    panels::NetLink out;
    out.from = static_cast<int>(random() % g.nodes.size());
    out.to = static_cast<int>(random() % g.nodes.size());
    out.state.live = live();
    g.links.push_back(out);
  }
  return g;
}

std::string written(const NetGraph& g) {
  std::string out;
  for (const auto& n : g.nodes)
    out += (n.role == NodeRole::data_center ? "D" : "o") + std::to_string(static_cast<int>(n.state.live)) + " ";
  for (const auto& l : g.links)
    out += std::to_string(l.from) + "-" + std::to_string(l.to) + ":" + std::to_string(static_cast<int>(l.state.live)) +
           " ";
  return out;
}

TEST(NetworkHealth, AgreesWithBruteForce) {
  std::mt19937 random(20261121);
  for (int round = 0; round < 6000; ++round) {
    const NetGraph g = random_graph(random);
    SCOPED_TRACE(written(g));
    const NetHealth h = panels::network_health(g);
    const Paths dead(g, [](Live s) { return s == Live::down ? 1 : 0; });
    const Paths doubt(g, [](Live s) { return s == Live::down ? -1 : s == Live::unknown ? 1 : 0; });
    const auto now_redundant = redundant(g, false), meant = redundant(g, true);
    for (std::size_t i = 0; i < g.nodes.size(); ++i) {
      const Reach expected = dead.least[i] < 0    ? Reach::apart
                             : dead.least[i] > 0  ? Reach::cut_off
                             : doubt.least[i] > 0 ? Reach::unsure
                                                  : Reach::reached;
      ASSERT_EQ(h.reach[i], expected) << i;
      ASSERT_EQ(h.redundant[i] != 0, now_redundant[i]) << i;
      ASSERT_EQ(h.meant_redundant[i] != 0, meant[i]) << i;
      ASSERT_EQ(h.cut[i] >= 0, expected == Reach::cut_off || expected == Reach::unsure) << i;
      if (h.cut[i] < 0) continue;
      const Cut& cut = (expected == Reach::cut_off ? h.cuts : h.doubts)[static_cast<std::size_t>(h.cut[i])];
      const Causes& wanted = (expected == Reach::cut_off ? dead : doubt).causes[i];
      ASSERT_EQ(Causes(cut.causes.begin(), cut.causes.end()), wanted) << i;
      const bool listed = std::count(cut.nodes.begin(), cut.nodes.end(), static_cast<int>(i)) == 1;
      ASSERT_EQ(listed, !wanted.contains({false, static_cast<int>(i)})) << i;
    }
  }
}

// One repair at a time: where any single repair helps a node, the causes are exactly the repairs that do.
TEST(NetworkHealth, TheCausesAreTheRepairsThatEachHelp) {
  std::mt19937 random(7);
  int helped = 0;
  for (int round = 0; round < 4000; ++round) {
    const NetGraph g = random_graph(random);
    SCOPED_TRACE(written(g));
    const NetHealth h = panels::network_health(g);
    std::vector<Causes> repairs(g.nodes.size());
    const auto attempt = [&](const NetElement& e) {
      NetGraph mended = g;
      auto& state = e.link ? mended.links[static_cast<std::size_t>(e.index)].state
                           : mended.nodes[static_cast<std::size_t>(e.index)].state;
      if (state.live != Live::down) return;
      state.live = Live::up;
      const NetHealth after = panels::network_health(mended);
      for (std::size_t i = 0; i < g.nodes.size(); ++i)
        if (h.reach[i] == Reach::cut_off && after.reach[i] != Reach::cut_off) repairs[i].insert(e);
    };
    for (std::size_t i = 0; i < g.nodes.size(); ++i) attempt({false, static_cast<int>(i)});
    for (std::size_t i = 0; i < g.links.size(); ++i) attempt({true, static_cast<int>(i)});
    for (std::size_t i = 0; i < g.nodes.size(); ++i) {
      if (repairs[i].empty()) continue;
      ++helped;
      const Cut& cut = h.cuts[static_cast<std::size_t>(h.cut[i])];
      ASSERT_EQ(Causes(cut.causes.begin(), cut.causes.end()), repairs[i]) << i;
    }
  }
  EXPECT_GT(helped, 2000);
}

// Every dead node and link is told once: as a cause, behind one, or as a spare.
TEST(NetworkHealth, NothingDeadIsForgotten) {
  std::mt19937 random(99);
  for (int round = 0; round < 4000; ++round) {
    const NetGraph g = random_graph(random);
    SCOPED_TRACE(written(g));
    const NetHealth h = panels::network_health(g);
    std::size_t dead = 0, apart = 0, told = h.spares_lost.size();
    for (std::size_t i = 0; i < g.nodes.size(); ++i)
      if (g.nodes[i].state.live == Live::down) ++(h.reach[i] == Reach::apart ? apart : dead);
    for (const auto& l : g.links)
      if (l.state.live == Live::down) ++(h.reach[static_cast<std::size_t>(l.from)] == Reach::apart ? apart : dead);
    Causes causes;
    for (const Cut& c : h.cuts) {
      causes.insert(c.causes.begin(), c.causes.end());
      told += static_cast<std::size_t>(c.dead_behind);
    }
    ASSERT_EQ(told + causes.size(), dead);
    for (const int l : h.spares_lost)
      for (const int end : {g.links[static_cast<std::size_t>(l)].from, g.links[static_cast<std::size_t>(l)].to}) {
        const Reach r = h.reach[static_cast<std::size_t>(end)];
        ASSERT_TRUE(r == Reach::reached || r == Reach::unsure);
      }
  }
}

// Where a column of towers is dead at its foot, only the foot is a cause.
TEST(NetworkHealth, CountsWhatLiesBehindACause) {
  const NetGraph g = net({"D", "o", "o", "o", "o"}, {link(0, 1), link(0, 2, Live::down), link(2, 3, Live::down),
                                                     link(3, 4, Live::down), link(0, 1, Live::down)});
  const NetHealth h = panels::network_health(g);
  ASSERT_EQ(h.cuts.size(), 1U);
  EXPECT_THAT(h.cuts[0].causes, ElementsAre(NetElement{true, 1}));
  EXPECT_THAT(h.cuts[0].nodes, ElementsAre(2, 3, 4));
  EXPECT_EQ(h.cuts[0].dead_behind, 2);
  EXPECT_THAT(h.spares_lost, ElementsAre(4));
  EXPECT_EQ(h.redundancy_lost(), 1);
}

// What was up before a node was found dead may be dead by now: the link is as likely a cause, until it is read again.
TEST(NetworkHealth, DoubtsANodeWhoseLinkWasReadBefore) {
  NetGraph g = net({"D", "o", "o"}, {link(0, 1), link(1, 2)});
  const auto causes = [&] { return panels::network_health(g).cuts.at(0); };
  g.nodes[1].state.live = Live::down;
  EXPECT_THAT(causes().unread, IsEmpty()) << "nothing is known of when";
  g.nodes[1].state.down_since = now();
  g.links[0].state.read = now() - 1s;
  g.links[1].state.read = now() - 1s;
  EXPECT_THAT(causes().causes, ElementsAre(NetElement{false, 1}));
  EXPECT_THAT(causes().unread, ElementsAre(0)) << "not the link that leads on";
  g.links[0].state.read = now() + 4s;
  EXPECT_THAT(causes().unread, ElementsAre(0)) << "a device may answer with what it knew some seconds ago";
  g.links[0].state.read = now() + 5s;
  EXPECT_THAT(causes().unread, IsEmpty());
  g.links[0].state.live = Live::down;
  EXPECT_THAT(causes().causes, ElementsAre(NetElement{true, 0}));
  EXPECT_THAT(causes().unread, IsEmpty());
}

TEST(NetworkHealth, DoubtsNoNodeOfWhichOneLinkIsKnown) {
  NetGraph g = net({"D", "o", "o"}, {link(0, 1), link(0, 2), link(1, 2)});
  g.nodes[2].state.live = Live::down;
  g.nodes[2].state.down_since = now();
  for (auto& l : g.links) l.state.read = now() - 1s;
  const auto unread = [&] { return panels::network_health(g).cuts.at(0).unread; };
  EXPECT_THAT(unread(), ElementsAre(1, 2));
  g.links[2].state.read = now() + 5s;
  EXPECT_THAT(unread(), IsEmpty());
}

TEST(NetworkHealth, KnowsNoDataCenter) {
  const NetHealth h = panels::network_health(net({"o", "o"}, {link(0, 1)}));
  EXPECT_FALSE(h.rooted);
  EXPECT_EQ(h.count(Reach::apart), 2);
  EXPECT_TRUE(panels::network_health(NetGraph()).reach.empty());
}

TEST(NetworkHealth, HoldsAChainOfThousands) {
  NetGraph g = net(std::vector<std::string>(20000, "o"), {});
  g.nodes[0].role = NodeRole::data_center;
  for (int i = 1; i < 20000; ++i) g.links.push_back(link(i - 1, i, i % 2 == 0 ? Live::up : Live::down));
  const NetHealth h = panels::network_health(g);
  ASSERT_EQ(h.cuts.size(), 1U);
  EXPECT_EQ(h.cuts[0].nodes.size(), 19999U);
  EXPECT_THAT(h.cuts[0].causes, ElementsAre(NetElement{true, 0}));
}

class NetworkGraph : public testing::Test {
 protected:
  NetGraph graph(const stage::Regency& r, panels::NetSource source = stage::net_source()) {
    const feeds::Snapshot data = r.snapshot();
    const panels::Look look = host_.look();
    ImDrawList list(ImGui::GetDrawListSharedData());
    panels::Paint paint{list};
    return panels::network_graph({data, {}, now(), look, paint, {}, false, {}}, source);
  }
  stage::Host host_;
};

TEST_F(NetworkGraph, ReadsRecords) {
  stage::Regency r = stage::small_network();
  const NetGraph g = graph(r);
  ASSERT_EQ(g.nodes.size(), 7U);
  ASSERT_EQ(g.links.size(), 6U);
  EXPECT_THAT(g.why, IsEmpty());
  const auto found = std::find_if(g.nodes.begin(), g.nodes.end(), [](const auto& n) { return n.key == "pusat-data"; });
  EXPECT_EQ(found->role, NodeRole::data_center);
  ASSERT_TRUE(found->place);
  EXPECT_EQ(found->place->first, 115.95);
  const auto& spur = g.links[2];
  EXPECT_EQ(spur.label, "PD1-R02-U12 / M02-R01-U01");
  EXPECT_EQ(spur.medium, panels::Medium::radio);
  EXPECT_EQ(spur.state.live, Live::down);
  ASSERT_TRUE(g.links[0].share);
  EXPECT_DOUBLE_EQ(*g.links[0].share, 0.42);
}

TEST_F(NetworkGraph, SaysALinkToAnUnknownNode) {
  stage::Regency r = stage::small_network();
  stage::add_link(r, "X-1", "pusat-data", "kantor-hantu", "up", 10);
  const NetGraph g = graph(r);
  EXPECT_EQ(g.links.size(), 6U);
  ASSERT_EQ(g.strays.size(), 1U);
  EXPECT_EQ(g.strays[0].label, "X-1");
  EXPECT_EQ(g.strays[0].missing, "kantor-hantu");
}

TEST_F(NetworkGraph, TakesAnUnknownWordForNoState) {
  stage::Regency r = stage::small_network();
  stage::add_link(r, "X-1", "pusat-data", "kantor-a", "pemeliharaan", 10);
  const NetGraph g = graph(r);
  EXPECT_EQ(g.links.back().state.live, Live::unknown);
  EXPECT_EQ(g.links.back().state.word, "pemeliharaan");
}

TEST_F(NetworkGraph, ALateTableLeavesStatesUnknown) {
  const NetGraph g = graph(stage::small_network(40min));
  EXPECT_TRUE(g.links_late);
  for (const auto& l : g.links) {
    EXPECT_EQ(l.state.live, Live::unknown);
    EXPECT_EQ(l.state.age, panels::Age::late);
    EXPECT_EQ(l.load.age, panels::Age::late);
  }
  EXPECT_EQ(g.links[2].state.last, Live::down);
  EXPECT_EQ(g.links[0].state.last, Live::up);
}

TEST_F(NetworkGraph, KnowsWhenALateTableComes) {
  const NetGraph g = graph(stage::small_network(5min));
  ASSERT_TRUE(g.changes);
  EXPECT_EQ(*g.changes, now() + 10min + 1ms);
}

TEST_F(NetworkGraph, TheWorseOfRecordAndSeriesCounts) {
  stage::Regency r = stage::small_network();
  r.catalogue.indicators.push_back(stage::live("sambungan.hidup", ""));
  r.catalogue.indicators.push_back(stage::live("sambungan.beban", "%"));
  r.series("sambungan.hidup#L1", {0}, 5min, 1min);
  r.series("sambungan.hidup#L3", {1}, 5min, 1min);
  r.series("sambungan.hidup#L2", {0}, 5min, 40min);
  r.series("sambungan.beban#L1", {55}, 5min, 1min);
  r.series("sambungan.beban#L2", {55}, 5min, 40min);
  panels::NetSource source = stage::net_source();
  source.link.up_series.name = "sambungan.hidup";
  source.link.load_series.name = "sambungan.beban";
  const NetGraph g = graph(r, source);
  EXPECT_EQ(g.links[0].state.live, Live::down);
  EXPECT_EQ(g.links[1].state.live, Live::up);    // the series is late: the fresh record counts
  EXPECT_EQ(g.links[2].state.live, Live::down);  // the record says so
  ASSERT_TRUE(g.links[0].share && g.links[0].load.value);
  EXPECT_DOUBLE_EQ(*g.links[0].share, 0.55);
  EXPECT_DOUBLE_EQ(*g.links[0].load.value, 550);
  EXPECT_EQ(g.links[1].load.age, panels::Age::late);
  EXPECT_EQ(g.links[3].load.age, panels::Age::missing);
  EXPECT_EQ(g.links[3].load.series, "sambungan.beban#L4");
}

TEST_F(NetworkGraph, SaysWhyItIsEmpty) {
  stage::Regency r;
  stage::add_tables(r);
  EXPECT_FALSE(graph(r).why.empty());
}

TEST(NetworkDistance, IsAlongTheSphere) {
  EXPECT_NEAR(panels::distance_km({0, 0}, {1, 0}), 111.195, 0.01);
  EXPECT_NEAR(panels::distance_km({106.8272, -6.1754}, {110.3695, -7.7956}), 429.6, 1.0);
  EXPECT_EQ(panels::distance_km({115, -3}, {115, -3}), 0);
  EXPECT_NEAR(panels::distance_km({179.5, 0}, {-179.5, 0}), 111.195, 0.01);
}

}  // namespace
