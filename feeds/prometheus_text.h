// The text exposition format of Prometheus, version 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats):
// one line a sample. Histograms and summaries are read as the plain series they consist of. Any thread.
#pragma once
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "config/time.h"

namespace feeds {

struct PrometheusSample {
  std::string metric;
  std::vector<std::pair<std::string, std::string>> labels;  // by name
  double value = 0;                                         // may be NaN or infinite
  std::optional<config::Time> at;
  const std::string* label(std::string_view name) const;
  std::string identity() const;  // metric and labels, the same for the same series
};

struct PrometheusFault {
  std::size_t line = 0;  // from 1
  std::string text;      // of the line, shortened
};

struct PrometheusText {
  std::vector<PrometheusSample> samples;
  std::vector<PrometheusFault> faults;  // lines that are none of the format; at most 100 are kept
  std::size_t lines_refused = 0;
  std::set<std::string> damaged;  // metrics that such lines begin with; at most 1000 are kept
};

PrometheusText parse_prometheus(std::string_view text);
// "1", "1e3", "NaN" and "Nan" (Uptime Kuma), "+Inf", "-Inf".
std::optional<double> prometheus_number(std::string_view);

}  // namespace feeds
