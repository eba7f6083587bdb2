// The card of a panel: ground, heading and the age of its oldest value. Main thread.
#include <algorithm>

#include "panels/draw.h"
#include "panels/entries.h"

namespace panels {
namespace {

struct Mark {
  std::vector<std::string> texts;  // the same said shorter and shorter
  bool hatched = false;
  float lead = 0;  // width of the hatch before it
};

Mark mark_of(const Frame& f, const Panel& panel, Type small) {
  Mark out;
  if (panel.tells_age()) return out;
  const Ages ages = ages_of(f, panel.sources());
  out.texts = ages_texts(ages, f);
  if (ages.turns) wake(f, *ages.turns);
  wake(f, ages.oldest);
  out.hatched = ages.late + ages.missing > 0;
  out.lead = out.hatched ? small.em * 1.1f : 0;
  return out;
}

void draw_mark(const Frame& f, const Mark& mark, Type small, ImVec2 right_end, float room) {
  ImDrawList& list = f.paint.list;
  const float lead = mark.lead;
  const std::string* whole = first_that_fits(mark.texts, small, room - lead);
  const Fitted fitted = fit(whole ? *whole : mark.texts.back(), small, floor_em(f.look), room - lead);
  if (fitted.text.empty()) return;
  draw_text_right(list, fitted.type, right_end, f.look.colours.quiet, fitted.text);
  if (mark.hatched)
    draw_shape(list, Shape::hatch, {right_end.x - fitted.width - lead + small.em * 0.4f, right_end.y - small.cap() / 2},
               small.em * 0.7f, f.look.colours.unknown);
}

void draw_ground(const Frame& f) {
  const Colours& c = f.look.colours;
  const Rect& a = f.area;
  f.paint.list.AddRectFilled({a.left, a.top}, {a.right, a.bottom}, c.panel);
  if (contrast(c.panel, c.field) >= 1.1f) return;
  const float t = hairline(f.look);
  f.paint.list.AddRect({a.left, a.top}, {a.right, a.bottom}, c.line, 0, 0, t);
}

}  // namespace

Rect draw_card(const Frame& f, const Panel& panel) {
  ImDrawList& list = f.paint.list;
  const Look& look = f.look;
  draw_ground(f);
  const float pad = look.unit_px * 0.7f;
  Rect inside = f.area.inset(pad);
  if (inside.width() < look.unit_px || inside.height() < look.unit_px) return inside;

  const Type small = type(look, Size::small), heading = type(look, Size::text, Weight::medium);
  const Mark mark = mark_of(f, panel, small);
  const std::string title = panel.title(look);
  const float space = look.unit_px;
  const float left_over = inside.width() - text_width({heading.font, floor_em(look)}, title) - space - mark.lead;
  const std::string* side = first_that_fits(mark.texts, small, left_over);
  const float taken = side ? text_width(small, *side) + mark.lead : 0;
  float top = inside.top;
  if (!title.empty()) {
    const Fitted one = fit(title, heading, floor_em(look), inside.width() - (side ? taken + space : 0));
    float baseline = top + heading.cap();
    const bool two = !one.whole && inside.height() > look.unit_px * 7;
    if (two) {
      const Type lesser{heading.font, floor_em(look)};
      for (const std::string& line : wrap(title, lesser, inside.width(), 2)) {
        draw_text(list, lesser, {inside.left, baseline}, look.colours.quiet, line);
        baseline += lesser.line();
      }
      baseline -= lesser.line();
    } else {
      draw_text(list, one.type, {inside.left, baseline}, look.colours.quiet, one.text);
    }
    if (side) draw_mark(f, mark, small, {inside.right, baseline}, taken + 1);
    top = baseline + look.unit_px * 0.85f;
  } else if (side) {
    draw_mark(f, mark, small, {inside.right, top + small.cap()}, inside.width());
    top += small.cap() + look.unit_px * 0.6f;
  }
  if (!mark.texts.empty() && !side && inside.bottom - top > small.line() * 2) {
    draw_mark(f, mark, small, {inside.right, inside.bottom - small.em * 0.1f}, inside.width());
    inside.bottom -= small.line();
  }
  inside.top = std::min(top, inside.bottom);
  return inside;
}

}  // namespace panels
