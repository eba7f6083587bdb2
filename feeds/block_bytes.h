// How blocks write numbers: little-endian, and integers of seven bits a byte (LEB128). Reading is bounded: what is cut
// short or overlong sets failed() and gives zeros. And what every block begins with. Any thread.
#pragma once
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include "config/result.h"
#include "config/time.h"

namespace feeds {

static_assert(std::endian::native == std::endian::little);  // numbers are copied as they lie in memory

// Small magnitudes of either sign become small numbers.
inline std::uint64_t zigzag(std::uint64_t number) {
  return (number << 1) ^ (0 - (number >> 63));
}
inline std::uint64_t unzigzag(std::uint64_t number) {
  return (number >> 1) ^ (0 - (number & 1));
}

inline std::uint64_t as_number(config::Time time) {
  return static_cast<std::uint64_t>(time.time_since_epoch().count());
}
inline config::Time as_time(std::uint64_t number) {
  return config::Time(config::Duration(static_cast<std::int64_t>(number)));
}

inline constexpr std::size_t most_varint_bytes = 10;

inline unsigned char* write_varint(unsigned char* to, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) *to++ = static_cast<unsigned char>(number | 0x80);
  *to++ = static_cast<unsigned char>(number);
  return to;
}

class ByteWriter {
 public:
  explicit ByteWriter(std::string& out) : out_(out) {}

  void byte(std::uint8_t value) { out_.push_back(static_cast<char>(value)); }
  void varint(std::uint64_t value) {
    unsigned char bytes[most_varint_bytes];
    out_.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(write_varint(bytes, value) - bytes));
  }
  void signed_varint(std::uint64_t value) { varint(zigzag(value)); }
  template <class T>
  void fixed(T value) {
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    out_.append(bytes, sizeof value);
  }

 private:
  std::string& out_;
};

class ByteReader {
 public:
  ByteReader() = default;
  explicit ByteReader(std::string_view bytes)
      : at_(reinterpret_cast<const unsigned char*>(bytes.data())), end_(at_ + bytes.size()) {}

  bool failed() const { return failed_; }
  std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }
  const unsigned char* at() const { return at_; }

  std::uint8_t byte() {
    if (at_ == end_) return fail();
    return *at_++;
  }
  std::uint64_t varint() {
    if (at_ != end_ && *at_ < 0x80) return *at_++;
    return long_varint();
  }
  std::uint64_t signed_varint() { return unzigzag(varint()); }
  template <class T>
  T fixed() {
    T value{};
    if (const auto* bytes = take(sizeof value)) std::memcpy(&value, bytes, sizeof value);
    return value;
  }
  // The next bytes; nullptr if there are fewer.
  const unsigned char* take(std::size_t count) {
    if (left() < count) {
      fail();
      return nullptr;
    }
    at_ += count;
    return at_ - count;
  }
  std::string_view take_view(std::size_t count) {
    const unsigned char* bytes = take(count);
    return bytes ? std::string_view(reinterpret_cast<const char*>(bytes), count) : std::string_view();
  }

 private:
  std::uint8_t fail() {
    failed_ = true;
    at_ = end_;
    return 0;
  }
  std::uint64_t long_varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64 && at_ != end_; shift += 7) {
      const std::uint64_t next = *at_++;
      if (shift == 63 && next > 1) break;
      value |= (next & 0x7f) << shift;
      if (next < 0x80) return value;
    }
    return fail();
  }

  const unsigned char* at_ = nullptr;
  const unsigned char* end_ = nullptr;
  bool failed_ = false;
};

inline constexpr std::size_t sealed_prefix = 5;
// A block of a version, with a checksum over header and body.
std::string seal_block(std::uint8_t version, std::string_view header, std::string_view body);
// Its header and body. Errors: damaged, or of a newer version.
config::Result<ByteReader> unseal_block(std::uint8_t version, std::string_view bytes);
tl::unexpected<config::Error> damaged_block();

}  // namespace feeds
