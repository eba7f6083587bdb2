// The districts of the center by class on its schematic map. Main thread.
#include <algorithm>
#include <cmath>

#include "panels/chart.h"
#include "panels/format.h"
#include "panels/parts.h"

namespace panels {
namespace {
enum class Classes { quantile, equal, bounds, target };
}  // namespace
}  // namespace panels

template <>
struct config::Choices<panels::Classes> {
  static constexpr std::pair<const char*, panels::Classes> names[] = {{"quantile", panels::Classes::quantile},
                                                                      {"equal", panels::Classes::equal},
                                                                      {"bounds", panels::Classes::bounds},
                                                                      {"target", panels::Classes::target}};
};

namespace panels {
namespace {

struct Options {
  config::IndicatorName indicator, per;
  double times = 1;
  std::string item;
  Classes classes = Classes::quantile;
  int count = 5;
  std::vector<double> bounds;
  bool labels = true, values = true;

  void describe(auto& field) {
    field("indicator", indicator,
          "The indicator whose districts are coloured; take a share or a rate, or name `per`: with plain counts the "
          "largest district is always the darkest",
          {.required = true, .example = "\"progres.fisik\""});
    field("per", per, "Divide by this indicator of the same district", {.example = "\"penduduk.jumlah\""});
    field("times", times, "Multiply after dividing: 100 for percent, 1000 for each thousand people");
    field("item", item, "Values of this item only, as the feed names it");
    field(
        "classes", classes,
        "How values become classes: as many districts in each, equal steps, your `bounds`, or steps around the target");
    field("count", count, "How many classes", {.least = 5, .most = 7});
    field("bounds", bounds, "Where one class ends and the next begins, ascending: one fewer than the classes",
          {.example = "[20.0, 40.0, 60.0, 80.0]"});
    field("labels", labels, "Write the districts' names where they fit");
    field("values", values, "Write the values below the names where they fit");
  }
};

struct Shown {
  std::vector<Entry> districts;  // as the catalogue has them
  std::vector<double> bounds;    // where one class ends and the next begins
  std::vector<int> counts;       // districts a class
  int missing = 0, late = 0;
  const Indicator* indicator = nullptr;
  bool any() const { return missing < static_cast<int>(districts.size()); }
};

std::vector<double> quantiles(std::vector<double> values, int count) {
  std::sort(values.begin(), values.end());
  std::vector<double> out;
  for (int i = 1; i < count; ++i) {
    const std::size_t at = values.size() * static_cast<std::size_t>(i) / static_cast<std::size_t>(count);
    const double bound = at == 0 ? values.front() : (values[at - 1] + values[std::min(at, values.size() - 1)]) / 2;
    if (out.empty() || bound > out.back()) out.push_back(bound);
  }
  return out;
}

std::vector<double> steps(double from, double step, int count) {
  std::vector<double> out;
  for (int i = 1; i < count && step > 0; ++i) out.push_back(from + step * i);
  return out;
}

int class_of(double v, const std::vector<double>& bounds) {
  return static_cast<int>(std::upper_bound(bounds.begin(), bounds.end(), v) - bounds.begin());
}

// Seven colours for one to seven classes, spread over the whole range.
ImU32 class_colour(const Colours& c, int which, std::size_t classes) {
  const float place = classes < 2 ? 3.0f : 6.0f * static_cast<float>(which) / static_cast<float>(classes - 1);
  return c.classes[static_cast<std::size_t>(std::lround(place))];
}

ImVec2 centre_of(const std::vector<ImVec2>& points) {
  ImVec2 least = points[0], most = points[0];
  for (const ImVec2& p : points) {
    least = {std::min(least.x, p.x), std::min(least.y, p.y)};
    most = {std::max(most.x, p.x), std::max(most.y, p.y)};
  }
  return {(least.x + most.x) / 2, (least.y + most.y) / 2};
}

// How wide the polygon is between two heights, on both sides of its centre.
float room_at(const std::vector<ImVec2>& points, ImVec2 centre, float top, float bottom) {
  float room = 1e9f;
  for (const float y : {top, bottom}) {
    float left = -1e9f, right = 1e9f;
    bool hit = false;
    for (std::size_t i = 0; i < points.size(); ++i) {
      const ImVec2 a = points[i], b = points[(i + 1) % points.size()];
      if ((a.y < y) == (b.y < y)) continue;
      hit = true;
      const float x = a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y);
      if (x < centre.x) left = std::max(left, x);
      if (x >= centre.x) right = std::min(right, x);
    }
    if (!hit) return 0;
    room = std::min({room, centre.x - left, right - centre.x});
  }
  return room * 2;
}

// "Kusan Hilir" -> "K. Hilir".
std::string initialled(const std::string& name) {
  const std::size_t space = name.rfind(' ');
  if (space == std::string::npos) return name;
  std::string out;
  for (std::size_t at = 0; at < space; at = std::min(name.find(' ', at), space) + 1) out += name.substr(at, 1) + ". ";
  return out + name.substr(space + 1);
}

class Map : public Panel {
 public:
  using Options = panels::Options;
  Map(Options options, const PanelSetup& setup) : options_(std::move(options)), title_(setup.config.title) {
    const Indicator* i = setup.catalogue.indicator(options_.indicator.name);
    if (i && title_.empty()) title_ = i->title;
  }
  static void check(const Options& o, const config::Place& place, config::Complaints& out) {
    if (!std::is_sorted(o.bounds.begin(), o.bounds.end()))
      out.push_back({place, {"bounds do not ascend"}, {"write them from the lowest to the highest"}});
    if ((o.classes == Classes::bounds) != !o.bounds.empty())
      out.push_back({place, {"bounds and classes do not agree"}, {"set classes = \"bounds\" and bounds together"}});
    if (o.bounds.size() > 6) out.push_back({place, {"more than seven classes"}, {"give six bounds at most"}});
  }

  std::vector<Want> wants() const override {
    std::vector<Want> out;
    for (const std::string& name : sources()) out.push_back({name, std::chrono::seconds(0), 1});
    return out;
  }
  std::vector<std::string> sources() const override {
    if (options_.per.name.empty()) return {options_.indicator.name};
    return {options_.indicator.name, options_.per.name};
  }
  ImVec2 least_ems() const override { return {14, 11}; }
  std::string title(const Look& look) const override { return look.words->pick(title_); }

  void tell(const Frame& f, Telling& out) const override {
    const Shown s = shown(f);
    const Words& w = words(f);
    if (s.districts.empty() || !s.any()) return out.line(empty_text(f, s));
    std::vector<Entry> ranked = s.districts;
    std::stable_sort(ranked.begin(), ranked.end(), worse);
    std::vector<std::vector<std::string>> rows;
    int place = 0;
    for (const Entry& e : ranked) {
      std::string state = state_word(e.state == State::good ? State::calm : e.state, w);
      if (e.age == Age::late) state += (state.empty() ? "" : ", ") + std::string(w.word("late"));
      rows.push_back({e.shown() ? std::to_string(++place) : "–", e.label,
                      e.shown() ? text_of(e, s, w) : why_missing(e, f),
                      e.shown() ? range_text(class_of(*e.value, s.bounds), s, w) : "–", state});
    }
    const auto word = [&w](const char* key) { return std::string(w.word(key)); };
    out.table({word("rank"), word("district"), word("value"), word("class"), word("state")}, std::move(rows));
  }

  void draw(const Frame& f) override {
    const Shown s = shown(f);
    for (const Entry& e : s.districts) wake(f, e);
    if (s.districts.empty() || !s.any()) return draw_empty(f, f.area, empty_text(f, s));
    const auto found = f.look.maps.find(f.data.catalogue->map);
    if (found == f.look.maps.end() || found->second.districts.empty())
      return draw_empty(f, f.area, words(f).say({"no map named {}", {f.data.catalogue->map}}));
    const Rect map = draw_legend(f, s);
    if (map.width() < f.look.unit_px * 3 || map.height() < f.look.unit_px * 3) return;
    draw_districts(f, s, found->second, map);
  }

 private:
  Shown shown(const Frame& f) const {
    Shown out;
    out.indicator = f.data.catalogue->indicator(options_.indicator.name);
    const Indicator* per = f.data.catalogue->indicator(options_.per.name);
    std::vector<double> values;
    for (const config::Region& r : f.data.catalogue->regions) {
      Entry e = entry(f, out.indicator, f.data.find(series_name(options_.indicator.name, r.code, options_.item)));
      e.label = r.name;
      e.key = r.code;
      if (!options_.per.name.empty()) divide(f, e, per, r.code);
      if (e.shown()) values.push_back(*e.value);
      out.missing += e.shown() ? 0 : 1;
      out.late += e.age == Age::late ? 1 : 0;
      out.districts.push_back(std::move(e));
    }
    if (values.empty()) return out;
    out.bounds = bounds_of(out, values);
    out.counts.assign(out.bounds.size() + 1, 0);
    for (const double v : values) ++out.counts[static_cast<std::size_t>(class_of(v, out.bounds))];
    return out;
  }

  void divide(const Frame& f, Entry& e, const Indicator* per, const std::string& region) const {
    const Entry by = entry(f, per, f.data.find(series_name(options_.per.name, region, "")));
    e.state = State::calm;
    if (!e.shown()) return;
    if (!by.shown() || *by.value == 0) {
      e = by;
      e.label = region_name(*f.data.catalogue, region);
      e.key = region;
      e.age = Age::missing;
      return;
    }
    e.value = *e.value / *by.value * options_.times;
    if (by.age > e.age) {
      e.age = by.age;
      e.series = by.series;
      e.at = by.at;
    }
  }

  std::vector<double> bounds_of(const Shown& s, const std::vector<double>& values) const {
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    switch (options_.classes) {
      case Classes::bounds:
        return options_.bounds;
      case Classes::quantile:
        return quantiles(values, options_.count);
      case Classes::equal:
        return steps(*low, (*high - *low) / options_.count, options_.count);
      case Classes::target: {
        if (!s.indicator || !s.indicator->target) return quantiles(values, options_.count);
        const double target = *s.indicator->target;
        const int below = options_.count / 2;
        const double step = std::max((target - *low) / below, (*high - target) / (options_.count - below));
        return steps(target - step * below, step, options_.count);
      }
    }
    return {};
  }

  std::string text_of(const Entry& e, const Shown& s, const Words& w) const { return number_of(*e.value, s, w); }
  std::string number_of(double v, const Shown& s, const Words& w) const {
    if (options_.per.name.empty()) return quantity(v, s.indicator->unit, s.indicator->decimals, w);
    return options_.times == 100 ? percent(v, 1, w) : number(v, 1, w);
  }
  std::string range_text(int which, const Shown& s, const Words& w) const {
    const auto i = static_cast<std::size_t>(which);
    if (s.bounds.empty()) return std::string(w.word("all"));
    if (i == 0) return w.say({"below {}", {number_of(s.bounds[0], s, w)}});
    if (i == s.bounds.size()) return w.say({"{} and above", {number_of(s.bounds.back(), s, w)}});
    return number_of(s.bounds[i - 1], s, w) + "–" + number_of(s.bounds[i], s, w);
  }

  std::string empty_text(const Frame& f, const Shown& s) const {
    if (s.districts.empty()) return std::string(words(f).word("the center has no districts"));
    return why_missing(s.districts.front(), f);
  }

  struct Line {
    ImU32 colour = 0;
    bool hatched = false;
    std::string text;
  };
  std::vector<Line> legend_of(const Frame& f, const Shown& s) const {
    const Words& w = words(f);
    std::vector<Line> out;
    for (std::size_t i = s.counts.size(); i-- > 0;)
      out.push_back({class_colour(f.look.colours, static_cast<int>(i), s.counts.size()), false,
                     range_text(static_cast<int>(i), s, w) + " (" + std::to_string(s.counts[i]) + ")"});
    if (s.late > 0)
      out.push_back(
          {f.look.colours.classes[2], true, std::string(w.word("late")) + " (" + std::to_string(s.late) + ")"});
    if (s.missing > 0)
      out.push_back(
          {f.look.colours.panel, true, std::string(w.word("no data")) + " (" + std::to_string(s.missing) + ")"});
    return out;
  }

  // Beside the map where there is width for it, else below; returns what is left for the map.
  Rect draw_legend(const Frame& f, const Shown& s) const {
    const Look& look = f.look;
    const Type t = type(look, Size::small);
    const auto lines = legend_of(f, s);
    const float swatch = t.em * 1.1f, lead = swatch + t.em * 0.5f;
    float wide = 0;
    for (const Line& line : lines) wide = std::max(wide, lead + text_width(t, line.text));
    Rect map = f.area;
    const float pitch = t.line() * 1.05f, high = pitch * static_cast<float>(lines.size());
    if (wide + look.unit_px < f.area.width() * 0.42f && high <= f.area.height()) {
      const float left = f.area.right - wide;
      float y = f.area.bottom - high + pitch / 2;
      for (const Line& line : lines) {
        draw_legend_line(f, line, {left, y}, swatch, wide);
        y += pitch;
      }
      map.right = left - look.unit_px;
      return map;
    }
    const int columns = std::max(1, static_cast<int>(f.area.width() / (wide + look.unit_px)));
    const int rows = (static_cast<int>(lines.size()) + columns - 1) / columns;
    if (wide > f.area.width() || pitch * static_cast<float>(rows) > f.area.height() * 0.4f) return map;
    map.bottom -= pitch * static_cast<float>(rows) + look.gap();
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const float column = static_cast<float>(static_cast<int>(i) / rows),
                  row = static_cast<float>(static_cast<int>(i) % rows);
      draw_legend_line(f, lines[i],
                       {f.area.left + column * (wide + look.unit_px), map.bottom + look.gap() + pitch * (row + 0.5f)},
                       swatch, wide);
    }
    return map;
  }

  static void draw_legend_line(const Frame& f, const Line& line, ImVec2 at, float swatch, float wide) {
    const Look& look = f.look;
    ImDrawList& list = f.paint.list;
    const Type t = type(look, Size::small);
    const Rect box{at.x, std::round(at.y - swatch * 0.36f), at.x + swatch, std::round(at.y + swatch * 0.36f)};
    list.AddRectFilled({box.left, box.top}, {box.right, box.bottom}, line.colour);
    if (line.hatched) draw_hatch(list, box, look.unit_px * 0.26f, hairline(look), look.colours.unknown);
    list.AddRect({box.left, box.top}, {box.right, box.bottom}, look.colours.line, 0, 0, hairline(look));
    const Fitted text = fit(line.text, t, floor_em(look), wide - swatch - t.em * 0.5f);
    draw_text(list, text.type, {at.x + swatch + t.em * 0.5f, at.y + t.cap() / 2}, look.colours.quiet, text.text);
  }

  void draw_districts(const Frame& f, const Shown& s, const SchematicMap& map, Rect room) const {
    const Look& look = f.look;
    ImDrawList& list = f.paint.list;
    const ImVec2 size{map.most.x - map.least.x, map.most.y - map.least.y};
    const float scale =
        std::min(room.width() / std::max(size.x, 1e-3f), room.height() / std::max(size.y, 1e-3f)) * 0.995f;
    const ImVec2 origin{(room.left + room.right - size.x * scale) / 2 - map.least.x * scale,
                        (room.top + room.bottom - size.y * scale) / 2 - map.least.y * scale};
    std::vector<ImVec2> points;
    for (const MapPolygon& polygon : map.districts) {
      points.clear();
      const ImVec2 middle = centre_of(polygon.points);
      const float space = hairline(look) * 1.5f / scale;  // a thin seam between neighbours
      for (const ImVec2& p : polygon.points) {
        const float away = std::max(std::hypot(p.x - middle.x, p.y - middle.y), 1e-3f),
                    keep = std::max(0.0f, 1 - space / away);
        points.push_back({origin.x + (middle.x + (p.x - middle.x) * keep) * scale,
                          origin.y + (middle.y + (p.y - middle.y) * keep) * scale});
      }
      const auto found =
          std::find_if(s.districts.begin(), s.districts.end(), [&](const Entry& e) { return e.key == polygon.code; });
      if (found == s.districts.end()) continue;
      const bool shown = found->shown();
      const ImU32 ground =
          shown ? class_colour(look.colours, class_of(*found->value, s.bounds), s.counts.size()) : look.colours.panel;
      list.AddConvexPolyFilled(points.data(), static_cast<int>(points.size()), ground);
      const ImU32 ink = shown ? label_colour(look.colours, ground) : look.colours.quiet;
      if (!shown) draw_hatch(list, points, look.unit_px * 0.55f, hairline(look), look.colours.line);
      if (!shown)
        list.AddPolyline(points.data(), static_cast<int>(points.size()), look.colours.unknown, ImDrawFlags_Closed,
                         hairline(look));
      if (found->age == Age::late)
        draw_hatch(list, points, look.unit_px * 0.55f, hairline(look), faded(ink, ground, 0.35f));
      draw_label(f, s, *found, points, ground, ink);
    }
  }

  void draw_label(const Frame& f, const Shown& s, const Entry& e, const std::vector<ImVec2>& points, ImU32 ground,
                  ImU32 ink) const {
    const Look& look = f.look;
    ImDrawList& list = f.paint.list;
    const Type t = type(look, Size::small);
    const ImVec2 middle = centre_of(points);
    const std::string value = e.shown() ? text_of(e, s, words(f)) : std::string();
    const bool loud = e.state == State::bad || e.state == State::watch;
    const auto fits = [&](const std::string& text, float centre) {
      return !text.empty() && text_width(t, text) + t.em * 0.3f <=
                                  room_at(points, middle, centre - t.cap() * 0.8f, centre + t.cap() * 0.8f);
    };
    const float half = t.line() * 0.5f;
    std::string name;
    if (options_.labels)
      for (const std::string& candidate : {e.label, initialled(e.label)})
        if (name.empty() && fits(candidate, options_.values && e.shown() ? middle.y - half : middle.y))
          name = candidate;
    const bool with_value = options_.values && e.shown() && fits(value, name.empty() ? middle.y : middle.y + half);
    if (e.age != Age::fresh && (with_value || !name.empty())) {  // a calm ground for letters on a hatch
      const float wide = std::max(text_width(t, name), with_value ? text_width(t, value) : 0) / 2 + t.em * 0.2f;
      const float high = name.empty() || !with_value ? t.line() * 0.5f : t.line();
      list.AddRectFilled({middle.x - wide, middle.y - high}, {middle.x + wide, middle.y + high}, ground);
    }
    const float name_y = (with_value ? middle.y - half : middle.y) + t.cap() / 2;
    if (!name.empty()) draw_text_centred(list, t, {middle.x, name_y}, ink, name);
    if (with_value) {
      const float y = (name.empty() ? middle.y : middle.y + half) + t.cap() / 2;
      draw_text_centred(list, {look.medium, t.em}, {middle.x, y}, ink, value);
    }
    if (!loud) return;
    const float mark = t.em * 0.8f, y = middle.y - t.line() * 1.35f;
    if (room_at(points, middle, y - mark / 2, y + mark / 2) < mark * 1.2f) return;
    const Shape shape = shape_of(e);
    draw_shape(list, shape, {middle.x, y}, mark * 1.35f, look.colours.panel);
    draw_shape(list, shape, {middle.x, y}, mark, shape_colour(look.colours, shape));
  }

  Options options_;
  config::Label title_;
};

}  // namespace

extern const PanelKind map_kind;
const PanelKind map_kind = config::kind<Panel, Map>("map", "The districts by class on the center's schematic map");

}  // namespace panels
