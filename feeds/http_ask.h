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
  Access access;

  void describe(auto& field) {
    field("url", url, "Address to ask", {.required = true, .example = "\"https://sakip.example.go.id/api/progres\""});
    field("method", method, "GET, or POST with body");
    field("body", body, "What to send with POST");
    field("content_type", content_type, "Content type of body");
    access.describe(field);
  }
  void check(const config::Place&, config::Complaints&) const;
  // `headers`: of access, revealed. Data alone: an HTML page where data are due is an error.
  config::Result<HttpReply> fetch(const Context&, Access::Headers headers, const char* accept) const;
};

}  // namespace feeds

namespace config {
template <>
struct Choices<feeds::Method> {
  static constexpr std::pair<const char*, feeds::Method> names[] = {{"GET", feeds::Method::get},
                                                                    {"POST", feeds::Method::post}};
};
}  // namespace config
