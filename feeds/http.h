// A polite HTTP client of one feed: a total deadline, a size limit, verified TLS, validators, no redirects to other
// hosts. One thread at a time. The only user of the HTTP library besides http_server.
#pragma once
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>
#include "config/result.h"
#include "feeds/clock.h"
#include "feeds/pace.h"

namespace feeds {

struct HttpLimits {
  config::Duration deadline = std::chrono::seconds(20);  // of the whole exchange: name, connect, TLS, redirects, body
  std::int64_t most_bytes = 8'000'000;                   // of the body, after decoding
  std::string ca_file;                                   // PEM, besides the system's; empty: the system's alone
  int per_minute = 0;                                    // requests to a host, all that share `pace` together; 0: any
  std::shared_ptr<Pace> pace = {};                       // null: nobody else asks
};

struct HttpRequest {
  std::string method = "GET", url, body, content_type;
  std::vector<std::pair<std::string, std::string>> headers;
  bool validators = true;  // send what the last good reply to the same request gave (ETag, Last-Modified)
  bool follow = true;      // redirects of the same host; false: the reply that redirects is the reply
  std::optional<config::Duration> deadline;  // of this request, where it is to be shorter than the client's
};

struct HttpReply {
  int status = 0;
  bool not_modified = false;  // 304: the body is empty
  std::string body, content_type;
  std::vector<std::string> cookies;  // "name=value", as the reply sets them
  std::string location;              // of a redirect, as it is written
  std::optional<config::Time> last_modified;
  std::optional<config::Duration> retry_after;
  std::optional<int> certificate_days;   // https: until the server's certificate ends; negative when it has
  std::chrono::microseconds took{};      // the whole exchange
  std::chrono::microseconds answered{};  // from the first step to the server to the end of its reply
};

// `failed`: no HTTP reply at all, or one that may not be used (too big, too slow, another host, wrong certificate).
// Errors name the host and never a header, a query or a secret.
class Http {
 public:
  Http(HttpLimits limits, Clock& clock);
  ~Http();
  Http(Http&&) noexcept;
  config::Result<HttpReply> fetch(const HttpRequest&, std::stop_token);
  // fetch, where only a reply of 200-299 (or 304) counts, and an HTML page where data are due is an error.
  config::Result<HttpReply> fetch_data(const HttpRequest&, std::stop_token);
  // Retry-After of the last reply, also of one that fetch_data refused.
  std::optional<config::Duration> asked_to_wait() const;
  // The validators of the fetches since the last call count only once the batch made of them is on disk.
  void keep_validators();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// What fetch_data asks of a reply; `url` is the request's, for its host is said in errors.
config::Result<HttpReply> as_data(HttpReply, const std::string& url);

// "https://host:port/path" without user, query and fragment.
std::string public_address(const std::string& url);

}  // namespace feeds
