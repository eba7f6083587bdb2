// From Prometheus samples to values of indicators. Any thread.
#include "feeds/prometheus_rules.h"
#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <set>
#include "feeds/json_document.h"

namespace feeds {
namespace {

using config::fail;
using config::Result;

bool of_metric(const PrometheusSample& sample, const std::string& metric, const MetricRule& rule) {
  if (!metric.empty() && sample.metric != metric) return false;
  return std::none_of(rule.except.begin(), rule.except.end(), [&](const auto& unwanted) {
    const std::string* has = sample.label(unwanted.first);
    return std::any_of(unwanted.second.begin(), unwanted.second.end(),
                       [&](const std::string& pattern) { return reads_like(has ? *has : "", pattern); });
  });
}

bool has_labels(const PrometheusSample& sample, const MetricRule& rule) {
  return std::all_of(rule.labels.begin(), rule.labels.end(), [&](const auto& wanted) {
    const std::string* has = sample.label(wanted.first);
    return (has ? *has : std::string()) == wanted.second;
  });
}

// What a sample is to its series.
struct Role {
  bool part = false, whole = false;
};

Role role_of(const PrometheusSample& sample, const MetricRule& rule) {
  Role role;
  const bool wanted = has_labels(sample, rule);
  role.part = wanted && of_metric(sample, rule.metric, rule);
  role.whole = rule.of.empty() ? rule.agg == Gather::share && of_metric(sample, rule.metric, rule)
                               : wanted && of_metric(sample, rule.of, rule);
  return role;
}

bool divides(const MetricRule& rule) {
  return rule.agg == Gather::share || !rule.of.empty();
}

bool makes_one_of_several(const MetricRule& rule) {
  return rule.agg != Gather::none || divides(rule);
}

Result<std::string> series_of(const PrometheusSample& sample, const MetricRule& rule,
                              const config::Catalogue& catalogue) {
  SeriesName name{rule.indicator.name, "", rule.item_is};
  if (!rule.region.empty()) {
    const std::string* label = sample.label(rule.region);
    const auto region = read_region(label ? *label : std::string(), rule.codes, catalogue);
    if (!region) return tl::unexpected(region.error());
    name.region = *region;
  }
  if (!rule.item.empty()) {
    const std::string* label = sample.label(rule.item);
    if (!label || trim(*label).empty()) return fail({"the sample has no label {}", {rule.item}});
    auto item = read_item(*label);
    if (!item) return tl::unexpected(item.error());
    name.item = std::move(*item);
  }
  return name.to_string();
}

struct Gathered {
  double value = 0;
  double whole = 0;  // what the value is divided by
  Time at;
  int parts = 0;
};

void gather(Gathered& into, double value, Time at, Gather how) {
  if (into.parts == 0) {
    into.value = how == Gather::max ? value : 0;
    into.at = at;
  }
  into.at = std::min(into.at, at);  // a value made of several is as old as the oldest
  ++into.parts;
  if (how == Gather::max)
    into.value = std::max(into.value, value);
  else
    into.value += value;
}

std::string written(double value) {
  return fmt::format("{}", value);
}

// What one sample brings: its value, its growth per second or the time since; nothing where that is not known yet.
std::optional<double> taken(const PrometheusSample& sample, const MetricRule& rule, Time now, Counters& counters) {
  if (rule.rate) return counters.rate(sample.identity(), now, sample.at, sample.value);
  if (!rule.since) return sample.value;
  return std::chrono::duration<double>(sample.at.value_or(now).time_since_epoch()).count() - sample.value;
}

void tell(const std::map<std::string, Gathered>& gathered, const MetricRule& rule, const config::Freshness& freshness,
          Batch& out) {
  for (const auto& [series, all] : gathered) {
    if (all.parts == 0 || (divides(rule) && all.whole == 0)) continue;
    if (rule.agg == Gather::none && all.parts > 1) {
      complain(out,
               {series, std::to_string(all.parts), "several samples for one series: choose by labels, or set agg"});
      continue;
    }
    double value = all.value;
    if (rule.agg == Gather::mean) value /= all.parts;
    if (rule.agg == Gather::count) value = all.parts;
    if (divides(rule)) value /= all.whole;
    // Sums of the same numbers in another order may differ in their last bit: not more than all of it.
    if (rule.agg == Gather::share && all.value > 0) value = std::min(value, 1.0);
    const Time at = config::period_end(all.at, freshness.period, freshness.zone);
    out.samples.push_back({series, at, value * rule.scale + rule.offset, {}});
  }
}

}  // namespace

Counters::Counters(const std::string& cursor, std::optional<std::chrono::duration<double>> elapsed)
    : elapsed_(elapsed) {
  const auto document = parse_json(cursor);
  if (!document || !document->is_object()) return;
  for (const auto& [identity, count] : document->items()) {
    if (!count.is_array() || count.size() != 2 || !count[0].is_number_integer() || !count[1].is_number()) continue;
    before_[identity] = {Time(std::chrono::milliseconds(count[0].get<std::int64_t>())), count[1].get<double>()};
  }
}

std::optional<double> Counters::rate(const std::string& identity, Time now, std::optional<Time> stamp, double value) {
  const Time at = stamp.value_or(now);
  now_[identity] = {at, value};
  const auto found = before_.find(identity);
  if (found == before_.end()) return {};
  const bool known = elapsed_ && !stamp;
  const double seconds = known ? elapsed_->count() : std::chrono::duration<double>(at - found->second.at).count();
  if (seconds <= 0) return {};
  const double grown = value >= found->second.value ? value - found->second.value : value;
  return grown / seconds;
}

std::string Counters::cursor() const {
  if (now_.empty()) return {};
  Json document = Json::object();
  for (const auto& [identity, count] : now_) document[identity] = {count.at.time_since_epoch().count(), count.value};
  return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void check_rule(const MetricRule& rule, bool query_mode, const config::Place& place, config::Complaints& out) {
  if (query_mode && rule.query.empty()) out.push_back({place, "mode query needs the key query", "add query"});
  if (query_mode && rule.rate)
    out.push_back({place, "rate is for mode exposition", "write rate(...) into the query instead"});
  if (!query_mode && rule.metric.empty()) out.push_back({place, "mode exposition needs the key metric", "add metric"});
  if (query_mode && !rule.of.empty())
    out.push_back({place, "of is for mode exposition", "divide in the query instead"});
  if (!rule.of.empty() && rule.agg != Gather::none && rule.agg != Gather::sum)
    out.push_back({place, "a value with of is divided by a sum", "set agg to sum, or leave it out"});
  if (rule.rate && rule.since)
    out.push_back({place, {"{} and {} exclude each other", {"rate", "since"}}, "keep one of them"});
  if (!rule.item.empty() && !rule.item_is.empty())
    out.push_back({place, {"{} and {} exclude each other", {"item", "item_is"}}, "keep one of them"});
}

bool lacks_part(const PrometheusText& text, const MetricRule& rule) {
  return makes_one_of_several(rule) && (text.damaged.contains(rule.metric) || text.damaged.contains(rule.of));
}

void read_metric(const std::vector<PrometheusSample>& samples, const MetricRule& rule,
                 const config::Catalogue& catalogue, Time now, Counters& counters, Batch& out) {
  std::map<std::string, Gathered> gathered;
  std::set<std::string> seen, doubled, unknown;
  bool any = false, any_whole = false;
  for (const PrometheusSample& sample : samples) {
    const Role role = role_of(sample, rule);
    if (!role.part && !role.whole) continue;
    any = any || role.part;
    any_whole = any_whole || role.whole;
    const auto series = series_of(sample, rule, catalogue);
    if (!series) {
      if (role.part) complain(out, {rule.indicator.name, written(sample.value), series.error().what});
      continue;
    }
    if (!seen.insert(sample.identity()).second) {
      doubled.insert(*series);
      continue;
    }
    if (!std::isfinite(sample.value)) {
      unknown.insert(*series);
      complain(out, {*series, std::isnan(sample.value) ? "NaN" : "Inf", "the source has no number here"});
      continue;
    }
    const auto value = taken(sample, rule, now, counters);
    if (!value) continue;
    Gathered& into = gathered[*series];
    if (role.whole) into.whole += *value;
    if (role.part) gather(into, *value, sample.at.value_or(now), rule.agg);
  }
  if (!any || (!rule.of.empty() && !any_whole))
    complain(out, {rule.indicator.name,
                   "",
                   {"no sample of {} in the reply",
                    {any                   ? rule.of
                     : rule.metric.empty() ? rule.query
                                           : rule.metric}}});
  for (const std::string& series : unknown) gathered.erase(series);
  for (const std::string& series : doubled) {
    gathered.erase(series);
    complain(out, {series, "", "a sample stands twice in the reply: the same name and labels"});
  }
  const config::Indicator* indicator = catalogue.indicator(rule.indicator.name);
  tell(gathered, rule, indicator ? indicator->freshness : config::Freshness(), out);
}

Result<std::vector<PrometheusSample>> parse_query_reply(std::string_view body) {
  const auto document = parse_json(body);
  if (!document) return tl::unexpected(document.error());
  const auto at = [&](const char* pointer) -> const Json* {
    const auto parsed = JsonPointer::parse(pointer);
    return parsed ? parsed->find(*document) : nullptr;
  };
  const Json* status = at("/status");
  if (!status || *status != "success") {
    const Json* error = at("/error");
    return fail({"the system reports a fault: {}", {shortened(error ? scalar_text(*error) : "", 160)}});
  }
  const Json* type = at("/data/resultType");
  const Json* result = at("/data/result");
  std::vector<PrometheusSample> out;
  const auto pair = [](const Json& value, PrometheusSample& sample) {
    if (!value.is_array() || value.size() != 2 || !value[0].is_number() || !value[1].is_string()) return false;
    const auto number = prometheus_number(value[1].get_ref<const std::string&>());
    const double seconds = value[0].get<double>();
    if (!number || !(seconds > 0) || seconds > 7.258e9) return false;
    sample.value = *number;
    sample.at = Time(std::chrono::milliseconds(std::llround(seconds * 1000)));
    return true;
  };
  if (!type || !result || !result->is_array() || (*type != "vector" && *type != "scalar"))
    return fail("the query gives neither a vector nor a scalar", "choose another query");
  if (*type == "scalar") {
    PrometheusSample sample;
    if (!pair(*result, sample)) return fail("the reply holds a value that is none of Prometheus");
    out.push_back(std::move(sample));
    return out;
  }
  for (const Json& one : *result) {
    PrometheusSample sample;
    const bool whole = one.is_object() && one.contains("value") && pair(one["value"], sample);
    if (!whole) return fail("the reply holds a value that is none of Prometheus");
    if (one.contains("metric") && one["metric"].is_object()) {
      for (const auto& [name, value] : one["metric"].items()) {
        if (name == "__name__")
          sample.metric = scalar_text(value);
        else
          sample.labels.emplace_back(name, scalar_text(value));
      }
    }
    out.push_back(std::move(sample));
  }
  return out;
}

}  // namespace feeds
