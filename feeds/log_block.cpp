// A log block: version, checksum of the rest, count, then the samples. A sample is a byte that says what it shares with
// the one before it and how its value is written, and after it what that leaves open.
#include "feeds/log_block.h"

#include <algorithm>

#include "feeds/block_bytes.h"
#include "feeds/value_column.h"

namespace feeds {
namespace {

constexpr std::uint8_t version = 1;
constexpr std::size_t most_sample_bytes = 64;  // a byte, four varints, a value

// Bits of a sample's first byte.
constexpr unsigned next_line = 1, same_at = 2, same_received = 4, is_observed = 8, same_observed = 16;
constexpr unsigned value_shift = 5;
// What the three bits from value_shift on say: decimals (0 to 5), the eight bytes, or the value before.
constexpr int most_log_decimals = 5;
constexpr unsigned raw_value = 6, same_value = 7;

// Decimals and the integer; tries those of the value before first.
unsigned form_of(double value, int& decimals, std::int64_t& scaled_value) {
  if (const auto number = scaled(value, decimals)) {
    scaled_value = *number;
    return static_cast<unsigned>(decimals);
  }
  for (int i = 0; i <= most_log_decimals; ++i) {
    const auto number = scaled(value, i);
    if (!number) continue;
    decimals = i;
    scaled_value = *number;
    return static_cast<unsigned>(i);
  }
  return raw_value;
}

// The samples one after another, as LogWriter::add wrote them.
bool read_sample(ByteReader& from, LogSample& sample) {
  const unsigned head = from.byte();
  const unsigned form = head >> value_shift;
  const std::uint64_t further = head & next_line ? 1 : from.signed_varint();
  sample.line = static_cast<std::int64_t>(static_cast<std::uint64_t>(sample.line) + further);
  Stored& stored = sample.stored;
  const std::uint64_t offset = stored.observed ? as_number(*stored.observed) - as_number(stored.at) : 0;
  if (!(head & same_at)) stored.at = as_time(as_number(stored.at) + from.signed_varint());
  if (!(head & same_received)) stored.received = as_time(as_number(stored.received) + from.signed_varint());
  if (!(head & is_observed)) {
    stored.observed.reset();
  } else {
    stored.observed = as_time(as_number(stored.at) + (head & same_observed ? offset : from.signed_varint()));
  }
  if (form == raw_value) stored.value = from.fixed<double>();
  if (form < raw_value)
    stored.value = unscaled(static_cast<std::int64_t>(from.signed_varint()), static_cast<int>(form));
  return !from.failed();
}

}  // namespace

void LogWriter::add(std::int64_t line, const Stored& stored) {
  if (body_.size() < used_ + most_sample_bytes) body_.resize(std::max<std::size_t>(4096, body_.size() * 2));
  auto* const begin = reinterpret_cast<unsigned char*>(body_.data()) + used_;
  unsigned char* to = begin + 1;
  unsigned head = 0;
  const Stored& before = last_.stored;
  const auto unless_same = [&](unsigned bit, bool same, std::uint64_t otherwise) {
    if (same) head |= bit;
    if (!same) to = write_varint(to, zigzag(otherwise));
  };
  const std::uint64_t further = static_cast<std::uint64_t>(line) - static_cast<std::uint64_t>(last_.line);
  unless_same(next_line, further == 1, further);
  unless_same(same_at, stored.at == before.at, as_number(stored.at) - as_number(before.at));
  unless_same(same_received, stored.received == before.received,
              as_number(stored.received) - as_number(before.received));
  if (stored.observed) {
    head |= is_observed;
    const std::uint64_t offset = as_number(*stored.observed) - as_number(stored.at);
    unless_same(same_observed, before.observed && offset == as_number(*before.observed) - as_number(before.at), offset);
  }
  unsigned form = same_value;
  if (std::bit_cast<std::uint64_t>(stored.value) != std::bit_cast<std::uint64_t>(before.value)) {
    std::int64_t number = 0;
    form = form_of(stored.value, decimals_, number);
    if (form < raw_value) to = write_varint(to, zigzag(static_cast<std::uint64_t>(number)));
  }
  if (form == raw_value) {
    std::memcpy(to, &stored.value, sizeof stored.value);
    to += sizeof stored.value;
  }
  *begin = static_cast<unsigned char>(head | form << value_shift);
  used_ += static_cast<std::size_t>(to - begin);
  ++count_;
  last_ = {line, stored};
}

std::string LogWriter::finish() {
  std::string header;
  ByteWriter(header).varint(count_);
  const std::string out = seal_block(version, header, std::string_view(body_).substr(0, used_));
  used_ = count_ = 0;
  last_ = {};
  return out;
}

config::Result<std::vector<LogSample>> unpack_log(std::string_view bytes) {
  auto from = unseal_block(version, bytes);
  if (!from) return tl::unexpected(from.error());
  const std::uint64_t count = from->varint();
  if (count > from->left()) return damaged_block();  // a sample takes a byte at least
  std::vector<LogSample> out;
  out.reserve(count);
  LogSample sample;
  for (std::uint64_t i = 0; i < count; ++i) {
    if (!read_sample(*from, sample)) return damaged_block();
    out.push_back(sample);
  }
  if (from->left() > 0) return damaged_block();
  return out;
}

}  // namespace feeds
