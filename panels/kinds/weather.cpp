// The weather: now, the districts with their forecasts, warnings in force, the last felt quake. Main thread.
#include <algorithm>
#include <array>
#include <cmath>

#include "panels/format.h"
#include "panels/parts.h"
#include "panels/weather_rows.h"

namespace panels {
namespace {

struct Options : WeatherChoice {
  Options() { quake_for = std::chrono::hours(24 * 7); }
  void describe(auto& field) {
    field("temperature", temperature, "The indicator of the air's temperature now",
          {.example = "\"cuaca.suhu\"", .sampled = true});
    field("humidity", humidity, "The indicator of the humidity now", {.example = "\"cuaca.kelembapan\""});
    field("region", region, "The district whose values and sky stand for all", {.example = "\"63.10.01\""});
    field("item", item, "The item of `temperature` and `humidity`, as the feed names it");
    field("forecast", forecast, "The table of forecasts, rows by place", {.example = "\"prakiraan.cuaca\""});
    field("fields", fields, "Names of its fields");
    field("warnings", warnings, "The indicator that counts warnings, for displays that may not see them",
          {.example = "\"peringatan.aktif\""});
    field("quakes", quakes, "The table of felt quakes", {.example = "\"bencana.gempa\""});
    field("quake_fields", quake_fields, "Names of its fields");
    field("quake_for", quake_for, "How long a felt quake is shown", {.least = 3600});
  }
};

// A row of the list of places, and its columns' widths.
struct ListPlan {
  Type type;
  float head = 0, pitch = 0, name = 0, icon = 0, sky = 0, temperature = 0, rain = 0, later = 0;
  std::size_t count = 0;
  int left_out = 0;  // columns
};

class WeatherPanel : public Panel {
 public:
  using Options = panels::Options;
  WeatherPanel(Options options, const PanelSetup& setup) : options_(std::move(options)), title_(setup.config.title) {}
  static void check(const Options& o, const config::Place& place, config::Complaints& out) {
    if (o.temperature.name.empty() && o.forecast.name.empty())
      out.push_back({place, {"neither temperature nor forecast is named"}, {"set temperature or forecast"}});
  }

  std::vector<Want> wants() const override {
    std::vector<Want> out;
    for (const std::string& name : indicators()) out.push_back({name, std::chrono::seconds(0), 1});
    return out;
  }
  std::vector<std::string> sources() const override {
    auto out = indicators();
    for (const std::string& name : {options_.forecast.name, options_.quakes.name})
      if (!name.empty()) out.push_back(name);
    return out;
  }
  ImVec2 least_ems() const override { return {12, 7.5f}; }
  std::string title(const Look& look) const override {
    return title_.empty() ? std::string(look.words->word("Weather")) : look.words->pick(title_);
  }

  void tell(const Frame& f, Telling& out) const override {
    const Words& w = words(f);
    const Weather all = weather_of(f, options_);
    for (const feeds::Event* e : all.events) out.line(event_text(f, *e));
    if (const std::string text = counted_text(all, w); !text.empty()) out.line(text);
    if (!all.any()) out.line(empty_text(f, all));
    if (all.sky) out.line(all.sky->words);
    for (const Entry* e : {&all.temperature, &all.humidity})
      if (e->indicator)
        out.line(e->label + ": " + (e->shown() ? value_text(*e, w) + ", " + age_text(*e, f) : why_missing(*e, f)));
    if (!all.places.empty()) out.line(wet_text(all, w) + (all.late ? ", " + std::string(w.word("late")) : ""));
    if (all.any() && !all.why.empty()) out.line(all.why);
    if (all.quake) out.line(quake_text(f, *all.quake, options_.quake_fields));
    if (all.places.empty()) return;
    std::vector<std::vector<std::string>> rows;
    for (const Place& p : all.places) {
      const std::string later = later_text(p, f);
      rows.push_back({p.name, p.now.words.empty() ? "–" : p.now.words, degrees(p.now, w), rain_text(p.now, w),
                      later.empty() ? "–" : later, brief_moment(p.now.at, f.now, f.look.zone, w)});
    }
    const auto word = [&w](const char* key) { return std::string(w.word(key)); };
    out.table({word("place"), word("weather"), word("temperature"), word("rain"), word("later"), word("forecast for")},
              std::move(rows));
  }

  void draw(const Frame& f) override {
    const Weather all = weather_of(f, options_);
    const float unit = f.look.unit_px;
    if (f.area.width() < unit * 6 || f.area.height() < unit * 1.4f)
      return draw_empty(f, f.area, words(f).word("too small to be drawn"));
    Rect a = f.area;
    a.top = draw_warnings(f, all, a);
    if (all.quake && a.height() > unit * 7) a.bottom = draw_quake(f, *all.quake, a);
    if (!all.any()) return draw_empty(f, a, empty_text(f, all));
    if (all.places.size() < 2) return draw_now(f, all, a);
    if (a.width() >= unit * 40 && a.height() >= unit * 6) {
      const float left = a.width() * 0.28f;
      draw_now(f, all, {a.left, a.top, a.left + left, a.bottom});
      draw_list(f, all, {a.left + left + unit * 1.2f, a.top, a.right, a.bottom});
    } else if (a.height() >= unit * 11) {
      const float high = std::min(unit * 7.5f, a.height() * 0.4f);
      draw_now(f, all, {a.left, a.top, a.right, a.top + high});
      draw_list(f, all, {a.left, a.top + high + unit * 0.5f, a.right, a.bottom});
    } else {
      draw_now(f, all, a);
    }
  }

 private:
  std::vector<std::string> indicators() const {
    std::vector<std::string> out;
    for (const auto* one : {&options_.temperature, &options_.humidity})
      if (!one->name.empty()) out.push_back(series_name(one->name, options_.region.code, options_.item));
    if (!options_.warnings.name.empty()) out.push_back(options_.warnings.name);
    return out;
  }
  static std::string empty_text(const Frame& f, const Weather& all) {
    if (all.temperature.indicator) return why_missing(all.temperature, f);
    return all.why.empty() ? std::string(words(f).word("no data")) : all.why;
  }
  static std::string degrees(const Hour& h, const Words& w) {
    return h.temperature ? number(*h.temperature, 0, w) + "°" : "–";
  }
  // For displays that may not see the warnings themselves.
  static std::string counted_text(const Weather& all, const Words& w) {
    if (!all.events.empty() || !all.warnings.shown() || *all.warnings.value < 0.5) return {};
    return w.say({"{} warnings in force", {number(*all.warnings.value, 0, w)}});
  }

  // The most severe first, a line each, as many as leave the weather room; returns where they end.
  static float draw_warnings(const Frame& f, const Weather& all, Rect a) {
    const Words& w = words(f);
    const float unit = f.look.unit_px, line = unit * 1.75f;
    std::vector<std::pair<std::string, feeds::Severity>> texts;
    for (const feeds::Event* e : all.events) texts.emplace_back(event_text(f, *e), e->severity);
    if (const std::string text = counted_text(all, w); !text.empty()) texts.emplace_back(text, feeds::Severity::watch);
    const auto most = static_cast<std::size_t>(std::max(1.0f, (a.height() - unit * 6) / line / 2));
    const std::size_t count = std::min(texts.size(), most);
    for (std::size_t i = 0; i < count; ++i) {
      std::string more;
      if (i + 1 == count && texts.size() > count) more = w.say({"+{} more", {std::to_string(texts.size() - count)}});
      draw_warning(f, texts[i].first, texts[i].second, more, {a.left, a.top, a.right, a.top + line});
      a.top += line;
    }
    return a.top + (count > 0 ? unit * 0.35f : 0);
  }

  static void draw_warning(const Frame& f, const std::string& text, feeds::Severity s, const std::string& more,
                           Rect a) {
    const Look& look = f.look;
    ImDrawList& list = f.paint.list;
    const Type t = type(look, Size::small, Weight::medium), plain = type(look, Size::small);
    const bool danger = s == feeds::Severity::danger;
    const Shape shape = danger ? Shape::diamond : s == feeds::Severity::watch ? Shape::triangle : Shape::circle;
    const float y = a.top + t.em * 0.75f + t.cap() / 2, pad = danger ? t.em * 0.35f : 0;
    float right = a.right - pad;
    if (danger) draw_plate(list, {a.left, a.top, a.right, a.top + t.em * 1.5f}, t.em, look.colours.bad);
    const ImU32 ink = danger ? look.colours.bad_text : look.colours.strong;
    if (!more.empty() && text_width(plain, more) < a.width() * 0.4f) {
      draw_text_right(list, plain, {right, y}, danger ? ink : look.colours.quiet, more);
      right -= text_width(plain, more) + t.em * 0.6f;
    }
    draw_shape(list, shape, {a.left + pad + t.em * 0.4f, y - t.cap() / 2},
               t.em * (shape == Shape::circle ? 0.5f : 0.72f),
               danger                   ? ink
               : shape == Shape::circle ? look.colours.quiet
                                        : shape_colour(look.colours, shape));
    const float left = a.left + pad + t.em * 1.1f;
    const Fitted said = fit(text, t, floor_em(look), right - left);
    draw_text(list, said.type, {left, y}, ink, said.text);
  }

  // At the lower edge; returns where the room above it ends.
  float draw_quake(const Frame& f, const feeds::Record& quake, Rect a) const {
    const Look& look = f.look;
    const Type t = type(look, Size::small);
    const Fitted said = fit(quake_text(f, quake, options_.quake_fields), t, floor_em(look), a.width());
    draw_text(f.paint.list, said.type, {a.left, a.bottom - t.em * 0.25f}, look.colours.quiet, said.text);
    return a.bottom - t.line() - t.em * 0.2f;
  }

  // The sky drawn; beside it, or below it where the room is tall, the temperature and words.
  static void draw_now(const Frame& f, const Weather& all, Rect a) {
    const Look& look = f.look;
    const float unit = look.unit_px, wide = a.width(), high = a.height();
    if (high < unit * 1.1f) return;
    const Sky sky = all.sky ? all.sky->sky : Sky::unknown;
    if (sky == Sky::unknown) return draw_words(f, all, a);
    const bool tall = high > wide * 0.8f && high > unit * 9;
    const float side =
        tall ? std::min({wide * 0.62f, high * 0.42f, unit * 12}) : std::min({high, wide * 0.34f, unit * 9});
    draw_sky(f.paint.list, look.colours, sky, is_night(f.now, look.zone), {a.left + side / 2, a.top + side / 2}, side);
    if (tall) {
      a.top += side + unit * 0.4f;
    } else {
      a.left += side + unit * 0.6f;
    }
    draw_words(f, all, a);
  }

  // The largest figure that leaves the words two lines, and of these as many as there is room for.
  static void draw_words(const Frame& f, const Weather& all, Rect a) {
    const Look& look = f.look;
    const Words& w = words(f);
    ImDrawList& list = f.paint.list;
    const Type small = type(look, Size::small);
    const auto lines = now_lines(all, f);
    std::string value = all.temperature.shown() ? value_text(all.temperature, w) : std::string();
    if (value.empty() && all.sky && all.sky->temperature) value = number(*all.sky->temperature, 0, w) + " °C";
    Type figure = small;
    for (const Size size : {Size::huge, Size::large, Size::title, Size::text, Size::small}) {
      figure = type(look, size, Weight::medium);
      const float kept = small.line() * static_cast<float>(std::min<std::size_t>(2, lines.size()));
      if (text_width(figure, value) <= a.width() && figure.cap() * 1.25f + kept <= a.height()) break;
    }
    float y = a.top;
    if (!value.empty() && text_width(figure, value) <= a.width() && figure.cap() * 1.25f <= a.height()) {
      y += figure.cap() * 1.05f;
      const bool late = all.temperature.shown() && all.temperature.age != Age::fresh;
      draw_text(list, figure, {a.left, y}, late ? look.colours.unknown : look.colours.strong, value);
      y += small.em * 0.35f;
    }
    // A sentence that would need more lines than are left is shortened to one.
    const float step = small.line();
    for (const std::string& line : lines) {
      const float next = y + (y == a.top ? small.cap() * 1.1f : step);
      if (next + small.em * 0.22f > a.bottom) return;
      auto parts = wrap(line, small, a.width(), 2);
      if (parts.size() > 1 && next + step + small.em * 0.22f > a.bottom)
        parts = {fit(line, small, floor_em(look), a.width()).text};
      y = next - step;
      for (const std::string& part : parts)
        draw_text(list, small, {a.left, y += step}, &line == &lines.front() ? look.colours.strong : look.colours.quiet,
                  part);
    }
  }

  static void measure(const Frame& f, const Weather& all, ListPlan& p) {
    const Words& w = words(f);
    const Type small = type(f.look, Size::small);
    const float between = f.look.unit_px;
    p.name = p.sky = p.later = 0;
    p.temperature = p.rain = 0;
    for (std::size_t i = 0; i < p.count; ++i) {
      const Place& place = all.places[i];
      p.name = std::max(p.name, text_width(p.type, place.name));
      p.sky = std::max(p.sky, text_width(p.type, place.now.words));
      p.temperature = std::max(p.temperature, tabular_width(p.type, degrees(place.now, w)));
      p.rain = std::max(p.rain, tabular_width(p.type, rain_text(place.now, w)));
      p.later = std::max(p.later, text_width(p.type, later_text(place, f)));
    }
    p.icon = p.type.em * 1.7f;
    for (float* column : {&p.name, &p.sky}) *column += between;
    if (p.head > 0) {
      p.rain = std::max(p.rain, text_width(small, w.word("rain")));
      p.later = p.later > 0 ? std::max(p.later, text_width(small, w.word("later"))) : 0;
    }
    p.temperature += between;
    p.rain += between;
    if (p.later > 0) p.later += p.icon + between;
  }

  static ListPlan list_plan(const Frame& f, const Weather& all, Rect a) {
    const Look& look = f.look;
    const Type small = type(look, Size::small);
    ListPlan p;
    const auto sum = [&p] { return p.name + p.icon + p.sky + p.temperature + p.rain + p.later; };
    for (const Size size : {Size::title, Size::text, Size::small}) {
      p = {};
      p.type = type(look, size);
      const float row = p.type.em * 1.55f;
      p.head = a.height() > small.line() * 1.1f + row * 3 ? small.line() * 1.1f : 0;
      const auto fit_in = [&](float room) { return static_cast<std::size_t>(std::max(0.0f, room / row + 0.01f)); };
      float room = a.height() - p.head;
      p.count = std::min(all.places.size(), fit_in(room));
      if (p.count < all.places.size()) {
        room -= small.line();
        p.count = std::min(p.count, fit_in(room));
      }
      p.pitch = std::clamp(room / std::max(1.0f, static_cast<float>(p.count)), row, row * 1.6f);
      measure(f, all, p);
      if (p.count == all.places.size() && sum() <= a.width()) break;
    }
    // Least needed first: later, the rain's amount, words for the sky; the name gives way last.
    const float name = std::min(p.name, look.unit_px * 7);
    const auto over = [&] { return sum() - p.name + name > a.width(); };
    for (float* column : {&p.later, &p.rain})
      if (*column > 0 && over()) {
        *column = 0;
        ++p.left_out;
      }
    if (over()) p.sky = std::min(p.sky, std::max(look.unit_px * 5, a.width() - (sum() - p.sky - p.name + name)));
    if (over()) {
      p.sky = 0;
      ++p.left_out;
    }
    p.name = std::min(p.name, a.width() - (sum() - p.name));
    const float spare = std::clamp(a.width() - sum(), 0.0f, look.unit_px * 14) / 4;
    for (float* column : {&p.name, &p.sky, &p.temperature, &p.rain})
      if (*column > 0) *column += spare;
    return p;
  }

  static void draw_list(const Frame& f, const Weather& all, Rect a) {
    const Look& look = f.look;
    const Words& w = words(f);
    ImDrawList& list = f.paint.list;
    const Type small = type(look, Size::small);
    const ListPlan p = list_plan(f, all, a);
    if (p.count == 0 || p.name < look.unit_px * 2.5f) return;
    if (p.head > 0) {
      const float y = a.top + small.cap() * 1.1f;
      float right = a.left + p.name + p.icon + p.sky + p.temperature + p.rain;
      if (p.rain > 0) draw_text_right(list, small, {right, y}, look.colours.quiet, w.word("rain"));
      if (p.later > 0) draw_text(list, small, {right + look.unit_px, y}, look.colours.quiet, w.word("later"));
      const auto texts = slot_texts(f, all, p.left_out);
      const float room = (p.rain > 0 ? right - text_width(small, w.word("rain")) - look.unit_px : right) - a.left;
      if (const std::string* text = first_that_fits(texts, small, room))
        draw_text(list, small, {a.left, y}, look.colours.quiet, *text);
    }
    for (std::size_t i = 0; i < p.count; ++i) draw_place(f, all, p, a, i);
    const float end = a.top + p.head + p.pitch * static_cast<float>(p.count);
    draw_left_out(f, {a.left, end, a.right, a.bottom}, all.places.size() - p.count);
  }

  // "prakiraan 12.00", that it is late, and how many columns do not fit.
  static std::vector<std::string> slot_texts(const Frame& f, const Weather& all, int left_out) {
    const Words& w = words(f);
    const std::string at = brief_moment(all.places.front().now.at, f.now, f.look.zone, w);
    const std::string slot = w.say({all.late ? "forecast for {}, late" : "forecast for {}", {at}});
    if (left_out == 0) return {slot, at};
    return {slot + " · " + w.say({"{} columns do not fit", {std::to_string(left_out)}}), slot, at};
  }

  static void draw_place(const Frame& f, const Weather& all, const ListPlan& p, Rect a, std::size_t i) {
    const Look& look = f.look;
    const Words& w = words(f);
    ImDrawList& list = f.paint.list;
    const Place& place = all.places[i];
    const float top = a.top + p.head + p.pitch * static_cast<float>(i), middle = top + p.pitch / 2;
    const float y = middle + p.type.cap() / 2, between = look.unit_px;
    const ImU32 strong = all.late ? look.colours.unknown : look.colours.strong;
    if (i > 0 || p.head > 0)
      list.AddLine({a.left, std::round(top) + 0.5f}, {a.right, std::round(top) + 0.5f}, look.colours.line,
                   hairline(look));
    const Type weight{place.now.wet() ? look.medium : look.regular, p.type.em};
    const Fitted name = fit(place.name, weight, floor_em(look), p.name - between * 0.5f);
    draw_text(list, name.type, {a.left, y}, strong, name.text);
    float x = a.left + p.name;
    draw_sky(list, look.colours, place.now.sky, is_night(place.now.at, look.zone), {x + p.type.em * 0.65f, middle},
             std::min(p.type.em * 1.3f, p.pitch * 0.86f));
    x += p.icon;
    const Fitted sky = fit(place.now.words, p.type, floor_em(look), p.sky - between * 0.6f);
    draw_text(list, sky.type, {x, y}, place.now.wet() ? strong : look.colours.quiet, sky.text);
    x += p.sky + p.temperature;
    const std::string degree = degrees(place.now, w);
    draw_tabular(list, p.type, {x - tabular_width(p.type, degree), y}, strong, degree);
    x += p.rain;
    const std::string rain = rain_text(place.now, w);
    if (p.rain > 0)
      draw_tabular(list, p.type, {x - tabular_width(p.type, rain), y},
                   place.now.rain.value_or(0) > 0 ? strong : look.colours.quiet, rain);
    if (p.later == 0) return;
    x += between;
    const std::string later = later_text(place, f);
    const Sky then = sky_of(later);
    draw_sky(list, look.colours, then, false, {x + p.type.em * 0.65f, middle},
             std::min(p.type.em * 1.3f, p.pitch * 0.86f));
    if (then != Sky::unknown) x += p.icon;
    const Fitted said = fit(later, p.type, floor_em(look), a.right - x);
    draw_text(list, said.type, {x, y}, look.colours.quiet, said.text);
  }

  Options options_;
  config::Label title_;
};

}  // namespace

extern const PanelKind weather_kind;
const PanelKind weather_kind =
    config::kind<Panel, WeatherPanel>("weather", "The weather now and later, warnings in force, the last felt quake");

}  // namespace panels
