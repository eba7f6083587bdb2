// Checks of one batch. Pure; any thread.
#include "feeds/checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "feeds/polygons.h"

namespace feeds {
namespace {

constexpr std::size_t most_value_bytes = 200;
constexpr std::size_t most_refused = 5000;  // of one batch that are kept with their reasons

// At most 200 bytes, never half a UTF-8 character.
std::string shortened(std::string text) {
  if (text.size() <= most_value_bytes) return text;
  std::size_t end = most_value_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  return text;
}

bool same(const Record& a, const Record& b) {
  return a.at == b.at && a.fields == b.fields;
}

class Check {
 public:
  Check(const config::FeedConfig& feed, const std::vector<std::string>& brings, const config::Catalogue& catalogue,
        const Known& known, Time now)
      : feed_(feed), brings_(brings.begin(), brings.end()), catalogue_(catalogue), known_(known), now_(now) {}

  Checked run(const Batch& batch) {
    for (const Complaint& complaint : batch.complaints) refuse(complaint.series, complaint.value, complaint.reason);
    out_.more_refused += batch.more_complaints;
    check_samples(batch.samples);
    for (const Record& record : batch.records) check_record(record);
    for (const Event& event : batch.events) check_event(event);
    for (const Scope& scope : batch.complete) {
      if (Text why = fault_of_table(scope.table); why.empty()) {
        out_.complete.push_back(scope);
      } else {
        refuse(scope.table, scope.prefix, std::move(why));
      }
    }
    return std::move(out_);
  }

 private:
  void refuse(std::string series, std::string value, Text why) {
    if (out_.refused.size() < most_refused)
      out_.refused.push_back({now_, shortened(std::move(series)), shortened(std::move(value)), std::move(why)});
    else
      ++out_.more_refused;
  }

  // Each series oldest first, so that a step is measured from the value before; taken in the order they came.
  void check_samples(const std::vector<Sample>& samples) {
    std::vector<std::size_t> order(samples.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      const int by_name = samples[a].series.compare(samples[b].series);
      return by_name != 0 ? by_name < 0 : samples[a].at < samples[b].at;
    });
    std::vector<bool> good(samples.size(), false);
    const Sample* before = nullptr;  // the last good one of the same series
    for (const std::size_t i : order) {
      const Sample& sample = samples[i];
      if (before && before->series != sample.series) before = nullptr;
      if (before && before->at == sample.at) {
        if (before->value == sample.value) {
          ++out_.repeated;
        } else {
          refuse(sample, "two values for the same moment");
        }
        continue;
      }
      if (Text why = fault_of(sample, before); !why.empty()) {
        refuse(sample, std::move(why));
        continue;
      }
      before = &sample;
      const auto old = known_.at(sample.series, sample.at);
      if (old && *old == sample.value) {
        ++out_.repeated;
      } else {
        good[i] = true;
      }
    }
    for (std::size_t i = 0; i < samples.size(); ++i)
      if (good[i]) out_.samples.push_back(samples[i]);
  }

  void refuse(const Sample& sample, Text why) {
    refuse(sample.series, fmt::format("{}", sample.value), std::move(why));
  }

  Text fault_of(const Sample& sample, const Sample* before) const {
    const SeriesName parts = parse_series(sample.series);
    const config::Indicator* indicator = catalogue_.indicator(parts.indicator);
    if (!indicator) return {"there is no indicator {} in this center", {parts.indicator}};
    if (!brings_.contains(parts.indicator)) return {"this feed does not bring {}", {parts.indicator}};
    if (indicator->agency != feed_.agency) return {"{} belongs to the agency {}", {parts.indicator, indicator->agency}};
    if (Text why = fault_of_region(parts.region); !why.empty()) return why;
    if (!std::isfinite(sample.value)) return {"not a number"};
    if (is_ahead(sample.at, indicator->freshness, now_)) return ahead(sample.at, indicator->freshness);
    if (sample.observed && is_ahead(*sample.observed, {}, now_)) return ahead(*sample.observed, {});
    if (indicator->least && sample.value < *indicator->least)
      return {"below the least that is possible, {}", {fmt::format("{}", *indicator->least)}};
    if (indicator->most && sample.value > *indicator->most)
      return {"above the most that is possible, {}", {fmt::format("{}", *indicator->most)}};
    return fault_of_step(sample, *indicator, before);
  }

  static Text ahead(Time at, const config::Freshness& freshness) {
    if (freshness.period != config::Period::none)
      return {"of a period that has not begun; it ends {}", {config::to_rfc3339(at, freshness.zone)}};
    return {"its time {} is ahead of the clock here", {config::to_rfc3339(at)}};
  }

  Text fault_of_region(const std::string& region) const {
    if (!region.empty() && region != catalogue_.code && !catalogue_.region(region))
      return {"unknown region {}", {region}};
    if (feed_.districts.empty()) return {};
    if (std::find(feed_.districts.begin(), feed_.districts.end(), region) == feed_.districts.end())
      return {"this feed does not answer for the region {}", {region}};
    return {};
  }

  // Against the newest value before it. A value that has gone missing is no measure any more: so a lasting change of
  // level is refused for a while, not for ever.
  Text fault_of_step(const Sample& sample, const config::Indicator& indicator, const Sample* before) const {
    if (!indicator.largest_step) return {};
    std::optional<Point> last = known_.newest(sample.series);
    if (last && last->at >= sample.at) last.reset();
    if (before && (!last || before->at > last->at)) last = Point{before->at, before->value, now_};
    if (!last) return {};
    const AgeLimits limits = age_limits(last->at, {}, indicator.freshness);
    if (limits.missing > last->at && sample.at >= limits.missing) return {};
    if (std::abs(sample.value - last->value) <= *indicator.largest_step) return {};
    return {"a step from {} larger than {}",
            {fmt::format("{}", last->value), fmt::format("{}", *indicator.largest_step)}};
  }

  Text fault_of_table(const std::string& name) const {
    const config::TableInfo* table = catalogue_.table(name);
    if (!table) return {"there is no table {} in this center", {name}};
    if (!brings_.contains(name)) return {"this feed does not bring {}", {name}};
    if (table->agency != feed_.agency) return {"{} belongs to the agency {}", {name, table->agency}};
    return {};
  }

  Text fault_of(const Record& record) const {
    if (Text why = fault_of_table(record.table); !why.empty()) return why;
    if (record.key.empty()) return {"a row without a key"};
    if (is_ahead(record.at, {}, now_)) return ahead(record.at, {});
    for (const Field& field : record.fields) {
      const double* number = std::get_if<double>(&field.value);
      if (number && !std::isfinite(*number)) return {"{} is not a number", {field.name}};
    }
    return {};
  }

  void check_record(const Record& record) {
    const auto first = records_.find({record.table, record.key});
    if (first != records_.end() && same(*first->second, record)) {
      ++out_.repeated;
      return;
    }
    Text why = first != records_.end() ? Text("two rows with the same key") : fault_of(record);
    if (!why.empty()) {
      refuse(record.table + '/' + record.key, "", std::move(why));
      return;
    }
    records_[{record.table, record.key}] = &record;
    out_.records.push_back(record);
  }

  Text fault_of(const Event& event) const {
    if (event.id.empty()) return {"an event without an identifier"};
    if (event.title.empty()) return {"an event without a title"};
    if (event.until < event.at) return {"an event that ends before it begins"};
    if (!event.region.empty() && event.region != catalogue_.code && !catalogue_.region(event.region))
      return {"unknown region {}", {event.region}};
    if (!std::all_of(event.area.begin(), event.area.end(), [](const Polygon& p) { return is_closed(p); }))
      return {"an event whose area is no polygon"};
    if (!event.of.empty() && !brings_.contains(event.of)) return {"this feed does not bring {}", {event.of}};
    return {};
  }

  void check_event(const Event& event) {
    if (Text why = fault_of(event); !why.empty()) {
      refuse(event.id, event.title, std::move(why));
    } else if (!events_.insert(event.id).second) {
      refuse(event.id, event.title, "two events with the same identifier");
    } else {
      out_.events.push_back(event);
    }
  }

  const config::FeedConfig& feed_;
  const std::set<std::string, std::less<>> brings_;
  const config::Catalogue& catalogue_;
  const Known& known_;
  const Time now_;
  std::map<std::pair<std::string, std::string>, const Record*> records_;
  std::set<std::string> events_;
  Checked out_;
};

}  // namespace

Checked check_batch(const Batch& batch, const config::FeedConfig& feed, const std::vector<std::string>& brings,
                    const config::Catalogue& catalogue, const Known& known, Time now) {
  return Check(feed, brings, catalogue, known, now).run(batch);
}

}  // namespace feeds
