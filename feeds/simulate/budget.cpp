// The pretend budget: see budget.h.
#include "feeds/simulate/budget.h"
#include <cmath>

namespace feeds::simulate {

double budget(int year) {
  return std::round(kBudget2026 * std::pow(1.06, year - 2026) / 1e6) * 1e6;
}
double office_budget(const Office& office, int year) {
  return std::round(budget(year) * office.budget_share / 1e3) * 1e3;
}

// Faster offices have spent more at the same date; everyone ends at or below the plan's last share.
static double office_share(const World& world, const Office& office, Date day) {
  return std::pow(spent_share(day), world.trait("pace", office.name, 0.86, 1.30));
}

double spent_by(const World& world, const Office& office, Date day) {
  return std::round(office_budget(office, static_cast<int>(day.year())) * office_share(world, office, day));
}

double spent(const World& world, Date day) {
  double sum = 0;
  for (const Office& office : offices()) sum += spent_by(world, office, day);
  return sum;
}

}  // namespace feeds::simulate
