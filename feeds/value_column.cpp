// Choosing between decimals and bits, writing and reading them.
#include "feeds/value_column.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace feeds {
namespace {

constexpr std::uint8_t by_decimals = 0, by_bits = 1;
constexpr std::size_t most_sampled = 64;
constexpr std::size_t bits_of_other = 80;  // beside the decimals: its place and its eight bytes

// Exact powers: a quotient by them is the double nearest to the decimal, which is what people write and parsers read.
constexpr std::array<double, most_decimals + 1> powers = {1e0, 1e1, 1e2, 1e3,  1e4,  1e5, 1e6,
                                                          1e7, 1e8, 1e9, 1e10, 1e11, 1e12};

bool same_bits(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

constexpr std::uint64_t sign = std::uint64_t{1} << 63;

// Integers in the order of the doubles, and back: neighbours in size have small differences, and what was of single
// precision has a common factor. -0 comes first.
std::uint64_t ordered(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  return bits > sign ? sign - bits : bits;
}
double unordered(std::uint64_t number) {
  return std::bit_cast<double>(number > sign ? sign - number : number);
}

// n, though it may not be exact; nothing out of range.
bool scale(double value, double power, std::int64_t& number) {
  const double product = value * power;
  if (!(std::fabs(product) < 0x1p51)) return false;
  number = static_cast<std::int64_t>(product + (product < 0 ? -0.5 : 0.5));
  return same_bits(static_cast<double>(number) / power, value);
}

// The decimals that suit a sample of the values best.
int decimals_of(std::span<const double> values) {
  const std::size_t apart = std::max<std::size_t>(1, values.size() / most_sampled);
  int best = 0;
  std::size_t best_others = values.size();
  for (int decimals = 0; decimals <= most_decimals && best_others > 0; ++decimals) {
    std::size_t others = 0;
    std::int64_t number;
    for (std::size_t i = 0; i < values.size(); i += apart)
      others += !scale(values[i], powers[static_cast<std::size_t>(decimals)], number);
    // A decimal more costs all of them 3.3 bits.
    if (others * bits_of_other + values.size() / apart * 4 < best_others * bits_of_other || decimals == 0) {
      best = decimals;
      best_others = others;
    }
  }
  return best;
}

struct Decimals {
  int decimals = 0;
  std::vector<std::uint64_t> numbers;  // in the place of the others: the number before
  std::vector<std::size_t> others;
};

Decimals to_decimals(std::span<const double> values) {
  Decimals out{decimals_of(values), std::vector<std::uint64_t>(values.size()), {}};
  const double power = powers[static_cast<std::size_t>(out.decimals)];
  std::int64_t number = 0, before = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (scale(values[i], power, number)) {
      before = number;
    } else {
      out.others.push_back(i);
    }
    out.numbers[i] = static_cast<std::uint64_t>(before);
  }
  return out;
}

void put_decimals(std::span<const double> values, const Decimals& decimals, const ColumnPlan& plan, std::string& out) {
  ByteWriter write(out);
  write.byte(by_decimals);
  write.byte(static_cast<std::uint8_t>(decimals.decimals));
  write.varint(decimals.others.size());
  std::size_t next = 0;
  for (const std::size_t i : decimals.others) {
    write.varint(i - next);
    write.fixed(values[i]);
    next = i + 1;
  }
  put_column(decimals.numbers, plan, out);
}

}  // namespace

std::optional<std::int64_t> scaled(double value, int decimals) {
  std::int64_t number;
  if (!scale(value, powers[static_cast<std::size_t>(decimals)], number)) return {};
  return number;
}
double unscaled(std::int64_t number, int decimals) {
  return static_cast<double>(number) / powers[static_cast<std::size_t>(decimals)];
}

void put_values(std::span<const double> values, std::string& out) {
  const Decimals decimals = to_decimals(values);
  const ColumnPlan plan = plan_column(decimals.numbers, 2);
  if (decimals.others.empty()) return put_decimals(values, decimals, plan, out);
  std::vector<std::uint64_t> bits(values.size());
  std::transform(values.begin(), values.end(), bits.begin(), ordered);
  const ColumnPlan bits_plan = plan_column(bits, 1);
  if (plan.bits + decimals.others.size() * bits_of_other < bits_plan.bits)
    return put_decimals(values, decimals, plan, out);
  ByteWriter(out).byte(by_bits);
  put_column(bits, bits_plan, out);
}

std::optional<ValueReader> ValueReader::open(ByteReader bytes) {
  ValueReader reader;
  const std::uint8_t kind = bytes.byte();
  if (kind > by_bits) return {};
  reader.decimal_ = kind == by_decimals;
  if (reader.decimal_) {
    const std::uint8_t decimals = bytes.byte();
    if (decimals > most_decimals) return {};
    reader.divisor_ = powers[decimals];
    reader.others_left_ = bytes.varint();
    reader.others_ = bytes;
    for (std::uint64_t i = 0; i < reader.others_left_ && !bytes.failed(); ++i) {
      bytes.varint();
      bytes.fixed<double>();
    }
    reader.next_other();
  }
  const auto column = ColumnReader::open(bytes);
  if (!column) return {};
  reader.column_ = *column;
  return reader;
}

void ValueReader::next_other() {
  if (others_left_ == 0) return;
  other_gap_ = others_.varint();
  other_ = others_.fixed<double>();
}

bool ValueReader::next(std::span<double> out) {
  std::array<std::uint64_t, column_group> numbers;
  if (out.size() > numbers.size() || !column_.next(std::span(numbers).first(out.size()))) return false;
  if (!decimal_) {
    std::transform(numbers.begin(), numbers.begin() + static_cast<std::ptrdiff_t>(out.size()), out.begin(), unordered);
    return true;
  }
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = static_cast<double>(static_cast<std::int64_t>(numbers[i])) / divisor_;
  std::size_t next = 0;
  while (others_left_ > 0 && other_gap_ < out.size() - next) {
    next += other_gap_;
    out[next++] = other_;
    --others_left_;
    next_other();
  }
  if (others_left_ > 0) other_gap_ -= out.size() - next;
  return true;
}

}  // namespace feeds
