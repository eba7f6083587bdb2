// See network_words.h; and what a network says in words and tables.
#include "panels/network_words.h"

#include <algorithm>
#include <cmath>

#include "panels/format.h"

namespace panels {
namespace {

std::string word(const Words& w, const char* key) {
  return std::string(w.word(key));
}

std::string joined_by_and(const std::vector<std::string>& parts, const Words& w) {
  if (parts.empty()) return {};
  std::string out = parts.front();
  for (std::size_t i = 1; i + 1 < parts.size(); ++i) out += ", " + parts[i];
  return parts.size() > 1 ? w.say({"{} and {}", {out, parts.back()}}) : out;
}

std::string live_word(Live live, const Words& w) {
  return word(w, live == Live::up ? "up" : live == Live::down ? "dead" : "not known");
}

void tell_cuts(const Frame& f, const NetView& v, Telling& out) {
  if (v.health.cuts.empty()) return;
  const Words& w = words(f);
  std::vector<std::vector<std::string>> rows;
  for (const Cut& cut : v.health.cuts) {
    std::string names;
    for (const int n : cut.nodes)
      names += (names.empty() ? "" : ", ") + v.graph.nodes[static_cast<std::size_t>(n)].name;
    const auto since = since_of(v.graph, cut);
    std::string causes;
    for (const NetElement& e : cut.causes) causes += (causes.empty() ? "" : ", ") + element_name(v.graph, e);
    if (!cut.unread.empty()) causes = causes_text(v.graph, cut, w);
    rows.push_back({causes, names.empty() ? "–" : names, std::to_string(cut.dead_behind),
                    since ? moment(*since, f.now, f.look.zone, w) : "–"});
  }
  out.table({word(w, "root cause"), word(w, "cut off"), word(w, "dead behind it"), word(w, "since")}, std::move(rows));
}

void tell_unsure(const NetView& v, const Words& w, Telling& out) {
  for (const Cut& doubt : v.health.doubts) {
    std::string names;
    for (const int n : doubt.nodes)
      names += (names.empty() ? "" : ", ") + v.graph.nodes[static_cast<std::size_t>(n)].name;
    if (!names.empty())
      out.line(
          w.say({"perhaps cut off, as the state of {} is not known: {}", {causes_text(v.graph, doubt, w), names}}));
  }
}

void tell_links(const NetView& v, const NetSource& source, const Words& w, Telling& out) {
  std::vector<const NetLink*> links;
  for (const NetLink& l : v.graph.links) links.push_back(&l);
  std::stable_sort(links.begin(), links.end(), [](const NetLink* a, const NetLink* b) {
    return a->busiest().value_or(-1) > b->busiest().value_or(-1);
  });
  std::vector<std::vector<std::string>> rows;
  for (const NetLink* l : links) {
    const auto name = [&](int n) { return v.graph.nodes[static_cast<std::size_t>(n)].name; };
    rows.push_back({l->label, name(l->from), name(l->to), link_state_text(*l, w), load_text(*l, source, w),
                    l->loss.value && l->state.live != Live::down ? percent(*l->loss.value, 1, w) : "–",
                    l->latency.value && l->state.live != Live::down ? number(*l->latency.value, 1, w) + " ms" : "–"});
  }
  if (!rows.empty())
    out.table({word(w, "cable label"), word(w, "from"), word(w, "to"), word(w, "state"), word(w, "load"),
               word(w, "lost"), word(w, "latency")},
              std::move(rows));
}

void tell_sites(const Frame& f, const NetView& v, Telling& out) {
  const Words& w = words(f);
  std::vector<std::vector<std::string>> rows;
  for (const NetSite& site : v.sites) {
    if (!site.why.empty()) out.line(site.why);
    if (site.km)
      rows.push_back({site.name, word(w, "distance from the data center"), number(*site.km, 0, w) + " km", "", ""});
    for (const SiteFact& fact : site.facts)
      rows.push_back({site.name, fact.name, fact.entry.shown() ? value_text(fact.entry, w) : why_missing(fact.entry, f),
                      state_word(fact.entry.state, w), fact.entry.shown() ? age_text(fact.entry, f) : "–"});
  }
  if (!rows.empty())
    out.table({word(w, "location"), word(w, "measured"), word(w, "value"), word(w, "state"), word(w, "age")},
              std::move(rows));
}

void tell_shares(const NetView& v, const NetSource& source, const Words& w, Telling& out) {
  std::vector<std::vector<std::string>> rows;
  int place = 0;
  for (const NetShare& s : v.shares)
    rows.push_back({std::to_string(++place), s.name,
                    (s.partial ? word(w, "at least") + " " : "") + amount_text(s.load, w) + " " + source.unit,
                    share_text(s.share, w)});
  if (!rows.empty())
    out.table({word(w, "rank"), word(w, "office"), word(w, "bandwidth"), word(w, "share")}, std::move(rows));
  if (v.shares_unknown > 0) out.line(w.say({"the load of {} is not known", {std::to_string(v.shares_unknown)}}));
}

}  // namespace

std::string element_name(const NetGraph& g, const NetElement& e) {
  const auto i = static_cast<std::size_t>(e.index);
  return e.link ? g.links[i].label : g.nodes[i].name;
}

std::string causes_text(const NetGraph& g, const Cut& cut, const Words& w) {
  std::vector<std::string> names;
  for (const NetElement& e : cut.causes) names.push_back(element_name(g, e));
  for (const int l : cut.unread) names.push_back(element_name(g, {true, l}));
  if (!cut.unread.empty())
    return names.size() == 2 ? w.say({"{} or {}", {names[0], names[1]}}) : w.say({"{} or its links", {names[0]}});
  if (names.size() <= 2) return joined_by_and(names, w);
  return w.say({"{} and {} others", {names.front(), std::to_string(names.size() - 1)}});
}

std::string brief_label(const std::string& label) {
  const std::size_t end = label.find_first_of("/|<>");
  if (end == std::string::npos || end == 0) return label;
  const std::size_t last = label.find_last_not_of(" -", end - 1);
  return last == std::string::npos ? label : label.substr(0, last + 1);
}

std::string nodes_text(const NetGraph& g, const std::vector<int>& nodes, const Words& w) {
  const auto count = [&](NodeRole role) {
    return std::count_if(nodes.begin(), nodes.end(),
                         [&](int n) { return g.nodes[static_cast<std::size_t>(n)].role == role; });
  };
  std::vector<std::string> parts;
  const auto add = [&](NodeRole role, const char* one, const char* many) {
    const auto n = count(role);
    if (n > 0) parts.push_back(n == 1 ? word(w, one) : w.say({many, {std::to_string(n)}}));
  };
  add(NodeRole::data_center, "1 data center", "{} data centers");
  add(NodeRole::recovery, "the recovery site", "{} recovery sites");
  add(NodeRole::internet, "1 internet exit", "{} internet exits");
  add(NodeRole::office, "1 office", "{} offices");
  add(NodeRole::tower, "1 tower", "{} towers");
  return joined_by_and(parts, w);
}

std::optional<Time> since_of(const NetGraph& g, const Cut& cut) {
  std::optional<Time> out;
  for (const NetElement& e : cut.causes)
    if (e.link)
      if (const auto& since = g.links[static_cast<std::size_t>(e.index)].since; since && (!out || *since < *out))
        out = since;
  return out;
}

std::string reach_text(const NetView& v, int node, const Words& w) {
  const auto i = static_cast<std::size_t>(node);
  const int cut = v.health.cut[i];
  switch (v.health.reach[i]) {
    case Reach::reached:
      return v.graph.nodes[i].role == NodeRole::data_center ? word(w, "up")
             : v.health.redundant[i] != 0                   ? word(w, "reached, over two ways")
             : v.health.meant_redundant[i] != 0             ? word(w, "reached, its second way is lost")
                                                            : word(w, "reached, over one way");
    case Reach::unsure:
      return word(w, "not sure to be reached");
    case Reach::apart:
      return word(w, "no link leads there");
    case Reach::cut_off:
      break;
  }
  const Cut& by = v.health.cuts[static_cast<std::size_t>(cut)];
  if (std::find(by.causes.begin(), by.causes.end(), NetElement{false, node}) != by.causes.end()) return word(w, "down");
  return w.say({"cut off by {}", {causes_text(v.graph, by, w)}});
}

std::string link_state_text(const NetLink& l, const Words& w) {
  if (l.state.live != Live::unknown) return live_word(l.state.live, w);
  if (!l.state.word.empty()) return w.say({"not known ({})", {l.state.word}});
  if (l.state.last == Live::unknown) return word(w, "not known");
  return w.say({"not known, was {}", {live_word(l.state.last, w)}});
}

std::string amount_text(double v, const Words& w) {
  return number(v, v < 10 && v != std::floor(v) ? 1 : 0, w);
}

std::string share_text(std::optional<double> share, const Words& w) {
  return share ? percent(*share * 100, *share < 0.095 && *share > 0 ? 1 : 0, w) : "–";
}

std::string load_text(const NetLink& l, const NetSource& source, const Words& w) {
  const auto amount = [&](double v) { return amount_text(v, w); };
  std::string out;
  if (l.state.live == Live::down) return "–";
  if (l.load.value && l.capacity)
    out = w.say({"{} of {} {}", {amount(*l.load.value), amount(*l.capacity), source.unit}});
  else if (l.load.value)
    out = amount(*l.load.value) + " " + source.unit;
  if (l.share) out += (out.empty() ? "" : " · ") + share_text(l.share, w);
  if (l.share_back) out += (out.empty() ? "" : " · ") + w.say({"back {}", {share_text(l.share_back, w)}});
  if (out.empty()) return "–";
  return l.load.age == Age::late ? out + " · " + word(w, "late") : out;
}

const char* role_word(NodeRole role) {
  switch (role) {
    case NodeRole::data_center:
      return "data center";
    case NodeRole::recovery:
      return "recovery site";
    case NodeRole::internet:
      return "internet exit";
    case NodeRole::tower:
      return "tower";
    case NodeRole::office:
      break;
  }
  return "office";
}

const char* medium_word(Medium medium) {
  switch (medium) {
    case Medium::plain:
      return "";
    case Medium::backbone:
      return "backbone";
    case Medium::fibre:
      return "fibre";
    case Medium::radio:
      return "radio";
    case Medium::leased:
      break;
  }
  return "leased line";
}

void tell_network(const Frame& f, const NetView& v, const NetSource& source, Telling& out) {
  const Words& w = words(f);
  if (!v.graph.why.empty()) out.line(v.graph.why);
  for (const NetFinding& finding : v.findings) {
    std::string text = finding.texts.front();
    for (std::size_t i = 0; i < finding.pieces.size(); ++i) text += (i == 0 ? ": " : ", ") + finding.pieces[i];
    out.line(text);
  }
  tell_cuts(f, v, out);
  tell_unsure(v, w, out);
  tell_links(v, source, w, out);
  tell_sites(f, v, out);
  tell_shares(v, source, w, out);
}

}  // namespace panels
