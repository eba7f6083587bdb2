// Metrics in the text format of Prometheus, or the answers of a Prometheus server to instant queries. Feed thread.
#include <algorithm>
#include "feeds/access.h"
#include "feeds/http_url.h"
#include "feeds/prometheus_rules.h"

namespace feeds {
namespace {

enum class Mode { exposition, query };

}  // namespace
}  // namespace feeds

namespace config {
template <>
struct Choices<feeds::Mode> {
  static constexpr std::pair<const char*, feeds::Mode> names[] = {{"exposition", feeds::Mode::exposition},
                                                                  {"query", feeds::Mode::query}};
};
}  // namespace config

namespace feeds {
namespace {

class Prometheus : public Feed {
 public:
  struct Options {
    std::string url;
    Mode mode = Mode::exposition;
    Access access;
    std::vector<MetricRule> metrics;

    void describe(auto& field) {
      field("url", url, "Address of the metrics; in mode query that of the Prometheus server",
            {.required = true, .example = "\"http://127.0.0.1:9100/metrics\""});
      field("mode", mode, "Read the text format, or put queries to a Prometheus server");
      access.describe(field);
      field("metrics", metrics, "What is taken", {.required = true});
    }
  };

  static void check(const Options& options, const config::Place& place, config::Complaints& out) {
    if (const auto url = parse_url(options.url); !options.url.empty() && !url)
      out.push_back({place, url.error().what, url.error().cure});
    for (const MetricRule& rule : options.metrics)
      check_rule(rule, options.mode == Mode::query, rule.indicator.place.line > 0 ? rule.indicator.place : place, out);
  }

  Prometheus(Options options, const FeedSetup& setup)
      : options_(std::move(options)), catalogue_(setup.catalogue), deadline_(setup.config.deadline), dir_(setup.dir) {}

  Status poll(const Context& context, Batch& out) override {
    auto headers = options_.access.reveal_all(dir_);
    if (!headers) return Status::failed(headers.error().what);
    out.cursor = context.cursor;
    return options_.mode == Mode::query ? ask(context, *headers, out) : read(context, *headers, out);
  }

  std::vector<std::string> brings() const override {
    std::vector<std::string> out;
    for (const MetricRule& rule : options_.metrics)
      if (std::find(out.begin(), out.end(), rule.indicator.name) == out.end()) out.push_back(rule.indicator.name);
    return out;
  }
  std::string address() const override { return public_address(options_.url); }

 private:
  Status read(const Context& context, const Access::Headers& headers, Batch& out) {
    HttpRequest request;
    request.url = options_.url;
    request.headers = headers;
    request.headers.emplace_back("Accept", "text/plain;version=0.0.4");
    request.validators = false;  // a counter that stands still is news, too
    const auto reply = context.http.fetch_data(request, context.stop);
    if (!reply) return failed_fetch(context.http, reply.error());
    const PrometheusText text = parse_prometheus(reply->body);
    if (text.samples.empty()) return Status::failed("the reply holds no metrics in the text format of Prometheus");
    for (const PrometheusFault& fault : text.faults)
      complain(out, {"", fault.text, {"line {} is not of the text format", {std::to_string(fault.line)}}});
    // The source wrote its page about midway between question and answer.
    const auto at = context.steady ? std::optional(*context.steady + reply->took / 2) : std::nullopt;
    const bool ours = at && last_.at && context.cursor == last_.cursor;
    Counters counters(context.cursor, ours ? std::optional(*at - *last_.at) : std::nullopt);
    for (const MetricRule& rule : options_.metrics) {
      if (lacks_part(text, rule)) {
        complain(out, {rule.indicator.name, "", "a line of the metric cannot be read, so it is not added up"});
        continue;
      }
      read_metric(text.samples, rule, catalogue_, context.now, counters, out);
    }
    out.cursor = counters.cursor();
    last_ = {at, out.cursor};
    return Status::good();
  }

  Status ask(const Context& context, const Access::Headers& headers, Batch& out) const {
    config::Duration left = deadline_;  // for all queries together
    Counters none("");
    for (const MetricRule& rule : options_.metrics) {
      HttpRequest request;
      std::string base = options_.url;
      while (base.ends_with('/')) base.pop_back();
      request.url = base + "/api/v1/query?query=" + escape_query(rule.query);
      request.headers = headers;
      request.validators = false;
      request.deadline = left;
      auto reply = context.http.fetch(request, context.stop);
      // 400 and 422 are about this query alone, and their body says why.
      if (reply && reply->status != 400 && reply->status != 422) reply = as_data(std::move(*reply), request.url);
      if (!reply) return failed_fetch(context.http, reply.error());
      left = std::max(left - std::chrono::ceil<config::Duration>(reply->took), config::Duration(1));
      const auto samples = parse_query_reply(reply->body);
      if (samples)
        read_metric(*samples, rule, catalogue_, context.now, none, out);
      else
        out.complaints.push_back({rule.indicator.name, shortened(reply->body), samples.error().what});
    }
    return Status::good();
  }

  Options options_;
  const config::Catalogue& catalogue_;
  config::Duration deadline_;
  std::filesystem::path dir_;
  struct Last {
    std::optional<Steady> at;
    std::string cursor;
  };
  Last last_;  // the poll that wrote the cursor, if it was one of ours
};

}  // namespace

extern const FeedKind prometheus_kind;
const FeedKind prometheus_kind =
    config::kind<Feed, Prometheus>("prometheus", "Metrics of Prometheus: its text format, or queries to its server");

}  // namespace feeds
