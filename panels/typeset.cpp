// Sizes, columns and lines of running text.
#include "panels/typeset.h"

#include <algorithm>
#include <cmath>

namespace panels {
namespace {

constexpr float kLongestLine = 40, kLeastColumn = 18;                          // in ems: about 80 and 36 letters
constexpr float kSizes[] = {2.5f, 2.2f, 1.9f, 1.6f, 1.4f, 1.25f, 1.1f, 1.0f};  // units; LOOK, "Numbers"

struct Columns {
  int count = 1;
  float width = 0, step = 0;
};

Columns columns_of(float em, float room, int count) {
  const float gap = em * 2, each = (room - gap * static_cast<float>(count - 1)) / static_cast<float>(count);
  return {count, std::min(each, em * kLongestLine), each + gap};
}

// Places lines one below the other, column by column.
class Setter {
 public:
  Setter(const Look& look, Rect area, Type type, Columns columns)
      : area_(area), type_(type), lead_(panels::type(look, Size::small)), columns_(columns), bottom_(area.bottom) {}

  // False when a word had to be broken or not all of it fits.
  bool set(const std::vector<Passage>& all, bool whole) {
    bool good = true;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::size_t before = out_.lines.size();
      bool broken = false;
      const float indent = all[i].item ? type_.em * 0.9f : 0;
      auto lines = all_lines(all[i].text, type_, columns_.width - indent, &broken);
      bool room = !full_ && begin(all[i], i > 0 && all[i - 1].item, i, lines.size() > 1);
      std::size_t placed = 0;
      for (; room && placed < lines.size(); ++placed) room = add_line(lines[placed], i, indent, placed == 0);
      if (!room && placed > 0) --placed;
      full_ = full_ || placed < lines.size();
      const bool drop = placed < lines.size() && (placed == 0 || (whole && before > 0));
      if (drop) {
        out_.lines.resize(before);
        placed = 0;
      }
      out_.lines_left_out += static_cast<int>(lines.size() - placed);
      out_.passages_out += placed == 0;
      good = good && !broken && !full_;
    }
    return good;
  }
  // Keeps a line free at the end of the last column.
  void keep_note() { bottom_ = area_.bottom - lead_.line(); }
  Typeset take() {
    out_.type = type_;
    const float left = area_.left + columns_.step * static_cast<float>(columns_.count - 1);
    out_.note = {left, area_.bottom - lead_.em * 0.24f};
    return std::move(out_);
  }

 private:
  float bottom() const { return column_ + 1 == columns_.count ? bottom_ : area_.bottom; }
  float left() const { return area_.left + columns_.step * static_cast<float>(column_); }
  bool fits(const Type& t, float baseline) const { return baseline + t.em * 0.23f <= bottom(); }

  // The space before a passage and its lead; the lead keeps its first line, a paragraph two of them, in one column.
  bool begin(const Passage& p, bool after_item, std::size_t index, bool two) {
    if (y_ > area_.top) y_ += type_.em * (!p.lead.empty() ? 0.7f : p.item ? after_item ? 0.18f : 0.3f : 0.5f);
    const float lead = p.lead.empty() ? 0 : lead_.line();
    const float needed = y_ + lead + type_.cap() + (two ? type_.line() : 0);
    if (!fits(type_, needed) && y_ > area_.top && !next_column() && !fits(type_, y_ + lead + type_.cap())) return false;
    if (p.lead.empty()) return true;
    y_ += lead_.cap();
    const Fitted text = fit(p.lead, lead_, lead_.em, columns_.width);
    out_.lines.push_back({text.text, lead_, {left(), y_}, index, true, false});
    y_ += lead_.em * 0.62f;
    return true;
  }
  bool add_line(const std::string& text, std::size_t passage, float indent, bool first) {
    if (!fits(type_, y_ + type_.cap()) && !next_column()) return false;
    if (!fits(type_, y_ + type_.cap())) return false;
    const float baseline = y_ + type_.cap();
    out_.lines.push_back({text, type_, {left() + indent, baseline}, passage, false, first && indent > 0});
    y_ = baseline + type_.line() - type_.cap();
    return true;
  }
  bool next_column() {
    if (column_ + 1 >= columns_.count) return false;
    ++column_;
    y_ = area_.top;
    return true;
  }

  Rect area_;
  Type type_, lead_;
  Columns columns_;
  float bottom_, y_ = area_.top;
  int column_ = 0;
  bool full_ = false;
  Typeset out_;
};

// The area that the letters alone need, in ems of the text squared: below it no size needs to be tried.
float letters(const Look& look, const std::vector<Passage>& all) {
  const Type t = type(look, Size::small);
  float out = 0;
  for (const Passage& p : all) out += text_width(t, p.text) / t.em * 1.3f;
  return out;
}

}  // namespace

std::vector<std::string> all_lines(std::string_view s, Type t, float width, bool* broken) {
  std::vector<std::string> out;
  std::string line;
  while (!s.empty()) {
    const std::size_t end = std::min(s.find(' '), s.size());
    std::string word(s.substr(0, end));
    s.remove_prefix(std::min(end + 1, s.size()));
    if (word.empty()) continue;
    const std::string longer = line.empty() ? word : line + ' ' + word;
    if (text_width(t, longer) <= width) {
      line = longer;
      continue;
    }
    if (!line.empty()) out.push_back(line);
    while (text_width(t, word) > width) {
      std::size_t to = 0;
      for (std::size_t next = 1; next < word.size(); ++next) {
        if ((static_cast<unsigned char>(word[next]) & 0xC0) == 0x80) continue;
        if (to > 0 && text_width(t, std::string_view(word).substr(0, next)) > width) break;
        to = next;
      }
      if (broken) *broken = true;
      if (to == 0) break;
      out.push_back(word.substr(0, to));
      word.erase(0, to);
    }
    line = word;
  }
  if (!line.empty()) out.push_back(line);
  return out;
}

namespace {

Typeset at_the_floor(const Look& look, const std::vector<Passage>& all, Rect area, bool whole) {
  const Type t{look.regular, floor_em(look)};
  int count = 1;
  while (count < 3 && columns_of(t.em, area.width(), count + 1).width >= t.em * kLeastColumn) ++count;
  const Columns columns = columns_of(t.em, area.width(), count);
  Setter setter(look, area, t, columns);
  setter.set(all, whole);
  Typeset out = setter.take();
  if (out.lines_left_out == 0) return out;  // only a word is broken
  Setter again(look, area, t, columns);
  again.keep_note();
  again.set(all, whole);
  return again.take();
}

}  // namespace

Typeset typeset(const Look& look, const std::vector<Passage>& all, Rect area, bool whole) {
  const float letters_of_all = letters(look, all);
  for (const float units : kSizes) {
    const Type t{look.regular, look.unit_px * units};
    if (letters_of_all * t.em * t.em > area.width() * area.height() * 1.1f) continue;
    for (int count = 1; count <= 3; ++count) {
      const Columns columns = columns_of(t.em, area.width(), count);
      if (count > 1 && columns.width < t.em * kLeastColumn) break;
      Setter setter(look, area, t, columns);
      if (setter.set(all, whole)) return setter.take();
    }
  }
  Typeset out = at_the_floor(look, all, area, whole);
  const std::size_t shown = all.size() - out.passages_out;
  if (!whole || shown == 0 || shown == all.size()) return out;
  // Those that are shown whole may be larger again.
  Rect above = area;
  above.bottom = out.note.y - type(look, Size::small).em * 0.8f;
  Typeset larger = typeset(look, {all.begin(), all.begin() + static_cast<std::ptrdiff_t>(shown)}, above, whole);
  if (larger.lines_left_out > 0) return out;
  larger.note = out.note;
  larger.passages_out = out.passages_out;
  larger.lines_left_out = out.lines_left_out;
  return larger;
}

void draw_typeset(ImDrawList& list, const Colours& colours, const Typeset& set) {
  for (const SetLine& line : set.lines) {
    draw_text(list, line.type, line.at, line.lead ? colours.quiet : colours.strong, line.text);
    if (!line.marked) continue;
    const float side = std::max(2.0f, std::round(line.type.em * 0.2f));
    const ImVec2 at{std::round(line.at.x - line.type.em * 0.75f), std::round(line.at.y - line.type.em * 0.36f)};
    list.AddRectFilled(at, {at.x + side, at.y + side}, colours.quiet);
  }
}

std::vector<Passage> passages(std::string_view text) {
  std::vector<Passage> out;
  bool open = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
    while (!line.empty() && blank(line.front())) line.remove_prefix(1);
    while (!line.empty() && blank(line.back())) line.remove_suffix(1);
    const bool item = line.starts_with("- ");
    if (item) line.remove_prefix(2);
    if (line.empty()) {
      open = false;
    } else if (open && !item) {
      out.back().text.append(" ").append(line);
    } else {
      out.push_back({{}, std::string(line), item});
      open = true;
    }
  }
  return out;
}

}  // namespace panels
