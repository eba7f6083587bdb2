// See rows.h.
#include "feeds/rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "feeds/rule_reader.h"

namespace feeds {
namespace {

using config::fail;
using config::Result;

constexpr std::size_t most_columns = 2000;

// Blanks and line ends within a name count as one blank.
std::string plain_column(std::string_view text) {
  std::string out;
  for (const char c : lower_case(trim(text))) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank || (!out.empty() && out.back() != ' ')) out += blank ? ' ' : c;
  }
  return out;
}

bool is_empty(const Row& row) {
  return std::all_of(row.begin(), row.end(), [](const Cell& cell) { return trim(cell.text).empty(); });
}

std::string_view first_text(const Row& row) {
  for (const Cell& cell : row)
    if (const auto text = trim(cell.text); !text.empty()) return text;
  return {};
}

struct Columns {
  using Element = Row;
  using Ref = std::ptrdiff_t;  // -1: none

  Ref compile(const std::string& name) const {
    if (name.empty()) return -1;
    const std::string wanted = plain_column(name);
    const auto found = std::find(names.begin(), names.end(), wanted);
    return found == names.end() ? -1 : found - names.begin();
  }
  const Cell* find(Ref column, const Row& row) const {
    return column < 0 || static_cast<std::size_t>(column) >= row.size() ? nullptr
                                                                        : &row[static_cast<std::size_t>(column)];
  }

  std::optional<std::string> text(Ref column, const Row& row) const {
    const Cell* cell = find(column, row);
    if (!cell) return {};
    return std::string(trim(cell->text));
  }
  bool absent(Ref column, const Row& row) const {
    const Cell* cell = find(column, row);
    return !cell || trim(cell->text).empty();
  }
  TimeForm form(Ref column, const Row& row, TimeForm declared) const {
    const Cell* cell = find(column, row);
    if (!cell) return declared;
    if (cell->kind == Cell::Kind::moment) return TimeForm::rfc3339;
    return cell->kind == Cell::Kind::date ? TimeForm::date : declared;
  }
  Result<double> number(Ref column, const Row& row, const ValueRule& rule) const {
    const Cell* cell = find(column, row);
    if (!cell || trim(cell->text).empty()) return fail("there is nothing where a number is due");
    if (!rule.map.empty()) return mapped_number(rule.map, cell->text);
    if (cell->kind == Cell::Kind::number || cell->kind == Cell::Kind::truth) return cell->number;
    return read_number(cell->text, rule.number, rule.unit);
  }
  Result<Value> value(Ref column, const Row& row) const {
    const Cell* cell = find(column, row);
    if (!cell || trim(cell->text).empty()) return Value();
    if (cell->kind == Cell::Kind::number && cell->exact) return Value(cell->number);
    if (cell->kind == Cell::Kind::truth) return Value(cell->number != 0);
    return Value(std::string(trim(cell->text)));
  }

  std::vector<std::string> names, titles;  // plain, and as they are written
};

// The texts of several rows above each other; a merged cell names the columns to its right that name nothing else.
class Header {
 public:
  void add(const Row& row, bool last) {
    std::string merged;
    for (std::size_t i = 0; i < std::max(row.size(), names_.size()); ++i) {
      if (i >= names_.size()) begin_column();
      std::string text = i < row.size() ? std::string(trim(row[i].text)) : std::string();
      if (!text.empty()) merged = text;
      if (!last && text.empty()) text = merged;
      if (text.empty() || text == last_of(i)) continue;
      append(i, text);
    }
    if (!last) open_.push_back(merged);
  }
  // Names that repeat are numbered: "jumlah", "jumlah (2)".
  Columns finish() const {
    Columns out{{}, names_};
    std::map<std::string, int> seen;
    for (const std::string& name : names_) {
      const std::string plain = plain_column(name);
      const int count = ++seen[plain];
      out.names.push_back(count == 1 ? plain : fmt::format("{} ({})", plain, count));
    }
    return out;
  }

 private:
  // Cells that are merged up to the end of a row above reach here, too.
  void begin_column() {
    names_.emplace_back();
    for (const std::string& text : open_)
      if (!text.empty() && text != last_of(names_.size() - 1)) append(names_.size() - 1, text);
  }
  void append(std::size_t i, const std::string& text) {
    names_[i] += (names_[i].empty() ? "" : " / ") + text;
    lasts_.resize(names_.size());
    lasts_[i] = text;
  }
  std::string last_of(std::size_t i) const { return i < lasts_.size() ? lasts_[i] : std::string(); }
  std::vector<std::string> names_, lasts_, open_;
};

Result<Columns> read_header(RowSource& source, const RowShape& shape) {
  Row row;
  Header header;
  for (int number = 1; number < shape.header_row + shape.header_rows; ++number) {
    const auto more = source.next(row);
    if (!more) return tl::unexpected(more.error());
    if (!*more) return fail({"the table ends before row {}, which names the columns", {std::to_string(number)}});
    if (number >= shape.header_row) header.add(row, number == shape.header_row + shape.header_rows - 1);
  }
  Columns out = header.finish();
  if (out.names.size() > most_columns)
    return fail({"the table has more than {} columns", {std::to_string(most_columns)}});
  return out;
}

Result<void> need(const Columns& columns, const std::string& name) {
  if (name.empty() || columns.compile(name) >= 0) return {};
  std::string there;
  for (const std::string& one : columns.titles)
    if (!one.empty()) there += (there.empty() ? "" : ", ") + one;
  return fail({"there is no column \"{}\" among: {}", {name, shortened(there)}});
}

template <class Rule>
std::vector<std::string> columns_of(const Rule& rule) {
  std::vector<std::string> names = pointers_of(rule);
  if (rule.rows) names.push_back(rule.rows->pointer);
  return names;
}

Result<void> need_all(const Columns& columns, const RowRules& rules) {
  std::vector<std::string> names;
  const auto add = [&names](const std::vector<std::string>& more) {
    names.insert(names.end(), more.begin(), more.end());
  };
  for (const ColumnValueRule& rule : rules.values) add(columns_of(rule));
  for (const ColumnRecordRule& rule : rules.records) add(columns_of(rule));
  for (const std::string& name : names)
    if (auto found = need(columns, name); !found) return found;
  return {};
}

template <class Rule>
const Where* where_of(const Rule& rule) {
  return rule.rows ? &*rule.rows : nullptr;
}

// A row of another length than the header has its values in the wrong columns.
bool fits(const Row& row, std::size_t columns) {
  for (std::size_t i = columns; i < row.size(); ++i)
    if (!trim(row[i].text).empty()) return false;
  return row.size() >= columns;
}

}  // namespace

void check_rule(const ColumnValueRule& rule, const config::Place& place, config::Complaints& out) {
  check_exclusions(rule, "column", place, out);
  if (!rule.count && rule.pointer.empty())
    out.push_back({place, "nothing says which column the value is in", "add column, or count = true"});
}

void check_rule(const ColumnRecordRule& rule, const config::Place& place, config::Complaints& out) {
  check_numbers(rule, place, out);
  if (rule.key.empty()) out.push_back({place, "key names no column", "name what tells records apart"});
}

void check_rules(const RowRules& rules, const RowShape& shape, const config::Place& place, config::Complaints& out) {
  if (rules.values.empty() && rules.records.empty())
    out.push_back({place, "nothing is taken from the rows", "add [[feed.value]] or [[feed.record]]"});
  const auto take_no_personal = [&](const config::Place& there, const std::vector<std::string>& columns) {
    for (const std::string& column : columns)
      for (const std::string& name : shape.personal)
        if (plain_column(column) == plain_column(name)) not_taken(name, there, out);
  };
  for (const ColumnValueRule& rule : rules.values) {
    const config::Place& there = rule.indicator.place.line > 0 ? rule.indicator.place : place;
    check_rule(rule, there, out);
    take_no_personal(there, columns_of(rule));
  }
  for (const ColumnRecordRule& rule : rules.records) {
    const config::Place& there = rule.table.place.line > 0 ? rule.table.place : place;
    check_rule(rule, there, out);
    take_no_personal(there, columns_of(rule));
  }
}

Result<void> read_rows(RowSource& source, const RowShape& shape, const RowRules& rules,
                       const config::Catalogue& catalogue, Time now, Batch& out) {
  const auto columns = read_header(source, shape);
  if (!columns) return tl::unexpected(columns.error());
  if (auto all = need_all(*columns, rules); !all) return all;
  std::vector<ValueReader<Columns>> values;
  std::vector<RecordReader<Columns>> records;
  values.reserve(rules.values.size());
  for (const ColumnValueRule& rule : rules.values)
    values.emplace_back(rule, where_of(rule), *columns, catalogue, now, out);
  for (const ColumnRecordRule& rule : rules.records)
    records.emplace_back(rule, where_of(rule), *columns, catalogue, now, out);
  Row row;
  while (true) {
    const auto more = source.next(row);
    if (!more) return tl::unexpected(more.error());
    if (!*more) break;
    if (is_empty(row)) continue;
    if (!shape.until.empty() && plain_column(first_text(row)) == plain_column(shape.until)) break;
    if (!source.is_ragged() && !fits(row, columns->names.size())) {
      complain(out,
               {rules.values.empty() ? rules.records[0].table.name : rules.values[0].indicator.name,
                "",
                {"line {} has {} cells where {} are due",
                 {std::to_string(source.line()), std::to_string(row.size()), std::to_string(columns->names.size())}}});
      for (auto& reader : values) reader.lose();
      for (auto& reader : records) reader.lose();
      continue;
    }
    for (auto& reader : values) reader.take(row);
    for (auto& reader : records) reader.take(row);
  }
  for (auto& reader : values) reader.finish();
  for (auto& reader : records) reader.finish();
  return {};
}

}  // namespace feeds
