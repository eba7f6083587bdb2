// The course of one or several series over time; missing time is a gap, never a bridge. Main thread.
#include <algorithm>
#include <cmath>

#include "panels/chart_marks.h"
#include "panels/ends.h"
#include "panels/format.h"
#include "panels/line_chart_options.h"
#include "panels/parts.h"

namespace panels {
namespace {

constexpr std::size_t kMostLines = 6;  // as many as there are colours and dashes
constexpr int kMostPoints = 1200;

struct Shown {
  std::vector<Entry> lines;
  const feeds::Series *low = nullptr, *high = nullptr;  // of the shaded range
  std::vector<Mark> marks;
  std::vector<Level> levels;
  int left_out = 0;
  const Indicator* indicator = nullptr;  // of the first line: unit and target
  Time from, to;
  bool periodic = false, any = false;
  config::Period period = config::Period::none;
};

struct Plot : PlotArea {
  Ticks ticks;
  EndLayout ends;
};

class LineChart : public Panel {
 public:
  using Options = LineChartOptions;
  LineChart(Options options, const PanelSetup& setup) : options_(std::move(options)), title_(setup.config.title) {
    if (options_.indicators.empty()) options_.indicators.push_back(options_.indicator);
    const Indicator* i = setup.catalogue.indicator(options_.indicators.front().name);
    if (i && title_.empty()) title_ = i->title;
  }
  static void check(const Options& o, const config::Place& place, const config::References& refs,
                    config::Complaints& out) {
    check_line_chart(o, place, refs, out);
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
    for (const auto& name : {options_.range_low.name, options_.range_high.name})
      if (!name.empty()) out.push_back(name);
    return out;
  }
  ImVec2 least_ems() const override { return {16, 10}; }
  std::string title(const Look& look) const override { return look.words->pick(title_); }

  void tell(const Frame& f, Telling& out) const override {
    const Shown s = shown(f);
    const Words& w = words(f);
    if (!s.any) return out.line(empty_text(f, s));
    for (const Level& level : s.levels) out.line(level.word);
    std::vector<std::vector<std::string>> rows;
    for (const Entry& e : s.lines) {
      Extent seen;
      if (e.series) seen = extent_of(*e.series, s.from, s.to, blocks_of(f, *e.series));
      const auto text = [&](double v) { return quantity(v, e.indicator->unit, e.indicator->decimals, w); };
      const bool known = seen.any && e.shown();
      rows.push_back({e.label, e.shown() ? value_text(e, w) : why_missing(e, f), seen.any ? text(seen.low) : "–",
                      seen.any ? text(seen.high) : "–", known ? age_text(e, f) : "–"});
    }
    const auto word = [&w](const char* key) { return std::string(w.word(key)); };
    out.table({"", word("latest"), word("lowest"), word("highest"), word("age")}, std::move(rows));
    if (s.left_out > 0) out.line(w.say({"+{} more", {std::to_string(s.left_out)}}));
    tell_surroundings(f, s, out);
  }

  void draw(const Frame& f) override {
    const Shown s = shown(f);
    for (const Entry& e : s.lines) wake(f, e);
    if (!s.any) return draw_empty(f, f.area, empty_text(f, s));
    const Plot p = plot(f, s);
    if (p.area.width() < f.look.unit_px * 3 || p.area.height() < f.look.unit_px * 1.5f)
      return draw_empty(f, f.area, words(f).word("too small to be drawn"));
    std::vector<StateBand> bands;
    if (options_.states) bands = state_bands(*s.indicator, p.ticks.low, p.ticks.high);
    draw_state_bands(f, p, bands);
    if (s.low && s.high)
      draw_range(f, p, slices(*s.low, *s.high, s.from, s.to, options_.span / kMostPoints), words(f).word("range"));
    draw_axes(f, s, p);
    if (!s.marks.empty()) draw_marks(f, p, place_marks(f, p, s.marks));
    std::vector<Rect> taken = draw_state_words(f, p, bands, courses(s), options_.bars);
    if (options_.bars) {
      draw_bars(f, s, p);
    } else {
      draw_lines(f, s, p);
    }
    draw_levels(f, p, s.levels, courses(s), options_.bars, std::move(taken));
    auto ends = end_labels(f, s);
    for (std::size_t i = 0; i < ends.size(); ++i) ends[i].y = p.scale.y(s.lines[i].value.value_or(p.ticks.low));
    draw_ends(f, std::move(ends), p.ends, {p.area.right + f.look.gap(), p.area.top, f.area.right, p.area.bottom});
  }

 private:
  const Blocks* blocks_of(const Frame& f, const feeds::Series& series) const {
    return blocks_.of(series, options_.span / kMostPoints, f.data.version);
  }

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
    out.low = f.data.find(options_.range_low.name);
    out.high = f.data.find(options_.range_high.name);
    out.marks = marks(f, out);
    if (options_.target) out.levels = levels(f, out);
    for (const Entry& e : out.lines)
      out.any = out.any || (e.series && extent_of(*e.series, out.from, out.to, blocks_of(f, *e.series)).any);
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

  std::vector<Mark> marks(const Frame& f, const Shown& s) const {
    std::vector<Mark> out;
    const auto add = [&](Time at, const std::string& label, feeds::Severity severity) {
      if (at >= s.from && at <= s.to) out.push_back({at, label, severity});
    };
    for (const ChartMoment& m : options_.moments)
      if (const auto at = time_of(m, f.look.zone)) add(*at, words(f).pick(m.label), feeds::Severity::info);
    for (const feeds::Event& event : f.data.events) {
      const bool here = event.region.empty() || options_.regions.empty() ||
                        std::any_of(options_.regions.begin(), options_.regions.end(),
                                    [&](const auto& r) { return r.code == event.region; });
      if (options_.events && here) add(event.at, event.title, event.severity);
    }
    std::stable_sort(out.begin(), out.end(), [](const Mark& a, const Mark& b) { return a.at < b.at; });
    return out;
  }
  // One for each indicator with a target of its own; named where there are several.
  std::vector<Level> levels(const Frame& f, const Shown& s) const {
    const Words& w = words(f);
    std::vector<const Indicator*> all;
    for (const Entry& e : s.lines)
      if (e.indicator && e.indicator->target &&
          std::none_of(all.begin(), all.end(), [&](const Indicator* i) { return i->target == e.indicator->target; }))
        all.push_back(e.indicator);
    std::vector<Level> out;
    for (const Indicator* i : all) {
      std::string word = w.say({"target {}", {bound(*i->target, i->unit, i->decimals, w)}});
      if (all.size() > 1) word += ", " + w.pick(i->title);
      out.push_back({*i->target, std::move(word)});
    }
    return out;
  }
  void tell_surroundings(const Frame& f, const Shown& s, Telling& out) const {
    const Words& w = words(f);
    const auto text = [&](double v) { return bound(v, s.indicator->unit, s.indicator->decimals, w); };
    if (options_.states && s.indicator->watch) out.line(w.say({"watch from {}", {text(*s.indicator->watch)}}));
    if (options_.states && s.indicator->bad) out.line(w.say({"bad from {}", {text(*s.indicator->bad)}}));
    const feeds::Point *low = s.low ? s.low->current() : nullptr, *high = s.high ? s.high->current() : nullptr;
    if (low && high) out.line(w.say({"range: {} to {}", {text(low->value), text(high->value)}}));
    for (const Mark& m : s.marks) out.line(moment(m.at, f.now, f.look.zone, w) + ": " + m.label);
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
    out.area.top += s.marks.empty() ? small.cap() * 0.6f : marks_height(look);
    Extent seen;
    for (const Entry& e : s.lines) {
      if (!e.series) continue;
      const Extent one = extent_of(*e.series, s.from, s.to, blocks_of(f, *e.series));
      if (!one.any) continue;
      seen.take(one.low);
      seen.take(one.high);
    }
    for (const feeds::Series* edge : {s.low, s.high})
      if (const Extent one = edge ? extent_of(*edge, s.from, s.to) : Extent(); one.any) {
        seen.take(one.low);
        seen.take(one.high);
      }
    for (const Level& level : s.levels) seen.take(level.value);
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
      const auto all = strokes(*e.series, p.time, p.scale, options_.span / kMostPoints, blocks_of(f, *e.series));
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

  static Courses courses(const Shown& s) {
    Courses out;
    for (const Entry& e : s.lines)
      if (e.series) out.push_back(e.series);
    return out;
  }

  Options options_;
  config::Label title_;
  mutable BlockCache blocks_;  // of long series
};

}  // namespace

extern const PanelKind line_chart_kind;
const PanelKind line_chart_kind =
    config::kind<Panel, LineChart>("line_chart", "The course of one or several series over time");

}  // namespace panels
