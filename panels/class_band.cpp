// Colours, bounds and counts of classes.
#include "panels/class_band.h"

#include <algorithm>
#include <cmath>

namespace panels {

ImU32 class_colour(const Colours& c, int which, std::size_t classes) {
  const float place = classes < 2 ? 3.0f : 6.0f * static_cast<float>(which) / static_cast<float>(classes - 1);
  return c.classes[static_cast<std::size_t>(std::lround(place))];
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
    const ImU32 ground = class_colour(look.colours, static_cast<int>(i), classes);
    list.AddRectFilled({left, band.top}, {right, band.bottom}, ground);
    if (!b.counts.empty())
      draw_text_centred(list, t, {(left + right) / 2, (band.top + band.bottom) / 2 + t.cap() / 2},
                        label_colour(look.colours, ground), std::to_string(b.counts[i]));
    if (i == 0) continue;
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
