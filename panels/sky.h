// The sky as BMKG words it, and drawn: simple shapes of our own. Main thread for drawing.
#pragma once
#include <string_view>

#include "panels/look.h"
#include "panels/paint.h"

namespace panels {

// Ascending by what a person needs to know.
enum class Sky { unknown, clear, partly, cloudy, fog, rain, heavy_rain, storm };
// By the words of BMKG's forecasts, in Indonesian or English: "Cerah Berawan", "Hujan Petir", "Light Rain".
Sky sky_of(std::string_view words);
inline bool is_wet(Sky s) {
  return s >= Sky::rain;
}
// Inside a square of side `size` around `centre`; nothing for an unknown sky. A clear night has a moon.
void draw_sky(ImDrawList&, const Colours&, Sky, bool night, ImVec2 centre, float size);

}  // namespace panels
