// Tables of rows, as CSV files, spreadsheets and databases give them, read by rules that name columns. Any thread.
#pragma once
#include <string>
#include <string_view>
#include <vector>
#include "feeds/feed.h"
#include "feeds/rules.h"

namespace feeds {

struct Cell {
  // date: `text` is "2026-11-21" or "2026-11-21 08:30:00", without a zone; moment: it is RFC 3339, perhaps without one;
  // truth: "true" or "false", and `number` is 1 or 0.
  enum class Kind { text, number, date, moment, truth };
  std::string_view text;  // of a number too; valid until the next row
  Kind kind = Kind::text;
  double number = 0;
  bool exact = true;  // false: `text` says more than `number` can
};
using Row = std::vector<Cell>;

class RowSource {
 public:
  virtual ~RowSource() = default;
  // False at the end. Errors say in which line they are; nothing can be read after one.
  virtual config::Result<bool> next(Row&) = 0;
  virtual std::size_t line() const = 0;            // where the last row begins, from 1
  virtual bool is_ragged() const { return true; }  // rows need not have a cell for every column
};

// Where in a table the rows are.
struct RowShape {
  int header_row = 1, header_rows = 1;
  std::string until;
  std::vector<std::string> personal;

  void describe(auto& field) {
    field("header_row", header_row, "Row that names the columns, counted from 1", {.least = 1, .most = 1000});
    field("header_rows", header_rows,
          "How many rows name the columns together; their texts are joined with \" / \", merged cells count for all",
          {.least = 1, .most = 10});
    field("until", until, "Text in the first cell that is not empty, at which the rows end", {.example = "\"Jumlah\""});
    describe_personal(field, personal);
  }
};

struct RowRules {
  const std::vector<ColumnValueRule>& values;
  const std::vector<ColumnRecordRule>& records;
};

void check_rule(const ColumnValueRule&, const config::Place&, config::Complaints&);
void check_rule(const ColumnRecordRule&, const config::Place&, config::Complaints&);
void check_rules(const RowRules&, const RowShape&, const config::Place&, config::Complaints&);

// Adds to `out` what the rules find; a row that cannot be used becomes a complaint. Columns are found whatever their
// case and blanks. Errors: a column that a rule names is not there, or the table ends in the middle.
config::Result<void> read_rows(RowSource&, const RowShape&, const RowRules&, const config::Catalogue&, Time now,
                               Batch& out);

}  // namespace feeds
