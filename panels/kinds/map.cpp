// The districts of the center by class on its schematic map. Main thread.
#include <algorithm>
#include <cmath>

#include "panels/class_band.h"
#include "panels/classes.h"
#include "panels/format.h"
#include "panels/grid.h"
#include "panels/parts.h"
#include "panels/schematic.h"

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
  ImVec2 least_ems() const override { return {15, 13}; }
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
    Frame left = f;
    if (f.full && f.area.width() > f.area.height() * 1.3f) {
      left.area.right = f.area.left + f.area.width() * 0.6f;
      draw_ranking(f, s, {left.area.right + f.look.unit_px * 1.5f, f.area.top, f.area.right, f.area.bottom});
    }
    const Rect map = draw_legend(left, s);
    if (map.width() < f.look.unit_px * 3 || map.height() < f.look.unit_px * 3) return;
    draw_districts(f, s, found->second, map);
  }

 private:
  void draw_ranking(const Frame& f, const Shown& s, Rect area) const {
    const Words& w = words(f);
    std::vector<Entry> ranked = s.districts;
    std::stable_sort(ranked.begin(), ranked.end(), worse);
    Grid grid{{std::string(w.word("district")), std::string(w.word("value"))}, {}, 0};
    for (const Entry& e : ranked) {
      const State state = e.state == State::good ? State::calm : e.state;
      const std::string value = e.shown() ? text_of(e, s, w) : "–";
      grid.rows.push_back({{{e.label}, {value, true, e.age != Age::fresh, state}}, state, e.age});
    }
    draw_grid(f, area, grid);
  }

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
      if (by.shown()) e.why = {"it would be divided by zero"};
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
        return quantile_bounds(values, options_.count);
      case Classes::equal:
        return equal_bounds(*low, *high, options_.count);
      case Classes::target:
        if (!s.indicator || !s.indicator->target) return quantile_bounds(values, options_.count);
        return target_bounds(*low, *high, *s.indicator->target, options_.count);
    }
    return {};
  }

  std::string text_of(const Entry& e, const Shown& s, const Words& w) const { return number_of(*e.value, s, w); }
  std::string number_of(double v, const Shown& s, const Words& w) const {
    if (options_.per.name.empty()) return quantity(v, s.indicator->unit, s.indicator->decimals, w);
    return options_.times == 100 ? percent(v, 1, w) : number(v, 1, w);
  }
  // A class's bound, with no more digits than it needs; the value in short, where the whole does not fit.
  std::string bound_of(double v, const Shown& s, const Words& w) const {
    if (options_.per.name.empty()) {
      const bool whole = std::all_of(s.bounds.begin(), s.bounds.end(), [](double b) { return b == std::floor(b); });
      return quantity(v, s.indicator->unit, whole ? 0 : s.indicator->decimals, w);
    }
    return bound(v, options_.times == 100 ? "%" : "", 2, w);
  }
  static std::string brief_value(double v, const Shown& s, const Words& w) {
    return s.indicator->unit == "Rp" ? std::string() : compact(v, std::fabs(v) >= 10 ? 0 : s.indicator->decimals, w);
  }
  std::string range_text(int which, const Shown& s, const Words& w) const {
    return class_range(
        which, s.bounds, [&](double v) { return bound_of(v, s, w); }, w);
  }

  std::string empty_text(const Frame& f, const Shown& s) const {
    if (s.districts.empty()) return std::string(words(f).word("the center has no districts"));
    return why_missing(s.districts.front(), f);
  }

  // One band of all classes with the number of districts in each, the bounds below it, and what is hatched beside it.
  // Returns what is left for the map.
  Rect draw_legend(const Frame& f, const Shown& s) const {
    const Look& look = f.look;
    const Type t = type(look, Size::small);
    const Rect& a = f.area;
    std::vector<std::string> notes;
    if (s.late > 0) notes.push_back(words(f).say({"{} late", {std::to_string(s.late)}}));
    if (s.missing > 0) notes.push_back(words(f).say({"{} without data", {std::to_string(s.missing)}}));
    float noted = 0;
    for (const std::string& note : notes) noted = std::max(noted, text_width(t, note) + t.em * 2.8f);
    const float band = class_band_height(look), high = band + t.line() * 1.1f;
    const bool beside = a.width() - noted >= look.unit_px * 13;
    const float whole = high + (beside ? 0 : t.line() * static_cast<float>(notes.size()));
    if (a.height() - whole < look.unit_px * 5 || a.width() < look.unit_px * 9) return a;
    const float top = a.bottom - whole + look.gap() * 0.2f;
    const float wide = std::min(a.width() - (beside ? noted : 0), look.unit_px * 22);
    draw_class_band(f, {a.left, top, a.left + wide, top + band},
                    {s.bounds, s.counts, [&](double v) { return bound_of(v, s, words(f)); }});
    float y = beside ? top + band / 2 + t.cap() / 2 : top + high + t.cap();
    for (const std::string& note : notes) {
      const float x = beside ? a.left + wide + t.em * 1.6f : a.left;
      draw_shape(f.paint.list, Shape::hatch, {x + t.em * 0.4f, y - t.cap() / 2}, t.em * 0.75f, look.colours.unknown);
      draw_text(f.paint.list, t, {x + t.em * 1.2f, y}, look.colours.quiet, note);
      y += t.line();
    }
    return {a.left, a.top, a.right, top - look.unit_px * 0.8f};
  }

  void draw_districts(const Frame& f, const Shown& s, const SchematicMap& map, Rect room) const {
    const Look& look = f.look;
    ImDrawList& list = f.paint.list;
    const Schematic schematic(map, room);
    struct Label {
      const Entry* entry;
      const PlacedDistrict* district;
      ImU32 ground;
    };
    std::vector<Label> labels;
    for (const PlacedDistrict& d : schematic.districts()) {
      const auto found =
          std::find_if(s.districts.begin(), s.districts.end(), [&](const Entry& e) { return e.key == d.code; });
      if (found == s.districts.end()) continue;
      const bool shown = found->shown();
      const ImU32 ground =
          shown ? class_colour(look.colours, class_of(*found->value, s.bounds), s.counts.size()) : look.colours.panel;
      const ImU32 hatch =
          shown ? faded(label_colour(look.colours, ground), ground, 0.4f) : faded(look.colours.unknown, ground, 0.55f);
      for (const auto& cell : d.cells) list.AddConvexPolyFilled(cell.data(), static_cast<int>(cell.size()), ground);
      for (const auto& cell : d.cells) {
        list.AddPolyline(cell.data(), static_cast<int>(cell.size()), ground, ImDrawFlags_Closed, 1);
        if (found->age != Age::fresh) draw_hatch(list, cell, look.unit_px * 0.42f, hairline(look), hatch);
      }
      labels.push_back({&*found, &d, ground});
    }
    for (const auto& [from, to] : schematic.borders())
      list.AddLine(from, to, look.colours.field, std::max(2.0f, look.unit_px * 0.11f));
    for (const Label& l : labels) draw_label(f, s, *l.entry, *l.district, l.ground);
  }

  // The name, the value below it; the name alone, shortened if need be; the value alone; nothing.
  void draw_label(const Frame& f, const Shown& s, const Entry& e, const PlacedDistrict& district, ImU32 ground) const {
    const Type t = type(f.look, Size::small);
    const bool loud = e.state == State::bad || e.state == State::watch;
    const float mark = loud ? t.em * 1.0f : 0, margin = t.em * 0.45f;
    const std::string value = options_.values && e.shown() ? text_of(e, s, words(f)) : std::string();
    const Spot two = widest(district, t.line() + t.cap() + t.em * 0.5f), one = widest(district, t.cap() + t.em * 0.5f);
    const auto wide = [&](const std::string& text) { return text_width(t, text) + mark + margin; };
    const std::string shortened = initialled(e.label);
    for (const std::string* name : {&e.label, &shortened}) {
      if (!options_.labels) break;
      if (!value.empty() && std::max(wide(*name), text_width(t, value) + margin) <= two.width)
        return draw_lines(f, e, two.centre, ground, *name, value);
      if (wide(*name) <= one.width) return draw_lines(f, e, one.centre, ground, *name, {});
    }
    if (!value.empty() && wide(value) <= one.width) return draw_lines(f, e, one.centre, ground, value, {});
    const std::string brief = value.empty() ? value : brief_value(*e.value, s, words(f));
    if (!brief.empty() && wide(brief) <= one.width) return draw_lines(f, e, one.centre, ground, brief, {});
    if (loud && mark <= one.width) draw_lines(f, e, one.centre, ground, {}, {});
  }

  static void draw_lines(const Frame& f, const Entry& e, ImVec2 centre, ImU32 ground, const std::string& first,
                         const std::string& second) {
    const Look& look = f.look;
    ImDrawList& list = f.paint.list;
    const Type t = type(look, Size::small);
    const ImU32 ink = e.shown() ? label_colour(look.colours, ground) : look.colours.quiet;
    const bool loud = e.state == State::bad || e.state == State::watch;
    const float mark = loud ? t.em * 1.0f : 0, wide = text_width(t, first) + mark;
    const float down = second.empty() ? 0 : t.line() / 2,
                half = std::max(wide, text_width(t, second)) / 2 + t.em * 0.15f;
    if (e.age != Age::fresh)  // a calm ground for letters on a hatch
      list.AddRectFilled({centre.x - half, centre.y - down - t.cap() * 0.85f},
                         {centre.x + half, centre.y + down + t.cap() * 0.85f}, ground);
    const float left = centre.x - wide / 2, y = centre.y - down;
    if (loud) {
      const Shape shape = shape_of(e);
      draw_shape(list, shape, {left + t.em * 0.4f, y}, t.em * 0.98f, ink);
      draw_shape(list, shape, {left + t.em * 0.4f, y}, t.em * 0.74f, shape_colour(look.colours, shape));
    }
    draw_text(list, t, {left + mark, y + t.cap() / 2}, ink, first);
    draw_text_centred(list, {look.medium, t.em}, {centre.x, centre.y + down + t.cap() / 2}, ink, second);
  }

  Options options_;
  config::Label title_;
};

}  // namespace

extern const PanelKind map_kind;
const PanelKind map_kind = config::kind<Panel, Map>("map", "The districts by class on the center's schematic map");

}  // namespace panels
