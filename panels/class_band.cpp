// Colours, bounds and counts of classes.
#include "panels/class_band.h"

#include <algorithm>
#include <cmath>

namespace panels {
namespace {

float linear(ImU32 colour, int shift) {
  const float c = static_cast<float>(colour >> shift & 255) / 255;
  return c <= 0.04045f ? c / 12.92f : std::pow((c + 0.055f) / 1.055f, 2.4f);
}
ImU32 encoded(float c) {
  c = std::clamp(c, 0.0f, 1.0f);
  return static_cast<ImU32>(
      std::lround(255 * (c <= 0.0031308f ? c * 12.92f : 1.055f * std::pow(c, 1 / 2.4f) - 0.055f)));
}

// The relative luminance of WCAG: what contrast is computed from stays as it was.
ImU32 violet_grey(ImU32 colour) {
  constexpr float of_red = 0.2126f, of_green = 0.7152f, of_blue = 0.0722f;
  const float red = linear(colour, IM_COL32_R_SHIFT), green = linear(colour, IM_COL32_G_SHIFT),
              blue = linear(colour, IM_COL32_B_SHIFT);
  if (red == green && green == blue) return colour;
  constexpr float tint_green = 0.78f, tint_blue = 0.94f;
  const float luminance = of_red * red + of_green * green + of_blue * blue;
  const float whole = luminance / (of_red + of_green * tint_green + of_blue * tint_blue);
  const float r = std::min(whole, 1.0f), b = std::min(whole, 1.0f) * tint_blue;
  const float g = (luminance - of_red * r - of_blue * b) / of_green;
  return IM_COL32(encoded(r), encoded(g), encoded(b), 255);
}

}  // namespace

ImU32 class_colour(const Colours& c, int which, std::size_t classes, int below) {
  const float place = classes < 2 ? 3.0f : 6.0f * static_cast<float>(which) / static_cast<float>(classes - 1);
  const ImU32 colour = c.classes[static_cast<std::size_t>(std::lround(place))];
  return which < below ? violet_grey(colour) : colour;
}

float class_band_height(const Look& look) {
  return look.em(Size::small) * 1.35f;
}

void draw_class_band(const Frame& f, Rect band, const ClassBand& b) {
  const Look& look = f.look;
  ImDrawList& list = f.paint.list;
  const Type t = type(look, Size::small);
  const std::size_t classes = b.bounds.size() + 1;
  const float step = band.width() / static_cast<float>(classes);
  float free_from = band.left - t.em;
  for (std::size_t i = 0; i < classes; ++i) {
    const float left = std::round(band.left + step * static_cast<float>(i)),
                right = std::round(band.left + step * static_cast<float>(i + 1));
    const ImU32 ground = class_colour(look.colours, static_cast<int>(i), classes, b.below);
    list.AddRectFilled({left, band.top}, {right, band.bottom}, ground);
    if (!b.counts.empty())
      draw_text_centred(list, t, {(left + right) / 2, (band.top + band.bottom) / 2 + t.cap() / 2},
                        label_colour(look.colours, ground), std::to_string(b.counts[i]));
    if (i == 0) continue;
    if (static_cast<int>(i) == b.below)
      list.AddRectFilled({left - hairline(look), band.top - t.em * 0.2f}, {left + hairline(look), band.bottom},
                         look.colours.strong);
    const std::string bound = b.text(b.bounds[i - 1]);
    const float wide = text_width(t, bound), at = std::min(left - wide / 2, band.right - wide);
    if (at < free_from + t.em * 0.5f) continue;
    list.AddLine({left, band.bottom}, {left, band.bottom + t.em * 0.2f}, look.colours.quiet, hairline(look));
    draw_text(list, t, {at, band.bottom + t.cap() + t.em * 0.42f}, look.colours.quiet, bound);
    free_from = at + wide;
  }
}

std::string class_range(int which, const std::vector<double>& bounds, const std::function<std::string(double)>& text,
                        const Words& w) {
  const auto i = static_cast<std::size_t>(which);
  if (bounds.empty()) return std::string(w.word("all"));
  if (i == 0) return w.say({"below {}", {text(bounds[0])}});
  if (i == bounds.size()) return w.say({"{} and above", {text(bounds.back())}});
  return text(bounds[i - 1]) + "–" + text(bounds[i]);
}

}  // namespace panels
