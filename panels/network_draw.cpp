// Words in the picture of a network, in order of need: see network_draw.h.
#include "panels/network_draw.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "panels/format.h"
#include "panels/parts.h"

namespace panels {
namespace {

constexpr std::size_t kMostTried = 500;  // names and labels each: beyond it there is no room anyway

// A line or two on one ground.
struct Words2 {
  std::string first, second;
  Type type;
  ImU32 colour = 0, second_colour = 0;
  Shape shape = Shape::none;
  std::optional<ImVec2> arrow;  // a direction, drawn before the first line
  float lead() const { return shape == Shape::none && !arrow ? 0 : type.em * 0.95f; }
  float width() const {
    return std::max(lead() + text_width(type, first), second.empty() ? 0 : text_width(type, second));
  }
  float height() const { return type.cap() + (second.empty() ? 0 : type.line() * 0.95f); }
};

class Writer {
 public:
  // `taken`: something stands there already.
  Writer(const Frame& f, const NetPicture& p, Rect taken)
      : f_(f),
        p_(p),
        small_(type(f.look, Size::small)),
        pad_(small_.em * 0.16f),
        labels_(p.room, std::max(16.0f, f.look.unit_px * 2)) {
    labels_.block(taken);
    const auto nodes = static_cast<int>(p.view.graph.nodes.size()), links = static_cast<int>(p.view.graph.links.size());
    for (int i = 0; i < nodes; ++i) {
      const ImVec2 at = node_at(p, i);
      const float r = node_size(f.look, p, i) * 1.1f;
      labels_.block({at.x - r, at.y - r, at.x + r, at.y + r});
    }
    for (int i = 0; i < links; ++i) {
      const auto course = course_of(p, i);
      for (std::size_t k = 1; k < course.size(); ++k) labels_.add_line(course[k - 1], course[k]);
    }
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

  Rect around(ImVec2 left_top, const Words2& t) const {
    return {left_top.x - pad_, left_top.y - pad_, left_top.x + t.width() + pad_, left_top.y + t.height() + pad_ * 1.6f};
  }
  // Beside the node, away from the middle of the picture first.
  std::vector<Rect> beside(int i, const Words2& t) const {
    const ImVec2 c = node_at(p_, i);
    const float r = node_size(f_.look, p_, i) + small_.em * 0.3f, w = t.width(), h = t.height();
    const Rect right = around({c.x + r, c.y - h / 2}, t), left = around({c.x - r - w, c.y - h / 2}, t);
    const Rect below = around({c.x - w / 2, c.y + r}, t), above = around({c.x - w / 2, c.y - r - h}, t);
    const bool west = c.x < (p_.room.left + p_.room.right) / 2, north = c.y < (p_.room.top + p_.room.bottom) / 2;
    std::vector<Rect> out{west ? left : right, north ? above : below, west ? right : left, north ? below : above};
    for (const float y : {c.y - r - h, c.y + r})
      for (const float x : {c.x + r * 0.5f, c.x - r * 0.5f - w}) out.push_back(around({x, y}, t));
    return out;
  }
  // On the link, nearest to its middle first; `off`: beside it too.
  std::vector<Rect> along(int i, const Words2& t, bool off) const {
    const auto course = course_of(p_, i);
    std::vector<Rect> out;
    const auto at = [&](float share) {
      const float place = share * static_cast<float>(course.size() - 1);
      const auto k = std::min(static_cast<std::size_t>(place), course.size() - 2);
      const float rest = place - static_cast<float>(k);
      return ImVec2{course[k].x + (course[k + 1].x - course[k].x) * rest,
                    course[k].y + (course[k + 1].y - course[k].y) * rest};
    };
    const float w = t.width(), h = t.height();
    for (const float share : {0.5f, 0.42f, 0.58f, 0.34f, 0.66f, 0.26f, 0.74f}) {
      const ImVec2 c = at(share);
      out.push_back(around({c.x - w / 2, c.y - h / 2}, t));
    }
    if (!off) return out;
    const ImVec2 c = at(0.5f);
    for (const float by : {0.9f, 1.8f, 2.8f, 4.0f})
      for (const ImVec2 to :
           {ImVec2{0, 1}, {0, -1}, {1, 0}, {-1, 0}, {0.8f, 0.8f}, {-0.8f, -0.8f}, {0.8f, -0.8f}, {-0.8f, 0.8f}})
        out.push_back(
            around({c.x - w / 2 + to.x * (w / 2 + by * small_.em), c.y - h / 2 + to.y * (h / 2 + by * small_.em)}, t));
    return out;
  }
  float length(int i) const {
    const auto course = course_of(p_, i);
    return std::hypot(course.back().x - course.front().x, course.back().y - course.front().y);
  }

  void draw(const Rect& r, const Words2& t, std::optional<ImU32> plate = {}) {
    ImDrawList& list = f_.paint.list;
    if (plate)
      draw_plate(list, r, t.type.em, *plate);
    else if (labels_.crosses_line(r))
      list.AddRectFilled({r.left, r.top}, {r.right, r.bottom}, f_.look.colours.panel);
    const float x = r.left + pad_;
    float y = r.top + pad_ + t.type.cap();
    const ImVec2 mark{x + t.type.em * 0.35f, y - t.type.cap() / 2};
    if (t.shape != Shape::none)
      draw_shape(list, t.shape, mark, t.type.em * 0.62f, shape_colour(f_.look.colours, t.shape));
    if (t.arrow) draw_arrow(mark, *t.arrow, t.type.em * 0.3f, t.colour);
    draw_text(list, t.type, {x + t.lead(), y}, t.colour, t.first);
    if (t.second.empty()) return;
    y += t.type.line() * 0.95f;
    draw_text(list, t.type, {x, y}, t.second_colour, t.second);
  }
  void draw_arrow(ImVec2 c, ImVec2 to, float size, ImU32 colour) const {
    const float long_ = std::max(0.001f, std::hypot(to.x, to.y)), x = to.x / long_ * size, y = to.y / long_ * size;
    const std::array<ImVec2, 3> head{
        ImVec2{c.x - x * 0.3f - y, c.y - y * 0.3f + x}, {c.x + x, c.y + y}, {c.x - x * 0.3f + y, c.y - y * 0.3f - x}};
    f_.paint.list.AddPolyline(head.data(), 3, colour, 0, std::max(1.2f, size * 0.34f));
  }
  Words2 plain(std::string text, ImU32 colour, bool medium = false) const {
    return {std::move(text), {}, {medium ? f_.look.medium : f_.look.regular, small_.em}, colour, 0, Shape::none, {}};
  }

  void write_causes() {
    const Colours& c = f_.look.colours;
    for (const Cut& cut : p_.view.health.cuts)
      for (const NetElement& e : cut.causes) {
        const std::string whole = element_name(p_.view.graph, e);
        bool done = false;
        for (const std::string& name : {whole, e.link ? brief_label(whole) : fitted_name(whole)}) {
          if (done) break;
          const Words2 text = plain(name, c.bad_text, true);
          const auto at = labels_.take(e.link ? along(e.index, text, true) : beside(e.index, text), true);
          if (at) draw(*at, text, c.bad);
          done = at.has_value();
        }
        (e.link ? labelled_ : named_)[static_cast<std::size_t>(e.index)] = done ? 1 : 0;
        if (!done && e.link) draw_shape(f_.paint.list, Shape::diamond, middle(e.index), small_.em * 0.9f, c.bad);
      }
  }
  ImVec2 middle(int i) const {
    const auto course = course_of(p_, i);
    if (course.size() > 2) return course[course.size() / 2];
    return {(course[0].x + course[1].x) / 2, (course[0].y + course[1].y) / 2};
  }

  std::string fitted_name(const std::string& name) const { return fit(name, small_, small_.em, small_.em * 9.5f).text; }

  bool name(int i, ImU32 colour, bool medium, bool over_lines, const std::string& second = {}) {
    if (named_[static_cast<std::size_t>(i)] != 0) return true;
    for (const bool both : {true, false}) {
      if (both && second.empty()) continue;
      Words2 text = plain(fitted_name(node(i).name), colour, medium);
      if (both) {
        text.second = second;
        text.second_colour = f_.look.colours.quiet;
      }
      if (const auto at = labels_.take(beside(i, text), over_lines)) {
        draw(*at, text);
        named_[static_cast<std::size_t>(i)] = 1;
        return true;
      }
    }
    return false;
  }

  void write_important_names() {
    const Colours& c = f_.look.colours;
    const auto nodes = static_cast<int>(p_.view.graph.nodes.size());
    for (const NodeRole role : {NodeRole::data_center, NodeRole::recovery, NodeRole::internet})
      for (int i = 0; i < nodes; ++i)
        if (node(i).role == role && reach(i) != Reach::cut_off) name(i, c.strong, true, true);
    std::size_t tried = 0;
    for (const Cut& cut : p_.view.health.cuts) {
      const std::string by =
          words(f_).say({"cut off by {}",
                         {cut.causes.size() == 1 ? brief_label(causes_text(p_.view.graph, cut, words(f_)))
                                                 : causes_text(p_.view.graph, cut, words(f_))}});
      for (const int i : cut.nodes)
        if (++tried < kMostTried) name(i, c.strong, false, true, by);
    }
    for (int i = 0; i < nodes && tried < kMostTried; ++i)
      if (reach(i) == Reach::unsure && ++tried > 0) name(i, c.unknown, false, true);
  }

  Words2 load_words(int i) const {
    const NetLink& l = link(i);
    const bool back = l.share_back && (!l.share || *l.share_back > *l.share);
    const ImVec2 a = node_at(p_, l.from), b = node_at(p_, l.to);
    Words2 out = plain(share_text(back ? l.share_back : l.share, words(f_)), f_.look.colours.quiet);
    out.arrow = back ? ImVec2{a.x - b.x, a.y - b.y} : ImVec2{b.x - a.x, b.y - a.y};
    return out;
  }

  void write_watched_links() {
    const Colours& c = f_.look.colours;
    for (const int i : p_.view.health.spares_lost) {
      Words2 text = plain(link(i).label, c.strong);
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
      Words2 text = load_words(i);
      text.arrow.reset();
      text.shape = Shape::triangle;
      text.colour = c.strong;
      loaded_.push_back(i);
      put(i, text, true);
    }
  }
  bool put(int i, const Words2& text, bool off) {
    const auto at = labels_.take(along(i, text, off), true);
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
      name(order[k], f_.look.colours.quiet, false, false);
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
      const Words2 text = load_words(order[k]);
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
      Words2 text = plain(link(i).label, f_.look.colours.quiet);
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

  const Frame& f_;
  const NetPicture& p_;
  Type small_;
  float pad_;
  NetLabels labels_;
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

Rect draw_network_ground(const Frame& f, const NetPicture& p, const NetProjection& projection) {
  const Look& look = f.look;
  const Type t = type(look, Size::small);
  // A degree of the projection is 111.195 km at the equator and shrinks with the cosine of the latitude (Mercator).
  constexpr double kRadian = 0.017453292519943295;
  const double south = -(projection.y + p.room.height() / projection.scale / 2);
  const double px_per_km = projection.scale / (111.195 * std::cos(std::atan(std::sinh(south * kRadian))));
  for (const double km : {1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0}) {
    const auto wide = static_cast<float>(km * px_per_km);
    if (wide < look.unit_px * 3) continue;
    const std::string text = number(km, 0, words(f)) + " km";
    const float y = p.room.bottom - t.em * 0.4f, x = p.room.left + t.em * 0.3f, from = x + wide + t.em * 0.4f;
    const float to = from + text_width(t, text);
    if (to - p.room.left > p.room.width() * 0.4f || p.room.height() < look.unit_px * 8) break;
    const float thin = hairline(look) * 1.5f;
    for (const float end : {x, x + wide})
      f.paint.list.AddLine({end, y - t.em * 0.25f}, {end, y}, look.colours.quiet, thin);
    f.paint.list.AddLine({x, y}, {x + wide, y}, look.colours.quiet, thin);
    draw_text(f.paint.list, t, {from, y}, look.colours.quiet, text);
    return {p.room.left, y - t.cap() * 1.3f, to + t.em * 0.3f, p.room.bottom};
  }
  return {p.room.left, p.room.bottom, p.room.left, p.room.bottom};
}

Rect nodes_room(const Look& look, Rect room, std::size_t nodes) {
  const float few = nodes > NetLayouts::at_once ? 0.35f : 1;
  const float side = std::min(look.unit_px * 5 * few, room.width() * 0.16f),
              top = std::min(look.unit_px * 1.6f * few, room.height() * 0.12f);
  return {room.left + side, room.top + top, room.right - side, room.bottom - top};
}

float nodes_apart(const Look& look, Rect room, std::size_t nodes) {
  const float each =
      std::sqrt(std::max(1.0f, room.width() * room.height()) / static_cast<float>(std::max<std::size_t>(1, nodes)));
  return std::min(look.unit_px * 2.6f, each * 0.7f);
}

std::optional<NetElement> element_at(const Look& look, const NetPicture& p, ImVec2 tap) {
  const float reach = std::max(look.unit_px * 0.8f, look.target_mm * look.px_per_mm / 2);
  std::optional<NetElement> out;
  float best = reach;
  for (std::size_t i = 0; i < p.view.graph.nodes.size(); ++i) {
    const ImVec2 at = node_at(p, static_cast<int>(i));
    const float away = std::max(0.0f, std::hypot(tap.x - at.x, tap.y - at.y) - node_size(look, p, static_cast<int>(i)));
    if (away >= best) continue;
    best = away;
    out = {false, static_cast<int>(i)};
  }
  if (out && best < reach / 3) return out;
  for (std::size_t i = 0; i < p.view.graph.links.size(); ++i) {
    const auto course = course_of(p, static_cast<int>(i));
    for (std::size_t k = 1; k < course.size(); ++k) {
      const ImVec2 a = course[k - 1], b = course[k];
      const float dx = b.x - a.x, dy = b.y - a.y, whole = std::max(1e-6f, dx * dx + dy * dy);
      const float t = std::clamp(((tap.x - a.x) * dx + (tap.y - a.y) * dy) / whole, 0.0f, 1.0f);
      const float away = std::hypot(tap.x - a.x - t * dx, tap.y - a.y - t * dy) + reach * 0.2f;
      if (away >= best) continue;
      best = away;
      out = {true, static_cast<int>(i)};
    }
  }
  return out;
}

}  // namespace panels
