// Rows of a center's table, or districts against indicators; what needs a person first, as many as fit. Main thread.
#include <algorithm>

#include "panels/format.h"
#include "panels/grid.h"
#include "panels/parts.h"
#include "panels/records.h"

namespace panels {
namespace {

enum class Show { automatic, text, number, money, percent, duration, date, moment, age };
enum class Rows { regions, items };

}  // namespace
}  // namespace panels

template <>
struct config::Choices<panels::Show> {
  static constexpr std::pair<const char*, panels::Show> names[] = {
      {"auto", panels::Show::automatic}, {"text", panels::Show::text},       {"number", panels::Show::number},
      {"money", panels::Show::money},    {"percent", panels::Show::percent}, {"duration", panels::Show::duration},
      {"date", panels::Show::date},      {"moment", panels::Show::moment},   {"age", panels::Show::age}};
};
template <>
struct config::Choices<panels::Rows> {
  static constexpr std::pair<const char*, panels::Rows> names[] = {{"regions", panels::Rows::regions},
                                                                   {"items", panels::Rows::items}};
};

namespace panels {
namespace {

struct Column {
  std::string field;
  config::IndicatorName indicator;
  config::Label title;
  Show show = Show::automatic;
  int decimals = 0;
  std::optional<double> watch, bad;
  bool low_is_bad = false;
  std::vector<std::string> watch_words, bad_words;
  std::map<std::string, config::Label> words;

  void describe(auto& f) {
    f("field", field, "The field of the table that the column shows; \"key\" and \"at\" are the row's own",
      {.example = "\"nama\""});
    f("indicator", indicator, "The indicator that the column shows, where rows are districts or items",
      {.example = "\"progres.fisik\"", .sampled = true});
    f("title", title, "Heading of the column; without it, the indicator's title or the field's name",
      {.example = "\"Paket\""});
    f("show", show,
      "How the field is written: money in rupiah, duration in seconds, date and moment from a time, age as time since");
    f("decimals", decimals, "Digits after the comma of a field", {.least = 0, .most = 6});
    f("watch", watch, "From this value of the field on, the row is to be watched", {.example = "5.0"});
    f("bad", bad, "From this value of the field on, the row is bad", {.example = "10.0"});
    f("low_is_bad", low_is_bad, "`watch` and `bad` hold for values below, not above");
    f("watch_words", watch_words, "Texts of the field that make the row one to be watched");
    f("bad_words", bad_words, "Texts of the field that make the row bad");
    f("words", words, "What is written in place of a text of the field, or of a number (\"1\")",
      {.example = "{ up = \"tersambung\", down = { id = \"terputus\", en = \"down\" } }"});
  }
};

struct Options {
  config::TableName table;
  Rows rows = Rows::regions;
  std::vector<Column> columns;
  std::map<std::string, std::string> where;
  std::string sort;
  bool descending = false, age = false;
  int most_rows = 0;

  void describe(auto& field) {
    field("table", table, "Rows of this table; without it, rows are districts or items and columns are indicators",
          {.example = "\"paket\""});
    field("rows", rows, "What a row is, without `table`: districts of the center, or the items of the indicators");
    field("columns", columns,
          "The columns, from left to right. With `table` the first names the row; without, the district's or item's "
          "name comes first by itself",
          {.required = true});
    field("where", where, "Only rows whose fields have these texts");
    field("sort", sort,
          "Field or indicator that orders the rows, or \"at\" or \"key\"; without it: bad, then to be watched, then "
          "late, then by name",
          {.example = "\"tenggat\""});
    field("descending", descending, "The largest of `sort` first");
    field("age", age, "A last column with the age of each row");
    field("most_rows", most_rows, "At most so many rows; 0: as many as fit", {.least = 0, .most = 200});
  }
};

// A row with what orders it.
struct Row : GridRow {
  std::optional<double> order;  // by `sort`, when it is a number
  std::string order_text, name;
};
struct Shown {
  std::vector<std::string> head;
  std::vector<Row> rows;
  int left_out = 0;
};

bool has(const std::vector<std::string>& all, const std::string& text) {
  return std::find(all.begin(), all.end(), text) != all.end();
}

State state_of_field(const Column& c, const feeds::Value& v) {
  if (const auto* text = std::get_if<std::string>(&v))
    return has(c.bad_words, *text) ? State::bad : has(c.watch_words, *text) ? State::watch : State::calm;
  const auto* n = std::get_if<double>(&v);
  if (!n) return State::calm;
  const auto beyond = [&](double bound) { return c.low_is_bad ? *n <= bound : *n >= bound; };
  return c.bad && beyond(*c.bad) ? State::bad : c.watch && beyond(*c.watch) ? State::watch : State::calm;
}

std::string time_text(const Frame& f, Show show, Time at) {
  const Words& w = words(f);
  if (show == Show::date) return date(config::civil(at, f.look.zone).date, w);
  return show == Show::age ? age(at, f.now, f.look.zone, w) : moment(at, f.now, f.look.zone, w);
}

std::string number_text(const Frame& f, const Column& c, double v) {
  const Words& w = words(f);
  switch (c.show) {
    case Show::money:
      return money(v, w);
    case Show::percent:
      return percent(v, c.decimals, w);
    case Show::duration:
      return length(Duration(static_cast<std::int64_t>(v * 1000)), w);
    default:
      return number(v, c.decimals, w);
  }
}

std::string field_text(const Frame& f, const Column& c, const feeds::Value* v) {
  const Words& w = words(f);
  if (!v || std::holds_alternative<std::monostate>(*v)) return "–";
  if (const auto* b = std::get_if<bool>(v)) return std::string(w.word(*b ? "yes" : "no"));
  if (const auto* n = std::get_if<double>(v)) return number_text(f, c, *n);
  const std::string& text = std::get<std::string>(*v);
  if (c.show == Show::date || c.show == Show::moment || c.show == Show::age) {
    if (const auto day = config::parse_date(text))
      return c.show == Show::age ? age(config::midnight(*day, f.look.zone), f.now, f.look.zone, w) : date(*day, w);
    if (const auto at = config::parse_time(text, f.look.zone)) return time_text(f, c.show, *at);
  }
  const auto said = c.words.find(text);
  return said == c.words.end() ? text : w.pick(said->second);
}

class TablePanel : public Panel {
 public:
  using Options = panels::Options;
  TablePanel(Options options, const PanelSetup& setup) : options_(std::move(options)), title_(setup.config.title) {
    const config::TableInfo* info = setup.catalogue.table(options_.table.name);
    if (title_.empty() && info) title_ = info->title;
  }
  static void check(const Options& o, const config::Place& place, config::Complaints& out) {
    for (const Column& c : o.columns) {
      if (c.field.empty() == c.indicator.name.empty())
        out.push_back({place, {"a column shows either a field or an indicator"}, {"set one of field and indicator"}});
      if (o.table.name.empty() && !c.field.empty())
        out.push_back({place, {"a column shows a field, but no table is named"}, {"set table"}});
      if (!o.table.name.empty() && !c.indicator.name.empty())
        out.push_back({place, {"a column of a table cannot show an indicator"}, {"set field"}});
    }
  }

  std::vector<Want> wants() const override {
    std::vector<Want> out;
    for (const Column& c : options_.columns)
      if (!c.indicator.name.empty()) out.push_back({c.indicator.name, std::chrono::seconds(0), 1});
    return out;
  }
  std::vector<std::string> sources() const override {
    if (!options_.table.name.empty()) return {options_.table.name};
    std::vector<std::string> out;
    for (const Column& c : options_.columns) out.push_back(c.indicator.name);
    return out;
  }
  ImVec2 least_ems() const override { return {7.4f + 5.0f * static_cast<float>(options_.columns.size()), 8}; }
  std::vector<Loss> losses(const Look& look, Rect room) const override {
    const int fit = rows_that_fit(look, room);
    if (options_.most_rows == 0 || options_.most_rows <= fit) return {};
    const std::string least = std::to_string(std::max(1, fit));
    return {{{"on the display {} {} of {} rows fit", {"", std::to_string(fit), std::to_string(options_.most_rows)}},
             {"set most_rows = {}, or give the panel more rows of the grid", {least}}}};
  }
  std::string title(const Look& look) const override { return look.words->pick(title_); }

  void tell(const Frame& f, Telling& out) const override {
    const Shown s = shown(f);
    const Words& w = words(f);
    if (s.rows.empty()) return out.line(empty_text(f));
    std::vector<std::string> head = s.head;
    head.emplace_back(w.word("state"));
    std::vector<std::vector<std::string>> rows;
    for (const Row& r : s.rows) {
      std::vector<std::string> line;
      for (const GridCell& c : r.cells) line.push_back(c.text);
      std::string state = state_word(r.state, w);
      if (r.age == Age::late) state += (state.empty() ? "" : ", ") + std::string(w.word("late"));
      if (r.age == Age::missing) state += (state.empty() ? "" : ", ") + std::string(w.word("incomplete"));
      line.push_back(state);
      rows.push_back(std::move(line));
    }
    out.table(std::move(head), std::move(rows));
    if (s.left_out > 0) out.line(w.say({"+{} more", {std::to_string(s.left_out)}}));
  }

  void draw(const Frame& f) override {
    Shown s = shown(f);
    constexpr Duration kMinute = std::chrono::minutes(1);  // ages of rows are written to the minute
    if (!options_.table.name.empty()) wake(f, Time((f.now.time_since_epoch() / kMinute + 1) * kMinute));
    if (s.rows.empty()) return draw_empty(f, f.area, empty_text(f));
    Grid grid{std::move(s.head), {}, s.left_out};
    for (Row& row : s.rows) grid.rows.push_back(std::move(row));
    draw_grid(f, f.area, grid);
  }

 private:
  Shown shown(const Frame& f) const {
    Shown out;
    const Words& w = words(f);
    if (options_.table.name.empty()) {
      out.head.emplace_back(w.word(options_.rows == Rows::regions ? "district" : "item"));
      for (const Column& c : options_.columns) out.head.push_back(head_of(f, c));
      add_entries(f, out);
    } else {
      for (const Column& c : options_.columns) out.head.push_back(head_of(f, c));
      add_records(f, out);
    }
    if (options_.age) out.head.emplace_back(w.word("age"));
    sort(out.rows);
    if (options_.most_rows > 0 && out.rows.size() > static_cast<std::size_t>(options_.most_rows)) {
      out.left_out = static_cast<int>(out.rows.size()) - options_.most_rows;
      out.rows.resize(static_cast<std::size_t>(options_.most_rows));
    }
    return out;
  }

  static std::string head_of(const Frame& f, const Column& c) {
    if (!c.title.empty()) return words(f).pick(c.title);
    if (const Indicator* i = f.data.catalogue->indicator(c.indicator.name)) return words(f).pick(i->title);
    return item_name(c.field);
  }

  void add_records(const Frame& f, Shown& out) const {
    const feeds::Table* table = f.data.table(options_.table.name);
    if (!table) return;
    for (const feeds::Record& record : table->rows) {
      if (!has_texts(record, options_.where)) continue;
      Row row;
      row.name = record.key;
      for (const Column& c : options_.columns) {
        GridCell cell;
        if (c.field == "key") {
          cell.text = record.key;
        } else if (c.field == "at") {
          cell.text = time_text(f, c.show, record.at);
        } else {
          const feeds::Value* v = record.find(c.field);
          cell.text = field_text(f, c, v);
          cell.right = v && std::holds_alternative<double>(*v);
          cell.state = v ? state_of_field(c, *v) : State::calm;
        }
        row.state = std::max(row.state, cell.state);
        row.cells.push_back(std::move(cell));
      }
      if (options_.sort == "at") row.order = static_cast<double>(record.at.time_since_epoch().count());
      if (options_.sort == "key") row.order_text = record.key;
      if (const feeds::Value* v = record.find(options_.sort)) {
        if (const auto* n = std::get_if<double>(v)) row.order = *n;
        row.order_text = plain_text(*v);
      }
      if (!row.cells.empty()) row.name = row.cells.front().text;
      if (options_.age) row.cells.push_back({age(record.at, f.now, f.look.zone, words(f)), true, true});
      out.rows.push_back(std::move(row));
    }
  }

  void add_entries(const Frame& f, Shown& out) const {
    std::vector<std::vector<Entry>> columns;
    std::vector<std::pair<std::string, std::string>> keys;  // key, label
    if (options_.rows == Rows::regions)
      for (const config::Region& r : f.data.catalogue->regions) keys.emplace_back(r.code, r.name);
    for (const Column& c : options_.columns) {
      columns.push_back(entries_of(f, f.data.catalogue->indicator(c.indicator.name)));
      if (options_.rows == Rows::regions) continue;
      for (const Entry& e : columns.back())
        if (e.series && !e.series->parts.item.empty() &&
            std::none_of(keys.begin(), keys.end(), [&](const auto& k) { return k.first == e.key; }))
          keys.emplace_back(e.key, e.label);
    }
    for (const auto& [key, label] : keys) out.rows.push_back(entry_row(f, key, label, columns));
  }

  Row entry_row(const Frame& f, const std::string& key, const std::string& label,
                const std::vector<std::vector<Entry>>& columns) const {
    Row row;
    row.name = label;
    row.cells.push_back({label});
    Entry oldest;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const auto found =
          std::find_if(columns[i].begin(), columns[i].end(), [&](const Entry& e) { return e.key == key; });
      GridCell cell;
      cell.right = true;
      if (found == columns[i].end() || !found->shown()) {
        cell.text = "–";
        cell.dim = true;
        row.age = Age::missing;
      } else {
        const auto& said = options_.columns[i].words;
        const auto word = said.find(plain_text(feeds::Value(*found->value)));
        cell.text = word == said.end() ? value_text(*found, words(f)) : words(f).pick(word->second);
        cell.right = word == said.end();
        cell.dim = found->age == Age::late;
        cell.state = found->state == State::good ? State::calm : found->state;
        row.age = std::max(row.age, found->age);
        if (!oldest.at || *found->at < *oldest.at) oldest = *found;
        if (found->indicator->name == options_.sort) row.order = *found->value;
      }
      row.state = std::max(row.state, cell.state);
      row.cells.push_back(std::move(cell));
    }
    wake(f, oldest);
    if (options_.age) row.cells.push_back({oldest.at ? age_text(oldest, f) : "–", true, true});
    return row;
  }

  void sort(std::vector<Row>& rows) const {
    std::stable_sort(rows.begin(), rows.end(), [this](const Row& a, const Row& b) {
      if (options_.sort.empty()) return a.urgency() != b.urgency() ? a.urgency() > b.urgency() : a.name < b.name;
      if (a.order.has_value() != b.order.has_value()) return a.order.has_value();
      if (a.order && *a.order != *b.order) return options_.descending ? *a.order > *b.order : *a.order < *b.order;
      if (a.order_text != b.order_text)
        return options_.descending ? a.order_text > b.order_text : a.order_text < b.order_text;
      return a.name < b.name;
    });
  }

  std::string empty_text(const Frame& f) const {
    if (options_.table.name.empty()) return std::string(words(f).word("not known in this center"));
    return why_no_rows(f, options_.table.name);
  }

  Options options_;
  config::Label title_;
};

}  // namespace

extern const PanelKind table_kind;
const PanelKind table_kind = config::kind<Panel, TablePanel>("table", "Rows that fit, what needs a person first");

}  // namespace panels
