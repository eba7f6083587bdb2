// Runs for the series of a snapshot made by hand.
#pragma once
#include "tests/support/panel_means.h"

namespace stage {

// Values ascend by moment.
inline std::vector<feeds::Run> runs_of(const std::vector<std::pair<Time, double>>& values, Duration stands) {
  std::vector<feeds::Run> out;
  for (const auto& [at, value] : values) {
    const bool goes_on = !out.empty() && out.back().value == value && at - out.back().last <= stands;
    if (!goes_on) out.push_back({at, at, value});
    out.back().last = at;
  }
  return out;
}

// From when on it was in which state, until the last; NaN: nothing came. A value a minute.
struct Since {
  Time at;
  double value;
};
inline void add_runs(feeds::Snapshot& data, const std::string& series, const std::vector<Since>& states, Time to) {
  auto& runs = edit(data, series).runs;
  for (std::size_t i = 0; i < states.size(); ++i) {
    const Time end = i + 1 < states.size() ? states[i + 1].at - std::chrono::minutes(1) : to;
    if (states[i].value == states[i].value) runs.push_back({states[i].at, end, states[i].value});
  }
}

}  // namespace stage
