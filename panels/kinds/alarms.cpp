// What needs a person now, the most severe first, with what, where and since when. Main thread.
#include <algorithm>
#include <array>
#include <cmath>

#include "panels/alarm_list.h"
#include "panels/format.h"
#include "panels/parts.h"

namespace panels {
namespace {

struct Options {
  AlarmChoice choice;
  int most = 0;

  void describe(auto& field) {
    field("severities", choice.severities, "Alarms of these severities only; without it, danger and watch");
    field("agencies", choice.agencies, "Of these agencies only; without it, of all, with warnings and notices",
          {.example = "[\"diskominfo\"]"});
    field("indicators", choice.indicators, "Values of these indicators only; without it, of all that have bounds",
          {.example = "[\"layanan.antrean\"]"});
    field("most", most, "At most so many rows; 0: as many as fit", {.least = 0, .most = 200});
  }
};

Shape shape_for(Severity s) {
  return s == Severity::danger ? Shape::diamond : s == Severity::watch ? Shape::triangle : Shape::circle;
}

// Where things are, in pixels.
struct Plan {
  Type type;
  float head = 0, pitch = 0, lead = 0, what = 0, value = 0, place = 0, since = 0;
  int lines = 1;  // of a row; columns only where it has one
  bool columns = false;
  std::size_t count = 0;
};

class AlarmsPanel : public Panel {
 public:
  using Options = panels::Options;
  AlarmsPanel(Options options, const PanelSetup& setup) : options_(std::move(options)), title_(setup.config.title) {
    for (const Indicator& i : setup.catalogue.indicators)
      if (is_watched(i, options_.choice)) sources_.push_back(i.name);
  }

  std::vector<Want> wants() const override {
    std::vector<Want> out;
    for (const std::string& name : sources_) out.push_back({name, alarm_span, 60});
    return out;
  }
  std::vector<std::string> sources() const override { return sources_; }
  bool tells_age() const override { return true; }
  ImVec2 least_ems() const override { return {11, 7.5f}; }
  std::string title(const Look& look) const override {
    return title_.empty() ? std::string(look.words->word("Alarms")) : look.words->pick(title_);
  }

  void tell(const Frame& f, Telling& out) const override {
    const Words& w = words(f);
    const Alarms all = alarms_of(f, options_.choice);
    out.line(alarms_summary(all, w));
    if (all.flood()) out.line(flood_text(all, w));
    if (all.unknown > 0) out.line(unknown_text(all, w));
    if (all.rows.empty()) return;
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < shown(all); ++i) {
      const Alarm& a = all.rows[i];
      const auto since = since_texts(a, f);
      const auto dash = [](const std::string& text) { return text.empty() ? std::string("–") : text; };
      rows.push_back({severity_word(a.severity, w), a.what, dash(value_of(a, f)), dash(place_of(a)),
                      since.empty() ? "–" : since.front()});
    }
    const auto word = [&w](const char* key) { return std::string(w.word(key)); };
    out.table({word("severity"), word("what"), word("value"), word("where"), word("since")}, std::move(rows));
    if (all.rows.size() > shown(all)) out.line(w.say({"+{} more", {std::to_string(all.rows.size() - shown(all))}}));
  }

  void draw(const Frame& f) override {
    const Alarms all = alarms_of(f, options_.choice);
    if (all.turns) wake(f, *all.turns);
    const config::Date today = config::civil(f.now, f.look.zone).date;
    wake(f, config::midnight(config::Date{std::chrono::sys_days(today) + std::chrono::days(1)}, f.look.zone));
    if (all.rows.empty()) return draw_calm(f, all);
    const Plan p = plan(f, all);
    if (p.count == 0 || f.area.width() < f.look.unit_px * 6) return draw_counts(f, all, f.area.top);
    if (p.head > 0) draw_head(f, all);
    for (std::size_t i = 0; i < p.count; ++i) draw_row(f, all.rows[i], p, i);
    const float end = f.area.top + p.head + p.pitch * static_cast<float>(p.count);
    draw_left_out(f, {f.area.left, end, f.area.right, f.area.bottom}, all.rows.size() - p.count);
  }

 private:
  std::size_t shown(const Alarms& all) const {
    return options_.most > 0 ? std::min(all.rows.size(), static_cast<std::size_t>(options_.most)) : all.rows.size();
  }
  static std::string unknown_text(const Alarms& all, const Words& w) {
    return w.say({"{} watched values are not known", {std::to_string(all.unknown)}});
  }

  // Nothing is loud: one sentence, and what it does not cover.
  static void draw_calm(const Frame& f, const Alarms& all) {
    const Look& look = f.look;
    const Words& w = words(f);
    const Rect& a = f.area;
    const bool large = a.height() > look.unit_px * 6 && a.width() > look.unit_px * 14;
    const Type t = type(look, large ? Size::title : Size::small, Weight::medium), small = type(look, Size::small);
    const Fitted text = fit(w.word("no alarms"), t, floor_em(look), a.width());
    float y = a.top + t.cap() * 1.3f;
    if (y > a.bottom || text.text.empty()) return;
    draw_text(f.paint.list, text.type, {a.left, y}, look.colours.strong, text.text);
    y += t.line();
    if (all.unknown == 0 || y + small.em * 0.25f > a.bottom || a.width() < small.em * 3) return;
    const int most = static_cast<int>((a.bottom - y - small.em * 0.25f) / small.line()) + 1;
    const auto lines = wrap(unknown_text(all, w), small, a.width() - small.em * 1.2f, std::clamp(most, 1, 3));
    draw_shape(f.paint.list, Shape::hatch, {a.left + small.em * 0.4f, y - small.cap() / 2}, small.em * 0.7f,
               look.colours.unknown);
    for (const std::string& line : lines) {
      draw_text(f.paint.list, small, {a.left + small.em * 1.2f, y}, look.colours.quiet, line);
      y += small.line();
    }
  }

  // How many of each severity: shape, number, word; returns where they end.
  static void draw_counts(const Frame& f, const Alarms& all, float top) {
    const Look& look = f.look;
    const Words& w = words(f);
    ImDrawList& list = f.paint.list;
    const Type t = type(look, Size::small, Weight::medium);
    const float y = top + t.cap() * 1.15f;
    if (y + t.em * 0.25f > f.area.bottom) return;
    float x = f.area.left;
    for (const auto& [n, s] :
         {std::pair{all.danger, Severity::danger}, {all.watch, Severity::watch}, {all.info, Severity::info}}) {
      if (n == 0) continue;
      const std::string number = std::to_string(n), word = number + " " + severity_word(s, w);
      const float room = f.area.right - x - t.em * 1.1f;
      const std::string& text = text_width(t, word) <= room ? word : number;
      if (text_width(t, text) > room) return;
      draw_severity(f, s, {x + t.em * 0.4f, y - t.cap() / 2}, t.em * 0.72f);
      draw_text(list, t, {x + t.em * 1.1f, y}, look.colours.strong, text);
      x += t.em * 2.2f + text_width(t, text);
    }
    if (all.unknown == 0) return;
    const Type plain = type(look, Size::small);
    const std::string text = w.say({"{} unknown", {std::to_string(all.unknown)}});
    if (x + plain.em * 1.1f + text_width(plain, text) > f.area.right) return;
    draw_shape(list, Shape::hatch, {x + t.em * 0.4f, y - t.cap() / 2}, t.em * 0.7f, look.colours.unknown);
    draw_text(list, plain, {x + t.em * 1.1f, y}, look.colours.quiet, text);
  }

  static void draw_severity(const Frame& f, Severity s, ImVec2 at, float size) {
    const Shape shape = shape_for(s);
    draw_shape(f.paint.list, shape, at, shape == Shape::circle ? size * 0.6f : size,
               shape == Shape::circle ? f.look.colours.quiet : shape_colour(f.look.colours, shape));
  }

  // A flood's plate and the counts.
  static void draw_head(const Frame& f, const Alarms& all) {
    const Look& look = f.look;
    const Type t = type(look, Size::small, Weight::medium);
    float top = f.area.top;
    if (all.flood()) {
      const Fitted text = fit(flood_text(all, words(f)), t, floor_em(look), f.area.width() - t.em * 0.8f);
      draw_plate(f.paint.list, {f.area.left, top, f.area.right, top + t.em * 1.5f}, t.em, look.colours.bad);
      draw_text(f.paint.list, text.type, {f.area.left + t.em * 0.4f, top + t.em * 0.75f + t.cap() / 2},
                look.colours.bad_text, text.text);
      top += t.em * 1.9f;
    }
    draw_counts(f, all, top);
  }

  static float head_height(const Look& look, const Alarms& all) {
    const Type t = type(look, Size::small);
    return t.line() * 1.06f + (all.flood() ? t.em * 1.9f : 0);
  }

  static void measure(const Frame& f, const Alarms& all, Plan& p) {
    const Type strong{f.look.medium, p.type.em};
    p.lead = p.what = p.value = p.place = p.since = 0;
    for (std::size_t i = 0; i < p.count; ++i) {
      const Alarm& a = all.rows[i];
      const auto since = since_texts(a, f);
      p.lead = std::max(p.lead, text_width(p.type, severity_word(a.severity, words(f))));
      p.what = std::max(p.what, text_width(strong, a.what));
      p.value = std::max(p.value, tabular_width(strong, value_of(a, f)));
      p.place = std::max(p.place, text_width(p.type, place_of(a)));
      if (!since.empty()) p.since = std::max(p.since, text_width(p.type, since[p.columns ? 0 : since.size() - 1]));
    }
  }

  // The largest type with which all rows show all they have, in columns or in two lines each; else the smallest.
  Plan plan(const Frame& f, const Alarms& all) const {
    const float unit = f.look.unit_px, wide = f.area.width();
    const std::size_t rows = shown(all);
    for (const Size size : {Size::title, Size::text, Size::small}) {
      Plan one = laid(f, all, size, 1, true), two = laid(f, all, size, 2, false);
      const float em = one.type.em;
      const float needed = one.lead + one.what + one.value + one.place + one.since + em * 6;
      const bool whole = one.count == rows && needed <= wide;
      if (whole || (size == Size::small && wide > em * 34 && two.count < rows)) {
        settle(one, wide, unit);
        return one;
      }
      if (two.count == rows && (size == Size::small || two.what + two.since + em * 5 <= wide)) return two;
      if (size == Size::small && two.count >= std::min<std::size_t>(rows, 2)) return two;
    }
    return laid(f, all, Size::small, 1, false);
  }

  Plan laid(const Frame& f, const Alarms& all, Size size, int lines, bool columns) const {
    const float high = f.area.height(), foot = type(f.look, Size::small).line();
    Plan p;
    p.type = type(f.look, size);
    p.lines = lines;
    p.columns = columns;
    const float row = p.type.em * (lines == 1 ? 1.5f : 2.75f);
    p.head = high > head_height(f.look, all) + row ? head_height(f.look, all) : 0;
    const auto fit_in = [&](float room) { return static_cast<std::size_t>(std::max(0.0f, room / row + 0.01f)); };
    float room = high - p.head;
    p.count = std::min(shown(all), fit_in(room));
    if (p.count < all.rows.size()) {
      room -= foot;
      p.count = std::min(p.count, fit_in(room));
    }
    p.pitch = std::clamp(room / std::max(1.0f, static_cast<float>(p.count)), row, row * (lines == 1 ? 1.7f : 1.35f));
    measure(f, all, p);
    return p;
  }

  // What stands in columns: the place gives way first, then what it is.
  static void settle(Plan& p, float wide, float unit) {
    const float em = p.type.em, between = em * 1.2f;
    p.lead += em * 1.4f + between * 0.6f;
    if (p.value > 0) p.value = std::min(p.value, wide * 0.22f) + between;
    if (p.since > 0) p.since += between;
    const float room = wide - p.lead - p.value - p.since - between;
    const float place = std::min(p.place, std::max(room * 0.3f, room - p.what));
    p.what = room - place;
    p.place = place;
    if (p.place < unit * 3) p.what += p.place, p.place = 0;
  }

  void draw_row(const Frame& f, const Alarm& a, const Plan& p, std::size_t place) const {
    const Look& look = f.look;
    const float top = f.area.top + p.head + p.pitch * static_cast<float>(place), em = p.type.em;
    if (place > 0 || p.head > 0)
      f.paint.list.AddLine({f.area.left, std::round(top) + 0.5f}, {f.area.right, std::round(top) + 0.5f},
                           look.colours.line, hairline(look));
    const float middle = top + p.pitch * (p.lines == 2 ? 0.3f : 0.5f), y = middle + p.type.cap() / 2;
    if (p.columns) return draw_columns(f, a, p, y);
    draw_severity(f, a.severity, {f.area.left + em * 0.4f, middle}, em * 0.72f);
    float right = f.area.right;
    const Type strong{look.medium, em};
    const auto since = since_texts(a, f);
    if (!since.empty() && (p.lines == 2 || f.area.width() > em * 20)) {
      const std::string& text = f.area.width() > em * 26 ? since.front() : since.back();
      draw_text_right(f.paint.list, p.type, {right, y}, look.colours.quiet, text);
      right -= text_width(p.type, text) + em * 0.7f;
    }
    const float left = f.area.left + em * 1.1f;
    const Fitted what = fit(a.what, strong, floor_em(look), right - left);
    draw_text(f.paint.list, what.type, {left, y}, look.colours.strong, what.text);
    if (p.lines == 2) draw_second(f, a, p, {left, top + p.pitch * 0.72f + p.type.cap() / 2});
  }

  // Below what it is: severity in words, the value, where.
  static void draw_second(const Frame& f, const Alarm& a, const Plan& p, ImVec2 at) {
    const Look& look = f.look;
    const Type t{look.regular, std::max(floor_em(look), p.type.em * 0.8f)};
    const float x = draw_word(f, a, t, at, 0) + t.em * 0.5f, room = f.area.right - x;
    const std::string value = value_of(a, f), place = place_of(a);
    const std::string both = value + (value.empty() || place.empty() ? "" : " · ") + place;
    const std::vector<std::string> texts{both, value + (value.empty() || a.where.empty() ? "" : " · ") + a.where};
    const std::string* whole = first_that_fits(texts, t, room);
    const Fitted said = fit(whole ? *whole : texts.back(), t, floor_em(look), room);
    draw_text(f.paint.list, said.type, {x, at.y}, look.colours.quiet, said.text);
  }

  // The severity in words, on a plate when it is the highest, with its shape where `mark` is its width; returns where
  // it ends.
  static float draw_word(const Frame& f, const Alarm& a, Type t, ImVec2 at, float mark) {
    const Look& look = f.look;
    const std::string word = severity_word(a.severity, words(f));
    const bool danger = a.severity == Severity::danger;
    const float pad = danger ? t.em * 0.25f : 0, wide = text_width(t, word) + mark + pad * 2;
    if (at.x + wide > f.area.right) return at.x;
    if (danger)
      draw_plate(f.paint.list, {at.x, at.y - t.cap() - t.em * 0.22f, at.x + wide, at.y + t.em * 0.22f}, t.em,
                 look.colours.bad);
    if (mark > 0)
      draw_shape(f.paint.list, shape_for(a.severity), {at.x + pad + mark * 0.4f, at.y - t.cap() / 2}, t.em * 0.6f,
                 look.colours.bad_text);
    draw_text(f.paint.list, t, {at.x + pad + mark, at.y}, danger ? look.colours.bad_text : look.colours.strong, word);
    return at.x + wide;
  }

  static void draw_columns(const Frame& f, const Alarm& a, const Plan& p, float y) {
    const Look& look = f.look;
    ImDrawList& list = f.paint.list;
    const float em = p.type.em, between = em * 1.2f;
    const Type strong{look.medium, em};
    if (a.severity == Severity::danger) {
      draw_word(f, a, p.type, {f.area.left, y}, em * 0.8f);
    } else {
      draw_severity(f, a.severity, {f.area.left + em * 0.6f, y - p.type.cap() / 2}, em * 0.72f);
      draw_word(f, a, p.type, {f.area.left + em * 1.3f, y}, 0);
    }
    float x = f.area.left + p.lead;
    const std::string value = value_of(a, f);
    const Fitted what = fit(a.what, strong, floor_em(look),
                            p.what + (value.empty() ? std::max(0.0f, p.value - between) : 0.0f) - em * 0.3f);
    draw_text(list, what.type, {x, y}, look.colours.strong, what.text);
    x += p.what;
    if (p.value > 0) {
      const Fitted said = fit(value, a.until ? p.type : strong, floor_em(look), p.value - between);
      draw_text_right(list, said.type, {x + p.value - between, y}, a.until ? look.colours.quiet : look.colours.strong,
                      said.text);
      x += p.value;
    }
    if (p.place > 0) {
      const std::vector<std::string> texts{place_of(a), a.where.empty() ? a.agency : a.where};
      const std::string* whole = first_that_fits(texts, p.type, p.place);
      const Fitted said = fit(whole ? *whole : texts.back(), p.type, floor_em(look), p.place);
      draw_text(list, said.type, {x, y}, look.colours.quiet, said.text);
    }
    const auto since = since_texts(a, f);
    if (!since.empty()) draw_text_right(list, p.type, {f.area.right, y}, look.colours.quiet, since.front());
  }

  Options options_;
  config::Label title_;
  std::vector<std::string> sources_;
};

}  // namespace

extern const PanelKind alarms_kind;
const PanelKind alarms_kind = config::kind<Panel, AlarmsPanel>(
    "alarms", "What needs a person now: values beyond bounds, warnings, data that do not come");

}  // namespace panels
