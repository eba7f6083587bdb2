// Beside the picture of a network: who takes how much of the bandwidth, and one element with its last day. See
// network_aside.h.
#include <algorithm>
#include <cmath>

#include "panels/chart.h"
#include "panels/format.h"
#include "panels/network_aside.h"
#include "panels/network_words.h"
#include "panels/parts.h"
#include "panels/uptime.h"

namespace panels {
namespace {

constexpr Duration kDay = std::chrono::hours(24);

float draw_heading(const Frame& f, Rect area, const std::string& text) {
  const Type t = type(f.look, Size::text, Weight::medium);
  const Fitted fitted = fit(text, t, floor_em(f.look), area.width());
  draw_text(f.paint.list, fitted.type, {area.left, area.top + t.cap()}, f.look.colours.strong, fitted.text);
  return area.top + t.line();
}

// Up and down over the day: down hangs as a plate, what is not known is hatched.
void draw_strip(const Frame& f, Rect r, const feeds::Series& s, const Indicator* indicator) {
  const Colours& c = f.look.colours;
  ImDrawList& list = f.paint.list;
  const TimeScale time{f.now - kDay, f.now, r.left, r.right};
  list.AddRectFilled({r.left, r.top}, {r.right, r.bottom}, faded(c.unknown, c.panel, 0.15f));
  draw_hatch(list, r, f.look.unit_px * 0.35f, hairline(f.look), faded(c.unknown, c.panel, 0.6f));
  const Duration holds =
      s.freshness.stale_after > Duration{} ? s.freshness.stale_after : Duration(std::chrono::minutes(15));
  for (std::size_t i = 0; i < s.points.size(); ++i) {
    const Time from = std::max(s.points[i].at, time.from);
    Time to = std::min(s.points[i].at + holds, f.now);
    if (i + 1 < s.points.size()) to = std::min(to, s.points[i + 1].at);
    if (to <= from) continue;
    const bool up = up_share(indicator, s.points[i].value) >= 0.5;
    const float left = time.x(from), right = std::max(time.x(to), left + 1);
    if (up) list.AddRectFilled({left, r.top}, {right, r.bottom}, c.panel);
    list.AddRectFilled({left, up ? r.top + r.height() * 0.55f : r.top}, {right, r.bottom}, up ? c.classes[3] : c.bad);
  }
}

// `r.left` gives way to the numbers of its axis; returned is what is left for the course.
Rect draw_course(const Frame& f, Rect r, const feeds::Series& s, const Indicator* indicator) {
  const Look& look = f.look;
  const Type t = type(look, Size::small);
  const Words& w = words(f);
  Extent seen = extent_of(s, f.now - kDay, f.now);
  seen.take(0);
  const Ticks ticks = round_ticks(seen.low, seen.high, std::clamp(static_cast<int>(r.height() / (t.em * 2.4f)), 1, 4));
  const auto text_of = [&](double v) {
    const std::string number = axis_number(v, ticks.step, w), unit = indicator ? indicator->unit : "";
    if (unit == "%") return number + unit;
    return v == ticks.at.back() && unit.size() <= 6 ? number + " " + std::string(w.word(unit)) : number;
  };
  float axis = 0;
  for (const double v : {ticks.at.front(), ticks.at.back()}) axis = std::max(axis, text_width(t, text_of(v)));
  r.left += std::min(axis + t.em * 0.4f, r.width() * 0.4f);
  const TimeScale time{f.now - kDay, f.now, r.left, r.right};
  const Scale scale{ticks.low, ticks.high, r.bottom, r.top};
  for (const double v : ticks.at) {
    const float y = std::round(scale.y(v)) + 0.5f;
    f.paint.list.AddLine({r.left, y}, {r.right, y}, look.colours.line, hairline(look));
    if (v != ticks.at.front() && v != ticks.at.back()) continue;
    draw_text_right(f.paint.list, t, {r.left - t.em * 0.4f, y + t.cap() / 2}, look.colours.quiet, text_of(v));
  }
  draw_strokes(f.paint.list, strokes(s, time, scale, kDay / 300), look.colours.series[0],
               std::max(1.6f, look.unit_px * 0.09f), 0);
  return r;
}

void draw_hours(const Frame& f, Rect r, float y) {
  const Type t = type(f.look, Size::small);
  float free_from = r.left - t.em * 2;
  for (const TimeTick& tick : time_ticks(f.now - kDay, f.now, f.look.zone, words(f), r.width(), t.em * 4)) {
    const float x = TimeScale{f.now - kDay, f.now, r.left, r.right}.x(tick.at), wide = text_width(t, tick.label);
    const float left = std::clamp(x - wide / 2, r.left, std::max(r.left, r.right - wide));
    if (left < free_from) continue;
    draw_text(f.paint.list, t, {left, y}, f.look.colours.quiet, tick.label);
    free_from = left + wide + t.em;
  }
}

struct History {
  std::string title, series;
  bool is_state = false;
};

// Each in a band of its own; returns where they end.
float draw_histories(const Frame& f, Rect area, const std::vector<History>& all) {
  const Look& look = f.look;
  const Type t = type(look, Size::small);
  float y = area.top;
  for (const History& h : all) {
    const float high = h.is_state ? look.unit_px * 0.9f : look.unit_px * 3.6f;
    if (y + high + t.line() * 2.4f > area.bottom) break;
    const feeds::SeriesName name = feeds::parse_series(h.series);
    const Indicator* indicator = f.data.catalogue->indicator(name.indicator);
    const feeds::Series* s = f.data.find(h.series);
    const Entry e = entry(f, indicator, s);
    wake(f, e);
    const std::string value = !e.shown() ? why_missing(e, f) : h.is_state ? std::string() : value_text(e, words(f));
    draw_text(f.paint.list, t, {area.left, y + t.cap()}, look.colours.quiet, h.title);
    const float from = area.left + text_width(t, h.title) + t.em;
    const Fitted said = fit(value, t, t.em, area.right - from);
    draw_text_right(f.paint.list, t, {area.right, y + t.cap()}, e.shown() ? look.colours.strong : look.colours.quiet,
                    said.text);
    y += t.line();
    Rect r{area.left, y + (h.is_state ? 0 : t.em * 0.2f), area.right, y + high};
    if (s && !s->points.empty() && h.is_state) draw_strip(f, r, *s, indicator);
    if (s && !s->points.empty() && !h.is_state) r = draw_course(f, r, *s, indicator);
    y += high + t.line() * 0.95f;
    draw_hours(f, r, y - t.em * 0.2f);
    y += t.em * 0.55f;
  }
  return y;
}

std::vector<std::pair<std::string, std::string>> facts_of(const Frame& f, const NetView& v, const NetSource& source,
                                                          const NetElement& e) {
  const Words& w = words(f);
  const auto word = [&](const char* key) { return std::string(w.word(key)); };
  std::vector<std::pair<std::string, std::string>> out;
  const auto i = static_cast<std::size_t>(e.index);
  if (!e.link) {
    out.emplace_back(word(role_word(v.graph.nodes[i].role)), reach_text(v, e.index, w));
    const auto links = std::count_if(v.graph.links.begin(), v.graph.links.end(),
                                     [&](const NetLink& l) { return l.from == e.index || l.to == e.index; });
    out.emplace_back(word("links"), std::to_string(links));
    return out;
  }
  const NetLink& l = v.graph.links[i];
  const auto name = [&](int n) { return v.graph.nodes[static_cast<std::size_t>(n)].name; };
  out.emplace_back(word("from"), name(l.from));
  out.emplace_back(word("to"), name(l.to));
  std::string state = link_state_text(l, w);
  if (l.since) state += ", " + w.say({"since {}", {moment(*l.since, f.now, f.look.zone, w)}});
  out.emplace_back(word("state"), state);
  if (l.medium != Medium::plain) out.emplace_back(word("medium"), word(medium_word(l.medium)));
  out.emplace_back(word("load"), load_text(l, source, w));
  if (l.loss.value) out.emplace_back(word("lost"), percent(*l.loss.value, 1, w));
  if (l.latency.value) out.emplace_back(word("latency"), number(*l.latency.value, 1, w) + " ms");
  return out;
}

std::vector<History> histories_of(const NetView& v, const NetElement& e, const Words& w) {
  std::vector<History> out;
  const auto add = [&](const char* title, const std::string& series, bool is_state) {
    if (!series.empty()) out.push_back({std::string(w.word(title)), series, is_state});
  };
  if (!e.link) {
    add("state, 24 hours", v.graph.nodes[static_cast<std::size_t>(e.index)].up_series, true);
    return out;
  }
  const NetLink& l = v.graph.links[static_cast<std::size_t>(e.index)];
  add("state, 24 hours", l.up_series, true);
  add("load, 24 hours", l.load.series, false);
  add("load back, 24 hours", l.back.series, false);
  add("packets lost, 24 hours", l.loss.series, false);
  add("latency, 24 hours", l.latency.series, false);
  return out;
}

}  // namespace

float draw_element(const Frame& f, Rect area, const NetView& v, const NetSource& source, const NetElement& e) {
  const Look& look = f.look;
  const Type t = type(look, Size::small);
  const Words& w = words(f);
  float y = draw_heading(f, area, element_name(v.graph, e));
  const auto facts = facts_of(f, v, source, e);
  float column = 0;
  for (const auto& [word, text] : facts) column = std::max(column, text_width(t, word) + t.em);
  column = std::min(column, area.width() * 0.4f);
  for (const auto& [word, text] : facts) {
    if (y + t.line() > area.bottom) return y;
    const Fitted left = fit(word, t, t.em, column - t.em * 0.5f);
    draw_text(f.paint.list, t, {area.left, y + t.cap()}, look.colours.quiet, left.text);
    for (const std::string& line : wrap(text, t, area.width() - column, 2)) {
      if (y + t.line() > area.bottom) return y;
      draw_text(f.paint.list, t, {area.left + column, y + t.cap()}, look.colours.strong, line);
      y += t.line() * 1.05f;
    }
  }
  y += look.gap();
  const auto histories = histories_of(v, e, w);
  if (!histories.empty()) return draw_histories(f, {area.left, y, area.right, area.bottom}, histories);
  const Fitted none = fit(w.word("its course is not kept: no indicator is named for it"), t, t.em, area.width());
  if (y + t.line() > area.bottom) return y;
  draw_text(f.paint.list, none.type, {area.left, y + t.cap()}, look.colours.quiet, none.text);
  return y + t.line();
}

void draw_shares(const Frame& f, Rect area, const NetView& v, const NetSource& source) {
  const Look& look = f.look;
  const Type t = type(look, Size::small);
  const Words& w = words(f);
  if (area.height() < t.line() * 4 || v.shares.empty()) return;
  float y = draw_heading(f, area, std::string(w.word("Bandwidth by office"))) + t.em * 0.2f;
  const float pitch = t.line() * 1.12f;
  auto count = std::min(v.shares.size(), static_cast<std::size_t>((area.bottom - y) / pitch));
  const bool rest = count < v.shares.size() || v.shares_unknown > 0;
  if (rest && count > 0 && static_cast<float>(count + 1) * pitch > area.bottom - y) --count;
  float values = 0, names = 0;
  for (std::size_t i = 0; i < count; ++i) names = std::max(names, text_width(t, v.shares[i].name));
  names = std::min(names, area.width() * 0.36f);
  bool brief = false;
  const auto value_of = [&](const NetShare& one) {
    const std::string amount = brief ? std::string() : amount_text(one.load, w) + " " + source.unit + " · ";
    return (one.partial ? "≥ " : "") + amount + share_text(one.share, w);
  };
  for (const bool only_share : {false, true}) {
    brief = only_share;
    values = 0;
    for (std::size_t i = 0; i < count; ++i) values = std::max(values, tabular_width(t, value_of(v.shares[i])));
    if (names + values + t.em * 3 <= area.width()) break;
  }
  const float from = area.left + names + t.em * 0.6f, to = area.right - values - t.em * 0.6f;
  for (std::size_t i = 0; i < count; ++i, y += pitch) {
    const NetShare& s = v.shares[i];
    const float middle = y + pitch / 2, baseline = middle + t.cap() / 2;
    const Fitted name = fit(s.name, t, t.em, names);
    draw_text(f.paint.list, name.type, {area.left, baseline}, look.colours.strong, name.text);
    const float most = static_cast<float>(v.shares.front().load),
                wide = most > 0 ? static_cast<float>(s.load) / most : 0;
    if (to - from > t.em)
      f.paint.list.AddRectFilled(
          {from, std::round(middle - t.em * 0.3f)},
          {from + std::max(hairline(look), (to - from) * wide), std::round(middle + t.em * 0.3f)},
          look.colours.classes[3]);
    const std::string value = value_of(s);
    draw_tabular(f.paint.list, t, {area.right - tabular_width(t, value), baseline}, look.colours.strong, value);
  }
  if (!rest) return;
  std::string text;
  if (count < v.shares.size()) text = w.say({"+{} more", {std::to_string(v.shares.size() - count)}});
  if (v.shares_unknown > 0)
    text += (text.empty() ? "" : " · ") + w.say({"the load of {} is not known", {std::to_string(v.shares_unknown)}});
  const Fitted said = fit(text, t, t.em, area.width());
  if (y + t.line() <= area.bottom + 1)
    draw_text(f.paint.list, said.type, {area.left, y + t.cap() * 1.2f}, look.colours.quiet, said.text);
}

}  // namespace panels
