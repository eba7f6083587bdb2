// The colours of the four schemes and the steps of the type unit (LOOK, "Numbers").
#include "panels/look.h"

namespace panels {
namespace {

constexpr ImU32 rgb(std::uint32_t hex) {
  return IM_COL32(hex >> 16 & 255, hex >> 8 & 255, hex & 255, 255);
}

constexpr Colours kDark{
    .field = rgb(0x11161C),
    .panel = rgb(0x1A2129),
    .line = rgb(0x2B3540),
    .strong = rgb(0xE8ECEF),
    .quiet = rgb(0x9FABB6),
    .watch = rgb(0xE69F00),
    .bad = rgb(0xD55E00),
    .bad_text = rgb(0x11161C),
    .unknown = rgb(0x8A97A3),
    .good = rgb(0x009E73),
    .series = {rgb(0x56B4E9), rgb(0xB39DDB), rgb(0x8FD3C8), rgb(0xF0E442), rgb(0xCC79A7), rgb(0xA7B4C0)},
    .classes = {rgb(0x203544), rgb(0x274860), rgb(0x2F5D7C), rgb(0x3B7296), rgb(0x6AA3C8), rgb(0x97C6E4),
                rgb(0xCDE6F7)},
    .class_text_dark = rgb(0x11161C),
    .class_text_light = rgb(0xFFFFFF)};

constexpr Colours kLight{
    .field = rgb(0xF4F5F2),
    .panel = rgb(0xFFFFFF),
    .line = rgb(0xC9CFCB),
    .strong = rgb(0x14191E),
    .quiet = rgb(0x4A545E),
    .watch = rgb(0xA87400),
    .bad = rgb(0x8F1D00),
    .bad_text = rgb(0xFFFFFF),
    .unknown = rgb(0x5E6A75),
    .good = rgb(0x00704F),
    .series = {rgb(0x1F6FA8), rgb(0x6A4FA3), rgb(0x2C7F74), rgb(0x7A6A00), rgb(0x96406F), rgb(0x5B6873)},
    .classes = {rgb(0xE6F0F7), rgb(0xC8DEEE), rgb(0xA3C8E2), rgb(0x7BAFD3), rgb(0x2F74A6), rgb(0x1E5A88),
                rgb(0x0F3F66)},
    .class_text_dark = rgb(0x14191E),
    .class_text_light = rgb(0xFFFFFF)};

constexpr Colours kContrastDark{
    .field = rgb(0x000000),
    .panel = rgb(0x000000),
    .line = rgb(0x8C8C8C),
    .strong = rgb(0xFFFFFF),
    .quiet = rgb(0xFFFFFF),
    .watch = rgb(0xFFFF00),
    .bad = rgb(0xFFFF00),
    .bad_text = rgb(0x000000),
    .unknown = rgb(0xFFFFFF),
    .good = rgb(0xFFFFFF),
    .series = {rgb(0xFFFFFF), rgb(0xFFFFFF), rgb(0xFFFFFF), rgb(0xFFFFFF), rgb(0xFFFFFF), rgb(0xFFFFFF)},
    .classes = {rgb(0x1C1C1C), rgb(0x333333), rgb(0x4A4A4A), rgb(0x636363), rgb(0x9C9C9C), rgb(0xCCCCCC),
                rgb(0xFFFFFF)},
    .class_text_dark = rgb(0x000000),
    .class_text_light = rgb(0xFFFFFF)};

constexpr Colours kContrastLight{
    .field = rgb(0xFFFFFF),
    .panel = rgb(0xFFFFFF),
    .line = rgb(0x707070),
    .strong = rgb(0x000000),
    .quiet = rgb(0x000000),
    .watch = rgb(0x000000),
    .bad = rgb(0x000000),
    .bad_text = rgb(0xFFFF00),
    .unknown = rgb(0x000000),
    .good = rgb(0x000000),
    .series = {rgb(0x000000), rgb(0x000000), rgb(0x000000), rgb(0x000000), rgb(0x000000), rgb(0x000000)},
    .classes = {rgb(0xFFFFFF), rgb(0xDDDDDD), rgb(0xBBBBBB), rgb(0x999999), rgb(0x6A6A6A), rgb(0x444444),
                rgb(0x1C1C1C)},
    .class_text_dark = rgb(0x000000),
    .class_text_light = rgb(0xFFFFFF)};

}  // namespace

float Look::em(Size size) const {
  constexpr float kUnits[] = {1.0f, 1.25f, 1.6f, 2.5f, 4.0f};
  return unit_px * kUnits[static_cast<int>(size)];
}

const Colours& colours(std::string_view scheme) {
  if (scheme == "light") return kLight;
  if (scheme == "contrast-dark") return kContrastDark;
  if (scheme == "contrast-light") return kContrastLight;
  return kDark;
}

}  // namespace panels
