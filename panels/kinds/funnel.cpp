// How many have come how far through the stages of a procedure, and where they stand still. Main thread.
#include <algorithm>
#include <cmath>

#include "panels/format.h"
#include "panels/ground_rows.h"
#include "panels/headline.h"
#include "panels/parts.h"
#include "panels/records.h"
#include "panels/stages.h"

namespace panels {
namespace {

struct Options {
  config::TableName table;
  std::string field;
  config::IndicatorName indicator;
  config::RegionCode region;
  std::vector<Stage> stages;
  bool cumulative = true;
  std::string value, unit = "Rp", since;
  std::map<std::string, std::string> where;
  Duration watch{}, bad{};

  void describe(auto& f) {
    f("table", table, "Count the rows of this table by their stage",
      {.example = "\"pengadaan.tender\"", .sampled = true});
    f("field", field, "The field of the table that says the stage", {.example = "\"tahap\"", .sampled = true});
    f("indicator", indicator, "In place of `table`: an indicator that has a count for each stage as its item",
      {.example = "\"pengadaan.paket\""});
    f("region", region, "Values of this district only", {.example = "\"63.10.04\""});
    f("stages", stages, "The stages from the first to the last; what belongs to none is counted as other",
      {.required = true, .example = "[{ title = \"Tender\" }, { title = \"Kontrak\" }]"});
    f("cumulative", cumulative,
      "Whatever is in a later stage has been in the earlier ones: each bar is what has come so far. False: each bar is "
      "what is there now");
    f("value", value, "A field of the table to be summed in each stage", {.example = "\"pagu\""});
    f("unit", unit, "The unit of `value`");
    f("since", since, "The field with the date since when a row is in its stage; without it, the row's own time",
      {.example = "\"tanggal\""});
    f("where", where, "Only rows whose fields have these texts");
    f("watch", watch, "A stage whose oldest row is of this age is to be watched", {.example = "\"14d\""});
    f("bad", bad, "A stage whose oldest row is of this age is bad", {.example = "\"30d\""});
  }
};

// What is in a stage, or in it and the later ones.
struct Count {
  double number = 0, sum = 0;
  int unvalued = 0, unknown = 0;  // rows without a value; items without data
  void add(const Count& c) {
    number += c.number;
    sum += c.sum;
    unvalued += c.unvalued;
    unknown += c.unknown;
  }
};
struct Row {
  std::string title;
  Count here, shown;
  std::optional<Time> oldest;
  State state = State::calm;
  bool late = false;
  int urgency() const { return state == State::bad ? 3 : state == State::watch ? 2 : 0; }
};
struct Shown {
  std::vector<Row> rows;  // of the stages
  Row other;
  std::string why;  // there is nothing to be shown
};

class Funnel : public Panel {
 public:
  using Options = panels::Options;
  Funnel(Options options, const PanelSetup& setup) : options_(std::move(options)), title_(setup.config.title) {
    if (!title_.empty()) return;
    if (const config::TableInfo* t = setup.catalogue.table(options_.table.name)) title_ = t->title;
    if (const Indicator* i = setup.catalogue.indicator(options_.indicator.name)) title_ = i->title;
  }
  static void check(const Options& o, const config::Place& place, config::Complaints& out) {
    if (o.table.name.empty() == o.indicator.name.empty())
      out.push_back({place, {"what is counted is not clear"}, {"set one of table and indicator"}});
    if (!o.table.name.empty() && o.field.empty())
      out.push_back({place, {"the field of the stage is not named"}, {"set field"}});
    if (o.stages.size() < 2) out.push_back({place, {"there are fewer than two stages"}, {"write them in stages"}});
    if (o.table.name.empty() && (!o.value.empty() || !o.since.empty() || !o.where.empty()))
      out.push_back({place, {"value, since and where are of a table"}, {"set table"}});
    check_stages(o.stages, place, out);
  }

  std::vector<Want> wants() const override {
    if (options_.indicator.name.empty()) return {};
    return {{options_.indicator.name, std::chrono::seconds(0), 1}};
  }
  std::vector<std::string> sources() const override {
    return {options_.table.name.empty() ? options_.indicator.name : options_.table.name};
  }
  ImVec2 least_ems() const override { return {13, 6}; }
  std::string title(const Look& look) const override { return look.words->pick(title_); }

  void tell(const Frame& f, Telling& out) const override {
    const Shown s = shown(f);
    const Words& w = words(f);
    if (!s.why.empty()) return out.line(s.why);
    const Headline head = headline(f, s);
    if (!head.texts.empty()) out.line(head.texts.front());
    const auto word = [&w](const char* key) { return std::string(w.word(key)); };
    const bool valued = !options_.value.empty(), aged = options_.indicator.name.empty();
    std::vector<std::string> titles{"", word(options_.cumulative ? "come so far" : "count"),
                                    word(options_.cumulative ? "of the first" : "of all")};
    if (options_.cumulative) titles.push_back(word("in it now"));
    if (valued) titles.push_back(word("value"));
    if (aged) titles.push_back(word("oldest"));
    titles.push_back(word("state"));
    std::vector<std::vector<std::string>> rows;
    for (const Row& r : s.rows) {
      std::vector<std::string> row{r.title, count_text(r.shown, w), share_text(s, r, w)};
      if (options_.cumulative) row.push_back(count_text(r.here, w));
      if (valued) row.push_back(sum_text(r, w));
      if (aged) row.push_back(oldest_text(f, r));
      row.push_back(state_text(r, w));
      rows.push_back(std::move(row));
    }
    out.table(std::move(titles), std::move(rows));
    const std::string other = other_text(s, w);
    if (!other.empty()) out.line(other);
  }

  void draw(const Frame& f) override {
    const Shown s = shown(f);
    if (!s.why.empty()) return draw_empty(f, f.area, s.why);
    for (const Row& r : s.rows) wake_row(f, r);
    const float unit = f.look.unit_px;
    const Headline head = headline(f, s);
    const float rows = static_cast<float>(s.rows.size());
    Rect area = f.area;
    if (!head.texts.empty() && area.height() > unit * (2.2f + rows * kGroundRow))
      area.top = draw_headline(f, area, head, {}, 0);
    if (area.height() >= unit * (rows * 2.7f + 1.3f) && area.width() >= unit * 14) return draw_bars(f, area, s);
    std::vector<GroundRow> ground;
    for (const Row& r : s.rows) ground.push_back(ground_row(f, s, r));
    draw_ground_rows(f, area, ground, other_text(s, words(f)));
  }

 private:
  Shown shown(const Frame& f) const {
    Shown out;
    for (const Stage& stage : options_.stages) out.rows.push_back({words(f).pick(stage.title)});
    out.other.title = words(f).word("other");
    if (options_.table.name.empty()) {
      add_items(f, out);
    } else {
      add_records(f, out);
    }
    for (Row& r : out.rows) r.shown = r.here;
    for (std::size_t i = out.rows.size() - 1; options_.cumulative && i-- > 0;)
      out.rows[i].shown.add(out.rows[i + 1].shown);
    for (Row& r : out.rows) {
      const Duration age = r.oldest ? f.now - *r.oldest : Duration{};
      const auto reached = [&](Duration bound) { return r.oldest && bound > Duration{} && age >= bound; };
      r.state = reached(options_.bad) ? State::bad : reached(options_.watch) ? State::watch : State::calm;
    }
    return out;
  }

  void add_records(const Frame& f, Shown& out) const {
    const feeds::Table* table = f.data.table(options_.table.name);
    bool any = false;
    for (std::size_t i = 0; table && i < table->rows.size(); ++i) {
      const feeds::Record& record = table->rows[i];
      if (!has_texts(record, options_.where)) continue;
      any = true;
      const feeds::Value* text = record.find(options_.field);
      const auto stage = text ? stage_of(options_.stages, plain_text(*text)) : std::nullopt;
      Row& row = stage ? out.rows[*stage] : out.other;
      row.here.number += 1;
      if (!options_.value.empty()) {
        const auto value = number_of(record.find(options_.value));
        row.here.sum += value.value_or(0);
        row.here.unvalued += value ? 0 : 1;
      }
      if (!stage || options_.stages[*stage].end) continue;
      // A row without a time of its own has that of the reply: it says nothing.
      std::optional<Time> since = time_of(record.find(options_.since), f.look.zone);
      // A row without a time of its own has that of the poll, just before its reply was kept.
      const bool own = table->received - record.at > std::chrono::minutes(1);
      if (options_.since.empty() && own) since = record.at;
      if (since && *since <= f.now && (!row.oldest || *since < *row.oldest)) row.oldest = since;
    }
    for (Row& row : out.rows) row.late = table && is_late(*table, f);
    if (!any) out.why = why_no_rows(f, options_.table.name);
  }

  void add_items(const Frame& f, Shown& out) const {
    const Indicator* indicator = f.data.catalogue->indicator(options_.indicator.name);
    std::vector<bool> seen(out.rows.size());
    const auto all = entries_of(f, indicator, options_.region.code);
    bool any = false;
    for (const Entry& e : all) {
      if (!e.series) continue;
      const auto stage = stage_of(options_.stages, e.series->parts.item);
      Row& row = stage ? out.rows[*stage] : out.other;
      if (stage) seen[*stage] = true;
      wake(f, e);
      any = any || e.shown();
      row.late = row.late || e.age == Age::late;
      const bool counted = e.shown() && *e.value >= 0;  // a count below zero is none
      row.here.number += counted ? *e.value : 0;
      row.here.unknown += counted ? 0 : 1;
    }
    for (std::size_t i = 0; i < out.rows.size(); ++i) out.rows[i].here.unknown += seen[i] ? 0 : 1;
    if (!any) out.why = why_missing(all.empty() ? entry(f, indicator, nullptr) : all.front(), f);
  }

  void wake_row(const Frame& f, const Row& r) const {
    if (!r.oldest) return;
    const Duration age = f.now - *r.oldest;
    const Duration step = age < std::chrono::hours(1)    ? Duration(std::chrono::minutes(1))
                          : age < std::chrono::hours(24) ? Duration(std::chrono::hours(1))
                                                         : Duration(std::chrono::hours(24));
    wake(f, *r.oldest + (age / step + 1) * step);
    for (const Duration bound : {options_.watch, options_.bad})
      if (bound > age) wake(f, *r.oldest + bound);
  }

  // A count that lacks something says so; a stage of which nothing is known has none.
  static std::string count_text(const Count& c, const Words& w) {
    if (c.unknown == 0) return number(c.number, 0, w);
    if (c.number == 0) return std::string(w.word("no data"));
    return w.say({"{}, incomplete", {number(c.number, 0, w)}});
  }
  // Of what has entered; where a stage counts what is there now, of all there is.
  std::string share_text(const Shown& s, const Row& r, const Words& w) const {
    Count whole = s.rows.front().shown;
    for (std::size_t i = 1; !options_.cumulative && i < s.rows.size(); ++i) whole.add(s.rows[i].here);
    const bool known = whole.unknown == 0 && r.shown.unknown == 0 && whole.number > 0;
    return known ? percent(r.shown.number / whole.number * 100, 0, w) : "–";
  }
  std::string sum_text(const Row& r, const Words& w) const {
    if (options_.value.empty()) return "–";
    if (r.shown.unvalued == r.shown.number && r.shown.number > 0) return std::string(w.word("no data"));
    const std::string sum = quantity(r.shown.sum, options_.unit, 0, w);
    return r.shown.unvalued == 0 ? sum : w.say({"{}, without {} unknown", {sum, std::to_string(r.shown.unvalued)}});
  }
  std::string oldest_text(const Frame& f, const Row& r) const {
    return r.oldest && r.here.number > 0 ? length(f.now - *r.oldest, words(f)) : "–";
  }
  static std::string state_text(const Row& r, const Words& w) {
    std::string out = state_word(r.state, w);
    if (r.late) out += (out.empty() ? "" : ", ") + std::string(w.word("late"));
    return out;
  }
  static std::string other_text(const Shown& s, const Words& w) {
    if (s.other.here.number == 0) return {};
    return w.say({"other: {}", {number(s.other.here.number, 0, w)}});
  }

  // Where things stand still, when that needs a person.
  Headline headline(const Frame& f, const Shown& s) const {
    const Words& w = words(f);
    const auto worst = std::max_element(s.rows.begin(), s.rows.end(), [](const Row& a, const Row& b) {
      return a.urgency() != b.urgency() ? a.urgency() < b.urgency() : a.oldest && b.oldest && *a.oldest > *b.oldest;
    });
    Headline out;
    if (worst->urgency() == 0) return out;
    const std::string count = number(worst->here.number, 0, w), age = oldest_text(f, *worst);
    out.texts = {w.say({"{} stand still in {}, the oldest for {}", {count, worst->title, age}}),
                 w.say({"{}: the oldest for {}", {worst->title, age}})};
    out.state = worst->state;
    out.late = worst->late;
    out.shape = worst->state == State::bad ? Shape::diamond : Shape::triangle;
    return out;
  }

  static Shape shape_of_row(const Row& r) {
    if (r.state == State::bad) return Shape::diamond;
    if (r.state == State::watch) return Shape::triangle;
    return r.late || r.shown.unknown > 0 ? Shape::hatch : Shape::none;
  }

  GroundRow ground_row(const Frame& f, const Shown& s, const Row& r) const {
    const Words& w = words(f);
    GroundRow out;
    out.title = r.title;
    const std::string count = count_text(r.shown, w), age = oldest_text(f, r);
    if (age != "–") out.values.push_back(w.say({"{} · oldest {}", {count, age}}));
    out.plate = r.state == State::bad && !r.late;
    out.values.push_back(out.plate ? age : count);  // its age is what is bad
    const double most = largest(s);
    out.share = most > 0 ? static_cast<float>(r.shown.number / most) : 0;
    out.from = most > 0 ? static_cast<float>((r.shown.number - r.here.number) / most) : 0;
    out.shape = shape_of_row(r);
    out.late = r.late;
    return out;
  }
  static double largest(const Shown& s) {
    double out = 0;
    for (const Row& r : s.rows) out = std::max(out, r.shown.number);
    return out;
  }

  // What is said of a stage beside its name, in order of need.
  std::vector<std::string> details(const Frame& f, const Row& r) const {
    const Words& w = words(f);
    std::vector<std::string> out;
    if (r.oldest && r.here.number > 0) out.push_back(w.say({"oldest {}", {oldest_text(f, r)}}));
    if (options_.cumulative && r.here.number > 0 && r.here.number < r.shown.number)
      out.push_back(w.say({"{} in it now", {number(r.here.number, 0, w)}}));
    if (!options_.value.empty()) out.push_back(sum_text(r, w));
    return out;
  }

  void draw_bars(const Frame& f, Rect a, const Shown& s) const {
    const Look& look = f.look;
    const Words& w = words(f);
    const Type small = type(look, Size::small);
    const std::string other = other_text(s, w);
    const float foot = other.empty() ? 0 : small.line();
    const float pitch = std::min((a.height() - foot) / static_cast<float>(s.rows.size()), look.unit_px * 8.5f);
    const float em = pitch / look.unit_px;
    const Type title = type(look, em > 6 ? Size::title : em > 3.4f ? Size::text : Size::small);
    const Type count = type(look, em > 7 ? Size::large : em > 4.2f ? Size::title : Size::text, Weight::medium);
    float ends = 0;
    for (const Row& r : s.rows) ends = std::max(ends, tabular_width(count, count_text(r.shown, w)));
    ends += text_width(small, "100%") + look.unit_px * 1.2f;
    for (std::size_t i = 0; i < s.rows.size(); ++i) {
      const float top = a.top + pitch * static_cast<float>(i);
      draw_title(f, s.rows[i], title, {a.left, top + title.cap() * 1.1f}, a.right);
      draw_bar(f, s, s.rows[i], count, {a.left, top + title.line() * 1.04f, a.right - ends, top + pitch * 0.86f});
    }
    if (!other.empty())
      draw_text(f.paint.list, small, {a.left, a.top + pitch * static_cast<float>(s.rows.size()) + small.cap()},
                look.colours.quiet, fit(other, small, small.em, a.width()).text);
  }

  void draw_title(const Frame& f, const Row& r, Type t, ImVec2 at, float right) const {
    const Look& look = f.look;
    const Type small = type(look, Size::small);
    const Shape shape = shape_of_row(r);
    if (shape != Shape::none) {
      draw_shape(f.paint.list, shape, {at.x + t.em * 0.4f, at.y - t.cap() / 2}, t.em * 0.7f,
                 shape_colour(look.colours, shape));
      at.x += t.em * 1.05f;
    }
    const Fitted name = fit(r.title, t, floor_em(look), right - at.x);
    draw_text(f.paint.list, name.type, at, r.late ? look.colours.unknown : look.colours.strong, name.text);
    float x = at.x + name.width + small.em;
    for (const std::string& text : details(f, r)) {
      const float width = text_width(small, text);
      if (x + width > right) break;
      draw_text(f.paint.list, small, {x, at.y}, look.colours.quiet, text);
      x += width + small.em;
    }
  }

  void draw_bar(const Frame& f, const Shown& s, const Row& r, Type t, Rect room) const {
    const Look& look = f.look;
    const Words& w = words(f);
    ImDrawList& list = f.paint.list;
    const double most = largest(s);
    const auto x = [&](double v) { return room.left + (most > 0 ? static_cast<float>(v / most) * room.width() : 0); };
    const float end = std::max(x(r.shown.number), room.left + hairline(look)),
                from = std::min(end, x(r.shown.number - r.here.number));
    const float top = std::round(room.top), bottom = std::round(room.bottom);
    list.AddRectFilled({room.left, top}, {from, bottom}, r.late ? look.colours.line : look.colours.classes[1]);
    list.AddRectFilled({from, top}, {end, bottom}, r.late ? look.colours.line : look.colours.classes[3]);
    if (r.late)
      draw_hatch(list, {room.left, top, end, bottom}, look.unit_px * 0.4f, hairline(look), look.colours.unknown);
    const float baseline = (top + bottom + t.cap()) / 2;
    const std::string count = count_text(r.shown, w);
    const float at = end + look.unit_px * 0.4f;
    draw_tabular(list, t, {at, baseline}, r.late ? look.colours.unknown : look.colours.strong, count);
    const std::string share = share_text(s, r, w);
    if (share != "–" && !(options_.cumulative && &r == &s.rows.front()))
      draw_text(list, type(look, Size::small), {at + tabular_width(t, count) + look.unit_px * 0.5f, baseline},
                look.colours.quiet, share);
  }

  Options options_;
  config::Label title_;
};

}  // namespace

extern const PanelKind funnel_kind;
const PanelKind funnel_kind =
    config::kind<Panel, Funnel>("funnel", "How many have come how far through stages, and where they stand still");

}  // namespace panels
