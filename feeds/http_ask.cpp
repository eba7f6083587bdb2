// See http_ask.h.
#include "feeds/http_ask.h"

#include "feeds/http_url.h"

namespace feeds {

void HttpAsk::check(const config::Place& place, config::Complaints& out) const {
  if (const auto parsed = parse_url(url); !url.empty() && !parsed)
    out.push_back({place, parsed.error().what, parsed.error().cure});
}

config::Result<HttpReply> HttpAsk::fetch(const Context& context, Access::Headers headers, const char* accept) const {
  HttpRequest request;
  request.url = url;
  request.method = method == Method::post ? "POST" : "GET";
  request.body = body;
  request.content_type = content_type;
  request.headers = std::move(headers);
  request.headers.emplace_back("Accept", accept);
  return context.http.fetch_data(request, context.stop);
}

}  // namespace feeds
