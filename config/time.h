// Moments, civil dates, zones and lengths of time. No clock is read here (see feeds/clock.h). Any thread.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace config {

using Duration = std::chrono::milliseconds;
using Time = std::chrono::sys_time<Duration>;  // UTC
using Date = std::chrono::year_month_day;      // civil, in the center's zone

// The three zones of Indonesia (Keppres 41/1987): UTC+7, +8, +9, no summer time.
enum class Zone { wib, wita, wit };
std::chrono::hours offset(Zone);
std::string_view name(Zone);  // "WIB", "WITA", "WIT"

// The wall clock of a zone at a moment.
struct Civil {
  Date date;
  int hour = 0, minute = 0, second = 0;
  std::chrono::weekday weekday;
};
Civil civil(Time, Zone);
Time midnight(Date, Zone);                              // when that day begins there
std::optional<Duration> time_of_day(std::string_view);  // "02:30", as the time since midnight

// What a periodic value covers. Its `at` is the end of the period: midnight of the next day, month, ...
enum class Period { none, day, week, month, quarter, semester, year };
Time period_end(Time inside, Period, Zone);    // end of the period that holds `inside`; none: `inside`
Time next_period_end(Time end, Period, Zone);  // end of the period that begins at `end`
// The name of the period that ends at `end`: "2026-10-05", "2026-W41" (ISO week), "2026-10", "2026-Q4", "2026-S2",
// "2026".
std::string period_name(Time end, Period, Zone);
bool is_period_name(std::string_view, Period);  // written so, and there is such a period

// "500ms", "30s", "5m", "6h", "10d", "2w", "5y" (of 365.25 days); nothing on anything else.
std::optional<Duration> parse_duration(std::string_view);
std::string to_string(Duration);                   // the same notation, largest exact unit
std::optional<Date> parse_date(std::string_view);  // 2026-11-21
std::string to_string(Date);
// RFC 3339: "2026-11-21T06:02:00Z", "...+08:00"; without a zone `assumed` is used (nothing without one).
std::optional<Time> parse_time(std::string_view, std::optional<Zone> assumed = {});
std::string to_rfc3339(Time, std::optional<Zone> = {});  // UTC without a zone; milliseconds only if not zero

}  // namespace config
