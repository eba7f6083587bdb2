// See sheet.h.
#include "feeds/sheet.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "feeds/json_document.h"
#include "feeds/xml.h"

namespace feeds {
namespace {

using config::fail;
using config::Result;

constexpr std::size_t most_rows = 1'048'576, most_columns = 16'384, most_cells = 5'000'000;

// SpreadsheetML 2003: Workbook / Worksheet Name / Table / Row Index / Cell Index MergeAcross / Data Type.
class SpreadsheetMl {
 public:
  explicit SpreadsheetMl(std::string wanted) : wanted_(std::move(wanted)) {}

  Result<std::unique_ptr<RowSource>> read(const std::string& bytes) {
    const XmlEvents events{[this](auto name, const auto& attributes) { begin(name, attributes); },
                           [this](auto name) { end(name); },
                           [this](auto text) {
                             if (in_data_) data_ += text;
                           }};
    if (auto done = parse_xml(bytes, events); !done) return tl::unexpected(done.error());
    if (!is_workbook_) return fail("the reply is no spreadsheet");
    if (!found_) return fail({"there is no sheet \"{}\"", {wanted_}});
    if (too_large_) return fail("the sheet is too large");
    if (misplaced_) return fail("a row or cell of the sheet has a place that is no number");
    return std::move(rows_);
  }

 private:
  // A place that cannot be read would put values into the wrong columns.
  std::size_t number_of(std::string_view text, std::size_t otherwise) {
    if (text.empty()) return otherwise;
    std::size_t out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc() || end != text.data() + text.size() || out >= most_rows) misplaced_ = true;
    return misplaced_ ? otherwise : out;
  }

  void begin(std::string_view name, const XmlAttributes& attributes) {
    if (name == "Workbook") is_workbook_ = true;
    if (name == "Worksheet") {
      const bool wanted = wanted_.empty() ? !found_ : find(attributes, "Name") == wanted_;
      in_sheet_ = wanted && !found_;
      found_ = found_ || wanted;
    }
    if (!in_sheet_) return;
    if (name == "Row") {
      row_ = number_of(find(attributes, "Index"), row_ + 1);
      column_ = 0;
    } else if (name == "Cell") {
      column_ = number_of(find(attributes, "Index"), column_ + 1);
      merged_ = number_of(find(attributes, "MergeAcross"), 0);
    } else if (name == "Data") {
      type_ = find(attributes, "Type");
      data_.clear();
      in_data_ = true;
    }
  }

  void end(std::string_view name) {
    if (name == "Worksheet") in_sheet_ = false;
    if (name == "Cell") column_ += merged_;
    if (name != "Data" || !in_data_) return;
    in_data_ = false;
    Cell::Kind kind = Cell::Kind::text;
    double number = 0;
    if (type_ == "Number" || type_ == "Boolean") {
      const auto read = read_number(data_, Notation::plain);
      if (read) kind = Cell::Kind::number, number = *read;
    } else if (type_ == "DateTime") {
      if (const auto point = data_.find('.'); point != std::string::npos) data_.erase(point);
      std::replace(data_.begin(), data_.end(), 'T', ' ');
      kind = Cell::Kind::date;
    }
    if (row_ > 0 && column_ > 0 && !rows_->put(row_ - 1, column_ - 1, kind, data_, number)) too_large_ = true;
  }

  const std::string wanted_;
  std::unique_ptr<SheetRows> rows_ = std::make_unique<SheetRows>();
  bool is_workbook_ = false, found_ = false, in_sheet_ = false, in_data_ = false, too_large_ = false,
       misplaced_ = false;
  std::size_t row_ = 0, column_ = 0, merged_ = 0;
  std::string type_, data_;
};

}  // namespace

bool SheetRows::put(std::size_t row, std::size_t column, Cell::Kind kind, std::string text, double number) {
  if (text.empty()) return true;
  if (row >= most_rows || column >= most_columns || ++cells_ > most_cells) return false;
  if (row >= rows_.size()) rows_.resize(row + 1);
  rows_[row].push_back({column, kind, number, std::move(text)});
  return true;
}

Result<bool> SheetRows::next(Row& row) {
  row.clear();
  if (next_ >= rows_.size()) return false;
  for (const Kept& cell : rows_[next_]) {
    if (cell.column >= row.size()) row.resize(cell.column + 1);
    row[cell.column] = {cell.text, cell.kind, cell.number};
  }
  ++next_;
  return true;
}

std::optional<std::string> serial_date(double days) {
  if (!(days >= 61) || days >= 109'573) return {};  // 1900-03-01 to 2199
  const auto seconds = static_cast<std::int64_t>(std::llround(days * 86'400));
  const std::chrono::sys_days day{std::chrono::year(1899) / 12 / 30};
  const std::chrono::sys_seconds moment = day + std::chrono::seconds(seconds);
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(moment)};
  std::string out = config::to_string(date);
  const auto rest = seconds % 86'400;
  if (rest != 0) out += fmt::format(" {:02}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60);
  return out;
}

Result<std::unique_ptr<RowSource>> open_spreadsheetml(const std::string& bytes, const std::string& sheet) {
  return SpreadsheetMl(sheet).read(bytes);
}

Result<std::unique_ptr<RowSource>> open_json_rows(const std::string& bytes) {
  const auto document = parse_json(bytes);
  if (!document) return tl::unexpected(document.error());
  const Json* list = &*document;
  if (document->is_object()) {
    const auto lists =
        std::count_if(document->begin(), document->end(), [](const Json& one) { return one.is_array(); });
    const auto found = std::find_if(document->begin(), document->end(), [](const Json& one) { return one.is_array(); });
    if (lists == 1) list = &*found;
  }
  if (!list->is_array()) return fail("the JSON is no list of objects");
  auto rows = std::make_unique<SheetRows>();
  std::map<std::string, std::size_t> columns;
  std::size_t line = 0;
  for (const Json& object : *list) {
    if (!object.is_object()) return fail("the JSON is no list of objects");
    ++line;
    for (const auto& [name, value] : object.items()) {
      const auto [column, is_new] = columns.try_emplace(name, columns.size());
      if (is_new && !rows->put(0, column->second, Cell::Kind::text, name)) return fail("the sheet is too large");
      const auto kind = value.is_number() ? Cell::Kind::number : Cell::Kind::text;
      const double number = value.is_number() ? value.get<double>() : 0;
      if (!rows->put(line, column->second, kind, scalar_text(value), number)) return fail("the sheet is too large");
    }
  }
  return rows;
}

Result<std::unique_ptr<RowSource>> open_sheet(std::string bytes, const SheetForm& form) {
  switch (form.format) {
    case SheetFormat::csv:
      break;
    case SheetFormat::xlsx:
      return open_xlsx(bytes, form.sheet);
    case SheetFormat::spreadsheetml:
      return open_spreadsheetml(bytes, form.sheet);
    case SheetFormat::json:
      return open_json_rows(bytes);
  }
  auto text = to_utf8(std::move(bytes), form.csv.encoding);
  if (!text) return tl::unexpected(text.error());
  return std::make_unique<CsvRows>(std::move(*text), form.csv.delimiter);
}

}  // namespace feeds
