// See provinces.h.
#include "config/provinces.h"
#include <algorithm>
#include <array>

namespace config {
namespace {

constexpr auto wib = Zone::wib, wita = Zone::wita, wit = Zone::wit;
constexpr std::array<Province, 38> kProvinces = {{
    {"11", wib, 4.2, 96.8},    {"12", wib, 2.2, 99.0},    {"13", wib, -0.9, 100.5},  {"14", wib, 0.5, 101.8},
    {"15", wib, -1.7, 102.8},  {"16", wib, -3.2, 104.2},  {"17", wib, -3.5, 102.3},  {"18", wib, -4.9, 105.0},
    {"19", wib, -2.6, 106.5},  {"21", wib, 1.0, 104.3},   {"31", wib, -6.2, 106.8},  {"32", wib, -6.9, 107.6},
    {"33", wib, -7.2, 110.2},  {"34", wib, -7.9, 110.4},  {"35", wib, -7.7, 112.7},  {"36", wib, -6.4, 106.1},
    {"51", wita, -8.4, 115.1}, {"52", wita, -8.6, 117.4}, {"53", wita, -9.3, 121.5}, {"61", wib, -0.2, 111.1},
    {"62", wib, -1.7, 113.4},  {"63", wita, -3.1, 115.4}, {"64", wita, 0.5, 116.4},  {"65", wita, 3.1, 116.4},
    {"71", wita, 0.8, 124.3},  {"72", wita, -1.2, 121.0}, {"73", wita, -3.7, 120.0}, {"74", wita, -4.1, 122.2},
    {"75", wita, 0.7, 122.4},  {"76", wita, -2.5, 119.3}, {"81", wit, -3.7, 129.5},  {"82", wit, 0.8, 127.8},
    {"91", wit, -2.6, 139.5},  {"92", wit, -2.5, 133.5},  {"93", wit, -7.3, 139.5},  {"94", wit, -3.7, 136.3},
    {"95", wit, -4.1, 139.3},  {"96", wit, -1.0, 132.0},
}};

}  // namespace

const Province* province_of(std::string_view code) {
  const std::string_view first = code.substr(0, code.find('.'));
  const auto found =
      std::find_if(kProvinces.begin(), kProvinces.end(), [&](const Province& p) { return p.code == first; });
  return found == kProvinces.end() ? nullptr : &*found;
}

}  // namespace config
