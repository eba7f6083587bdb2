// Targets, states, ranges and moments of charts.
#include "panels/chart_marks.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "panels/format.h"
#include "panels/parts.h"

namespace panels {
namespace {

int hidden_by(const Rect& box, const PlotArea& p, const Courses& courses, bool bars) {
  int out = 0;
  for (const feeds::Series* series : courses)
    for (const feeds::Point& point : series->points) {
      const float x = p.time.x(point.at), y = p.scale.y(point.value);
      const bool inside = x >= box.left && x <= box.right && y <= box.bottom;
      out += inside && (bars || y >= box.top);
    }
  return out;
}

bool apart(const Rect& a, const Rect& b) {
  return a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
}

// Where a word hides least of the courses and meets no other word, on one of these baselines; nothing where there is
// no such place.
struct Place {
  ImVec2 at;
  Rect box;
};
std::optional<Place> free_place(const PlotArea& p, Type t, float width, std::initializer_list<float> baselines,
                                const Courses& courses, bool bars, const std::vector<Rect>& taken) {
  constexpr int kPlaces = 12;  // tried from left to right
  const float pad = t.em * 0.25f, room = p.area.width() - 2 * pad - width;
  if (room < 0) return std::nullopt;
  std::optional<Place> best;
  int least = -1;
  for (int i = 0; i <= kPlaces; ++i)
    for (const float base : baselines) {
      const float x = p.area.left + pad + room * static_cast<float>(i) / kPlaces;
      const Rect box = text_box(t, {x, base}, width);
      if (box.bottom > p.area.bottom || box.top < p.area.top - t.em * 0.7f) continue;
      if (!std::all_of(taken.begin(), taken.end(), [&](const Rect& r) { return apart(r, box); })) continue;
      const int hidden = hidden_by(box, p, courses, bars);
      if (least >= 0 && hidden >= least) continue;
      least = hidden;
      best = {{x, base}, box};
    }
  return best;
}

// The value at `t`, between two points that are joined; nothing in a gap.
std::optional<double> value_at(const feeds::Series& s, Time t, Duration step) {
  const auto after =
      std::lower_bound(s.points.begin(), s.points.end(), t, [](const feeds::Point& p, Time at) { return p.at < at; });
  if (after == s.points.end()) return std::nullopt;
  if (after->at == t) return after->value;
  if (after == s.points.begin()) return std::nullopt;
  const feeds::Point &a = *std::prev(after), &b = *after;
  if (!joined(s, a, b, step)) return std::nullopt;
  const double share = static_cast<double>((t - a.at).count()) / static_cast<double>((b.at - a.at).count());
  return a.value + (b.value - a.value) * share;
}

Shape shape_of(feeds::Severity s) {
  return s == feeds::Severity::danger ? Shape::diamond : s == feeds::Severity::watch ? Shape::triangle : Shape::none;
}

float lead_of(const Mark& m, float em) {
  return m.severity == feeds::Severity::info ? em * 0.3f : em * 0.6f;
}

}  // namespace

void draw_levels(const Frame& f, const PlotArea& p, const std::vector<Level>& levels, const Courses& courses, bool bars,
                 std::vector<Rect> taken) {
  const Look& look = f.look;
  const Type small = type(look, Size::small);
  for (const Level& level : levels) {
    const float y = std::round(p.scale.y(level.value)) + 0.5f;
    const std::array<ImVec2, 2> line{{{p.area.left, y}, {p.area.right, y}}};
    draw_line(f.paint.list, line, look.colours.quiet, hairline(look), 1);
    const Fitted word = fit(level.word, small, floor_em(look), p.area.width() - look.gap());
    if (word.text.empty()) continue;
    const float em = word.type.em;
    const auto place =
        free_place(p, word.type, word.width, {y - em * 0.28f, y + word.type.cap() + em * 0.3f}, courses, bars, taken);
    if (!place) continue;
    const Rect& box = place->box;
    f.paint.list.AddRectFilled({box.left - 2, box.top}, {box.right + 2, place->at.y < y ? y - 1 : box.bottom},
                               look.colours.panel);
    draw_text(f.paint.list, word.type, place->at, look.colours.quiet, word.text);
    taken.push_back(box);
  }
}

std::vector<StateBand> state_bands(const Indicator& i, double low, double high) {
  const bool low_is_bad = i.better == config::Better::higher;
  std::vector<StateBand> out;
  const auto add = [&](State state, double from, double to) {
    from = std::max(from, low);
    to = std::min(to, high);
    if (to > from) out.push_back({state, from, to});
  };
  if (low_is_bad) {
    if (i.watch) add(State::watch, i.bad.value_or(low), *i.watch);
    if (i.bad) add(State::bad, low, *i.bad);
  } else {
    if (i.watch) add(State::watch, *i.watch, i.bad.value_or(high));
    if (i.bad) add(State::bad, *i.bad, high);
  }
  return out;
}

ImU32 state_ground(const Colours& c, State s) {
  return s == State::bad ? faded(c.bad, c.panel, 0.2f) : faded(c.watch, c.panel, 0.12f);
}

void draw_state_bands(const Frame& f, const PlotArea& p, const std::vector<StateBand>& bands) {
  for (const StateBand& band : bands)
    f.paint.list.AddRectFilled({p.area.left, std::round(p.scale.y(band.high))},
                               {p.area.right, std::round(p.scale.y(band.low))},
                               state_ground(f.look.colours, band.state));
}

std::vector<Rect> draw_state_words(const Frame& f, const PlotArea& p, const std::vector<StateBand>& bands,
                                   const Courses& courses, bool bars) {
  const Look& look = f.look;
  const Type small = type(look, Size::small);
  ImDrawList& list = f.paint.list;
  std::vector<Rect> taken;
  for (const StateBand& band : bands) {
    const float top = std::round(p.scale.y(band.high)), bottom = std::round(p.scale.y(band.low));
    const std::string word = state_word(band.state, words(f));
    const float mark = small.em * 0.66f, lead = mark + small.em * 0.3f;
    const float width = lead + text_width(small, word);
    if (bottom - top < small.em * 1.25f) continue;
    const auto place = free_place(p, small, width, {top + small.cap() + small.em * 0.25f}, courses, bars, taken);
    if (!place) continue;
    const Shape shape = band.state == State::bad ? Shape::diamond : Shape::triangle;
    const ImVec2 at = place->at;
    const Rect& box = place->box;
    list.AddRectFilled({box.left, box.top}, {box.right, std::min(box.bottom, bottom)},
                       state_ground(look.colours, band.state));
    draw_shape(list, shape, {at.x + mark / 2, at.y - small.cap() / 2}, mark, shape_colour(look.colours, shape));
    draw_text(list, small, {at.x + lead, at.y}, look.colours.quiet, word);
    taken.push_back(box);
  }
  return taken;
}

std::vector<Slice> slices(const feeds::Series& low, const feeds::Series& high, Time from, Time to, Duration step) {
  std::vector<Time> times;
  for (const feeds::Series* s : {&low, &high})
    for (const feeds::Point& p : s->points)
      if (p.at >= from && p.at <= to) times.push_back(p.at);
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  std::vector<Slice> out;
  for (std::size_t i = 1; i < times.size(); ++i) {
    const Time a = times[i - 1], b = times[i], middle = a + (b - a) / 2;
    const auto low_a = value_at(low, a, step), low_b = value_at(low, b, step), high_a = value_at(high, a, step),
               high_b = value_at(high, b, step);
    if (!low_a || !low_b || !high_a || !high_b || !value_at(low, middle, step) || !value_at(high, middle, step))
      continue;
    out.push_back({a, b, *low_a, *high_a, *low_b, *high_b});
  }
  return out;
}

ImU32 range_ground(const Colours& c) {
  return faded(c.series[5], c.panel, 0.18f);
}

void draw_range(const Frame& f, const PlotArea& p, const std::vector<Slice>& all, std::string_view word) {
  const Look& look = f.look;
  ImDrawList& list = f.paint.list;
  const ImU32 colour = range_ground(look.colours);
  const ImDrawListFlags before = list.Flags;
  list.Flags &= ~ImDrawListFlags_AntiAliasedFill;  // no seams between neighbours
  const Slice* widest = nullptr;
  const Type small = type(look, Size::small);
  const float wide = text_width(small, word);
  for (const Slice& s : all) {
    const float left = p.time.x(s.from), right = p.time.x(s.to);
    list.AddQuadFilled({left, p.scale.y(s.high_from)}, {right, p.scale.y(s.high_to)}, {right, p.scale.y(s.low_to)},
                       {left, p.scale.y(s.low_from)}, colour);
    if (left >= p.area.left + wide / 2 && left <= p.area.right - wide / 2 &&
        (!widest || s.high_from - s.low_from > widest->high_from - widest->low_from))
      widest = &s;
  }
  list.Flags = before;
  if (!widest || word.empty()) return;
  const float top = p.scale.y(widest->high_from), bottom = p.scale.y(widest->low_from);
  if (bottom - top < small.em * 2.4f) return;
  draw_text_centred(list, small, {p.time.x(widest->from), bottom - small.em * 0.5f}, look.colours.quiet, word);
}

float marks_height(const Look& look) {
  return type(look, Size::small).line() * 1.1f;
}

PlacedMarks place_marks(const Frame& f, const PlotArea& p, std::vector<Mark> all) {
  const Type small = type(f.look, Size::small);
  std::stable_sort(all.begin(), all.end(), [](const Mark& a, const Mark& b) {
    return a.severity != b.severity ? a.severity > b.severity : a.at > b.at;
  });
  PlacedMarks out;
  // Once for all, and once with room for how many are not named.
  for (const bool counted : {false, true}) {
    std::vector<std::pair<float, float>> taken;
    if (counted) {
      const auto nameless =
          std::count_if(out.marks.begin(), out.marks.end(), [](const PlacedMark& m) { return m.label.text.empty(); });
      if (nameless == 0) break;
      out.more = words(f).say({"+{} more", {std::to_string(nameless)}});
      taken.emplace_back(p.area.right - text_width(small, out.more) - small.em, p.area.right);
    }
    out.marks.clear();
    const auto is_free = [&](float from, float to) {
      return from >= p.area.left - 0.5f && to <= p.area.right + 0.5f &&
             std::none_of(taken.begin(), taken.end(), [&](const auto& t) { return from < t.second && t.first < to; });
    };
    for (const Mark& mark : all) {
      PlacedMark one{mark, std::round(p.time.x(mark.at)), 0, {}};
      const float lead = lead_of(mark, small.em), half = lead, pad = small.em * 0.5f;
      const Fitted label = fit(mark.label, small, floor_em(f.look), p.area.width() * 0.45f);
      const float right = one.x + lead + label.width, left = one.x - lead - label.width;
      if (label.text.empty()) {
      } else if (is_free(one.x - half, right + pad)) {
        one.label_left = one.x + lead;
        one.label = label;
        taken.emplace_back(one.x - half, right + pad);
      } else if (is_free(left - pad, one.x + half)) {
        one.label_left = left;
        one.label = label;
        taken.emplace_back(left - pad, one.x + half);
      }
      out.marks.push_back(std::move(one));
    }
  }
  if (!out.more.empty()) {
    const auto nameless =
        std::count_if(out.marks.begin(), out.marks.end(), [](const PlacedMark& m) { return m.label.text.empty(); });
    out.more = words(f).say({"+{} more", {std::to_string(nameless)}});
    if (text_width(small, out.more) > p.area.width()) out.more.clear();
  }
  return out;
}

void draw_marks(const Frame& f, const PlotArea& p, const PlacedMarks& placed) {
  const Look& look = f.look;
  ImDrawList& list = f.paint.list;
  const Type small = type(look, Size::small);
  const float thin = hairline(look), baseline = p.area.top - small.em * 0.42f;
  for (const PlacedMark& one : placed.marks) {
    const bool named = !one.label.text.empty();
    const Shape shape = shape_of(one.mark.severity);
    list.AddRectFilled({one.x, named ? baseline - small.cap() * (shape == Shape::none ? 1.0f : -0.3f) : p.area.top},
                       {one.x + thin, p.area.bottom}, faded(look.colours.quiet, look.colours.panel, 0.55f));
    if (!named) continue;
    draw_shape(list, shape, {one.x, baseline - small.cap() / 2}, small.em * 0.7f, shape_colour(look.colours, shape));
    draw_text(list, one.label.type, {one.label_left, baseline}, look.colours.quiet, one.label.text);
  }
  if (!placed.more.empty()) draw_text_right(list, small, {p.area.right, baseline}, look.colours.quiet, placed.more);
}

}  // namespace panels
