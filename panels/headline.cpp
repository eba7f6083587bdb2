// Headlines.
#include "panels/headline.h"

#include <algorithm>

#include "panels/parts.h"

namespace panels {
namespace {

// The largest type in which one of the texts fits whole; else the shortest, as far as it fits.
Fitted fitted(const Look& look, const std::vector<std::string>& texts, float room, bool large) {
  for (const Size size : {Size::title, Size::text, Size::small}) {
    if (size == Size::title && !large) continue;
    const Type t = type(look, size, Weight::medium);
    if (text_width(t, texts.front()) <= room) return {texts.front(), t, text_width(t, texts.front()), true};
  }
  const Type t = type(look, Size::text, Weight::medium), small = type(look, Size::small, Weight::medium);
  for (const Type& one : {t, small})
    if (const std::string* text = first_that_fits(texts, one, room)) return {*text, one, text_width(one, *text), true};
  return fit(texts.back(), small, small.em, room);
}

// Whole pieces after each other, as many lines as may be.
std::vector<std::string> flow(const std::vector<std::string>& pieces, Type t, float room, int most) {
  std::vector<std::string> out;
  for (const std::string& piece : pieces) {
    const std::string longer = out.empty() ? piece : out.back() + " · " + piece;
    if (!out.empty() && text_width(t, longer) <= room) {
      out.back() = longer;
    } else if (static_cast<int>(out.size()) < most && text_width(t, piece) <= room) {
      out.push_back(piece);
    }
  }
  return out;
}

}  // namespace

float draw_headline(const Frame& f, Rect a, const Headline& h, const std::vector<std::string>& pieces, float least) {
  const Look& look = f.look;
  ImDrawList& list = f.paint.list;
  const Type small = type(look, Size::small);
  const bool plate = h.state == State::bad && !h.late, large = a.height() > look.unit_px * 9;
  const float lead = h.shape == Shape::none ? 0 : look.unit_px * 1.5f, pad = plate ? look.unit_px * 0.4f : 0;
  const Fitted text = fitted(look, h.texts, a.width() - lead - pad * 2, large);
  const float over = plate ? text.type.em * 0.3f : 0;
  float baseline = a.top + text.type.cap() + over;
  if (baseline > a.bottom || text.text.empty()) return a.bottom;
  draw_shape(list, h.shape, {a.left + look.unit_px * 0.55f, baseline - text.type.cap() / 2}, look.unit_px * 0.95f,
             shape_colour(look.colours, h.shape));
  const float left = a.left + lead + pad;
  if (plate)
    draw_plate(list, {left - pad, a.top, left + text.width + pad, baseline + over}, text.type.em, look.colours.bad);
  draw_text(list, text.type, {left, baseline},
            plate    ? look.colours.bad_text
            : h.late ? look.colours.unknown
                     : look.colours.strong,
            text.text);
  baseline += over + text.type.em * 0.24f;
  const int most = std::clamp(static_cast<int>((a.bottom - baseline - least) / small.line()), 0, 3);
  for (const std::string& line : flow(pieces, small, a.width(), most)) {
    baseline += small.line() * 1.05f;
    draw_text(list, small, {a.left, baseline - small.em * 0.22f}, look.colours.quiet, line);
  }
  return std::min(a.bottom, baseline + look.unit_px * 0.5f);
}

}  // namespace panels
