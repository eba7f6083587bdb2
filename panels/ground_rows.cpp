// Rows on bars.
#include "panels/ground_rows.h"

#include <algorithm>
#include <cmath>

#include "panels/parts.h"

namespace panels {
namespace {

struct Plan {
  Type type;
  float pitch = 0, left = 0, right = 0, mark = 0;
  std::size_t count = 0;
};

Plan plan(const Frame& f, Rect a, const std::vector<GroundRow>& rows, bool& foot) {
  const float unit = f.look.unit_px, least = unit * kGroundRow;
  const auto fitting = [&](float height) { return static_cast<std::size_t>(std::max(0.0f, height / least + 0.01f)); };
  Plan out;
  const std::size_t all = rows.size();
  foot = foot || fitting(a.height()) < all;
  const float room = a.height() - (foot ? type(f.look, Size::small).line() : 0);
  out.count = std::min(all, fitting(room));
  out.pitch = std::clamp(room / std::max(1.0f, static_cast<float>(out.count)), least, unit * 2.4f);
  out.type = type(f.look, out.pitch >= unit * 1.75f ? Size::text : Size::small);
  for (const GroundRow& row : rows)
    if (row.shape != Shape::none) out.mark = unit * 1.15f;
  out.left = a.left + out.mark;
  out.right = a.right;
  return out;
}

void draw_bar(const Frame& f, const GroundRow& row, const Plan& p, float top) {
  const Look& look = f.look;
  ImDrawList& list = f.paint.list;
  const float wide = p.right - p.left, bottom = std::round(top + p.pitch * 0.9f);
  const float end = p.left + wide * std::clamp(row.share, 0.0f, 1.0f),
              from = std::min(end, p.left + wide * std::clamp(row.from, 0.0f, 1.0f));
  const ImU32 weak = row.late ? look.colours.line : look.colours.classes[1];
  if (from > p.left) list.AddRectFilled({p.left, std::round(top)}, {from, bottom}, weak);
  if (end > from)
    list.AddRectFilled({from, std::round(top)}, {end, bottom}, row.late ? look.colours.line : look.colours.classes[2]);
}

void draw_words(const Frame& f, const GroundRow& row, const Plan& p, float top) {
  const Look& look = f.look;
  ImDrawList& list = f.paint.list;
  const float pad = look.unit_px * 0.35f, middle = top + p.pitch * 0.45f, baseline = middle + p.type.cap() / 2;
  draw_shape(list, row.shape, {p.left - p.mark + look.unit_px * 0.45f, middle}, look.unit_px * 0.78f,
             shape_colour(look.colours, row.shape));
  const Type strong{look.medium, p.type.em};
  float right = p.right - pad;
  const float titled = std::min(text_width(p.type, row.title), (p.right - p.left) * 0.4f);
  if (const std::string* value = first_that_fits(row.values, strong, right - p.left - titled - pad * 3)) {
    const float width = tabular_width(strong, *value);
    const ImVec2 at{right - width, baseline};
    if (row.plate) draw_plate(list, {at.x - pad, top, p.right, top + p.pitch * 0.9f}, p.type.em, look.colours.bad);
    draw_tabular(list, strong, at,
                 row.plate  ? look.colours.bad_text
                 : row.late ? look.colours.unknown
                            : look.colours.strong,
                 *value);
    right = at.x - pad * 2;
  }
  const Fitted title = fit(row.title, p.type, floor_em(look), right - p.left - pad);
  draw_text(list, title.type, {p.left + pad, baseline}, row.late ? look.colours.unknown : look.colours.strong,
            title.text);
}

}  // namespace

void draw_ground_rows(const Frame& f, Rect a, const std::vector<GroundRow>& rows, const std::string& foot,
                      int left_out) {
  const Look& look = f.look;
  const Words& w = words(f);
  bool footed = !foot.empty() || left_out > 0;
  const Plan p = plan(f, a, rows, footed);
  if (p.count == 0 || p.right - p.left < look.unit_px * 3) return draw_empty(f, a, w.word("too small to be drawn"));
  for (std::size_t i = 0; i < p.count; ++i) {
    const float top = a.top + p.pitch * static_cast<float>(i);
    draw_bar(f, rows[i], p, top);
    draw_words(f, rows[i], p, top);
  }
  if (!footed) return;
  const int more = static_cast<int>(rows.size() - p.count) + left_out;
  std::string text = more > 0 ? w.say({"+{} more", {std::to_string(more)}}) : std::string();
  if (!foot.empty()) text += (text.empty() ? "" : " · ") + foot;
  const Type small = type(look, Size::small);
  const float baseline = a.top + p.pitch * static_cast<float>(p.count) + small.cap() + small.em * 0.2f;
  if (text.empty() || baseline + small.em * 0.2f > a.bottom + 1) return;
  const Fitted fitted = fit(text, small, floor_em(look), p.right - p.left);
  draw_text(f.paint.list, fitted.type, {p.left, baseline}, look.colours.quiet, fitted.text);
}

}  // namespace panels
