// Numbers and regions as Indonesian systems write them; moments are in reading_time.cpp. Any thread.
#include "feeds/reading.h"
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace feeds {
namespace {

using config::fail;
using config::Result;

constexpr std::string_view no_break_space = "\xC2\xA0";

bool digit(char c) {
  return c >= '0' && c <= '9';
}

// Digits with a decimal point, to the nearest double: `decimal` as 60.2 and `power` 9 give exactly 6.02e10.
std::optional<double> exact(std::string decimal, int power) {
  if (power != 0) decimal += "e" + std::to_string(power);
  double value = 0;
  const auto [end, error] = std::from_chars(decimal.data(), decimal.data() + decimal.size(), value);
  if (error != std::errc() || end != decimal.data() + decimal.size() || !std::isfinite(value)) return {};
  return value;
}

// Takes the grouping marks out: groups of three behind a first one of one to three digits, or no marks at all.
std::optional<std::string> ungroup(std::string_view digits, char mark) {
  if (digits.empty()) return {};
  if (digits.find(mark) == std::string_view::npos)
    return std::all_of(digits.begin(), digits.end(), digit) ? std::optional(std::string(digits)) : std::nullopt;
  std::string out;
  std::size_t group = 0;
  bool first = true;
  for (const char c : digits) {
    if (c == mark) {
      if (first ? group < 1 || group > 3 : group != 3) return {};
      first = false;
      group = 0;
    } else if (digit(c)) {
      out += c;
      ++group;
    } else {
      return {};
    }
  }
  return group == 3 ? std::optional(out) : std::nullopt;
}

// Rp, and what stands for thousands, millions and so on in Indonesian (KBBI): "Jt", "M" miliar, "T" triliun.
void drop_currency(std::string_view& text) {
  if (lower_case(text.substr(0, 2)) != "rp") return;
  text.remove_prefix(2);
  if (text.starts_with('.')) text.remove_prefix(1);
  text = trim(text);
}

int take_factor(std::string_view& text) {
  struct Factor {
    std::string_view word;
    int power;
  };
  static constexpr std::array<Factor, 14> factors = {{{"ribu", 3},
                                                      {"rb", 3},
                                                      {"juta", 6},
                                                      {"jt", 6},
                                                      {"jt.", 6},
                                                      {"miliar", 9},
                                                      {"milyar", 9},
                                                      {"mlr", 9},
                                                      {"m", 9},
                                                      {"m.", 9},
                                                      {"triliun", 12},
                                                      {"trilyun", 12},
                                                      {"tr", 12},
                                                      {"t", 12}}};
  auto start = text.size();
  while (start > 0 && !digit(text[start - 1]) && text[start - 1] != ' ') --start;
  const std::string word = lower_case(trim(text.substr(start)));
  for (const Factor& factor : factors) {
    if (word != factor.word) continue;
    text = trim(text.substr(0, start));
    return factor.power;
  }
  return 0;
}

bool take_sign(std::string_view& text) {
  bool negative = false;
  if (text.size() > 2 && text.front() == '(' && text.back() == ')') {  // accounting's negative
    text = trim(text.substr(1, text.size() - 2));
    negative = true;
  } else if (text.starts_with('-') || text.starts_with('+')) {
    negative = text.front() == '-';
    text = trim(text.substr(1));
  } else if (text.starts_with("\xE2\x88\x92")) {  // the minus sign of Unicode
    text = trim(text.substr(3));
    negative = true;
  }
  return negative;
}

std::optional<double> grouped(std::string_view text, char mark, char point, bool factors) {
  bool negative = take_sign(text);
  drop_currency(text);
  if (!negative) negative = take_sign(text);
  const int power = factors ? take_factor(text) : 0;
  if (text.ends_with(",-")) text.remove_suffix(2);  // "Rp 1.500.000,-": no sen
  const auto split = text.find(point);
  const auto whole = ungroup(text.substr(0, split), mark);
  if (!whole) return {};
  std::string decimal = *whole;
  if (split != std::string_view::npos) {
    const auto fraction = text.substr(split + 1);
    if (fraction.empty() || !std::all_of(fraction.begin(), fraction.end(), digit)) return {};
    decimal += "." + std::string(fraction);
  }
  const auto value = exact(decimal, power);
  return value && negative ? std::optional(-*value) : value;
}

std::optional<double> plain(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || (!digit(text.front()) && text.front() != '.')) return {};
  const auto value = exact(std::string(text), 0);
  return value && negative ? std::optional(-*value) : value;
}

std::optional<double> degrees(std::string_view text) {
  const auto blank = text.find_last_of(" \t");
  if (blank == std::string_view::npos) return {};
  const std::string side = lower_case(text.substr(blank + 1));
  const auto value = plain(trim(text.substr(0, blank)));
  if (!value || *value < 0 || *value > 180) return {};
  if (side == "ls" || side == "bb" || side == "s" || side == "w") return -*value;
  if (side == "lu" || side == "bt" || side == "n" || side == "e") return *value;
  return {};
}

std::string only_digits(std::string_view text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out), digit);
  return out;
}

// A name as it is compared: no case, no blanks or marks, no word for what it is.
std::string plain_name(std::string_view text) {
  std::string name = lower_case(trim(text));
  for (const std::string_view word : {"kecamatan ", "kec. ", "kec ", "kabupaten ", "kab. ", "kab ", "kec.", "kab."}) {
    if (!name.starts_with(word)) continue;
    name.erase(0, word.size());
    break;
  }
  std::erase_if(name, [](unsigned char c) { return c < 0x80 && !std::isalnum(c); });
  return name;
}

bool named(const config::Region& region, const std::string& name) {
  return plain_name(region.name) == name ||
         std::any_of(region.aliases.begin(), region.aliases.end(),
                     [&](const std::string& alias) { return plain_name(alias) == name; });
}

}  // namespace

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  for (bool again = true; again;) {
    again = false;
    while (!text.empty() && blanks.find(text.front()) != std::string_view::npos) text.remove_prefix(1), again = true;
    while (!text.empty() && blanks.find(text.back()) != std::string_view::npos) text.remove_suffix(1), again = true;
    if (text.starts_with(no_break_space)) text.remove_prefix(2), again = true;
    if (text.ends_with(no_break_space)) text.remove_suffix(2), again = true;
  }
  return text;
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string shortened(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return std::string(text.substr(0, most)) + "…";
}

Result<double> read_number(std::string_view text, Notation notation, std::string_view unit) {
  std::string spaced(trim(text));
  for (auto at = spaced.find(no_break_space); at != std::string::npos; at = spaced.find(no_break_space))
    spaced.replace(at, 2, " ");
  std::string_view rest = spaced;
  if (rest.empty()) return fail("there is nothing where a number is due");
  if (!unit.empty() && rest.size() > unit.size() &&
      lower_case(rest.substr(rest.size() - unit.size())) == lower_case(unit))
    rest = trim(rest.substr(0, rest.size() - unit.size()));
  if (rest.ends_with('%')) rest = trim(rest.substr(0, rest.size() - 1));
  std::optional<double> value;
  switch (notation) {
    case Notation::plain:
      value = plain(rest);
      break;
    case Notation::id:
      value = grouped(rest, '.', ',', true);
      break;
    case Notation::en:
      value = grouped(rest, ',', '.', false);
      break;
    case Notation::degrees:
      value = degrees(rest);
      break;
  }
  if (value) return *value;
  const char* name = config::Choices<Notation>::names[static_cast<std::size_t>(notation)].first;
  return fail({"\"{}\" is not a number in the notation {}", {shortened(text, 60), name}});
}

Result<std::string> read_region(std::string_view text, Codes codes, const config::Catalogue& catalogue) {
  text = trim(text);
  if (text.empty()) return fail("there is nothing where a region is due");
  if (codes == Codes::name) {
    const std::string name = plain_name(text);
    for (const auto& region : catalogue.regions)
      if (!name.empty() && named(region, name)) return region.code == catalogue.code ? std::string() : region.code;
    const std::string center = plain_name(catalogue.center.id);
    if (!name.empty() && name == center) return std::string();
    return fail({"no region has the name {}", {shortened(text, 60)}}, "add it to aliases of its [[region]]");
  }
  std::string digits = only_digits(text);
  // A spreadsheet made a number of it: "63.1" was "63.10".
  if (codes == Codes::kemendagri && text.size() == 4 && text[2] == '.' && digits.size() == 3) digits += '0';
  const bool clean = std::all_of(text.begin(), text.end(), [](char c) { return digit(c) || c == '.'; });
  if (clean && codes == Codes::kemendagri && digits == only_digits(catalogue.code) && !digits.empty())
    return std::string();
  for (const auto& region : catalogue.regions) {
    const std::string wanted = codes == Codes::bps ? region.bps : only_digits(region.code);
    if (clean && !digits.empty() && digits == wanted)
      return region.code == catalogue.code ? std::string() : region.code;
  }
  return fail({"no region has the code {}", {shortened(text, 60)}}, "look at codes: kemendagri and bps differ");
}

Result<std::string> read_item(std::string_view text) {
  text = trim(text);
  if (text.empty()) return fail("there is nothing where the item's name is due");
  if (text.size() > 200) return fail("the item's name has more than 200 bytes");
  if (std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }))
    return fail("the item's name holds a control character");
  return std::string(text);
}

bool reads_like(std::string_view text, std::string_view pattern) {
  const auto star = pattern.find('*');
  if (star == std::string_view::npos) return text == pattern;
  if (!text.starts_with(pattern.substr(0, star))) return false;
  for (auto rest = text.substr(star);; rest.remove_prefix(1)) {
    if (reads_like(rest, pattern.substr(star + 1))) return true;
    if (rest.empty()) return false;
  }
}

}  // namespace feeds
