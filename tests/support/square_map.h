// A map of squares in rows, as `anjungan map import` would make it: codes 63.10.01, 63.10.02 and so on.
#pragma once
#include "config/geo_map.h"

namespace test {

config::GeoMap squares(int columns, int rows, float side);

}  // namespace test
