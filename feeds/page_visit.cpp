// Visits and their memory.
#include "feeds/page_visit.h"
#include <fmt/format.h>
#include <charconv>
#include "config/host_name.h"
#include "feeds/digest.h"
#include "feeds/html_text.h"
#include "feeds/http_url.h"

namespace feeds {
namespace {

constexpr int most_redirects = 5;
constexpr config::Duration just_made = std::chrono::minutes(5);
constexpr std::string_view version = "pages 1\n";

std::string digest_of(const HttpReply& reply) {
  const std::string text = is_web_page(reply.content_type, reply.body) ? text_of_html(reply.body) : reply.body;
  return to_hex(sha256(std::as_bytes(std::span(text)))).substr(0, 16);
}

std::string address_of(const Url& url) {
  return url.scheme + "://" + url.name() + url.target;
}

}  // namespace

config::Result<PageVisit> visit_page(Http& http, Clock& clock, const PageAsk& ask, std::stop_token stop) {
  const Steady until = clock.steady() + ask.deadline;
  auto url = parse_url(ask.url);
  if (!url) return tl::unexpected(url.error());
  const std::string own = url->host;
  PageVisit out;
  while (true) {
    HttpRequest request;
    request.url = address_of(*url);
    request.validators = false;
    request.follow = false;
    request.deadline =
        std::max(config::Duration(1), std::chrono::duration_cast<config::Duration>(until - clock.steady()));
    const auto reply = http.fetch(request, stop);
    if (!reply) return tl::unexpected(reply.error());
    out.status = reply->status;
    out.to = url->host;
    if (out.redirects == 0) out.answered = reply->answered;
    if (url->host == own && !out.certificate_days) out.certificate_days = reply->certificate_days;
    if (reply->location.empty()) {
      const bool says = reply->last_modified && *reply->last_modified <= ask.now - just_made;
      if (reply->status != 200) return out;
      if (says) out.modified = reply->last_modified;
      out.digest = digest_of(*reply);
      return out;
    }
    auto next = follow_location(*url, reply->location);
    if (!next) return tl::unexpected(next.error());
    ++out.redirects;
    out.to = next->host;
    if (next->host != url->host && !config::lies_in(next->host, ask.domains)) return out;
    if (out.redirects > most_redirects) return config::fail({"{} redirects in a circle", {url->name()}});
    url = std::move(next);
  }
}

PageMemory::PageMemory(std::string_view cursor) {
  if (!cursor.starts_with(version)) return;
  cursor.remove_prefix(version.size());
  while (!cursor.empty()) {
    const std::string_view line = cursor.substr(0, cursor.find('\n'));
    cursor.remove_prefix(std::min(cursor.size(), line.size() + 1));
    // "0123456789abcdef 0 1732168953000 item"
    std::int64_t since = 0;
    if (line.size() < 20 || line[16] != ' ' || line[18] != ' ') continue;
    const char* const end = line.data() + line.size();
    const auto [after, fault] = std::from_chars(line.data() + 19, end, since);
    if (fault != std::errc() || after == end || *after != ' ') continue;
    const Known known{std::string(line.substr(0, 16)), config::Time(config::Duration(since)), line[17] == '1'};
    known_[std::string(after + 1, end)] = known;
  }
}

const PageMemory::Known& PageMemory::see(const std::string& item, const std::string& digest, config::Time now) {
  Known& known = known_[item];
  if (known.digest == digest) return known;
  known = {digest, now, known.digest.empty()};
  return known;
}

const PageMemory::Known* PageMemory::find(const std::string& item) const {
  const auto found = known_.find(item);
  return found == known_.end() ? nullptr : &found->second;
}

std::string PageMemory::cursor() const {
  std::string out(version);
  for (const auto& [item, known] : known_)
    out +=
        fmt::format("{} {} {} {}\n", known.digest, known.first ? 1 : 0, known.since.time_since_epoch().count(), item);
  return out;
}

}  // namespace feeds
