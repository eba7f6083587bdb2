// How much of the time a service was up, day by day, from the daily means of an indicator that says so. Pure: no
// drawing here. Any thread.
#pragma once
#include "panels/entries.h"

namespace panels {

struct UpDay {
  config::Date date;
  std::optional<double> share;  // up, 0 to 1; nothing: no data
};
struct Uptime {
  std::vector<UpDay> days;            // oldest first; the last is today
  std::optional<double> percent;      // of all checks in these days
  int without_data = 0;               // days, after the first that is known
  std::optional<config::Date> since;  // the first that is known, where it is not the first of all
};

// 1 is up and 0 is down; of an indicator in percent 100 and 0.
double up_share(const Indicator*, double value);
Uptime uptime_of(const Frame&, const Entry&, int days);
// "99,95%": never more than it is.
std::string uptime_text(double percent, const Words&);
// "14 Nov 12%, 15 Nov 100%": how much of a day it was down, the newest first, at most so many; empty without any.
std::string outages_text(const Uptime&, std::size_t most, const Words&);

// Bars that say the same in little room: 90, 60, 30, 14 or 7 days, none where not even these fit.
int bars_that_fit(int days, float width, float least_pitch);
// The last `count` days as bars from left to right. What is down hangs from the top, coloured where it is more than
// `allowed` (a share) of the day; days without data are hatched, those before
// the first known one are a thin line.
void draw_uptime(const Frame&, Rect, const Uptime&, int count, double allowed);

}  // namespace panels
