// How values become classes of a choropleth. Pure, any thread.
#pragma once
#include <vector>

namespace panels {

// Bounds ascend; class 0 lies below the first, class i from bound i-1 on. One fewer than `count`, or fewer still.
std::vector<double> quantile_bounds(std::vector<double> values, int count);  // as many values in each as can be
std::vector<double> equal_bounds(double low, double high, int count);
// The same with steps and bounds that are round, the highest class not beyond need.
std::vector<double> round_bounds(double low, double high, int count);
// The target is a bound: the middle one of equal steps, or an outer one where all values lie on one side of it.
std::vector<double> target_bounds(double low, double high, double target, int count);
int class_of(double, const std::vector<double>& bounds);

}  // namespace panels
