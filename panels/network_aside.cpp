// See network_aside.h.
#include "panels/network_aside.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "panels/format.h"
#include "panels/parts.h"

namespace panels {
namespace {

std::string joined(std::span<const std::string> names) {
  std::string out = names.front();
  for (const std::string& name : names.subspan(1)) out += " · " + name;
  return out;
}

// As many names as fit, shortened as offices do, then how many more there are.
std::string names_that_fit(std::span<const std::string> names, Type t, float width, const Words& w) {
  const std::string all = joined(names);
  if (text_width(t, all) <= width) return all;
  if (std::string brief = abbreviated(all, t, width); text_width(t, brief) <= width) return brief;
  std::string best;
  for (std::size_t n = 1; n < names.size(); ++n) {
    const std::string text =
        joined(names.subspan(0, n)) + " · " + w.say({"+{} more", {std::to_string(names.size() - n)}});
    std::string brief = text_width(t, text) <= width ? text : abbreviated(text, t, width);
    if (text_width(t, brief) > width) break;
    best = std::move(brief);
  }
  return best;
}

class Findings {
 public:
  Findings(const Frame& f, Rect area, float least)
      : f_(f),
        area_(area),
        small_(type(f.look, Size::small)),
        y_(area.top),
        end_(std::max(area.top, area.bottom - least)) {}

  float draw(const std::vector<NetFinding>& findings) {
    for (std::size_t i = 0; i < findings.size(); ++i) {
      const bool calm = findings[i].shape == Shape::none && i > 0;
      const std::size_t more = findings.size() - i;
      // The last line is kept for counting the others.
      const float kept = more > 1 ? small_.line() : 0;
      if (i > 0 && y_ + small_.line() * 1.3f + kept > end_ + 0.5f) {
        if (!calm) count(findings, i);
        break;
      }
      i == 0 ? draw_first(findings[i]) : draw_other(findings[i]);
    }
    return y_;
  }

 private:
  float lead(const NetFinding& x) const { return x.shape == Shape::none ? 0 : f_.look.unit_px * 1.35f; }

  void draw_first(const NetFinding& x) {
    const bool large = x.bad() ? area_.height() > f_.look.unit_px * 9 : false;
    const float pad = x.bad() ? f_.look.unit_px * 0.4f : 0, room = area_.width() - lead(x) - pad * 2;
    Type t = type(f_.look, Size::small, Weight::medium);
    std::string text;
    for (const Size size : {Size::title, Size::text, Size::small}) {
      if (size == Size::title && !large) continue;
      t = type(f_.look, size, Weight::medium);
      // Rather the whole sentence smaller than its core alone larger.
      const std::size_t count = size == Size::small ? x.texts.size() : std::min<std::size_t>(x.texts.size(), 2);
      const std::vector<std::string> whole(x.texts.begin(), x.texts.begin() + static_cast<std::ptrdiff_t>(count));
      if (const std::string* fits = first_that_fits(whole, t, room)) {
        text = *fits;
        break;
      }
    }
    if (text.empty()) text = fit(x.texts.back(), t, t.em, room).text;
    if (text.empty() || y_ + t.cap() * 1.5f > area_.bottom) return;
    line(x, t, text, pad);
    const int most = large ? 2 : 1;
    if (x.pieces.empty()) return;
    if (y_ + small_.line() > end_ + 0.5f) return;
    const float wide = area_.width() - lead(x);
    std::vector<std::string> lines{names_that_fit(x.pieces, small_, wide, words(f_))};
    if (most > 1 && y_ + small_.line() * 2 <= end_ &&
        text_width(small_, abbreviated(joined(x.pieces), small_, wide)) > wide)
      lines = two_lines(x.pieces, wide);
    for (const std::string& text_line : lines) {
      if (text_line.empty()) continue;
      y_ += small_.line();
      draw_text(f_.paint.list, small_, {area_.left + lead(x), y_ - small_.em * 0.32f}, f_.look.colours.quiet,
                text_line);
    }
    y_ += f_.look.unit_px * 0.15f;
  }
  std::vector<std::string> two_lines(const std::vector<std::string>& names, float width) const {
    const std::span<const std::string> all(names);
    std::size_t first = 1;
    if (text_width(small_, names.front()) > width) return {names_that_fit(all, small_, width, words(f_))};
    while (first < names.size() && text_width(small_, joined(all.subspan(0, first + 1))) <= width) ++first;
    return {joined(all.subspan(0, first)),
            first < names.size() ? names_that_fit(all.subspan(first), small_, width, words(f_)) : std::string()};
  }

  void draw_other(const NetFinding& x) {
    const Type t = type(f_.look, Size::small, x.bad() ? Weight::medium : Weight::regular);
    const float pad = x.bad() ? f_.look.unit_px * 0.25f : 0, room = area_.width() - lead(x) - pad * 2;
    const std::string* text = first_that_fits(x.texts, t, room);
    const std::string said = text ? *text : fit(x.texts.back(), t, t.em, room).text;
    if (said.empty()) return;
    const float baseline = line(x, t, said, pad);
    const float from = area_.left + lead(x) + pad * 2 + text_width(t, said) + t.em * 0.6f;
    if (x.pieces.empty() || area_.right - from < t.em * 4) return;
    const std::string names = names_that_fit(x.pieces, small_, area_.right - from, words(f_));
    draw_text(f_.paint.list, small_, {from, baseline}, f_.look.colours.quiet, names);
  }

  float line(const NetFinding& x, Type t, const std::string& text, float pad) {
    const Colours& c = f_.look.colours;
    ImDrawList& list = f_.paint.list;
    const float over = x.bad() ? t.em * 0.26f : t.em * 0.12f, baseline = y_ + t.cap() + over;
    draw_shape(list, x.shape, {area_.left + f_.look.unit_px * 0.5f, baseline - t.cap() / 2}, f_.look.unit_px * 0.85f,
               shape_colour(c, x.shape));
    const float left = area_.left + lead(x) + pad;
    if (x.bad()) draw_plate(list, {left - pad, y_, left + text_width(t, text) + pad, baseline + over}, t.em, c.bad);
    draw_text(list, t, {left, baseline}, x.bad() ? c.bad_text : x.shape == Shape::none ? c.quiet : c.strong, text);
    y_ = baseline + over + t.em * 0.3f;
    return baseline;
  }

  void count(const std::vector<NetFinding>& findings, std::size_t from) {
    const auto left = std::count_if(findings.begin() + static_cast<std::ptrdiff_t>(from), findings.end(),
                                    [](const NetFinding& x) { return x.shape != Shape::none; });
    if (left == 0 || y_ + small_.cap() > area_.bottom) return;
    y_ += small_.line();
    draw_text(f_.paint.list, small_, {area_.left, y_ - small_.em * 0.36f}, f_.look.colours.quiet,
              words(f_).say({"+{} more findings", {std::to_string(left)}}));
  }

  const Frame& f_;
  Rect area_;
  Type small_;
  float y_, end_;
};

// A site's facts one after the other: as many as its lines hold.
class SiteLines {
 public:
  SiteLines(const Frame& f, Rect area, int lines) : f_(f), area_(area), t_(type(f.look, Size::small)), lines_(lines) {}

  int used() const { return line_ + 1; }
  void draw(const NetSite& site, bool paint) {
    paint_ = paint;
    const Words& w = words(f_);
    std::string name = site.name;
    if (site.km) name += ", " + number(*site.km, 0, w) + " km";
    const Fitted head = fit(name, type(f_.look, Size::small, Weight::medium), t_.em, area_.width());
    put(head.text, head.type, f_.look.colours.strong, Shape::none, false);
    if (!site.why.empty()) put(site.why, t_, f_.look.colours.quiet, Shape::hatch, false);
    for (std::size_t i = 0; i < site.facts.size(); ++i) {
      const Entry& e = site.facts[i].entry;
      const std::string value = e.shown() ? value_text(e, w) : std::string(w.word("no data"));
      const bool bad = e.shown() && e.state == State::bad && e.age == Age::fresh;
      if (put(small_first(site.facts[i].name) + " " + value, t_,
              bad                   ? f_.look.colours.bad_text
              : e.age == Age::fresh ? f_.look.colours.strong
                                    : f_.look.colours.unknown,
              shape_of(e), bad))
        continue;
      put(w.say({"+{} more", {std::to_string(site.facts.size() - i)}}), t_, f_.look.colours.quiet, Shape::none, false);
      break;
    }
  }

 private:
  // "Suhu rak" within a line: "suhu rak"; what is in capitals stays: "UPS".
  static std::string small_first(std::string text) {
    const bool capitals = text.size() > 1 && text[1] >= 'A' && text[1] <= 'Z';
    if (!capitals && !text.empty() && text[0] >= 'A' && text[0] <= 'Z')
      text[0] = static_cast<char>(text[0] - 'A' + 'a');
    return text;
  }
  bool put(const std::string& text, Type t, ImU32 colour, Shape shape, bool plate) {
    const float mark = shape == Shape::none ? 0 : t.em * 0.85f, pad = plate ? t.em * 0.25f : 0;
    const float wide = mark + pad * 2 + text_width(t, text);
    if (x_ > 0 && x_ + wide > area_.width()) {
      if (line_ + 1 >= lines_) return false;
      ++line_;
      x_ = 0;
    }
    if (wide > area_.width()) return false;
    const float y = area_.top + t.cap() * 1.15f + static_cast<float>(line_) * t.line() * 1.12f, left = area_.left + x_;
    if (paint_) {
      draw_shape(f_.paint.list, shape, {left + t.em * 0.32f, y - t.cap() / 2}, t.em * 0.6f,
                 shape_colour(f_.look.colours, shape));
      if (plate)
        draw_plate(f_.paint.list, {left + mark, y - t.cap() * 1.25f, left + wide, y + t.cap() * 0.28f}, t.em,
                   f_.look.colours.bad);
      draw_text(f_.paint.list, t, {left + mark + pad, y}, colour, text);
    }
    x_ += wide + t.em * 0.9f;
    return true;
  }
  const Frame& f_;
  Rect area_;
  Type t_;
  int lines_, line_ = 0;
  float x_ = 0;
  bool paint_ = true;
};

}  // namespace

float draw_findings(const Frame& f, Rect area, const NetView& v, float least) {
  return Findings(f, area, least).draw(v.findings);
}

float draw_sites(const Frame& f, Rect area, const NetView& v, float most) {
  const Type t = type(f.look, Size::small);
  for (const NetSite& site : v.sites)
    for (const SiteFact& fact : site.facts) wake(f, fact.entry);
  const int lines = std::min(static_cast<int>(most / (t.line() * 1.12f)), 6);
  if (v.sites.empty() || lines < 1) return area.bottom;
  const auto count = static_cast<int>(v.sites.size());
  int columns = 1;
  std::vector<int> heights;
  for (int c = 1; c <= count; ++c) {
    const float room = area.width() / static_cast<float>(c) - t.em;
    if (c > 1 && room < t.em * 12) break;
    std::vector<int> tried;
    int used = 0;
    for (int r = 0; r * c < count && used < lines; ++r) {
      int high = 1;
      for (int k = r * c; k < std::min(count, (r + 1) * c); ++k) {
        SiteLines one(f, {0, 0, room, 0}, lines - used);
        one.draw(v.sites[static_cast<std::size_t>(k)], false);
        high = std::max(high, one.used());
      }
      tried.push_back(high);
      used += high;
    }
    // As many sites as can be, then in as few lines; beside each other where that is no loss.
    const auto shown = [&](std::size_t rows, int across) { return std::min(count, static_cast<int>(rows) * across); };
    const int before = std::accumulate(heights.begin(), heights.end(), 0);
    const bool more = shown(tried.size(), c) > shown(heights.size(), columns);
    if (!heights.empty() && !more && used > before) continue;
    columns = c;
    heights = std::move(tried);
  }
  const float wide = area.width() / static_cast<float>(columns);
  int all = 0;
  for (const int h : heights) all += h;
  float y = area.bottom - static_cast<float>(all) * t.line() * 1.12f;
  const float top = y;
  for (std::size_t r = 0; r < heights.size(); ++r) {
    for (int c = 0; c < columns && static_cast<int>(r) * columns + c < count; ++c) {
      const float left = area.left + wide * static_cast<float>(c);
      SiteLines one(f, {left, y, left + wide - t.em, area.bottom}, heights[r]);
      one.draw(v.sites[r * static_cast<std::size_t>(columns) + static_cast<std::size_t>(c)], true);
    }
    y += static_cast<float>(heights[r]) * t.line() * 1.12f;
  }
  return top - f.look.gap() * 0.6f;
}

}  // namespace panels
