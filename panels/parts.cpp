// Pieces that several kinds draw alike.
#include "panels/parts.h"

#include <algorithm>

namespace panels {
namespace {

constexpr float kUnit = 0.45f;  // of the number's size
constexpr float kSpace = 0.16f;

Type unit_type(const Look& look, Type t) {
  return {look.regular, std::max(std::min(t.em, floor_em(look)), t.em * kUnit)};
}

}  // namespace

Shape shape_of(const Entry& e) {
  if (e.state == State::bad) return Shape::diamond;
  if (e.state == State::watch) return Shape::triangle;
  return e.age == Age::fresh ? Shape::none : Shape::hatch;
}

ImU32 shape_colour(const Colours& c, Shape s) {
  switch (s) {
    case Shape::none:
    case Shape::hatch:
      return c.unknown;
    case Shape::circle:
      return c.good;
    case Shape::triangle:
      return c.watch;
    case Shape::diamond:
      return c.bad;
  }
  return c.unknown;
}

void draw_empty(const Frame& f, Rect area, std::string_view why) {
  const Look& look = f.look;
  const Type t = type(look, Size::small);
  const float mark = t.em * 0.8f, lead = mark + t.em * 0.5f;
  const int most = static_cast<int>((area.height() - t.cap()) / t.line()) + 1;
  if (area.height() < t.cap() * 1.4f || area.width() < lead + t.em) return;
  const auto lines = wrap(why, t, area.width() - lead, std::clamp(most, 1, 4));
  if (lines.empty()) return;
  float y = area.top + t.cap() * 1.2f;
  draw_shape(f.paint.list, Shape::hatch, {area.left + mark / 2, y - t.cap() / 2}, mark, look.colours.unknown);
  for (const std::string& line : lines) {
    draw_text(f.paint.list, t, {area.left + lead, y}, look.colours.quiet, line);
    y += t.line();
  }
}

void draw_left_out(const Frame& f, Rect a, std::size_t rows, int columns) {
  const Words& w = words(f);
  const Type t = type(f.look, Size::small);
  std::string text;
  if (rows > 0) text = w.say({"+{} more", {std::to_string(rows)}});
  if (columns > 0) text += (text.empty() ? "" : " · ") + w.say({"{} columns do not fit", {std::to_string(columns)}});
  const float y = a.top + t.cap() + t.em * 0.25f;
  if (text.empty() || y + t.em * 0.25f > a.bottom) return;
  const Fitted said = fit(text, t, floor_em(f.look), a.width());
  draw_text(f.paint.list, said.type, {a.left, y}, f.look.colours.quiet, said.text);
}

float figure_width(const Look& look, Type t, std::string_view before, std::string_view number, std::string_view after) {
  const Type small = unit_type(look, t);
  float width = text_width(t, number);
  if (!before.empty()) width += text_width(small, before) + t.em * kSpace;
  if (!after.empty()) width += text_width(small, after) + t.em * (after == "%" ? kSpace / 3 : kSpace);
  return width;
}

void draw_figure(const Frame& f, const FigureStyle& style, ImVec2 at, std::string_view before, std::string_view number,
                 std::string_view after) {
  ImDrawList& list = f.paint.list;
  const Type t = style.type, small = unit_type(f.look, t);
  float x = at.x;
  if (!before.empty()) {
    draw_text(list, small, {x, at.y}, style.unit, before);
    x += text_width(small, before) + t.em * kSpace;
  }
  draw_text(list, t, {x, at.y}, style.number, number);
  x += text_width(t, number) + t.em * (after == "%" ? kSpace / 3 : kSpace);
  if (!after.empty()) draw_text(list, small, {x, at.y}, style.unit, after);
}

}  // namespace panels
