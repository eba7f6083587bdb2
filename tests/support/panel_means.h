// Means by day and by hour for the series of a snapshot made by hand.
#pragma once
#include "tests/support/panel_stage.h"

namespace stage {

inline feeds::Series& edit(feeds::Snapshot& data, const std::string& series) {
  auto copy = std::make_shared<feeds::Series>(*data.series.at(series));
  data.series[series] = copy;
  return *copy;
}

// The last is today's, in WITA; a value that is not a number: no data on that day.
inline void add_days(feeds::Snapshot& data, const std::string& series, const std::vector<double>& values,
                     std::uint64_t count = 288) {
  const std::chrono::sys_days today = config::civil(now(), config::Zone::wita).date;
  auto& days = edit(data, series).days;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const config::Date date{today - std::chrono::days(values.size() - 1 - i)};
    if (values[i] == values[i]) days.push_back({config::midnight(date, config::Zone::wita), values[i], count});
  }
}

// The last is of the hour that runs.
inline void add_hours(feeds::Snapshot& data, const std::string& series, const std::vector<double>& values) {
  const Time hour = std::chrono::floor<std::chrono::hours>(now());
  auto& hours = edit(data, series).hours;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i] == values[i]) hours.push_back({hour - std::chrono::hours(values.size() - 1 - i), values[i], 12});
}

}  // namespace stage
