// One request that a feed makes at each poll, as its options say it. Feed thread.
#pragma once
#include <string>
#include "feeds/access.h"
#include "feeds/feed.h"

namespace feeds {

enum class Method { get, post };

struct HttpAsk {
  std::string url, body, content_type = "application/json";
  Method method = Method::get;
  Duration before{};
  config::Secret key;
  Access access;

  void describe(auto& field) {
    field("url", url,
          "Address to ask; in it and in body {year}, {month} and {day} stand for today's date, {key} for the secret",
          {.required = true, .example = "\"https://sakip.example.go.id/api/progres\""});
    field("before", before, "The date in the address lies so long before today, and what is read describes it",
          {.example = "\"35d\""});
    field("key", key, "Secret that stands for {key} in the address: env:NAME or file:PATH",
          {.example = "\"env:BPS_KEY\""});
    field("method", method, "GET, or POST with body");
    field("body", body, "What to send with POST");
    field("content_type", content_type, "Content type of body");
    access.describe(field);
  }
  void check(const config::Place&, config::Complaints&) const;
  // The moment that is asked about.
  Time asked(Time now) const { return now - before; }
  // With its marks replaced. Errors: the secret is not there; never its value.
  config::Result<std::string> filled(const std::string& text, Time now, config::Zone,
                                     const std::filesystem::path& dir) const;
  // `headers`: of access, revealed. Data alone: an HTML page where data are due is an error.
  // `page`: query parameters added to the address; then no validators are sent.
  config::Result<HttpReply> fetch(const Context&, Access::Headers headers, const char* accept, config::Zone,
                                  const std::filesystem::path& dir, const std::string& page = {}) const;
};

}  // namespace feeds

namespace config {
template <>
struct Choices<feeds::Method> {
  static constexpr std::pair<const char*, feeds::Method> names[] = {{"GET", feeds::Method::get},
                                                                    {"POST", feeds::Method::post}};
};
}  // namespace config
