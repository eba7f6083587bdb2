// Addresses and headers of HTTP: parsing without the library, so that every case can be tested alone.
#include "feeds/http_url.h"
#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <charconv>
#include "feeds/http.h"

namespace feeds {
namespace {

using config::Duration;
using config::Time;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::optional<long long> whole(std::string_view text) {
  long long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return {};
  return value;
}

// What a request line cannot carry is escaped; an escape that is there already stays.
std::string escape_target(std::string_view target) {
  std::string out;
  for (const unsigned char c : target) {
    if (c <= 0x20 || c >= 0x7f || c == '"' || c == '<' || c == '>')
      out += fmt::format("%{:02X}", c);
    else
      out += static_cast<char>(c);
  }
  return out.empty() || out.front() != '/' ? "/" + out : out;
}

bool host_allowed(std::string_view host) {
  return !host.empty() && host.size() <= 253 && std::all_of(host.begin(), host.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '.' || c == '-' || c == '_' || c == ':';
  });
}

// Splits "host", "host:port", "[v6]" or "[v6]:port".
bool split_authority(std::string_view authority, Url& out) {
  std::string_view port;
  if (authority.starts_with('[')) {
    const auto end = authority.find(']');
    if (end == std::string_view::npos) return false;
    out.host = lower(authority.substr(1, end - 1));
    port = authority.substr(end + 1);
    if (!port.empty() && port.front() != ':') return false;
  } else {
    const auto colon = authority.find(':');
    out.host = lower(authority.substr(0, colon));
    if (out.host.find(':') != std::string::npos) return false;
    port = colon == std::string_view::npos ? std::string_view() : authority.substr(colon);
  }
  if (!host_allowed(out.host)) return false;
  if (port.size() <= 1) return true;
  const auto number = whole(port.substr(1));
  if (!number || *number < 1 || *number > 65535) return false;
  out.port = static_cast<int>(*number);
  return true;
}

constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::optional<unsigned> month_of(std::string_view text) {
  const auto found = std::find(months.begin(), months.end(), text.substr(0, 3));
  if (found == months.end()) return {};
  return static_cast<unsigned>(found - months.begin()) + 1;
}

std::optional<Time> moment(long long year, std::optional<unsigned> month, std::optional<long long> day,
                           std::string_view clock) {
  if (!month || !day || *day < 1 || clock.size() != 8 || clock[2] != ':' || clock[5] != ':') return {};
  const auto h = whole(clock.substr(0, 2)), m = whole(clock.substr(3, 2)), s = whole(clock.substr(6, 2));
  if (!h || !m || !s || *h < 0 || *h > 23 || *m < 0 || *m > 59 || *s < 0 || *s > 60) return {};
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(year)), std::chrono::month(*month),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return {};
  return Time(std::chrono::sys_days(date)) + std::chrono::hours(*h) + std::chrono::minutes(*m) +
         std::chrono::seconds(*s);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::string Url::name() const {
  const std::string shown = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return port == (secure() ? 443 : 80) ? shown : fmt::format("{}:{}", shown, port);
}

config::Result<Url> parse_url(std::string_view text) {
  const auto colon = text.find("://");
  if (colon == std::string_view::npos)
    return config::fail("this is not an address of the form http://host/path", "write http:// or https:// first");
  Url url;
  url.scheme = lower(text.substr(0, colon));
  if (url.scheme != "http" && url.scheme != "https")
    return config::fail({"the scheme {} is not known", {url.scheme}}, "write http:// or https://");
  url.port = url.secure() ? 443 : 80;
  std::string_view rest = text.substr(colon + 3);
  const auto path = rest.find_first_of("/?#");
  const std::string_view authority = rest.substr(0, path);
  if (authority.find('@') != std::string_view::npos)
    return config::fail("a user name or password may not stand in an address", "use the keys user and password");
  if (!split_authority(authority, url)) return config::fail("the address has no usable host");
  std::string_view target = path == std::string_view::npos ? std::string_view() : rest.substr(path);
  url.target = escape_target(target.substr(0, target.find('#')));
  return url;
}

config::Result<Url> follow_location(const Url& from, std::string_view location) {
  location = trimmed(location);
  location = location.substr(0, location.find('#'));
  Url to = from;
  if (location.starts_with("//") || location.find("://") < location.find_first_of("/?")) {
    const auto whole_url =
        parse_url(location.starts_with("//") ? from.scheme + ":" + std::string(location) : std::string(location));
    if (!whole_url) return config::fail({"{} redirects to an address that cannot be used", {from.name()}});
    to = *whole_url;
  } else if (location.starts_with('/')) {
    to.target = escape_target(location);
  } else {
    const std::string path = from.target.substr(0, from.target.find('?'));
    to.target = location.starts_with('?') ? path + escape_target(location).substr(1)
                                          : escape_target(path.substr(0, path.rfind('/') + 1) + std::string(location));
  }
  return to;
}

config::Result<Url> redirect(const Url& from, std::string_view location) {
  auto to = follow_location(from, location);
  if (!to) return to;
  const bool same = to->host == from.host && to->scheme == from.scheme && to->port == from.port;
  const bool to_secure = to->host == from.host && !from.secure() && to->secure();
  if (!same && !to_secure)
    return config::fail({"{} redirects to {}, which is another place", {from.name(), to->scheme + "://" + to->name()}},
                        "enter the new address if it is right");
  return to;
}

std::string escape_query(std::string_view text) {
  std::string out;
  for (const unsigned char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    out += plain ? std::string(1, static_cast<char>(c)) : fmt::format("%{:02X}", c);
  }
  return out;
}

std::optional<Time> parse_http_date(std::string_view text) {
  text = trimmed(text);
  const auto comma = text.find(", ");
  if (comma == 3 && text.size() == 29 && text.ends_with(" GMT")) {  // Sun, 06 Nov 1994 08:49:37 GMT
    const auto year = whole(text.substr(12, 4));
    if (!year) return {};
    return moment(*year, month_of(text.substr(8)), whole(text.substr(5, 2)), text.substr(17, 8));
  }
  if (comma != std::string_view::npos && text.size() == comma + 24 && text.ends_with(" GMT")) {
    const auto rest = text.substr(comma + 2);  // 06-Nov-94 08:49:37 GMT
    const auto year = whole(rest.substr(7, 2));
    if (!year) return {};
    return moment(*year < 70 ? 2000 + *year : 1900 + *year, month_of(rest.substr(3)), whole(rest.substr(0, 2)),
                  rest.substr(10, 8));
  }
  if (comma == std::string_view::npos && text.size() == 24) {  // Sun Nov  6 08:49:37 1994
    const auto year = whole(text.substr(20, 4));
    if (!year) return {};
    return moment(*year, month_of(text.substr(4)), whole(trimmed(text.substr(8, 2))), text.substr(11, 8));
  }
  return {};
}

std::optional<Duration> parse_retry_after(std::string_view text, Time now) {
  text = trimmed(text);
  if (const auto seconds = whole(text)) {
    if (*seconds < 0 || *seconds > 366LL * 86400) return {};
    return std::chrono::seconds(*seconds);
  }
  const auto date = parse_http_date(text);
  if (!date) return {};
  return std::max(Duration(0), *date - now);
}

std::optional<Duration> parse_quota_reset(std::string_view text, Time now) {
  constexpr std::int64_t first_date = 1'000'000'000, day = 86400;
  const auto seconds = whole(trimmed(text));
  if (!seconds || *seconds < 0 || *seconds > first_date * 100) return {};
  const Duration wait =
      *seconds < first_date ? Duration(std::chrono::seconds(*seconds)) : Time(std::chrono::seconds(*seconds)) - now;
  return std::clamp(wait, Duration(0), Duration(std::chrono::seconds(day)));
}

bool is_web_page(std::string_view content_type, std::string_view body) {
  const std::string type = lower(trimmed(content_type.substr(0, content_type.find(';'))));
  if (type == "text/html" || type == "application/xhtml+xml") return true;
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  const auto first = body.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return false;
  const std::string head = lower(body.substr(first, 14));
  return head.starts_with("<!doctype html") || head.starts_with("<html");
}

std::string public_address(const std::string& url) {
  const auto colon = url.find("://");
  const std::size_t start = colon == std::string::npos ? 0 : colon + 3;
  const std::size_t path = std::min(url.find_first_of("/?#", start), url.size());
  const auto at = url.rfind('@', path);
  const std::size_t host = at != std::string::npos && at >= start ? at + 1 : start;
  const std::size_t end = std::min(url.find_first_of("?#", start), url.size());
  return url.substr(0, start) + url.substr(host, end - host);
}

}  // namespace feeds
