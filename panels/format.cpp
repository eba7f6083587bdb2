// Numbers and dates as people write them; what differs between languages is said by Words.
#include "panels/format.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace panels {
namespace {

using config::Date;
using config::Duration;
using config::Period;
using config::Text;
using config::Time;
using config::Zone;

constexpr std::array kMonths{"January", "February", "March",     "April",   "May",      "June",
                             "July",    "August",   "September", "October", "November", "December"};
constexpr std::array kShortMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array kWeekdays{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr std::array kRoman{"", "I", "II", "III", "IV"};

std::string two_digits(int n) {
  return {static_cast<char>('0' + n / 10 % 10), static_cast<char>('0' + n % 10)};
}
int year_of(Date d) {
  return static_cast<int>(d.year());
}
unsigned month_of(Date d) {
  return static_cast<unsigned>(d.month());
}
std::string day_of(Date d) {
  return std::to_string(static_cast<unsigned>(d.day()));
}

// Value and its power: 57.4e9 is 57.4 and "{} billion".
struct Scaled {
  double value;
  const char* word;
};
Scaled scaled(double value) {
  const double size = std::fabs(value);
  if (size >= 999.95e9) return {value / 1e12, "{} trillion"};
  if (size >= 999.95e6) return {value / 1e9, "{} billion"};
  if (size >= 1e6) return {value / 1e6, "{} million"};
  return {value, nullptr};
}

std::string spaced_unit(const std::string& text, const std::string& unit, const Words& words) {
  return unit.empty() ? text : text + " " + std::string(words.word(unit));
}

// The last day that a period ending at `end` covers.
Date last_day(Time end, Zone zone) {
  return config::civil(end - std::chrono::hours(1), zone).date;
}

}  // namespace

std::string number(double value, int decimals, const Words& words) {
  if (!std::isfinite(value)) return "–";
  const double power = std::pow(10.0, decimals), size = std::fabs(value);
  const double rounded = size * power < 1e15 ? std::round(size * power) / power : size;
  std::array<char, 352> raw;
  std::snprintf(raw.data(), raw.size(), "%.*f", decimals, rounded);
  const std::string_view digits = raw.data();
  const std::size_t point = digits.find('.');
  const std::size_t whole = point == std::string_view::npos ? digits.size() : point;
  const char group = words.indonesian() ? '.' : ',', comma = words.indonesian() ? ',' : '.';
  std::string out;
  if (value < 0 && digits.find_first_not_of("0.") != std::string_view::npos) out = "−";
  for (std::size_t i = 0; i < whole; ++i) {
    out += digits[i];
    if (i + 1 < whole && (whole - i - 1) % 3 == 0) out += group;
  }
  if (point != std::string_view::npos) {
    out += comma;
    out += digits.substr(point + 1);
  }
  return out;
}

std::string compact(double value, int decimals, const Words& words) {
  const Scaled s = scaled(value);
  return s.word ? words.say({s.word, {number(s.value, 1, words)}}) : number(value, decimals, words);
}

std::string axis_number(double value, double step, const Words& words) {
  const Scaled s = scaled(value);
  const double factor = s.word ? value / s.value : 1;
  const double small = std::fabs(step) / factor;
  int decimals = 0;
  for (double whole = small; decimals < 6 && std::fabs(whole - std::round(whole)) > 1e-6; ++decimals) whole *= 10;
  const std::string text = number(s.value, decimals, words);
  if (!s.word) return text;
  return factor < 1e8    ? words.say({"{} mn", {text}})
         : factor < 1e11 ? words.say({"{} bn", {text}})
                         : words.say({"{} tn", {text}});
}

std::string money(double rupiah, const Words& words) {
  const bool minus = rupiah < 0 && std::round(rupiah) != 0;
  return (minus ? "−Rp " : "Rp ") + compact(std::fabs(rupiah), 0, words);
}

std::string percent(double value, int decimals, const Words& words) {
  return number(value, decimals, words) + "%";
}

std::string bound(double value, const std::string& unit, int decimals, const Words& words) {
  int needed = 0;
  for (double scaled_up = value; needed < decimals && std::fabs(scaled_up - std::round(scaled_up)) > 1e-9; ++needed)
    scaled_up *= 10;
  return quantity(value, unit, needed, words);
}

std::string quantity(double value, const std::string& unit, int decimals, const Words& words) {
  if (unit == "Rp") return money(value, words);
  if (unit == "%") return percent(value, decimals, words);
  if (unit.starts_with("Rp/")) return money(value, words) + unit.substr(2);
  return spaced_unit(compact(value, decimals, words), unit, words);
}

Figure figure(double value, const std::string& unit, int decimals, const Words& words) {
  const Scaled s = scaled(value);
  Figure out;
  out.number = s.word ? number(s.value, 1, words) : number(value, unit.starts_with("Rp") ? 0 : decimals, words);
  if (s.word) {
    out.after = words.say({s.word, {""}});
    out.after.erase(0, out.after.find_first_not_of(' '));
  }
  if (unit == "Rp" || unit.starts_with("Rp/")) {
    out.before = "Rp";
    out.after += unit.substr(2);
  } else if (!unit.empty()) {
    out.after += (out.after.empty() ? "" : " ") + std::string(words.word(unit));
  }
  return out;
}

std::string difference(double value, const std::string& unit, int decimals, const Words& words) {
  const double size = std::fabs(value);
  if (unit == "%") return words.say({"{} points", {number(size, decimals, words)}});
  return unit == "Rp" ? money(size, words) : compact(size, decimals, words);
}

std::string length(Duration d, const Words& words) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(d < Duration{} ? -d : d).count();
  const auto say = [&words](long long n, const char* one, const char* many) {
    return words.say({n == 1 ? one : many, {number(static_cast<double>(n), 0, words)}});
  };
  if (seconds < 60) return say(seconds, "{} second", "{} seconds");
  if (seconds < 3600) return say(seconds / 60, "{} minute", "{} minutes");
  if (seconds < 86400) return say(seconds / 3600, "{} hour", "{} hours");
  return say(seconds / 86400, "{} day", "{} days");
}

std::string ago(Duration d, const Words& words) {
  if (d < std::chrono::minutes(1)) return std::string(words.word("just now"));
  return words.say({"{} ago", {length(d, words)}});
}

std::string month(unsigned m, const Words& words) {
  return std::string(words.word(kMonths.at(m - 1)));
}
std::string short_month(unsigned m, const Words& words) {
  return std::string(words.word(kShortMonths.at(m - 1)));
}

std::string weekday(Date d, const Words& words) {
  return std::string(words.word(kWeekdays.at(std::chrono::weekday(std::chrono::sys_days(d)).c_encoding())));
}

std::string ordinal(int n, const Words& words) {
  const std::string digits = std::to_string(n);
  if (words.indonesian()) return "ke-" + digits;
  const int last = n % 10, teens = n % 100;
  if (teens >= 11 && teens <= 13) return digits + "th";
  return digits + (last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th");
}

std::string date(Date d, const Words& words) {
  return day_of(d) + " " + month(month_of(d), words) + " " + std::to_string(year_of(d));
}

std::string long_date(Date d, const Words& words) {
  return weekday(d, words) + ", " + date(d, words);
}

std::string short_date(Date d, const Words& words) {
  return day_of(d) + " " + short_month(month_of(d), words);
}

std::string hour(Time at, Zone zone, const Words& words) {
  const config::Civil c = config::civil(at, zone);
  return two_digits(c.hour) + (words.indonesian() ? "." : ":") + two_digits(c.minute);
}

std::string clock_time(Time at, Zone zone, const Words& words) {
  return hour(at, zone, words) + " " + std::string(config::name(zone));
}

std::string moment(Time at, Time now, Zone zone, const Words& words) {
  const Date then = config::civil(at, zone).date, today = config::civil(now, zone).date;
  if (then == today) return clock_time(at, zone, words);
  if (then.year() == today.year()) return short_date(then, words) + ", " + clock_time(at, zone, words);
  return short_date(then, words) + " " + std::to_string(year_of(then));
}

std::string brief_moment(Time at, Time now, Zone zone, const Words& words) {
  const Date then = config::civil(at, zone).date, today = config::civil(now, zone).date;
  if (then == today) return hour(at, zone, words);
  if (then.year() == today.year()) return short_date(then, words);
  return short_month(month_of(then), words) + " " + std::to_string(year_of(then));
}

std::string age(Time at, Time now, Zone zone, const Words& words) {
  if (at <= now && now - at < std::chrono::hours(1)) return ago(now - at, words);
  return moment(at, now, zone, words);
}

std::string period(Time end, Period p, Zone zone, const Words& words) {
  const Date last = last_day(end, zone);
  const std::string year = std::to_string(year_of(last));
  switch (p) {
    case Period::none: {
      const Date d = config::civil(end, zone).date;
      return short_date(d, words) + " " + std::to_string(year_of(d)) + ", " + clock_time(end, zone, words);
    }
    case Period::day:
      return date(last, words);
    case Period::week: {
      const Date first{std::chrono::sys_days(last) - std::chrono::days(6)};
      const std::string from = first.month() == last.month() ? day_of(first) : short_date(first, words);
      return from + "–" + short_date(last, words) + " " + year;
    }
    case Period::month:
      return month(month_of(last), words) + " " + year;
    case Period::quarter:
      return words.say({"quarter {} of {}", {kRoman[(month_of(last) + 2) / 3], year}});
    case Period::semester:
      return words.say({"half-year {} of {}", {kRoman[(month_of(last) + 5) / 6], year}});
    case Period::year:
      return year;
  }
  return {};
}

std::string brief_period(Time end, Period p, Zone zone, const Words& words) {
  const std::string brief = short_period(end, p, zone, words);
  const bool with_year = p == Period::month || p == Period::quarter || p == Period::semester;
  return with_year ? brief + " " + std::to_string(year_of(last_day(end, zone))) : brief;
}

std::string short_period(Time end, Period p, Zone zone, const Words& words) {
  const Date last = last_day(end, zone);
  switch (p) {
    case Period::none:
      return hour(end, zone, words);
    case Period::day:
    case Period::week:
      return short_date(last, words);
    case Period::month:
      return short_month(month_of(last), words);
    case Period::quarter:
      return words.say({"Q{}", {kRoman[(month_of(last) + 2) / 3]}});
    case Period::semester:
      return words.say({"H{}", {kRoman[(month_of(last) + 5) / 6]}});
    case Period::year:
      return std::to_string(year_of(last));
  }
  return {};
}

}  // namespace panels
