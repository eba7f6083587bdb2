// What a line chart may be told, and what it refuses. Pure.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "config/fields.h"

namespace panels {

struct ChartMoment {
  std::string at;
  config::Label label;
  void describe(auto& field) {
    field("at", at, "A day or a time", {.required = true, .example = "\"2026-11-20\""});
    field("label", label, "What happened then", {.required = true, .example = "\"Loket daring dibuka\""});
  }
};

struct LineChartOptions {
  config::IndicatorName indicator, range_low, range_high;
  std::vector<config::IndicatorName> indicators;
  std::vector<config::RegionCode> regions;
  std::vector<std::string> items;
  config::Duration span = std::chrono::hours(24);
  bool bars = false, from_zero = false, target = true, states = false, events = false;
  std::optional<double> least, most;
  std::vector<ChartMoment> moments;

  void describe(auto& field) {
    field("indicator", indicator, "The indicator whose course is drawn",
          {.example = "\"jaringan.latensi\"", .sampled = true});
    field("indicators", indicators, "Several indicators of one unit, a line each, in place of `indicator`");
    field("regions", regions, "A line for each of these districts; without it, for all that have values",
          {.example = "[\"63.10.04\"]"});
    field("items", items, "A line for each of these items; without it, for all that have values");
    field("span", span, "How far back the chart goes", {.example = "\"7d\""});
    field("bars", bars, "A bar for each value, from zero, in place of a line: for periodic indicators");
    field("from_zero", from_zero, "The axis holds zero; bars always do");
    field("target", target, "Draw the indicator's target as a thin dashed line");
    field("states", states, "Shade where values of the first indicator are to be watched or bad");
    field("range_low", range_low, "Shade the range from this indicator up to `range_high`",
          {.example = "\"sungai.terendah\""});
    field("range_high", range_high, "Shade the range from `range_low` up to this indicator",
          {.example = "\"sungai.tertinggi\""});
    field("events", events, "Mark events of the districts shown, such as warnings");
    field("moments", moments, "Moments that explain the course, marked at the upper edge");
    field("least", least, "The axis reaches down to this value at least", {.example = "0.0"});
    field("most", most, "The axis reaches up to this value at least", {.example = "100.0"});
  }
};

void check_line_chart(const LineChartOptions&, const config::Place&, const config::References&, config::Complaints&);
// Nothing when it is neither a day nor a time.
std::optional<config::Time> time_of(const ChartMoment&, config::Zone);

}  // namespace panels
