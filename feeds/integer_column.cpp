// Choosing, writing and reading columns of integers.
#include "feeds/integer_column.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

namespace feeds {
namespace {

using Integers = std::span<const std::uint64_t>;

constexpr std::size_t sampled_runs = 8;  // of a group's length: what a plan is made from
constexpr int most_width = 64;

std::uint64_t magnitude(std::uint64_t number) {
  return number >> 63 ? 0 - number : number;
}

// The difference of that order before `at`, which is at least the order.
std::uint64_t difference(Integers from, std::size_t at, int order) {
  if (order == 0) return from[at];
  if (order == 1) return from[at] - from[at - 1];
  return from[at] - 2 * from[at - 1] + from[at - 2];
}

int width_of(std::uint64_t number) {
  return 64 - std::countl_zero(number);
}

void add_factor(std::uint64_t& factor, std::uint64_t number) {
  if (number == 0 || factor == 1) return;
  const std::uint64_t size = magnitude(number);
  if (factor == 0 || size % factor != 0) factor = std::gcd(factor, size);
}

ColumnPlan plan_order(Integers from, int order) {
  std::array<std::uint64_t, sampled_runs * column_group> sample;
  std::size_t count = 0;
  const auto first = static_cast<std::size_t>(order);
  if (from.size() <= first) return {order, 0, 0};
  if (from.size() - first <= sample.size()) {
    for (std::size_t i = first; i < from.size(); ++i) sample[count++] = difference(from, i, order);
  } else {
    const std::size_t apart = (from.size() - first - column_group) / (sampled_runs - 1);
    for (std::size_t run = 0; run < sampled_runs; ++run)
      for (std::size_t i = 0; i < column_group; ++i) sample[count++] = difference(from, first + run * apart + i, order);
  }
  const auto middle = sample.begin() + static_cast<std::ptrdiff_t>(count / 2);
  std::nth_element(
      sample.begin(), middle, sample.begin() + static_cast<std::ptrdiff_t>(count),
      [](std::uint64_t a, std::uint64_t b) { return static_cast<std::int64_t>(a) < static_cast<std::int64_t>(b); });
  ColumnPlan plan{order, *middle, 0};
  std::uint64_t factor = 0;
  for (std::size_t i = 0; i < count; ++i) add_factor(factor, sample[i] - plan.center);
  const int spared = factor > 1 ? width_of(factor) - 1 : 0;
  for (std::size_t i = 0; i < count; ++i)
    plan.bits += static_cast<std::uint64_t>(std::max(0, width_of(zigzag(sample[i] - plan.center)) - spared));
  plan.bits = plan.bits * from.size() / count;
  return plan;
}

std::size_t varint_bytes(int bits) {
  return static_cast<std::size_t>((std::max(bits, 1) + 6) / 7);
}

// The width at which a group takes the fewest bytes: what is wider becomes an exception.
int best_width(Integers group) {
  std::array<std::uint16_t, most_width + 1> of_width{};
  int widest = 0;
  for (const std::uint64_t code : group) {
    const int width = width_of(code);
    ++of_width[static_cast<std::size_t>(width)];
    widest = std::max(widest, width);
  }
  int best = widest;
  std::size_t least = group.size() * static_cast<std::size_t>(widest);
  for (int width = widest - 1, exceptions = 0; width >= 0; --width) {
    exceptions += of_width[static_cast<std::size_t>(width) + 1];
    if (exceptions * 4 > static_cast<int>(group.size())) break;
    std::size_t bits = group.size() * static_cast<std::size_t>(width);
    for (int wide = width + 1; wide <= widest; ++wide)
      bits += 8 * of_width[static_cast<std::size_t>(wide)] * (1 + varint_bytes(wide - width));
    if (bits < least) {
      least = bits;
      best = width;
    }
  }
  return best;
}

std::uint64_t mask(int width) {
  return width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
}

void pack_bits(Integers group, int width, std::string& out) {
  std::array<char, column_group * 8 + 8> packed;
  std::size_t used = 0;
  std::uint64_t word = 0;
  int filled = 0;
  const auto flush = [&] {
    std::memcpy(packed.data() + used, &word, 8);
    used += 8;
  };
  for (const std::uint64_t code : group) {
    const std::uint64_t low = code & mask(width);
    word |= low << filled;
    filled += width;
    if (filled < 64) continue;
    flush();
    filled -= 64;
    word = filled == 0 ? 0 : low >> (width - filled);
  }
  flush();
  out.append(packed.data(), (group.size() * static_cast<std::size_t>(width) + 7) / 8);
}

void put_group(Integers group, std::string& out) {
  ByteWriter write(out);
  const int width = best_width(group);
  write.byte(static_cast<std::uint8_t>(width));
  const std::size_t count_at = out.size();
  write.byte(0);
  if (width > 0) pack_bits(group, width, out);
  if (width == most_width) return;
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (group[i] >> width == 0) continue;
    write.byte(static_cast<std::uint8_t>(i));
    write.varint(group[i] >> width);
    ++out[count_at];
  }
}

std::uint64_t load(const unsigned char* from) {
  std::uint64_t word;
  std::memcpy(&word, from, 8);
  return word;
}

// Reads up to 9 bytes beyond the packed ones.
void unpack_bits(const unsigned char* from, int width, std::span<std::uint64_t> out) {
  const std::uint64_t keep = mask(width);
  const auto step = static_cast<std::size_t>(width);
  std::size_t bit = 0;
  if (width <= 57) {
    for (std::uint64_t& code : out) {
      code = (load(from + bit / 8) >> (bit % 8)) & keep;
      bit += step;
    }
    return;
  }
  for (std::uint64_t& code : out) {
    const std::size_t shift = bit % 8;
    const unsigned char* at = from + bit / 8;
    code = load(at) >> shift;
    if (shift > 0) code |= std::uint64_t{at[8]} << (64 - shift);
    code &= keep;
    bit += step;
  }
}

}  // namespace

ColumnPlan plan_column(Integers from, int most_order) {
  ColumnPlan best = plan_order(from, most_order);
  for (int order = most_order - 1; order >= 0 && best.bits > 0; --order)
    if (const ColumnPlan plan = plan_order(from, order); plan.bits <= best.bits) best = plan;
  return best;
}

void put_column(Integers from, const ColumnPlan& plan, std::string& out) {
  const auto order = static_cast<std::size_t>(plan.order);
  std::vector<std::uint64_t> codes(from.size());
  std::uint64_t factor = 0;
  for (std::size_t i = order; i < from.size(); ++i) codes[i] = difference(from, i, plan.order) - plan.center;
  for (const std::uint64_t code : codes) {
    add_factor(factor, code);
    if (factor == 1) break;
  }
  // What stands before the first integer, such that the first differences are the center.
  std::uint64_t value = 0, step = 0;
  if (order == 2) step = (from.size() > 1 ? from[1] - from[0] : 0) - 2 * plan.center;
  if (order > 0 && !from.empty()) value = from[0] - plan.center - step;
  ByteWriter write(out);
  write.byte(static_cast<std::uint8_t>(plan.order));
  write.signed_varint(value);
  write.signed_varint(step);
  write.signed_varint(plan.center);
  write.varint(factor);
  if (factor == 0) return;
  if (factor == 1) {
    for (std::uint64_t& code : codes) code = zigzag(code);
  } else {
    for (std::uint64_t& code : codes) {
      const std::uint64_t size = magnitude(code) / factor;
      code = zigzag(code >> 63 ? 0 - size : size);
    }
  }
  const Integers all = codes;
  for (std::size_t i = 0; i < all.size(); i += column_group)
    put_group(all.subspan(i, std::min(column_group, all.size() - i)), out);
}

std::optional<ColumnReader> ColumnReader::open(ByteReader bytes) {
  ColumnReader reader;
  reader.order_ = bytes.byte();
  reader.value_ = bytes.signed_varint();
  reader.difference_ = bytes.signed_varint();
  reader.center_ = bytes.signed_varint();
  reader.factor_ = bytes.varint();
  reader.bytes_ = bytes;
  if (bytes.failed() || reader.order_ > 2) return {};
  return reader;
}

bool ColumnReader::unpack_group(std::span<std::uint64_t> out) {
  const int width = bytes_.byte();
  const std::size_t exceptions = bytes_.byte();
  if (width > most_width || exceptions > out.size()) return false;
  const std::size_t size = (out.size() * static_cast<std::size_t>(width) + 7) / 8;
  const unsigned char* packed = bytes_.take(size);
  if (!packed) return false;
  if (width == 0) {
    std::fill(out.begin(), out.end(), 0);
  } else if (bytes_.left() >= 9) {
    unpack_bits(packed, width, out);
  } else {
    std::array<unsigned char, column_group * 8 + 9> padded;
    std::memcpy(padded.data(), packed, size);
    std::memset(padded.data() + size, 0, 9);
    unpack_bits(padded.data(), width, out);
  }
  for (std::size_t i = 0; i < exceptions; ++i) {
    const std::size_t place = bytes_.byte();
    const std::uint64_t high = bytes_.varint();
    if (place >= out.size() || width == most_width) return false;
    out[place] |= high << width;
  }
  return !bytes_.failed();
}

bool ColumnReader::next(std::span<std::uint64_t> out) {
  if (out.size() > column_group) return false;
  if (factor_ == 0) {
    std::fill(out.begin(), out.end(), center_);
  } else {
    if (!unpack_group(out)) return false;
    for (std::uint64_t& code : out) code = unzigzag(code) * factor_ + center_;
  }
  if (order_ == 2)
    for (std::uint64_t& number : out) number = value_ += difference_ += number;
  if (order_ == 1)
    for (std::uint64_t& number : out) number = value_ += number;
  return true;
}

}  // namespace feeds
