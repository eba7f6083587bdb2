// A block of roll-ups: the number of rows, then a column for each member, each after its length.
#include "feeds/rollup_block.h"

#include <algorithm>
#include <array>

#include "feeds/value_column.h"

namespace feeds {
namespace {

using config::Result;

constexpr std::uint8_t version = 1;
constexpr std::array values = {&Rollup::min, &Rollup::max, &Rollup::sum, &Rollup::last};

// A row's integers: when it begins, and after that its first and last moment; how many values it has.
constexpr std::size_t integers = 4;
std::array<std::uint64_t, integers> integers_of(const RollupRow& row) {
  const std::uint64_t begin = as_number(row.begin);
  return {begin, as_number(row.all.first_at) - begin, as_number(row.all.last_at) - begin, row.all.count};
}
void set_integers(RollupRow& row, const std::array<std::uint64_t, integers>& from) {
  row.begin = as_time(from[0]);
  row.all.first_at = as_time(from[0] + from[1]);
  row.all.last_at = as_time(from[0] + from[2]);
  row.all.count = from[3];
}

bool well_formed(std::span<const RollupRow> rows) {
  const auto out_of_order = [](const RollupRow& a, const RollupRow& b) { return a.begin >= b.begin; };
  return std::adjacent_find(rows.begin(), rows.end(), out_of_order) == rows.end() &&
         std::all_of(rows.begin(), rows.end(),
                     [](const RollupRow& row) { return row.all.count > 0 && row.all.first_at <= row.all.last_at; });
}

bool read_rows(ByteReader from, std::span<RollupRow> rows) {
  std::array<ColumnReader, integers> columns;
  std::array<ValueReader, values.size()> value_columns;
  for (ColumnReader& column : columns) {
    const auto opened = ColumnReader::open(ByteReader(from.take_view(from.varint())));
    if (!opened) return false;
    column = *opened;
  }
  for (ValueReader& column : value_columns) {
    const auto opened = ValueReader::open(ByteReader(from.take_view(from.varint())));
    if (!opened) return false;
    column = *opened;
  }
  for (std::size_t i = 0; i < rows.size(); i += column_group) {
    const auto group = rows.subspan(i, std::min(column_group, rows.size() - i));
    std::array<std::array<std::uint64_t, column_group>, integers> numbers;
    for (std::size_t member = 0; member < integers; ++member)
      if (!columns[member].next(std::span(numbers[member]).first(group.size()))) return false;
    for (std::size_t row = 0; row < group.size(); ++row)
      set_integers(group[row], {numbers[0][row], numbers[1][row], numbers[2][row], numbers[3][row]});
    std::array<double, column_group> doubles;
    for (std::size_t member = 0; member < values.size(); ++member) {
      if (!value_columns[member].next(std::span(doubles).first(group.size()))) return false;
      for (std::size_t row = 0; row < group.size(); ++row) group[row].all.*values[member] = doubles[row];
    }
  }
  return from.left() == 0 && well_formed(rows);
}

}  // namespace

Result<std::string> pack_rollups(std::span<const RollupRow> rows) {
  if (rows.empty() || rows.size() > most_block_rollups)
    return config::fail({"a block cannot hold {} values", {std::to_string(rows.size())}});
  if (!well_formed(rows)) return config::fail("values of a block are out of order");
  std::string header, body, column;
  ByteWriter(header).varint(rows.size());
  const auto append = [&] {
    ByteWriter(body).varint(column.size());
    body += column;
    column.clear();
  };
  std::vector<std::uint64_t> numbers(rows.size());
  for (std::size_t member = 0; member < integers; ++member) {
    for (std::size_t i = 0; i < rows.size(); ++i) numbers[i] = integers_of(rows[i])[member];
    put_column(numbers, plan_column(numbers, 2), column);
    append();
  }
  std::vector<double> doubles(rows.size());
  for (double Rollup::*const member : values) {
    for (std::size_t i = 0; i < rows.size(); ++i) doubles[i] = rows[i].all.*member;
    put_values(doubles, column);
    append();
  }
  return seal_block(version, header, body);
}

Result<void> unpack_rollups(std::string_view bytes, std::vector<RollupRow>& out) {
  auto from = unseal_block(version, bytes);
  if (!from) return tl::unexpected(from.error());
  const std::uint64_t count = from->varint();
  if (count == 0 || count > most_block_rollups) return damaged_block();
  const std::size_t before = out.size();
  out.resize(before + count);
  if (read_rows(*from, std::span(out).subspan(before))) return {};
  out.resize(before);
  return damaged_block();
}

}  // namespace feeds
