// Courses over calendar periods.
#include "panels/course.h"

#include <algorithm>
#include <cmath>

#include "panels/format.h"

namespace panels {
namespace {

constexpr std::size_t kMostMonths = 36;

// The end of part `i` of `count`.
Time part_end(Time from, Time to, std::size_t i, std::size_t count, config::Zone zone) {
  const bool year = config::period_end(from, config::Period::year, zone) == to;
  if (year && count == 12) {
    const config::Date begin = config::civil(from, zone).date;
    return config::midnight(begin + std::chrono::months(static_cast<int>(i + 1)), zone);
  }
  return from + (to - from) * static_cast<std::int64_t>(i + 1) / static_cast<std::int64_t>(count);
}

}  // namespace

std::optional<double> value_at(const feeds::Series& s, Time at) {
  const auto after =
      std::lower_bound(s.points.begin(), s.points.end(), at, [](const feeds::Point& p, Time t) { return p.at < t; });
  if (after == s.points.end()) return {};
  if (after->at == at) return after->value;
  if (after == s.points.begin() || !joined(s, *std::prev(after), *after, {})) return {};
  const feeds::Point& before = *std::prev(after);
  const double share =
      static_cast<double>((at - before.at).count()) / static_cast<double>((after->at - before.at).count());
  return before.value + (after->value - before.value) * share;
}

feeds::Series planned_course(const feeds::Series* plan, const std::vector<double>& numbers, Time from, Time to,
                             config::Zone zone) {
  feeds::Series out;
  if (plan) {
    out.freshness = plan->freshness;
    for (const feeds::Point& p : plan->points)
      if (p.at >= from && p.at <= to) out.points.push_back(p);
  }
  if (numbers.empty()) return out;
  out.freshness = {};  // what is written down beforehand has no gaps
  if (out.points.empty()) out.points.push_back({from, 0, from});
  const Time known = out.points.back().at;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const Time at = part_end(from, to, i, numbers.size(), zone);
    if (at > known) out.points.push_back({at, numbers[i], at});
  }
  return out;
}

std::vector<MonthSlot> month_slots(Time from, Time to, config::Zone zone, const Words& w) {
  std::vector<MonthSlot> out;
  for (Time at = from; at < to && out.size() < kMostMonths;) {
    const Time end = std::min(to, config::period_end(at, config::Period::month, zone));
    out.push_back({at, end, short_month(static_cast<unsigned>(config::civil(at, zone).date.month()), w)});
    at = end;
  }
  return out;
}

void draw_months(const Frame& f, const TimeScale& time, float bottom, Rect room) {
  const Look& look = f.look;
  ImDrawList& list = f.paint.list;
  const Type small = type(look, Size::small);
  const auto slots = month_slots(time.from, time.to, look.zone, words(f));
  const float pitch = (time.right - time.left) / static_cast<float>(std::max<std::size_t>(1, slots.size()));
  std::size_t every = 1;
  for (const std::size_t step : {1, 2, 3, 6, 12}) {
    every = step;
    if (pitch * static_cast<float>(step) >= small.em * 2.6f) break;
  }
  const float baseline = bottom + look.gap() * 0.4f + small.line() * 0.86f;
  float free_from = room.left;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const MonthSlot& slot = slots[i];
    const float begin = std::round(time.x(slot.begin)) + 0.5f;
    list.AddLine({begin, bottom}, {begin, bottom + small.em * 0.25f}, look.colours.line, hairline(look));
    if (i % every != 0) continue;
    const float width = text_width(small, slot.label), middle = (time.x(slot.begin) + time.x(slot.end)) / 2;
    const float left = std::clamp(middle - width / 2, room.left, std::max(room.left, room.right - width));
    if (left < free_from) continue;
    const bool running = slot.begin <= f.now && f.now < slot.end;
    draw_text(list, small, {left, baseline}, running ? look.colours.strong : look.colours.quiet, slot.label);
    free_from = left + width + small.em * 0.4f;
  }
}

}  // namespace panels
