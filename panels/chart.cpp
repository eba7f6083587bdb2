// Reduction, scales and ticks of charts.
#include "panels/chart.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "panels/format.h"

namespace panels {
namespace {

using config::Zone;
using feeds::Point;

// One pixel column while it is being filled.
struct Column {
  int x = 0;
  const Point *first = nullptr, *last = nullptr, *low = nullptr, *high = nullptr;
  void start(int at, const Point& p) {
    x = at;
    first = last = low = high = &p;
  }
  void add(const Point& p) {
    last = &p;
    if (p.value < low->value) low = &p;
    if (p.value > high->value) high = &p;
  }
};

void flush(const Column& c, const TimeScale& time, const Scale& scale, Stroke& out) {
  const Point* order[] = {c.first, c.low, c.high, c.last};
  if (order[2] < order[1]) std::swap(order[1], order[2]);
  const Point* before = nullptr;
  for (const Point* p : order) {
    if (p == before) continue;
    out.push_back({time.x(p->at), scale.y(p->value)});
    before = p;
  }
}

std::size_t first_at(const std::vector<Point>& points, Time from) {
  const auto found =
      std::lower_bound(points.begin(), points.end(), from, [](const Point& p, Time t) { return p.at < t; });
  return static_cast<std::size_t>(found - points.begin());
}
std::size_t first_after(const std::vector<Point>& points, Time to) {
  const auto found =
      std::upper_bound(points.begin(), points.end(), to, [](Time t, const Point& p) { return t < p.at; });
  return static_cast<std::size_t>(found - points.begin());
}

constexpr Duration kHour = std::chrono::hours(1), kDay = std::chrono::hours(24);

// Steps that people count time in, up to days; months and years are counted apart.
constexpr Duration kSteps[] = {std::chrono::minutes(1),
                               std::chrono::minutes(5),
                               std::chrono::minutes(10),
                               std::chrono::minutes(15),
                               std::chrono::minutes(30),
                               kHour,
                               kHour * 2,
                               kHour * 3,
                               kHour * 6,
                               kHour * 12,
                               kDay,
                               kDay * 2,
                               kDay * 7,
                               kDay * 14};
constexpr int kMonths[] = {1, 2, 3, 6, 12, 24, 60, 120};

std::vector<TimeTick> even_ticks(Time from, Time to, Duration step, Zone zone, const Words& w) {
  std::vector<TimeTick> out;
  const config::Civil c = config::civil(from, zone);
  Time at = config::midnight(c.date, zone);
  if (step > kDay) {  // whole weeks begin on Monday
    const auto days = std::chrono::sys_days(c.date).time_since_epoch().count() + 3;
    at -= kDay * (days % (step / kDay));
  }
  for (; at <= to; at += step) {
    if (at < from) continue;
    const config::Civil then = config::civil(at, zone);
    const bool day = step >= kDay || (then.hour == 0 && then.minute == 0);
    out.push_back({at, day ? short_date(then.date, w) : hour(at, zone, w)});
  }
  return out;
}

std::vector<TimeTick> month_ticks(Time from, Time to, int step, Zone zone, const Words& w) {
  std::vector<TimeTick> out;
  const config::Date first = config::civil(from, zone).date;
  int year = static_cast<int>(first.year()), month = 0;
  if (step > 12) year -= year % (step / 12);
  for (;; month += step) {
    const int y = year + month / 12;
    const unsigned m = static_cast<unsigned>(month % 12) + 1;
    const Time at =
        config::midnight(config::Date{std::chrono::year(y), std::chrono::month(m), std::chrono::day(1)}, zone);
    if (at > to) return out;
    if (at >= from) out.push_back({at, m == 1 ? std::to_string(y) : short_month(m, w)});
  }
}

}  // namespace

float TimeScale::x(Time t) const {
  const double share =
      static_cast<double>((t - from).count()) / static_cast<double>(std::max<long long>(1, (to - from).count()));
  return left + static_cast<float>(share * static_cast<double>(right - left));
}

std::vector<Stroke> strokes(const feeds::Series& series, const TimeScale& time, const Scale& scale, Duration step,
                            const Blocks* blocks) {
  std::vector<Stroke> out;
  Column column;
  const Point* before = nullptr;
  const auto& points = series.points;
  const auto column_of = [&](const Point& p) { return static_cast<int>(std::floor(time.x(p.at))); };
  const std::size_t end = first_after(points, time.to);
  for (std::size_t i = first_at(points, time.from); i < end;) {
    const Point& p = points[i];
    const Blocks::Block* block = blocks ? blocks->at(i) : nullptr;
    if (block && block->joined && before && i + Blocks::length <= end &&
        column_of(points[i + Blocks::length - 1]) == column.x) {  // columns ascend: the whole block lies in this one
      column.add(points[std::min(block->low, block->high)]);
      column.add(points[std::max(block->low, block->high)]);
      i += Blocks::length;
      column.last = before = &points[i - 1];
      continue;
    }
    const int x = column_of(p);
    if (!before || !joined(series, *before, p, step)) {
      if (before) flush(column, time, scale, out.back());
      out.emplace_back();
      column.start(x, p);
    } else if (x == column.x) {
      column.add(p);
    } else {
      flush(column, time, scale, out.back());
      column.start(x, p);
    }
    before = &p;
    ++i;
  }
  if (before) flush(column, time, scale, out.back());
  return out;
}

Ticks round_ticks(double low, double high, int most) {
  if (!(high > low)) {
    const double pad = low == 0 ? 1 : std::fabs(low) * 0.1;
    low -= pad;
    high += pad;
  }
  most = std::max(most, 1);
  Ticks out;
  const double raw = (high - low) / most;
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 2.5, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0}) {
    out.step = factor * power;
    out.low = std::floor(low / out.step + 1e-9) * out.step;
    out.high = std::ceil(high / out.step - 1e-9) * out.step;
    if (std::lround((out.high - out.low) / out.step) <= most || factor == 100.0) break;
  }
  const long count = std::lround((out.high - out.low) / out.step);
  for (long i = 0; i <= count; ++i) {
    const double v = out.low + static_cast<double>(i) * out.step;
    out.at.push_back(std::fabs(v) < out.step * 1e-9 ? 0 : v);
  }
  return out;
}

std::vector<TimeTick> time_ticks(Time from, Time to, Zone zone, const Words& w, float room_px, float label_px) {
  const double most = std::max(1.0, std::floor(static_cast<double>(room_px / std::max(1.0f, label_px))));
  const double span = static_cast<double>((to - from).count());
  for (const Duration step : kSteps)
    if (span / static_cast<double>(step.count()) <= most) return even_ticks(from, to, step, zone, w);
  for (const int step : kMonths)
    if (span / (30.4 * step * static_cast<double>(kDay.count())) <= most) return month_ticks(from, to, step, zone, w);
  return {};
}

void Extent::take(double v) {
  low = any ? std::min(low, v) : v;
  high = any ? std::max(high, v) : v;
  any = true;
}

Extent extent_of(const feeds::Series& series, Time from, Time to, const Blocks* blocks) {
  Extent out;
  const auto& points = series.points;
  const std::size_t end = first_after(points, to);
  for (std::size_t i = first_at(points, from); i < end;) {
    const Blocks::Block* block = blocks ? blocks->at(i) : nullptr;
    if (block && i + Blocks::length <= end) {
      out.take(points[block->low].value);
      out.take(points[block->high].value);
      i += Blocks::length;
    } else {
      out.take(points[i++].value);
    }
  }
  return out;
}

namespace {

// More than a column can show apart: each is a bar from its lowest to its highest, reaching the one before it. A line
// through all of it would be painted several times over.
void draw_dense(ImDrawList& list, const Stroke& s, ImU32 colour, float thickness) {
  const float half = thickness / 2;
  std::optional<float> before;  // where the last column ended
  for (std::size_t i = 0; i < s.size();) {
    const float column = std::floor(s[i].x);
    float top = before.value_or(s[i].y), bottom = top;
    for (; i < s.size() && std::floor(s[i].x) == column; ++i) {
      top = std::min(top, s[i].y);
      bottom = std::max(bottom, s[i].y);
      before = s[i].y;
    }
    list.AddRectFilled({column, top - half}, {column + 1, bottom + half}, colour);
  }
}

bool is_dense(const Stroke& s) {
  const float width = s.back().x - s.front().x;
  return width > 32 && static_cast<float>(s.size()) > width * 3;
}

}  // namespace

void draw_strokes(ImDrawList& list, const std::vector<Stroke>& all, ImU32 colour, float thickness, int dash) {
  for (const Stroke& s : all) {
    if (s.size() == 1) {
      list.AddCircleFilled(s[0], thickness * 1.2f, colour);
    } else if (is_dense(s)) {
      draw_dense(list, s, colour, thickness);
    } else {
      draw_line(list, s, colour, thickness, dash);
    }
  }
}

void draw_sparkline(const Frame& f, Rect area, const feeds::Series& series, Duration span, ImU32 colour) {
  const float dot = f.look.unit_px * 0.14f, thick = std::max(1.5f, f.look.unit_px * 0.07f);
  const Rect inner{area.left + thick, area.top + dot, area.right - dot, area.bottom - dot};
  const feeds::Point* last = series.current();
  if (!last || inner.width() < f.look.unit_px || inner.height() < f.look.unit_px * 0.3f) return;
  const Time to = std::max(f.now, last->at);
  const Extent seen = extent_of(series, to - span, to);
  if (!seen.any || (series.points.size() < 2)) return;
  Scale scale{seen.low, seen.high, inner.bottom, inner.top};
  if (!(seen.high > seen.low)) scale = {seen.low - 1, seen.low + 1, inner.bottom, inner.top};
  const bool periodic = series.freshness.period != config::Period::none;
  const TimeScale time{to - span, periodic ? last->at : to, inner.left, inner.right};
  const auto lines = strokes(series, time, scale, span / 120);
  // A course that has only just begun would be a stroke upright.
  if (lines.empty() || lines.back().back().x - lines.front().front().x < inner.width() * 0.08f) return;
  draw_strokes(f.paint.list, lines, colour, thick, 0);
  f.paint.list.AddCircleFilled(lines.back().back(), dot, colour);
}

void spread(std::vector<float>& centres, float height, float top, float bottom) {
  std::vector<std::size_t> order(centres.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return centres[a] < centres[b]; });
  float least = top + height / 2;
  for (const std::size_t i : order) {
    centres[i] = std::max(centres[i], least);
    least = centres[i] + height;
  }
  float most = bottom - height / 2;
  for (auto i = order.rbegin(); i != order.rend(); ++i) {
    centres[*i] = std::min(centres[*i], most);
    most = centres[*i] - height;
  }
}

}  // namespace panels
