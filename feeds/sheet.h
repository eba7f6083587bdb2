// Files as tables of rows: XLSX (ECMA-376), SpreadsheetML 2003, CSV, and JSON lists of objects. Any thread.
#pragma once
#include <memory>
#include "feeds/csv.h"
#include "feeds/rows.h"

namespace feeds {

enum class SheetFormat { csv, xlsx, spreadsheetml, json };

struct SheetForm {
  SheetFormat format = SheetFormat::xlsx;
  std::string sheet;
  CsvForm csv;

  void describe(auto& field) {
    field("format", format, "What the file is");
    field("sheet", sheet, "Name of the sheet; empty: the first", {.example = "\"Realisasi\""});
    csv.describe(field);
  }
};

// The rows of a whole file. Errors: not such a file, damaged, no such sheet, more than it may hold when unpacked.
config::Result<std::unique_ptr<RowSource>> open_sheet(std::string bytes, const SheetForm&);

// Rows in memory: what the readers of spreadsheets fill.
class SheetRows final : public RowSource {
 public:
  // Rows and columns count from 0, and may be put in any order. False: the sheet would be too large.
  bool put(std::size_t row, std::size_t column, Cell::Kind, std::string text, double number = 0);
  config::Result<bool> next(Row&) override;
  std::size_t line() const override { return next_; }

 private:
  struct Kept {
    std::size_t column = 0;
    Cell::Kind kind = Cell::Kind::text;
    double number = 0;
    std::string text;
  };
  std::vector<std::vector<Kept>> rows_;
  std::size_t cells_ = 0, next_ = 0;
};

config::Result<std::unique_ptr<RowSource>> open_xlsx(const std::string& bytes, const std::string& sheet);
config::Result<std::unique_ptr<RowSource>> open_spreadsheetml(const std::string& bytes, const std::string& sheet);

// A list of objects, or the one list that is a member of the object: the columns are the names of their members, in the
// order in which they first come.
config::Result<std::unique_ptr<RowSource>> open_json_rows(const std::string& bytes);

// Days since 1899-12-30, as spreadsheets count them, as "2026-11-21" or "2026-11-21 08:30:00". Nothing where it is no
// date after February 1900 (Lotus 1-2-3 took that year for a leap year, and spreadsheets still do).
std::optional<std::string> serial_date(double days);

}  // namespace feeds

namespace config {
template <>
struct Choices<feeds::SheetFormat> {
  static constexpr std::pair<const char*, feeds::SheetFormat> names[] = {
      {"csv", feeds::SheetFormat::csv},
      {"xlsx", feeds::SheetFormat::xlsx},
      {"spreadsheetml", feeds::SheetFormat::spreadsheetml},
      {"json", feeds::SheetFormat::json}};
};
}  // namespace config
