// Curves and noise of the pretend agencies: see series.h.
#include "feeds/simulate/series.h"
#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <cmath>

namespace feeds::simulate {
namespace {

using namespace std::chrono;

std::uint64_t mix(std::uint64_t x) {  // splitmix64
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

// Percent of the year's budget at the end of each month: slow in the first quarter, steep at the end.
constexpr std::array<double, 13> kSpent = {0, 1.6, 5.2, 11.8, 18.9, 26.4, 35.1, 43.2, 51.6, 60.4, 69.5, 80.2, 94.6};
constexpr std::array<double, 13> kPlanned = {0, 2.5, 7.5, 15.0, 23.0, 31.5, 41.0, 49.5, 58.0, 67.0, 76.5, 87.0, 98.0};

double share(const std::array<double, 13>& at_month_end, Date day) {
  const unsigned month = static_cast<unsigned>(day.month());
  const double length = static_cast<unsigned>(last_day({day.year(), day.month()}).day());
  const double part = static_cast<unsigned>(day.day()) / length;
  return (at_month_end[month - 1] * (1 - part) + at_month_end[month] * part) / 100;
}

// 0 outside, rising and falling within half an hour of the ends.
double between(double hour, double from, double to) {
  if (hour <= from || hour >= to) return 0;
  return std::min({1.0, (hour - from) / 0.5, (to - hour) / 0.5});
}

double hour_of(const config::Civil& c) {
  return c.hour + c.minute / 60.0 + c.second / 3600.0;
}

}  // namespace

double noise(std::uint64_t seed, std::string_view name, std::int64_t bucket) {
  std::uint64_t hash = 0xcbf29ce484222325ULL ^ mix(seed);  // FNV-1a
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return static_cast<double>(mix(hash ^ mix(static_cast<std::uint64_t>(bucket))) >> 11) * 0x1.0p-53;
}

double drift(std::uint64_t seed, std::string_view name, Time at, Duration step) {
  const std::int64_t ms = at.time_since_epoch().count();
  const std::int64_t bucket = ms / step.count();
  const double part = static_cast<double>(ms % step.count()) / static_cast<double>(step.count());
  const double ease = part * part * (3 - 2 * part);
  return noise(seed, name, bucket) * (1 - ease) + noise(seed, name, bucket + 1) * ease;
}

bool workday(Date day) {
  const weekday w{sys_days(day)};
  if (w == Saturday || w == Sunday) return false;
  const auto md = day.month() / day.day();
  return md != January / 1 && md != May / 1 && md != June / 1 && md != August / 17 && md != December / 25;
}

double counter_load(Time at, Zone zone) {
  const config::Civil c = config::civil(at, zone);
  const double hour = hour_of(c);
  const double peak = 0.55 + 0.45 * std::exp(-(hour - 10) * (hour - 10) / 3.0);
  if (c.weekday == Sunday) return 0.45 * peak * between(hour, 9, 15);
  if (c.weekday == Saturday || !workday(c.date)) return 0.75 * peak * between(hour, 8, 20);
  const double evening = 0.4 * between(hour, 15.6, 20);
  if (c.weekday == Friday) return peak * (between(hour, 8, 11.5) + between(hour, 13.5, 16)) + evening;
  return peak * between(hour, 8, 16) + evening;
}

double network_load(Time at, Zone zone) {
  const config::Civil c = config::civil(at, zone);
  const double hour = hour_of(c);
  const double morning = std::exp(-(hour - 10) * (hour - 10) / 6.0),
               afternoon = std::exp(-(hour - 14) * (hour - 14) / 5.0);
  const double evening = 0.35 * std::exp(-(hour - 20) * (hour - 20) / 6.0);
  const double office = workday(c.date) ? 1.0 : 0.3;
  return 0.06 + std::min(0.94, office * std::max(morning, 0.9 * afternoon) + evening);
}

double spent_share(Date day) {
  return share(kSpent, day);
}
double planned_share(Date day) {
  return share(kPlanned, day);
}

std::vector<Time> moments(Time now, Duration back, Duration step) {
  std::vector<Time> out;
  const std::int64_t first = ((now - back).time_since_epoch().count() + step.count() - 1) / step.count();
  const std::int64_t last = now.time_since_epoch().count() / step.count();
  for (std::int64_t i = first; i <= last; ++i) out.emplace_back(step * i);
  return out;
}

std::vector<Date> days(Date last, int count) {
  std::vector<Date> out;
  for (int back = count - 1; back >= 0; --back) out.emplace_back(sys_days(last) - std::chrono::days(back));
  return out;
}

std::vector<Date> days_of_year(Date last) {
  const auto count = sys_days(last) - sys_days(last.year() / January / 1);
  return days(last, static_cast<int>(count.count()) + 1);
}

std::vector<Month> sent_months(Time now, Zone zone, int count, int send_day, int delay) {
  const Date day = today(now, zone);
  const int back = 1 + delay + (static_cast<int>(static_cast<unsigned>(day.day())) < send_day ? 1 : 0);
  const Month last = Month(day.year(), day.month()) - std::chrono::months(back);
  std::vector<Month> out;
  for (int i = count - 1; i >= 0; --i) out.push_back(last - std::chrono::months(i));
  return out;
}

Date last_day(Month month) {
  return Date(year_month_day_last(month.year(), month.month() / last));
}

std::string iso(Month month) {
  return fmt::format("{:04}-{:02}", static_cast<int>(month.year()), static_cast<unsigned>(month.month()));
}

Date today(Time now, Zone zone) {
  return config::civil(now, zone).date;
}

double round_to(double value, int decimals) {
  const double scale = std::pow(10.0, decimals);
  return std::round(value * scale) / scale;
}

}  // namespace feeds::simulate
