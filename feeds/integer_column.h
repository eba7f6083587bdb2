// A column of 64-bit integers as bytes and back, exactly: differences of an order that suits them, less their middle,
// by their common factor, in groups of a bit width with exceptions (patched frame of reference: Zukowski et al., ICDE
// 2006). Arithmetic is modulo 2^64, so every sequence can be written. Any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include "feeds/block_bytes.h"

namespace feeds {

inline constexpr std::size_t column_group = 128;

struct ColumnPlan {
  int order = 0;             // of the differences
  std::uint64_t center = 0;  // subtracted from them
  std::uint64_t bits = 0;    // about what it takes, for comparison with another plan of as many integers
};
// The best plan with differences up to that order (0 to 2).
ColumnPlan plan_column(std::span<const std::uint64_t>, int most_order);
void put_column(std::span<const std::uint64_t>, const ColumnPlan&, std::string& out);

// Reads what put_column wrote, group after group: `column_group` integers at a time but for the last.
class ColumnReader {
 public:
  // Nothing if the bytes are no column. The bytes must outlive the reader.
  static std::optional<ColumnReader> open(ByteReader);
  // At most `column_group`. False: the bytes are damaged.
  bool next(std::span<std::uint64_t> out);

 private:
  bool unpack_group(std::span<std::uint64_t> out);

  ByteReader bytes_;
  int order_ = 0;
  std::uint64_t center_ = 0, factor_ = 0;     // factor 0: every difference is the center
  std::uint64_t value_ = 0, difference_ = 0;  // the last ones
};

}  // namespace feeds
