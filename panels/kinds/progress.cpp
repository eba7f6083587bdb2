// Action plans: what was done of each against what was planned by now, what is overdue first. Main thread.
#include <algorithm>
#include <cmath>

#include "panels/actions.h"
#include "panels/format.h"
#include "panels/ground_rows.h"
#include "panels/parts.h"

namespace panels {
namespace {

struct Options {
  config::TableName table;
  std::string name = "nama", planned = "rencana", done = "realisasi", due = "tenggat";
  config::IndicatorName real, plan;
  config::RegionCode region;
  std::map<std::string, std::string> where;
  std::optional<double> watch, bad;
  double whole = 100;
  int most_rows = 0;

  void describe(auto& f) {
    f("table", table, "A row for each row of this table", {.example = "\"renaksi\""});
    f("name", name, "The field with the name of the action");
    f("planned", planned, "The field with what was planned by now, in percent");
    f("done", done, "The field with what was done by now, in percent");
    f("due", due, "The field with the date when it is to be finished");
    f("real", real, "In place of `table`: the indicator of what was done, a row for each of its districts or items",
      {.example = "\"progres.fisik\"", .sampled = true});
    f("plan", plan, "The indicator of what was planned, with the same districts or items",
      {.example = "\"progres.rencana\"", .sampled = true});
    f("region", region, "Values of this district only", {.example = "\"63.10.04\""});
    f("where", where, "Only rows whose fields have these texts");
    f("watch", watch, "A deviation (done less planned) of this or below is to be watched", {.example = "-5.0"});
    f("bad", bad, "A deviation of this or below is bad", {.example = "-10.0"});
    f("whole", whole, "The value of what is finished; the full length of a bar", {.least = 1e-9});
    f("most_rows", most_rows, "At most so many rows; 0: as many as fit", {.least = 0, .most = 200});
  }
};

using Row = Action;
struct Shown {
  std::vector<Row> rows;
  std::string why;
  int left_out = 0;
};

// Where things are, in pixels; in lines of two where one is too narrow.
struct Plan {
  Type type;
  bool two = false;
  float pitch = 0, mark = 0, left = 0, bar = 0, bar_end = 0, values = 0, words = 0, due = 0;
  std::size_t count = 0;
};

class Progress : public Panel {
 public:
  using Options = panels::Options;
  Progress(Options options, const PanelSetup& setup) : options_(std::move(options)), title_(setup.config.title) {
    const config::TableInfo* t = setup.catalogue.table(options_.table.name);
    const Indicator* i = setup.catalogue.indicator(options_.real.name);
    if (title_.empty() && (t || i)) title_ = t ? t->title : i->title;
  }
  static void check(const Options& o, const config::Place& place, config::Complaints& out) {
    if (o.table.name.empty() == o.real.name.empty())
      out.push_back({place, {"where the actions come from is not clear"}, {"set one of table and real"}});
    if (o.real.name.empty() != o.plan.name.empty())
      out.push_back({place, {"real and plan belong together"}, {"set both"}});
    if (!o.table.name.empty() && (o.name.empty() || o.done.empty()))
      out.push_back({place, {"the fields of the name and of what was done are not named"}, {"set name and done"}});
  }

  std::vector<Want> wants() const override {
    std::vector<Want> out;
    if (options_.table.name.empty())
      for (const std::string& name : sources()) out.push_back({name, std::chrono::seconds(0), 1});
    return out;
  }
  std::vector<std::string> sources() const override {
    if (!options_.table.name.empty()) return {options_.table.name};
    return {options_.real.name, options_.plan.name};
  }
  ImVec2 least_ems() const override { return {13, 6}; }
  std::string title(const Look& look) const override { return look.words->pick(title_); }

  void tell(const Frame& f, Telling& out) const override {
    const Shown s = shown(f);
    const Words& w = words(f);
    if (!s.why.empty()) return out.line(s.why);
    const auto word = [&w](const char* key) { return std::string(w.word(key)); };
    std::vector<std::vector<std::string>> rows;
    for (const Row& r : s.rows) {
      const auto texts = deviation_of(r, w);
      std::string state = state_word(r.state, w);
      if (r.late) state += (state.empty() ? "" : ", ") + word("late");
      rows.push_back({r.name, value(r, r.done, w), value(r, r.planned, w), texts.empty() ? r.why : texts.front(),
                      r.due || r.finished ? due_texts(f, r).front() : "–", state});
    }
    out.table({"", word("realised"), word("planned"), word("deviation"), word("due"), word("state")}, std::move(rows));
    if (s.left_out > 0) out.line(w.say({"+{} more", {std::to_string(s.left_out)}}));
  }

  void draw(const Frame& f) override {
    const Shown s = shown(f);
    const config::Date today = config::civil(f.now, f.look.zone).date;
    wake(f, config::midnight(config::Date{std::chrono::sys_days(today) + std::chrono::days(1)}, f.look.zone));
    if (!s.why.empty()) return draw_empty(f, f.area, s.why);
    const Plan p = plan(f, s);
    if (p.count < std::min<std::size_t>(s.rows.size(), 3) || p.bar_end - p.bar < f.look.unit_px * 4)
      return draw_small(f, s);
    for (std::size_t i = 0; i < p.count; ++i) draw_row(f, s.rows[i], p, f.area.top + p.pitch * static_cast<float>(i));
    const int more = static_cast<int>(s.rows.size() - p.count) + s.left_out;
    if (more == 0) return;
    const Type small = type(f.look, Size::small);
    draw_text(f.paint.list, small, {p.left, f.area.top + p.pitch * static_cast<float>(p.count) + small.cap() * 1.2f},
              f.look.colours.quiet, words(f).say({"+{} more", {std::to_string(more)}}));
  }

 private:
  Shown shown(const Frame& f) const {
    Shown out;
    const ActionSource source{options_.table.name,  options_.name,
                              options_.planned,     options_.done,
                              options_.due,         options_.where,
                              options_.real.name,   options_.plan.name,
                              options_.region.code, {options_.watch, options_.bad},
                              options_.whole};
    out.rows = actions(f, source, out.why);
    if (options_.most_rows > 0 && out.rows.size() > static_cast<std::size_t>(options_.most_rows)) {
      out.left_out = static_cast<int>(out.rows.size()) - options_.most_rows;
      out.rows.resize(static_cast<std::size_t>(options_.most_rows));
    }
    return out;
  }

  static std::string value(const Row& r, std::optional<double> v, const Words& w) {
    return v ? quantity(*v, r.unit, r.decimals, w) : "–";
  }
  static std::vector<std::string> deviation_of(const Row& r, const Words& w) {
    if (r.finished) return {std::string(w.word("finished"))};
    if (!r.by()) return r.done ? std::vector<std::string>{std::string(w.word("no plan"))} : std::vector<std::string>();
    return deviation_texts(*r.by(), r.unit, r.decimals, w);
  }
  // "lewat 3 hari", "sampai 20 Des"; empty without a date.
  static std::vector<std::string> due_texts(const Frame& f, const Row& r) {
    const Words& w = words(f);
    if (!r.due) return {"–"};
    const Time day = *r.due - std::chrono::hours(12);
    const config::Date date = config::civil(day, f.look.zone).date, today = config::civil(f.now, f.look.zone).date;
    std::string text = short_date(date, w);
    if (date.year() != today.year()) text += " " + std::to_string(static_cast<int>(date.year()));
    if (r.overdue) {
      const auto days = (std::chrono::sys_days(today) - std::chrono::sys_days(date)).count();
      const std::string over = length(std::chrono::hours(24 * days), w);
      return {w.say({"overdue by {}, {}", {over, text}}), w.say({"overdue by {}", {over}})};
    }
    if (date == today && !r.finished) return {std::string(w.word("due today"))};
    return {w.say({"due {}", {text}}), text};
  }

  static Shape shape_of_row(const Row& r) {
    if (r.state == State::bad) return Shape::diamond;
    if (r.state == State::watch) return Shape::triangle;
    return r.late || !r.done ? Shape::hatch : Shape::none;
  }

  Plan plan(const Frame& f, const Shown& s) const {
    const Look& look = f.look;
    const Rect& a = f.area;
    const Type small = type(look, Size::small);
    const float unit = look.unit_px;
    Plan p;
    p.two = a.width() < unit * 36;
    const float least = unit * (p.two ? 2.7f : 1.5f);
    const auto fitting = [&](float h) { return static_cast<std::size_t>(std::max(0.0f, h / least + 0.01f)); };
    const bool foot = fitting(a.height()) < s.rows.size() || s.left_out > 0;
    const float room = a.height() - (foot ? small.line() : 0);
    p.count = std::min(s.rows.size(), fitting(room));
    p.pitch = std::clamp(room / std::max(1.0f, static_cast<float>(p.count)), least, unit * (p.two ? 4.6f : 3.4f));
    p.type = type(look, p.pitch > unit * (p.two ? 3.6f : 2.2f) ? Size::text : Size::small);
    if (longest(s, p.type) > (p.two ? a.width() - unit * 9 : a.width() * 0.3f)) p.type = small;
    const float gap = unit * 1.1f;
    for (const std::size_t brief : {1, 2}) {  // deviations are said shorter before bars are too short to be compared
      measure(f, s, p, brief);
      place(f, s, p, gap);
      if (p.bar_end - p.bar >= unit * 10) break;
    }
    return p;
  }
  static void place(const Frame& f, const Shown& s, Plan& p, float gap) {
    const Rect& a = f.area;
    const float unit = f.look.unit_px;
    p.left = a.left + p.mark;
    p.bar = p.two ? p.left : p.left + std::min(a.width() * 0.3f, longest(s, p.type)) + gap;
    p.bar_end = a.right - p.values - gap * 0.5f;
    if (p.two) {
      p.words = std::min(p.words, (p.bar_end - p.bar) * 0.45f);
      p.bar_end -= p.words + unit * 0.5f;
    } else {
      p.bar_end -= p.words + gap + (p.due > 0 ? p.due + gap + unit * 0.6f : 0);
    }
  }
  static void measure(const Frame& f, const Shown& s, Plan& p, std::size_t brief) {
    const Words& w = words(f);
    const Type small = type(f.look, Size::small);
    p.words = 0;
    for (const Row& r : s.rows) {
      if (shape_of_row(r) != Shape::none) p.mark = p.type.em * 1.1f;
      p.values = std::max(p.values, tabular_width({f.look.medium, p.type.em}, value(r, r.done, w)));
      const auto texts = deviation_of(r, w);
      if (!texts.empty()) p.words = std::max(p.words, text_width(small, texts[std::min(brief, texts.size() - 1)]));
      if (r.due) p.due = std::max(p.due, text_width(small, due_texts(f, r).back()));
    }
  }
  static float longest(const Shown& s, Type t) {
    float out = 0;
    for (const Row& r : s.rows) out = std::max(out, text_width(t, r.name));
    return out;
  }

  void draw_row(const Frame& f, const Row& r, const Plan& p, float top) const {
    const Look& look = f.look;
    const Words& w = words(f);
    ImDrawList& list = f.paint.list;
    const Type small = type(look, Size::small), strong{look.medium, p.type.em};
    const float first = p.two ? top + p.type.cap() * 1.25f : top + (p.pitch + p.type.cap()) / 2;
    const ImU32 text = r.late ? look.colours.unknown : look.colours.strong;
    const Shape shape = shape_of_row(r);
    draw_shape(list, shape, {f.area.left + p.type.em * 0.45f, first - p.type.cap() / 2}, p.type.em * 0.7f,
               shape_colour(look.colours, shape));
    const float due = draw_due(f, r, p, first + (small.cap() - p.type.cap()) / 2);
    const float room = (p.two ? due : p.bar) - look.unit_px * 0.8f - p.left;
    const auto name = wrap(r.name, p.type, room, !p.two && p.pitch > p.type.line() * 2 ? 2 : 1);
    float y = first - p.type.line() * static_cast<float>(name.size() == 2) / 2;
    for (const std::string& line : name) {
      draw_text(list, p.type, {p.left, y}, text, line);
      y += p.type.line();
    }
    const float high =
        std::round(p.two ? std::min(p.pitch * 0.24f, look.unit_px) : std::min(p.pitch * 0.5f, look.unit_px));
    const float upper = std::round(p.two ? top + p.pitch * 0.8f - high : top + (p.pitch - high) / 2);
    const float second = upper + (high + small.cap()) / 2;
    if (!r.done) {
      const Fitted why = fit(r.why, small, floor_em(look), (p.two ? f.area.right : due - look.unit_px) - p.bar);
      return draw_text(list, why.type, {p.bar, second}, look.colours.quiet, why.text);
    }
    draw_bar(f, r, {p.bar, upper, p.bar_end, upper + high});
    const float right = p.two ? f.area.right : p.bar_end + look.unit_px * 0.5f + p.values;
    const std::string done = value(r, r.done, w);
    draw_tabular(list, strong, {right - tabular_width(strong, done), upper + (high + p.type.cap()) / 2}, text, done);
    const auto texts = deviation_of(r, w);
    const std::string* by = first_that_fits(texts, small, p.words + 1);
    if (!by) return;
    const float x = p.two ? p.bar_end + look.unit_px * 0.5f : right + look.unit_px * 1.1f;
    draw_text(list, small, {x, second}, r.state == State::calm || r.late ? look.colours.quiet : look.colours.strong,
              *by);
  }

  // At the right end of the row; where its words begin.
  float draw_due(const Frame& f, const Row& r, const Plan& p, float baseline) const {
    const Look& look = f.look;
    if (!r.due) return f.area.right;
    const Type small = type(look, Size::small, r.overdue ? Weight::medium : Weight::regular);
    const auto texts = due_texts(f, r);
    const std::string* text =
        first_that_fits(texts, small, p.two ? f.area.width() * 0.5f : p.due + look.unit_px * 0.6f);
    if (!text) return f.area.right;
    const float width = text_width(small, *text), pad = look.unit_px * 0.3f, left = f.area.right - width - pad;
    const bool plate = r.overdue && r.done && !r.late;
    if (plate)
      draw_plate(f.paint.list,
                 {left - pad, baseline - small.cap() * 1.38f, f.area.right, baseline + small.cap() * 0.38f}, small.em,
                 look.colours.bad);
    draw_text(f.paint.list, small, {left, baseline}, plate ? look.colours.bad_text : look.colours.quiet, *text);
    return left - pad;
  }

  void draw_bar(const Frame& f, const Row& r, Rect room) const {
    const Look& look = f.look;
    ImDrawList& list = f.paint.list;
    if (room.width() < look.unit_px) return;
    const auto x = [&](double v) {
      return std::round(room.left + room.width() * static_cast<float>(std::clamp(v / options_.whole, 0.0, 1.0)));
    };
    const float middle = std::round((room.top + room.bottom) / 2) + 0.5f, end = x(*r.done);
    list.AddLine({room.left, middle}, {room.right, middle}, look.colours.line, hairline(look));
    list.AddRectFilled({room.left, room.top}, {std::max(end, room.left + hairline(look)), room.bottom},
                       r.late ? look.colours.line : look.colours.classes[r.finished ? 2 : 3]);
    if (r.late)
      draw_hatch(list, {room.left, room.top, end, room.bottom}, look.unit_px * 0.3f, hairline(look),
                 look.colours.unknown);
    if (!r.planned) return;
    const float tick = x(*r.planned), over = look.unit_px * 0.18f;
    list.AddRectFilled({tick - hairline(look), room.top - over}, {tick + hairline(look), room.bottom + over},
                       look.colours.strong);
  }

  void draw_small(const Frame& f, const Shown& s) const {
    std::vector<GroundRow> rows;
    for (const Row& r : s.rows) {
      GroundRow row;
      row.title = r.name;
      if (r.overdue) {
        row.values = {due_texts(f, r).back()};
      } else if (r.done) {
        row.values = deviation_of(r, words(f));
        row.values.push_back(value(r, r.done, words(f)));
      } else {
        row.values = {r.why, "–"};
      }
      row.share = r.done ? static_cast<float>(*r.done / options_.whole) : 0;
      row.from = 0;
      row.shape = shape_of_row(r);
      row.plate = r.overdue && r.done && !r.late;
      row.late = r.late;
      rows.push_back(std::move(row));
    }
    draw_ground_rows(f, f.area, rows, {}, s.left_out);
  }

  Options options_;
  config::Label title_;
};

}  // namespace

extern const PanelKind progress_kind;
const PanelKind progress_kind =
    config::kind<Panel, Progress>("progress", "Action plans: done against planned, what is overdue first");

}  // namespace panels
