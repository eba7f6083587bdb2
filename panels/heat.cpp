// Hourly means as rows of days or weekdays.
#include "panels/heat.h"

#include <algorithm>

#include "panels/format.h"

namespace panels {
namespace {

using std::chrono::sys_days;

void add(HeatCell& cell, const feeds::Mean& mean) {
  const double all = static_cast<double>(cell.count + mean.count);
  cell.value =
      (cell.value.value_or(0) * static_cast<double>(cell.count) + mean.value * static_cast<double>(mean.count)) / all;
  cell.count += mean.count;
}

std::vector<std::string> day_labels(config::Date date, bool today, const Words& w) {
  const std::string day = std::to_string(static_cast<unsigned>(date.day()));
  if (today) return {std::string(w.word("today")), short_date(date, w), day};
  return {weekday(date, w) + " " + short_date(date, w), short_date(date, w), day};
}

void count(Heat& heat) {
  for (std::size_t r = 0; r < heat.rows.size(); ++r)
    for (std::size_t h = 0; h < 24; ++h) {
      HeatCell& cell = heat.rows[r].hours[h];
      if (cell.ahead || cell.before) continue;
      if (!cell.value) {
        ++heat.without_data;
        continue;
      }
      cell.state = heat.now.indicator ? state_of(*heat.now.indicator, *cell.value) : State::calm;
      heat.watch += cell.state == State::watch ? 1 : 0;
      heat.bad += cell.state == State::bad ? 1 : 0;
      if (heat.highest && *heat.highest >= *cell.value) continue;
      heat.highest = cell.value;
      heat.highest_row = r;
      heat.highest_hour = h;
    }
}

void mark_before(Heat& heat, sys_days first, config::Zone zone) {
  for (std::size_t r = 0; r < heat.rows.size(); ++r)
    for (std::size_t h = 0; h < 24; ++h) {
      if (!heat.rows[r].hours[h].value) continue;
      if (r > 0 || h > 0)
        heat.since = config::midnight(config::Date{first + std::chrono::days(r)}, zone) + std::chrono::hours(h);
      for (std::size_t cell = 0; cell < r * 24 + h; ++cell) heat.rows[cell / 24].hours[cell % 24].before = true;
      return;
    }
}

}  // namespace

std::vector<double> Heat::values() const {
  std::vector<double> out;
  for (const HeatRow& each : rows)
    for (const HeatCell& cell : each.hours)
      if (cell.value) out.push_back(*cell.value);
  return out;
}

Heat heat_of(const Frame& f, const Entry& e, int days, bool weekdays) {
  const Words& w = words(f);
  const config::Civil now = config::civil(f.now, f.look.zone);
  const sys_days today = now.date, first = today - std::chrono::days(days - 1);
  Heat out;
  out.now = e;
  out.hour = now.hour;
  const unsigned monday_first = now.weekday.iso_encoding() - 1;
  out.row = weekdays ? monday_first : static_cast<std::size_t>(days - 1);
  const sys_days monday = today - std::chrono::days(monday_first);
  for (int i = 0; i < (weekdays ? 7 : days); ++i) {
    HeatRow row;
    const config::Date date{weekdays ? monday + std::chrono::days(i) : first + std::chrono::days(i)};
    const std::string name = weekday(date, w);
    row.labels = weekdays ? std::vector{name, name.substr(0, 3)} : day_labels(date, sys_days(date) == today, w);
    out.rows.push_back(std::move(row));
  }
  if (!weekdays)
    for (std::size_t h = static_cast<std::size_t>(now.hour) + 1; h < 24; ++h) out.rows.back().hours[h].ahead = true;
  if (e.series)
    for (const feeds::Mean& mean : e.series->hours) {
      const config::Civil at = config::civil(mean.begin, f.look.zone);
      const sys_days day = at.date;
      if (day < first || day > today) continue;
      const std::size_t row =
          weekdays ? at.weekday.iso_encoding() - 1 : static_cast<std::size_t>((day - first).count());
      HeatCell& cell = out.rows[row].hours[static_cast<std::size_t>(at.hour)];
      if (!cell.ahead) add(cell, mean);
    }
  if (!weekdays) mark_before(out, first, f.look.zone);
  count(out);
  return out;
}

std::string hour_of_day(int hour, const Words& w) {
  return (hour < 10 ? "0" : "") + std::to_string(hour) + (w.indonesian() ? ".00" : ":00");
}

}  // namespace panels
