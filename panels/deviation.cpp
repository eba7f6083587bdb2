// Words for what is behind or ahead of its plan.
#include "panels/deviation.h"

#include <cmath>

#include "panels/format.h"

namespace panels {
namespace {

bool is_nothing(double by, const std::string& unit, int decimals) {
  return unit != "Rp" && std::fabs(by) < 0.5 * std::pow(10.0, -decimals);
}

}  // namespace

std::string signed_difference(double by, const std::string& unit, int decimals, const Words& w) {
  const std::string size = difference(by, unit, decimals, w);
  return is_nothing(by, unit, decimals) || by == 0 ? size : (by < 0 ? "−" : "+") + size;
}

std::vector<std::string> deviation_texts(double by, const std::string& unit, int decimals, const Words& w) {
  if (is_nothing(by, unit, decimals) || by == 0)
    return {std::string(w.word("as planned")), difference(0, unit, decimals, w)};
  const std::string size = difference(by, unit, decimals, w);
  const bool behind = by < 0;
  return {w.say({behind ? "{} behind the plan" : "{} ahead of the plan", {size}}),
          w.say({behind ? "{} behind" : "{} ahead", {size}}), signed_difference(by, unit, decimals, w)};
}

}  // namespace panels
