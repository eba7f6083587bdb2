// Services: up or down now, the last 90 days a bar each, the time up against what was promised. Main thread.
#include <algorithm>
#include <cmath>

#include "panels/format.h"
#include "panels/services.h"

namespace panels {
namespace {

struct Options {
  std::vector<Service> service;
  int days = 90;

  void describe(auto& field) {
    field("service", service, "The services, a row each", {.required = true});
    field("days", days, "How many days back; fewer bars are drawn where there is no room", {.least = 7, .most = 90});
  }
};

// Where things are, in pixels; a column without width is left out.
struct Plan {
  Type type;
  float head = 0, pitch = 0, title = 0, state = 0, bars = 0, uptime = 0, response = 0, volume = 0;
  int days = 0, left_out = 0;  // bars; columns that do not fit
  bool two_lines = false;
  std::size_t count = 0;
};

class StatusBoard : public Panel {
 public:
  using Options = panels::Options;
  StatusBoard(Options options, const PanelSetup& setup) : options_(std::move(options)), title_(setup.config.title) {}
  static void check(const Options& o, const config::Place& place, config::Complaints& out) {
    if (o.service.empty()) out.push_back({place, {"no service is named"}, {"add [[page.panel.service]]"}});
    for (const Service& s : o.service)
      if (s.volume.name.empty() && !s.volume_item.empty())
        out.push_back({place, {"volume_item without volume"}, {"set volume"}});
  }

  std::vector<Want> wants() const override {
    std::vector<Want> out;
    for (const Service& s : options_.service) {
      out.push_back({s.up_series(), std::chrono::hours(24) * options_.days, 0, feeds::Reduce::day_means});
      for (const std::string& name : {s.response_series(), s.volume_series()})
        if (!name.empty()) out.push_back({name, std::chrono::seconds(0), 1});
    }
    return out;
  }
  std::vector<std::string> sources() const override {
    std::vector<std::string> out;
    for (const Service& s : options_.service)
      for (const std::string& name : {s.up_series(), s.response_series(), s.volume_series()})
        if (!name.empty()) out.push_back(name);
    return out;
  }
  bool tells_age() const override { return true; }
  ImVec2 least_ems() const override { return {11, 7.5f}; }
  std::string title(const Look& look) const override {
    return title_.empty() ? std::string(look.words->word("Services")) : look.words->pick(title_);
  }

  void tell(const Frame& f, Telling& out) const override {
    const Words& w = words(f);
    const auto rows = service_rows(f, options_.service, options_.days);
    out.line(summary(rows, w));
    const auto word = [&w](const char* key) { return std::string(w.word(key)); };
    std::vector<std::vector<std::string>> lines;
    for (const ServiceRow& r : rows) {
      std::string outages = outages_text(r.uptime, 5, w);
      if (r.uptime.without_data > 0)
        outages +=
            (outages.empty() ? "" : "; ") + w.say({"{} days without data", {std::to_string(r.uptime.without_data)}});
      if (r.uptime.since)
        outages += (outages.empty() ? "" : "; ") + w.say({"known since {}", {short_date(*r.uptime.since, w)}});
      lines.push_back({r.title, state_text(r, f), r.uptime.percent ? uptime_text(*r.uptime.percent, w) : "–",
                       r.sla ? percent_of(*r.sla, w) : "–", small_text(r.response, w), small_text(r.volume, w),
                       outages.empty() ? "–" : outages});
    }
    out.table({word("service"), word("state"), w.say({"up in {} days", {std::to_string(options_.days)}}), word("SLA"),
               word("response"), word("volume"), word("outages")},
              std::move(lines));
  }

  void draw(const Frame& f) override {
    const auto rows = service_rows(f, options_.service, options_.days);
    for (const ServiceRow& r : rows)
      for (const Entry* e : {&r.up, &r.response, &r.volume}) wake(f, *e);
    const config::Date today = config::civil(f.now, f.look.zone).date;
    wake(f, config::midnight(config::Date{std::chrono::sys_days(today) + std::chrono::days(1)}, f.look.zone));
    const Plan p = plan(f, rows);
    if (p.count == 0 || f.area.width() < f.look.unit_px * 7) return draw_summary_alone(f, rows);
    draw_head(f, rows, p);
    for (std::size_t i = 0; i < p.count; ++i)
      draw_row(f, rows[i], p, f.area.top + p.head + p.pitch * static_cast<float>(i), i);
    const float end = f.area.top + p.head + p.pitch * static_cast<float>(p.count);
    draw_left_out(f, {f.area.left, end, f.area.right, f.area.bottom}, rows.size() - p.count, p.left_out);
  }

 private:
  static std::string percent_of(double v, const Words& w) { return bound(v, "%", 2, w); }
  static std::string small_text(const Entry& e, const Words& w) { return e.shown() ? value_text(e, w) : "–"; }

  static std::string uptime_cell(const ServiceRow& r, const Words& w) {
    return r.uptime.percent ? uptime_text(*r.uptime.percent, w) : "–";
  }
  std::vector<std::string> uptime_heads(const Words& w) const {
    const std::string n = std::to_string(options_.days);
    return {w.say({"up in {} days", {n}}), w.say({"{} days", {n}})};
  }

  // Widths of all columns in the plan's type, and what is left for the bars.
  void measure(const Frame& f, const std::vector<ServiceRow>& rows, Plan& p) const {
    const Words& w = words(f);
    const Type small = type(f.look, Size::small);
    const float between = f.look.unit_px * 1.2f;
    const auto column = [&](float& wide, const std::string& head, auto text) {
      wide = 0;
      for (const ServiceRow& r : rows) wide = std::max(wide, tabular_width(p.type, text(r)));
      if (wide > 0) wide = std::max(wide, text_width(small, head)) + between;
    };
    p.title = p.state = 0;
    for (std::size_t i = 0; i < p.count; ++i) {
      const ServiceRow& r = rows[i];
      p.title = std::max(p.title, text_width(p.type, r.title));
      p.state = std::max(p.state, text_width(p.type, brief_state(r, f)) + p.type.em * 0.6f + between);
    }
    p.title += p.type.em * 1.1f;
    column(p.uptime, uptime_heads(w).back(), [&](const ServiceRow& r) { return uptime_cell(r, w); });
    const auto any = [&](auto has) { return std::any_of(rows.begin(), rows.end(), has); };
    p.response = p.volume = 0;
    if (any([](const ServiceRow& r) { return r.response.indicator; }))
      column(p.response, std::string(w.word("response")),
             [&](const ServiceRow& r) { return small_text(r.response, w); });
    if (any([](const ServiceRow& r) { return r.volume.indicator; }))
      column(p.volume, std::string(w.word("volume")), [&](const ServiceRow& r) { return small_text(r.volume, w); });
  }

  // The bars' room after the columns; columns that are needed least go until 30 days fit; the title gives way
  // only where not even 14 would.
  // Without headings numbers would say nothing: the name and the state stay.
  void settle(const Frame& f, Plan& p) const {
    const float unit = f.look.unit_px, wide = f.area.width(), least = unit * 0.2f;
    const auto left = [&] { return wide - p.title - p.state - p.uptime - p.response - p.volume - unit * 0.6f; };
    const bool bare = p.head == 0;
    const float wanted = bare ? 0 : least * static_cast<float>(std::min(options_.days, 30));
    for (float* column : {&p.volume, &p.response, &p.uptime, &p.state}) {
      const bool number = column != &p.state;
      if (*column == 0 || (bare ? !number && left() >= unit * 6 - p.title : left() >= wanted)) continue;
      if (column == &p.uptime && !bare) continue;
      *column = 0;
      ++p.left_out;
    }
    const float narrow = std::min(p.title, std::max(unit * 7, wide * 0.34f));
    const float few = std::min(wanted, least * 14);
    if (left() < few) p.title = std::max(narrow, p.title - (few - left()));
    if (left() < (bare ? 0 : least * 7)) p.title = std::min(p.title, std::max(unit * 3, p.title + left()));
    p.days = p.head > 0 ? bars_that_fit(options_.days, left(), least) : 0;
    p.bars = p.days > 0 ? std::min(left(), static_cast<float>(p.days) * unit * 0.75f) : 0;
    const float spare = left() - p.bars;
    if (p.days > 0 || spare > 0) p.title += std::max(0.0f, spare);
  }

  Plan plan(const Frame& f, const std::vector<ServiceRow>& rows) const {
    const float unit = f.look.unit_px, least = unit * 1.5f, high = f.area.height();
    const Type small = type(f.look, Size::small);
    Plan p;
    const auto lay = [&](float row, Size size, bool two_lines, bool foot = false) {
      p = {};
      p.type = type(f.look, size);
      p.two_lines = two_lines;
      p.head = high > small.line() * 2.15f + row * 4 ? small.line() * 1.15f : 0;
      float room = high - p.head;
      p.count = std::min(rows.size(), static_cast<std::size_t>(std::max(0.0f, room / row + 0.01f)));
      if ((foot || p.count < rows.size()) && p.count > 0) {
        room -= small.line();
        p.count = std::min(p.count, static_cast<std::size_t>(std::max(0.0f, room / row + 0.01f)));
      }
      p.pitch = std::clamp(room / std::max(1.0f, static_cast<float>(p.count)), row, row * (two_lines ? 1.5f : 2.1f));
      measure(f, rows, p);
    };
    for (const Size size : {Size::title, Size::text, Size::small}) {
      lay(least * f.look.em(size) / unit, size, false);
      const float all = p.title + p.state + p.uptime + p.response + p.volume;
      const bool whole =
          p.count == rows.size() && f.area.width() - all >= unit * 0.2f * static_cast<float>(options_.days);
      if (whole || size == Size::small) break;
    }
    if (p.count == rows.size() && p.pitch < p.type.em * 1.45f) lay(least, Size::small, false);
    settle(f, p);
    if (p.left_out > 0) {
      lay(least, Size::small, false, true);
      settle(f, p);
    }
    const bool poor = p.days < std::min(30, options_.days) || p.state == 0;
    if (poor && high >= (unit * 3.2f) * static_cast<float>(rows.size()) + small.line()) {
      for (const Size size : {Size::title, Size::text, Size::small}) {
        lay(unit * 3.2f * (f.look.em(size) / unit), size, true);
        if (p.count == rows.size() && p.title + p.state < f.area.width()) break;
      }
      p.response = p.volume = 0;
      p.days = bars_that_fit(options_.days, f.area.width() - p.uptime, unit * 0.2f);
      p.bars = f.area.width() - p.uptime;
    }
    return p;
  }

  void draw_head(const Frame& f, const std::vector<ServiceRow>& rows, const Plan& p) const {
    if (p.head == 0) return;
    const Look& look = f.look;
    const Words& w = words(f);
    ImDrawList& list = f.paint.list;
    const Type t = type(look, Size::small);
    const float y = f.area.top + t.cap() * 1.1f, between = look.unit_px * 1.2f;
    float right = f.area.right;
    const auto column = [&](float wide, const std::vector<std::string>& texts) {
      if (wide == 0) return;
      if (const std::string* text = first_that_fits(texts, t, wide - between * 0.4f))
        draw_text_right(list, t, {right, y}, look.colours.quiet, *text);
      right -= wide;
    };
    if (!p.two_lines) {
      column(p.volume, {std::string(w.word("volume"))});
      column(p.response, {std::string(w.word("response"))});
    }
    column(p.uptime, uptime_heads(w));
    float free_to = right - look.gap();
    if (p.days > 0 && !p.two_lines) {
      const std::string n = std::to_string(p.days);
      std::vector<std::string> texts{w.say({"last {} days, today at the right", {n}}), w.say({"last {} days", {n}}),
                                     w.say({"{} days", {n}})};
      if (const auto since = known_since(rows)) {
        const std::string day = short_date(*since, w);
        texts.insert(texts.begin(), {w.say({"last {} days, known since {}", {n, day}}), w.say({"since {}", {day}})});
      }
      if (const std::string* text = first_that_fits(texts, t, p.bars))
        draw_text(list, t, {right - p.bars, y}, look.colours.quiet, *text);
      free_to = right - p.bars - look.gap();
    }
    const bool calm = rows.front().trouble == Trouble::none;
    const Type strong{calm ? look.regular : look.medium, t.em};
    const Fitted said = fit(summary(rows, w), strong, floor_em(look), free_to - f.area.left);
    if (said.whole)
      draw_text(list, strong, {f.area.left, y}, calm ? look.colours.quiet : look.colours.strong, said.text);
  }

  // The earliest day that is known of any of them, where none is known from the first on.
  static std::optional<config::Date> known_since(const std::vector<ServiceRow>& rows) {
    std::optional<config::Date> out;
    for (const ServiceRow& r : rows) {
      if (!r.uptime.since) return {};
      if (!out || *r.uptime.since < *out) out = r.uptime.since;
    }
    return out;
  }

  static void draw_row(const Frame& f, const ServiceRow& r, const Plan& p, float top, std::size_t place) {
    const Look& look = f.look;
    if (place > 0 || p.head > 0)
      f.paint.list.AddLine({f.area.left, std::round(top) + 0.5f}, {f.area.right, std::round(top) + 0.5f},
                           look.colours.line, hairline(look));
    const float middle = top + p.pitch * (p.two_lines ? 0.28f : 0.5f), y = middle + p.type.cap() / 2;
    const float low = p.two_lines ? top + p.pitch * 0.72f : middle;
    float right = f.area.right;
    if (!p.two_lines) {
      draw_number(f, r.volume, p, p.volume, right, y);
      right -= p.volume;
      draw_number(f, r.response, p, p.response, right, y);
      right -= p.response;
    }
    if (p.uptime > 0) draw_up(f, r, p, right, low);
    right -= p.uptime;
    if (p.days > 0) {
      const float half = std::min(p.type.em * 0.55f, p.pitch * (p.two_lines ? 0.2f : 0.36f));
      const float from = p.two_lines ? f.area.left : right - p.bars;
      draw_uptime(f, {from, std::round(low - half), right, std::round(low + half)}, r.uptime, p.days, r.allowed());
      if (!p.two_lines) right = from - look.gap();
    }
    if (p.two_lines) right = f.area.right;
    draw_name(f, r, p, {f.area.left, y}, right);
  }

  static void draw_up(const Frame& f, const ServiceRow& r, const Plan& p, float right, float low) {
    const Look& look = f.look;
    ImDrawList& list = f.paint.list;
    const std::string up = uptime_cell(r, words(f));
    const Type up_type{r.missed() ? look.medium : look.regular, p.type.em};
    const float wide = tabular_width(up_type, up);
    draw_tabular(list, up_type, {right - wide, low + p.type.cap() / 2},
                 r.uptime.percent ? look.colours.strong : look.colours.quiet, up);
    if (r.missed() && r.trouble != Trouble::missed && p.uptime > wide + p.type.em * 0.8f)
      draw_shape(list, Shape::triangle, {right - wide - p.type.em * 0.45f, low}, p.type.em * 0.55f, look.colours.watch);
  }

  // The mark, the name, and what is to be said of it at the right end of that room.
  static void draw_name(const Frame& f, const ServiceRow& r, const Plan& p, ImVec2 at, float right) {
    const Look& look = f.look;
    ImDrawList& list = f.paint.list;
    const float em = p.type.em, middle = at.y - p.type.cap() / 2;
    const Shape shape = shape_for(r.trouble);
    if (shape != Shape::none)
      draw_shape(list, shape, {at.x + em * 0.4f, middle}, em * 0.7f, shape_colour(look.colours, shape));
    float room = right - at.x - em * 1.1f;
    if (p.state > 0) {
      const std::string state = brief_state(r, f);
      const float wide = text_width(p.type, state), pad = em * 0.25f;
      const float from = p.two_lines ? right - wide - pad : right - p.state + look.unit_px * 0.6f;
      if (r.trouble == Trouble::down)
        draw_plate(list, {from - pad, at.y - p.type.cap() - em * 0.22f, from + wide + pad, at.y + em * 0.22f}, em,
                   look.colours.bad);
      const bool loud = r.trouble == Trouble::partly || r.trouble == Trouble::missed;
      draw_text(list, p.type, {from, at.y},
                r.trouble == Trouble::down ? look.colours.bad_text
                : loud                     ? look.colours.strong
                                           : look.colours.quiet,
                state);
      room = from - pad - look.gap() - at.x - em * 1.1f;
    }
    const Fitted name = fit(r.title, {look.medium, em}, floor_em(look), room);
    draw_text(list, name.type, {at.x + em * 1.1f, at.y}, r.up.shown() ? look.colours.strong : look.colours.quiet,
              name.text);
  }

  static void draw_number(const Frame& f, const Entry& e, const Plan& p, float column, float right, float y) {
    if (column == 0) return;
    const Look& look = f.look;
    const std::string text = e.indicator ? small_text(e, words(f)) : std::string("–");
    const float wide = tabular_width(p.type, text), em = p.type.em;
    ImU32 colour = e.shown() && e.age == Age::fresh ? look.colours.strong : look.colours.unknown;
    const Shape shape = e.shown() ? shape_of(e) : Shape::none;
    if (shape != Shape::none && wide + em * 0.9f < column)
      draw_shape(f.paint.list, shape, {right - wide - em * 0.45f, y - p.type.cap() / 2}, em * 0.55f,
                 shape_colour(look.colours, shape));
    draw_tabular(f.paint.list, p.type, {right - wide, y}, colour, text);
  }

  // Where no row fits: how many are down, with the worst one's shape.
  static void draw_summary_alone(const Frame& f, const std::vector<ServiceRow>& rows) {
    const Look& look = f.look;
    const Type t = type(look, Size::small);
    const Shape shape = shape_for(rows.front().trouble);
    const Fitted text = fit(summary(rows, words(f)), t, floor_em(look), f.area.width() - t.em * 1.1f);
    if (f.area.height() < t.cap() * 1.4f || text.text.empty())
      return draw_empty(f, f.area, words(f).word("too small to be drawn"));
    const float y = f.area.top + t.cap() * 1.2f;
    draw_shape(f.paint.list, shape, {f.area.left + t.em * 0.4f, y - t.cap() / 2}, t.em * 0.66f,
               shape_colour(look.colours, shape));
    draw_text(f.paint.list, text.type, {f.area.left + t.em * 1.1f, y}, look.colours.strong, text.text);
  }

  Options options_;
  config::Label title_;
};

}  // namespace

extern const PanelKind status_board_kind;
const PanelKind status_board_kind = config::kind<Panel, StatusBoard>(
    "status_board", "Services: whether they work, their last 90 days, the time up against what was promised");

}  // namespace panels
