// Words in the picture of a network, in order of need: see network_draw.h.
#include "panels/network_draw.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "panels/format.h"
#include "panels/network_pen.h"

namespace panels {
namespace {

constexpr std::size_t kMostTried = 500;  // names and labels each: beyond it there is no room anyway

class Writer : NetPen {
 public:
  Writer(const Frame& f, const NetPicture& p, Rect taken) : NetPen(f, p, taken) {
    named_.assign(p.view.graph.nodes.size(), 0);
    labelled_.assign(p.view.graph.links.size(), 0);
  }

  NetLeftOut write() {
    write_causes();
    write_important_names();
    write_watched_links();
    write_other_names();
    write_loads();
    write_cables();
    return {static_cast<int>(std::count(named_.begin(), named_.end(), 0)),
            static_cast<int>(std::count(labelled_.begin(), labelled_.end(), 0))};
  }

 private:
  const NetNode& node(int i) const { return p_.view.graph.nodes[static_cast<std::size_t>(i)]; }
  const NetLink& link(int i) const { return p_.view.graph.links[static_cast<std::size_t>(i)]; }
  Reach reach(int i) const { return p_.view.health.reach[static_cast<std::size_t>(i)]; }

  void write_causes() {
    const Colours& c = f_.look.colours;
    for (const Cut& cut : p_.view.health.cuts)
      for (const NetElement& e : cut.causes) {
        const std::string whole = element_name(p_.view.graph, e);
        bool done = false;
        for (const std::string& name : {whole, e.link ? brief_label(whole) : fitted_name(whole)}) {
          if (done) break;
          const NetText text = plain(name, c.bad_text, true);
          const auto at = labels_.take(e.link ? along(e.index, text, true) : beside(e.index, text), true);
          if (at && e.link) lead_to(e.index, *at, Shape::diamond);
          if (at) draw(*at, text, c.bad);
          done = at.has_value();
        }
        (e.link ? labelled_ : named_)[static_cast<std::size_t>(e.index)] = done ? 1 : 0;
        if (e.link) {
          const auto course = course_of(p_, e.index);
          for (std::size_t k = 1; k < course.size(); ++k) guard(course[k - 1], course[k]);
        }
        if (!done && e.link) draw_shape(f_.paint.list, Shape::diamond, middle(e.index), small_.em * 0.9f, c.bad);
      }
  }
  std::string fitted_name(const std::string& name, float ems = 11) const {
    return fit(name, small_, small_.em, small_.em * ems).text;
  }

  enum class Need { low, some, high };
  // What matters may stand over links; what matters most may take two lines, or stand away with a line that leads
  // there.
  std::optional<Rect> name(int i, ImU32 colour, Need need) {
    char& named = named_[static_cast<std::size_t>(i)];
    if (named != 0) return {};
    const bool high = need == Need::high;
    const bool site = node(i).role != NodeRole::office && node(i).role != NodeRole::tower;
    NetText text = plain(fitted_name(node(i).name, high ? 13 : 11), colour, high && site);
    auto at = labels_.take(beside(i, text), need != Need::low);
    if (!at && high) {
      if (const auto lines = wrap(node(i).name, text.type, small_.em * 8, 2); lines.size() == 2) {
        text.first = lines[0];
        text.second = lines[1];
        text.second_colour = colour;
        at = labels_.take(beside(i, text), true);
      }
      if (!at) at = named_away(i, text);
    }
    if (!at) return {};
    draw(*at, text);
    named = 1;
    return at;
  }

  std::optional<Rect> named_away(int i, const NetText& text) {
    const ImVec2 c = node_at(p_, i);
    const float off = node_size(f_.look, p_, i) * 1.7f;
    auto wanted = around_point(c, text, 6);
    std::erase_if(wanted, [&](const Rect& r) { return !is_lead_free(c, r, off); });
    const auto at = labels_.take(wanted, true);
    if (at) lead(c, *at, faded(f_.look.colours.quiet, f_.look.colours.panel, 0.7f), off);
    return at;
  }
  void write_important_names() {
    const Colours& c = f_.look.colours;
    const auto nodes = static_cast<int>(p_.view.graph.nodes.size());
    for (const NodeRole role : {NodeRole::data_center, NodeRole::recovery, NodeRole::internet})
      for (int i = 0; i < nodes; ++i)
        if (node(i).role == role && reach(i) != Reach::cut_off) name(i, c.strong, Need::high);
    std::size_t tried = 0;
    for (const Cut& cut : p_.view.health.cuts) {
      std::vector<Rect> written;
      for (const int i : cut.nodes)
        if (++tried < kMostTried)
          if (const auto at = name(i, c.strong, Need::high)) written.push_back(*at);
      const std::string causes = causes_text(p_.view.graph, cut, words(f_));
      const NetText by =
          plain(words(f_).say({"cut off by {}", {cut.causes.size() == 1 ? brief_label(causes) : causes}}), c.quiet);
      for (const Rect& r : written)
        if (const auto at = labels_.take({around({r.left + pad_, r.bottom + pad_ * 0.6f}, by),
                                          around({r.right - pad_ - by.width(), r.bottom + pad_ * 0.6f}, by)},
                                         false))
          draw(*at, by);
    }
    for (int i = 0; i < nodes && tried < kMostTried; ++i)
      if (reach(i) == Reach::unsure && ++tried > 0) name(i, c.unknown, Need::some);
  }

  NetText load_words(int i) const {
    const NetLink& l = link(i);
    const bool back = l.share_back && (!l.share || *l.share_back > *l.share);
    const ImVec2 a = node_at(p_, l.from), b = node_at(p_, l.to);
    NetText out = plain(share_text(back ? l.share_back : l.share, words(f_)), f_.look.colours.quiet);
    out.arrow = back ? ImVec2{a.x - b.x, a.y - b.y} : ImVec2{b.x - a.x, b.y - a.y};
    return out;
  }

  void write_watched_links() {
    const Colours& c = f_.look.colours;
    for (const int i : p_.view.health.spares_lost) {
      NetText text = plain(link(i).label, c.strong);
      text.shape = Shape::triangle;
      for (const std::string& label : {link(i).label, brief_label(link(i).label)}) {
        text.first = label;
        if (labelled_[static_cast<std::size_t>(i)] == 0 && put(i, text, true))
          labelled_[static_cast<std::size_t>(i)] = 1;
      }
    }
    const auto links = static_cast<int>(p_.view.graph.links.size());
    for (int i = 0; i < links; ++i) {
      const NetLink& l = link(i);
      if (l.state.live == Live::down || !l.busiest()) continue;
      if (l.load.state < State::watch && l.back.state < State::watch) continue;
      NetText text = load_words(i);
      text.arrow.reset();
      text.shape = Shape::triangle;
      text.colour = c.strong;
      loaded_.push_back(i);
      // Where many are full, a mark each is enough: the findings name the worst.
      if (const auto at = labels_.take(along(i, text, false), true))
        draw(*at, text);
      else
        draw_shape(f_.paint.list, Shape::triangle, middle(i), small_.em * 0.5f, c.watch);
    }
  }
  // Over no other link unless it is needed (`off`).
  bool put(int i, const NetText& text, bool off) {
    const auto at = labels_.take(along(i, text, off), off, i);
    if (at && off && text.shape == Shape::triangle) lead_to(i, *at, Shape::triangle);
    if (at) draw(*at, text);
    return at.has_value();
  }

  // Towers and whoever has many links first.
  void write_other_names() {
    std::vector<int> degree(p_.view.graph.nodes.size(), 0), order;
    for (const NetLink& l : p_.view.graph.links)
      for (const int end : {l.from, l.to}) ++degree[static_cast<std::size_t>(end)];
    for (std::size_t i = 0; i < named_.size(); ++i)
      if (named_[i] == 0) order.push_back(static_cast<int>(i));
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
      return degree[static_cast<std::size_t>(a)] > degree[static_cast<std::size_t>(b)];
    });
    for (std::size_t k = 0; k < order.size() && k < kMostTried; ++k)
      name(order[k], f_.look.colours.quiet, node(order[k]).role == NodeRole::tower ? Need::some : Need::low);
  }

  // Only beside nothing else: a link's own course is all that a number may lie on.
  void write_loads() {
    std::vector<int> order;
    for (std::size_t i = 0; i < p_.view.graph.links.size(); ++i) {
      const NetLink& l = p_.view.graph.links[i];
      const bool known = l.state.live == Live::up && l.busiest() && l.load.age == Age::fresh;
      if (known && std::find(loaded_.begin(), loaded_.end(), static_cast<int>(i)) == loaded_.end())
        order.push_back(static_cast<int>(i));
    }
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return *link(a).busiest() > *link(b).busiest(); });
    for (std::size_t k = 0; k < order.size() && k < kMostTried; ++k) {
      const NetText text = load_words(order[k]);
      if (length(order[k]) > text.width() + small_.em * 1.6f) put(order[k], text, false);
    }
  }

  void write_cables() {
    std::vector<int> order;
    for (std::size_t i = 0; i < labelled_.size(); ++i)
      if (labelled_[i] == 0) order.push_back(static_cast<int>(i));
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
      return std::tuple(link(a).medium != Medium::backbone, -link(a).capacity.value_or(0)) <
             std::tuple(link(b).medium != Medium::backbone, -link(b).capacity.value_or(0));
    });
    for (std::size_t k = 0; k < order.size() && k < kMostTried; ++k) {
      const int i = order[k];
      NetText text = plain(link(i).label, f_.look.colours.quiet);
      const std::size_t slash = text.first.find(" / ");
      if (text.width() + small_.em > length(i) && slash != std::string::npos) {
        text.second = text.first.substr(slash + 3);
        text.second_colour = text.colour;
        text.first.resize(slash);
      }
      if (text.width() + small_.em > length(i)) continue;
      labelled_[static_cast<std::size_t>(i)] = put(i, text, false) ? 1 : 0;
    }
  }

  std::vector<char> named_, labelled_;
  std::vector<int> loaded_;  // links whose load stands there as a warning
};

}  // namespace

NetLeftOut draw_network(const Frame& f, const NetPicture& p) {
  Rect taken{p.room.left, p.room.bottom, p.room.left, p.room.bottom};
  if (p.layout.projection) taken = draw_network_ground(f, p, *p.layout.projection);
  const auto links = static_cast<int>(p.view.graph.links.size()), nodes = static_cast<int>(p.view.graph.nodes.size());
  const auto loud = [&](int i) { return p.view.graph.links[static_cast<std::size_t>(i)].state.live == Live::down; };
  for (const bool last : {false, true})
    for (int i = 0; i < links; ++i)
      if (loud(i) == last) draw_link(f, p, i);
  for (int i = 0; i < nodes; ++i) draw_node(f, p, i);
  return Writer(f, p, taken).write();
}

}  // namespace panels
