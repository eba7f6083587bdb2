// See csv.h.
#include "feeds/csv.h"

#include <algorithm>
#include <array>

#include "feeds/utf8.h"

namespace feeds {
namespace {

using config::fail;
using config::Result;

constexpr std::size_t most_cells = 2000;

// The first byte that is not UTF-8 (RFC 3629); the size where all are.
std::size_t fault_in(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned char lead = byte(i);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || i + length > text.size()) return i;
    for (std::size_t k = 1; k < length; ++k)
      if ((byte(i + k) & 0xC0) != 0x80) return i;
    const unsigned char second = byte(i + 1);
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second >= 0xA0) || (lead == 0xF0 && second < 0x90) ||
        (lead == 0xF4 && second >= 0x90))
      return i;
    i += length;
  }
  return i;
}

// 0x80 to 0x9F of the code page (WHATWG's index); 0: not given to any character.
constexpr std::array<char16_t, 32> page_1252 = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

config::Error not_in(const char* encoding, std::size_t at) {
  return {{"the text is not {} at byte {}", {encoding, std::to_string(at + 1)}}, "say how it is written: encoding"};
}

Result<std::string> from_windows_1252(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const char32_t c = byte >= 0x80 && byte < 0xA0 ? page_1252[byte - 0x80U] : byte;
    if (c == 0 && byte != 0) return tl::unexpected(not_in("Windows-1252", i));
    append_utf8(out, c);
  }
  return out;
}

Result<std::string> from_utf16(std::string_view text) {
  const bool big = text.starts_with("\xFE\xFF");
  if (big || text.starts_with("\xFF\xFE")) text.remove_prefix(2);
  const auto unit = [&](std::size_t i) {
    const auto a = static_cast<unsigned char>(text[i]), b = static_cast<unsigned char>(text[i + 1]);
    return static_cast<char32_t>(big ? a << 8 | b : b << 8 | a);
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    if (i + 1 >= text.size()) return tl::unexpected(not_in("UTF-16", i));
    char32_t c = unit(i);
    if (c >= 0xDC00 && c < 0xE000) return tl::unexpected(not_in("UTF-16", i));
    if (c >= 0xD800 && c < 0xDC00) {
      const char32_t low = i + 3 < text.size() ? unit(i + 2) : 0;
      if (low < 0xDC00 || low >= 0xE000) return tl::unexpected(not_in("UTF-16", i));
      c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
      i += 2;
    }
    append_utf8(out, c);
  }
  return out;
}

char character(Delimiter delimiter) {
  constexpr std::array<char, 4> all = {',', ';', '\t', '|'};
  return all[static_cast<std::size_t>(delimiter)];
}

}  // namespace

Result<std::string> to_utf8(std::string text, Encoding encoding) {
  if (encoding == Encoding::windows_1252) return from_windows_1252(text);
  if (encoding == Encoding::utf16) return from_utf16(text);
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  if (const std::size_t fault = fault_in(text); fault < text.size()) return tl::unexpected(not_in("UTF-8", fault));
  return text;
}

CsvRows::CsvRows(std::string utf8, Delimiter delimiter) : text_(std::move(utf8)), delimiter_(character(delimiter)) {}

std::string_view CsvRows::bare() {
  const std::size_t begin = at_;
  while (at_ < text_.size() && text_[at_] != delimiter_ && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
  return std::string_view(text_).substr(begin, at_ - begin);
}

Result<std::string_view> CsvRows::quoted() {
  const std::size_t begin_line = line_, begin = ++at_;
  bool doubled = false;
  for (; at_ < text_.size(); ++at_) {
    if (text_[at_] == '\n') ++line_;
    if (text_[at_] != '"') continue;
    if (at_ + 1 == text_.size() || text_[at_ + 1] != '"') break;
    doubled = true;
    ++at_;
  }
  if (at_ == text_.size()) return fail({"the quoted cell of line {} does not end", {std::to_string(begin_line)}});
  const std::string_view inside = std::string_view(text_).substr(begin, at_ - begin);
  ++at_;
  if (at_ < text_.size() && text_[at_] != delimiter_ && text_[at_] != '\n' && text_[at_] != '\r')
    return fail({"something follows the quoted cell of line {}", {std::to_string(line_)}});
  if (!doubled) return inside;
  std::string& out = unquoted_.emplace_back();
  for (std::size_t i = 0; i < inside.size(); ++i) {
    out += inside[i];
    if (inside[i] == '"') ++i;
  }
  return std::string_view(out);
}

Result<bool> CsvRows::next(Row& row) {
  row.clear();
  unquoted_.clear();
  if (at_ >= text_.size()) return false;
  row_line_ = line_;
  while (true) {
    Cell cell;
    if (at_ < text_.size() && text_[at_] == '"') {
      const auto text = quoted();
      if (!text) return tl::unexpected(text.error());
      cell.text = *text;
    } else {
      cell.text = bare();
    }
    row.push_back(cell);
    if (row.size() > most_cells)
      return fail({"line {} has more than {} cells", {std::to_string(row_line_), std::to_string(most_cells)}});
    if (at_ >= text_.size() || text_[at_] != delimiter_) break;
    ++at_;
  }
  if (at_ < text_.size() && text_[at_] == '\r') ++at_;
  if (at_ < text_.size() && text_[at_] == '\n') ++at_;
  ++line_;
  return true;
}

}  // namespace feeds
