// A column of doubles as bytes and back, bit for bit: as decimals (integers and a power of ten, with the few others
// aside) or, where that is shorter, by their bits in the order of their size. Any thread.
#pragma once
#include <array>
#include <optional>
#include <span>
#include <string>
#include "feeds/integer_column.h"

namespace feeds {

inline constexpr int most_decimals = 12;

// The integer n for which n / 10^decimals is this very double; nothing if there is none below 2^51.
std::optional<std::int64_t> scaled(double, int decimals);
double unscaled(std::int64_t, int decimals);

void put_values(std::span<const double>, std::string& out);

// Reads what put_values wrote, group after group: `column_group` doubles at a time but for the last.
class ValueReader {
 public:
  // Nothing if the bytes are no column. The bytes must outlive the reader.
  static std::optional<ValueReader> open(ByteReader);
  // At most `column_group`. False: the bytes are damaged.
  bool next(std::span<double> out);

 private:
  void next_other();

  ColumnReader column_;
  bool decimal_ = false;
  double divisor_ = 1;
  ByteReader others_;
  std::uint64_t others_left_ = 0, other_gap_ = 0;  // doubles before the next of the others
  double other_ = 0;
};

}  // namespace feeds
