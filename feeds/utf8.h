// Characters as UTF-8 (RFC 3629). Pure, any thread.
#pragma once
#include <string>

namespace feeds {

// Of a surrogate or what lies beyond Unicode: nothing.
inline void append_utf8(std::string& out, char32_t c) {
  const auto more = [&](int shift) { out += static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
  if ((c >= 0xD800 && c < 0xE000) || c > 0x10FFFF) return;
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    more(0);
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    more(6);
    more(0);
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    more(12);
    more(6);
    more(0);
  }
}

}  // namespace feeds
