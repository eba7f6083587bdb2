// Drawing wholes and their parts.
#include <algorithm>
#include <cmath>

#include "panels/format.h"
#include "panels/parts.h"
#include "panels/stack.h"

namespace panels {
namespace {

struct Plan {
  Type type;
  float top = 0, pitch = 0, left = 0, right = 0, mark = 0;
  std::size_t count = 0;
  double most = 1;
};

// The pattern of a part over its colour, so that neighbours differ without it.
void draw_part(const Frame& f, Rect r, std::size_t part, bool late) {
  const Look& look = f.look;
  ImDrawList& list = f.paint.list;
  if (r.width() < 0.5f) return;
  const ImU32 colour = late ? look.colours.line : look.colours.series[part % look.colours.series.size()];
  list.AddRectFilled({r.left, r.top}, {r.right, r.bottom}, colour);
  const ImU32 ink = faded(late ? look.colours.unknown : look.colours.panel, colour, 0.55f);
  const float thin = hairline(look);
  if (late || part % 3 == 1) draw_hatch(list, r, look.unit_px * (late ? 0.3f : 0.42f), thin, ink);
  if (part % 3 != 2 || late) return;
  for (float y = r.top + look.unit_px * 0.2f; y < r.bottom; y += look.unit_px * 0.4f)
    list.AddLine({r.left, std::round(y) + 0.5f}, {r.right, std::round(y) + 0.5f}, ink, thin);
}

std::string share_of(const StackRow& r, double v, const Words& w) {
  return r.total > 0 && r.missing == 0 ? percent(v / r.total * 100, 0, w) : std::string("–");
}
std::string total_text(const Frame& f, const Stack& s, const StackRow& r) {
  const std::string text = quantity(r.total, s.indicator->unit, s.indicator->decimals, words(f));
  return r.missing > 0 ? words(f).say({"{}, incomplete", {text}}) : text;
}

// A part's name or its share inside it, on a ground of its own colour so that the pattern does not run through.
void draw_inside(const Frame& f, Rect r, std::size_t part, const std::vector<std::string>& texts) {
  const Look& look = f.look;
  const Type small = type(look, Size::small);
  const float pad = look.unit_px * 0.3f;
  const std::string* text = first_that_fits(texts, small, r.width() - pad * 2);
  if (!text || r.height() < small.em * 1.1f) return;
  const ImU32 ground = look.colours.series[part % look.colours.series.size()];
  const ImVec2 at{r.left + pad, (r.top + r.bottom + small.cap()) / 2};
  const Rect box = text_box(small, at, text_width(small, *text));
  f.paint.list.AddRectFilled({box.left - pad * 0.5f, std::max(r.top, box.top - 1)},
                             {box.right + pad * 0.5f, std::min(r.bottom, box.bottom + 1)}, ground);
  draw_text(f.paint.list, small, at, label_colour(look.colours, ground), *text);
}

void draw_bar(const Frame& f, Rect r, const StackRow& row, double most, const std::vector<std::string>& names) {
  double before = 0;
  const auto x = [&](double v) { return std::round(r.left + r.width() * static_cast<float>(v / most)); };
  const float between = std::max(1.0f, f.look.unit_px * 0.08f);
  for (std::size_t i = 0; i < row.values.size(); ++i) {
    if (!row.values[i] || *row.values[i] <= 0) continue;
    const float left = x(before), right = x(before + *row.values[i]);
    const Rect part{left, r.top, std::max(left + 1, right - between), r.bottom};
    draw_part(f, part, i, row.late);
    const std::string share = share_of(row, *row.values[i], words(f));
    std::vector<std::string> texts;
    if (!names.empty()) texts = {names[i] + " " + share, names[i]};
    if (share != "–") texts.push_back(share);
    if (!row.late) draw_inside(f, part, i, texts);
    before += *row.values[i];
  }
}

// Which pattern is which, in as many lines as they need, at most three and one in a small place; returns their bottom.
float draw_legend(const Frame& f, Rect a, const Stack& s) {
  const Look& look = f.look;
  const Type small = type(look, Size::small);
  const float key = small.em * 1.1f, pad = small.em * 0.35f, line = small.line() * 1.1f;
  const float last = a.height() < look.unit_px * 9 ? a.top : a.top + line * 2;
  float x = a.left, y = a.top;
  for (std::size_t i = 0; i < s.parts.size(); ++i) {
    const std::string more = words(f).say({"+{} more", {std::to_string(s.parts.size() - i)}});
    const float wanted = key + pad + text_width(small, s.parts[i]);
    if (x > a.left && x + wanted > a.right && y < last) {
      x = a.left;
      y += line;
    }
    const bool reserve = y >= last && i + 1 < s.parts.size();  // what may be left out after it is counted
    const float room = a.right - x - (reserve ? small.em + text_width(small, more) : 0);
    if (x > a.left && wanted > room) {
      draw_text(f.paint.list, small, {x, y + small.cap() * 1.1f}, look.colours.quiet, more);
      break;
    }
    const Fitted name = fit(s.parts[i], small, floor_em(look), room - key - pad);
    const float baseline = y + small.cap() * 1.1f;
    draw_part(f, {x, baseline - small.cap(), x + key, baseline}, i, false);
    draw_text(f.paint.list, name.type, {x + key + pad, baseline}, look.colours.quiet, name.text);
    x += key + pad + name.width + small.em;
  }
  return y + line;
}

// One whole: a high bar, and below it a line for each part.
void draw_one(const Frame& f, Rect a, const Stack& s) {
  const Look& look = f.look;
  const Words& w = words(f);
  ImDrawList& list = f.paint.list;
  const StackRow& row = s.rows.front();
  const float unit = look.unit_px, high = std::clamp(a.height() * 0.2f, unit * 1.4f, unit * 3.5f);
  draw_bar(f, {a.left, a.top, a.right, a.top + high}, row, row.total > 0 ? row.total : 1, {});
  const float top = a.top + high + unit * 0.4f, least = unit * 1.2f;
  const std::size_t lines = row.values.size() + 1;
  const std::size_t fitting = static_cast<std::size_t>(std::max(0.0f, (a.bottom - top) / least + 0.01f));
  if (fitting == 0) return;
  const std::size_t count = std::min(lines, fitting);
  const float pitch = std::min((a.bottom - top) / static_cast<float>(count), unit * 3.2f);
  const Type t = type(look, pitch > unit * 2.8f ? Size::title : pitch > unit * 1.8f ? Size::text : Size::small);
  const auto put = [&](std::size_t line, const std::string& name, const std::vector<std::string>& values,
                       ImU32 colour) {
    const float baseline = top + pitch * (static_cast<float>(line) + 0.5f) + t.cap() / 2, left = a.left + t.em * 1.5f;
    const Type strong{look.medium, t.em};
    const float named = std::min(text_width(t, name), (a.right - left) * 0.6f);
    const std::string* value = first_that_fits(values, strong, a.right - left - named - unit);
    const float taken = value ? text_width(strong, *value) + unit : 0;
    if (value)
      draw_text_right(list, strong, {a.right, baseline}, row.late ? look.colours.unknown : look.colours.strong, *value);
    const Fitted said = fit(name, t, floor_em(look), a.right - taken - left);
    draw_text(list, said.type, {left, baseline}, colour, said.text);
  };
  const bool all = count == lines;
  if (all) put(0, std::string(w.word("in all")), {total_text(f, s, row)}, look.colours.quiet);
  const std::size_t first = all ? 1 : 0;
  for (std::size_t i = 0; i + first < count; ++i) {
    if (!all && i + 1 == count) {
      put(i, w.say({"+{} more", {std::to_string(row.values.size() - i)}}),
          {w.say({"in all {}", {total_text(f, s, row)}}), total_text(f, s, row)}, look.colours.quiet);
      return;
    }
    const float middle = top + pitch * (static_cast<float>(i + first) + 0.5f);
    draw_part(f, {a.left, middle - t.cap() / 2, a.left + t.em * 1.1f, middle + t.cap() / 2}, i, row.late);
    std::vector<std::string> values{std::string(w.word("no data"))};
    if (row.values[i]) {
      const std::string share = share_of(row, *row.values[i], w);
      values = {quantity(*row.values[i], s.indicator->unit, s.indicator->decimals, w)};
      if (share != "–" && s.indicator->unit != "%") values = {values[0] + " · " + share, share};
    }
    put(i + first, s.parts[i], values, look.colours.strong);
  }
}

Plan plan(const Frame& f, Rect a, const Stack& s, float& foot) {
  const Look& look = f.look;
  const Type small = type(look, Size::small);
  const float unit = look.unit_px, least = unit * 1.25f;
  const auto fitting = [&](float h) { return static_cast<std::size_t>(std::max(0.0f, h / least + 0.01f)); };
  Plan p;
  foot = s.left_out > 0 || fitting(a.height()) < s.rows.size() ? small.line() : 0;
  p.top = a.top;
  p.count = std::min(s.rows.size(), fitting(a.height() - foot));
  p.pitch = std::clamp((a.height() - foot) / std::max(1.0f, static_cast<float>(p.count)), least, unit * 3.6f);
  p.type = type(look, p.pitch > unit * 2.2f ? Size::text : Size::small);
  float label = 0, values = 0;
  p.most = 0;
  for (std::size_t i = 0; i < p.count; ++i) {
    const StackRow& r = s.rows[i];
    label = std::max(label, text_width(p.type, r.label));
    if (r.late || !r.why.empty() || r.missing > 0) p.mark = p.type.em * 1.05f;
    if (!r.why.empty()) continue;
    values = std::max(values, tabular_width({look.medium, p.type.em}, total_text(f, s, r)));
    p.most = std::max(p.most, r.total);
  }
  if (p.most <= 0) p.most = 1;
  p.left = a.left + p.mark + std::min(label, a.width() * 0.36f) + look.gap() * 1.2f;
  p.right = a.right - std::min(values, a.width() * 0.4f) - look.gap() * 1.2f;
  return p;
}

void draw_row(const Frame& f, Rect a, const Stack& s, const StackRow& r, const Plan& p, float middle) {
  const Look& look = f.look;
  ImDrawList& list = f.paint.list;
  const float baseline = middle + p.type.cap() / 2;
  if (r.late || !r.why.empty() || r.missing > 0)
    draw_shape(list, Shape::hatch, {a.left + p.type.em * 0.42f, middle}, p.type.em * 0.68f, look.colours.unknown);
  const Fitted label = fit(r.label, p.type, floor_em(look), p.left - look.gap() * 1.2f - a.left - p.mark);
  draw_text(list, label.type, {a.left + p.mark, baseline}, r.late ? look.colours.unknown : look.colours.strong,
            label.text);
  if (!r.why.empty()) {
    const Fitted why = fit(r.why, type(look, Size::small), floor_em(look), a.right - p.left);
    return draw_text(list, why.type, {p.left, baseline}, look.colours.quiet, why.text);
  }
  const float half = std::round(std::min(p.pitch * 0.36f, look.unit_px * 1.1f));
  draw_bar(f, {p.left, std::round(middle) - half, p.right, std::round(middle) + half}, r, p.most, s.parts);
  const Fitted total =
      fit(total_text(f, s, r), {look.medium, p.type.em}, floor_em(look), a.right - p.right - look.gap());
  draw_text_right(list, total.type, {a.right, baseline}, r.late ? look.colours.unknown : look.colours.strong,
                  total.text);
}

}  // namespace

void draw_stack(const Frame& f, Rect a, const Stack& s) {
  const Look& look = f.look;
  const Words& w = words(f);
  if (!s.why.empty()) return draw_empty(f, a, s.why);
  if (s.rows.size() == 1 && !s.rows.front().why.empty()) return draw_empty(f, a, s.rows.front().why);
  if (a.width() < look.unit_px * 9 || a.height() < look.unit_px * 2.6f)
    return draw_empty(f, a, w.word("too small to be drawn"));
  if (s.rows.size() == 1) return draw_one(f, a, s);
  Rect rows = a;
  rows.top = std::min(a.bottom, draw_legend(f, a, s) + look.unit_px * 0.3f);
  float foot = 0;
  const Plan p = plan(f, rows, s, foot);
  if (p.right - p.left < look.unit_px * 2) return;
  for (std::size_t i = 0; i < p.count; ++i)
    draw_row(f, rows, s, s.rows[i], p, p.top + p.pitch * (static_cast<float>(i) + 0.5f));
  const int more = static_cast<int>(s.rows.size() - p.count) + s.left_out;
  const Type small = type(look, Size::small);
  const float baseline = p.top + p.pitch * static_cast<float>(p.count) + small.cap() + small.em * 0.25f;
  if (more > 0 && baseline + small.em * 0.25f <= a.bottom + 1)
    draw_text(f.paint.list, small, {a.left, baseline}, look.colours.quiet, w.say({"+{} more", {std::to_string(more)}}));
}

}  // namespace panels
