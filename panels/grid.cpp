// Widths, rows and marks of a table.
#include "panels/grid.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "panels/parts.h"

namespace panels {
namespace {

constexpr float kBetween = 1.1f;   // between columns, in ems of Size::small
constexpr float kHead = 1.15f;     // of a line
constexpr float kLeastRow = 1.5f;  // height, in ems of Size::small

struct Layout {
  Type type;
  float left = 0, head = 0, pitch = 0;
  std::size_t count = 0;      // rows that fit
  std::vector<float> widths;  // of the columns that fit, from the first on
  std::vector<bool> right;    // holds numbers alone
  std::vector<bool> pictures;
  std::vector<float> least;  // what the column asks for
};

std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

float total(const Layout& l, float unit) {
  float sum = unit * kBetween * static_cast<float>(l.widths.size() - 1);
  for (const float w : l.widths) sum += w;
  return sum;
}

// Below this a column of text is not read any more: five ems; nine in the first, which says what the row is.
float least_width(const Layout& l, std::size_t column, float unit) {
  if (l.right[column]) return l.widths[column];
  return std::min(l.widths[column], std::max(l.least[column], unit * (column == 0 ? 9.0f : 5.0f)));
}

// As many columns from the first on as fit when text gives way; then text gets back what there is room for.
void squeeze(Layout& l, float unit, float room) {
  std::vector<float> least;
  for (std::size_t c = 0; c < l.widths.size(); ++c) least.push_back(least_width(l, c, unit));
  const auto needed = [&] {
    float sum = unit * kBetween * static_cast<float>(l.widths.size() - 1);
    for (std::size_t c = 0; c < l.widths.size(); ++c) sum += least[c];
    return sum;
  };
  while (l.widths.size() > 1 && needed() > room) l.widths.pop_back();
  if (needed() > room && least[0] > unit * 5) least[0] = std::max(unit * 5, room);
  if (needed() > room) return l.widths.clear();
  // The widest text first, until all of it fits.
  for (float over = total(l, unit) - room; over > 0.5f; over = total(l, unit) - room) {
    std::size_t widest = l.widths.size();
    for (std::size_t c = 0; c < l.widths.size(); ++c)
      if (l.widths[c] > least[c] + 0.01f && (widest == l.widths.size() || l.widths[c] > l.widths[widest])) widest = c;
    if (widest == l.widths.size()) break;
    l.widths[widest] = std::max(least[widest], l.widths[widest] - std::clamp(l.widths[widest] * 0.1f, 1.0f, over));
  }
  // What is left goes to pictures, then is shared out: text grows to the right, numbers move to the right.
  for (std::size_t c = 0; c < l.widths.size(); ++c)
    if (l.pictures[c]) l.widths[c] += std::clamp(room - total(l, unit), 0.0f, l.least[c] * 1.5f);
  const float share = std::max(0.0f, room - total(l, unit)) / static_cast<float>(l.widths.size());
  for (float& w : l.widths) w += share;
}

void measure(const Frame& f, const Grid& grid, Layout& l) {
  const Type small = type(f.look, Size::small);
  const float unit = f.look.unit_px;
  l.widths.clear();
  l.right.clear();
  l.least.clear();
  l.pictures.clear();
  for (std::size_t c = 0; c < grid.head.size(); ++c) {
    float wide = std::min(text_width(small, capital(grid.head[c])) + 1, f.look.unit_px * 7);
    float least = 0;
    bool right = true;
    for (std::size_t r = 0; r < l.count; ++r) {
      const GridCell& cell = grid.rows[r].cells[c];
      least = std::max(least, unit * cell.least_ems);
      if (cell.picture) wide = std::max(wide, least);
      wide = std::max(wide, (cell.right ? tabular_width(l.type, cell.text) : text_width(l.type, cell.text)) + 1);
      right = right && (cell.right || cell.picture);
    }
    l.widths.push_back(wide);
    l.right.push_back(right);
    l.least.push_back(least);
    l.pictures.push_back(static_cast<bool>(grid.rows.front().cells[c].picture));
  }
}

// `columns_out`: there is a line that counts columns.
Layout layout(const Frame& f, Rect a, const Grid& grid, bool columns_out = false) {
  const Look& look = f.look;
  const Type small = type(look, Size::small);
  Layout l;
  l.head = small.line() * kHead;
  const float room = a.height() - l.head;
  const float least = look.unit_px * kLeastRow;
  const auto fit_in = [&](float height) { return static_cast<std::size_t>(std::max(0.0f, height / least + 0.01f)); };
  l.count = std::min(grid.rows.size(), fit_in(room));
  const bool foot = l.count < grid.rows.size() || grid.left_out > 0 || columns_out;
  const float rows = foot ? room - small.line() : room;
  l.count = std::min(l.count, fit_in(rows));
  const std::size_t slots = std::clamp<std::size_t>(grid.slots, std::max<std::size_t>(1, l.count), fit_in(rows) + 1);
  l.pitch = std::clamp(rows / static_cast<float>(slots), least, look.unit_px * 3.3f);
  const bool marks = std::any_of(grid.rows.begin(), grid.rows.end(), [](const GridRow& r) { return r.urgency() > 0; });

  // The largest type that shows every column whole; else the smallest, and columns give way.
  for (const Size size : {Size::title, Size::text, Size::small}) {
    if (grid.small && size != Size::small) continue;
    l.type = type(look, size);
    l.left = a.left + (marks ? l.type.em * 1.1f : 0);
    measure(f, grid, l);
    if (l.pitch >= l.type.em * 1.48f && total(l, look.unit_px) <= a.right - l.left - l.type.em * 0.3f) break;
  }
  squeeze(l, look.unit_px, a.right - l.left - l.type.em * 0.3f);
  if (!foot && l.widths.size() < grid.head.size()) return layout(f, a, grid, true);
  return l;
}

void draw_row(const Frame& f, const GridRow& r, const Layout& l, float middle) {
  const Look& look = f.look;
  ImDrawList& list = f.paint.list;
  const Type t = l.type;
  const float y = middle + t.cap() / 2;
  float x = l.left;
  for (std::size_t c = 0; c < l.widths.size(); ++c) {
    const GridCell& cell = r.cells[c];
    if (cell.picture) {
      const float half = std::round(std::min(l.pitch * 0.36f, t.em * 0.6f));
      cell.picture(f, {x, std::round(middle) - half, x + l.widths[c], std::round(middle) + half});
      x += l.widths[c] + look.unit_px * kBetween;
      continue;
    }
    ImU32 colour = cell.dim ? look.colours.unknown : c == 0 || cell.right ? look.colours.strong : look.colours.quiet;
    const Fitted text =
        cell.right ? Fitted{cell.text, t, tabular_width(t, cell.text)} : fit(cell.text, t, floor_em(look), l.widths[c]);
    const float at = cell.right ? x + l.widths[c] - text.width : x;
    if (cell.state == State::bad) {
      const float pad = t.em * 0.25f, over = std::min(t.em * 0.26f, (l.pitch - t.cap()) / 2 - 1);
      draw_plate(list, {at - pad, y - t.cap() - over, at + text.width + pad, y + over}, t.em, look.colours.bad);
      colour = look.colours.bad_text;
    } else if (cell.state == State::watch) {
      colour = look.colours.strong;
    }
    if (cell.right) {
      draw_tabular(list, text.type, {at, y}, colour, text.text);
    } else {
      draw_text(list, text.type, {at, y}, colour, text.text);
    }
    x += l.widths[c] + look.unit_px * kBetween;
  }
}

Shape shape_of_row(const GridRow& r) {
  if (r.state == State::bad) return Shape::diamond;
  if (r.state == State::watch) return Shape::triangle;
  return r.age == Age::fresh ? Shape::none : Shape::hatch;
}

}  // namespace

int rows_that_fit(const Look& look, Rect a) {
  const float head = type(look, Size::small).line() * kHead;
  return static_cast<int>(std::max(0.0f, (a.height() - head) / (look.unit_px * kLeastRow) + 0.01f));
}

void draw_grid(const Frame& f, Rect a, const Grid& grid) {
  const Look& look = f.look;
  const Words& w = words(f);
  ImDrawList& list = f.paint.list;
  const Layout l = layout(f, a, grid);
  if (l.count == 0 || l.widths.empty()) return draw_empty(f, a, w.word("too small to be drawn"));

  const Type small = type(look, Size::small);
  float x = l.left;
  for (std::size_t c = 0; c < l.widths.size(); ++c) {
    const Fitted text = fit(capital(grid.head[c]), small, floor_em(look), l.widths[c]);
    const bool at_right = l.right[c] && !l.pictures[c];
    const float at = at_right ? x + l.widths[c] - text.width : x;
    draw_text(list, text.type, {at, a.top + small.cap() * 1.1f}, look.colours.quiet, text.text);
    x += l.widths[c] + look.unit_px * kBetween;
  }
  for (std::size_t i = 0; i < l.count; ++i) {
    const float top = a.top + l.head + l.pitch * static_cast<float>(i), middle = top + l.pitch / 2;
    const float y = std::round(top) + 0.5f;
    list.AddLine({a.left, y}, {a.right, y}, look.colours.line, hairline(look));
    const Shape shape = shape_of_row(grid.rows[i]);
    draw_shape(list, shape, {a.left + l.type.em * 0.4f, middle}, l.type.em * 0.66f, shape_colour(look.colours, shape));
    draw_row(f, grid.rows[i], l, middle);
  }

  std::string foot;
  const std::size_t more = grid.rows.size() - l.count + static_cast<std::size_t>(grid.left_out);
  const std::size_t columns = grid.head.size() - l.widths.size();
  if (more > 0) foot = w.say({"+{} more", {std::to_string(more)}});
  if (columns > 0) foot += (foot.empty() ? "" : " · ") + w.say({"{} columns do not fit", {std::to_string(columns)}});
  const float y = a.top + l.head + l.pitch * static_cast<float>(l.count) + small.cap() + small.em * 0.25f;
  if (foot.empty() || y + small.em * 0.25f > a.bottom) return;
  const Fitted text = fit(foot, small, floor_em(look), a.right - l.left);
  draw_text(list, text.type, {l.left, y}, look.colours.quiet, text.text);
}

void draw_grid_blocks(const Frame& f, Rect a, Grid grid, float least_ems) {
  const float unit = f.look.unit_px, gap = unit * 1.6f;
  const auto fit = static_cast<std::size_t>(std::max(1, rows_that_fit(f.look, a)));
  const auto most = static_cast<std::size_t>(std::max(1.0f, (a.width() + gap) / (least_ems * unit + gap)));
  const std::size_t blocks = std::clamp<std::size_t>((grid.rows.size() + fit - 1) / fit, 1, most);
  if (blocks == 1) return draw_grid(f, a, grid);
  const std::size_t each = std::min(fit, (grid.rows.size() + blocks - 1) / blocks);
  const float wide = (a.width() - gap * static_cast<float>(blocks - 1)) / static_cast<float>(blocks);
  for (std::size_t b = 0; b < blocks; ++b) {
    const bool last = b + 1 == blocks;
    const auto from = grid.rows.begin() + static_cast<std::ptrdiff_t>(b * each);
    const auto to = last ? grid.rows.end() : from + static_cast<std::ptrdiff_t>(each);
    const Grid part{
        grid.head, {std::make_move_iterator(from), std::make_move_iterator(to)}, last ? grid.left_out : 0, each, true};
    const float left = a.left + (wide + gap) * static_cast<float>(b);
    draw_grid(f, {left, a.top, left + wide, a.bottom}, part);
  }
}

}  // namespace panels
