// See map_symbols.h: how it is drawn.
#include <algorithm>
#include <cmath>
#include "panels/draw.h"
#include "panels/format.h"
#include "panels/map_symbols.h"
#include "panels/parts.h"
#include "panels/segment.h"

namespace panels {
namespace {

bool overlap(const Rect& a, const Rect& b) {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
}
Rect around(ImVec2 at, float half) {
  return {at.x - half, at.y - half, at.x + half, at.y + half};
}
bool is_loud(const MapPlace& p) {
  return p.state == State::watch || p.state == State::bad;
}

Shape shape_of(feeds::Severity severity) {
  return severity == feeds::Severity::danger  ? Shape::diamond
         : severity == feeds::Severity::watch ? Shape::triangle
                                              : Shape::circle;
}

class Room {
 public:
  Room(Rect clip, std::vector<Rect> taken) : clip_(clip), taken_(std::move(taken)) {}
  bool take(const Rect& r) {
    if (!inside(r) || std::any_of(taken_.begin(), taken_.end(), [&](const Rect& t) { return overlap(t, r); }))
      return false;
    taken_.push_back(r);
    return true;
  }
  bool inside(const Rect& r) const {
    return r.left >= clip_.left && r.right <= clip_.right && r.top >= clip_.top && r.bottom <= clip_.bottom;
  }
  void occupy(const Rect& r) { taken_.push_back(r); }

 private:
  Rect clip_;
  std::vector<Rect> taken_;
};

// Beside, above or below a symbol, wherever no letters and no other symbol are.
bool draw_name(const Frame& f, Room& room, Type t, ImVec2 at, float off, const std::string& text, ImU32 ink,
               Shape shape = Shape::none) {
  const float mark = shape == Shape::none ? 0 : t.em;
  const float wide = text_width(t, text) + mark, pad = t.em * 0.2f;
  const float low = t.cap() / 2, apart = off + pad + t.em * 0.1f;
  for (const ImVec2 base : {ImVec2{at.x + apart, at.y + low}, ImVec2{at.x - apart - wide, at.y + low},
                            ImVec2{at.x - wide / 2, at.y - apart}, ImVec2{at.x - wide / 2, at.y + apart + t.cap()}}) {
    Rect box = text_box(t, base, wide);
    box.left -= pad;
    box.right += pad;
    if (!room.take(box)) continue;
    f.paint.list.AddRectFilled({box.left, box.top}, {box.right, box.bottom}, f.look.colours.panel);
    if (mark > 0)
      draw_shape(f.paint.list, shape, {base.x + t.em * 0.4f, base.y - t.cap() / 2}, t.em * 0.8f,
                 shape_colour(f.look.colours, shape));
    draw_text(f.paint.list, t, {base.x + mark, base.y}, ink, text);
    return true;
  }
  return false;
}

// A place that needs a person is moved beside letters, with a line to where it lies.
ImVec2 free_place(Room& room, ImVec2 at, float half) {
  if (room.take(around(at, half))) return at;
  for (const float away : {2.2f, 3.4f, 4.8f})
    for (int i = 0; i < 12; ++i) {
      const float angle = static_cast<float>(i) * 0.5236f;
      const ImVec2 there{std::round(at.x + std::cos(angle) * half * away),
                         std::round(at.y + std::sin(angle) * half * away)};
      if (room.take(around(there, half))) return there;
    }
  room.occupy(around(at, half));
  return at;
}

void draw_place(const Frame& f, const MapPlace& p, ImVec2 at, ImVec2 lies, float half) {
  const Colours& c = f.look.colours;
  ImDrawList& list = f.paint.list;
  if (!is_loud(p) && p.stated) {
    list.AddCircleFilled(at, half, c.panel);
    list.AddCircleFilled(at, half * 0.66f, p.late ? c.unknown : c.quiet);
    return;
  }
  if (at.x != lies.x || at.y != lies.y) {
    list.AddLine(lies, at, c.panel, hairline(f.look) * 3);
    list.AddLine(lies, at, c.strong, hairline(f.look));
  }
  const Shape shape = p.state == State::bad ? Shape::diamond : p.state == State::watch ? Shape::triangle : Shape::hatch;
  list.AddCircleFilled(at, half, c.panel);
  draw_shape(list, shape, at, half * 1.5f, p.late ? c.unknown : shape_colour(c, shape));
}

float radius(const Look& look, double magnitude) {
  return look.unit_px * std::clamp(0.4f * std::pow(1.5f, static_cast<float>(magnitude) - 3), 0.3f, 5.0f);
}

class Sight {
 public:
  Sight(const Frame& f, const MapSymbols& s, const MapSight& sight, std::vector<Rect> hidden, std::vector<Rect> taken)
      : f_(f),
        s_(s),
        sight_(sight),
        hidden_(std::move(hidden)),
        t_(type(f.look, Size::small)),
        room_(sight.clip, std::move(taken)) {
    for (const Rect& r : hidden_) room_.occupy(r);
  }

  void draw(SymbolsLeftOut& out) {
    const Rect& clip = sight_.clip;
    f_.paint.list.PushClipRect({clip.left, clip.top}, {clip.right, clip.bottom}, true);
    draw_places(out);
    draw_quakes(out);
    draw_warned();
    for (const Drawn& d : drawn_)
      if (is_loud(*d.place) || f_.full)
        draw_name(f_, room_, t_, d.at, d.half, d.place->name,
                  is_loud(*d.place) ? f_.look.colours.strong : f_.look.colours.quiet);
    f_.paint.list.PopClipRect();
  }

 private:
  bool shows(ImVec2 at) const {
    return sight_.clip.holds(at.x, at.y) &&
           std::none_of(hidden_.begin(), hidden_.end(), [&](const Rect& r) { return r.holds(at.x, at.y); });
  }

  void draw_places(SymbolsLeftOut& out) {
    for (const MapPlace& p : s_.places) {
      const ImVec2 lies = sight_.view.pixel(p.at);
      const float half = t_.em * (is_loud(p) ? 0.55f : p.stated ? 0.28f : 0.4f);
      if (p.lies != Lies::on_map || !shows(lies)) continue;
      --out.out_of_sight;
      if (!is_loud(p) && !room_.take(around(lies, half))) {
        ++out.without_room;
        continue;
      }
      const ImVec2 at = is_loud(p) ? free_place(room_, lies, half) : lies;
      draw_place(f_, p, at, lies, half);
      drawn_.push_back({&p, at, half});
    }
  }

  void draw_quakes(SymbolsLeftOut& out) {
    const Colours& c = f_.look.colours;
    std::vector<std::pair<const MapQuake*, ImVec2>> seen;
    for (const MapQuake& q : s_.quakes)
      if (const ImVec2 at = sight_.view.pixel(q.point); q.lies == Lies::on_map && shows(at)) seen.push_back({&q, at});
    out.out_of_sight -= static_cast<int>(seen.size());
    for (auto it = seen.rbegin(); it != seen.rend(); ++it) {
      const auto& [q, at] = *it;
      const ImU32 ink = faded(c.strong, c.panel, 1 - 0.55f * q->age);
      const float wide = hairline(f_.look) * (q->age < 0.15f ? 3 : 1.6f);
      f_.paint.list.AddCircle(at, radius(f_.look, q->magnitude), c.panel, 0, wide * 2);
      f_.paint.list.AddCircle(at, radius(f_.look, q->magnitude), ink, 0, wide);
      f_.paint.list.AddCircleFilled(at, hairline(f_.look) * 2, ink);
    }
    for (const auto& [q, at] : seen)
      draw_name(f_, room_, t_, at, radius(f_.look, q->magnitude), quake_words(*q, f_), c.strong);
  }

  // Corners of an outline that are seen, from the highest on.
  std::vector<ImVec2> seen_of(const MapWarning& w) const {
    std::vector<ImVec2> out, line;
    for (const auto& ring : w.area) {
      line.clear();
      for (const config::GeoPoint& p : ring) line.push_back(sight_.view.pixel(p));
      for (const auto& part : clipped(sight_.clip, line)) out.insert(out.end(), part.begin(), part.end());
    }
    std::sort(out.begin(), out.end(), [](ImVec2 a, ImVec2 b) { return a.y < b.y; });
    return out;
  }

  // What holds in an area, at the highest corner that has room.
  void draw_warned() {
    constexpr std::size_t most_tried = 24;
    for (const MapWarning& w : s_.warnings) {
      const std::vector<ImVec2> corners = seen_of(w);
      const std::string until = words(f_).say({"until {}", {moment(w.until, f_.now, f_.look.zone, words(f_))}});
      const std::vector<std::string> texts{w.title + ", " + until, w.title};
      const float most = sight_.clip.width() * 0.6f;
      const std::string* whole = first_that_fits(texts, t_, most);
      const Fitted fitted = fit(whole ? *whole : w.title, t_, floor_em(f_.look), most);
      const std::size_t step = 1 + corners.size() / most_tried;
      for (std::size_t i = 0; i < corners.size(); i += step)
        if (draw_name(f_, room_, fitted.type, corners[i], t_.em * 0.3f, fitted.text, f_.look.colours.strong,
                      shape_of(w.severity)))
          break;
    }
  }

  struct Drawn {
    const MapPlace* place;
    ImVec2 at;
    float half;
  };
  const Frame& f_;
  const MapSymbols& s_;
  const MapSight& sight_;
  std::vector<Rect> hidden_;
  Type t_;
  Room room_;
  std::vector<Drawn> drawn_;
};

template <class Of>
int counted(const std::vector<MapPlace>& places, Of of) {
  return static_cast<int>(std::count_if(places.begin(), places.end(), of));
}

std::string note(const Frame& f, const MapSymbols& s, bool schematic, SymbolsLeftOut left_out) {
  const Words& w = words(f);
  std::vector<std::string> parts = s.absent;
  const auto add = [&](const char* key, std::size_t count) {
    if (count > 0) parts.push_back(w.say({key, {std::to_string(count)}}));
  };
  const auto places = [&](auto of) { return static_cast<std::size_t>(counted(s.places, of)); };
  const auto quakes = [&](Lies lies) {
    return static_cast<std::size_t>(
        std::count_if(s.quakes.begin(), s.quakes.end(), [&](const MapQuake& q) { return q.lies == lies; }));
  };
  const auto warnings = [&](auto of) {
    return static_cast<std::size_t>(std::count_if(s.warnings.begin(), s.warnings.end(), of));
  };
  add("{} districts under a warning",
      warnings([](const MapWarning& m) { return m.area.empty() && m.lies == Lies::on_map; }));
  add("{} areas under a warning", warnings([](const MapWarning& m) { return !m.area.empty(); }));
  add("{} places", s.places.size());
  add("{} bad", places([](const MapPlace& p) { return p.state == State::bad; }));
  add("{} to be watched", places([](const MapPlace& p) { return p.state == State::watch; }));
  add("{} of unknown state", places([](const MapPlace& p) { return !p.stated; }));
  add("{} late", places([](const MapPlace& p) { return p.late; }));
  add("{} places without room", static_cast<std::size_t>(left_out.without_room));
  add("{} outside the view", static_cast<std::size_t>(left_out.out_of_sight));
  const auto outside = places([](const MapPlace& p) { return p.lies == Lies::outside; });
  add("{} quakes", s.quakes.size());
  add(schematic ? "{} not drawn: the map is schematic" : "{} outside the map",
      outside + quakes(Lies::outside) + warnings([](const MapWarning& m) { return m.lies == Lies::outside; }));
  add("{} without coordinates",
      places([](const MapPlace& p) { return p.lies == Lies::unknown; }) + quakes(Lies::unknown));
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : " · ") + part;
  return out;
}

}  // namespace

void draw_warnings(const Frame& f, const MapSymbols& s, const Areas& areas, const MapSight& sight,
                   const std::vector<Rect>& letters) {
  const auto& [view, clip] = sight;
  const Colours& c = f.look.colours;
  const float wide = std::max(3.0f, f.look.unit_px * 0.18f);
  f.paint.list.PushClipRect({clip.left, clip.top}, {clip.right, clip.bottom}, true);
  for (auto w = s.warnings.rbegin(); w != s.warnings.rend(); ++w) {
    std::vector<std::vector<ImVec2>> outline;
    for (const auto& ring : w->area) {
      std::vector<ImVec2>& line = outline.emplace_back();
      for (const config::GeoPoint& p : ring) line.push_back(view.pixel(p));
    }
    if (const auto area = areas.find(w->region); area && outline.empty()) outline = areas.outline(*area, view);
    const ImU32 hue = w->severity == feeds::Severity::danger  ? c.bad
                      : w->severity == feeds::Severity::watch ? c.watch
                                                              : c.quiet;
    for (const ImU32 colour : {c.field, hue})
      for (const std::vector<ImVec2>& line : outline)
        for (const std::vector<ImVec2>& seen : clipped(clip, line))
          for (const std::vector<ImVec2>& part : without(letters, seen))
            f.paint.list.AddPolyline(part.data(), static_cast<int>(part.size()), colour, 0,
                                     colour == hue ? wide : wide * 2);
  }
  f.paint.list.PopClipRect();
}

SymbolsLeftOut draw_symbols(const Frame& f, const MapSymbols& s, const std::vector<MapSight>& sights,
                            std::vector<Rect> taken) {
  SymbolsLeftOut out;
  const auto lie = [](const auto& all) {
    return static_cast<int>(
        std::count_if(all.begin(), all.end(), [](const auto& one) { return one.lies == Lies::on_map; }));
  };
  out.out_of_sight = lie(s.places) + lie(s.quakes);
  for (std::size_t i = 0; i < sights.size(); ++i) {
    std::vector<Rect> hidden;
    for (std::size_t j = i + 1; j < sights.size(); ++j) hidden.push_back(sights[j].clip);
    Sight(f, s, sights[i], std::move(hidden), taken).draw(out);
  }
  return out;
}

float symbol_notes_height(const Frame& f, const MapSymbols& s, Rect room) {
  if (s.empty()) return 0;
  const Type t = type(f.look, Size::small);
  const int most_lines = std::clamp(static_cast<int>(room.height() / (t.line() * 9)), 1, 3);
  // What finds no room is counted only when the rest is drawn.
  const int all = static_cast<int>(s.places.size() + s.quakes.size());
  const auto lines = wrap(note(f, s, true, {all, all}), t, room.width(), most_lines).size();
  return static_cast<float>(lines) * t.line() + t.em * 0.3f;
}

void draw_symbol_notes(const Frame& f, Rect area, const MapSymbols& s, bool schematic, SymbolsLeftOut left_out) {
  const Type t = type(f.look, Size::small);
  float y = area.top + t.em * 0.3f + t.cap();
  const int lines = static_cast<int>((area.height() - t.em * 0.3f) / t.line() + 0.5f);
  for (const std::string& line : wrap(note(f, s, schematic, left_out), t, area.width(), lines)) {
    draw_text(f.paint.list, t, {area.left, y}, f.look.colours.quiet, line);
    y += t.line();
  }
}

}  // namespace panels
