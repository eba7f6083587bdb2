// Hosts out of addresses, and Punycode.
#include "config/host_name.h"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace config {
namespace {

using Letters = std::u32string;

// The characters of UTF-8; nothing of what is none.
bool decode(std::string_view text, Letters& out) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(at < text.size() ? text[at] : 0); };
    const unsigned char first = byte(i);
    const int more = first < 0x80 ? 0 : first >> 5 == 6 ? 1 : first >> 4 == 14 ? 2 : first >> 3 == 30 ? 3 : -1;
    if (more < 0) return false;
    char32_t letter = more == 0 ? first : first & (0x3F >> more);
    for (int k = 1; k <= more; ++k) {
      const unsigned char next = byte(i + static_cast<std::size_t>(k));
      if (next >> 6 != 2) return false;
      letter = letter << 6 | (next & 0x3F);
    }
    out += letter;
    i += static_cast<std::size_t>(more) + 1;
  }
  return true;
}

// ASCII, Latin-1, Greek and Cyrillic; the dots that IDNA takes for dots (RFC 3490, 3.1).
char32_t in_small(char32_t c) {
  if (c == 0x3002 || c == 0xFF0E || c == 0xFF61) return '.';
  const bool by_32 = (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) ||
                     (c >= 0x410 && c <= 0x42F);
  return by_32 ? c + 32 : c;
}

// RFC 3492, 6.3; empty where it overflows.
std::string punycode(const Letters& label) {
  constexpr std::uint32_t base = 36, least = 1, most = 26, skew = 38, damp = 700;
  const auto digit = [](std::uint32_t d) { return static_cast<char>(d < 26 ? 'a' + d : '0' + (d - 26)); };
  std::string out;
  for (const char32_t c : label)
    if (c < 0x80) out += static_cast<char>(c);
  const auto basic = static_cast<std::uint32_t>(out.size());
  std::uint32_t done = basic, n = 0x80, delta = 0, bias = 72;
  if (basic > 0) out += '-';
  while (done < label.size()) {
    char32_t next = std::numeric_limits<char32_t>::max();
    for (const char32_t c : label)
      if (c >= n) next = std::min(next, c);
    if (next - n > (std::numeric_limits<std::uint32_t>::max() - delta) / (done + 1)) return {};
    delta += (next - n) * (done + 1);
    n = next;
    for (const char32_t c : label) {
      if (c < n) ++delta;
      if (c != n) continue;
      std::uint32_t q = delta;
      for (std::uint32_t k = base;; k += base) {
        const std::uint32_t t = k <= bias ? least : std::min(most, k - bias);
        if (q < t) break;
        out += digit(t + (q - t) % (base - t));
        q = (q - t) / (base - t);
      }
      out += digit(q);
      ++done;
      delta = done == basic + 1 ? delta / damp : delta / 2;
      delta += delta / done;
      std::uint32_t k = 0;
      for (; delta > (base - least) * most / 2; k += base) delta /= base - least;
      bias = k + (base - least + 1) * delta / (delta + skew);
      delta = 0;
    }
    ++delta;
    ++n;
  }
  return out;
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && std::all_of(label.begin(), label.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

// "host", "host:port", "user@host", "[::1]:80": the host alone.
std::string_view host_of(std::string_view address) {
  if (const auto scheme = address.find("://"); scheme != std::string_view::npos) address.remove_prefix(scheme + 3);
  address = address.substr(0, address.find_first_of("/?#\\"));
  if (const auto user = address.rfind('@'); user != std::string_view::npos) address.remove_prefix(user + 1);
  if (address.starts_with('[')) return address.substr(1, address.find(']') - 1);
  return address.substr(0, address.find(':'));
}

}  // namespace

std::string host_name(std::string_view address) {
  while (!address.empty() && (address.front() == ' ' || address.front() == '\t')) address.remove_prefix(1);
  while (!address.empty() && (address.back() == ' ' || address.back() == '\t')) address.remove_suffix(1);
  Letters letters;
  const std::string_view host = host_of(address);
  if (host.find(':') != std::string_view::npos) return std::string(host);  // IPv6
  if (!decode(host, letters)) return {};
  for (char32_t& c : letters) c = in_small(c);
  if (letters.ends_with(U'.')) letters.pop_back();
  std::string out;
  for (std::size_t from = 0; from <= letters.size();) {
    const std::size_t dot = std::min(letters.find(U'.', from), letters.size());
    const Letters label = letters.substr(from, dot - from);
    const bool plain = std::all_of(label.begin(), label.end(), [](char32_t c) { return c < 0x80; });
    const std::string name = plain ? std::string(label.begin(), label.end()) : "xn--" + punycode(label);
    if (!is_label(name)) return {};
    out += (from == 0 ? "" : ".") + name;
    from = dot + 1;
  }
  return out.size() <= 253 ? out : std::string();
}

bool lies_in(std::string_view address, std::string_view domain) {
  const std::string host = host_name(address), whole = host_name(domain);
  return !host.empty() && !whole.empty() && (host == whole || host.ends_with("." + whole));
}

bool lies_in(std::string_view address, const std::vector<std::string>& domains) {
  return std::any_of(domains.begin(), domains.end(), [&](const std::string& d) { return lies_in(address, d); });
}

}  // namespace config
