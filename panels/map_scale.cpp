// See map_scale.h.
#include "panels/map_scale.h"
#include <cmath>
#include <numbers>
#include "panels/format.h"
#include "panels/parts.h"

namespace panels {

double px_per_km(double y, double scale) {
  // A degree of longitude is 111.195 km at the equator and shrinks with the cosine of the latitude (Web Mercator).
  constexpr double radian = std::numbers::pi / 180;
  return scale / (111.195 * std::cos(std::atan(std::sinh(y * radian))));
}

Rect draw_scale(const Frame& f, Rect room, double px_per_km, float least, float most) {
  const Look& look = f.look;
  const Type t = type(look, Size::small);
  for (const double km : {0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0}) {
    const auto wide = static_cast<float>(km * px_per_km);
    if (wide < least) continue;
    const std::string text = km < 1 ? number(km * 1000, 0, words(f)) + " m" : number(km, 0, words(f)) + " km";
    const float y = room.bottom - t.em * 0.4f, x = room.left + t.em * 0.3f, from = x + wide + t.em * 0.4f;
    const float to = from + text_width(t, text);
    if (to - room.left > most) break;
    const float thin = hairline(look) * 1.5f;
    for (const float end : {x, x + wide})
      f.paint.list.AddLine({end, y - t.em * 0.25f}, {end, y}, look.colours.quiet, thin);
    f.paint.list.AddLine({x, y}, {x + wide, y}, look.colours.quiet, thin);
    draw_text(f.paint.list, t, {from, y}, look.colours.quiet, text);
    return {room.left, y - t.cap() * 1.3f, to + t.em * 0.3f, room.bottom};
  }
  return {room.left, room.bottom, room.left, room.bottom};
}

Rect draw_north(const Frame& f, Rect room) {
  const Type t = type(f.look, Size::small);
  const std::string letter(words(f).word("N (north)"));
  const float foot = room.bottom - t.em * 0.4f, half = t.em * 0.24f, high = t.em * 0.95f;
  const float x = std::round(room.left + t.em * 0.3f + half);
  f.paint.list.AddTriangleFilled({x, foot - high}, {x + half, foot}, {x, foot - high * 0.22f}, f.look.colours.quiet);
  f.paint.list.AddTriangleFilled({x, foot - high}, {x, foot - high * 0.22f}, {x - half, foot}, f.look.colours.quiet);
  const float from = x + half + t.em * 0.25f;
  draw_text(f.paint.list, t, {from, foot}, f.look.colours.quiet, letter);
  return {room.left, foot - high, from + text_width(t, letter), room.bottom};
}

}  // namespace panels
