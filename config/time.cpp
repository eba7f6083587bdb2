// Civil dates, zones and periods, and how dates and lengths of time are written. Any thread.
#include "config/time.h"
#include <fmt/format.h>
#include <array>
#include <cctype>
#include <cstdint>
#include <limits>

namespace config {

namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::years;

// `count` digits at `from`; -1 when there are none.
int digits(std::string_view text, std::size_t from, std::size_t count) {
  if (from + count > text.size()) return -1;
  int value = 0;
  for (const char c : text.substr(from, count)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

struct Unit {
  std::string_view name;
  std::int64_t ms;
};
constexpr std::array<Unit, 7> units{{{"ms", 1},
                                     {"s", 1000},
                                     {"m", 60'000},
                                     {"h", 3'600'000},
                                     {"d", 86'400'000},
                                     {"w", 604'800'000},
                                     {"y", 31'557'600'000}}};  // a year of 365.25 days

Date first_of_month(Date date, unsigned months_in_period) {
  const unsigned month = static_cast<unsigned>(date.month());
  return date.year() / std::chrono::month((month - 1) / months_in_period * months_in_period + 1) / 1;
}

// The first day of the period after the one that holds `date`.
Date next_first(Date date, Period period) {
  const std::chrono::sys_days day(date);
  switch (period) {
    case Period::none:
    case Period::day:
      return day + days(1);
    case Period::week: {
      const std::chrono::days since_monday = std::chrono::weekday(day) - std::chrono::Monday;
      return day - since_monday + days(7);
    }
    case Period::month:
      return first_of_month(date, 1) + months(1);
    case Period::quarter:
      return first_of_month(date, 3) + months(3);
    case Period::semester:
      return first_of_month(date, 6) + months(6);
    case Period::year:
      return (date.year() + years(1)) / 1 / 1;
  }
  return day;
}

// Zone "Z" or "+08:00" at the end of an RFC 3339 moment.
std::optional<std::chrono::minutes> parse_offset(std::string_view text) {
  if (text == "Z" || text == "z") return std::chrono::minutes(0);
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  const int hours = digits(text, 1, 2), minutes = digits(text, 4, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
  const std::chrono::minutes offset(hours * 60 + minutes);
  return text[0] == '-' ? -offset : offset;
}

// The year and number of the ISO week that holds `day`.
std::pair<int, int> iso_week(std::chrono::sys_days day) {
  const std::chrono::sys_days thursday = day - (std::chrono::weekday(day) - std::chrono::Monday) + days(3);
  const std::chrono::year year = Date(thursday).year();
  const int number = static_cast<int>((thursday - std::chrono::sys_days(year / 1 / 1)).count() / 7) + 1;
  return {static_cast<int>(year), number};
}

}  // namespace

std::chrono::hours offset(Zone zone) {
  switch (zone) {
    case Zone::wib:
      return std::chrono::hours(7);
    case Zone::wita:
      return std::chrono::hours(8);
    case Zone::wit:
      return std::chrono::hours(9);
  }
  return std::chrono::hours(7);
}

std::string_view name(Zone zone) {
  switch (zone) {
    case Zone::wib:
      return "WIB";
    case Zone::wita:
      return "WITA";
    case Zone::wit:
      return "WIT";
  }
  return "WIB";
}

Civil civil(Time time, Zone zone) {
  const Time local = time + offset(zone);
  const auto day = std::chrono::floor<days>(local);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(local - day).count();
  return {Date(day), static_cast<int>(seconds / 3600), static_cast<int>(seconds / 60 % 60),
          static_cast<int>(seconds % 60), std::chrono::weekday(day)};
}

Time midnight(Date date, Zone zone) {
  return Time(std::chrono::sys_days(date)) - offset(zone);
}

Time period_end(Time inside, Period period, Zone zone) {
  if (period == Period::none) return inside;
  return midnight(next_first(civil(inside, zone).date, period), zone);
}

Time next_period_end(Time end, Period period, Zone zone) {
  return period_end(end, period, zone);
}

std::string period_name(Time end, Period period, Zone zone) {
  const Date date = civil(end - Duration(1), zone).date;
  const int year = static_cast<int>(date.year());
  const unsigned month = static_cast<unsigned>(date.month());
  switch (period) {
    case Period::none:
    case Period::day:
      return to_string(date);
    case Period::week: {
      const auto [week_year, number] = iso_week(std::chrono::sys_days(date));
      return fmt::format("{:04}-W{:02}", week_year, number);
    }
    case Period::month:
      return fmt::format("{:04}-{:02}", year, month);
    case Period::quarter:
      return fmt::format("{:04}-Q{}", year, (month + 2) / 3);
    case Period::semester:
      return fmt::format("{:04}-S{}", year, (month + 5) / 6);
    case Period::year:
      return fmt::format("{:04}", year);
  }
  return {};
}

bool is_period_name(std::string_view text, Period period) {
  if (period == Period::day || period == Period::none) return parse_date(text).has_value();
  if (digits(text, 0, 4) < 1) return false;
  if (period == Period::year) return text.size() == 4;
  if (text.size() < 6 || text[4] != '-') return false;
  const std::string_view rest = text.substr(5);
  const auto between = [](int number, int most) { return number >= 1 && number <= most; };
  switch (period) {
    case Period::week: {
      // 28 December lies in the last ISO week of its year.
      const Date last = std::chrono::year(digits(text, 0, 4)) / 12 / 28;
      return rest.size() == 3 && rest[0] == 'W' &&
             between(digits(rest, 1, 2), iso_week(std::chrono::sys_days(last)).second);
    }
    case Period::month:
      return rest.size() == 2 && between(digits(rest, 0, 2), 12);
    case Period::quarter:
      return rest.size() == 2 && rest[0] == 'Q' && between(digits(rest, 1, 1), 4);
    case Period::semester:
      return rest.size() == 2 && rest[0] == 'S' && between(digits(rest, 1, 1), 2);
    default:
      return false;
  }
}

std::optional<Duration> parse_duration(std::string_view text) {
  std::int64_t number = 0;
  std::size_t at = 0;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
    if (at >= 15) return std::nullopt;
    number = number * 10 + (text[at] - '0');
  }
  if (at == 0) return std::nullopt;
  for (const Unit& unit : units) {
    if (text.substr(at) != unit.name) continue;
    // A thousand years: beyond any use, and far from where adding to a Time overflows.
    if (number > std::int64_t{31'556'952'000'000} / unit.ms) return std::nullopt;
    return Duration(number * unit.ms);
  }
  return std::nullopt;
}

std::string to_string(Duration duration) {
  if (duration.count() == 0) return "0s";
  for (std::size_t i = units.size(); i-- > 0;)
    if (duration.count() % units[i].ms == 0) return fmt::format("{}{}", duration.count() / units[i].ms, units[i].name);
  return {};
}

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
  if (year < 1 || month < 0 || day < 0) return std::nullopt;
  const Date date = std::chrono::year(year) / month / day;
  return date.ok() ? std::optional(date) : std::nullopt;
}

std::string to_string(Date date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::optional<Time> parse_time(std::string_view text, std::optional<Zone> assumed) {
  if (text.size() < 19 || (text[10] != 'T' && text[10] != 't' && text[10] != ' ')) return std::nullopt;
  const std::optional<Date> date = parse_date(text.substr(0, 10));
  const int hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
  if (!date || text[13] != ':' || text[16] != ':') return std::nullopt;
  // Second 60 is a leap second: the first moment of the next minute.
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return std::nullopt;
  std::size_t at = 19;
  int ms = 0;
  if (at < text.size() && text[at] == '.') {
    const std::size_t first = ++at;
    for (int weight = 100; at < text.size() && std::isdigit(static_cast<unsigned char>(text[at])); ++at, weight /= 10)
      ms += (text[at] - '0') * weight;
    if (at == first) return std::nullopt;
  }
  const Time local = std::chrono::sys_days(*date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
                     std::chrono::seconds(second) + Duration(ms);
  if (at == text.size()) return assumed ? std::optional<Time>(local - offset(*assumed)) : std::nullopt;
  const auto ahead = parse_offset(text.substr(at));
  return ahead ? std::optional<Time>(local - *ahead) : std::nullopt;
}

std::string to_rfc3339(Time time, std::optional<Zone> zone) {
  const Time local = zone ? time + offset(*zone) : time;
  const auto day = std::chrono::floor<days>(local);
  const std::int64_t ms = (local - day).count();
  std::string out =
      to_string(Date(day)) + fmt::format("T{:02}:{:02}:{:02}", ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60);
  if (ms % 1000 != 0) out += fmt::format(".{:03}", ms % 1000);
  return out + (zone ? fmt::format("+{:02}:00", offset(*zone).count()) : "Z");
}

std::optional<Duration> time_of_day(std::string_view text) {
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : 99; };
  if (text.size() != 5 || text[2] != ':') return {};
  const int hour = 10 * digit(0) + digit(1), minute = 10 * digit(3) + digit(4);
  if (hour > 23 || minute > 59) return {};
  return std::chrono::hours(hour) + std::chrono::minutes(minute);
}

}  // namespace config
