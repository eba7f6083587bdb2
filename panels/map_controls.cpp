// See map_controls.h.
#include "panels/map_controls.h"
#include <algorithm>
#include <cmath>
#include "panels/format.h"
#include "panels/parts.h"

namespace panels {
namespace {

constexpr float most_zoom = 64;
constexpr Duration rest = std::chrono::milliseconds(120);

float extent_x(const MapExtent& m) {
  return std::max(m.most.x - m.least.x, 1e-6f);
}
float extent_y(const MapExtent& m) {
  return std::max(m.most.y - m.least.y, 1e-6f);
}

}  // namespace

void MapLens::take(const Frame& f, const MapExtent& map, Rect room, const Input& input) {
  const MapView before = view(map, room);
  const auto keep = [&](config::GeoPoint centre) {
    east_ = std::clamp((centre.x - map.least.x) / extent_x(map), 0.0f, 1.0f);
    south_ = std::clamp((centre.y - map.least.y) / extent_y(map), 0.0f, 1.0f);
  };
  const ImVec2 middle{(room.left + room.right) / 2, (room.top + room.bottom) / 2};
  if ((input.drag.x != 0 || input.drag.y != 0) && zoom_ > 1 && room.holds(input.dragged_to.x, input.dragged_to.y)) {
    keep(before.point({middle.x - std::round(input.drag.x), middle.y - std::round(input.drag.y)}));
    moved_ = f.now;
  }
  if (input.zoom != 1 && room.holds(input.zoomed_at.x, input.zoomed_at.y)) {
    const float to = std::clamp(zoom_ * input.zoom, 1.0f, most_zoom);
    const config::GeoPoint fixed = before.point(input.zoomed_at);
    const float scale = before.scale * to / zoom_;
    keep({fixed.x + (middle.x - input.zoomed_at.x) / scale, fixed.y + (middle.y - input.zoomed_at.y) / scale});
    zoom_ = to;
    moved_ = f.now;
  }
  if (zoom_ <= 1) east_ = south_ = 0.5f;
}

void MapLens::zoom(const Frame& f, float by) {
  zoom_ = by <= 0 ? 1 : std::clamp(zoom_ * by, 1.0f, most_zoom);
  if (zoom_ <= 1) east_ = south_ = 0.5f;
  moved_ = f.now;
}

MapView MapLens::view(const MapExtent& map, Rect room) const {
  MapView out = fitted(map.least, map.most, room);
  if (zoom_ <= 1) return out;
  out.scale *= zoom_;
  out.at = {std::round((room.left + room.right) / 2 - (map.least.x + east_ * extent_x(map)) * out.scale),
            std::round((room.top + room.bottom) / 2 - (map.least.y + south_ * extent_y(map)) * out.scale)};
  return out;
}

bool MapLens::moving(const Frame& f) const {
  if (!moved_ || f.now < *moved_ || f.now - *moved_ >= rest) return false;
  if (f.again_at) f.again_at(*moved_ + rest);
  return true;
}

float ButtonRow::height(const Look& look) {
  const float line = look.em(Size::small) * 2.2f;
  return look.touch ? std::max(line, look.target_mm * look.px_per_mm) : line;
}

std::optional<std::size_t> ButtonRow::draw(const Frame& f, Rect row, const std::vector<Button>& buttons) {
  const Look& look = f.look;
  const Type t = type(look, Size::small, Weight::medium);
  std::optional<std::size_t> tapped;
  float left = row.left;
  for (std::size_t i = 0; i < buttons.size(); ++i) {
    const float wide = std::max(text_width(t, buttons[i].text) + t.em * 1.6f, row.height());
    if (left + wide > row.right) break;
    const Rect r{std::round(left), std::round(row.top), std::round(left + wide), std::round(row.bottom)};
    if (buttons[i].on) f.paint.list.AddRectFilled({r.left, r.top}, {r.right, r.bottom}, look.colours.line);
    f.paint.list.AddRect({r.left, r.top}, {r.right, r.bottom}, buttons[i].on ? look.colours.strong : look.colours.line,
                         0, 0, hairline(look));
    draw_text_centred(f.paint.list, t, {(r.left + r.right) / 2, (r.top + r.bottom) / 2 + t.cap() / 2},
                      buttons[i].on ? look.colours.strong : look.colours.quiet, buttons[i].text);
    if (f.input.tap && r.holds(f.input.tap->x, f.input.tap->y)) tapped = i;
    left += wide + look.gap() * 0.6f;
  }
  return tapped;
}

std::optional<std::string> draw_ranking(const Frame& f, Rect area, const Choropleth& of, const ChoroplethWords& text,
                                        std::string_view chosen) {
  const Look& look = f.look;
  ImDrawList& list = f.paint.list;
  const Type t = type(look, Size::text), figures = type(look, Size::text, Weight::medium);
  if (area.width() < look.unit_px * 7) return {};
  const float row = std::max(t.line() * 1.12f, look.touch ? look.px_per_mm * 9 : 0);
  const std::vector<Entry> all = ranked(of);
  auto fits = static_cast<std::size_t>(std::max(0.0f, area.height() / row));
  if (fits < all.size()) fits = static_cast<std::size_t>(std::max(0.0f, (area.height() - t.line()) / row));
  std::optional<std::string> tapped;
  float y = area.top;
  for (std::size_t i = 0; i < std::min(fits, all.size()); ++i, y += row) {
    const Entry& e = all[i];
    const Rect r{area.left, y, area.right, y + row};
    if (e.key == chosen) list.AddRectFilled({r.left, r.top}, {r.right, r.bottom}, look.colours.line);
    if (f.input.tap && r.holds(f.input.tap->x, f.input.tap->y)) tapped = e.key;
    const float middle = y + row / 2, base = middle + t.cap() / 2, side = t.em * 0.62f;
    const float mark = area.left + t.em * 0.5f;
    if (const Shape shape = shape_of(e); shape != Shape::none)
      draw_shape(list, shape, {mark, middle}, t.em * 0.7f, shape_colour(look.colours, shape));
    const float block = area.left + t.em * 1.2f;
    if (e.shown())
      list.AddRectFilled({block, middle - side / 2}, {block + side, middle + side / 2},
                         choropleth_colour(look.colours, of, *e.value));
    const std::string value = e.shown() ? text.value(e) : "–";
    const float right = area.right - t.em * 0.3f, wide = text_width(figures, value);
    const ImU32 ink = e.age == Age::fresh ? look.colours.strong : look.colours.quiet;
    draw_text_right(list, figures, {right, base}, ink, value);
    const float left = block + side + t.em * 0.6f;
    const Fitted name = fit(e.label, t, floor_em(look), right - wide - t.em - left);
    draw_text(list, name.type, {left, base}, ink, name.text);
  }
  if (fits < all.size()) draw_left_out(f, {area.left, y, area.right, area.bottom}, all.size() - fits);
  return tapped;
}

float draw_district(const Frame& f, Rect area, const Entry& e, const ChoroplethWords& text) {
  const Look& look = f.look;
  ImDrawList& list = f.paint.list;
  const Type title = type(look, Size::text, Weight::medium), t = type(look, Size::small),
             large = type(look, Size::title, Weight::bold);
  std::vector<std::string> lines;
  if (e.shown() && !text.of.change && e.indicator) lines.push_back(target_text(e, words(f)));
  lines.push_back(e.shown() ? age_text(e, f) : why_missing(e, f));
  std::erase(lines, std::string());
  float y = area.top + title.cap();
  draw_text(list, title, {area.left, y}, look.colours.quiet, fit(e.label, title, floor_em(look), area.width()).text);
  y += large.line() * 1.05f;
  draw_text(list, large, {area.left, y}, look.colours.strong, e.shown() ? text.value(e) : "–");
  for (const std::string& line : lines)
    for (const std::string& part : wrap(line, t, area.width(), 3))
      draw_text(list, t, {area.left, y += t.line()}, look.colours.quiet, part);
  return y - area.top + t.em;
}

}  // namespace panels
