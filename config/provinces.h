// The provinces by their Kemendagri code, with what follows from where they lie. Pure data, any thread.
#pragma once
#include <string_view>
#include "config/time.h"

namespace config {

struct Province {
  std::string_view code;       // Kemendagri, the first part of a regency's code: "63"
  Zone zone;                   // Keppres 41/1987
  double latitude, longitude;  // of some place in its midst, in degrees
};

// The province of a regency or district by its code, "63.10" or "63.10.04"; none: there is no such province.
const Province* province_of(std::string_view code);

}  // namespace config
