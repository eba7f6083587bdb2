// What config::load needs to know of the kinds of feeds and panels.
#pragma once
#include "config/center.h"

namespace viewer {

config::KindChecks kind_checks();
// What only a display can tell: panels whose text does not fit at the floor, as warnings.
void check_fit(const config::Center&, config::Complaints&);

}  // namespace viewer
