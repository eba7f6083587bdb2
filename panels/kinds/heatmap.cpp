// Hour by day: an indicator's hourly means as coloured cells, by day or by weekday. Main thread.
#include <algorithm>
#include <cmath>

#include "panels/class_band.h"
#include "panels/classes.h"
#include "panels/format.h"
#include "panels/heat.h"
#include "panels/parts.h"

namespace panels {
namespace {
enum class RowsBy { day, weekday };
enum class HeatClasses { equal, quantile };
}  // namespace
}  // namespace panels

template <>
struct config::Choices<panels::RowsBy> {
  static constexpr std::pair<const char*, panels::RowsBy> names[] = {{"day", panels::RowsBy::day},
                                                                     {"weekday", panels::RowsBy::weekday}};
};
template <>
struct config::Choices<panels::HeatClasses> {
  static constexpr std::pair<const char*, panels::HeatClasses> names[] = {{"quantile", panels::HeatClasses::quantile},
                                                                          {"equal", panels::HeatClasses::equal}};
};

namespace panels {
namespace {

struct Options {
  config::IndicatorName indicator;
  config::RegionCode region;
  std::string item;
  RowsBy rows = RowsBy::day;
  int days = 14;
  HeatClasses classes = HeatClasses::equal;
  int count = 5;

  void describe(auto& field) {
    field("indicator", indicator, "The indicator whose hourly means are coloured",
          {.required = true, .example = "\"layanan.antrean\""});
    field("region", region, "Values of this district only", {.example = "\"63.10.04\""});
    field("item", item, "Values of this item only, as the feed names it");
    field("rows", rows, "A row for each day, or for each weekday the mean of its days");
    field("days", days, "How many days back, today included", {.least = 2, .most = 56});
    field("classes", classes, "How values become classes: equal steps, or as many hours in each");
    field("count", count, "How many classes", {.least = 5, .most = 7});
  }
};

struct Shown {
  Heat heat;
  std::vector<double> bounds;
  std::size_t classes() const { return bounds.size() + 1; }
};

// Where things are, in pixels.
struct Plan {
  float left = 0, top = 0, column = 0, pitch = 0;  // of the cells
  float title = 0, legend = 0;                     // heights
  std::size_t first = 0, count = 0;                // rows
  std::size_t label = 0;                           // which length of the rows' names
  bool labels = false, hours = false;
};

class HeatMap : public Panel {
 public:
  using Options = panels::Options;
  HeatMap(Options options, const PanelSetup& setup) : options_(std::move(options)), title_(setup.config.title) {
    const Indicator* i = setup.catalogue.indicator(options_.indicator.name);
    if (i && title_.empty()) title_ = i->title;
  }
  static void check(const Options& o, const config::Place& place, config::Complaints& out) {
    if (o.rows == RowsBy::weekday && o.days < 7)
      out.push_back({place, {"fewer days than weekdays"}, {"set days to 7 or more"}});
  }

  std::vector<Want> wants() const override {
    return {{series(), std::chrono::hours(24) * options_.days, 0, feeds::Reduce::hour_means}};
  }
  std::vector<std::string> sources() const override { return {series()}; }
  ImVec2 least_ems() const override { return {14, 8}; }
  std::string title(const Look& look) const override { return look.words->pick(title_); }

  void tell(const Frame& f, Telling& out) const override {
    const Words& w = words(f);
    const Shown s = shown(f);
    if (!s.heat.highest) return out.line(empty_text(f, s.heat));
    out.line(headlines(f, s.heat).front());
    std::vector<std::vector<std::string>> rows;
    for (const HeatRow& row : s.heat.rows) rows.push_back(told(row, s, w));
    const auto word = [&w](const char* key) { return std::string(w.word(key)); };
    out.table({word(options_.rows == RowsBy::day ? "day" : "weekday"), word("lowest"), word("highest"), word("hour"),
               word("class"), word("hours without data")},
              std::move(rows));
    if (options_.rows == RowsBy::weekday)
      out.line(w.say({"mean of the last {} days", {std::to_string(options_.days)}}));
  }

  void draw(const Frame& f) override {
    wake(f, Time(std::chrono::floor<std::chrono::hours>(f.now) + std::chrono::hours(1)));
    const Shown s = shown(f);
    wake(f, s.heat.now);
    if (!s.heat.highest) return draw_empty(f, f.area, empty_text(f, s.heat));
    const Plan p = plan(f, s);
    if (p.count == 0 || p.column < f.look.unit_px * 0.28f)
      return draw_empty(f, f.area, words(f).word("too small to be drawn"));
    if (p.title > 0) draw_headline(f, s, p);
    if (p.hours) draw_hours(f, s, p);
    for (std::size_t i = 0; i < p.count; ++i) draw_row(f, s, p, i);
    draw_now(f, s, p);
    if (p.legend > 0) draw_legend(f, s, p);
  }

 private:
  std::string series() const { return series_name(options_.indicator.name, options_.region.code, options_.item); }

  Shown shown(const Frame& f) const {
    Shown out;
    const Entry now = entry(f, f.data.catalogue->indicator(options_.indicator.name), f.data.find(series()));
    out.heat = heat_of(f, now, options_.days, options_.rows == RowsBy::weekday);
    const std::vector<double> values = out.heat.values();
    if (values.empty()) return out;
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    if (*low == *high) return out;
    out.bounds = options_.classes == HeatClasses::equal ? round_bounds(*low, *high, options_.count)
                                                        : quantile_bounds(values, options_.count);
    return out;
  }

  static std::string text_of(double v, const Shown& s, const Words& w) {
    return quantity(v, s.heat.now.indicator->unit, s.heat.now.indicator->decimals, w);
  }
  // A bound with no more digits than all of them need.
  static std::string bound_of(double v, const Shown& s, const Words& w) {
    const Indicator& i = *s.heat.now.indicator;
    const bool whole = std::all_of(s.bounds.begin(), s.bounds.end(), [](double b) { return b == std::floor(b); });
    return quantity(v, i.unit == "%" || i.unit == "Rp" ? i.unit : "", whole ? 0 : std::max(1, i.decimals), w);
  }

  std::string empty_text(const Frame& f, const Heat& heat) const {
    if (!heat.now.shown()) return why_missing(heat.now, f);
    if (heat.now.series->freshness.period != config::Period::none)
      return std::string(words(f).word("values of a period have no hours"));
    return words(f).say({"no values in the last {} days", {std::to_string(options_.days)}});
  }

  // What stands out, said shorter and shorter.
  static std::vector<std::string> headlines(const Frame& f, const Heat& h) {
    const Words& w = words(f);
    const Indicator& i = *h.now.indicator;
    const std::string value = quantity(*h.highest, i.unit, i.decimals, w);
    const std::string hour = hour_of_day(static_cast<int>(h.highest_hour), w);
    const auto& labels = h.rows[h.highest_row].labels;
    std::string faults;
    if (h.bad > 0) faults = w.say({"{} hours bad", {std::to_string(h.bad)}});
    if (h.watch > 0) faults += (faults.empty() ? "" : ", ") + w.say({"{} hours to watch", {std::to_string(h.watch)}});
    std::vector<std::string> out;
    for (const std::string& day : labels) {
      const std::string top = w.say({"highest {}, {} {}", {value, day, hour}});
      if (!faults.empty()) out.push_back(faults + " · " + top);
      if (faults.empty()) out.push_back(top);
      if (&day == &labels[labels.size() - 2]) break;
    }
    if (!faults.empty()) out.push_back(faults);
    return out;
  }

  static std::vector<std::string> told(const HeatRow& row, const Shown& s, const Words& w) {
    const HeatCell *low = nullptr, *high = nullptr;
    int none = 0, hour = 0;
    for (std::size_t h = 0; h < 24; ++h) {
      const HeatCell& c = row.hours[h];
      none += c.value || c.ahead ? 0 : 1;
      if (!c.value) continue;
      if (!low || *c.value < *low->value) low = &c;
      if (high && *c.value <= *high->value) continue;
      high = &c;
      hour = static_cast<int>(h);
    }
    std::vector<std::string> out{row.labels.front()};
    if (!high) {
      out.insert(out.end(), 4, "–");
    } else {
      std::string most = text_of(*high->value, s, w);
      if (const std::string state = state_word(high->state, w); high->state > State::good) most += " (" + state + ")";
      out.insert(out.end(),
                 {text_of(*low->value, s, w), most, hour_of_day(hour, w),
                  class_range(
                      class_of(*high->value, s.bounds), s.bounds, [&](double v) { return bound_of(v, s, w); }, w)});
    }
    out.push_back(std::to_string(none));
    return out;
  }

  Plan plan(const Frame& f, const Shown& s) const {
    const Look& look = f.look;
    const Rect& a = f.area;
    const Type t = type(look, Size::small);
    const float unit = look.unit_px;
    const auto rows = static_cast<float>(s.heat.rows.size());
    Plan p;
    // The cells first; then what explains them, as far as the height goes.
    float room = a.height();
    const float cells = rows * unit * 0.55f;
    const auto take = [&](float& height, float wanted) {
      if (room - wanted < std::min(cells, a.height() * 0.55f)) return;
      height = wanted;
      room -= wanted;
    };
    float hours = 0;
    take(hours, t.line() * 1.1f);
    p.hours = hours > 0;
    if (a.width() >= unit * 9) take(p.legend, class_band_height(look) + t.line() * 1.5f);
    take(p.title, t.line() * 1.25f);
    if (p.legend == 0 && rows * unit * 0.22f > room) take(p.legend, t.line() * 1.1f);
    p.count = std::min(s.heat.rows.size(), static_cast<std::size_t>(std::max(0.0f, room / (unit * 0.22f))));
    p.first = options_.rows == RowsBy::day ? s.heat.rows.size() - p.count : 0;
    if (p.count == 0) return p;
    p.pitch = std::min(room / static_cast<float>(p.count), unit * 3.2f);
    p.top = a.top + p.title + hours;
    // The longest names that leave the cells wide enough.
    p.left = a.left;
    for (std::size_t length = 0; length < s.heat.rows.front().labels.size(); ++length) {
      float wide = 0;
      for (const HeatRow& row : s.heat.rows)
        wide = std::max(wide, text_width(t, row.labels[std::min(length, row.labels.size() - 1)]));
      const float column = (a.width() - wide - t.em * 0.6f) / 24;
      if (column < unit * (length == 0 ? 1.1f : 0.45f)) continue;
      p.left = a.left + wide + t.em * 0.6f;
      p.label = length;
      p.labels = true;
      break;
    }
    p.column = (a.right - p.left) / 24;
    return p;
  }

  static Rect cell(const Plan& p, std::size_t row, std::size_t hour) {
    const auto x = [&](std::size_t h) { return std::round(p.left + p.column * static_cast<float>(h)); };
    const auto y = [&](std::size_t r) { return std::round(p.top + p.pitch * static_cast<float>(r)); };
    const float gap = std::max(1.0f, std::round(std::min(p.column, p.pitch) * 0.07f));
    return {x(hour), y(row), x(hour + 1) - gap, y(row + 1) - gap};
  }

  static void draw_headline(const Frame& f, const Shown& s, const Plan& p) {
    const Look& look = f.look;
    const Type t = type(look, Size::small, Weight::medium);
    const Shape shape = s.heat.bad > 0 ? Shape::diamond : s.heat.watch > 0 ? Shape::triangle : Shape::none;
    const float lead = shape == Shape::none ? 0 : t.em * 1.1f, y = f.area.top + t.cap() * 1.1f;
    const auto texts = headlines(f, s.heat);
    const std::string* text = first_that_fits(texts, t, f.area.width() - lead);
    if (!text || p.title == 0) return;
    draw_shape(f.paint.list, shape, {f.area.left + t.em * 0.4f, y - t.cap() / 2}, t.em * 0.7f,
               shape_colour(look.colours, shape));
    draw_text(f.paint.list, t, {f.area.left + lead, y}, look.colours.strong, *text);
  }

  // Every so many hours, at the left of their cells.
  static void draw_hours(const Frame& f, const Shown& s, const Plan& p) {
    const Look& look = f.look;
    const Type t = type(look, Size::small);
    const float y = p.top - t.em * 0.45f;
    std::size_t step = 1;
    for (const std::size_t each : {1, 2, 3, 4, 6, 12, 24}) {
      step = each;
      if (p.column * static_cast<float>(each) >= tabular_width(t, "00") + t.em * 0.5f) break;
    }
    for (std::size_t h = 0; h < 24; h += step) {
      const std::string text = (h < 10 ? "0" : "") + std::to_string(h);
      const Rect box = cell(p, 0, h);
      const float wide = tabular_width(t, text);
      const float x = step == 1 ? (box.left + box.right - wide) / 2 : box.left;
      if (x + wide > f.area.right) continue;
      const bool now = static_cast<int>(h) == s.heat.hour;
      draw_tabular(f.paint.list, now ? Type{look.medium, t.em} : t, {x, y},
                   now ? look.colours.strong : look.colours.quiet, text);
    }
  }

  void draw_row(const Frame& f, const Shown& s, const Plan& p, std::size_t i) const {
    const Look& look = f.look;
    ImDrawList& list = f.paint.list;
    const Type t = type(look, Size::small);
    const HeatRow& row = s.heat.rows[p.first + i];
    const bool now = p.first + i == s.heat.row;
    // Names where there is room for a line, the last row's always.
    const auto each = static_cast<std::size_t>(std::ceil(t.line() * 0.95f / p.pitch));
    if (p.labels && (p.count - 1 - i) % each == 0) {
      const std::string& text = row.labels[std::min(p.label, row.labels.size() - 1)];
      const float y = std::min(p.top + p.pitch * (static_cast<float>(i) + 0.5f) + t.cap() / 2,
                               p.top + p.pitch * static_cast<float>(p.count) - t.em * 0.1f);
      draw_text(list, now ? Type{look.medium, t.em} : t, {f.area.left, y},
                now ? look.colours.strong : look.colours.quiet, text);
    }
    const auto gone = [&](std::size_t h) {
      return h < 24 && !row.hours[h].value && !row.hours[h].ahead && !row.hours[h].before;
    };
    for (std::size_t h = 0; h < 24; ++h) {
      const HeatCell& c = row.hours[h];
      Rect box = cell(p, i, h);
      if (gone(h)) {
        while (gone(h + 1)) box.right = cell(p, i, ++h).right;
        draw_hatch(list, box, look.unit_px * 0.3f, hairline(look),
                   faded(look.colours.unknown, look.colours.panel, 0.6f));
      }
      if (!c.value) continue;
      const ImU32 ground = class_colour(look.colours, class_of(*c.value, s.bounds), s.classes());
      list.AddRectFilled({box.left, box.top}, {box.right, box.bottom}, ground);
      draw_cell_text(f, s, c, box, ground);
    }
  }

  // The shape of a state; on a whole page the number, too, where it fits.
  void draw_cell_text(const Frame& f, const Shown& s, const HeatCell& c, Rect box, ImU32 ground) const {
    const Look& look = f.look;
    const Type t = type(look, Size::small);
    const float side = std::min(box.width(), box.height());
    const ImVec2 middle{(box.left + box.right) / 2, (box.top + box.bottom) / 2};
    if (c.state > State::good && side >= t.em * 0.5f) {
      const Shape shape = c.state == State::bad ? Shape::diamond : Shape::triangle;
      const float size = std::min(side * 0.82f, t.em * 0.8f);
      draw_shape(f.paint.list, shape, middle, size, label_colour(look.colours, ground));
      draw_shape(f.paint.list, shape, middle, size * 0.72f, shape_colour(look.colours, shape));
      return;
    }
    if (!f.full || box.height() < t.em) return;
    const std::string text = compact(*c.value, s.heat.now.indicator->decimals, words(f));
    if (text_width(t, text) + t.em * 0.3f > box.width()) return;
    draw_text_centred(f.paint.list, t, {middle.x, middle.y + t.cap() / 2}, label_colour(look.colours, ground), text);
  }

  static void draw_now(const Frame& f, const Shown& s, const Plan& p) {
    if (s.heat.row < p.first || s.heat.row - p.first >= p.count) return;
    const Rect box = cell(p, s.heat.row - p.first, static_cast<std::size_t>(s.heat.hour));
    f.paint.list.AddRect({box.left, box.top}, {box.right, box.bottom}, f.look.colours.strong, 0, 0, frame(f.look));
  }

  // The classes; and what is hatched, framed and not shown, as far as there is room beside them.
  static void draw_legend(const Frame& f, const Shown& s, const Plan& p) {
    const Look& look = f.look;
    const Words& w = words(f);
    ImDrawList& list = f.paint.list;
    const Type t = type(look, Size::small);
    const float band = class_band_height(look), top = p.top + p.pitch * static_cast<float>(p.count) + t.em * 0.45f;
    const bool classes = p.legend > band;
    const float wide = classes ? std::min(f.area.width() * 0.62f, look.unit_px * 20) : 0;
    if (classes) draw_classes(f, s, {f.area.left, top, f.area.left + wide, top + band});
    float x = f.area.left + (classes ? wide + t.em * 1.2f : 0);
    const float y = classes ? top + band / 2 + t.cap() / 2 : top + t.cap();
    const auto note = [&](const std::vector<std::string>& texts, auto mark) {
      const std::string* text = first_that_fits(texts, t, f.area.right - x - t.em * 1.1f);
      if (!text) return;
      mark(ImVec2{x + t.em * 0.4f, y - t.cap() / 2});
      draw_text(list, t, {x + t.em * 1.1f, y}, look.colours.quiet, *text);
      x += t.em * 2.2f + text_width(t, *text);
    };
    if (const std::size_t days = s.heat.rows.size(); p.count < days)
      note({w.say({"{} of {} days", {std::to_string(p.count), std::to_string(days)}})}, [](ImVec2) {});
    if (s.heat.since)
      note({w.say({"known since {}", {short_date(config::civil(*s.heat.since, look.zone).date, w)}})}, [](ImVec2) {});
    if (s.heat.without_data > 0)
      note({w.say({"{} hours without data", {std::to_string(s.heat.without_data)}}), std::string(w.word("no data"))},
           [&](ImVec2 at) { draw_shape(list, Shape::hatch, at, t.em * 0.75f, look.colours.unknown); });
    const float half = t.em * 0.34f;
    note({std::string(w.word("this hour")), std::string(w.word("now"))}, [&](ImVec2 at) {
      list.AddRect({at.x - half, at.y - half}, {at.x + half, at.y + half}, look.colours.strong, 0, 0, frame(look));
    });
  }

  // The unit stands at the end of the bounds, where the last class leaves room.
  static void draw_classes(const Frame& f, const Shown& s, Rect band) {
    const Look& look = f.look;
    const Words& w = words(f);
    const Type t = type(look, Size::small);
    draw_class_band(f, band, {s.bounds, {}, [&](double v) { return bound_of(v, s, w); }});
    const std::string& unit = s.heat.now.indicator->unit;
    if (unit.empty() || unit == "%" || unit == "Rp" || s.bounds.empty()) return;
    const float last = text_width(t, bound_of(s.bounds.back(), s, w)) / 2 + t.em * 0.5f;
    const std::string_view said = w.word(unit);
    if (text_width(t, said) + last > band.width() / static_cast<float>(s.classes())) return;
    draw_text_right(f.paint.list, t, {band.right, band.bottom + t.cap() + t.em * 0.42f}, look.colours.quiet, said);
  }

  static float frame(const Look& look) { return std::max(2.0f, std::round(look.unit_px * 0.12f)); }

  Options options_;
  config::Label title_;
};

}  // namespace

extern const PanelKind heatmap_kind;
const PanelKind heatmap_kind =
    config::kind<Panel, HeatMap>("heatmap", "Hour by day: when an indicator is high and when low");

}  // namespace panels
