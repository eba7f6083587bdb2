// Which stage of a development each agency has reached, the least developed first. Main thread.
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
  config::IndicatorName indicator;
  config::TableName table;
  std::string name, field;
  std::vector<config::AgencyName> agencies;
  std::vector<Stage> stages;
  int expected = 0;

  void describe(auto& f) {
    f("indicator", indicator, "The indicator with an agency as its item and the number of its stage, from 1 on",
      {.example = "\"spbe.tahap\"", .sampled = true});
    f("table", table, "In place of `indicator`: a table with a row for each agency", {.example = "\"spbe.penilaian\""});
    f("name", name, "The field of the table with the agency", {.example = "\"perangkat_daerah\""});
    f("field", field, "The field of the table with the stage, its text or its number", {.example = "\"tahap\""});
    f("agencies", agencies, "These agencies have a row even when nothing is known of them",
      {.example = "[\"diskominfo\", \"bpkad\"]"});
    f("stages", stages,
      "The stages from the first to the last; without it, the five of e-government: preparation, maturing, "
      "consolidation, use, evaluation");
    f("expected", expected, "Agencies that have not reached the stage of this number are to be watched; 0: none",
      {.least = 0, .most = 20});
  }
};

struct Row {
  std::string name;
  std::optional<std::size_t> stage;  // how many are reached; nothing: not known
  std::string why;
  bool late = false, watch = false;
};
struct Shown {
  std::vector<Row> rows;
  std::string why;  // there is nothing to be shown
  std::size_t known() const {
    return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [](const Row& r) { return r.stage; }));
  }
};

// Where things are, in pixels: blocks of rows side by side.
struct Plan {
  Type type;
  std::size_t blocks = 0, each = 0;  // rows of a block
  float pitch = 0, head = 0, block = 0, name = 0, cell = 0;
};

class StageBoard : public Panel {
 public:
  using Options = panels::Options;
  StageBoard(Options options, const PanelSetup& setup) : options_(std::move(options)), title_(setup.config.title) {
    if (options_.stages.empty()) options_.stages = e_government_stages();
    if (!title_.empty()) return;
    if (const config::TableInfo* t = setup.catalogue.table(options_.table.name)) title_ = t->title;
    if (const Indicator* i = setup.catalogue.indicator(options_.indicator.name)) title_ = i->title;
  }
  static void check(const Options& o, const config::Place& place, config::Complaints& out) {
    if (o.table.name.empty() == o.indicator.name.empty())
      out.push_back({place, {"where the stages come from is not clear"}, {"set one of table and indicator"}});
    if (!o.table.name.empty() && (o.name.empty() || o.field.empty()))
      out.push_back({place, {"the fields of the agency and of its stage are not named"}, {"set name and field"}});
    const std::size_t stages = o.stages.empty() ? e_government_stages().size() : o.stages.size();
    if (stages < 2) out.push_back({place, {"there are fewer than two stages"}, {"write them in stages"}});
    if (static_cast<std::size_t>(o.expected) > stages)
      out.push_back({place, {"there are only {} stages", {std::to_string(stages)}}, {"set expected to one of them"}});
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
    out.line(headline(f, s).texts.front());
    const auto word = [&w](const char* key) { return std::string(w.word(key)); };
    std::vector<std::vector<std::string>> counts;
    for (std::size_t i = 0; i < stage_count(); ++i)
      counts.push_back({std::to_string(i + 1), stage_title(i, w), std::to_string(count_of(s, i + 1))});
    out.table({"", word("stage"), word("agencies")}, std::move(counts));
    std::vector<std::vector<std::string>> rows;
    for (const Row& r : s.rows) {
      std::string state = r.watch ? word("watch") : std::string();
      if (r.late) state += (state.empty() ? "" : ", ") + word("late");
      rows.push_back({r.name, r.stage ? std::to_string(*r.stage) : "–", reached(r, w), state});
    }
    out.table({word("agency"), "", word("stage"), word("state")}, std::move(rows));
  }

  void draw(const Frame& f) override {
    const Shown s = shown(f);
    if (!s.why.empty()) return draw_empty(f, f.area, s.why);
    const float unit = f.look.unit_px;
    Rect area = f.area;
    const bool room = area.height() > unit * 9 && area.width() > unit * 13;
    if (room) area.top = draw_headline(f, area, headline(f, s), {}, 0);
    const Plan p = plan(f, s, area);
    if (!room || p.each < 3 || p.cell < unit * 0.8f) return draw_counts(f, s, area);
    for (std::size_t b = 0; b < p.blocks; ++b) draw_block(f, s, p, area, b);
    draw_foot(f, s, p, area);
  }

 private:
  std::size_t stage_count() const { return options_.stages.size(); }
  std::string stage_title(std::size_t i, const Words& w) const { return w.pick(options_.stages[i].title); }
  std::string reached(const Row& r, const Words& w) const {
    if (!r.stage) return r.why;
    return *r.stage == 0 ? std::string(w.word("not begun")) : stage_title(*r.stage - 1, w);
  }
  static std::size_t count_of(const Shown& s, std::size_t stage) {
    return static_cast<std::size_t>(
        std::count_if(s.rows.begin(), s.rows.end(), [&](const Row& r) { return r.stage == stage; }));
  }

  Shown shown(const Frame& f) const {
    Shown out;
    std::vector<std::string> seen;  // agencies that have a row
    if (options_.table.name.empty()) {
      add_items(f, out, seen);
    } else {
      add_records(f, out, seen);
    }
    for (const config::AgencyName& a : options_.agencies) {
      if (std::find(seen.begin(), seen.end(), a.id) != seen.end()) continue;
      out.rows.push_back({agency_name(f, a.id), {}, std::string(words(f).word("no data")), false, false});
    }
    if (out.rows.empty() && out.why.empty()) out.why = words(f).word("not known in this center");
    if (!out.rows.empty()) out.why.clear();
    for (Row& r : out.rows) r.watch = r.stage && *r.stage < static_cast<std::size_t>(options_.expected);
    std::stable_sort(out.rows.begin(), out.rows.end(), [](const Row& a, const Row& b) {
      if (a.stage.has_value() != b.stage.has_value()) return a.stage.has_value();
      return a.stage != b.stage ? a.stage < b.stage : a.name < b.name;
    });
    return out;
  }

  // The stage of that number; what is none is said.
  Row row_of(const Frame& f, std::string name, double number_of_stage) const {
    const double whole = std::floor(number_of_stage + 1e-9);
    if (whole >= 0 && whole <= static_cast<double>(stage_count()))
      return {std::move(name), static_cast<std::size_t>(whole), {}, false, false};
    return {
        std::move(name), {}, words(f).say({"{} is no stage", {number(number_of_stage, 0, words(f))}}), false, false};
  }

  void add_items(const Frame& f, Shown& out, std::vector<std::string>& seen) const {
    const Indicator* indicator = f.data.catalogue->indicator(options_.indicator.name);
    for (const feeds::Series* series : f.data.of_indicator(options_.indicator.name)) {
      const Entry e = entry(f, indicator, series);
      const std::string& item = series->parts.item;
      if (item.empty()) continue;
      wake(f, e);
      seen.push_back(item);
      std::string name = f.data.catalogue->agency(item) ? agency_name(f, item) : item_name(item);
      Row row = e.shown() ? row_of(f, name, *e.value) : Row{name, {}, why_missing(e, f), false, false};
      row.late = e.age == Age::late;
      out.rows.push_back(std::move(row));
    }
    if (out.rows.empty()) out.why = why_missing(entry(f, indicator, nullptr), f);
  }

  void add_records(const Frame& f, Shown& out, std::vector<std::string>& seen) const {
    const feeds::Table* table = f.data.table(options_.table.name);
    for (std::size_t i = 0; table && i < table->rows.size(); ++i) {
      const feeds::Record& record = table->rows[i];
      const feeds::Value *agency = record.find(options_.name), *stage = record.find(options_.field);
      const std::string id = agency ? plain_text(*agency) : record.key,
                        text = stage ? plain_text(*stage) : std::string();
      seen.push_back(id);
      const std::string name = agency_name(f, id.empty() ? record.key : id);
      Row row{name, {}, std::string(words(f).word("no data")), false, false};
      if (const auto number_of_stage = number_of(stage)) {
        row = row_of(f, name, *number_of_stage);
      } else if (const auto index = stage_of(options_.stages, text)) {
        row.stage = *index + 1;
      } else if (!text.empty()) {
        row.why = words(f).say({"{} is no stage", {text}});
      }
      row.late = is_late(*table, f);
      out.rows.push_back(std::move(row));
    }
    if (out.rows.empty()) out.why = why_no_rows(f, options_.table.name);
  }

  Headline headline(const Frame& f, const Shown& s) const {
    const Words& w = words(f);
    Headline out;
    const auto behind = std::count_if(s.rows.begin(), s.rows.end(), [](const Row& r) { return r.watch; });
    const std::string all = std::to_string(s.known());
    if (behind > 0) {
      const std::string stage = stage_title(static_cast<std::size_t>(options_.expected) - 1, w);
      out.texts = {w.say({"{} of {} have not reached {}", {std::to_string(behind), all, stage}}),
                   w.say({"{} of {} behind", {std::to_string(behind), all}})};
      out.state = State::watch;
      out.shape = Shape::triangle;
      return out;
    }
    if (s.known() == 0) {
      out.texts = {s.rows.front().why};
      out.shape = Shape::hatch;
      return out;
    }
    const std::size_t least = *s.rows.front().stage;
    out.texts = {w.say({"{} of {} are at the lowest stage: {}",
                        {std::to_string(count_of(s, least)), all, reached(s.rows.front(), w)}}),
                 w.say({"lowest: {}", {reached(s.rows.front(), w)}})};
    return out;
  }

  Plan plan(const Frame& f, const Shown& s, Rect a) const {
    const Look& look = f.look;
    const Type small = type(look, Size::small);
    Plan out;
    out.head = small.line() * 1.1f;
    const float room = a.height() - out.head - small.line() * 1.2f, least = look.unit_px * 1.3f;
    const std::size_t each = static_cast<std::size_t>(std::max(0.0f, room / least + 0.01f));
    const std::size_t most = static_cast<std::size_t>(std::max(1.0f, a.width() / (look.unit_px * 19)));
    if (each == 0) return out;
    out.blocks = std::clamp<std::size_t>((s.rows.size() + each - 1) / each, 1, most);
    out.each = std::min(each, (s.rows.size() + out.blocks - 1) / out.blocks);
    out.pitch = std::clamp(room / static_cast<float>(out.each), least, look.unit_px * 3);
    out.block = (a.width() - look.unit_px * 1.6f * static_cast<float>(out.blocks - 1)) / static_cast<float>(out.blocks);
    out.type = type(look, out.pitch > look.unit_px * 1.9f && out.blocks == 1 ? Size::text : Size::small);
    float name = 0;
    for (const Row& r : s.rows) name = std::max(name, text_width(out.type, r.name));
    const bool marks =
        std::any_of(s.rows.begin(), s.rows.end(), [](const Row& r) { return r.watch || r.late || !r.stage; });
    out.name = std::min(name + (marks ? out.type.em * 1.05f : 0), out.block * 0.4f) + look.gap();
    out.cell = (out.block - out.name) / static_cast<float>(stage_count());
    return out;
  }

  // Else their numbers head the columns.
  bool heads_fit(const Frame& f, const Plan& p) const {
    const Type small = type(f.look, Size::small);
    for (std::size_t i = 0; i < stage_count(); ++i)
      if (text_width(small, stage_title(i, words(f))) > p.cell - f.look.gap() * 0.4f) return false;
    return true;
  }

  void draw_block(const Frame& f, const Shown& s, const Plan& p, Rect a, std::size_t block) const {
    const Look& look = f.look;
    const Type small = type(look, Size::small);
    const float left = a.left + static_cast<float>(block) * (p.block + look.unit_px * 1.6f), cells = left + p.name;
    const bool titled = heads_fit(f, p);
    for (std::size_t i = 0; i < stage_count(); ++i)
      draw_text_centred(f.paint.list, small, {cells + (static_cast<float>(i) + 0.5f) * p.cell, a.top + small.cap()},
                        look.colours.quiet, titled ? stage_title(i, words(f)) : std::to_string(i + 1));
    for (std::size_t i = 0; i < p.each; ++i) {
      const std::size_t row = block * p.each + i;
      if (row >= s.rows.size()) return;
      draw_row(f, s.rows[row], p, left, a.top + p.head + p.pitch * static_cast<float>(i), titled);
    }
  }

  void draw_row(const Frame& f, const Row& r, const Plan& p, float left, float top, bool titled) const {
    const Look& look = f.look;
    ImDrawList& list = f.paint.list;
    const float middle = top + p.pitch / 2, baseline = middle + p.type.cap() / 2, cells = left + p.name;
    const Shape shape = r.watch ? Shape::triangle : r.late || !r.stage ? Shape::hatch : Shape::none;
    float x = left;
    if (shape != Shape::none) {
      draw_shape(list, shape, {x + p.type.em * 0.42f, middle}, p.type.em * 0.68f, shape_colour(look.colours, shape));
      x += p.type.em * 1.05f;
    }
    const Fitted name = fit(r.name, p.type, floor_em(look), cells - look.gap() - x);
    draw_text(list, name.type, {x, baseline}, r.late ? look.colours.unknown : look.colours.strong, name.text);
    const float high = std::round(std::min(p.pitch * 0.78f, look.unit_px * 1.7f)),
                upper = std::round(middle - high / 2);
    if (!r.stage) {
      const Fitted why =
          fit(r.why, type(look, Size::small), floor_em(look), p.cell * static_cast<float>(stage_count()));
      draw_text(list, why.type, {cells, middle + why.type.cap() / 2}, look.colours.quiet, why.text);
      return;
    }
    const float between = std::max(1.0f, look.unit_px * 0.1f);
    for (std::size_t i = 0; i < stage_count(); ++i) {
      const Rect cell{std::round(cells + static_cast<float>(i) * p.cell), upper,
                      std::round(cells + static_cast<float>(i + 1) * p.cell - between), upper + high};
      draw_cell(f, r, i, cell);
    }
    draw_label(f, r, p, cells, middle, titled);
  }

  static void draw_cell(const Frame& f, const Row& r, std::size_t stage, Rect cell) {
    const Look& look = f.look;
    const bool reached = stage < *r.stage, present = stage + 1 == *r.stage;
    const ImU32 colour = r.late ? look.colours.line : look.colours.classes[present ? 3 : 1];
    if (!reached) {
      const float y = std::round((cell.top + cell.bottom) / 2) + 0.5f;
      return f.paint.list.AddLine({cell.left, y}, {cell.right, y}, look.colours.line, hairline(look));
    }
    f.paint.list.AddRectFilled({cell.left, cell.top}, {cell.right, cell.bottom}, colour);
    if (r.late) draw_hatch(f.paint.list, cell, look.unit_px * 0.35f, hairline(look), look.colours.unknown);
  }

  // The present stage's name in its cell, or beside it where nothing is reached yet.
  void draw_label(const Frame& f, const Row& r, const Plan& p, float cells, float middle, bool titled) const {
    const Look& look = f.look;
    const Words& w = words(f);
    const Type small = type(look, Size::small);
    const std::string text = reached(r, w);
    const float width = text_width(small, text), baseline = middle + small.cap() / 2;
    const float present = cells + static_cast<float>(*r.stage) * p.cell, pad = look.unit_px * 0.3f;
    const bool inside = *r.stage > 0 && width + pad * 2 <= p.cell && !r.late;
    if (inside) {
      const ImU32 ground = look.colours.classes[3];
      draw_text(f.paint.list, small, {present - p.cell / 2 - width / 2, baseline}, label_colour(look.colours, ground),
                text);
      return;
    }
    if (titled && *r.stage > 0) return;
    const float end = cells + p.cell * static_cast<float>(stage_count()), before = present - p.cell;
    const bool after = present + pad + width <= end;
    if (!after && (r.late || before - cells < width + pad)) return;
    const float left = after ? present + pad : before - pad - width;
    f.paint.list.AddRectFilled({left - pad * 0.6f, middle - small.cap()},
                               {left + width + pad * 0.6f, middle + small.cap()},
                               after ? look.colours.panel : look.colours.classes[1]);
    draw_text(f.paint.list, small, {left, baseline}, after ? look.colours.quiet : look.colours.strong, text);
  }

  // How many are at each stage, below the columns of the first block; rows left out are counted before them.
  void draw_foot(const Frame& f, const Shown& s, const Plan& p, Rect a) const {
    const Look& look = f.look;
    const Words& w = words(f);
    const Type small = type(look, Size::small), strong = type(look, Size::small, Weight::medium);
    const float top = a.top + p.head + p.pitch * static_cast<float>(p.each), baseline = top + small.line();
    const float line = std::round(top + small.em * 0.15f) + 0.5f;
    f.paint.list.AddLine({a.left, line}, {a.left + p.block, line}, look.colours.line, hairline(look));
    const std::size_t drawn = p.blocks * p.each;
    const std::string text = s.rows.size() > drawn ? w.say({"+{} more", {std::to_string(s.rows.size() - drawn)}})
                                                   : std::string(w.word("in all"));
    const Fitted left = fit(text, small, floor_em(look), p.name - look.gap());
    draw_text(f.paint.list, left.type, {a.left, baseline}, look.colours.quiet, left.text);
    for (std::size_t i = 0; i < stage_count(); ++i)
      draw_text_centred(f.paint.list, strong, {a.left + p.name + (static_cast<float>(i) + 0.5f) * p.cell, baseline},
                        look.colours.strong, std::to_string(count_of(s, i + 1)));
  }

  // In a small place: how many are at each stage.
  void draw_counts(const Frame& f, const Shown& s, Rect a) const {
    const Words& w = words(f);
    if (a.height() < f.look.unit_px * kGroundRow * static_cast<float>(stage_count() - 1)) {
      std::vector<std::string> pieces;
      if (s.known() > 0) {
        const std::size_t least = count_of(s, *s.rows.front().stage);
        pieces = {reached(s.rows.front(), w) + " " + std::to_string(least),
                  w.say({"{} further on", {std::to_string(s.known() - least)}})};
      }
      draw_headline(f, a, headline(f, s), pieces, 0);
      return;
    }
    std::vector<GroundRow> rows;
    std::size_t most = 1;
    for (std::size_t i = 0; i < stage_count(); ++i) most = std::max(most, count_of(s, i + 1));
    for (std::size_t i = 0; i < stage_count(); ++i) {
      GroundRow row;
      row.title = stage_title(i, w);
      row.values = {std::to_string(count_of(s, i + 1))};
      row.share = static_cast<float>(count_of(s, i + 1)) / static_cast<float>(most);
      row.from = 0;
      if (i + 1 < static_cast<std::size_t>(options_.expected) && count_of(s, i + 1) > 0) row.shape = Shape::triangle;
      rows.push_back(std::move(row));
    }
    const std::size_t unknown = s.rows.size() - s.known();
    draw_ground_rows(f, a, rows, unknown > 0 ? w.say({"{} without data", {std::to_string(unknown)}}) : std::string());
  }

  Options options_;
  config::Label title_;
};

}  // namespace

extern const PanelKind stage_board_kind;
const PanelKind stage_board_kind =
    config::kind<Panel, StageBoard>("stage_board", "Which stage of a development each agency has reached");

}  // namespace panels
