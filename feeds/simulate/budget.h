// The regency's budget and what is spent of it, for all pretend systems of finance: offices add up to the regency.
// Pure, any thread; rupiah.
#pragma once
#include "feeds/simulate/world.h"

namespace feeds::simulate {

double budget(int year);
double office_budget(const Office&, int year);
double spent_by(const World&, const Office&, Date day);  // since 1 January
double spent(const World&, Date day);

}  // namespace feeds::simulate
