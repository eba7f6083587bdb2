// See choropleth.h.
#include "panels/choropleth.h"
#include <algorithm>
#include <cmath>
#include "panels/class_band.h"
#include "panels/classes.h"
#include "panels/deviation.h"
#include "panels/format.h"

namespace panels {
namespace {

using config::Period;

const feeds::Series* series_of(const Frame& f, const std::string& indicator, const std::string& region,
                               const std::string& item) {
  return f.data.find(series_name(indicator, region, item));
}

// Of the district: its value now, or that of the other indicator.
Entry divided(const Frame& f, Entry e, const Entry& by, double times) {
  e.state = State::calm;
  if (!e.shown()) return e;
  if (!by.shown() || *by.value == 0) {
    Entry out = by;
    out.label = e.label;
    out.key = e.key;
    out.age = Age::missing;
    if (by.shown()) out.why = {"it would be divided by zero"};
    return out;
  }
  e.value = *e.value / *by.value * times;
  if (by.age > e.age) {
    e.age = by.age;
    e.series = by.series;
    e.at = by.at;
  }
  wake(f, by);
  return e;
}

// The value that described that moment: of its period, or the mean of its day.
std::optional<feeds::Point> point_at(const feeds::Series& s, Time at) {
  if (s.freshness.period == Period::none) {
    for (const feeds::Mean& m : s.days)
      if (at >= m.begin && at - m.begin < std::chrono::hours(24)) return feeds::Point{at, m.value, at};
    return {};
  }
  const auto near = [&](const feeds::Point& p) { return std::chrono::abs(p.at - at) < about(s.freshness.period) / 2; };
  const auto found = std::find_if(s.points.rbegin(), s.points.rend(), near);
  return found == s.points.rend() ? std::nullopt : std::optional(*found);
}

Entry entry_at(const Frame& f, const Indicator* indicator, const feeds::Series* series, Time at) {
  Entry e = entry(f, indicator, series);
  e.age = Age::missing;
  e.state = State::calm;
  e.value.reset();
  e.at.reset();
  e.why = {"there was no value then"};
  const auto p = series ? point_at(*series, at) : std::nullopt;
  if (!p) return e;
  e.value = p->value;
  e.at = p->at;
  e.age = Age::fresh;
  if (indicator) e.state = state_of(*indicator, p->value);
  return e;
}

std::vector<double> values_of(const Choropleth& c) {
  std::vector<double> out;
  for (const Entry& e : c.districts)
    if (e.shown()) out.push_back(*e.value);
  return out;
}

// Around zero where some rose and some fell.
std::vector<double> change_bounds(double low, double high, int count) {
  if (low >= 0 || high <= 0) return equal_bounds(low, high, count);
  const double most = std::max(-low, high);
  return target_bounds(-most, most, 0, count);
}

std::vector<double> bounds_of(const ChoroplethOptions& o, const Choropleth& c, const std::vector<double>& values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  if (c.change) return change_bounds(*low, *high, o.count);
  switch (o.classes) {
    case Classes::bounds:
      return o.bounds;
    case Classes::quantile:
      return quantile_bounds(values, o.count);
    case Classes::equal:
      return equal_bounds(*low, *high, o.count);
    case Classes::target:
      if (!c.indicator || !c.indicator->target) return quantile_bounds(values, o.count);
      return target_bounds(*low, *high, *c.indicator->target, o.count);
  }
  return {};
}

// How many classes lie under the target, or under zero of a change.
int below_of(const ChoroplethOptions& o, const Choropleth& c) {
  std::optional<double> turn;
  if (c.change)
    turn = 0;
  else if (o.classes == Classes::target && c.indicator)
    turn = c.indicator->target;
  if (!turn) return 0;
  const auto found = std::find_if(c.bounds.begin(), c.bounds.end(), [&](double b) {
    return std::fabs(b - *turn) <= 1e-9 * std::max(1.0, std::fabs(c.bounds.back() - c.bounds.front()));
  });
  return found == c.bounds.end() ? 0 : static_cast<int>(found - c.bounds.begin()) + 1;
}

void count(const ChoroplethOptions& o, Choropleth& c) {
  c.below = below_of(o, c);
  c.missing = c.late = 0;
  c.counts.assign(c.bounds.size() + 1, 0);
  for (const Entry& e : c.districts) {
    c.missing += e.shown() ? 0 : 1;
    c.late += e.age == Age::late ? 1 : 0;
    if (e.shown()) ++c.counts[static_cast<std::size_t>(class_of(*e.value, c.bounds))];
  }
}

std::vector<NamedArea> districts(const Frame& f) {
  std::vector<NamedArea> out;
  for (const config::Region& r : f.data.catalogue->regions) out.push_back({r.code, r.name});
  return out;
}

template <class Value>
Choropleth made(const Frame& f, const ChoroplethOptions& o, const std::vector<NamedArea>& areas, bool change,
                Value value) {
  Choropleth out;
  out.change = change;
  out.indicator = f.data.catalogue->indicator(o.indicator.name);
  for (const NamedArea& r : areas) {
    Entry e = value(r.code);
    e.label = r.name;
    e.key = r.code;
    out.districts.push_back(std::move(e));
  }
  if (const std::vector<double> values = values_of(out); !values.empty()) out.bounds = bounds_of(o, out, values);
  count(o, out);
  return out;
}

template <class EntryOf>
Entry rated(const Frame& f, const ChoroplethOptions& o, const std::string& region, EntryOf entry_of) {
  const config::Catalogue& c = *f.data.catalogue;
  Entry e = entry_of(c.indicator(o.indicator.name), series_of(f, o.indicator.name, region, o.item));
  e.key = region;
  if (o.per.name.empty()) return e;
  e.label = region_name(c, region);
  return divided(f, std::move(e), entry_of(c.indicator(o.per.name), series_of(f, o.per.name, region, {})), o.times);
}

}  // namespace

void ChoroplethOptions::check(const config::Place& place, config::Complaints& out) const {
  if (!std::is_sorted(bounds.begin(), bounds.end()))
    out.push_back({place, {"bounds do not ascend"}, {"write them from the lowest to the highest"}});
  if ((classes == Classes::bounds) != !bounds.empty())
    out.push_back({place, {"bounds and classes do not agree"}, {"set classes = \"bounds\" and bounds together"}});
  if (bounds.size() > 6) out.push_back({place, {"more than seven classes"}, {"give six bounds at most"}});
}

std::vector<std::string> ChoroplethOptions::sources() const {
  if (per.name.empty()) return {indicator.name};
  return {indicator.name, per.name};
}

const Entry* Choropleth::find(std::string_view code) const {
  const auto found = std::find_if(districts.begin(), districts.end(), [&](const Entry& e) { return e.key == code; });
  return found == districts.end() ? nullptr : &*found;
}

Choropleth choropleth(const Frame& f, const ChoroplethOptions& o) {
  return choropleth(f, o, districts(f));
}

Choropleth choropleth(const Frame& f, const ChoroplethOptions& o, const std::vector<NamedArea>& areas) {
  return made(f, o, areas, false, [&](const std::string& region) {
    return rated(f, o, region, [&](const Indicator* i, const feeds::Series* s) { return entry(f, i, s); });
  });
}

Choropleth choropleth_at(const Frame& f, const ChoroplethOptions& o, Time at) {
  return made(f, o, districts(f), false, [&](const std::string& region) {
    return rated(f, o, region, [&](const Indicator* i, const feeds::Series* s) { return entry_at(f, i, s, at); });
  });
}

Choropleth choropleth_change(const Frame& f, const ChoroplethOptions& o, Time since) {
  const Choropleth now = choropleth(f, o), then = choropleth_at(f, o, since);
  return made(f, o, districts(f), true, [&](const std::string& region) {
    Entry e = *now.find(region);
    const Entry& before = *then.find(region);
    e.state = State::calm;
    if (!e.shown()) return e;
    if (before.shown() && e.at != before.at) {
      *e.value -= *before.value;
      return e;
    }
    e.age = Age::missing;
    e.why = before.shown() ? feeds::Text("there is no newer value") : feeds::Text("there was no value then");
    return e;
  });
}

void share_bounds(const ChoroplethOptions& o, const std::vector<Choropleth*>& all) {
  std::vector<double> values;
  for (const Choropleth* c : all)
    for (const double v : values_of(*c)) values.push_back(v);
  if (values.empty()) return;
  const std::vector<double> bounds = bounds_of(o, *all.front(), values);
  for (Choropleth* c : all) {
    c->bounds = bounds;
    count(o, *c);
  }
}

std::string ChoroplethWords::value(const Entry& e) const {
  const std::string unit = options.per.name.empty() ? of.indicator->unit : options.times == 100 ? "%" : "";
  const int decimals = options.per.name.empty() ? of.indicator->decimals : 1;
  if (of.change) return signed_difference(*e.value, unit, decimals, words);
  if (options.per.name.empty()) return quantity(*e.value, unit, decimals, words);
  return options.times == 100 ? percent(*e.value, 1, words) : number(*e.value, 1, words);
}

std::string ChoroplethWords::bound(double v) const {
  if (of.change) return signed_difference(v, options.per.name.empty() ? of.indicator->unit : "", 1, words);
  if (!options.per.name.empty()) return panels::bound(v, options.times == 100 ? "%" : "", 2, words);
  const bool whole = std::all_of(of.bounds.begin(), of.bounds.end(), [](double b) { return b == std::floor(b); });
  return quantity(v, of.indicator->unit, whole ? 0 : of.indicator->decimals, words);
}

std::string ChoroplethWords::brief(double v) const {
  if (of.indicator->unit == "Rp") return {};
  return compact(v, std::fabs(v) >= 10 ? 0 : of.indicator->decimals, words);
}

std::string ChoroplethWords::range(int which) const {
  return class_range(
      which, of.bounds, [this](double v) { return bound(v); }, words);
}

std::string ChoroplethWords::empty(const Frame& f) const {
  if (of.districts.empty()) return std::string(words.word("the center has no districts"));
  return why_missing(of.districts.front(), f);
}

ImU32 choropleth_colour(const Colours& c, const Choropleth& of, double value) {
  return class_colour(c, class_of(value, of.bounds), of.counts.size(), of.below);
}

}  // namespace panels
