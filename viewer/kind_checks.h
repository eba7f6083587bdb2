// What config::load needs to know of the kinds of feeds and panels and of the shared pages.
#pragma once
#include "config/center.h"

namespace viewer {

config::KindChecks kind_checks();
// What only a display can tell: panels whose text does not fit at the floor, as warnings.
void check_fit(const config::Center&, config::Complaints&);
// Pictures that are not there, broken or too large, as warnings.
void check_pictures(const config::Center&, config::Complaints&);
// What the map's drawing leaves out or has too much, as warnings.
void check_map(const config::Center&, const std::filesystem::path& assets, config::Complaints&);

}  // namespace viewer
