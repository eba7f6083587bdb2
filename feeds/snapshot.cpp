// Names, ages and sums of what a snapshot holds. Pure; any thread.
#include "feeds/snapshot.h"

#include <algorithm>

namespace feeds {
namespace {

// How far ahead of us a source's clock may run.
constexpr Duration clock_slack = std::chrono::minutes(5);

template <class Item>
const Item* find_named(const std::vector<Item>& items, std::string_view name) {
  const auto found = std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.name == name; });
  return found == items.end() ? nullptr : &*found;
}

double fold(Combine how, double sofar, double next) {
  switch (how) {
    case Combine::sum:
    case Combine::mean:
      return sofar + next;
    case Combine::least:
      return std::min(sofar, next);
    case Combine::most:
      return std::max(sofar, next);
  }
  return sofar;
}

bool older(const Series& a, Age age_a, const Series& b, Age age_b) {
  if (age_a != age_b) return age_a > age_b;
  const Point* value_a = a.current();
  const Point* value_b = b.current();
  if (!value_a || !value_b) return !value_a && value_b;
  return value_a->at < value_b->at;
}

void count(LeagueRow& row, Age age) {
  (age == Age::fresh ? row.on_time : age == Age::late ? row.late : row.missing) += 1;
}

// Worst first: the share of values that are not there, then that are late, then refusals.
bool worse(const LeagueRow& a, const LeagueRow& b) {
  const auto share = [](int part, const LeagueRow& row) {
    const int all = row.on_time + row.late + row.missing;
    return all == 0 ? 0.0 : static_cast<double>(part) / all;
  };
  if (a.stopped != b.stopped) return a.stopped;
  const double missing_a = share(a.missing, a), missing_b = share(b.missing, b);
  if (missing_a != missing_b) return missing_a > missing_b;
  const double late_a = share(a.late, a), late_b = share(b.late, b);
  if (late_a != late_b) return late_a > late_b;
  if (a.refused != b.refused) return a.refused > b.refused;
  return a.agency->id < b.agency->id;
}

}  // namespace

std::string SeriesName::to_string() const {
  std::string out = indicator;
  if (!region.empty()) out += '@' + region;
  if (!item.empty()) out += '#' + item;
  return out;
}

SeriesName parse_series(std::string_view name) {
  SeriesName out;
  if (const auto hash = name.find('#'); hash != std::string_view::npos) {
    out.item = name.substr(hash + 1);
    name = name.substr(0, hash);
  }
  if (const auto at = name.find('@'); at != std::string_view::npos) {
    out.region = name.substr(at + 1);
    name = name.substr(0, at);
  }
  out.indicator = name;
  return out;
}

const Value* Record::find(std::string_view field) const {
  const Field* found = find_named(fields, field);
  return found ? &found->value : nullptr;
}

Time latest_possible(const config::Freshness& freshness, Time now) {
  const Time latest = now + clock_slack;
  if (freshness.period == config::Period::none) return latest;
  return config::period_end(latest, freshness.period, freshness.zone);
}

bool is_ahead(Time at, const config::Freshness& freshness, Time now) {
  return at > latest_possible(freshness, now);
}

Duration stands_for(const config::Freshness& freshness) {
  constexpr Duration century = std::chrono::hours(876'600);
  return freshness.stale_after > Duration(0) ? freshness.stale_after : century;
}

AgeLimits age_limits(Time at, std::optional<Time> observed, const config::Freshness& freshness) {
  if (freshness.period == config::Period::none) {
    const Time since = observed ? std::min(at, *observed) : at;
    return {since + freshness.stale_after, since + std::max(freshness.stale_after, freshness.missing_after)};
  }
  const auto end_of = [&](Time inside) { return config::period_end(inside, freshness.period, freshness.zone); };
  Time end = end_of(at - Duration(1));
  if (observed) end = std::min(end, end_of(*observed));
  const Time next = config::next_period_end(end, freshness.period, freshness.zone);
  const Time after = config::next_period_end(next, freshness.period, freshness.zone);
  return {next + freshness.due, after + freshness.due};
}

Age age_of(const Series& series, Time now) {
  const Point* value = series.current();
  if (!value) return Age::missing;
  if (is_ahead(value->at, series.freshness, now)) return Age::late;  // one of the two clocks is wrong
  const AgeLimits limits = age_limits(value->at, series.observed, series.freshness);
  if (now >= limits.missing) return Age::missing;
  return now >= limits.late ? Age::late : Age::fresh;
}

std::optional<Time> age_changes_at(const Series& series, Time now) {
  const Point* value = series.current();
  if (!value) return {};
  if (is_ahead(value->at, series.freshness, now)) {
    if (series.freshness.period == config::Period::none) return value->at - clock_slack;
    return now + std::chrono::hours(1);  // looked at again until its period has begun
  }
  const AgeLimits limits = age_limits(value->at, series.observed, series.freshness);
  if (now < limits.late) return limits.late;
  if (now < limits.missing) return limits.missing;
  return {};
}

const Series* Snapshot::find(std::string_view name) const {
  const auto found = series.find(name);
  return found == series.end() ? nullptr : found->second.get();
}

const Table* Snapshot::table(std::string_view name) const {
  const auto found = tables.find(name);
  return found == tables.end() ? nullptr : found->second.get();
}

const FeedState* Snapshot::feed(std::string_view name) const {
  return find_named(feeds, name);
}

std::vector<const Series*> Snapshot::of_indicator(std::string_view indicator) const {
  std::vector<const Series*> out;
  for (auto at = series.lower_bound(indicator); at != series.end() && at->first.starts_with(indicator); ++at)
    if (at->second->parts.indicator == indicator) out.push_back(at->second.get());
  return out;
}

Combined combine(const std::vector<const Series*>& parts, Combine how, Time now) {
  Combined out;
  out.parts = static_cast<int>(parts.size());
  int with_value = 0;
  for (const Series* part : parts) {
    const Age age = part ? age_of(*part, now) : Age::missing;
    if (age == Age::missing) ++out.missing;
    if (!part) continue;
    if (!out.oldest || older(*part, age, *out.oldest, age_of(*out.oldest, now))) out.oldest = part;
    if (const Point* value = part->current())
      out.value = with_value++ == 0 ? value->value : fold(how, *out.value, value->value);
  }
  if (how == Combine::mean && with_value > 0) *out.value /= with_value;
  if (out.oldest) out.age = age_of(*out.oldest, now);
  if (out.missing > 0) out.age = Age::missing;
  return out;
}

std::vector<LeagueRow> league(const Snapshot& snapshot, Time now) {
  std::vector<LeagueRow> out;
  if (!snapshot.catalogue) return out;
  std::map<std::string_view, std::size_t> row_of;
  for (const config::Agency& agency : snapshot.catalogue->agencies) {
    row_of[agency.id] = out.size();
    out.push_back({.agency = &agency, .stopped = agency.stopped});
  }
  for (const config::Indicator& indicator : snapshot.catalogue->indicators) {
    const auto row = row_of.find(indicator.agency);
    if (row == row_of.end()) continue;
    const auto all = snapshot.of_indicator(indicator.name);
    if (all.empty()) count(out[row->second], Age::missing);
    for (const Series* series : all) {
      count(out[row->second], age_of(*series, now));
      const Series*& newest = out[row->second].newest;
      const Point* value = series->current();
      if (value && (!newest || std::min(newest->current()->at, now) < std::min(value->at, now))) newest = series;
    }
  }
  for (const FeedState& feed : snapshot.feeds) {
    const auto row = row_of.find(feed.agency);
    if (row == row_of.end()) continue;
    out[row->second].refused += feed.refused_today;
  }
  std::erase_if(out, [&](const LeagueRow& row) {
    return row.on_time + row.late + row.missing == 0 && row.refused == 0 && !row.stopped;
  });
  std::sort(out.begin(), out.end(), worse);
  return out;
}

}  // namespace feeds
