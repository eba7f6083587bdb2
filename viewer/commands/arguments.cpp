// See arguments.h.
#include "viewer/commands/arguments.h"

#include <charconv>
#include <cmath>

namespace viewer::commands {
namespace {

template <class T>
std::optional<T> number(std::string_view text) {
  T value{};
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string shown(double value) {
  return value == std::floor(value) ? std::to_string(static_cast<long long>(value)) : std::to_string(value);
}

template <class Parse>
Check checked_by(const config::Words& words, Parse parse) {
  return [&words, parse](const std::string& text) -> std::string {
    const auto value = parse(text);
    if (value) return {};
    const std::string what = words.say(value.error().what), cure = words.say(value.error().cure);
    return cure.empty() ? what : what + "; " + cure;
  };
}

}  // namespace

config::Result<SizePx> parse_size(const std::string& text) {
  const std::size_t by = text.find_first_of("xX");
  if (by != std::string::npos) {
    const auto width = number<int>(std::string_view(text).substr(0, by));
    const auto height = number<int>(std::string_view(text).substr(by + 1));
    if (width && height && *width >= 1 && *height >= 1 && *width <= 16384 && *height <= 16384)
      return SizePx{*width, *height};
  }
  return config::fail({"\"{}\" is not a size", {text}}, "write width x height in pixels, such as 1920x1080");
}

config::Result<int> parse_count(const std::string& text, int least, int most) {
  const auto value = number<int>(text);
  if (value && *value >= least && *value <= most) return *value;
  return config::fail(
      {"\"{}\" is not a whole number from {} to {}", {text, std::to_string(least), std::to_string(most)}});
}

config::Result<double> parse_number(const std::string& text, double least, double most) {
  const auto value = number<double>(text);
  if (value && *value >= least && *value <= most) return *value;
  return config::fail({"\"{}\" is not a number from {} to {}", {text, shown(least), shown(most)}});
}

Check is_size(const config::Words& words) {
  return checked_by(words, [](const std::string& text) { return parse_size(text); });
}
Check is_count(const config::Words& words, int least, int most) {
  return checked_by(words, [=](const std::string& text) { return parse_count(text, least, most); });
}
Check is_number(const config::Words& words, double least, double most) {
  return checked_by(words, [=](const std::string& text) { return parse_number(text, least, most); });
}
Check is_time(const config::Words& words) {
  return checked_by(words, [](const std::string& text) { return parse_moment(text, config::Zone::wib); });
}
Check is_duration(const config::Words& words) {
  return checked_by(words, [](const std::string& text) -> config::Result<bool> {
    const auto value = config::parse_duration(text);
    if (value && *value > config::Duration(0)) return true;
    return config::fail({"\"{}\" is not a duration", {text}}, "write 90s, 10m, 2h or 1d");
  });
}
Check is_one_of(const config::Words& words, std::vector<std::string> names) {
  return checked_by(words, [names](const std::string& text) -> config::Result<bool> {
    std::string all;
    for (const std::string& name : names) {
      if (name == text) return true;
      all += (all.empty() ? "" : ", ") + name;
    }
    return config::fail({"\"{}\" is none of: {}", {text, all}});
  });
}
Check is_audience(const config::Words& words) {
  return is_one_of(words, {"public", "staff", "leadership"});
}

}  // namespace viewer::commands
