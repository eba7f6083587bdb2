// Bounds between the classes of a choropleth.
#include "panels/classes.h"

#include <algorithm>
#include <cmath>

namespace panels {
namespace {

// The roundest number above `low` and not above `high`.
double roundest(double low, double high) {
  for (double power = std::pow(10.0, std::ceil(std::log10(std::max(std::fabs(low), std::fabs(high)) + 1e-12)));
       power > 1e-9; power /= 10)
    for (const double step : {power, power / 2, power / 5})
      if (const double v = std::floor(high / step + 1e-9) * step; v > low) return v;
  return high;
}

std::vector<double> steps(double from, double step, int count) {
  std::vector<double> out;
  for (int i = 1; i < count && step > 0; ++i) out.push_back(from + step * i);
  return out;
}

}  // namespace

// Equal values stay together.
std::vector<double> quantile_bounds(std::vector<double> values, int count) {
  std::sort(values.begin(), values.end());
  std::vector<double> out;
  for (int i = 1; i < count && !values.empty(); ++i) {
    const std::size_t at = values.size() * static_cast<std::size_t>(i) / static_cast<std::size_t>(count);
    if (at == 0 || values[at - 1] == values[at]) continue;
    const double bound = roundest(values[at - 1], values[at]);
    if (out.empty() || bound > out.back()) out.push_back(bound);
  }
  return out;
}

std::vector<double> equal_bounds(double low, double high, int count) {
  return steps(low, (high - low) / count, count);
}

std::vector<double> round_bounds(double low, double high, int count) {
  if (!(high > low)) return {};
  double power = std::pow(10.0, std::floor(std::log10((high - low) / count)));
  for (;; power *= 10)
    for (const double each : {1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0}) {
      const double step = each * power, from = std::floor(low / step + 1e-9) * step;
      if (from + step * count >= high - step * 1e-9) return steps(from, step, count);
    }
}

std::vector<double> target_bounds(double low, double high, double target, int count) {
  const auto between = steps(low, (high - low) / (count - 1), count - 1);
  if (high < target || low >= target) {
    std::vector<double> out = between;
    out.insert(high < target ? out.end() : out.begin(), target);
    return out;
  }
  const int below = count / 2;
  const double step = std::max((target - low) / below, (high - target) / (count - below));
  return steps(target - step * below, step, count);
}

int class_of(double v, const std::vector<double>& bounds) {
  return static_cast<int>(std::upper_bound(bounds.begin(), bounds.end(), v) - bounds.begin());
}

}  // namespace panels
