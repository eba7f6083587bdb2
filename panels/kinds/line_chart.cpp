// The course of one or several series over time; missing time is a gap, never a bridge. Main thread.
#include "panels/entries.h"

namespace panels {
namespace {

struct Options {
  config::IndicatorName indicator;
  std::vector<config::IndicatorName> indicators;
  std::vector<config::RegionCode> regions;
  std::vector<std::string> items;
  config::Duration span = std::chrono::hours(24);
  bool bars = false, from_zero = false, target = true;
  std::optional<double> least, most;

  void describe(auto& field) {
    field("indicator", indicator, "The indicator whose course is drawn", {.example = "\"jaringan.latensi\""});
    field("indicators", indicators, "Several indicators of one unit, a line each, in place of `indicator`");
    field("regions", regions, "A line for each of these districts; without it, for all that have values",
          {.example = "[\"63.10.04\"]"});
    field("items", items, "A line for each of these items; without it, for all that have values");
    field("span", span, "How far back the chart goes", {.example = "\"7d\""});
    field("bars", bars, "A bar for each value, from zero, in place of a line: for periodic indicators");
    field("from_zero", from_zero, "The axis holds zero; bars always do");
    field("target", target, "Draw the indicator's target as a thin dashed line");
    field("least", least, "The axis reaches down to this value at least", {.example = "0.0"});
    field("most", most, "The axis reaches up to this value at least", {.example = "100.0"});
  }
};

}  // namespace
}  // namespace panels
