// See marks.h.
#include "feeds/marks.h"
#include <openssl/evp.h>
#include <algorithm>

namespace feeds {
namespace {

constexpr std::size_t bytes_each = 10;  // 6 of the hash, 3 of minutes since 2020, 1 of the group
constexpr config::Time epoch = std::chrono::sys_days(std::chrono::year(2020) / 1 / 1);
constexpr std::int64_t most_minutes = (1 << 24) - 1;

std::uint64_t number(std::string_view bytes) {
  std::uint64_t out = 0;
  for (const char c : bytes) out = out << 8 | static_cast<unsigned char>(c);
  return out;
}

void append(std::string& out, std::uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 255);
}

std::string decoded(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0) return {};
  std::string out(text.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (size < 0) return {};
  out.resize(out.size() / bytes_each * bytes_each);  // padding decodes as zeros
  return out;
}

}  // namespace

Marks::Marks(std::string_view text, config::Time forget_before) {
  const std::string bytes = decoded(text);
  for (std::size_t i = 0; i + bytes_each <= bytes.size() && all_.size() < most; i += bytes_each) {
    const std::string_view one = std::string_view(bytes).substr(i, bytes_each);
    const config::Time at = epoch + std::chrono::minutes(number(one.substr(6, 3)));
    if (at >= forget_before) all_[number(one.substr(0, 6))] = {at, static_cast<std::uint8_t>(one[9])};
  }
}

std::uint64_t Marks::hash(std::string_view key, std::string_view of) {
  return hash(hmac_sha256(key, of));
}
std::uint64_t Marks::hash(const Digest& digest) {
  return number({reinterpret_cast<const char*>(digest.data()), 6});
}

const Marks::Mark* Marks::find(std::uint64_t hash) const {
  const auto found = all_.find(hash);
  return found == all_.end() ? nullptr : &found->second;
}

bool Marks::set(std::uint64_t hash, Mark mark) {
  if (all_.size() >= most && !all_.contains(hash)) return false;
  all_[hash] = mark;
  return true;
}

std::string Marks::text() const {
  std::string bytes;
  bytes.reserve(all_.size() * bytes_each);
  for (const auto& [hash, mark] : all_) {
    const auto minutes = std::chrono::floor<std::chrono::minutes>(mark.at - epoch).count();
    append(bytes, hash, 6);
    append(bytes, static_cast<std::uint64_t>(std::clamp<std::int64_t>(minutes, 0, most_minutes)), 3);
    bytes += static_cast<char>(mark.group);
  }
  std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

}  // namespace feeds
