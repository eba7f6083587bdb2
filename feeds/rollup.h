// Roll-ups: what a series did in an hour or a day of the center, and in the columns of a picture. Of the revisions of
// one moment only the newest receipt counts; NaN counts for nothing. Pure data, any thread.
#pragma once
#include <cstdint>
#include <limits>
#include <span>
#include <vector>
#include "feeds/stored.h"

namespace feeds {

using config::Time;

struct Rollup {
  Time first_at, last_at;
  std::uint64_t count = 0;  // 0: nothing else is meant
  double min = 0, max = 0, sum = 0;
  double last = 0;  // the value at last_at

  void add(Time, double);
  // The other is of other moments, before, after or between.
  void merge(const Rollup& other);
  double mean() const { return sum / static_cast<double>(count); }
};

enum class RollupStep { hour, day };
// When the hour or the center's day begins that holds the moment.
Time rollup_begin(Time, RollupStep, config::Zone);

struct RollupRow {
  Time begin;
  Rollup all;
};

// Hands on the newest receipt of each moment to `take(at, value)`, of points that ascend by moment, then receipt.
template <class Take>
class NewestReceipts {
 public:
  explicit NewestReceipts(Take take) : take_(std::move(take)) {}
  void add(Time at, double value) {
    if (held_ && at != at_) take_(at_, value_);
    held_ = true;
    at_ = at;
    value_ = value;
  }
  void finish() {
    if (held_) take_(at_, value_);
    held_ = false;
  }

 private:
  Take take_;
  bool held_ = false;
  Time at_;
  double value_ = 0;
};

// Points ascend by moment, then receipt. Rows ascend; hours and days without values have none.
std::vector<RollupRow> roll_up(std::span<const Stored>, RollupStep, config::Zone);
// Hours to days, or rows that were made apart, of different moments, to one a step. They ascend by `begin`.
std::vector<RollupRow> roll_up(std::span<const RollupRow>, RollupStep, config::Zone);

// The least and the most in one column of a picture.
struct Extremes {
  double min = std::numeric_limits<double>::infinity(), max = -std::numeric_limits<double>::infinity();
  Time min_at, max_at;  // the first moments of these; of a roll-up's: its first in the column
  bool empty() const { return min > max; }
};

// Parts [from, to) into columns of equal width and finds the extremes of each. Points and roll-ups may come in any
// mixture, fastest where they ascend; each moment once (see NewestReceipts).
class ColumnReducer {
 public:
  // `to` is after `from`; at least one column.
  ColumnReducer(Time from, Time to, int columns);
  void add(Time at, double value);
  // Its extremes go to every column between its first and its last moment, so none is missed.
  void add(const Rollup&);
  const std::vector<Extremes>& columns() const { return columns_; }
  // When a column begins; of the number of columns: the end of the last.
  Time edge(std::size_t column) const;

 private:
  std::size_t column_of(Time);  // of a moment within the span
  void go_to(std::size_t column);

  std::int64_t from_ = 0;
  std::uint64_t span_ = 0;
  std::vector<Extremes> columns_;
  std::size_t column_ = 0;
  std::uint64_t begin_ = 0, end_ = 0;  // of that column, since `from`
};

}  // namespace feeds
