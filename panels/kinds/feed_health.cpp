// The punctuality league: per agency what came on time, late, not at all or was refused; worst first. Main thread.
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
  bool only_faults = false;

  void describe(auto& field) {
    field("agencies", agencies, "These agencies only; without it, all of the center", {.example = "[\"diskominfo\"]"});
    field("only_faults", only_faults, "Leave out agencies whose data are all on time");
  }
};

using Row = LeagueLine;
constexpr auto& kColumns = league_columns;

class FeedHealth : public Panel {
 public:
  using Options = panels::Options;
  FeedHealth(Options options, const PanelSetup& setup) : options_(std::move(options)), title_(setup.config.title) {
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
    return title_.empty() ? std::string(look.words->word("Punctuality of data")) : look.words->pick(title_);
  }

  void tell(const Frame& f, Telling& out) const override {
    const Words& w = words(f);
    const auto rows = rows_of(f);
    if (rows.empty()) return out.line(empty_text(f));
    std::vector<std::string> head{std::string(w.word("agency"))};
    for (const LeagueColumn& c : kColumns) head.emplace_back(w.word(c.word));
    head.emplace_back(w.word("last data"));
    std::vector<std::vector<std::string>> lines;
    for (const Row& r : rows) {
      std::vector<std::string> line{r.name};
      for (std::size_t i = 0; i < kColumns.size(); ++i)
        line.push_back(number(static_cast<double>(count_of(r.counts, i)), 0, w));
      line.push_back(r.last);
      lines.push_back(std::move(line));
    }
    out.table(std::move(head), std::move(lines));
    const Feeds states = feeds_of(f, options_.agencies);
    if (!states.empty()) tell_grid(feed_rows(f, states), out);
    const Grid refused = refused_rows(f, states);
    if (refused.rows.empty()) return;
    out.line(std::string(w.word("Refused values")));
    tell_grid(refused, out);
  }

  void draw(const Frame& f) override {
    const auto rows = rows_of(f);
    wake_lines(f, sources_);
    if (rows.empty()) return draw_empty(f, f.area, empty_text(f));
    const float unit = f.look.unit_px;
    Rect league = f.area;
    const Feeds states = f.full ? feeds_of(f, options_.agencies) : Feeds();
    if (!states.empty() && f.area.height() > unit * 14)
      league.bottom = std::min(f.area.bottom, f.area.top + unit * (2.6f + 1.9f * static_cast<float>(rows.size())));
    league.bottom = std::min(league.bottom, f.area.top + f.area.height() * (states.empty() ? 1.0f : 0.55f));
    draw_league(f, league, rows);
    if (!states.empty())
      draw_grid(f, {f.area.left, league.bottom + unit, f.area.right, f.area.bottom}, feed_rows(f, states));
  }

 private:
  std::vector<Row> rows_of(const Frame& f) const {
    auto out = league_lines(f, options_.agencies);
    if (options_.only_faults) std::erase_if(out, [](const Row& r) { return r.calm(); });
    return out;
  }

  std::string empty_text(const Frame& f) const {
    if (options_.only_faults && !f.data.feeds.empty()) return std::string(words(f).word("all data are on time"));
    return std::string(words(f).word("no agency sends data yet"));
  }

  void draw_league(const Frame& f, const Rect& a, const std::vector<Row>& rows) const {
    const Look& look = f.look;
    const Words& w = words(f);
    ImDrawList& list = f.paint.list;
    const Type small = type(look, Size::small);
    const float head = small.line() * 1.15f, least = look.unit_px * 1.5f;
    const float room = a.height() - head;
    std::size_t count = std::min(rows.size(), static_cast<std::size_t>(std::max(0.0f, room / least + 0.01f)));
    const float foot = count < rows.size() ? small.line() : 0;
    if (foot > 0) count = static_cast<std::size_t>(std::max(0.0f, (room - foot) / least));
    const float pitch =
        std::clamp((room - foot) / std::max(1.0f, static_cast<float>(count)), least, look.unit_px * 3.3f);
    if (count == 0) return draw_empty(f, a, w.word("too small to be drawn"));
    const Type t = type(look, pitch >= look.unit_px * 2.5f   ? Size::title
                              : pitch >= look.unit_px * 1.8f ? Size::text
                                                             : Size::small);

    // Columns from the right: last data, then the counts; the name has what is left. Columns that crowd it go first.
    float last = text_width(small, w.word("last data"));
    for (const Row& r : rows) last = std::max(last, text_width(small, r.last));
    last = std::min(last, a.width() * 0.3f);
    std::array<float, 4> columns{};
    float all = 0;
    for (std::size_t i = 0; i < kColumns.size(); ++i)
      all += columns[i] = text_width(small, w.word(kColumns[i].word)) + small.em * 2.0f;
    const bool with_last = a.width() - all - last - look.unit_px * 1.5f > look.unit_px * 6;
    const float right = with_last ? a.right - last - look.unit_px * 1.5f : a.right;
    const bool with_words = right - a.left - all > look.unit_px * 5;
    if (!with_words) return draw_narrow(f, a, rows);
    const float names = right - all - a.left - look.gap();
    float longest = 0;
    for (const Row& r : rows) longest = std::max(longest, text_width({t.font, floor_em(look)}, r.name));
    if (names < std::min(longest, look.unit_px * 9)) return draw_narrow(f, a, rows);

    const float base = a.top + small.cap() * 1.1f;
    std::array<float, 4> ends{};
    float end = right;
    for (std::size_t i = kColumns.size(); i-- > 0; end -= columns[i]) {
      ends[i] = end;
      const std::string_view word = w.word(kColumns[i].word);
      const float wide = text_width(small, word);
      draw_text(list, small, {end - wide, base}, look.colours.quiet, word);
      const float x = end - wide - small.em * 0.65f;
      const ImU32 colour =
          kColumns[i].shape == Shape::circle ? look.colours.quiet : shape_colour(look.colours, kColumns[i].shape);
      draw_shape(list, kColumns[i].shape, {x, base - small.cap() / 2}, small.em * 0.7f, colour);
    }
    if (with_last) draw_text_right(list, small, {a.right, base}, look.colours.quiet, w.word("last data"));

    for (std::size_t i = 0; i < count; ++i) {
      const float top = a.top + head + pitch * static_cast<float>(i);
      list.AddLine({a.left, std::round(top) + 0.5f}, {a.right, std::round(top) + 0.5f}, look.colours.line,
                   hairline(look));
      draw_row(f, a, rows[i], t, top + pitch / 2, names, ends, with_last);
    }
    if (count == rows.size()) return;
    const std::string more = w.say({"+{} more", {std::to_string(rows.size() - count)}});
    draw_text(list, small, {a.left, a.top + head + pitch * static_cast<float>(count) + small.cap() + small.em * 0.25f},
              look.colours.quiet, more);
  }

  // Without room for columns: the name and what is wrong, and below what the shapes mean.
  void draw_narrow(const Frame& f, const Rect& a, const std::vector<Row>& rows) const {
    const Look& look = f.look;
    ImDrawList& list = f.paint.list;
    const Type t = type(look, Size::small);
    if (a.width() < look.unit_px * 3) return draw_empty(f, a, words(f).word("too small to be drawn"));
    const float pitch =
        std::clamp(a.height() / static_cast<float>(rows.size() + 1), look.unit_px * 1.5f, look.unit_px * 2.0f);
    std::size_t count = std::min(rows.size(), static_cast<std::size_t>(std::max(0.0f, a.height() / pitch + 0.01f)));
    if (count < rows.size() && count > 0) --count;
    for (std::size_t i = 0; i < count; ++i) {
      const float top = a.top + pitch * static_cast<float>(i), middle = top + pitch / 2, y = middle + t.cap() / 2;
      if (i > 0)
        list.AddLine({a.left, std::round(top) + 0.5f}, {a.right, std::round(top) + 0.5f}, look.colours.line,
                     hairline(look));
      const float left = draw_chips(f, rows[i], t, {a.right, y}, a.left);
      const Fitted name = fit(rows[i].name, t, floor_em(look), left - a.left - look.gap());
      draw_text(list, name.type, {a.left, y}, look.colours.strong, name.text);
    }
    float y = a.top + pitch * static_cast<float>(count) + t.cap() + t.em * 0.6f, x = a.left;
    if (count < rows.size() && y + t.em * 0.25f <= a.bottom) {
      const std::string more = words(f).say({"+{} more", {std::to_string(rows.size() - count)}});
      draw_text(list, t, {x, y}, look.colours.quiet, more);
      x += text_width(t, more) + t.em * 0.9f;
    }
    for (std::size_t i = 1; i < kColumns.size(); ++i) {
      if (std::none_of(rows.begin(), rows.end(), [i](const Row& r) { return count_of(r.counts, i) > 0; })) continue;
      const std::string_view word = words(f).word(kColumns[i].word);
      const float wide = t.em * 1.1f + text_width(t, word);
      if (x > a.left && x + wide > a.right) {
        x = a.left;
        y += t.line();
      }
      if (y + t.em * 0.25f > a.bottom || x + wide > a.right) return;
      draw_shape(list, kColumns[i].shape, {x + t.em * 0.35f, y - t.cap() / 2}, t.em * 0.66f,
                 shape_colour(look.colours, kColumns[i].shape));
      draw_text(list, t, {x + t.em, y}, look.colours.quiet, word);
      x += wide + t.em * 0.9f;
    }
  }

  // From the right end: what is late, missing or refused; "tepat waktu" when nothing is. Returns the left end.
  static float draw_chips(const Frame& f, const Row& r, Type t, ImVec2 right_end, float least) {
    const Look& look = f.look;
    ImDrawList& list = f.paint.list;
    float x = right_end.x;
    if (r.counts.stopped || r.calm()) {
      const Fitted text = fit(r.calm() ? words(f).word("on time") : std::string_view(r.last), t, floor_em(look),
                              std::min(look.unit_px * 8, (right_end.x - least) * 0.6f));
      draw_text_right(list, text.type, right_end, look.colours.quiet, text.text);
      return x - text.width;
    }
    for (std::size_t i = kColumns.size(); i-- > 1;) {
      const std::uint64_t n = count_of(r.counts, i);
      if (n == 0) continue;
      const std::string text = number(static_cast<double>(n), 0, words(f));
      const Type strong{look.medium, t.em};
      if (x - tabular_width(strong, text) - t.em * 1.5f < least) break;
      x -= tabular_width(strong, text);
      draw_tabular(list, strong, {x, right_end.y}, look.colours.strong, text);
      x -= t.em * 0.75f;
      draw_shape(list, kColumns[i].shape, {x + t.em * 0.2f, right_end.y - t.cap() / 2}, t.em * 0.66f,
                 shape_colour(look.colours, kColumns[i].shape));
      x -= t.em * 0.75f;
    }
    return x;
  }

  void draw_row(const Frame& f, const Rect& a, const Row& r, Type t, float middle, float names,
                const std::array<float, 4>& ends, bool with_last) const {
    const Look& look = f.look;
    ImDrawList& list = f.paint.list;
    const float y = middle + t.cap() / 2;
    const Fitted name = fit(r.name, t, floor_em(look), names);
    draw_text(list, name.type, {a.left, y}, look.colours.strong, name.text);
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
      const std::uint64_t n = count_of(r.counts, i);
      const std::string text = number(static_cast<double>(n), 0, words(f));
      const float end = ends[i], wide = tabular_width(t, text);
      const bool loud = i > 0 && n > 0;
      if (loud)
        draw_shape(list, kColumns[i].shape, {end - wide - t.em * 0.7f, middle}, t.em * 0.62f,
                   shape_colour(look.colours, kColumns[i].shape));
      draw_tabular(list, loud ? Type{look.medium, t.em} : t, {end - wide, y},
                   loud ? look.colours.strong : look.colours.quiet, text);
    }
    if (!with_last) return;
    const Type small = type(look, Size::small);
    const Fitted last = fit(r.last, small, floor_em(look), a.right - ends.back() - look.gap());
    draw_text_right(list, last.type, {a.right, y}, look.colours.quiet, last.text);
  }

  Options options_;
  config::Label title_;
  std::vector<std::string> sources_;
};

}  // namespace

extern const PanelKind feed_health_kind;
const PanelKind feed_health_kind =
    config::kind<Panel, FeedHealth>("feed_health", "Which agencies' data are on time, late, missing or refused");

}  // namespace panels
