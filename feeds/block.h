// A run of points of one series as a block of bytes and back, bit for bit. A block says what is in it without being
// decoded, and carries a checksum. Any thread.
#pragma once
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "config/result.h"
#include "feeds/rollup.h"
#include "feeds/stored.h"
#include "feeds/value_column.h"

namespace feeds {

inline constexpr std::size_t most_block_points = 131'072;

struct BlockInfo {
  std::size_t count = 0;  // of points, revisions included
  Time first_at, last_at;
  Time first_received, last_received;  // the earliest and the latest receipt
  Rollup all;                          // as known by the latest receipt
};

// Points ascend by moment, then receipt. Errors: none, too many, or out of this order.
config::Result<std::string> pack_block(std::span<const Stored>);

class BlockReader {
 public:
  enum class Columns { all, at_and_value };  // at_and_value: faster; `received` and `observed` stay empty
  // The bytes must outlive the reader. Errors: damaged, or of a newer program.
  static config::Result<BlockReader> open(std::string_view bytes, Columns = Columns::all);

  const BlockInfo& info() const { return info_; }
  // The next few points, valid until the next call; none at the end. Errors: damaged.
  config::Result<std::span<const Stored>> next();

 private:
  enum class Observed : std::uint8_t { none, some, all };

  bool read_header(ByteReader);
  bool read_times(ByteReader received, ByteReader observed);
  bool read_group(std::size_t count);
  bool read_receipts(std::span<const std::uint64_t> at);
  bool read_observed(std::span<const std::uint64_t> at);
  bool in_order(std::size_t count) const;

  BlockInfo info_;
  Columns columns_ = Columns::all;
  ColumnReader at_, received_, observed_at_, is_observed_;
  ValueReader values_;
  bool received_after_at_ = false, observed_after_at_ = false;  // written as differences to `at`
  Observed observed_ = Observed::none;
  std::size_t read_ = 0;
  Time last_at_, last_received_;
  std::array<Stored, column_group> group_;
};

// The whole block, after what is in `out` already. Errors: damaged, or of a newer program; `out` is as before then.
config::Result<void> unpack_block(std::string_view bytes, std::vector<Stored>& out);

}  // namespace feeds
