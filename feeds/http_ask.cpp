// See http_ask.h.
#include "feeds/http_ask.h"

#include <fmt/format.h>

#include "feeds/http_url.h"

namespace feeds {
namespace {

void replace_all(std::string& text, std::string_view mark, const std::string& by) {
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + by.size()))
    text.replace(at, mark.size(), by);
}

std::string dated(std::string text, config::Date date) {
  replace_all(text, "{year}", std::to_string(static_cast<int>(date.year())));
  replace_all(text, "{month}", fmt::format("{:02}", static_cast<unsigned>(date.month())));
  replace_all(text, "{day}", fmt::format("{:02}", static_cast<unsigned>(date.day())));
  return text;
}

}  // namespace

void HttpAsk::check(const config::Place& place, config::Complaints& out) const {
  using namespace std::chrono_literals;
  std::string tried = dated(url, 2026y / 1 / 1);
  replace_all(tried, "{key}", "key");
  if (const auto parsed = parse_url(tried); !url.empty() && !parsed)
    out.push_back({place, parsed.error().what, parsed.error().cure});
  const bool names_key = (url + body).find("{key}") != std::string::npos;
  if (names_key && !key.given())
    out.push_back({place, "the address names {key}, and there is none", "add key = \"env:NAME\""});
}

config::Result<std::string> HttpAsk::filled(const std::string& text, Time now, config::Zone zone,
                                            const std::filesystem::path& dir) const {
  std::string out = dated(text, config::civil(asked(now), zone).date);
  if (out.find("{key}") == std::string::npos) return out;
  const auto secret = reveal(key, dir);
  if (!secret) return tl::unexpected(secret.error());
  replace_all(out, "{key}", *secret);
  return out;
}

config::Result<HttpReply> HttpAsk::fetch(const Context& context, Access::Headers headers, const char* accept,
                                         config::Zone zone, const std::filesystem::path& dir,
                                         const std::string& page) const {
  const auto address = filled(url, context.now, zone, dir), content = filled(body, context.now, zone, dir);
  if (!address || !content) return tl::unexpected(!address ? address.error() : content.error());
  HttpRequest request;
  request.url = *address;
  if (!page.empty()) request.url += (address->find('?') == std::string::npos ? '?' : '&') + page;
  request.validators = page.empty();
  request.method = method == Method::post ? "POST" : "GET";
  request.body = *content;
  request.content_type = content_type;
  request.headers = std::move(headers);
  request.headers.emplace_back("Accept", accept);
  return context.http.fetch_data(request, context.stop);
}

}  // namespace feeds
