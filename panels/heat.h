// An indicator hour by hour, from its hourly means: what a heat map draws and tells. Pure: no drawing here. Any thread.
#pragma once
#include <array>

#include "panels/entries.h"

namespace panels {

struct HeatCell {
  std::optional<double> value;  // nothing: no data
  bool ahead = false;           // its hour has not begun: neither a value nor a lack of one
  bool before = false;          // before the first that is known
  State state = State::calm;
  std::uint64_t count = 0;
};
struct HeatRow {
  std::vector<std::string> labels;  // "Jumat 20 Nov", and shorter and shorter
  std::array<HeatCell, 24> hours;
};
struct Heat {
  Entry now;                  // the indicator's current value
  std::vector<HeatRow> rows;  // days, the oldest first; or Monday to Sunday
  std::size_t row = 0;        // of the current hour
  int hour = 0;
  int without_data = 0;           // hours that have passed, after the first that is known
  std::optional<Time> since;      // the first hour that is known, where it is not the first of all
  int watch = 0, bad = 0;         // hours
  std::optional<double> highest;  // of all
  std::size_t highest_row = 0, highest_hour = 0;
  std::vector<double> values() const;
};

// Of the last `days`, today included; `weekdays`: the mean of all days of each name.
Heat heat_of(const Frame&, const Entry&, int days, bool weekdays);
std::string hour_of_day(int, const Words&);  // "09.00"

}  // namespace panels
