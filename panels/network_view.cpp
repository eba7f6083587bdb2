// See network_view.h.
#include "panels/network_view.h"

#include <algorithm>
#include <map>

#include "panels/format.h"
#include "panels/network_words.h"

namespace panels {
namespace {

const NetNode& node_of(const NetGraph& g, int i) {
  return g.nodes[static_cast<std::size_t>(i)];
}
const NetLink& link_of(const NetGraph& g, int i) {
  return g.links[static_cast<std::size_t>(i)];
}

// Whom to name first: sites before offices before towers.
int order_of(NodeRole role) {
  return role == NodeRole::data_center ? 0
         : role == NodeRole::recovery  ? 1
         : role == NodeRole::internet  ? 2
         : role == NodeRole::office    ? 3
                                       : 4;
}

NetFinding cut_finding(const NetGraph& g, const Cut& cut, const Frame& f) {
  const Words& w = words(f);
  NetFinding out{Shape::diamond, {}, {}};
  const std::string name = causes_text(g, cut, w);
  const bool node = cut.causes.size() == 1 && !cut.causes.front().link;
  const std::string brief = cut.causes.size() == 1 && cut.causes.front().link ? brief_label(name) : name;
  if (cut.nodes.empty()) {
    out.texts = {w.say({"{} is down", {name}})};
    return out;
  }
  const std::string whom = nodes_text(g, cut.nodes, w), count = std::to_string(cut.nodes.size());
  const char* const key = node ? "{} is down and cuts off {}" : "{} cuts off {}";
  for (const std::string& who : {name, brief}) out.texts.push_back(w.say({key, {who, whom}}));
  out.texts.push_back(w.say({"{}: {} cut off", {brief, count}}));
  out.texts.push_back(w.say({"{} cut off", {count}}));
  std::vector<int> nodes = cut.nodes;
  std::stable_sort(nodes.begin(), nodes.end(),
                   [&](int a, int b) { return order_of(node_of(g, a).role) < order_of(node_of(g, b).role); });
  for (const int v : nodes) out.pieces.push_back(node_of(g, v).name);
  if (const auto at = since_of(g, cut)) out.pieces.push_back(w.say({"since {}", {moment(*at, f.now, f.look.zone, w)}}));
  if (cut.dead_behind > 0) out.pieces.push_back(w.say({"{} more dead behind it", {std::to_string(cut.dead_behind)}}));
  return out;
}

// Of one thing its name in the sentence, of several their number and the names after it.
NetFinding listed(Shape shape, const char* one, const char* many, std::vector<std::string> names, const Words& w) {
  if (names.size() == 1)
    return {shape, {w.say({one, {names.front()}}), w.say({one, {brief_label(names.front())}})}, {}};
  return {shape, {w.say({many, {std::to_string(names.size())}})}, std::move(names)};
}

void add_spares(const NetView& v, const Words& w, std::vector<NetFinding>& out) {
  const auto& lost = v.health.spares_lost;
  if (lost.empty()) return;
  std::vector<std::string> names;
  for (const int l : lost) names.push_back(link_of(v.graph, l).label);
  NetFinding said = listed(Shape::triangle, "{} is dead, another way carries on",
                           "{} links are dead, other ways carry on", std::move(names), w);
  if (const int nodes = v.health.redundancy_lost(); nodes > 0)
    said.pieces.push_back(w.say({"{} nodes are left with one way", {std::to_string(nodes)}}));
  out.push_back(std::move(said));
}

void add_heavy(const NetView& v, const Words& w, std::vector<NetFinding>& out) {
  std::vector<std::pair<double, std::string>> busy, lossy;
  for (const NetLink& l : v.graph.links) {
    if (l.state.live == Live::down) continue;
    const bool loaded = l.load.state >= State::watch || l.back.state >= State::watch;
    if (loaded && l.busiest()) busy.emplace_back(*l.busiest(), l.label + " " + share_text(l.busiest(), w));
    if (l.loss.state >= State::watch && l.loss.value)
      lossy.emplace_back(*l.loss.value, l.label + " " + percent(*l.loss.value, 1, w));
  }
  for (const bool full : {true, false}) {
    auto* const list = full ? &busy : &lossy;
    if (list->empty()) continue;
    std::stable_sort(list->begin(), list->end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<std::string> names;
    for (auto& [value, name] : *list) names.push_back(name);
    out.push_back(listed(Shape::triangle, full ? "{} is nearly full" : "{} loses packets",
                         full ? "{} links are nearly full" : "{} links lose packets", std::move(names), w));
  }
}

void add_unknown(const NetView& v, const Frame& f, std::vector<NetFinding>& out) {
  const Words& w = words(f);
  const NetGraph& g = v.graph;
  std::vector<std::string> links, nodes, strays;
  for (const NetLink& l : g.links)
    if (l.state.live == Live::unknown)
      links.push_back(l.label + (l.state.word.empty() ? "" : " (" + l.state.word + ")"));
  for (const NetNode& n : g.nodes)
    if (n.state.live == Live::unknown)
      nodes.push_back(n.name + (n.state.word.empty() ? "" : " (" + n.state.word + ")"));
  for (const Stray& s : g.strays) strays.push_back(s.label + " → " + (s.missing.empty() ? "–" : s.missing));
  if (g.links_late && g.as_of && links.size() == g.links.size())
    out.push_back(
        {Shape::hatch,
         {w.say({"the links' data are late, from {}, no state is known", {moment(*g.as_of, f.now, f.look.zone, w)}}),
          w.say({"the links' data are late, from {}", {moment(*g.as_of, f.now, f.look.zone, w)}})},
         {}});
  else if (!links.empty())
    out.push_back(listed(Shape::hatch, "the state of {} is not known", "the state of {} links is not known", links, w));
  if (!nodes.empty())
    out.push_back(listed(Shape::hatch, "the state of {} is not known", "the state of {} nodes is not known", nodes, w));
  if (const int unsure = v.health.count(Reach::unsure); unsure > 0 && !out.empty())
    out.front().pieces.insert(out.front().pieces.begin(), w.say({"{} nodes may be cut off", {std::to_string(unsure)}}));
  if (!strays.empty())
    out.push_back(listed(Shape::hatch, "a link names a node that is not known: {}",
                         "{} links name a node that is not known", strays, w));
}

void add_apart(const NetView& v, const Words& w, std::vector<NetFinding>& out) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < v.graph.nodes.size(); ++i)
    if (v.health.reach[i] == Reach::apart) names.push_back(v.graph.nodes[i].name);
  if (!v.health.rooted)
    out.push_back({Shape::hatch, {std::string(w.word("no data center among the nodes"))}, {}});
  else if (!names.empty())
    out.push_back(listed(Shape::hatch, "no link leads to {}", "no link leads to {} nodes", names, w));
}

// What is well, as one sentence; where nothing else is to be said it stands alone.
NetFinding calm(const NetView& v, const Words& w) {
  const auto number_of = [](long n) { return std::to_string(n); };
  const int reached = v.health.count(Reach::reached);
  const auto all = static_cast<int>(v.graph.nodes.size());
  const auto spare = std::count_if(v.graph.nodes.begin(), v.graph.nodes.end(), [&](const NetNode& n) {
    const auto i = static_cast<std::size_t>(&n - v.graph.nodes.data());
    return n.role != NodeRole::data_center && v.health.redundant[i] != 0;
  });
  const std::string whole = reached == all
                                ? w.say({"all {} nodes reach the data center", {number_of(all)}})
                                : w.say({"{} of {} nodes reach the data center", {number_of(reached), number_of(all)}});
  NetFinding out;
  if (spare > 0) out.texts.push_back(whole + ", " + w.say({"{} have a second way", {number_of(spare)}}));
  out.texts.push_back(whole);
  out.texts.push_back(reached == all ? w.say({"all {} reached", {number_of(all)}})
                                     : w.say({"{} of {} reached", {number_of(reached), number_of(all)}}));
  return out;
}

std::vector<NetFinding> findings_of(const NetView& v, const Frame& f) {
  const Words& w = words(f);
  std::vector<NetFinding> out;
  for (const Cut& cut : v.health.cuts) out.push_back(cut_finding(v.graph, cut, f));
  add_spares(v, w, out);
  add_heavy(v, w, out);
  std::vector<NetFinding> unknown;
  add_unknown(v, f, unknown);
  out.insert(out.end(), unknown.begin(), unknown.end());
  add_apart(v, w, out);
  if (v.health.rooted) out.push_back(calm(v, w));
  return out;
}

Entry measured(const Frame& f, const std::string& indicator, const std::string& node) {
  const Indicator* i = f.data.catalogue->indicator(indicator);
  const feeds::Series* s = f.data.find(indicator);
  if (!s) s = f.data.find(series_name(indicator, "", node));
  return entry(f, i, s);
}

NetSite site_of(const Frame& f, const NetGraph& g, const SiteOptions& options) {
  const Words& w = words(f);
  NetSite out;
  out.name = options.node;
  const NetNode* center = nullptr;
  for (std::size_t i = 0; i < g.nodes.size(); ++i) {
    if (g.nodes[i].key == options.node) out.node = static_cast<int>(i);
    if (!center && g.nodes[i].role == NodeRole::data_center) center = &g.nodes[i];
  }
  if (out.node < 0) {
    out.why = w.say({"{} is not among the nodes", {options.node}});
  } else {
    const NetNode& n = node_of(g, out.node);
    out.name = n.name;
    if (center && center != &n && center->place && n.place) out.km = distance_km(*center->place, *n.place);
  }
  const auto add = [&](const config::IndicatorName& indicator, const char* word) {
    if (indicator.name.empty()) return;
    SiteFact fact{{}, measured(f, indicator.name, options.node)};
    fact.name = word                   ? std::string(w.word(word))
                : fact.entry.indicator ? w.pick(fact.entry.indicator->title)
                                       : indicator.name;
    out.facts.push_back(std::move(fact));
  };
  add(options.power, "power");
  add(options.temperature, "temperature");
  add(options.storage, "storage");
  add(options.backup, "last good copy");
  for (const auto& indicator : options.others) add(indicator, nullptr);
  return out;
}

// What an office takes itself: the load of its links towards the data center less what it passes on.
void add_shares(NetView& v) {
  const NetGraph& g = v.graph;
  std::vector<int> hops(g.nodes.size(), -1);
  std::vector<std::vector<int>> around(g.nodes.size());
  std::vector<int> wave;
  for (std::size_t i = 0; i < g.nodes.size(); ++i)
    if (g.nodes[i].role == NodeRole::data_center) {
      hops[i] = 0;
      wave.push_back(static_cast<int>(i));
    }
  for (const NetLink& l : g.links) {
    if (l.state.live == Live::down) continue;
    around[static_cast<std::size_t>(l.from)].push_back(l.to);
    around[static_cast<std::size_t>(l.to)].push_back(l.from);
  }
  for (std::size_t k = 0; k < wave.size(); ++k)
    for (const int next : around[static_cast<std::size_t>(wave[k])]) {
      if (hops[static_cast<std::size_t>(next)] >= 0) continue;
      hops[static_cast<std::size_t>(next)] = hops[static_cast<std::size_t>(wave[k])] + 1;
      wave.push_back(next);
    }
  struct Taken {
    double load = 0;
    int known = 0, unknown = 0;
  };
  std::vector<Taken> taken(g.nodes.size());
  for (const NetLink& l : g.links) {
    const bool known = l.load.value && l.load.age != Age::missing;
    for (const auto& [v_index, other] : {std::pair{l.from, l.to}, {l.to, l.from}}) {
      const auto here = static_cast<std::size_t>(v_index);
      const int own = hops[here], theirs = hops[static_cast<std::size_t>(other)];
      if (own == theirs || l.state.live == Live::down) continue;
      ++(known ? taken[here].known : taken[here].unknown);
      if (known) taken[here].load += own > theirs ? *l.load.value : -*l.load.value;
    }
  }
  std::map<std::string, Taken> groups;
  for (std::size_t i = 0; i < g.nodes.size(); ++i) {
    const bool reached = v.health.reach[i] == Reach::reached || v.health.reach[i] == Reach::unsure;
    if (g.nodes[i].role != NodeRole::office || !reached) continue;
    Taken& group = groups[g.nodes[i].group];
    group.load += std::max(0.0, taken[i].load);
    group.known += taken[i].known;
    group.unknown += taken[i].unknown;
  }
  double all = 0;
  for (const auto& [name, group] : groups) {
    if (group.known > 0)
      v.shares.push_back({name, group.load, 0, group.unknown > 0});
    else
      ++v.shares_unknown;
    all += group.load;
  }
  for (NetShare& s : v.shares) s.share = all > 0 ? s.load / all : 0;
  std::stable_sort(v.shares.begin(), v.shares.end(),
                   [](const NetShare& a, const NetShare& b) { return a.load > b.load; });
}

}  // namespace

std::vector<std::string> SiteOptions::indicators() const {
  std::vector<std::string> out;
  for (const auto* one : {&power, &temperature, &storage, &backup})
    if (!one->name.empty()) out.push_back(one->name);
  for (const auto& one : others) out.push_back(one.name);
  return out;
}

NetView network_view(const Frame& f, const NetSource& source, const std::vector<SiteOptions>& sites) {
  NetView out;
  out.graph = network_graph(f, source);
  out.health = network_health(out.graph);
  if (!out.graph.nodes.empty()) out.findings = findings_of(out, f);
  for (const SiteOptions& site : sites) out.sites.push_back(site_of(f, out.graph, site));
  add_shares(out);
  return out;
}

}  // namespace panels
