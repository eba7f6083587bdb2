// See html_text.h.
#include "feeds/html_text.h"

#include <array>
#include <charconv>
#include <utility>

#include "feeds/reading.h"
#include "feeds/utf8.h"

namespace feeds {
namespace {

// The end of what begins with '<'.
std::size_t end_of_markup(std::string_view html, std::size_t at) {
  const std::string_view rest = html.substr(at);
  const auto after = [&](std::string_view mark) {
    const auto found = rest.find(mark);
    return found == std::string_view::npos ? html.size() : at + found + mark.size();
  };
  if (rest.starts_with("<!--")) return after("-->");
  const std::string begin = lower_case(rest.substr(0, 7));
  if (begin.starts_with("<script")) return after("</script>");
  if (begin.starts_with("<style")) return after("</style>");
  return after(">");
}

// "&amp;" and the like at the beginning: what it stands for and how long it is; nothing: a plain ampersand.
std::pair<std::string, std::size_t> entity(std::string_view text) {
  const auto end = text.find(';');
  if (end == std::string_view::npos || end > 8) return {"&", 1};
  const std::string_view name = text.substr(1, end - 1);
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> known = {{{"amp", "&"},
                                                                                          {"lt", "<"},
                                                                                          {"gt", ">"},
                                                                                          {"quot", "\""},
                                                                                          {"apos", "'"},
                                                                                          {"nbsp", " "},
                                                                                          {"ndash", "\xE2\x80\x93"}}};
  for (const auto& [word, meaning] : known)
    if (name == word) return {std::string(meaning), end + 1};
  if (!name.starts_with('#')) return {"&", 1};
  const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
  const std::string_view digits = name.substr(hex ? 2 : 1);
  unsigned code = 0;
  const auto [last, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
  if (error != std::errc() || last != digits.data() + digits.size() || code == 0) return {"&", 1};
  constexpr unsigned no_break_space = 0xA0;
  std::string out;
  append_utf8(out, code == no_break_space ? U' ' : static_cast<char32_t>(code));
  return {out, end + 1};
}

}  // namespace

std::string text_of_html(std::string_view html) {
  std::string out;
  const auto blank = [&] {
    if (!out.empty() && out.back() != ' ') out += ' ';
  };
  for (std::size_t at = 0; at < html.size();) {
    const char c = html[at];
    if (c == '<' && at + 1 < html.size() &&
        (std::isalpha(static_cast<unsigned char>(html[at + 1])) != 0 || html[at + 1] == '/' || html[at + 1] == '!')) {
      blank();
      at = end_of_markup(html, at);
    } else if (c == '&') {
      const auto [meaning, size] = entity(html.substr(at));
      if (meaning == " ") {
        blank();
      } else {
        out += meaning;
      }
      at += size;
    } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      blank();
      ++at;
    } else {
      out += c;
      ++at;
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace feeds
