// A ranking: one horizontal bar from zero for each district, item or indicator, its value at the end. Main thread.
#include <algorithm>
#include <cmath>

#include "panels/chart.h"
#include "panels/format.h"
#include "panels/parts.h"
#include "panels/stack.h"

namespace panels {
namespace {
enum class Order { worst, best, highest, lowest, name };
}  // namespace
}  // namespace panels

template <>
struct config::Choices<panels::Order> {
  static constexpr std::pair<const char*, panels::Order> names[] = {{"worst", panels::Order::worst},
                                                                    {"best", panels::Order::best},
                                                                    {"highest", panels::Order::highest},
                                                                    {"lowest", panels::Order::lowest},
                                                                    {"name", panels::Order::name}};
};

namespace panels {
namespace {

struct Options {
  config::IndicatorName indicator;
  std::vector<config::IndicatorName> indicators;
  config::RegionCode region;
  std::string item;
  Order order = Order::worst;
  int most_rows = 0;
  bool target = true, stack = false;

  void describe(auto& field) {
    field("indicator", indicator, "A bar for each district or item of this indicator",
          {.example = "\"progres.fisik\"", .sampled = true});
    field("indicators", indicators, "A bar for each of these indicators of one unit, in place of `indicator`");
    field("region", region, "Values of this district only", {.example = "\"63.10.04\""});
    field("item", item, "Values of this item only, as the feed names it");
    field("order", order, "Which comes first; \"worst\" and \"best\" go by the indicator's `better`, else by height");
    field("most_rows", most_rows, "At most so many bars; 0: as many as fit", {.least = 0, .most = 200});
    field("target", target, "Mark the indicator's target on each bar");
    field(
        "stack", stack,
        "The items of `indicator`, or `indicators`, are parts of one whole: one bar of all of them for each district");
  }
};

struct Shown {
  std::vector<Entry> rows;            // in order; those without a value last
  const Indicator* target = nullptr;  // that all of them share
  bool targets = false;               // there are several
  int left_out = 0;
};

// Where things are, in pixels.
struct Plan {
  Type type, value_type;
  float pitch = 0, mark = 0, label = 0, values = 0, left = 0, right = 0, foot = 0;
  std::size_t count = 0;
  bool units = true, targets = false;  // values carry theirs; bars have targets of their own
  double low = 0, high = 1;
  float x(double v) const { return left + static_cast<float>((v - low) / (high - low)) * (right - left); }
};

class Bars : public Panel {
 public:
  using Options = panels::Options;
  Bars(Options options, const PanelSetup& setup) : options_(std::move(options)), title_(setup.config.title) {
    if (options_.indicators.empty() && title_.empty())
      if (const Indicator* i = setup.catalogue.indicator(options_.indicator.name)) title_ = i->title;
  }
  static void check(const Options& o, const config::Place& place, config::Complaints& out) {
    if (o.indicator.name.empty() && o.indicators.empty())
      out.push_back({place, {"no indicator is named"}, {"set indicator or indicators"}});
    if (o.stack && o.order != Order::worst && o.order != Order::highest)
      out.push_back({place, {"wholes come with the largest first"}, {"leave out order, or stack"}});
    if (o.stack && o.indicators.size() == 1)
      out.push_back({place, {"there is one part alone"}, {"name more in indicators"}});
  }

  std::vector<Want> wants() const override {
    std::vector<Want> out;
    for (const std::string& name : sources()) out.push_back({name, std::chrono::seconds(0), 1});
    return out;
  }
  std::vector<std::string> sources() const override {
    if (options_.indicators.empty()) return {options_.indicator.name};
    std::vector<std::string> out;
    if (options_.stack) return names();
    for (const auto& i : options_.indicators) out.push_back(series_name(i.name, options_.region.code, options_.item));
    return out;
  }
  ImVec2 least_ems() const override { return {15, 8}; }
  std::string title(const Look& look) const override { return look.words->pick(title_); }

  void tell(const Frame& f, Telling& out) const override {
    if (options_.stack) return tell_stack(f, stacked(f), out);
    const Shown s = shown(f);
    const Words& w = words(f);
    if (s.rows.empty()) return out.line(std::string(w.word("not known in this center")));
    if (s.target) out.line(target_line(*s.target, w));
    std::vector<std::vector<std::string>> rows;
    for (const Entry& e : s.rows) {
      std::string state = state_word(e.state == State::good ? State::calm : e.state, w);
      if (e.age == Age::late) state += (state.empty() ? "" : ", ") + std::string(w.word("late"));
      rows.push_back(
          {e.label, e.shown() ? value_text(e, w) : why_missing(e, f), state, e.shown() ? age_text(e, f) : "–"});
      if (s.targets) rows.back().insert(rows.back().begin() + 2, options_.target ? target_text(e, w) : std::string());
    }
    std::vector<std::string> head{"", std::string(w.word("value")), std::string(w.word("state")),
                                  std::string(w.word("age"))};
    if (s.targets) head.insert(head.begin() + 2, std::string(w.word("target")));
    out.table(std::move(head), std::move(rows));
    if (s.left_out > 0) out.line(w.say({"+{} more", {std::to_string(s.left_out)}}));
  }

  void draw(const Frame& f) override {
    if (options_.stack) return draw_stack(f, f.area, stacked(f));
    const Shown s = shown(f);
    for (const Entry& e : s.rows) wake(f, e);
    if (s.rows.empty()) return draw_empty(f, f.area, words(f).word("not known in this center"));
    if (std::none_of(s.rows.begin(), s.rows.end(), [](const Entry& e) { return e.shown(); }))
      return draw_empty(f, f.area, why_missing(s.rows.front(), f));
    const Plan p = plan(f, s);
    if (p.count == 0 || p.right - p.left < f.look.unit_px * 1.5f)
      return draw_empty(f, f.area, words(f).word("too small to be drawn"));
    for (std::size_t i = 0; i < p.count; ++i)
      draw_row(f, s.rows[i], p, f.area.top + (static_cast<float>(i) + 0.5f) * p.pitch);
    draw_foot(f, s, p);
  }

 private:
  Shown shown(const Frame& f) const {
    Shown out;
    const config::Catalogue& catalogue = *f.data.catalogue;
    if (options_.indicators.empty()) {
      out.rows = entries_of(f, catalogue.indicator(options_.indicator.name), options_.region.code, options_.item);
    } else {
      for (const auto& name : options_.indicators) {
        const Indicator* i = catalogue.indicator(name.name);
        if (!i) continue;
        out.rows.push_back(entry(f, i, f.data.find(series_name(name.name, options_.region.code, options_.item))));
      }
    }
    std::stable_sort(out.rows.begin(), out.rows.end(), [this](const Entry& a, const Entry& b) { return before(a, b); });
    if (options_.most_rows > 0 && out.rows.size() > static_cast<std::size_t>(options_.most_rows)) {
      out.left_out = static_cast<int>(out.rows.size()) - options_.most_rows;
      out.rows.resize(static_cast<std::size_t>(options_.most_rows));
    }
    set_target(out);
    return out;
  }

  // What all bars share is said once, below them; else each says its own.
  void set_target(Shown& s) const {
    if (!options_.target) return;
    for (const Entry& e : s.rows) {
      if (!e.indicator || !e.indicator->target) continue;
      const bool same = !s.target || (s.target->target == e.indicator->target && s.target->unit == e.indicator->unit);
      if (!s.target) s.target = e.indicator;
      s.targets = s.targets || !same;
    }
    if (s.targets) s.target = nullptr;
  }
  std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const auto& i : options_.indicators) out.push_back(i.name);
    if (out.empty()) out.push_back(options_.indicator.name);
    return out;
  }
  Stack stacked(const Frame& f) const {
    Stack out = stack_of(f, names(), options_.region.code, options_.item);
    if (options_.most_rows > 0 && out.rows.size() > static_cast<std::size_t>(options_.most_rows)) {
      out.left_out = static_cast<int>(out.rows.size()) - options_.most_rows;
      out.rows.resize(static_cast<std::size_t>(options_.most_rows));
    }
    return out;
  }

  bool before(const Entry& a, const Entry& b) const {
    if (a.shown() != b.shown()) return a.shown();
    if (!a.shown() || options_.order == Order::name) return a.label < b.label;
    switch (options_.order) {
      case Order::worst:
        return worse(a, b);
      case Order::best:
        return worse(b, a);
      case Order::highest:
        return *a.value > *b.value;
      case Order::lowest:
        return *a.value < *b.value;
      case Order::name:
        break;
    }
    return false;
  }

  static std::string target_line(const Indicator& i, const Words& w) {
    return w.say({"target {}", {bound(*i.target, i.unit, i.decimals, w)}});
  }

  // What marks, labels and values want in the plan's type.
  static void measure(const Frame& f, const Shown& s, Plan& p) {
    p.value_type = {f.look.medium, p.type.em};
    p.mark = p.label = p.values = 0;
    for (std::size_t i = 0; i < p.count; ++i) {
      const Entry& e = s.rows[i];
      if (shape_of(e) != Shape::none) p.mark = p.type.em * 1.05f;
      p.label = std::max(p.label, text_width(p.type, e.label));
      if (e.shown()) p.values = std::max(p.values, tabular_width(p.value_type, end_text(f, e, p)));
    }
  }
  static std::string end_text(const Frame& f, const Entry& e, const Plan& p) {
    const bool sign = e.indicator->unit == "%" || e.indicator->unit == "Rp";
    return p.units || sign ? value_text(e, words(f)) : compact(*e.value, e.indicator->decimals, words(f));
  }

  Plan plan(const Frame& f, const Shown& s) const {
    const Look& look = f.look;
    const Rect& a = f.area;
    const Type small = type(look, Size::small);
    Plan p;
    p.targets = s.targets;
    const float n = static_cast<float>(s.rows.size()), least = look.unit_px * 1.5f;
    p.foot = s.target || s.left_out > 0 || n * least > a.height() ? small.line() : 0;
    p.count = std::min(s.rows.size(), static_cast<std::size_t>(std::max(0.0f, (a.height() - p.foot) / least + 0.01f)));
    p.pitch =
        std::clamp((a.height() - p.foot) / std::max(1.0f, static_cast<float>(p.count)), least, look.unit_px * 3.3f);
    // The largest type that leaves the bars room; the smallest may abbreviate what a row is.
    for (const Size size : {Size::title, Size::text, Size::small}) {
      p.type = type(look, size);
      if (size != Size::small && p.pitch < p.type.em * 1.5f) continue;
      measure(f, s, p);
      const float bars = a.width() - p.mark - p.label - p.values - look.gap() * 2.6f;
      if (bars >= look.unit_px * 5) break;
      p.units = size != Size::small || bars >= look.unit_px * 2.5f;
    }
    if (!p.units) measure(f, s, p);
    Extent seen;
    seen.take(0);
    for (std::size_t i = 0; i < p.count; ++i) {
      const Entry& e = s.rows[i];
      if (e.shown()) seen.take(*e.value);
      if (e.shown() && options_.target && e.indicator->target) seen.take(*e.indicator->target);
    }
    const float left_over = a.width() - p.mark - p.values - look.gap() * 2.6f - look.unit_px * 2.4f;
    p.label = std::min(p.label, std::max(a.width() * 0.42f, left_over));
    p.low = seen.low;
    p.high = seen.high > seen.low ? seen.high : seen.low + 1;
    p.left = a.left + p.mark + p.label + look.gap() * 1.2f;
    p.right = a.right - p.values - look.gap() * 1.4f;
    return p;
  }

  void draw_row(const Frame& f, const Entry& e, const Plan& p, float middle) const {
    const Look& look = f.look;
    ImDrawList& list = f.paint.list;
    const float baseline = middle + p.type.cap() / 2;
    const Shape shape = shape_of(e);
    draw_shape(list, shape, {f.area.left + p.type.em * 0.4f, middle}, p.type.em * 0.68f,
               shape_colour(look.colours, shape));
    const Fitted label = fit(e.label, p.type, floor_em(look), p.label);
    const ImU32 text = e.age == Age::fresh ? look.colours.strong : look.colours.unknown;
    draw_text(list, label.type, {f.area.left + p.mark, baseline}, e.shown() ? text : look.colours.quiet, label.text);
    const float half = std::round(std::min(p.pitch * 0.27f, look.unit_px * 0.5f));
    if (!e.shown()) {
      const Fitted why = fit(why_missing(e, f), {look.regular, floor_em(look)}, floor_em(look), f.area.right - p.left);
      draw_text(list, why.type, {p.left, baseline}, look.colours.quiet, why.text);
      return;
    }
    const float zero = p.x(0), end = p.x(*e.value);
    const Rect bar{std::min(zero, end), std::round(middle - half), std::max({zero, end, zero + hairline(look)}),
                   std::round(middle + half)};
    const bool late = e.age == Age::late;
    list.AddRectFilled({bar.left, bar.top}, {bar.right, bar.bottom},
                       late ? look.colours.line : look.colours.classes[3]);
    if (late) draw_hatch(list, bar, look.unit_px * 0.3f, hairline(look), look.colours.unknown);
    const std::string value = end_text(f, e, p);
    const float width = tabular_width(p.value_type, value);
    const ImVec2 at{f.area.right - look.gap() * 0.45f - width, baseline};
    ImU32 colour = text;
    if (e.state == State::bad && !late) {
      const float pad = look.gap() * 0.45f, over = std::min(p.type.em * 0.28f, (p.pitch - p.type.cap()) / 2 - 1);
      draw_plate(list, {at.x - pad, baseline - p.type.cap() - over, at.x + width + pad, baseline + over}, p.type.em,
                 look.colours.bad);
      colour = look.colours.bad_text;
    }
    draw_tabular(list, p.value_type, at, colour, value);
    const float from = draw_target(f, e, bar, p, at.x - look.gap()) + look.gap() * 0.6f;
    if (!late) return;
    const Type small = type(look, Size::small);
    const Fitted age = fit(age_text(e, f), small, floor_em(look), at.x - from - look.gap());
    if (!age.whole) return;
    draw_text(list, small, {from, middle + small.cap() / 2}, look.colours.quiet, age.text);
  }

  // A tick through the bar; where bars have targets of their own, its word beside it. Returns where that ends.
  float draw_target(const Frame& f, const Entry& e, const Rect& bar, const Plan& p, float room) const {
    if (!options_.target || !e.indicator->target) return bar.right;
    const Look& look = f.look;
    const float x = std::round(p.x(*e.indicator->target)), thin = hairline(look), over = look.unit_px * 0.16f;
    f.paint.list.AddRectFilled({x - thin, bar.top - over}, {x + thin, bar.bottom + over}, look.colours.strong);
    const float from = std::max(bar.right, x + thin) + look.gap() * 0.6f;
    if (!p.targets) return from;
    const Type small = type(look, Size::small);
    const std::string line = target_line(*e.indicator, words(f));
    const std::string* word = first_that_fits({line}, small, room - from);
    if (!word) return from;
    draw_text(f.paint.list, small, {from, (bar.top + bar.bottom + small.cap()) / 2}, look.colours.quiet, *word);
    return from + text_width(small, *word);
  }

  void draw_foot(const Frame& f, const Shown& s, const Plan& p) const {
    const Look& look = f.look;
    const Words& w = words(f);
    const Type small = type(look, Size::small);
    const float baseline = f.area.top + p.pitch * static_cast<float>(p.count) + small.cap() + small.em * 0.25f;
    const int more = static_cast<int>(s.rows.size() - p.count) + s.left_out;
    float from = f.area.left;
    if (more > 0) {
      const std::string text = w.say({"+{} more", {std::to_string(more)}});
      draw_text(f.paint.list, small, {from + p.mark, baseline}, look.colours.quiet, text);
      from += p.mark + text_width(small, text) + small.em;
    }
    if (!s.target) return;
    const Fitted word = fit(target_line(*s.target, w), small, floor_em(look), f.area.right - from);
    if (!word.whole) return;
    const float x = std::clamp(p.x(*s.target->target) - word.width / 2, from, f.area.right - word.width);
    draw_text(f.paint.list, word.type, {x, baseline}, look.colours.quiet, word.text);
  }

  Options options_;
  config::Label title_;
};

}  // namespace

extern const PanelKind bars_kind;
const PanelKind bars_kind = config::kind<Panel, Bars>("bars", "A ranking in horizontal bars");

}  // namespace panels
