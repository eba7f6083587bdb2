// The course of one or several series over time; missing time is a gap, never a bridge. Main thread.
#include <algorithm>
#include <array>
#include <cmath>

#include "panels/chart.h"
#include "panels/ends.h"
#include "panels/format.h"
#include "panels/parts.h"

namespace panels {
namespace {

struct Options {
  config::IndicatorName indicator;
  std::vector<config::IndicatorName> indicators;
  std::vector<config::RegionCode> regions;
  std::vector<std::string> items;
  config::Duration span = std::chrono::hours(24);
  bool bars = false, from_zero = false, target = true;
  std::optional<double> least, most;

  void describe(auto& field) {
    field("indicator", indicator, "The indicator whose course is drawn", {.example = "\"jaringan.latensi\""});
    field("indicators", indicators, "Several indicators of one unit, a line each, in place of `indicator`");
    field("regions", regions, "A line for each of these districts; without it, for all that have values",
          {.example = "[\"63.10.04\"]"});
    field("items", items, "A line for each of these items; without it, for all that have values");
    field("span", span, "How far back the chart goes", {.example = "\"7d\""});
    field("bars", bars, "A bar for each value, from zero, in place of a line: for periodic indicators");
    field("from_zero", from_zero, "The axis holds zero; bars always do");
    field("target", target, "Draw the indicator's target as a thin dashed line");
    field("least", least, "The axis reaches down to this value at least", {.example = "0.0"});
    field("most", most, "The axis reaches up to this value at least", {.example = "100.0"});
  }
};

constexpr std::size_t kMostLines = 6;  // as many as there are colours and dashes
constexpr int kMostPoints = 1200;

struct Shown {
  std::vector<Entry> lines;
  int left_out = 0;
  const Indicator* indicator = nullptr;  // of the first line: unit and target
  Time from, to;
  bool periodic = false, any = false;
  config::Period period = config::Period::none;
};

// Where things are, in pixels.
struct Plot {
  Rect area;
  Scale scale;
  TimeScale time;
  Ticks ticks;
  EndLayout ends;
};

class LineChart : public Panel {
 public:
  using Options = panels::Options;
  LineChart(Options options, const PanelSetup& setup) : options_(std::move(options)), title_(setup.config.title) {
    if (options_.indicators.empty()) options_.indicators.push_back(options_.indicator);
    const Indicator* i = setup.catalogue.indicator(options_.indicators.front().name);
    if (i && title_.empty()) title_ = i->title;
  }
  static void check(const Options& o, const config::Place& place, config::Complaints& out) {
    if (o.indicator.name.empty() && o.indicators.empty())
      out.push_back({place, {"no indicator is named"}, {"set indicator or indicators"}});
  }

  std::vector<Want> wants() const override {
    std::vector<Want> out;
    for (const std::string& name : sources())
      out.push_back({name, std::chrono::ceil<std::chrono::seconds>(options_.span), kMostPoints});
    return out;
  }
  std::vector<std::string> sources() const override {
    std::vector<std::string> out;
    for (const auto& i : options_.indicators) {
      if (options_.regions.empty() && options_.items.empty()) out.push_back(i.name);
      for (const auto& region : options_.regions) {
        if (options_.items.empty()) out.push_back(series_name(i.name, region.code, ""));
        for (const auto& item : options_.items) out.push_back(series_name(i.name, region.code, item));
      }
      if (!options_.regions.empty()) continue;
      for (const auto& item : options_.items) out.push_back(series_name(i.name, "", item));
    }
    return out;
  }
  ImVec2 least_ems() const override { return {16, 10}; }
  std::string title(const Look& look) const override { return look.words->pick(title_); }

  void tell(const Frame& f, Telling& out) const override {
    const Shown s = shown(f);
    const Words& w = words(f);
    if (!s.any) return out.line(empty_text(f, s));
    if (options_.target && s.indicator->target)
      out.line(w.say({"target {}", {bound(*s.indicator->target, s.indicator->unit, s.indicator->decimals, w)}}));
    std::vector<std::vector<std::string>> rows;
    for (const Entry& e : s.lines) {
      Extent seen;
      if (e.series) seen = extent_of(*e.series, s.from, s.to);
      const auto text = [&](double v) { return quantity(v, e.indicator->unit, e.indicator->decimals, w); };
      const bool known = seen.any && e.shown();
      rows.push_back({e.label, e.shown() ? value_text(e, w) : why_missing(e, f), seen.any ? text(seen.low) : "–",
                      seen.any ? text(seen.high) : "–", known ? age_text(e, f) : "–"});
    }
    const auto word = [&w](const char* key) { return std::string(w.word(key)); };
    out.table({"", word("latest"), word("lowest"), word("highest"), word("age")}, std::move(rows));
    if (s.left_out > 0) out.line(w.say({"+{} more", {std::to_string(s.left_out)}}));
  }

  void draw(const Frame& f) override {
    const Shown s = shown(f);
    for (const Entry& e : s.lines) wake(f, e);
    if (!s.any) return draw_empty(f, f.area, empty_text(f, s));
    const Plot p = plot(f, s);
    if (p.area.width() < f.look.unit_px * 3 || p.area.height() < f.look.unit_px * 1.5f)
      return draw_empty(f, f.area, words(f).word("too small to be drawn"));
    draw_axes(f, s, p);
    if (options_.bars) {
      draw_bars(f, s, p);
    } else {
      draw_lines(f, s, p);
    }
    draw_target(f, s, p);
    auto ends = end_labels(f, s);
    for (std::size_t i = 0; i < ends.size(); ++i) ends[i].y = p.scale.y(s.lines[i].value.value_or(p.ticks.low));
    draw_ends(f, std::move(ends), p.ends, {p.area.right + f.look.gap(), p.area.top, f.area.right, p.area.bottom});
  }

 private:
  Shown shown(const Frame& f) const {
    Shown out;
    for (const auto& name : options_.indicators) add_indicator(f, name.name, out);
    if (out.lines.size() > kMostLines) {
      out.left_out = static_cast<int>(out.lines.size() - kMostLines);
      std::stable_sort(out.lines.begin(), out.lines.end(),
                       [](const Entry& a, const Entry& b) { return urgency(a) > urgency(b); });
      out.lines.resize(kMostLines);
    }
    out.to = f.now;
    for (const Entry& e : out.lines) {
      if (!out.indicator) out.indicator = e.indicator;
      if (!e.series || !e.at) continue;
      out.period = e.series->freshness.period;
      out.to =
          out.period != config::Period::none ? std::max(out.periodic ? out.to : *e.at, *e.at) : std::max(out.to, *e.at);
      out.periodic = out.period != config::Period::none;
    }
    // One step of time a pixel or so: the same picture until something has moved.
    const Duration step = std::max<Duration>(options_.span / 600, std::chrono::seconds(1));
    if (!out.periodic) out.to = Time((out.to.time_since_epoch() / step + 1) * step);
    out.from = out.to - options_.span;
    for (const Entry& e : out.lines) out.any = out.any || (e.series && extent_of(*e.series, out.from, out.to).any);
    return out;
  }

  void add_indicator(const Frame& f, const std::string& name, Shown& out) const {
    const Indicator* i = f.data.catalogue->indicator(name);
    if (!i) return;
    const std::string title = words(f).pick(i->title);
    const bool several = options_.indicators.size() > 1;
    if (options_.regions.empty() && options_.items.empty()) {
      if (const feeds::Series* whole = f.data.find(name)) {
        out.lines.push_back(entry(f, i, whole));
        return;
      }
    }
    for (Entry& e : entries_of(f, i)) {
      const std::string region = e.series ? e.series->parts.region : e.key, item = e.series ? e.series->parts.item : "";
      const bool named = options_.regions.empty() || std::any_of(options_.regions.begin(), options_.regions.end(),
                                                                 [&](const auto& r) { return r.code == region; });
      const bool listed = options_.items.empty() ||
                          std::find(options_.items.begin(), options_.items.end(), item) != options_.items.end();
      if (!named || !listed) continue;
      if (several) e.label = title + (e.label == title ? "" : ", " + e.label);
      out.lines.push_back(std::move(e));
    }
  }

  std::string empty_text(const Frame& f, const Shown& s) const {
    if (!s.lines.empty()) return why_missing(s.lines.front(), f);
    return why_missing(entry(f, f.data.catalogue->indicator(options_.indicators.front().name), nullptr), f);
  }

  // The value at a line's end: in its unit where it stands alone, else the bare number, as the axis says the unit.
  std::string end_value(const Entry& e, const Shown& s, const Words& w) const {
    if (!e.shown()) return std::string(w.word("no data"));
    if (s.lines.size() == 1 || e.indicator->unit == "%" || e.indicator->unit == "Rp") return value_text(e, w);
    return compact(*e.value, e.indicator->decimals, w);
  }
  std::vector<EndLabel> end_labels(const Frame& f, const Shown& s) const {
    const Colours& c = f.look.colours;
    std::vector<EndLabel> out;
    for (std::size_t i = 0; i < s.lines.size(); ++i) {
      const Entry& e = s.lines[i];
      const Shape shape = shape_of(e);
      out.push_back({s.lines.size() > 1 ? e.label : std::string(), end_value(e, s, words(f)), 0, shape,
                     shape_colour(c, shape), colour_of(f, s, i), e.age == Age::fresh ? c.strong : c.unknown});
    }
    return out;
  }

  Plot plot(const Frame& f, const Shown& s) const {
    const Look& look = f.look;
    const Type small = type(look, Size::small);
    Plot out;
    out.area = f.area;
    out.area.bottom -= small.line() + look.gap() * 0.4f;
    out.area.top += small.cap() * 0.6f;
    Extent seen;
    for (const Entry& e : s.lines) {
      if (!e.series) continue;
      const Extent one = extent_of(*e.series, s.from, s.to);
      if (!one.any) continue;
      seen.take(one.low);
      seen.take(one.high);
    }
    if (options_.target && s.indicator->target) seen.take(*s.indicator->target);
    if (options_.from_zero || options_.bars) seen.take(0);
    if (seen.low == 0 && seen.high == 0) seen.take(1);
    if (options_.least) seen.take(*options_.least);
    if (options_.most) seen.take(*options_.most);
    out.ticks =
        round_ticks(seen.low, seen.high, std::clamp(static_cast<int>(out.area.height() / (small.em * 2.6f)), 1, 6));
    out.scale = {out.ticks.low, out.ticks.high, out.area.bottom, out.area.top};

    float axis = 0;
    for (const double v : out.ticks.at) axis = std::max(axis, tabular_width(small, tick_text(f, s, out, v)));
    out.area.left += axis + look.gap();
    out.ends = end_layout(look, end_labels(f, s), f.area.width(), out.area.height());
    out.area.right -= out.ends.width + look.gap();
    out.time = {s.from, s.to, out.area.left, out.area.right};
    return out;
  }

  // The topmost says the unit, where it is short.
  static std::string tick_text(const Frame& f, const Shown& s, const Plot& p, double v) {
    const std::string text = axis_number(v, p.ticks.step, words(f)), &unit = s.indicator->unit;
    if (unit == "%") return text + "%";
    if (unit == "Rp") return text;
    const bool top = v == p.ticks.at.back() && !unit.empty() && unit.size() <= 5;
    return top ? text + " " + std::string(words(f).word(unit)) : text;
  }

  void draw_axes(const Frame& f, const Shown& s, const Plot& p) const {
    const Look& look = f.look;
    ImDrawList& list = f.paint.list;
    const Type small = type(look, Size::small);
    const float thin = hairline(look);
    for (const double v : p.ticks.at) {
      const float y = std::round(p.scale.y(v)) + 0.5f;
      list.AddLine({p.area.left, y}, {p.area.right, y}, look.colours.line, v == 0 && p.ticks.low < 0 ? thin * 2 : thin);
      const std::string text = tick_text(f, s, p, v);
      draw_tabular(list, small, {p.area.left - look.gap() - tabular_width(small, text), y + small.cap() / 2},
                   look.colours.quiet, text);
    }
    const float baseline = p.area.bottom + look.gap() * 0.4f + small.line() * 0.86f;
    float free_from = p.area.left - small.em;
    for (const TimeTick& t : ticks_of(f, s, p)) {
      const float width = text_width(small, t.label), x = p.time.x(t.at);
      const float left = std::clamp(x - width / 2, f.area.left, std::max(f.area.left, f.area.right - width));
      if (left < free_from) continue;
      list.AddLine({x, p.area.bottom}, {x, p.area.bottom + small.em * 0.25f}, look.colours.line, thin);
      draw_text(list, small, {left, baseline}, look.colours.quiet, t.label);
      free_from = left + width + small.em * 0.8f;
    }
  }

  std::vector<TimeTick> ticks_of(const Frame& f, const Shown& s, const Plot& p) const {
    const Type small = type(f.look, Size::small);
    const bool days = s.periodic && !options_.bars && about(s.period) <= std::chrono::hours(24 * 7);
    if (!s.periodic || days) return time_ticks(s.from, s.to, f.look.zone, words(f), p.area.width(), small.em * 4.5f);
    std::vector<TimeTick> out;
    for (const Entry& e : s.lines) {
      if (!e.series || e.series->points.empty()) continue;
      const auto& points = e.series->points;
      const float slot =
          p.area.width() * static_cast<float>(about(s.period).count()) / static_cast<float>(options_.span.count());
      const int every = std::max(1, static_cast<int>(std::ceil(small.em * 3.2f / std::max(1.0f, slot))));
      int back = 0;
      for (auto point = points.rbegin(); point != points.rend(); ++point, ++back) {
        if (back % every != 0 || point->at < s.from) continue;
        const Time at = options_.bars ? point->at - about(s.period) / 2 : point->at;
        if (at >= s.from) out.push_back({at, short_period(point->at, s.period, f.look.zone, words(f))});
      }
      std::reverse(out.begin(), out.end());
      break;
    }
    return out;
  }

  ImU32 colour_of(const Frame& f, const Shown& s, std::size_t line) const {
    return s.lines[line].age == Age::fresh ? f.look.colours.series[line] : f.look.colours.unknown;
  }

  void draw_lines(const Frame& f, const Shown& s, const Plot& p) const {
    const float thick = std::max(1.6f, f.look.unit_px * 0.09f);
    for (std::size_t i = s.lines.size(); i-- > 0;) {
      const Entry& e = s.lines[i];
      if (!e.series) continue;
      const auto all = strokes(*e.series, p.time, p.scale, options_.span / kMostPoints);
      draw_strokes(f.paint.list, all, colour_of(f, s, i), thick, static_cast<int>(i));
      if (!all.empty() && e.shown()) f.paint.list.AddCircleFilled(all.back().back(), thick * 1.7f, colour_of(f, s, i));
    }
  }

  void draw_bars(const Frame& f, const Shown& s, const Plot& p) const {
    const Entry& e = s.lines.front();
    if (!e.series) return;
    const Duration slot =
        s.periodic ? about(s.period) : std::max<Duration>(e.series->freshness.stale_after, options_.span / 60);
    const float wide = std::max(2.0f, (p.time.x(s.from + slot) - p.area.left) * 0.64f), zero = p.scale.y(0);
    for (const feeds::Point& point : e.series->points) {
      const float x = p.time.x(point.at - slot / 2), y = p.scale.y(point.value);
      if (x - wide / 2 < p.area.left || x + wide / 2 > p.area.right) continue;
      const bool last = &point == &e.series->points.back();
      const ImU32 colour = e.age != Age::fresh && last ? f.look.colours.unknown
                           : last                      ? f.look.colours.series[0]
                                                       : f.look.colours.classes[3];
      f.paint.list.AddRectFilled({std::round(x - wide / 2), std::min(y, zero)},
                                 {std::round(x + wide / 2), std::max(y, zero)}, colour);
    }
  }

  void draw_target(const Frame& f, const Shown& s, const Plot& p) const {
    if (!options_.target || !s.indicator->target) return;
    const Look& look = f.look;
    const Type small = type(look, Size::small);
    const float y = std::round(p.scale.y(*s.indicator->target)) + 0.5f;
    const std::array<ImVec2, 2> line{{{p.area.left, y}, {p.area.right, y}}};
    draw_line(f.paint.list, line, look.colours.quiet, hairline(look), 1);
    const Words& w = words(f);
    const std::string text =
        w.say({"target {}", {bound(*s.indicator->target, s.indicator->unit, s.indicator->decimals, w)}});
    const Fitted word = fit(text, small, floor_em(look), p.area.width() - look.gap());
    if (word.text.empty()) return;
    const ImVec2 at = free_place(s, p, word, y, look.gap() * 0.5f);
    const Rect box = text_box(word.type, at, word.width);
    if (box.bottom > p.area.bottom) return;
    f.paint.list.AddRectFilled({box.left - 2, box.top}, {box.right + 2, at.y < y ? y - 1 : box.bottom},
                               look.colours.panel);
    draw_text(f.paint.list, word.type, at, look.colours.quiet, word.text);
  }

  // Above or below the target's line, at its left or right end: where it hides least of the course.
  ImVec2 free_place(const Shown& s, const Plot& p, const Fitted& word, float y, float pad) const {
    const float em = word.type.em, above = y - em * 0.28f, below = y + word.type.cap() + em * 0.3f;
    ImVec2 best{};
    int least = -1;
    for (const float x : {p.area.left + pad, p.area.right - pad - word.width})
      for (const float base : {above, below}) {
        const Rect box = text_box(word.type, {x, base}, word.width);
        if (base == above && y - word.type.line() < p.area.top && box.top < p.area.top - em * 0.7f) continue;
        const int hidden = hidden_by(box, s, p);
        if (least >= 0 && hidden >= least) continue;
        least = hidden;
        best = {x, base};
      }
    return best;
  }
  int hidden_by(const Rect& box, const Shown& s, const Plot& p) const {
    int out = 0;
    for (const Entry& e : s.lines)
      for (std::size_t i = 0; e.series && i < e.series->points.size(); ++i) {
        const float x = p.time.x(e.series->points[i].at), y = p.scale.y(e.series->points[i].value);
        const bool inside = x >= box.left && x <= box.right && y <= box.bottom;
        out += inside && (options_.bars || y >= box.top);
      }
    return out;
  }

  Options options_;
  config::Label title_;
};

}  // namespace

extern const PanelKind line_chart_kind;
const PanelKind line_chart_kind =
    config::kind<Panel, LineChart>("line_chart", "The course of one or several series over time");

}  // namespace panels
