// See sql_new.h.
#include "feeds/sql_new.h"

#include <algorithm>

namespace feeds {
namespace {

using config::fail;
using config::Result;

bool is_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos && text.front() != '.';
}

std::string_view without_zeros(std::string_view digits) {
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  return digits;
}

int sign(int value) {
  return value < 0 ? -1 : value > 0 ? 1 : 0;
}

// Decimal numbers without an exponent, of any length.
int compare_numbers(std::string_view a, std::string_view b) {
  const bool less_a = a.starts_with('-'), less_b = b.starts_with('-');
  if (less_a != less_b) return less_a ? -1 : 1;
  if (less_a) return compare_numbers(b.substr(1), a.substr(1));
  const auto whole_a = without_zeros(a.substr(0, a.find('.'))), whole_b = without_zeros(b.substr(0, b.find('.')));
  if (whole_a.size() != whole_b.size()) return whole_a.size() < whole_b.size() ? -1 : 1;
  if (const int by = whole_a.compare(whole_b); by != 0) return sign(by);
  const auto rest = [](std::string_view text) {
    const auto dot = text.find('.');
    std::string out(dot == std::string_view::npos ? "" : text.substr(dot + 1));
    while (out.ends_with('0')) out.pop_back();
    return out;
  };
  return sign(rest(a).compare(rest(b)));
}

// Dates and moments of one column compare as text.
int compare(std::string_view a, std::string_view b) {
  return is_number(a) && is_number(b) ? compare_numbers(a, b) : sign(a.compare(b));
}

std::string plain_name(std::string_view name) {
  return lower_case(trim(name));
}

std::string kept_value(const SqlSince& since, const std::string& cursor) {
  const std::string head = since.column + '=';
  return cursor.starts_with(head) ? cursor.substr(head.size()) : std::string();
}

}  // namespace

void check_since(const SqlSince& since, const RowRules& rules, const RowShape& shape, const config::Place& place,
                 config::Complaints& out) {
  for (const std::string& name : shape.personal)
    if (plain_name(name) == plain_name(since.column)) not_taken(name, place, out);
  if (since.column.find('=') != std::string::npos)
    out.push_back({place, {"\"{}\" is no name of a column", {since.column}}, "give it another name with AS"});
  const bool wrong = std::any_of(rules.values.begin(), rules.values.end(),
                                 [](const ColumnValueRule& rule) { return rule.count || rule.sum || rule.first; }) ||
                     std::any_of(rules.records.begin(), rules.records.end(),
                                 [](const ColumnRecordRule& rule) { return rule.complete; });
  if (wrong)
    out.push_back({place, "with since only a part of the table comes: count, sum, first and complete would be wrong",
                   "leave since, or count and add up in the query"});
}

std::string since_value(const SqlSince& since, const std::string& cursor) {
  const std::string kept = kept_value(since, cursor);
  return kept.empty() ? since.first : kept;
}

NewRows::NewRows(RowSource& rows, std::int64_t most, const SqlSince* since, std::string cursor)
    : rows_(rows), most_(most), since_(since), cursor_(std::move(cursor)) {}

config::Result<bool> NewRows::next(Row& row) {
  const auto more = rows_.next(row);
  if (!more || !*more) return more;
  if (count_ < 0) {
    if (auto found = find_column(row); !found) return tl::unexpected(found.error());
  } else if (count_ == most_) {
    if (!since_) return fail({"the query returns more than {} rows", {std::to_string(most_)}});
    more_ = true;
    if (auto noted = note(row); !noted) return tl::unexpected(noted.error());
    return false;
  } else if (auto noted = note(row); !noted) {
    return tl::unexpected(noted.error());
  }
  ++count_;
  return true;
}

config::Result<void> NewRows::find_column(const Row& names) {
  if (!since_) return {};
  const auto found = std::find_if(names.begin(), names.end(), [&](const Cell& cell) {
    return plain_name(cell.text) == plain_name(since_->column);
  });
  if (found == names.end()) return fail({"the result has no column {}, which since names", {since_->column}});
  column_ = found - names.begin();
  return {};
}

config::Result<void> NewRows::note(const Row& row) {
  if (!since_) return {};
  const Cell& cell = row[static_cast<std::size_t>(column_)];
  if (cell.text.empty()) return {};
  const bool fit = cell.kind == Cell::Kind::date || cell.kind == Cell::Kind::moment ||
                   (cell.kind == Cell::Kind::number && is_number(cell.text));
  if (!fit) return fail({"column {}, which since names, is neither a whole number nor a date", {since_->column}});
  const int by = greatest_.empty() ? 1 : compare(cell.text, greatest_);
  if (by < 0) in_order_ = false;
  if (by > 0) before_ = std::exchange(greatest_, std::string(cell.text));
  return {};
}

config::Result<std::string> NewRows::cursor() const {
  if (!since_) return std::string();
  const std::string kept = kept_value(*since_, cursor_);
  std::string next = greatest_;
  if (more_) {  // of the greatest value some rows may still wait
    if (!in_order_) return fail({"the rows do not come in the order of {}", {since_->column}});
    next = before_;
    if (next.empty() || (!kept.empty() && compare(next, kept) <= 0))
      return fail({"more than {} rows lie before the next value of {}", {std::to_string(most_), since_->column}});
  }
  if (next.empty() || (!kept.empty() && compare(next, kept) < 0)) next = kept;
  return next.empty() ? std::string() : since_->column + '=' + next;
}

}  // namespace feeds
