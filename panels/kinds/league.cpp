// The punctuality league (OS 19): agencies by the share of their data that is on time, the least first. Main thread.
#include <algorithm>
#include <array>
#include <cmath>

#include "panels/feed_rows.h"
#include "panels/format.h"
#include "panels/league_rows.h"
#include "panels/parts.h"

namespace panels {
namespace {

struct Options {
  std::vector<config::AgencyName> agencies;
  std::optional<double> target;
  int most = 0;

  void describe(auto& field) {
    field("agencies", agencies, "These agencies only; without it, all of the center", {.example = "[\"diskominfo\"]"});
    field("target", target, "The share of its data that an agency is to have on time, in percent",
          {.least = 0, .most = 100, .example = "90.0"});
    field("most", most, "At most so many agencies; 0: as many as fit", {.least = 0, .most = 200});
  }
};

// A column at the right end; which goes first where there is no room is said by `need`, the greatest first.
struct Column {
  std::vector<std::string> head;  // the same said shorter and shorter
  Shape shape = Shape::none;
  std::vector<std::string> cells;
  int need = 0;
  float width = 0;
};
enum : int { kShare, kMissing, kLate, kRefused, kRank, kLast };  // needs

struct Plan {
  Type type;
  float head = 0, pitch = 0, rank = 0, name = 0, bar = 0;
  std::vector<Column> columns;  // from left to right
  std::size_t count = 0;
  int left_out = 0;
};

class League : public Panel {
 public:
  using Options = panels::Options;
  League(Options options, const PanelSetup& setup) : options_(std::move(options)), title_(setup.config.title) {
    for (const Indicator& i : setup.catalogue.indicators)
      if (is_named(options_.agencies, i.agency)) sources_.push_back(i.name);
  }

  std::vector<Want> wants() const override {
    std::vector<Want> out;
    for (const std::string& name : sources_) out.push_back({name, std::chrono::seconds(0), 1});
    return out;
  }
  std::vector<std::string> sources() const override { return sources_; }
  bool tells_age() const override { return true; }
  ImVec2 least_ems() const override { return {11, 7.5f}; }
  std::string title(const Look& look) const override {
    return title_.empty() ? std::string(look.words->word("Punctuality")) : look.words->pick(title_);
  }

  void tell(const Frame& f, Telling& out) const override {
    const Words& w = words(f);
    const auto lines = lines_of(f);
    if (lines.empty()) return out.line(std::string(w.word("no agency sends data yet")));
    out.line(summaries(lines, w).front());
    std::vector<std::string> head{std::string(w.word("rank")), std::string(w.word("agency")),
                                  std::string(w.word("share on time"))};
    for (const LeagueColumn& c : league_columns) head.emplace_back(w.word(c.word));
    head.emplace_back(w.word("last data"));
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < shown(lines); ++i) {
      std::vector<std::string> row{std::to_string(lines[i].rank), lines[i].name, share_text(lines[i], w)};
      for (std::size_t c = 0; c < league_columns.size(); ++c)
        row.push_back(number(static_cast<double>(count_of(lines[i].counts, c)), 0, w));
      row.push_back(lines[i].last);
      rows.push_back(std::move(row));
    }
    out.table(std::move(head), std::move(rows));
    if (lines.size() > shown(lines)) out.line(w.say({"+{} more", {std::to_string(lines.size() - shown(lines))}}));
  }

  void draw(const Frame& f) override {
    const auto lines = lines_of(f);
    wake_lines(f, sources_);
    if (lines.empty()) return draw_empty(f, f.area, words(f).word("no agency sends data yet"));
    Frame part = f;
    const Feeds states = f.full ? feeds_of(f, options_.agencies) : Feeds();
    const float unit = f.look.unit_px;
    if (!states.empty() && f.area.height() > unit * 18) {
      part.area.bottom =
          f.area.top + std::min(f.area.height() * 0.6f, unit * (2.6f + 2.0f * static_cast<float>(lines.size())));
      draw_grid(f, {f.area.left, part.area.bottom + unit, f.area.right, f.area.bottom}, feed_rows(f, states));
    }
    draw_table(part, lines);
  }

 private:
  std::vector<LeagueLine> lines_of(const Frame& f) const {
    auto out = league_lines(f, options_.agencies);
    rank_lines(out);
    return out;
  }
  std::size_t shown(const std::vector<LeagueLine>& lines) const {
    return options_.most > 0 ? std::min(lines.size(), static_cast<std::size_t>(options_.most)) : lines.size();
  }
  bool below(const LeagueLine& l) const { return options_.target && l.share && *l.share < *options_.target; }

  // Never more than it is: 99,9% of many is not all of them.
  static std::string share_text(const LeagueLine& l, const Words& w) {
    return l.share ? percent(std::floor(*l.share + 1e-9), 0, w) : "–";
  }

  std::vector<std::string> summaries(const std::vector<LeagueLine>& lines, const Words& w) const {
    const auto count = [&](auto holds) { return std::to_string(std::count_if(lines.begin(), lines.end(), holds)); };
    const std::string all = std::to_string(lines.size());
    const bool calm = std::all_of(lines.begin(), lines.end(), [](const LeagueLine& l) { return l.calm(); });
    if (calm) return {w.say({"all {} agencies are on time", {all}}), std::string(w.word("all data are on time"))};
    if (!options_.target) {
      const std::string some = count([](const LeagueLine& l) { return !l.calm(); });
      return {w.say({"{} of {} agencies with faults", {some, all}}), w.say({"{} of {} with faults", {some, all}})};
    }
    const std::string some = count([&](const LeagueLine& l) { return below(l) || l.counts.stopped; });
    return {w.say({"{} of {} agencies below the target", {some, all}}),
            w.say({"{} of {} below the target", {some, all}})};
  }

  static std::vector<Column> columns_of(const std::vector<LeagueLine>& lines, std::size_t count, const Words& w) {
    std::vector<Column> out(5);
    out[0] = {{std::string(w.word("on time"))}, Shape::none, {}, kShare};
    constexpr std::array<int, 3> kNeeds{kLate, kMissing, kRefused};
    for (std::size_t c = 1; c < league_columns.size(); ++c)
      out[c] = {{std::string(w.word(league_columns[c].word))}, league_columns[c].shape, {}, kNeeds.at(c - 1)};
    out[4] = {{std::string(w.word("last data")), std::string(w.word("last"))}, Shape::none, {}, kLast};
    for (std::size_t i = 0; i < count; ++i) {
      out[0].cells.push_back(share_text(lines[i], w));
      for (std::size_t c = 1; c < league_columns.size(); ++c)
        out[c].cells.push_back(
            lines[i].share || c == 3 ? number(static_cast<double>(count_of(lines[i].counts, c)), 0, w) : "–");
      out[4].cells.push_back(lines[i].last);
    }
    return out;
  }

  void measure(const Frame& f, const std::vector<LeagueLine>& lines, Plan& p) const {
    const Type small = type(f.look, Size::small);
    p.name = 0;
    p.rank = 0;
    for (std::size_t i = 0; i < p.count; ++i) {
      p.name = std::max(p.name, text_width(p.type, lines[i].name) + p.type.em * 0.4f);
      p.rank = std::max(p.rank, tabular_width(p.type, std::to_string(lines[i].rank)));
    }
    p.rank += p.type.em * 0.7f;
    p.columns = columns_of(lines, p.count, words(f));
    for (Column& c : p.columns) {
      const float mark = c.shape == Shape::none ? 0 : small.em;
      c.width = p.head > 0 ? text_width(small, c.head.front()) + mark : 0;
      for (const std::string& cell : c.cells)
        c.width = std::max(c.width, tabular_width(p.type, cell) + (c.shape == Shape::none ? 0 : p.type.em));
      if (c.need == kLast) c.width = std::min(c.width, f.look.unit_px * 11);
      c.width += f.look.unit_px * 1.1f;
    }
  }

  static float sum(const Plan& p) {
    float out = p.rank + p.name;
    for (const Column& c : p.columns) out += c.width;
    return out;
  }

  // Columns that are needed least go until the name and a bar have room.
  static void settle(const Frame& f, Plan& p) {
    const float unit = f.look.unit_px, wide = f.area.width();
    const float bar = unit * 4, name = std::min(p.name, unit * 8);
    const auto left = [&] { return wide - (sum(p) - p.name) - name; };
    for (int need = kLast; need > kShare && left() < bar; --need) {
      if (need == kRank && p.rank > 0) {
        p.rank = 0;
        ++p.left_out;
      }
      p.left_out += static_cast<int>(std::erase_if(p.columns, [&](const Column& c) { return c.need == need; }));
    }
    // The name gives way to a bar of ten ems, then they share what is left.
    const float rest = wide - (sum(p) - p.name);
    p.name = std::min(p.name, std::max({unit * 4.8f, std::min(name, rest - bar), rest - unit * 10}));
    const float over = rest - p.name;
    p.bar = over >= unit * 2.5f ? std::min(over, unit * 26) : 0;
    p.name = rest - p.bar;
  }

  Plan plan(const Frame& f, const std::vector<LeagueLine>& lines) const {
    const float unit = f.look.unit_px, high = f.area.height();
    const Type small = type(f.look, Size::small);
    Plan p;
    const std::size_t all = shown(lines);
    for (const Size size : {Size::title, Size::text, Size::small}) {
      const float row = f.look.em(size) * 1.5f;
      p = {};
      p.type = type(f.look, size);
      p.head = high > small.line() * 2.15f + row * 4 ? small.line() * 1.15f : 0;
      const auto fit_in = [&](float room) { return static_cast<std::size_t>(std::max(0.0f, room / row + 0.01f)); };
      float room = high - p.head;
      p.count = std::min(all, fit_in(room));
      if (p.count < lines.size()) {
        room -= small.line();
        p.count = std::min(p.count, fit_in(room));
      }
      p.pitch = std::clamp(room / std::max(1.0f, static_cast<float>(p.count)), row, row * 1.5f);
      measure(f, lines, p);
      if (p.count == all && sum(p) + unit * 10 <= f.area.width()) break;
    }
    if (p.head == 0) {  // numbers would say nothing
      p.left_out += static_cast<int>(std::erase_if(p.columns, [](const Column& c) { return c.need != kShare; }));
      p.rank = 0;
    }
    settle(f, p);
    return p;
  }

  void draw_table(const Frame& f, const std::vector<LeagueLine>& lines) const {
    const Plan p = plan(f, lines);
    if (p.count == 0 || p.name < f.look.unit_px * 3) return draw_empty(f, f.area, summaries(lines, words(f)).front());
    draw_head(f, lines, p);
    for (std::size_t i = 0; i < p.count; ++i) draw_row(f, lines[i], p, i);
    if (p.bar > 0 && p.head > 0 && options_.target) {
      const float x = std::round(bar_left(f, p) + p.bar * 0.96f * static_cast<float>(*options_.target) / 100) + 0.5f;
      const float top = f.area.top + p.head;
      const std::array<ImVec2, 2> line{{{x, top}, {x, top + p.pitch * static_cast<float>(p.count)}}};
      draw_line(f.paint.list, line, f.look.colours.strong, hairline(f.look), 1);
    }
    const float end = f.area.top + p.head + p.pitch * static_cast<float>(p.count);
    draw_left_out(f, {f.area.left, end, f.area.right, f.area.bottom}, lines.size() - p.count, p.left_out);
  }

  static float bar_left(const Frame& f, const Plan& p) { return f.area.left + p.rank + p.name + f.look.unit_px * 0.3f; }

  void draw_head(const Frame& f, const std::vector<LeagueLine>& lines, const Plan& p) const {
    if (p.head == 0) return;
    const Look& look = f.look;
    const Words& w = words(f);
    ImDrawList& list = f.paint.list;
    const Type t = type(look, Size::small);
    const float y = f.area.top + t.cap() * 1.1f;
    float right = f.area.right;
    for (std::size_t c = p.columns.size(); c-- > 0; right -= p.columns[c].width) {
      const Column& column = p.columns[c];
      const float mark = column.shape == Shape::none ? 0 : t.em;
      const std::string* text = first_that_fits(column.head, t, column.width - mark - t.em * 0.3f);
      if (!text) continue;
      draw_text_right(list, t, {right, y}, look.colours.quiet, *text);
      if (mark > 0)
        draw_shape(list, column.shape, {right - text_width(t, *text) - t.em * 0.55f, y - t.cap() / 2}, t.em * 0.66f,
                   shape_colour(look.colours, column.shape));
    }
    float to = right - look.gap();
    if (p.bar > 0 && options_.target) {
      const std::string text = w.say({"target {}", {bound(*options_.target, "%", 1, w)}});
      const float wide = text_width(t, text),
                  x = bar_left(f, p) + p.bar * 0.96f * static_cast<float>(*options_.target) / 100;
      const float from = std::min(x - wide / 2, right - look.unit_px * 0.4f - wide);
      draw_text(list, t, {from, y}, look.colours.quiet, text);
      to = from - look.gap();
    }
    const bool calm = lines.front().calm();
    const Type strong{calm ? look.regular : look.medium, t.em};
    const auto texts = summaries(lines, w);
    if (const std::string* text = first_that_fits(texts, strong, to - f.area.left))
      draw_text(list, strong, {f.area.left, y}, calm ? look.colours.quiet : look.colours.strong, *text);
  }

  void draw_row(const Frame& f, const LeagueLine& l, const Plan& p, std::size_t place) const {
    const Look& look = f.look;
    ImDrawList& list = f.paint.list;
    const float top = f.area.top + p.head + p.pitch * static_cast<float>(place), middle = top + p.pitch / 2;
    const float y = middle + p.type.cap() / 2, em = p.type.em;
    if (place > 0 || p.head > 0)
      list.AddLine({f.area.left, std::round(top) + 0.5f}, {f.area.right, std::round(top) + 0.5f}, look.colours.line,
                   hairline(look));
    if (p.rank > 0) {
      const std::string rank = std::to_string(l.rank);
      draw_tabular(list, p.type, {f.area.left + p.rank - em * 0.7f - tabular_width(p.type, rank), y},
                   look.colours.quiet, rank);
    }
    const Fitted name = fit(l.name, p.type, floor_em(look), p.name - em * 0.3f);
    draw_text(list, name.type, {f.area.left + p.rank, y}, look.colours.strong, name.text);
    if (p.bar > 0) {
      const float half = std::round(std::min(em * 0.42f, p.pitch * 0.3f)), left = bar_left(f, p);
      if (l.counts.stopped) draw_stopped(f, l, p, {left, y});
      draw_bar(f, l, {left, std::round(middle) - half, left + p.bar * 0.96f, std::round(middle) + half});
    }
    float right = f.area.right;
    for (std::size_t c = p.columns.size(); c-- > 0; right -= p.columns[c].width)
      draw_cell(f, l, p, p.columns[c], place, {right, y});
  }

  static void draw_stopped(const Frame& f, const LeagueLine& l, const Plan& p, ImVec2 at) {
    const float em = p.type.em;
    const std::vector<std::string> texts{l.last, std::string(words(f).word("stopped"))};
    const std::string* text = first_that_fits(texts, p.type, p.bar - em * 1.2f);
    if (!text) return;
    draw_shape(f.paint.list, Shape::triangle, {at.x + em * 0.4f, at.y - p.type.cap() / 2}, em * 0.66f,
               f.look.colours.watch);
    draw_text(f.paint.list, p.type, {at.x + em * 1.1f, at.y}, f.look.colours.strong, *text);
  }

  // From the left: on time, plain; late, hatched; missing, hollow with the shape of what is missing.
  static void draw_bar(const Frame& f, const LeagueLine& l, Rect bar) {
    const Look& look = f.look;
    ImDrawList& list = f.paint.list;
    const double all = l.counts.on_time + l.counts.late + l.counts.missing;
    const float thin = hairline(look);
    if (all == 0) return;
    const auto x = [&](int n) { return std::round(bar.left + bar.width() * static_cast<float>(n / all)); };
    const float late = x(l.counts.on_time), missing = x(l.counts.on_time + l.counts.late), gap = std::max(1.0f, thin);
    if (late > bar.left)
      list.AddRectFilled({bar.left, bar.top}, {late - (l.calm() ? 0 : gap), bar.bottom},
                         faded(look.colours.series[5], look.colours.panel, 0.6f));
    if (missing > late) {
      const Rect part{late, bar.top, missing - gap, bar.bottom};
      draw_hatch(list, part, look.unit_px * 0.26f, thin, look.colours.unknown);
      list.AddRect({part.left, part.top}, {part.right, part.bottom}, look.colours.unknown, 0, 0, thin);
    }
    if (l.counts.missing == 0) return;
    const Rect part{missing, bar.top, bar.right, bar.bottom};
    list.AddRect({part.left, part.top}, {part.right, part.bottom}, look.colours.watch, 0, 0,
                 std::max(1.0f, thin * 1.5f));
    const float size = part.height() * 0.62f;
    if (part.width() < size * 1.3f) return;
    // One triangle a missing value, as many as there is room for.
    const int most = static_cast<int>(part.width() / (size * 1.3f)), count = std::min(most, l.counts.missing);
    const float step = part.width() / static_cast<float>(count);
    for (int i = 0; i < count; ++i)
      draw_shape(list, Shape::triangle,
                 {part.left + step * (static_cast<float>(i) + 0.5f), (part.top + part.bottom) / 2}, size,
                 look.colours.watch);
  }

  void draw_cell(const Frame& f, const LeagueLine& l, const Plan& p, const Column& c, std::size_t place,
                 ImVec2 right_end) const {
    const Look& look = f.look;
    ImDrawList& list = f.paint.list;
    const std::string& text = c.cells[place];
    if (c.need == kLast) {
      if (l.counts.stopped && p.bar > 0) return;
      const Fitted last = fit(text, p.type, floor_em(look), c.width - look.unit_px * 0.6f);
      return draw_text_right(list, last.type, right_end, look.colours.quiet, last.text);
    }
    const bool loud = c.need == kShare ? below(l) : text != "0" && text != "–";
    const Type t{loud ? look.medium : look.regular, p.type.em};
    const float wide = tabular_width(t, text);
    draw_tabular(list, t, {right_end.x - wide, right_end.y},
                 loud || c.need == kShare ? look.colours.strong : look.colours.quiet, text);
    const Shape shape = c.need == kShare ? Shape::triangle : c.shape;
    if (loud && wide + t.em * 0.9f < c.width)
      draw_shape(list, shape, {right_end.x - wide - t.em * 0.55f, right_end.y - t.cap() / 2}, t.em * 0.6f,
                 shape_colour(look.colours, shape));
  }

  Options options_;
  config::Label title_;
  std::vector<std::string> sources_;
};

}  // namespace

extern const PanelKind league_kind;
const PanelKind league_kind =
    config::kind<Panel, League>("league", "Agencies by the share of their data that is on time, the least first");

}  // namespace panels
