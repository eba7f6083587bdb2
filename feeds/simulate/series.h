// The figures of the pretend agencies: curves and noise that depend on the seed, a name and a moment alone, so that the
// same question gives the same answer however often it is asked. Pure, any thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>
#include "config/time.h"

namespace feeds::simulate {

using config::Date;
using config::Duration;
using config::Time;
using config::Zone;

// Evenly spread in [0, 1), fixed for seed, name and bucket.
double noise(std::uint64_t seed, std::string_view name, std::int64_t bucket = 0);
// The same, flowing smoothly from one bucket of `step` to the next.
double drift(std::uint64_t seed, std::string_view name, Time at, Duration step);

// Monday to Friday, without the holidays that have a fixed date.
bool workday(Date);
// How busy a counter is, 0 (closed) to 1: on working days 8-16 and quieter until 20, Friday not during prayers;
// Saturday 8-20, Sunday 9-15.
double counter_load(Time, Zone);
// How busy an office network is, 0.06 at night to 1 in mid-morning.
double network_load(Time, Zone);

// The share of a year's budget that is spent, and that was planned to be, at the end of `day`; 0 to 1, never falling
// within a year.
double spent_share(Date day);
double planned_share(Date day);

// Moments on the grid of `step` from `now - back` to `now`, oldest first.
std::vector<Time> moments(Time now, Duration back, Duration step);
// The last `count` days up to `last`, oldest first.
std::vector<Date> days(Date last, int count);
std::vector<Date> days_of_year(Date last);  // from 1 January to `last`

using Month = std::chrono::year_month;
// The last `count` months that an agency has sent by `now`: a month's figure goes out on `send_day` (in the zone)
// `delay` months after the month's end, 0 meaning the following month.
std::vector<Month> sent_months(Time now, Zone, int count, int send_day = 5, int delay = 0);
Date last_day(Month);
std::string iso(Month);  // "2026-10"
Date today(Time now, Zone);
double round_to(double value, int decimals);

}  // namespace feeds::simulate
