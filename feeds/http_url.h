// Addresses and headers of HTTP as the client needs them: pure functions. Any thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include "config/result.h"
#include "config/time.h"

namespace feeds {

struct Url {
  std::string scheme, host, target;  // "https"; lower case, IPv6 without brackets; path and query, escaped
  int port = 0;
  bool secure() const { return scheme == "https"; }
  std::string name() const;  // "host", or "host:port" where the port is not the scheme's
};

// http and https only; a user or password within the address is an error, for it would be written into logs.
config::Result<Url> parse_url(std::string_view);
// Where a Location header leads, whatever place that is.
config::Result<Url> follow_location(const Url& from, std::string_view location);
// A redirect from `from`: the same scheme, host and port, or http to https of the same host; else an error.
config::Result<Url> redirect(const Url& from, std::string_view location);
// `text` as a part of a query: everything but letters, digits and "-_.~" escaped.
std::string escape_query(std::string_view text);

// Retry-After of RFC 9110: seconds, or a date. Never negative.
std::optional<config::Duration> parse_retry_after(std::string_view, config::Time now);
// Of X-RateLimit-Reset: seconds from now, or seconds since 1970. At most a day.
std::optional<config::Duration> parse_quota_reset(std::string_view, config::Time now);
// The three date forms of RFC 9110: "Sun, 06 Nov 1994 08:49:37 GMT" and the two obsolete ones.
std::optional<config::Time> parse_http_date(std::string_view);
// A web page, by its content type or its first bytes.
bool is_web_page(std::string_view content_type, std::string_view body);

}  // namespace feeds
