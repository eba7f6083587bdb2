// Days of a service as shares, words and bars.
#include "panels/uptime.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "panels/draw.h"
#include "panels/format.h"

namespace panels {
namespace {

constexpr std::array kBars{90, 60, 30, 14, 7};
constexpr double kAll = 1 - 1e-9;  // up all day
constexpr double kMost = 0.5;      // of a day down: bad

}  // namespace

double up_share(const Indicator* indicator, double value) {
  return std::clamp(indicator && indicator->unit == "%" ? value / 100 : value, 0.0, 1.0);
}

Uptime uptime_of(const Frame& f, const Entry& e, int days) {
  Uptime out;
  const std::chrono::sys_days today = config::civil(f.now, f.look.zone).date;
  double up = 0, all = 0;
  for (int back = days - 1; back >= 0; --back) {
    UpDay day{config::Date{today - std::chrono::days(back)}, {}};
    const Time begin = config::midnight(day.date, f.look.zone);
    if (e.series) {
      const auto& means = e.series->days;
      const auto mean =
          std::lower_bound(means.begin(), means.end(), begin, [](const feeds::Mean& m, Time t) { return m.begin < t; });
      if (mean != means.end() && mean->begin < begin + std::chrono::hours(24)) {
        day.share = up_share(e.indicator, mean->value);
        up += *day.share * static_cast<double>(mean->count);
        all += static_cast<double>(mean->count);
      }
    }
    const bool known =
        std::any_of(out.days.begin(), out.days.end(), [](const UpDay& d) { return d.share.has_value(); });
    if (day.share && !known && !out.days.empty()) out.since = day.date;
    out.without_data += day.share || !known ? 0 : 1;
    out.days.push_back(day);
  }
  if (std::none_of(out.days.begin(), out.days.end(), [](const UpDay& d) { return d.share.has_value(); }))
    out.without_data = days;
  if (all > 0) out.percent = up / all * 100;
  return out;
}

std::string uptime_text(double percent, const Words& w) {
  const int decimals = percent >= 100 ? 0 : percent >= 99 ? 2 : 1;
  const double power = std::pow(10.0, decimals);
  return panels::percent(std::floor(percent * power + 1e-6) / power, decimals, w);
}

std::string outages_text(const Uptime& u, std::size_t most, const Words& w) {
  std::string out;
  std::size_t count = 0;
  for (auto day = u.days.rbegin(); day != u.days.rend(); ++day) {
    if (!day->share || *day->share >= kAll) continue;
    if (++count > most) continue;
    const double down = (1 - *day->share) * 100;
    out += (out.empty() ? "" : ", ") + short_date(day->date, w) + " " + percent(down, down < 9.95 ? 1 : 0, w);
  }
  if (count > most) out += ", " + w.say({"+{} more", {std::to_string(count - most)}});
  return out;
}

int bars_that_fit(int days, float width, float least_pitch) {
  if (static_cast<float>(days) * least_pitch <= width) return days;
  for (const int count : kBars)
    if (count < days && static_cast<float>(count) * least_pitch <= width) return count;
  return 0;
}

void draw_uptime(const Frame& f, Rect area, const Uptime& u, int count, double allowed) {
  const Look& look = f.look;
  ImDrawList& list = f.paint.list;
  const ImU32 calm = faded(look.colours.series[5], look.colours.panel, 0.6f);
  const float pitch = area.width() / static_cast<float>(count), gap = std::max(1.0f, std::round(pitch * 0.22f));
  const std::size_t first = u.days.size() - static_cast<std::size_t>(count);
  const auto x = [&](std::size_t i) { return std::round(area.left + pitch * static_cast<float>(i)); };
  for (std::size_t i = 0; i < static_cast<std::size_t>(count);) {
    const UpDay& day = u.days[first + i];
    if (!day.share) {
      std::size_t to = i;
      while (to < static_cast<std::size_t>(count) && !u.days[first + to].share) ++to;
      const Rect gone{x(i), area.top, std::max(x(i) + 1, x(to) - gap), area.bottom};
      if (u.since && u.days[first + i].date < *u.since)
        list.AddRectFilled({gone.left, gone.bottom - hairline(look)}, {gone.right, gone.bottom}, look.colours.line);
      else
        draw_hatch(list, gone, look.unit_px * 0.22f, hairline(look), look.colours.unknown);
      i = to;
      continue;
    }
    const Rect bar{x(i), area.top, std::max(x(i) + 1, x(i + 1) - gap), area.bottom};
    const double down = 1 - *day.share;
    float cut = bar.top;
    if (*day.share < kAll) {
      const bool loud = down > allowed;
      const float least = bar.height() * (loud ? 0.3f : 0.15f);
      cut += std::round(std::clamp(bar.height() * static_cast<float>(down), least, bar.height()));
      const ImU32 colour = down >= kMost ? look.colours.bad : look.colours.watch;
      if (loud) list.AddRectFilled({bar.left, bar.top}, {bar.right, cut}, colour);
    }
    const float under = cut > bar.top && cut < bar.bottom ? std::max(1.0f, hairline(look)) : 0;
    if (cut + under < bar.bottom) list.AddRectFilled({bar.left, cut + under}, {bar.right, bar.bottom}, calm);
    ++i;
  }
}

}  // namespace panels
