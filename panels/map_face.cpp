// See map_face.h.
#include "panels/map_face.h"
#include <algorithm>
#include <cmath>
#include "panels/class_band.h"
#include "panels/classes.h"
#include "panels/format.h"
#include "panels/parts.h"

namespace panels {
namespace {

// "Kusan Hilir" -> "K. Hilir".
std::string initialled(const std::string& name) {
  const std::size_t space = name.rfind(' ');
  if (space == std::string::npos) return name;
  std::string out;
  for (std::size_t at = 0; at < space; at = std::min(name.find(' ', at), space) + 1) out += name.substr(at, 1) + ". ";
  return out + name.substr(space + 1);
}

ImU32 ground_of(const Colours& c, const Choropleth& of, const Entry* e) {
  if (!e) return c.line;
  return e->shown() ? choropleth_colour(c, of, *e->value) : c.panel;
}

AreaColour colour_of(const Colours& c, const Choropleth& of, const Entry* e) {
  AreaColour out{ground_of(c, of, e), 0};
  if (e && !e->shown()) out.hatch = faded(c.unknown, out.fill, 0.55f);
  if (e && e->shown() && e->age != Age::fresh) out.hatch = faded(label_colour(c, out.fill), out.fill, 0.4f);
  return out;
}

struct Label {
  const Entry* entry;
  ImU32 ground;
  std::string first, second;
  ImVec2 centre;
};

bool is_loud(const Entry& e) {
  return e.state == State::bad || e.state == State::watch;
}
float half_width(const Label& l, Type t) {
  const float mark = is_loud(*l.entry) ? t.em : 0;
  return std::max(text_width(t, l.first) + mark, text_width(t, l.second)) / 2 + t.em * 0.15f;
}

void draw_label(const Frame& f, const Label& l) {
  const Look& look = f.look;
  ImDrawList& list = f.paint.list;
  const Type t = type(look, Size::small);
  const ImU32 ink = l.entry->shown() ? label_colour(look.colours, l.ground) : look.colours.quiet;
  const float mark = is_loud(*l.entry) ? t.em : 0, wide = text_width(t, l.first) + mark;
  const float down = l.second.empty() ? 0 : t.line() / 2, half = half_width(l, t);
  if (l.entry->age != Age::fresh)  // a calm ground for letters on a hatch
    list.AddRectFilled({l.centre.x - half, l.centre.y - down - t.cap() * 0.85f},
                       {l.centre.x + half, l.centre.y + down + t.cap() * 0.85f}, l.ground);
  const float left = l.centre.x - wide / 2, y = l.centre.y - down;
  if (mark > 0) {
    const Shape shape = shape_of(*l.entry);
    draw_shape(list, shape, {left + t.em * 0.4f, y}, t.em * 0.98f, ink);
    draw_shape(list, shape, {left + t.em * 0.4f, y}, t.em * 0.74f, shape_colour(look.colours, shape));
  }
  draw_text(list, t, {left + mark, y + t.cap() / 2}, ink, l.first);
  draw_text_centred(list, {look.medium, t.em}, {l.centre.x, l.centre.y + down + t.cap() / 2}, ink, l.second);
}

// The name, the value below it; the name alone, shortened if need be; the value alone; nothing.
std::optional<Label> label_of(const Frame& f, const MapFace& m, std::size_t area, const Entry& e) {
  const Type t = type(f.look, Size::small);
  const float mark = is_loud(e) ? t.em * 1.0f : 0, margin = t.em * 0.45f;
  Label out{&e, ground_of(f.look.colours, m.of, &e), {}, {}, {}};
  const Spot one = m.areas.widest(area, m.view, t.cap() + t.em * 0.5f);
  if (one.width < t.em) return {};
  const Spot two = m.areas.widest(area, m.view, t.line() + t.cap() + t.em * 0.5f);
  const auto wide = [&](const std::string& text) { return text_width(t, text) + mark + margin; };
  const auto put = [&](const Spot& spot, std::string first, std::string second) {
    out.centre = {std::round(spot.centre.x), std::round(spot.centre.y)};
    out.first = std::move(first);
    out.second = std::move(second);
    return out;
  };
  const std::string value = m.values && e.shown() ? m.text.value(e) : std::string();
  const std::string shortened = initialled(e.label);
  for (const std::string* name : {&e.label, &shortened}) {
    if (!m.names) break;
    if (!value.empty() && std::max(wide(*name), text_width(t, value) + margin) <= two.width)
      return put(two, *name, value);
    if (wide(*name) <= one.width) return put(one, *name, {});
  }
  if (!value.empty() && wide(value) <= one.width) return put(one, value, {});
  const std::string brief = value.empty() ? value : m.text.brief(*e.value);
  if (!brief.empty() && wide(brief) <= one.width) return put(one, brief, {});
  if (is_loud(e) && mark <= one.width) return put(one, {}, {});
  return {};
}

std::vector<Rect> draw_labels(const Frame& f, const MapFace& m) {
  std::vector<Rect> out;
  const Type t = type(f.look, Size::small);
  f.paint.list.PushClipRect({m.clip.left, m.clip.top}, {m.clip.right, m.clip.bottom}, true);
  for (const Entry& e : m.of.districts) {
    const auto area = m.areas.find(e.key);
    if (!area || m.areas.map().areas[*area].label_radius * m.view.scale * 4 < t.cap()) continue;
    const auto label = label_of(f, m, *area, e);
    if (!label) continue;
    const float half = half_width(*label, t) + 1, high = (label->second.empty() ? 0 : t.line()) + t.em + 2;
    const bool inside = label->centre.x - half >= m.clip.left && label->centre.x + half <= m.clip.right &&
                        label->centre.y - high / 2 >= m.clip.top && label->centre.y + high / 2 <= m.clip.bottom;
    if (!inside) continue;
    draw_label(f, *label);
    out.push_back(
        {label->centre.x - half, label->centre.y - high / 2, label->centre.x + half, label->centre.y + high / 2});
  }
  f.paint.list.PopClipRect();
  return out;
}

void draw_chosen(const Frame& f, const MapFace& m) {
  const auto area = m.areas.find(m.chosen);
  if (!area) return;
  f.paint.list.PushClipRect({m.clip.left, m.clip.top}, {m.clip.right, m.clip.bottom}, true);
  for (const std::vector<ImVec2>& line : m.areas.outline(*area, m.view))
    f.paint.list.AddPolyline(line.data(), static_cast<int>(line.size()), f.look.colours.strong, 0,
                             std::max(3.0f, f.look.unit_px * 0.2f));
  f.paint.list.PopClipRect();
}

// Thin where areas are small, so that borders leave something of them.
float border_px(const Look& look, const Areas& areas, const MapView& view) {
  const bool schematic = areas.map().schematic;
  const float usual = std::max(schematic ? 2.0f : 1.4f, look.unit_px * (schematic ? 0.11f : 0.08f));
  return std::clamp(areas.usual_radius() * view.scale * 0.12f, std::min(0.3f, usual), usual);
}

}  // namespace

Rect whole_pixels(Rect r) {
  return {std::ceil(r.left), std::ceil(r.top), std::floor(r.right), std::floor(r.bottom)};
}

std::vector<Rect> draw_map_face(const Frame& f, const MapFace& m, std::vector<AreaColour>& colours) {
  const Look& look = f.look;
  colours.assign(m.areas.map().areas.size(), colour_of(look.colours, m.of, nullptr));
  for (const Entry& e : m.of.districts)
    if (const auto area = m.areas.find(e.key)) colours[*area] = colour_of(look.colours, m.of, &e);
  AreaPaint paint;
  paint.map = m.areas.shared();
  paint.view = m.view;
  paint.clip = m.clip;
  paint.colours = colours;
  paint.border = look.colours.field;
  paint.border_px = border_px(look, m.areas, m.view);
  paint.stripe_px = hairline(look);
  paint.apart_px = look.unit_px * 0.42f;
  paint.moving = m.moving;
  paint.slot = m.slot;
  f.paint.mesh(paint);
  constexpr std::size_t few = 60;  // districts whose names can be placed anew in each frame
  std::vector<Rect> letters;
  if ((m.names || m.values) && (!m.moving || m.of.districts.size() <= few)) letters = draw_labels(f, m);
  if (!m.chosen.empty()) draw_chosen(f, m);
  return letters;
}

MapExtent shown_extent(const Areas& areas, const Choropleth& of) {
  MapExtent out{{1e9f, 1e9f}, {-1e9f, -1e9f}};
  bool any = false;
  for (const Entry& e : of.districts) {
    const auto found = areas.find(e.key);
    if (!found) continue;
    const config::MapArea& area = areas.map().areas[*found];
    any = true;
    out.least = {std::min(out.least.x, area.least.x), std::min(out.least.y, area.least.y)};
    out.most = {std::max(out.most.x, area.most.x), std::max(out.most.y, area.most.y)};
  }
  return any ? out : MapExtent{areas.map().least, areas.map().most};
}

Rect draw_map_legend(const Frame& f, Rect a, const Choropleth& of, const ChoroplethWords& text) {
  const Look& look = f.look;
  const Type t = type(look, Size::small);
  std::vector<std::string> notes;
  if (of.late > 0) notes.push_back(words(f).say({"{} late", {std::to_string(of.late)}}));
  if (of.missing > 0) notes.push_back(words(f).say({"{} without data", {std::to_string(of.missing)}}));
  float noted = 0;
  for (const std::string& note : notes) noted = std::max(noted, text_width(t, note) + t.em * 2.8f);
  const float band = class_band_height(look), high = band + t.line() * 1.1f;
  const bool beside = a.width() - noted >= look.unit_px * 13;
  const float whole = high + (beside ? 0 : t.line() * static_cast<float>(notes.size()));
  if (a.height() - whole < look.unit_px * 5 || a.width() < look.unit_px * 9) return a;
  const float top = a.bottom - whole + look.gap() * 0.2f;
  const float wide = of.any() ? std::min(a.width() - (beside ? noted : 0), look.unit_px * 22) : 0;
  if (of.any())
    draw_class_band(f, {a.left, top, a.left + wide, top + band},
                    {of.bounds, of.counts, [&](double v) { return text.bound(v); }, of.below});
  float y = beside ? top + band / 2 + t.cap() / 2 : top + high + t.cap();
  for (const std::string& note : notes) {
    const float x = beside ? a.left + wide + t.em * 1.6f : a.left;
    draw_shape(f.paint.list, Shape::hatch, {x + t.em * 0.4f, y - t.cap() / 2}, t.em * 0.75f, look.colours.unknown);
    draw_text(f.paint.list, t, {x + t.em * 1.2f, y}, look.colours.quiet, note);
    y += t.line();
  }
  return {a.left, a.top, a.right, top - look.unit_px * 0.8f};
}

std::vector<Entry> ranked(const Choropleth& of) {
  std::vector<Entry> out = of.districts;
  std::stable_sort(out.begin(), out.end(), worse);
  return out;
}

void tell_ranking(const Frame& f, const Choropleth& of, const ChoroplethWords& text, Telling& out) {
  const Words& w = words(f);
  std::vector<std::vector<std::string>> rows;
  int place = 0;
  for (const Entry& e : ranked(of)) {
    std::string state = state_word(e.state == State::good ? State::calm : e.state, w);
    if (e.age == Age::late) state += (state.empty() ? "" : ", ") + std::string(w.word("late"));
    rows.push_back({e.shown() ? std::to_string(++place) : "–", e.label, e.shown() ? text.value(e) : why_missing(e, f),
                    e.shown() ? text.range(class_of(*e.value, of.bounds)) : "–", state,
                    e.shown() ? age_text(e, f) : "–"});
  }
  const auto word = [&w](const char* key) { return std::string(w.word(key)); };
  out.table({word("rank"), word("district"), word("value"), word("class"), word("state"), word("age")},
            std::move(rows));
}

}  // namespace panels
