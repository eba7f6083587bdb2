// One number that is to be read first: value, unit, distance from its target, trend and age. Main thread.
#include <algorithm>
#include <array>

#include "panels/chart.h"
#include "panels/format.h"
#include "panels/motion.h"
#include "panels/parts.h"

namespace panels {
namespace {

struct Options {
  config::IndicatorName indicator;
  config::RegionCode region;
  std::string item;
  std::optional<feeds::Combine> combine;
  std::optional<config::Duration> trend, compare;
  std::optional<int> decimals;
  bool target = true;

  void describe(auto& field) {
    field("indicator", indicator, "The indicator whose value is shown",
          {.required = true, .example = "\"layanan.antrean\""});
    field("region", region, "The value of this district only", {.example = "\"63.10.04\""});
    field("item", item, "The value of this item only, as the feed names it");
    field("combine", combine,
          "Make one value of all districts or items: \"sum\", \"mean\", \"least\" or \"most\"; it is as old as the "
          "oldest",
          {.example = "\"sum\""});
    field("trend", trend,
          "How far back the small line goes; \"0s\": no line. Without it: 24 hours, or 12 periods of a periodic "
          "indicator",
          {.example = "\"24h\""});
    field("compare", compare,
          "How long ago the value was that the change is counted from. Without it: a day, or one period",
          {.example = "\"1d\""});
    field("decimals", decimals, "Digits after the comma, in place of the indicator's",
          {.least = 0, .most = 6, .example = "1"});
    field("target", target, "Say the target and how far the value is from it");
  }
};

// All that is drawn and told.
struct Shown {
  Entry entry;
  Figure figure;
  std::string state, target, last, meaning;
  std::vector<std::string> ages, below, changes;  // the same said shorter and shorter
  std::string why;                                // nothing is shown: why
  feeds::Series course;                           // of a combined value
  const feeds::Series* line = nullptr;
};

class Number : public Panel {
 public:
  using Options = panels::Options;
  Number(Options options, const PanelSetup& setup) : options_(std::move(options)), title_(setup.config.title) {
    const Indicator* i = setup.catalogue.indicator(options_.indicator.name);
    const config::Period period = i ? i->freshness.period : config::Period::none;
    const bool periodic = period != config::Period::none;
    trend_ = options_.trend.value_or(periodic ? about(period) * 12 : Duration(std::chrono::hours(24)));
    compare_ = options_.compare.value_or(periodic ? about(period) : Duration(std::chrono::hours(24)));
    if (!i || !title_.empty()) return;
    title_ = i->title;
    if (options_.region.code.empty()) return;
    const std::string region = region_name(setup.catalogue, options_.region.code);
    title_.id += ", " + region;
    if (!title_.en.empty()) title_.en += ", " + region;
  }

  std::vector<Want> wants() const override {
    const auto span = std::chrono::ceil<std::chrono::seconds>(std::max(trend_, compare_ * 9 / 8));
    return {{source(), span, 240}};
  }
  std::vector<std::string> sources() const override { return {source()}; }
  bool tells_age() const override { return true; }
  ImVec2 least_ems() const override { return {9.5f, options_.target ? 7.6f : 6.4f}; }
  std::string title(const Look& look) const override { return look.words->pick(title_); }

  void tell(const Frame& f, Telling& out) const override {
    const Shown s = shown(f);
    const Words& w = words(f);
    if (!s.why.empty()) {
      out.line(s.why);
      if (!s.last.empty()) out.line(s.last);
      return;
    }
    std::string line = value_text(s.entry, w);
    if (!s.state.empty()) line += " (" + s.state + ")";
    out.line(line);
    if (!s.target.empty()) out.line(s.target);
    if (!s.changes.empty()) out.line(s.changes.front());
    if (!s.ages.empty()) out.line(s.ages.front());
    if (!s.meaning.empty()) out.line(s.meaning);
  }

  void draw(const Frame& f) override {
    const Shown s = shown(f);
    wake(f, s.entry);
    if (options_.combine)
      for (const Entry& part : entries_of(f, s.entry.indicator)) wake(f, part);
    if (s.why.empty()) {
      draw_value(f, s);
    } else {
      draw_withdrawn(f, s);
    }
  }

 private:
  std::string source() const {
    if (options_.combine) return options_.indicator.name;
    return series_name(options_.indicator.name, options_.region.code, options_.item);
  }

  Shown shown(const Frame& f) const {
    const Words& w = words(f);
    const Indicator* i = f.data.catalogue->indicator(options_.indicator.name);
    Shown out;
    out.entry = options_.combine ? combined_entry(f, i, *options_.combine) : entry(f, i, f.data.find(source()));
    Entry& e = out.entry;
    if (i) out.meaning = w.pick(i->meaning);
    if (!e.shown()) {
      out.why = why_missing(e, f);
      if (e.value && e.at) out.last = w.say({"last {}, {}", {value_text(e, w), age_text(e, f)}});
      return out;
    }
    const int decimals = options_.decimals.value_or(i->decimals);
    out.figure = figure(*e.value, i->unit, decimals, w);
    if (e.state == State::watch || e.state == State::bad) out.state = state_word(e.state, w);
    if (options_.target) out.target = target_text(e, w);
    say_below(out, w);
    out.ages = age_texts(e, f);
    if (e.age == Age::late) out.ages = late_texts(std::move(out.ages), e, f);
    find_course(f, out);
    Entry whole = e;
    whole.series = out.line;
    whole.parts = 1;
    if (out.line)
      if (const auto by = change(whole, compare_, f))
        for (const std::string& since : {by->since, by->brief, std::string()})
          out.changes.push_back(change_text(whole, by->by, since, w));
    return out;
  }

  // State and target in one line: in full, without units, without how far off, the bare state.
  void say_below(Shown& s, const Words& w) const {
    const std::string lead = s.state.empty() ? "" : s.state + " · ";
    if (!s.target.empty()) {
      const std::string brief = target_text(s.entry, w, true);
      s.below = {lead + s.target, lead + brief, lead + brief.substr(0, brief.find(" · "))};
    }
    if (!s.state.empty()) s.below.push_back(s.state);
  }

  void find_course(const Frame& f, Shown& s) const {
    s.line = s.entry.series;
    if (!options_.combine) return;
    s.course =
        combined_series(entries_of(f, s.entry.indicator), *options_.combine, std::max(trend_, compare_ * 9 / 8), f.now);
    s.line = &s.course;
  }

  void draw_withdrawn(const Frame& f, const Shown& s) const {
    const Look& look = f.look;
    const Type t = type(look, Size::small);
    const Rect& a = f.area;
    std::vector<std::string> last;
    if (!s.last.empty() && a.height() > t.line() * 2)
      last = wrap(s.last, t, a.width(), a.height() > t.line() * 4 ? 2 : 1);
    float y = a.bottom - t.em * 0.25f - t.line() * (static_cast<float>(last.size()) - 1);
    draw_empty(f, {a.left, a.top, a.right, last.empty() ? a.bottom : y - t.line()}, s.why);
    for (const std::string& line : last) {
      draw_text(f.paint.list, t, {a.left, y}, look.colours.quiet, line);
      y += t.line();
    }
  }

  struct Rows {
    std::string below;               // state and target
    std::string left, right;         // change or target, and age, on one row
    bool strong = false;             // the left begins with a state
    std::vector<std::string> alone;  // the change on rows of its own
    std::vector<std::string> meaning;
    float height = 0;
  };

  // In full, with a short name of the period, in full on two rows where there are no more than three, or the bare
  // change.
  static std::vector<std::string> change_rows(const Shown& s, Type t, float width, int lines) {
    for (std::size_t i = 0; i < 2; ++i)
      if (text_width(t, s.changes[i]) <= width) return {s.changes[i]};
    const auto two = wrap(s.changes.front(), t, width, 2);
    const bool whole = two.size() == 2 && two[0].size() + two[1].size() + 1 == s.changes.front().size();
    if (whole && lines == 1) return two;
    if (text_width(t, s.changes.back()) <= width) return {s.changes.back()};
    return {};
  }

  // A low panel: state and target before the age, as much of both as fits; the state's word before all else.
  static void put_on_one_row(const Shown& s, Type t, float width, Rows& out) {
    for (const std::string& below : s.below)
      for (const std::string& age : s.ages) {
        if (text_width(t, below) + text_width(t, age) > width) continue;
        out.left = below;
        out.right = age;
        out.strong = !s.state.empty();
        return;
      }
  }

  // What stands below the number: first the age, then state and target, then the change, as height allows.
  Rows rows_of(const Frame& f, const Shown& s) const {
    const Type t = type(f.look, Size::small);
    const float width = f.area.width(), least = f.look.em(Size::title) + f.look.gap();
    const float mark = s.entry.age == Age::late ? t.em * 1.1f : 0;
    Rows out;
    int lines = 1;
    const auto room = [&] { return f.area.height() - t.line() * static_cast<float>(lines + 1) >= least; };
    const std::string* age = first_that_fits(s.ages, t, width - mark);
    out.right = age ? *age : s.ages.empty() ? std::string() : s.ages.back();
    if (const std::string* below = first_that_fits(s.below, t, width); below && room()) {
      out.below = *below;
      ++lines;
    } else if (below) {
      put_on_one_row(s, t, width - mark - t.em * 1.2f, out);
    }
    const float beside = out.left.empty() ? width - mark - t.em * 1.2f - text_width(t, out.right) : 0;
    if (!s.changes.empty() && text_width(t, s.changes.front()) <= beside) {
      out.left = s.changes.front();
    } else if (!s.changes.empty() && room()) {
      out.alone = change_rows(s, t, width, lines);
      lines += static_cast<int>(out.alone.size());
    }
    const float spare = f.area.height() - t.line() * static_cast<float>(lines) - f.look.em(Size::huge) * 1.2f;
    const float left = f.full ? f.area.height() - t.line() * static_cast<float>(lines) - f.look.em(Size::large) * 1.2f
                              : spare - f.look.unit_px * 4;
    const int most = static_cast<int>(left / t.line());
    if (!s.meaning.empty() && most > 0) {
      const auto said = wrap(s.meaning, t, width, std::min(most, 3));
      std::size_t letters = said.empty() ? 0 : said.size() - 1;  // a sentence is said whole or not at all
      for (const std::string& line : said) letters += line.size();
      if (letters == s.meaning.size()) out.meaning = said;
      lines += static_cast<int>(out.meaning.size());
    }
    out.height = t.line() * static_cast<float>(lines);
    return out;
  }

  void draw_rows(const Frame& f, const Shown& s, const Rows& rows) const {
    const Look& look = f.look;
    const Rect& a = f.area;
    ImDrawList& list = f.paint.list;
    const Type t = type(look, Size::small);
    float y = a.bottom - t.em * 0.25f;
    const bool late = s.entry.age == Age::late;
    const float mark = late ? t.em * 1.1f : 0;
    const Fitted age = fit(rows.right, t, floor_em(look), a.width() - mark);
    const float x = rows.left.empty() ? a.left : a.right - age.width - mark;
    if (late) draw_shape(list, Shape::hatch, {x + t.em * 0.4f, y - t.cap() / 2}, t.em * 0.75f, look.colours.unknown);
    draw_text(list, t, {x + mark, y}, look.colours.quiet, age.text);
    if (!rows.left.empty())
      draw_text(list, t, {a.left, y}, rows.strong ? look.colours.strong : look.colours.quiet, rows.left);
    const auto up = [&](const std::string& text, ImU32 colour) {
      if (text.empty()) return;
      y -= t.line();
      const Fitted line = fit(text, t, floor_em(look), a.width());
      draw_text(list, line.type, {a.left, y}, colour, line.text);
    };
    for (auto line = rows.alone.rbegin(); line != rows.alone.rend(); ++line) up(*line, look.colours.quiet);
    up(rows.below, s.state.empty() ? look.colours.quiet : look.colours.strong);
    for (auto line = rows.meaning.rbegin(); line != rows.meaning.rend(); ++line) up(*line, look.colours.quiet);
  }

  static float lead_of(const Entry& e, Type t) {
    return e.state == State::bad ? t.em * 0.86f : e.state == State::watch ? t.em * 0.72f : 0.0f;
  }
  static float whole_width(const Look& look, const Shown& s, Type t) {
    const float trail = s.entry.state == State::bad ? t.em * 0.22f : 0.0f;
    return lead_of(s.entry, t) + figure_width(look, t, s.figure.before, s.figure.number, s.figure.after) + trail;
  }

  // A low panel: the number, and beside it what is said of it, on the right. False: there is no room for that.
  bool draw_flat(const Frame& f, const Shown& s) {
    const Look& look = f.look;
    const Rect& a = f.area;
    const Type small = type(look, Size::small);
    const bool late = s.entry.age == Age::late;
    const float mark = late ? small.em * 1.1f : 0, most = a.width() * 0.5f;
    std::vector<std::string> lines;
    if (const std::string* below = first_that_fits(s.below, small, most); below && a.height() >= small.line() * 2.1f)
      lines.push_back(*below);
    const std::string* shortest = first_that_fits(s.ages, small, most);
    lines.push_back(shortest ? *shortest : s.ages.empty() ? std::string() : s.ages.back());
    float side = 0;
    for (const std::string& line : lines) side = std::max(side, text_width(small, line));
    side += mark;
    Type t = type(look, Size::huge, Weight::medium);
    t.em = std::min(t.em, a.height() / 1.12f);
    const float room = a.width() - side - look.unit_px, least = floor_em(look);
    while (whole_width(look, s, t) > room && t.em > least) t.em = std::max(least, t.em - 1);
    if (whole_width(look, s, t) > room || t.em < floor_em(look)) return false;
    const float baseline = (a.top + a.bottom) / 2 + t.cap() / 2;
    draw_number(f, s, t, baseline, lead_of(s.entry, t), whole_width(look, s, t));
    float y = (a.top + a.bottom) / 2 + small.cap() / 2 - small.line() * (static_cast<float>(lines.size()) - 1) / 2;
    for (std::size_t i = 0; i < lines.size(); ++i, y += small.line()) {
      const bool age = i + 1 == lines.size();
      draw_text_right(f.paint.list, small, {a.right, y},
                      age || s.state.empty() ? look.colours.quiet : look.colours.strong, lines[i]);
      if (age && late)
        draw_shape(f.paint.list, Shape::hatch,
                   {a.right - text_width(small, lines[i]) - small.em * 0.6f, y - small.cap() / 2}, small.em * 0.75f,
                   look.colours.unknown);
    }
    return true;
  }

  void draw_value(const Frame& f, const Shown& s) {
    const Look& look = f.look;
    const Rect& a = f.area;
    if (a.height() < look.unit_px * 4.2f && draw_flat(f, s)) return;
    const Rows rows = rows_of(f, s);
    const float room = a.height() - rows.height - look.gap() * 0.5f;

    // The size follows from the height alone and as if three rows stood below, so that the numbers of panels of one
    // height share a baseline; a little smaller where that makes room for the line.
    Type t = type(look, Size::huge, Weight::medium);
    const float usual = std::min(room, std::max(look.em(Size::large) * 1.15f,
                                                a.height() - type(look, Size::small).line() * 3 - look.gap() * 0.5f));
    const float line = trend_ > Duration{} ? look.unit_px * 2.5f : 0;
    const float roomy = std::min(t.em, (usual - line) / 1.1f);
    t.em = roomy >= look.em(Size::large) ? roomy : std::min(t.em, usual / 1.1f);
    t.em = std::max(floor_em(look), t.em);
    const float baseline = a.top + t.em * 0.15f + t.cap();
    const auto width = [&] { return whole_width(look, s, t); };
    while (width() > a.width() && t.em > floor_em(look)) t.em = std::max(floor_em(look), t.em - 1);
    if (width() > a.width() || room < t.em * 1.05f) return draw_empty(f, a, words(f).word("too small to be drawn"));
    draw_number(f, s, t, baseline, lead_of(s.entry, t), width());
    draw_rows(f, s, rows);

    if (trend_ <= Duration{} || !s.line) return;
    const ImU32 colour = s.entry.age == Age::late ? look.colours.unknown : look.colours.series[5];
    const float below = baseline + look.unit_px * 0.75f, bottom = a.bottom - rows.height - look.unit_px * 0.55f;
    if (bottom - below >= look.unit_px * 1.4f) {
      const float high = std::min(bottom - below, look.unit_px * 12);
      draw_sparkline(f, {a.left, bottom - high, a.right, bottom}, *s.line, trend_, colour);
    } else if (a.width() - width() >= look.unit_px * 4.2f) {
      draw_sparkline(f, {a.left + width() + look.unit_px * 1.2f, baseline - t.cap(), a.right, baseline}, *s.line,
                     trend_, colour);
    }
  }

  void draw_number(const Frame& f, const Shown& s, Type t, float baseline, float lead, float width) {
    const Look& look = f.look;
    ImDrawList& list = f.paint.list;
    const Figure& n = s.figure;
    const Shape shape = s.entry.state == State::bad     ? Shape::diamond
                        : s.entry.state == State::watch ? Shape::triangle
                                                        : Shape::none;
    FigureStyle style{t, look.colours.strong, look.colours.quiet};
    ImU32 ground = look.colours.panel;
    if (s.entry.age == Age::late) style.number = style.unit = look.colours.unknown;
    const ImVec2 middle{f.area.left + lead * 0.5f, baseline - t.cap() / 2};
    if (shape == Shape::diamond) {
      ground = s.entry.age == Age::late ? look.colours.unknown : look.colours.bad;
      draw_plate(list, {f.area.left, baseline - t.cap() - t.em * 0.15f, f.area.left + width, baseline + t.em * 0.17f},
                 t.em, ground);
      style.number = style.unit = look.colours.bad_text;
      draw_shape(list, shape, {middle.x, middle.y}, t.em * 0.46f, look.colours.bad_text);
    } else if (shape == Shape::triangle) {
      draw_shape(list, shape, {f.area.left + t.em * 0.27f, middle.y}, t.em * 0.52f, look.colours.watch);
    }
    const Motion::Step moved = motion_.step(f, *s.entry.value);
    style.number = faded(style.number, ground, moved.strength);
    draw_figure(f, style, {f.area.left + lead, baseline + moved.off * t.cap()}, n.before, n.number, n.after);
  }

  Options options_;
  config::Label title_;
  Duration trend_{}, compare_{};
  Motion motion_;
};

}  // namespace

extern const PanelKind number_kind;
const PanelKind number_kind =
    config::kind<Panel, Number>("number", "One large number with its target, its trend and its age");

}  // namespace panels
