// Moments as Indonesian systems write them. Any thread.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <vector>
#include "feeds/reading.h"

namespace feeds {
namespace {

using config::Date;
using config::fail;
using config::Result;
using config::Time;
using config::Zone;

std::optional<int> whole(std::string_view text) {
  int value = 0;
  if (text.empty() || text.size() > 9 || text.front() < '0' || text.front() > '9') return {};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return {};
  return value;
}

std::optional<Date> civil_date(std::optional<int> year, std::optional<int> month, std::optional<int> day) {
  if (!year || !month || !day || *year < 1900 || *year > 2199 || *month > 12 || *day > 31) return {};
  const Date date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                  std::chrono::day(static_cast<unsigned>(*day))};
  return date.ok() ? std::optional(date) : std::nullopt;
}

std::vector<std::string_view> split(std::string_view text, std::string_view marks) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(marks), text.size());
    if (end > 0) out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::optional<Zone> zone_word(std::string_view text) {
  const std::string word = lower_case(text);
  if (word == "wib") return Zone::wib;
  if (word == "wita") return Zone::wita;
  if (word == "wit") return Zone::wit;
  return {};
}

// "19:16:56", "19:16" or, as Indonesian prose has it, "19.16".
std::optional<std::chrono::seconds> clock_time(std::string_view text) {
  const auto parts = split(text.substr(0, text.find_first_of(",+")), ":.");
  if (parts.size() < 2 || parts.size() > 4) return {};
  const auto h = whole(parts[0]), m = whole(parts[1]);
  const auto s = parts.size() > 2 ? whole(parts[2]) : std::optional(0);
  if (!h || !m || !s || *h > 23 || *m > 59 || *s > 59) return {};
  return std::chrono::hours(*h) + std::chrono::minutes(*m) + std::chrono::seconds(*s);
}

// A date, then perhaps a time and a zone, each a word of its own.
std::optional<Time> with_clock(std::optional<Date> date, const std::vector<std::string_view>& rest, Zone zone) {
  if (!date || rest.size() > 2) return {};
  std::chrono::seconds clock{0};
  if (!rest.empty()) {
    const auto read = clock_time(rest[0]);
    if (!read) return {};
    clock = *read;
  }
  if (rest.size() == 2) {
    const auto said = zone_word(rest[1]);
    if (!said) return {};
    zone = *said;
  }
  return config::midnight(*date, zone) + clock;
}

std::optional<Time> numeric_date(std::string_view text, bool day_first, Zone zone) {
  std::string spaced(text);
  if (spaced.size() > 10 && spaced[10] == 'T') spaced[10] = ' ';
  auto words = split(spaced, " ");
  if (words.empty()) return {};
  const auto parts = split(words[0], "-/.");
  if (parts.size() != 3 || parts[day_first ? 2 : 0].size() != 4) return {};
  const auto date = day_first ? civil_date(whole(parts[2]), whole(parts[1]), whole(parts[0]))
                              : civil_date(whole(parts[0]), whole(parts[1]), whole(parts[2]));
  words.erase(words.begin());
  return with_clock(date, words, zone);
}

std::optional<Time> worded_date(std::string_view text, Zone zone) {
  auto words = split(text, " ,-");
  if (!words.empty() && !whole(words[0])) words.erase(words.begin());  // the day of the week
  if (words.size() < 3) return {};
  const unsigned month = read_month(words[1]);
  if (month == 0) return {};
  const auto date = civil_date(whole(words[2]), static_cast<int>(month), whole(words[0]));
  words.erase(words.begin(), words.begin() + 3);
  return with_clock(date, words, zone);
}

std::optional<Time> month_of(std::string_view text, Zone zone) {
  const auto parts = split(text, " -/");
  std::optional<int> year, month;
  if (parts.size() == 1 && parts[0].size() == 6) {
    year = whole(parts[0].substr(0, 4));
    month = whole(parts[0].substr(4));
  } else if (parts.size() == 2 && parts[0].size() == 4 && whole(parts[0])) {
    year = whole(parts[0]);
    month = whole(parts[1]);
  } else if (parts.size() == 2) {
    const unsigned named = read_month(parts[0]);
    month = named != 0 ? std::optional(static_cast<int>(named)) : whole(parts[0]);
    year = parts[1].size() == 4 ? whole(parts[1]) : std::nullopt;
  }
  const auto first = civil_date(year, month, 1);
  if (!first) return {};
  return config::period_end(config::midnight(*first, zone), config::Period::month, zone);
}

// Quarters and halves of a year: its word, its number in digits or Roman, and the year, in the usual orders.
std::optional<Time> part_of_year(std::string_view text, Zone zone) {
  std::optional<int> year, number;
  int months = 0;
  for (const std::string_view raw : split(text, " -/.")) {
    std::string word = lower_case(raw);
    if (word == "tahun") continue;
    if (word == "triwulan" || word == "tw" || word == "kuartal" || word == "q") months = 3;
    if (word == "semester" || word == "smt" || word == "sem") months = 6;
    if (word.size() == 2 && word[0] == 'q') {  // Q3
      months = 3;
      word.erase(0, 1);
    }
    static constexpr std::array<std::string_view, 4> roman = {"i", "ii", "iii", "iv"};
    const auto found = std::find(roman.begin(), roman.end(), word);
    const auto value = found != roman.end() ? std::optional(static_cast<int>(found - roman.begin()) + 1) : whole(word);
    if (value && word.size() == 4 && found == roman.end()) {
      year = value;
    } else if (value) {
      number = value;
    }
  }
  if (!year || !number || months == 0 || *number < 1 || *number > 12 / months) return {};
  const auto first = civil_date(year, (*number - 1) * months + 1, 1);
  if (!first) return {};
  const auto period = months == 3 ? config::Period::quarter : config::Period::semester;
  return config::period_end(config::midnight(*first, zone), period, zone);
}

std::optional<Time> since_1970(std::string_view text, bool milliseconds) {
  const auto number = read_number(text, Notation::plain);
  if (!number) return {};
  const double seconds = milliseconds ? *number / 1000 : *number;
  // 1970 (1973 in milliseconds) to 2199: what lies outside was not written in this unit.
  if (!(seconds > 0) || seconds >= 7.258e9 || (milliseconds && *number < 1e11)) return {};
  return Time(std::chrono::milliseconds(std::llround(seconds * 1000)));
}

}  // namespace

unsigned read_month(std::string_view text) {
  // Long and short forms in use, with older spellings (Pebruari, Nopember) and English ones, for many systems mix them.
  static constexpr std::array<std::array<std::string_view, 6>, 12> names = {{
      {"januari", "jan", "january"},
      {"februari", "feb", "pebruari", "peb", "february"},
      {"maret", "mar", "march"},
      {"april", "apr"},
      {"mei", "may"},
      {"juni", "jun", "june"},
      {"juli", "jul", "july"},
      {"agustus", "agu", "ags", "agt", "agust", "august"},
      {"september", "sep", "sept"},
      {"oktober", "okt", "oct", "october"},
      {"november", "nov", "nop", "nopember"},
      {"desember", "des", "dec", "december"},
  }};
  std::string word = lower_case(trim(text));
  if (word.ends_with('.')) word.pop_back();
  if (word.empty()) return 0;
  if (word == "aug") return 8;
  for (unsigned month = 0; month < names.size(); ++month)
    if (std::find(names[month].begin(), names[month].end(), word) != names[month].end()) return month + 1;
  return 0;
}

Result<Time> read_time(std::string_view text, TimeForm form, Zone zone) {
  const std::string_view clean = trim(text);
  std::optional<Time> out;
  switch (form) {
    case TimeForm::rfc3339:
      out = config::parse_time(clean, zone);
      break;
    case TimeForm::date:
      out = numeric_date(clean, false, zone);
      break;
    case TimeForm::dmy:
      out = numeric_date(clean, true, zone);
      break;
    case TimeForm::words:
      out = worded_date(clean, zone);
      break;
    case TimeForm::month:
      out = month_of(clean, zone);
      break;
    case TimeForm::year:
      if (const auto first = clean.size() == 4 ? civil_date(whole(clean), 1, 1) : std::nullopt)
        out = config::period_end(config::midnight(*first, zone), config::Period::year, zone);
      break;
    case TimeForm::part:
      out = part_of_year(clean, zone);
      break;
    case TimeForm::unix:
    case TimeForm::unix_ms:
      out = since_1970(clean, form == TimeForm::unix_ms);
      break;
  }
  if (out) return *out;
  const char* name = config::Choices<TimeForm>::names[static_cast<std::size_t>(form)].first;
  return fail({"\"{}\" is not a time in the form {}", {shortened(text, 60), name}});
}

Result<Time> read_at(std::string_view text, TimeForm form, Zone source, const config::Freshness& freshness) {
  if (freshness.period == config::Period::none) return read_time(text, form, source);
  const bool moment_form = form == TimeForm::rfc3339 || form == TimeForm::unix || form == TimeForm::unix_ms;
  const auto moment = read_time(text, form, moment_form ? source : freshness.zone);
  if (!moment) return moment;
  // What month and year forms give is the end of a period, which lies in the next one: step back before looking.
  const bool ends = form == TimeForm::month || form == TimeForm::year || form == TimeForm::part;
  return config::period_end(*moment - config::Duration(ends ? 1 : 0), freshness.period, freshness.zone);
}

Zone zone_of(SourceZone zone, Zone center) {
  switch (zone) {
    case SourceZone::center:
      break;
    case SourceZone::wib:
      return Zone::wib;
    case SourceZone::wita:
      return Zone::wita;
    case SourceZone::wit:
      return Zone::wit;
  }
  return center;
}

}  // namespace feeds
