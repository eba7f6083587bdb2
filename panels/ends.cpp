// Labels at the right ends of lines.
#include "panels/ends.h"

#include <algorithm>
#include <array>

#include "panels/chart.h"

namespace panels {
namespace {

constexpr float kLead = 0.9f;  // room for the key or the shape, in ems

Type name_type(const Look& look) {
  return type(look, Size::small);
}
Type value_type(const Look& look, bool alone) {
  return type(look, alone ? Size::text : Size::small, Weight::medium);
}

float longest_word(Type t, std::string_view text) {
  float out = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    out = std::max(out, text_width(t, text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

void draw_key(const Frame& f, const EndLabel& e, ImVec2 at, float em) {
  if (e.shape != Shape::none)
    return draw_shape(f.paint.list, e.shape, {at.x + em * 0.36f, at.y}, em * 0.66f, e.shape_colour);
  if (e.name.empty()) return;
  const std::array<ImVec2, 2> key{{{at.x, at.y}, {at.x + em * 0.65f, at.y}}};
  draw_line(f.paint.list, key, e.line_colour, std::max(1.6f, f.look.unit_px * 0.09f), 0);
}

void draw_one(const Frame& f, const EndLabel& e, const EndLayout& layout, Rect column, float centre) {
  const Look& look = f.look;
  ImDrawList& list = f.paint.list;
  const Type t = name_type(look), strong = value_type(look, e.name.empty());
  const float left = column.left + strong.em * kLead, room = column.right - left, y = centre + strong.cap() / 2;
  const Fitted value = fit(e.value, strong, floor_em(look), room);
  if (e.name.empty()) {
    draw_key(f, e, {column.left, centre}, strong.em);
    return draw_text(list, value.type, {left, y}, e.value_colour, value.text);
  }
  if (layout.name_rows == 0) {
    draw_key(f, e, {column.left, centre}, t.em);
    const Fitted name = fit(e.name, t, floor_em(look), room - value.width - t.em * 0.4f);
    draw_text(list, name.type, {left, y}, look.colours.quiet, name.text);
    return draw_text(list, value.type, {column.right - value.width, y}, e.value_colour, value.text);
  }
  const auto name = wrap(e.name, t, room, layout.name_rows);
  float row = y - t.line() * static_cast<float>(name.size()) / 2;
  draw_key(f, e, {column.left, row - t.cap() / 2}, t.em);
  for (const std::string& line : name) {
    draw_text(list, t, {left, row}, look.colours.quiet, line);
    row += t.line();
  }
  draw_text(list, value.type, {left, row}, e.value_colour, value.text);
}

}  // namespace

EndLayout end_layout(const Look& look, const std::vector<EndLabel>& all, float chart_width, float chart_height) {
  const Type t = name_type(look);
  float beside = 0, above = 0, wrapped = 0;
  for (const EndLabel& e : all) {
    const Type strong = value_type(look, e.name.empty());
    const float value = text_width(strong, e.value) + strong.em * kLead, name = text_width(t, e.name);
    beside = std::max(beside, value + (e.name.empty() ? 0 : name + t.em * 0.4f));
    above = std::max({above, value, name + t.em * kLead});
    // A name on two rows is as wide as its longest word, or as half of it.
    wrapped = std::max({wrapped, value, std::max(longest_word(t, e.name), name * 0.6f) + t.em * kLead});
  }
  const auto rows_fit = [&](int each) { return static_cast<float>(all.size()) * each * t.line() <= chart_height; };
  if (all.size() < 2 || beside <= chart_width * 0.3f) return {std::min(beside + 1, chart_width * 0.4f), 0};
  if (above <= chart_width * 0.4f && rows_fit(2)) return {above + 1, 1};
  if (wrapped <= chart_width * 0.4f && rows_fit(3)) return {wrapped + 1, 2};
  if (above <= chart_width * 0.52f && rows_fit(2)) return {above + 1, 1};
  return {std::min(beside, chart_width * 0.45f), 0};
}

void draw_ends(const Frame& f, std::vector<EndLabel> all, const EndLayout& layout, Rect column) {
  if (all.empty()) return;
  const Type t = value_type(f.look, all.front().name.empty());
  const float each = t.line() * (layout.name_rows == 0 ? 1.0f : static_cast<float>(layout.name_rows) + 1.1f);
  const float top = column.top - t.cap() / 2, bottom = column.bottom + t.cap() / 2;
  while (!all.empty() && static_cast<float>(all.size()) * each > bottom - top) all.pop_back();
  std::vector<float> centres;
  for (const EndLabel& e : all) centres.push_back(std::clamp(e.y, column.top, column.bottom));
  spread(centres, each, top, bottom);
  for (std::size_t i = 0; i < all.size(); ++i) draw_one(f, all[i], layout, column, centres[i]);
}

}  // namespace panels
