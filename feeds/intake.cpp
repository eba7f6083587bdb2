// See intake.h. The server's worker threads.
#include "feeds/intake.h"

namespace feeds {
namespace {

constexpr int workers = 16;  // each may wait for the store
constexpr std::size_t most_body = 16 * 1024 * 1024;

Request from_served(const ServedRequest& served, Time now) {
  Request out{now, served.method, served.path, served.body, served.from, served.query, served.headers};
  for (const auto& [name, part] : served.parts) out.parts[name] = {part.content, part.filename};
  return out;
}

}  // namespace

Intake::Intake(const config::IntakeConfig& config, Collectors& collectors, const Clock& clock)
    : config_(config), server_(HttpServer::Setup{workers, most_body, config.certificate, config.secret_key}) {
  const auto take = [&collectors, &clock](const ServedRequest& served) {
    Answer answer = collectors.take(from_served(served, clock.now()));
    ServedReply reply{answer.status, std::move(answer.content_type), std::move(answer.body), {}};
    reply.headers = {{"Cache-Control", "no-store"},
                     {"X-Content-Type-Options", "nosniff"},
                     {"Content-Security-Policy",
                      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"}};
    if (answer.status == 503) reply.headers.emplace_back("Retry-After", "30");
    return reply;
  };
  for (const char* method : {"GET", "POST", "PUT"}) server_.route(method, "/.*", take);
}

config::Result<int> Intake::listen(std::optional<int> port) {
  return server_.listen(config_.listen, port.value_or(config_.port));
}

}  // namespace feeds
