// What is taken from Prometheus samples: choice, rate and gathering, without any network. Any thread.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>
#include "feeds/feed.h"
#include "feeds/prometheus_text.h"
#include "feeds/reading.h"

namespace feeds {

enum class Gather { none, sum, max, mean, count, share };

struct MetricRule {
  config::IndicatorName indicator;
  std::string metric, query, of;
  std::map<std::string, std::string> labels;
  std::map<std::string, std::vector<std::string>> except;
  std::string item, item_is, region;
  Codes codes = Codes::kemendagri;
  double scale = 1, offset = 0;
  bool rate = false, since = false;
  Gather agg = Gather::none;

  void describe(auto& field) {
    field("indicator", indicator, "Indicator that the values belong to",
          {.required = true, .example = "\"server.beban\""});
    field("metric", metric, "Name of the metric; mode exposition", {.example = "\"node_load1\"", .sampled = true});
    field("query", query, "PromQL expression; mode query", {.example = "\"avg(up)\""});
    field("of", of, "Metric that the value is a part of: the sum of its samples with the same labels divides the value",
          {.example = "\"node_memory_MemTotal_bytes\""});
    field("labels", labels, "Labels that must read exactly like this", {.example = "{ job = \"node\" }"});
    field("except", except, "Labels whose samples are left out by what they read; * stands for any characters",
          {.example = "{ device = [\"lo\", \"veth*\"] }"});
    field("item", item, "Label that names the item", {.example = "\"instance\""});
    field("item_is", item_is, "Item of all values, where no label says it");
    field("region", region, "Label that names the region");
    field("codes", codes, "How the source names regions");
    field("scale", scale, "Multiplied into the value");
    field("offset", offset, "Added to the value after scale");
    field("rate", rate, "The value is a counter: take its growth per second between two polls");
    field("since", since, "The value is a moment in Unix seconds: take the seconds that have passed since then");
    field("agg", agg,
          "How several samples of one series become one value; share: what part of all samples of the metric are those "
          "with the labels");
  }
};

// Counters as they stood at the last poll; kept in the feed's cursor so that a restart loses no interval.
class Counters {
 public:
  // An unreadable cursor is an empty one: the first rate then comes one poll later. `elapsed`: since it was written,
  // where that is known; the wall clock may have jumped.
  explicit Counters(const std::string& cursor, std::optional<std::chrono::duration<double>> elapsed = {});
  // Growth per second since the last poll; nothing the first time. A counter that fell began anew from zero.
  // `stamp`: the source's own time of the value.
  std::optional<double> rate(const std::string& identity, Time now, std::optional<Time> stamp, double value);
  // Those seen since it was made.
  std::string cursor() const;

 private:
  struct Count {
    Time at;
    double value = 0;
  };
  std::map<std::string, Count> before_, now_;
  std::optional<std::chrono::duration<double>> elapsed_;
};

void check_rule(const MetricRule&, bool query_mode, const config::Place&, config::Complaints&);
// A line of a metric cannot be read, and the rule makes one value of several: which one lacks it is not known.
bool lacks_part(const PrometheusText&, const MetricRule&);
// `samples` of an exposition, or of the answer to the rule's query. Adds values and complaints to `out`.
void read_metric(const std::vector<PrometheusSample>& samples, const MetricRule&, const config::Catalogue&, Time now,
                 Counters&, Batch& out);
// The reply of /api/v1/query: a vector or a scalar.
config::Result<std::vector<PrometheusSample>> parse_query_reply(std::string_view body);

}  // namespace feeds

namespace config {
template <>
struct Choices<feeds::Gather> {
  static constexpr std::pair<const char*, feeds::Gather> names[] = {
      {"none", feeds::Gather::none}, {"sum", feeds::Gather::sum},     {"max", feeds::Gather::max},
      {"mean", feeds::Gather::mean}, {"count", feeds::Gather::count}, {"share", feeds::Gather::share}};
};
}  // namespace config
