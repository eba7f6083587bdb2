// The HTTP client of one feed, on the feed's thread; HttpGuard and Resolver bring the helper threads that bound it.
// One connection a fetch: polls are seconds apart, and a kept connection that the server has dropped looks like an
// outage.
#include "feeds/http.h"
#include <fmt/format.h>
#include <httplib.h>
#include <algorithm>
#include <map>
#include "feeds/http_guard.h"
#include "feeds/http_url.h"
#include "feeds/resolve.h"
#include "feeds/tls.h"

namespace feeds {
namespace {

using config::Duration;
using config::fail;
using config::Result;
using config::Text;

constexpr int most_redirects = 5;
constexpr std::size_t most_remembered = 256;       // requests of one feed whose validators are kept
constexpr std::int64_t most_overhead = 1'000'000;  // bytes beside the body: headers, chunk lengths, TLS

struct Validators {
  std::string etag, last_modified;
  bool empty() const { return etag.empty() && last_modified.empty(); }
};

// One request and its reply, without redirects.
struct Exchange {
  int status = 0;
  std::string body;
  httplib::Headers headers;
  std::optional<int> certificate_days;
  Steady begun;           // the first step to the server
  bool complete = false;  // the reply was read to its end, or as far as its status asks for
  bool too_big = false;
  std::vector<std::string> cookies() const {
    std::vector<std::string> out;
    const auto [first, last] = headers.equal_range("Set-Cookie");
    for (auto one = first; one != last; ++one) out.push_back(one->second.substr(0, one->second.find(';')));
    return out;
  }
  std::string header(const char* name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
  }
};

struct Attempt {
  const Url& url;
  const std::string& address;
  const HttpRequest& request;
  const Validators& validators;
};

bool redirects(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// A header is a line: whatever would begin another one is refused.
bool clean(const HttpRequest& request) {
  const auto line = [](const std::string& text) {
    return std::none_of(text.begin(), text.end(), [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; });
  };
  return line(request.method) && line(request.content_type) &&
         std::all_of(request.headers.begin(), request.headers.end(),
                     [&](const auto& h) { return !h.first.empty() && line(h.first) && line(h.second); });
}

std::string request_key(const HttpRequest& request) {
  return request.method + ' ' + request.url + '\n' + request.content_type + '\n' + request.body;
}

struct Handshake {
  std::optional<int> days;
  config::Time now;
  std::string signer_not_sent = {};
};

void on_handshake(const SSL* ssl, int where, int) {
  if (!(where & SSL_CB_HANDSHAKE_DONE)) return;
  auto* seen = static_cast<Handshake*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
  X509* certificate = SSL_get1_peer_certificate(ssl);
  if (seen && certificate) seen->days = days_left(certificate, seen->now);
  X509_free(certificate);
  if (seen) seen->signer_not_sent = signer_not_sent(ssl);
}

httplib::Request to_library(const Attempt& attempt, std::int64_t most_bytes, Exchange& out) {
  httplib::Request request;
  request.method = attempt.request.method;
  request.path = attempt.url.target;
  request.body = attempt.request.body;
  for (const auto& [name, value] : attempt.request.headers) request.headers.emplace(name, value);
  const auto set = [&](const char* name, const std::string& value) {
    if (!value.empty() && !request.has_header(name)) request.headers.emplace(name, value);
  };
  set("User-Agent", "anjungan");
  set("Accept-Encoding", "gzip, deflate");
  if (!attempt.request.body.empty())
    set("Content-Type", attempt.request.content_type.empty() ? "application/json" : attempt.request.content_type);
  set("If-None-Match", attempt.validators.etag);
  set("If-Modified-Since", attempt.validators.last_modified);
  request.response_handler = [&out, most_bytes](const httplib::Response& response) {
    out.status = response.status;
    out.headers = response.headers;
    // Nothing of these replies' bodies is of use, and a 304 may name the length of a body that does not come.
    out.complete = response.status == 304 || redirects(response.status);
    out.too_big = response.has_header("Content-Length") &&
                  response.get_header_value<std::uint64_t>("Content-Length") > static_cast<std::uint64_t>(most_bytes);
    return !out.complete && !out.too_big;
  };
  request.content_receiver = [&out, most_bytes](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
    if (out.body.size() + size > static_cast<std::size_t>(most_bytes)) {
      out.too_big = true;
      return false;
    }
    out.body.append(data, size);
    return true;
  };
  return request;
}

}  // namespace

struct Http::Impl {
  HttpLimits limits;
  Clock& clock;
  Resolver resolver;
  std::map<std::string, Validators> kept, fresh;  // by request
  std::optional<Duration> asked_to_wait;

  Impl(HttpLimits l, Clock& c) : limits(std::move(l)), clock(c), resolver(c) {}

  Text late(const Url& url, Duration deadline) const {
    return {"{} did not answer completely within {}", {url.name(), config::to_string(deadline)}};
  }

  Result<Exchange> attempt(const Attempt& a, Steady until, Duration deadline, std::stop_token stop, bool& unreachable);
  Result<Exchange> exchange(const Url& url, const HttpRequest& request, const Validators& validators, Steady until,
                            Duration deadline, std::stop_token stop);
  Result<void> wait_for_turn(const Url& url, Steady until, std::stop_token stop);
  void heed_quota(const Url& url, const Exchange& got);
  Text fault(const Attempt& a, httplib::Error error, long verify_result, const Handshake& seen, bool began) const;
};

Text Http::Impl::fault(const Attempt& a, httplib::Error error, long verify_result, const Handshake& seen,
                       bool began) const {
  const std::string name = a.url.name();
  switch (error) {
    case httplib::Error::Connection:
    case httplib::Error::ConnectionTimeout:
    case httplib::Error::BindIPAddress:
      return {"no connection to {}", {name}};
    case httplib::Error::SSLServerVerification:
      return certificate_fault(verify_result, name, seen.signer_not_sent);
    case httplib::Error::SSLConnection:
    case httplib::Error::SSLLoadingCerts:
      return {"no TLS connection to {}", {name}};
    default:
      if (began) return {"the reply of {} was cut short or garbled", {name}};
      return {"{} closed the connection without an answer", {name}};
  }
}

Result<Exchange> Http::Impl::attempt(const Attempt& a, Steady until, Duration deadline, std::stop_token stop,
                                     bool& unreachable) {
  Exchange out;
  HttpGuard guard(clock, until, limits.most_bytes + most_overhead, stop);
  Handshake seen{{}, clock.now()};
  std::unique_ptr<httplib::ClientImpl> client;
  httplib::SSLClient* secure = nullptr;
  if (a.url.secure()) {
    auto made = std::make_unique<httplib::SSLClient>(a.url.host, a.url.port);
    if (!made->is_valid()) return fail("no TLS connection can be made");
    if (const auto trusted = trust(made->ssl_context(), a.url.host, limits.ca_file); !trusted)
      return tl::unexpected(trusted.error());
    // Else the library reads all authorities a second time, between connect and handshake. Only looked into when
    // needed.
    made->set_ca_cert_path({}, authority_folder());
    SSL_CTX_set_app_data(made->ssl_context(), &seen);
    SSL_CTX_set_info_callback(made->ssl_context(), on_handshake);
    secure = made.get();
    client = std::move(made);
  } else {
    client = std::make_unique<httplib::ClientImpl>(a.url.host, a.url.port);
  }
  // Never shorter than the deadline: running into it is told from a connection that was closed.
  const auto left = std::max(std::chrono::ceil<Duration>(until - clock.steady()), Duration(1));
  client->set_connection_timeout(left);
  client->set_read_timeout(left);
  client->set_write_timeout(left);
  client->set_hostname_addr_map({{a.url.host, a.address}});
  client->set_url_encode(false);
  client->set_socket_options([&guard](int socket) { guard.watch(socket); });
  out.begun = clock.steady();
  const auto result = client->send(to_library(a, limits.most_bytes, out));
  if (result) out.complete = true;
  if (result && out.status == 0) {  // 204 and HEAD: the library asks no handler
    out.status = result->status;
    out.headers = result->headers;
  }
  out.certificate_days = seen.days;
  const auto cause = guard.cause();
  if (cause == HttpGuard::Cause::stopped) return fail("stopped");
  if (out.too_big || cause == HttpGuard::Cause::too_much)
    return fail({"{} sends more than {} bytes", {a.url.name(), std::to_string(limits.most_bytes)}},
                "ask for less, or raise most_bytes");
  if (out.complete) return out;
  if (cause == HttpGuard::Cause::deadline || clock.steady() >= until) return fail(late(a.url, deadline));
  const auto error = result.error();
  unreachable = error == httplib::Error::Connection || error == httplib::Error::ConnectionTimeout;
  return fail(fault(a, error, secure ? secure->get_openssl_verify_result() : 0, seen, out.status != 0));
}

Result<void> Http::Impl::wait_for_turn(const Url& url, Steady until, std::stop_token stop) {
  if (!limits.pace) return {};
  const Steady turn = limits.pace->turn(url.host, limits.per_minute, clock.steady(), until);
  if (turn > until) {
    asked_to_wait = std::chrono::ceil<Duration>(turn - clock.steady());
    return fail({"the requests that {} allows are used up for now", {url.name()}}, "raise interval, or deadline");
  }
  if (!clock.sleep_until(turn, stop)) return fail("stopped");
  return {};
}

// Retry-After of 429, X-RateLimit-Remaining and X-RateLimit-Reset as INAPROC's gateway sends them: they are meant for
// all feeds that ask this host.
void Http::Impl::heed_quota(const Url& url, const Exchange& got) {
  if (got.status == 429 || got.header("X-RateLimit-Remaining") == "0") {
    const auto reset = parse_quota_reset(got.header("X-RateLimit-Reset"), clock.now());
    const auto wait = asked_to_wait ? asked_to_wait : reset;
    if (!wait) return;
    if (got.status == 429) asked_to_wait = wait;
    if (limits.pace) limits.pace->hold(url.host, clock.steady() + *wait);
  }
}

Result<Exchange> Http::Impl::exchange(const Url& url, const HttpRequest& request, const Validators& validators,
                                      Steady until, Duration deadline, std::stop_token stop) {
  if (stop.stop_requested()) return fail("stopped");
  if (clock.steady() >= until) return fail(late(url, deadline));
  if (auto turn = wait_for_turn(url, until, stop); !turn) return tl::unexpected(turn.error());
  const auto addresses = resolver.find(url.host, until, stop);
  if (!addresses) return tl::unexpected(addresses.error());
  Result<Exchange> last = fail({"no connection to {}", {url.name()}});
  for (std::size_t i = 0; i < addresses->size(); ++i) {
    // An address that does not answer may not eat the time of those after it.
    const auto now = clock.steady();
    const bool final = i + 1 == addresses->size();
    const auto share = final ? until : now + (until - now) / static_cast<int>(addresses->size() - i);
    bool unreachable = false;
    last = attempt({url, (*addresses)[i], request, validators}, share, deadline, stop, unreachable);
    const bool had_time = clock.steady() < until && !stop.stop_requested();
    const bool again = request.method == "GET" && !last && clock.steady() >= share;
    if (last || final || !had_time || (!unreachable && !again)) break;
  }
  return last;
}

Http::Http(HttpLimits limits, Clock& clock) : impl_(std::make_unique<Impl>(std::move(limits), clock)) {}
Http::~Http() = default;
Http::Http(Http&&) noexcept = default;

Result<HttpReply> Http::fetch(const HttpRequest& asked, std::stop_token stop) {
  Impl& me = *impl_;
  me.asked_to_wait.reset();
  const NoPipeSignal quiet;
  const Steady begin = me.clock.steady();
  const Duration deadline = std::min(me.limits.deadline, asked.deadline.value_or(me.limits.deadline));
  const Steady until = begin + deadline;
  auto url = parse_url(asked.url);
  if (!url) return tl::unexpected(url.error());
  if (!clean(asked)) return fail({"a header for {} holds a line break or a control character", {url->name()}});
  HttpRequest request = asked;
  const std::string key = request_key(asked);
  const auto known = me.kept.find(key);
  const Validators validators = asked.validators && known != me.kept.end() ? known->second : Validators{};
  for (int hop = 0;; ++hop) {
    auto got = me.exchange(*url, request, validators, until, deadline, stop);
    if (!got) return tl::unexpected(got.error());
    if (redirects(got->status) && request.follow && !got->header("Location").empty()) {
      if (hop == most_redirects) return fail({"{} redirects in a circle", {url->name()}});
      auto next = redirect(*url, got->header("Location"));
      if (!next) return tl::unexpected(next.error());
      if (got->status <= 303 && request.method != "HEAD") {
        request.method = "GET";
        request.body.clear();
      }
      url = std::move(next);
      continue;
    }
    HttpReply reply;
    reply.status = got->status;
    reply.not_modified = got->status == 304;
    if (reply.not_modified && validators.empty())
      return fail({"{} answered 304 to a question it was not asked", {url->name()}});
    reply.content_type = got->header("Content-Type");
    reply.cookies = got->cookies();
    if (redirects(got->status)) reply.location = got->header("Location");
    reply.last_modified = parse_http_date(got->header("Last-Modified"));
    reply.retry_after = parse_retry_after(got->header("Retry-After"), me.clock.now());
    reply.certificate_days = got->certificate_days;
    reply.body = std::move(got->body);
    const Steady end = me.clock.steady();
    reply.took = std::chrono::duration_cast<std::chrono::microseconds>(end - begin);
    reply.answered = std::chrono::duration_cast<std::chrono::microseconds>(end - got->begun);
    me.asked_to_wait = reply.retry_after;
    me.heed_quota(*url, *got);
    if (reply.status == 200 && me.fresh.size() < most_remembered)
      me.fresh[key] = {got->header("ETag"), got->header("Last-Modified")};
    return reply;
  }
}

Result<HttpReply> Http::fetch_data(const HttpRequest& request, std::stop_token stop) {
  auto reply = fetch(request, stop);
  return reply ? as_data(std::move(*reply), request.url) : reply;
}

Result<HttpReply> as_data(HttpReply reply, const std::string& url) {
  const std::string name = parse_url(url).value_or(Url()).name();
  const std::string status = std::to_string(reply.status);
  if (reply.not_modified) return reply;
  if (reply.status == 401 || reply.status == 403)
    return fail({"{} refuses our sign-in (status {})", {name, status}}, "look at headers, user and password");
  if (reply.status == 404) return fail({"{} does not know this address (status {})", {name, status}}, "look at url");
  if (reply.status == 429) return fail({"{} asks us to come less often (status {})", {name, status}}, "raise interval");
  if (reply.status >= 500) return fail({"{} has a fault of its own (status {})", {name, status}});
  if (reply.status < 200 || reply.status > 299) return fail({"{} answered with status {}", {name, status}});
  if (is_web_page(reply.content_type, reply.body))
    return fail({"{} answered with a web page instead of data: a login or block page", {name}});
  return reply;
}

std::optional<Duration> Http::asked_to_wait() const {
  return impl_->asked_to_wait;
}

void Http::keep_validators() {
  for (auto& [key, validators] : impl_->fresh) {
    if (validators.empty())
      impl_->kept.erase(key);
    else if (impl_->kept.size() < most_remembered || impl_->kept.contains(key))
      impl_->kept[key] = std::move(validators);
  }
  impl_->fresh.clear();
}

}  // namespace feeds
