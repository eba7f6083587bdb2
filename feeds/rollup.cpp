// Making, merging and reducing roll-ups.
#include "feeds/rollup.h"

#include <algorithm>
#include <cmath>

namespace feeds {
namespace {

using config::Duration;

std::int64_t number(Time time) {
  return time.time_since_epoch().count();
}

std::int64_t length(RollupStep step) {
  return Duration(step == RollupStep::hour ? std::chrono::hours(1) : std::chrono::hours(24)).count();
}

RollupRow& row_of(std::vector<RollupRow>& rows, Time begin) {
  if (rows.empty() || rows.back().begin != begin) rows.push_back({begin, {}});
  return rows.back();
}

// Of equal ones the earliest counts.
void widen(Extremes& column, Time at, double min, double max) {
  const bool first = column.empty();
  if (first || min < column.min || (min == column.min && at < column.min_at)) {
    column.min = min;
    column.min_at = at;
  }
  if (first || max > column.max || (max == column.max && at < column.max_at)) {
    column.max = max;
    column.max_at = at;
  }
}

}  // namespace

void Rollup::add(Time at, double value) {
  if (std::isnan(value)) return;
  merge({at, at, 1, value, value, value, value});
}

void Rollup::merge(const Rollup& other) {
  if (other.count == 0) return;
  if (count == 0) {
    *this = other;
    return;
  }
  if (other.last_at > last_at) {
    last_at = other.last_at;
    last = other.last;
  }
  first_at = std::min(first_at, other.first_at);
  count += other.count;
  min = std::min(min, other.min);
  max = std::max(max, other.max);
  sum += other.sum;
}

Time rollup_begin(Time at, RollupStep step, config::Zone zone) {
  const std::int64_t size = length(step), shift = Duration(config::offset(zone)).count();
  const std::int64_t into = ((number(at) % size + shift) % size + size) % size;
  if (number(at) < std::numeric_limits<std::int64_t>::min() + into) return Time::min();
  return at - Duration(into);
}

std::vector<RollupRow> roll_up(std::span<const Stored> points, RollupStep step, config::Zone zone) {
  std::vector<RollupRow> rows;
  std::int64_t begin = 0;
  const auto size = static_cast<std::uint64_t>(length(step));
  NewestReceipts newest([&](Time at, double value) {
    if (std::isnan(value)) return;
    const std::uint64_t into = static_cast<std::uint64_t>(number(at)) - static_cast<std::uint64_t>(begin);
    if (rows.empty() || into >= size) begin = number(row_of(rows, rollup_begin(at, step, zone)).begin);
    rows.back().all.add(at, value);
  });
  for (const Stored& point : points) newest.add(point.at, point.value);
  newest.finish();
  return rows;
}

std::vector<RollupRow> roll_up(std::span<const RollupRow> parts, RollupStep step, config::Zone zone) {
  std::vector<RollupRow> rows;
  for (const RollupRow& part : parts)
    if (part.all.count > 0) row_of(rows, rollup_begin(part.begin, step, zone)).all.merge(part.all);
  return rows;
}

ColumnReducer::ColumnReducer(Time from, Time to, int columns)
    : from_(number(from)),
      span_(static_cast<std::uint64_t>(number(to)) - static_cast<std::uint64_t>(number(from))),
      columns_(static_cast<std::size_t>(columns)) {
  go_to(0);
}

Time ColumnReducer::edge(std::size_t column) const {
  const std::uint64_t all = columns_.size();
  const std::uint64_t since = span_ / all * column + span_ % all * column / all;
  return Time(Duration(static_cast<std::int64_t>(static_cast<std::uint64_t>(from_) + since)));
}

void ColumnReducer::go_to(std::size_t column) {
  column_ = column;
  begin_ = static_cast<std::uint64_t>(number(edge(column))) - static_cast<std::uint64_t>(from_);
  end_ = static_cast<std::uint64_t>(number(edge(column + 1))) - static_cast<std::uint64_t>(from_);
}

std::size_t ColumnReducer::column_of(Time at) {
  const std::uint64_t since = static_cast<std::uint64_t>(number(at)) - static_cast<std::uint64_t>(from_);
  while (since >= end_) go_to(column_ + 1);
  if (since < begin_) {
    std::size_t low = 0, high = column_;  // the column is in [low, high)
    while (high - low > 1) {
      const std::size_t middle = low + (high - low) / 2;
      (edge(middle) <= at ? low : high) = middle;
    }
    go_to(low);
  }
  return column_;
}

void ColumnReducer::add(Time at, double value) {
  const std::uint64_t since = static_cast<std::uint64_t>(number(at)) - static_cast<std::uint64_t>(from_);
  if (number(at) < from_ || since >= span_ || std::isnan(value)) return;
  widen(columns_[column_of(at)], at, value, value);
}

void ColumnReducer::add(const Rollup& all) {
  const Time last = std::min(all.last_at, edge(columns_.size()) - Duration(1));
  const Time first = std::max(all.first_at, edge(0));
  if (all.count == 0 || first > last) return;
  const std::size_t begin = column_of(first), end = column_of(last);
  for (std::size_t i = begin; i <= end; ++i) widen(columns_[i], std::max(first, edge(i)), all.min, all.max);
}

}  // namespace feeds
