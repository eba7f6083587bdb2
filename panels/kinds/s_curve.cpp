// What was planned and what was done over a period, and how far apart they are (S-curve). Main thread.
#include <algorithm>
#include <array>
#include <cmath>

#include "panels/chart.h"
#include "panels/course.h"
#include "panels/deviation.h"
#include "panels/format.h"
#include "panels/headline.h"
#include "panels/parts.h"
#include "panels/places.h"

namespace panels {
namespace {

constexpr int kMostPoints = 1200;
constexpr Duration kDay = std::chrono::hours(24);

struct Options {
  config::IndicatorName real, plan;
  std::vector<double> planned;
  config::RegionCode region;
  std::string item;
  std::optional<config::Date> from, until;
  Duration span{};
  std::optional<double> watch, bad, critical;

  void describe(auto& field) {
    field("real", real, "The indicator of what was done so far, drawn as a strong line",
          {.required = true, .example = "\"apbd.serapan\""});
    field("plan", plan, "The indicator of what was planned so far, in the same unit", {.example = "\"apbd.rencana\""});
    field(
        "planned", planned,
        "The plan in place of `plan`, or beyond its last value: what is to be reached at the end of each even part of "
        "the period, twelve numbers for the months of a year",
        {.example = "[3.0, 8.0, 15.0, 23.0, 32.0, 42.0, 52.0, 62.0, 72.0, 81.0, 90.0, 98.0]", .sampled = true});
    field("region", region, "Values of this district only", {.example = "\"63.10.04\""});
    field("item", item, "Values of this item only, as the feed names it");
    field("from", from, "First day of the period; without it, the year of the last value", {.example = "2026-01-01"});
    field("until", until, "Last day of the period", {.example = "2026-12-31"});
    field("span", span, "The period reaches back so far from the last value, in place of the year",
          {.example = "\"180d\""});
    field("watch", watch, "A deviation (done less planned) of this or below is to be watched", {.example = "-5.0"});
    field("bad", bad, "A deviation of this or below is bad", {.example = "-10.0"});
    field("critical", critical, "Below this deviation a contract is critical, which is bad and is said",
          {.example = "-10.0"});
  }
};

struct Shown {
  Entry real, plan;
  feeds::Series planned;  // the plan's course in the period, as far as it is known
  Time from, to;
  std::optional<Time> at;  // up to when both are known
  double done = 0, due = 0;
  State state = State::calm;
  bool critical = false, any = false;
  double by() const { return done - due; }
};

struct Plot {
  Rect area;
  Scale scale;
  TimeScale time;
  Ticks ticks;
  bool axis = true;  // values beside it
};

class SCurve : public Panel {
 public:
  using Options = panels::Options;
  SCurve(Options options, const PanelSetup& setup) : options_(std::move(options)), title_(setup.config.title) {
    const Indicator* i = setup.catalogue.indicator(options_.real.name);
    if (i && title_.empty()) title_ = i->title;
  }
  static void check(const Options& o, const config::Place& place, config::Complaints& out) {
    if (o.plan.name.empty() && o.planned.empty())
      out.push_back({place, {"there is no plan to compare with"}, {"set plan or planned"}});
    if (o.from.has_value() != o.until.has_value() || (o.from && *o.until < *o.from))
      out.push_back({place, {"the period has no beginning or no end"}, {"set from and until, in this order"}});
    if (o.from && o.span > Duration{})
      out.push_back({place, {"the period is given twice"}, {"set either from and until or span"}});
    if (!std::is_sorted(o.planned.begin(), o.planned.end()))
      out.push_back({place, {"the plan goes back"}, {"write in planned what is reached in all by then"}});
  }

  std::vector<Want> wants() const override {
    Duration span = std::max<Duration>(options_.span, kDay * 400);
    if (options_.from) span += std::chrono::sys_days(*options_.until) - std::chrono::sys_days(*options_.from);
    std::vector<Want> out;
    for (const std::string& name : sources())
      out.push_back({name, std::chrono::ceil<std::chrono::seconds>(span), kMostPoints});
    return out;
  }
  std::vector<std::string> sources() const override {
    std::vector<std::string> out{series_name(options_.real.name, options_.region.code, options_.item)};
    if (!options_.plan.name.empty())
      out.push_back(series_name(options_.plan.name, options_.region.code, options_.item));
    return out;
  }
  ImVec2 least_ems() const override { return {13, 6}; }
  std::string title(const Look& look) const override { return look.words->pick(title_); }

  void tell(const Frame& f, Telling& out) const override {
    const Shown s = shown(f);
    const Words& w = words(f);
    out.line(headline(f, s).texts.front());
    const auto more = pieces(f, s);
    std::string line;
    for (const std::string& piece : more) line += (line.empty() ? "" : " · ") + piece;
    if (!line.empty()) out.line(line);
    if (!s.any) return;
    std::vector<std::vector<std::string>> rows;
    const auto text = [&](std::optional<double> v) { return v ? value(s, *v, w) : std::string("–"); };
    for (const TimeTick& t : part_ends(f, s)) {
      const auto planned = value_at(s.planned, t.at);
      const auto done = s.real.series ? value_at(*s.real.series, t.at) : std::nullopt;
      if (!planned && !done) continue;
      rows.push_back({t.label, text(planned), text(done),
                      planned && done ? deviation_texts(*done - *planned, unit(s), decimals(s), w).back() : "–"});
    }
    if (!rows.empty())
      out.table({"", std::string(w.word("planned")), std::string(w.word("realised")), std::string(w.word("deviation"))},
                std::move(rows));
  }

  void draw(const Frame& f) override {
    const Shown s = shown(f);
    wake(f, s.real);
    wake(f, s.plan);
    const config::Date today = config::civil(f.now, f.look.zone).date;
    wake(f, config::midnight(config::Date{std::chrono::sys_days(today) + std::chrono::days(1)}, f.look.zone));
    const Headline head = headline(f, s);
    if (!s.any) return draw_empty(f, f.area, head.texts.front());
    const float unit = f.look.unit_px;
    Rect chart = f.area;
    chart.top = draw_headline(f, f.area, head, pieces(f, s), unit * 4.2f);
    if (chart.height() < unit * 2.6f || chart.width() < unit * 5) return;
    draw_chart(f, s, plot(f, s, chart));
  }

 private:
  static const std::string& unit(const Shown& s) {
    static const std::string none;
    return s.real.indicator ? s.real.indicator->unit : none;
  }
  static int decimals(const Shown& s) { return s.real.indicator ? s.real.indicator->decimals : 0; }
  static std::string value(const Shown& s, double v, const Words& w) { return quantity(v, unit(s), decimals(s), w); }

  Shown shown(const Frame& f) const {
    Shown out;
    const auto read = [&](const std::string& name) {
      return entry(f, f.data.catalogue->indicator(name),
                   f.data.find(series_name(name, options_.region.code, options_.item)));
    };
    out.real = read(options_.real.name);
    if (!options_.plan.name.empty()) out.plan = read(options_.plan.name);
    set_period(f, out);
    out.planned = planned_course(out.plan.series, options_.planned, out.from, out.to, f.look.zone);
    const Extent seen = out.real.series ? extent_of(*out.real.series, out.from, out.to) : Extent();
    out.any = seen.any || !out.planned.points.empty();
    const bool plan_known = out.plan.shown() || !options_.planned.empty();
    if (!out.real.shown() || !seen.any || !plan_known || out.planned.points.empty()) return out;
    const Time at = std::min(*out.real.at, out.planned.points.back().at);
    const auto done = value_at(*out.real.series, at), due = value_at(out.planned, at);
    if (!done || !due) return out;
    out.at = at;
    out.done = *done;
    out.due = *due;
    out.critical = options_.critical && out.by() < *options_.critical;
    out.state = out.critical ? State::bad : DeviationBounds{options_.watch, options_.bad}.state(out.by());
    return out;
  }

  void set_period(const Frame& f, Shown& out) const {
    const config::Zone zone = f.look.zone;
    const Time last = out.real.at.value_or(f.now);
    if (options_.from) {
      out.from = config::midnight(*options_.from, zone);
      out.to = config::midnight(config::Date{std::chrono::sys_days(*options_.until) + std::chrono::days(1)}, zone);
    } else if (options_.span > Duration{}) {
      out.to = last;
      out.from = last - options_.span;
    } else {
      // A period's value lies at its end: that of 31 December at the next year's beginning.
      out.to = config::period_end(last - Duration(1), config::Period::year, zone);
      out.from = config::midnight(
          config::Date{config::civil(last - Duration(1), zone).date.year(), std::chrono::January, std::chrono::day(1)},
          zone);
    }
  }

  std::string moment_of(const Frame& f, const Shown& s, Time at) const {
    Entry then = s.real;
    then.at = at;
    return age_text(then, f);
  }

  Headline headline(const Frame& f, const Shown& s) const {
    const Words& w = words(f);
    Headline out;
    if (!s.real.shown()) {
      out.texts = {why_missing(s.real, f)};
      out.shape = Shape::hatch;
      return out;
    }
    if (!s.at) {
      out.texts = {w.say({"{} realised", {value_text(s.real, w)}}), value_text(s.real, w)};
      return out;
    }
    out.texts = deviation_texts(s.by(), unit(s), decimals(s), w);
    if (s.critical) out.texts.insert(out.texts.begin(), w.say({"critical contract: {}", {out.texts.front()}}));
    out.state = s.state;
    out.late = s.real.age == Age::late || s.plan.age == Age::late;
    out.shape = s.state == State::bad ? Shape::diamond : s.state == State::watch ? Shape::triangle : Shape::none;
    if (out.late && out.shape == Shape::none) out.shape = Shape::hatch;
    return out;
  }

  // What is said below the headline, in order of need.
  std::vector<std::string> pieces(const Frame& f, const Shown& s) const {
    const Words& w = words(f);
    std::vector<std::string> out;
    if (!s.real.shown()) return out;
    const std::string state = state_word(s.state, w);
    if (!state.empty()) out.push_back(state);
    if (s.real.age == Age::late) out.push_back(late_texts({age_text(s.real, f)}, s.real, f).front());
    if (!s.at) {
      out.push_back(w.say({"no plan to compare with: {}", {why_missing(s.plan, f)}}));
      return out;
    }
    out.push_back(w.say({"{} realised", {value(s, s.done, w)}}));
    out.push_back(w.say({"{} planned", {value(s, s.due, w)}}));
    if (*s.at != *s.real.at) out.push_back(w.say({"as of {}", {moment_of(f, s, *s.at)}}));
    if (options_.critical) {
      const std::string bound = (*options_.critical < 0 ? "−" : "") + difference(*options_.critical, unit(s), 0, w);
      out.push_back(w.say({"critical contract below {}", {bound}}));
    }
    return out;
  }

  std::vector<TimeTick> part_ends(const Frame& f, const Shown& s) const {
    std::vector<TimeTick> out;
    for (const MonthSlot& m : month_slots(s.from, s.to, f.look.zone, words(f))) {
      const bool running = m.end > f.now && m.begin <= f.now && s.real.at && *s.real.at < m.end;
      out.push_back({running && *s.real.at > m.begin ? *s.real.at : m.end, m.label});
    }
    return out;
  }

  Plot plot(const Frame& f, const Shown& s, Rect room) const {
    const Look& look = f.look;
    const Type small = type(look, Size::small);
    Plot out;
    out.area = room;
    out.area.bottom -= small.line() + look.gap() * 0.4f;
    Extent seen = extent_of(s.planned, s.from, s.to);
    seen.take(0);
    if (s.real.series) {
      const Extent real = extent_of(*s.real.series, s.from, s.to);
      if (real.any) seen.take(real.low);
      if (real.any) seen.take(real.high);
    }
    if (seen.high == seen.low) seen.take(1);
    out.axis = out.area.height() >= small.em * 4.5f && out.area.width() >= small.em * 14;
    out.area.top += out.axis ? small.line() : small.em * 0.3f;
    const int most = std::clamp(static_cast<int>(out.area.height() / (small.em * 2.6f)), 1, 5);
    out.ticks = round_ticks(seen.low, seen.high, most);
    const bool tight = !out.axis;
    out.scale = {tight ? seen.low : out.ticks.low, tight ? seen.high : out.ticks.high, out.area.bottom, out.area.top};
    float axis = 0;
    if (out.axis)
      for (const double v : out.ticks.at) axis = std::max(axis, tabular_width(small, tick_text(s, out, v, f)));
    out.area.left += axis > 0 ? axis + look.gap() : 0;
    out.area.right -= small.em * (out.axis ? 0.9f : 0.5f);
    if (out.axis && s.at) {  // beside the last value its deviation has room
      const float share = static_cast<float>((*s.at - s.from).count()) / static_cast<float>((s.to - s.from).count());
      const float wide = text_width(type(look, Size::small, Weight::medium), deviation(f, s)) + small.em * 1.1f;
      const float furthest = out.area.left + (room.right - wide - out.area.left) / std::max(share, 0.01f);
      out.area.right = std::clamp(furthest, out.area.right - (out.area.right - out.area.left) * 0.25f, out.area.right);
    }
    out.time = {s.from, s.to, out.area.left, out.area.right};
    return out;
  }

  static std::string deviation(const Frame& f, const Shown& s) {
    return signed_difference(s.by(), unit(s), decimals(s), words(f));
  }
  static std::string tick_text(const Shown& s, const Plot& p, double v, const Frame& f) {
    const std::string text = axis_number(v, p.ticks.step, words(f));
    return unit(s) == "%" ? text + "%" : text;
  }

  void draw_chart(const Frame& f, const Shown& s, const Plot& p) const {
    const Look& look = f.look;
    ImDrawList& list = f.paint.list;
    draw_axes(f, s, p);
    const float thick = std::max(2.0f, look.unit_px * 0.18f);
    const bool fresh = s.real.age == Age::fresh;
    const ImU32 colour = fresh ? look.colours.series[0] : look.colours.unknown;
    const auto planned = strokes(s.planned, p.time, p.scale, {});
    std::vector<Stroke> real;
    if (s.real.series) real = strokes(*s.real.series, p.time, p.scale, (s.to - s.from) / (kMostPoints / 2));
    draw_strokes(list, planned, look.colours.quiet, std::max(1.2f, look.unit_px * 0.075f), 1);
    draw_strokes(list, real, colour, thick, 0);
    std::vector<Stroke> all = planned;
    all.insert(all.end(), real.begin(), real.end());
    Places places({p.area.left, p.area.top - (p.axis ? look.unit_px * 1.3f : 0), f.area.right, p.area.bottom}, all);
    draw_today(f, p, places);
    if (!real.empty() && s.real.shown()) list.AddCircleFilled(real.back().back(), thick * 1.5f, colour);
    if (!s.at) return;
    draw_bracket(f, s, p, places);
    if (p.axis) draw_names(f, s, p, places);
  }

  void draw_axes(const Frame& f, const Shown& s, const Plot& p) const {
    const Look& look = f.look;
    ImDrawList& list = f.paint.list;
    const Type small = type(look, Size::small);
    const float thin = hairline(look);
    for (const double v : p.ticks.at) {
      if (!p.axis && v != 0) continue;
      const float y = std::round(p.scale.y(v)) + 0.5f;
      list.AddLine({p.area.left, y}, {p.area.right, y}, look.colours.line, thin);
      if (!p.axis) continue;
      const std::string text = tick_text(s, p, v, f);
      draw_tabular(list, small, {p.area.left - look.gap() - tabular_width(small, text), y + small.cap() / 2},
                   look.colours.quiet, text);
    }
    draw_months(f, p.time, p.area.bottom, f.area);
  }

  void draw_today(const Frame& f, const Plot& p, Places& places) const {
    const Look& look = f.look;
    const Time noon =
        config::midnight(config::civil(f.now, look.zone).date, look.zone) + kDay / 2;  // it moves once a day
    if (noon < p.time.from || noon > p.time.to) return;
    const Type small = type(look, Size::small);
    const float x = std::round(p.time.x(noon)) + 0.5f;
    f.paint.list.AddLine({x, p.area.top}, {x, p.area.bottom}, look.colours.line, hairline(look) * 2);
    const std::string_view word = words(f).word("today");
    const float width = text_width(small, word), pad = small.em * 0.35f, low = p.area.bottom - small.em * 0.4f;
    const auto at = places.take(small, width, {{x - pad - width, low}, {x + pad, low}});
    if (at) draw_text(f.paint.list, small, *at, look.colours.quiet, word);
  }

  void draw_bracket(const Frame& f, const Shown& s, const Plot& p, Places& places) const {
    const Look& look = f.look;
    ImDrawList& list = f.paint.list;
    const Type small = type(look, Size::small, Weight::medium);
    const float from = p.scale.y(s.done), to = p.scale.y(s.due), foot = look.unit_px * 0.3f;
    if (std::fabs(from - to) < look.unit_px * 0.15f) return;
    const float x = p.time.x(*s.at) + look.unit_px * 0.45f, thick = std::max(1.5f, look.unit_px * 0.1f);
    const ImU32 colour = s.state == State::bad     ? look.colours.bad
                         : s.state == State::watch ? look.colours.watch
                                                   : look.colours.strong;
    const std::array<ImVec2, 4> bracket{{{x - foot, from}, {x, from}, {x, to}, {x - foot, to}}};
    list.AddPolyline(bracket.data(), 4, colour, 0, thick);
    places.occupy({x - thick, std::min(from, to), x + thick, std::max(from, to)});
    if (!p.axis) return;
    const std::string text = deviation(f, s);
    const float width = text_width(small, text), y = (from + to + small.cap()) / 2;
    const auto at = places.take(small, width, {{x + small.em * 0.4f, y}});
    if (at) draw_text(list, small, *at, look.colours.strong, text);
  }

  // Beside the ends of the lines: the upper one's words above, the lower one's below.
  void draw_names(const Frame& f, const Shown& s, const Plot& p, Places& places) const {
    const Look& look = f.look;
    const Words& w = words(f);
    const Type bold = type(look, Size::small, Weight::medium), plain = type(look, Size::small);
    const std::string real = w.say({"{} realised", {value(s, s.done, w)}}),
                      plan = w.say({"{} planned", {value(s, s.due, w)}});
    const float x = p.time.x(*s.at), pad = look.unit_px * 0.3f;
    const auto put = [&](Type t, const std::string& text, ImU32 colour, bool above) {
      const float width = text_width(t, text), left = x - width - pad, right = p.area.right - width;
      const std::vector<float> upper{left, x - width / 2, p.area.left}, lower{x + pad, right, x - width / 2};
      const auto at = above ? places.take_above(t, width, upper) : places.take_below(t, width, lower);
      if (!at) return;
      const Rect box = text_box(t, *at, width);  // over the mark of today
      f.paint.list.AddRectFilled({box.left - 1, box.top}, {box.right + 1, box.bottom}, look.colours.panel);
      draw_text(f.paint.list, t, *at, colour, text);
    };
    const bool ahead = s.by() >= 0;
    put(bold, real, s.real.age == Age::fresh ? look.colours.strong : look.colours.unknown, ahead);
    put(plain, plan, look.colours.quiet, !ahead);
  }

  Options options_;
  config::Label title_;
};

}  // namespace

extern const PanelKind s_curve_kind;
const PanelKind s_curve_kind =
    config::kind<Panel, SCurve>("s_curve", "What was done against what was planned over a period (S-curve)");

}  // namespace panels
