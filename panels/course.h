// A course over a calendar period: its value at any moment, a plan from numbers, months on the axis. Main thread.
#pragma once
#include "panels/chart.h"

namespace panels {

// The value at that moment, on the straight line between its neighbours where these belong together; nothing outside.
std::optional<double> value_at(const feeds::Series&, Time);

// The plan's points from `from` to `to`; beyond its last one, or without it, the ends of as many even parts of the
// period as there are `numbers` (twelve of a calendar year: its months), from zero on.
feeds::Series planned_course(const feeds::Series* plan, const std::vector<double>& numbers, Time from, Time to,
                             config::Zone);

struct MonthSlot {
  Time begin, end;  // inside the period
  std::string label;
};
std::vector<MonthSlot> month_slots(Time from, Time to, config::Zone, const Words&);
// The names of the months below `bottom`, in the middle of each, as many as fit inside `room`; the running one strong.
void draw_months(const Frame&, const TimeScale&, float bottom, Rect room);

}  // namespace panels
