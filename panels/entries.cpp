// Values with their state, age and words; every panel kind builds on these.
#include "panels/entries.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "panels/format.h"

namespace panels {
namespace {

using config::Better;
using config::Period;
using feeds::Series;

bool reached(const Indicator& i, double value) {
  return i.better == Better::higher ? value >= *i.target : value <= *i.target;
}

// Which feed should bring it, for the reason that staff read.
const feeds::FeedState* feed_of(const Frame& f, const Entry& e) {
  if (e.series)
    if (const feeds::FeedState* feed = f.data.feed(e.series->feed)) return feed;
  for (const feeds::FeedState& feed : f.data.feeds)
    if (e.indicator &&
        std::find(feed.indicators.begin(), feed.indicators.end(), e.indicator->name) != feed.indicators.end())
      return &feed;
  return nullptr;
}

const feeds::Point* point_before(const Series& s, Time when) {
  const auto after =
      std::upper_bound(s.points.begin(), s.points.end(), when, [](Time t, const feeds::Point& p) { return t < p.at; });
  return after == s.points.begin() ? nullptr : &*std::prev(after);
}

std::string since_text(Duration back, const Words& w) {
  constexpr auto kDay = std::chrono::hours(24);
  if (back == kDay) return std::string(w.word("since yesterday"));
  return w.say({"in {}", {length(back, w)}});
}

}  // namespace

State state_of(const Indicator& i, double value) {
  const bool low_is_bad = i.better == Better::higher;
  const auto beyond = [&](double bound) { return low_is_bad ? value <= bound : value >= bound; };
  if (i.bad && beyond(*i.bad)) return State::bad;
  if (i.watch && beyond(*i.watch)) return State::watch;
  return i.target && i.better != Better::neither && reached(i, value) ? State::good : State::calm;
}

std::string state_word(State s, const Words& w) {
  switch (s) {
    case State::calm:
      return {};
    case State::good:
      return std::string(w.word("good"));
    case State::watch:
      return std::string(w.word("watch"));
    case State::bad:
      return std::string(w.word("bad"));
  }
  return {};
}

std::string series_name(std::string_view indicator, std::string_view region, std::string_view item) {
  return feeds::SeriesName{std::string(indicator), std::string(region), std::string(item)}.to_string();
}

std::string region_name(const config::Catalogue& catalogue, std::string_view code) {
  const config::Region* region = catalogue.region(code);
  if (region) return region->name;
  return code == catalogue.code ? catalogue.center.id : std::string(code);
}

std::string agency_name(const Frame& f, const std::string& id) {
  const config::Agency* agency = f.data.catalogue->agency(id);
  if (!agency) return id;
  return words(f).pick(agency->short_name.empty() ? agency->name : agency->short_name);
}

std::string item_name(std::string_view item) {
  std::string out(item);
  std::replace(out.begin(), out.end(), '_', ' ');
  const auto upper = [](char& c) { c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; };
  const auto vowels = std::count_if(out.begin(), out.end(),
                                    [](char c) { return std::string_view("aiueo").find(c) != std::string_view::npos; });
  if (out.size() <= 4 && vowels <= 1) std::for_each(out.begin(), out.end(), upper);
  if (!out.empty()) upper(out[0]);
  return out;
}

Entry entry(const Frame& f, const Indicator* indicator, const Series* series) {
  Entry out;
  out.indicator = indicator;
  out.series = series;
  if (indicator) {
    out.label = words(f).pick(indicator->title);
    out.key = indicator->name;
  }
  if (!series) return out;
  if (const feeds::Point* p = series->current()) {
    out.value = p->value;
    out.at = p->at;
  }
  out.age = age_of(*series, f.now);
  if (out.shown() && indicator) out.state = state_of(*indicator, *out.value);
  return out;
}

Entry combined_entry(const Frame& f, const Indicator* indicator, feeds::Combine how) {
  if (!indicator) return {};
  std::vector<const Series*> parts;
  for (const Entry& e : entries_of(f, indicator)) parts.push_back(e.series);
  const feeds::Combined all = combine(parts, how, f.now);
  Entry out = entry(f, indicator, all.oldest);
  out.value = all.value;
  out.age = all.value ? all.age : Age::missing;
  out.parts = all.parts;
  out.missing = all.missing;
  out.state = out.shown() ? state_of(*indicator, *out.value) : State::calm;
  return out;
}

std::vector<Entry> entries_of(const Frame& f, const Indicator* indicator, std::string_view region,
                              std::string_view item) {
  std::vector<Entry> out;
  if (!indicator) return out;
  std::set<std::string_view> seen;
  bool any_item = false;
  for (const Series* s : f.data.of_indicator(indicator->name)) {
    if (!region.empty() && s->parts.region != region) continue;
    if (!item.empty() && s->parts.item != item) continue;
    Entry e = entry(f, indicator, s);
    const bool by_item = item.empty() && !s->parts.item.empty();
    if (by_item && !s->parts.region.empty() && region.empty()) {
      e.label = region_name(*f.data.catalogue, s->parts.region) + ", " + item_name(s->parts.item);
      e.key = s->parts.region + "#" + s->parts.item;
    } else if (by_item) {
      e.label = item_name(s->parts.item);
      e.key = s->parts.item;
    } else if (!s->parts.region.empty()) {
      e.label = region_name(*f.data.catalogue, s->parts.region);
      e.key = s->parts.region;
      seen.insert(s->parts.region);
    }
    any_item = any_item || by_item;
    out.push_back(std::move(e));
  }
  // Districts that should have a value and never had one.
  if (region.empty() && !any_item && (!seen.empty() || out.empty())) {
    for (const config::Region& r : f.data.catalogue->regions) {
      if (seen.contains(r.code)) continue;
      Entry e = entry(f, indicator, nullptr);
      e.label = r.name;
      e.key = r.code;
      out.push_back(std::move(e));
    }
  }
  return out;
}

std::string value_text(const Entry& e, const Words& w) {
  if (!e.value || !e.indicator) return "–";
  return quantity(*e.value, e.indicator->unit, e.indicator->decimals, w);
}

std::string age_text(const Entry& e, const Frame& f) {
  if (!e.at) return {};
  if (e.series && e.series->freshness.period != Period::none)
    return period(*e.at, e.series->freshness.period, f.look.zone, words(f));
  return age(*e.at, f.now, f.look.zone, words(f));
}

std::vector<std::string> age_texts(const Entry& e, const Frame& f) {
  if (!e.at) return {};
  const Period p = e.series ? e.series->freshness.period : Period::none;
  const bool hour = p == Period::none && *e.at <= f.now && f.now - *e.at < std::chrono::hours(1);
  if (hour) return {age_text(e, f)};
  const std::string brief = p == Period::none ? brief_moment(*e.at, f.now, f.look.zone, words(f))
                                              : brief_period(*e.at, p, f.look.zone, words(f));
  return {age_text(e, f), brief};
}

std::vector<std::string> late_texts(std::vector<std::string> ages, const Entry& e, const Frame& f) {
  const Words& w = words(f);
  if (e.at && f.now - *e.at < std::chrono::minutes(1)) return {std::string(w.word("late"))};
  for (std::string& text : ages) text = w.say({"late, {}", {text}});
  return ages;
}

std::string why_missing(const Entry& e, const Frame& f) {
  const Words& w = words(f);
  if (!e.indicator) return std::string(w.word("not known in this center"));
  if (!e.why.empty()) return w.say(e.why);
  std::string out;
  if (e.parts > 1 && e.missing > 0 && e.missing < e.parts) {
    out = w.say({"no data from {} of {}", {std::to_string(e.missing), std::to_string(e.parts)}});
  } else if (e.at && e.series->freshness.period != Period::none) {
    out = w.say({"no data after {}", {age_text(e, f)}});
  } else if (e.at) {
    out = w.say({"no data since {}", {moment(*e.at, f.now, f.look.zone, w)}});
  } else if (f.data.audience == config::Audience::everyone && e.indicator->audience != config::Audience::everyone) {
    return std::string(w.word("not open to this display"));
  } else {
    out = w.say({"no data yet from {}", {agency_name(f, e.indicator->agency)}});
  }
  const feeds::FeedState* feed = feed_of(f, e);
  if (feed && !feed->reason.empty()) out += ": " + w.say(feed->reason);
  return out;
}

std::string target_text(const Entry& e, const Words& w, bool brief) {
  if (!e.indicator || !e.indicator->target) return {};
  const Indicator& i = *e.indicator;
  const std::string unit = !brief || i.unit == "%" || i.unit == "Rp" ? i.unit : std::string();
  std::string out = w.say({"target {}", {bound(*i.target, unit, i.decimals, w)}});
  if (!e.shown()) return out;
  const double off = *e.value - *i.target;
  const std::string size = difference(off, brief && i.unit == "%" ? "" : i.unit, i.decimals, w);
  if (i.better == Better::neither)
    return off == 0 ? out : out + " · " + w.say({off > 0 ? "{} above" : "{} below", {size}});
  if (reached(i, *e.value)) return out + " · " + std::string(w.word("reached"));
  return out + " · " + w.say({off < 0 ? "{} short" : "{} too much", {size}});
}

std::optional<Change> change(const Entry& e, Duration back, const Frame& f) {
  if (!e.shown() || !e.series || e.parts > 1 || e.series->points.size() < 2) return {};
  const Series& s = *e.series;
  const Words& w = words(f);
  const feeds::Point& now = s.points.back();
  if (s.freshness.period != Period::none) {
    const auto distance = [&](const feeds::Point& p) { return std::chrono::abs(p.at - (now.at - back)); };
    const feeds::Point& before =
        *std::min_element(s.points.begin(), s.points.end() - 1,
                          [&](const feeds::Point& a, const feeds::Point& b) { return distance(a) < distance(b); });
    if (distance(before) > about(s.freshness.period) * 3 / 4) return {};
    return Change{now.value - before.value,
                  w.say({"since {}", {period(before.at, s.freshness.period, f.look.zone, w)}}),
                  w.say({"since {}", {short_period(before.at, s.freshness.period, f.look.zone, w)}})};
  }
  const feeds::Point* before = point_before(s, now.at - back);
  const Duration slack = std::max<Duration>(s.freshness.stale_after, back / 8);
  if (!before || before->at < now.at - back - slack) return {};
  const std::string since = since_text(back, w);
  return Change{now.value - before->value, since, since};
}

std::string change_text(const Entry& e, double by, const std::string& since, const Words& w) {
  const Indicator& i = *e.indicator;
  const double half = 0.5 * std::pow(10.0, -i.decimals);
  std::string out = std::fabs(by) < half && i.unit != "Rp"
                        ? w.say({"unchanged {}", {since}})
                        : w.say({by >= 0 ? "up {} {}" : "down {} {}", {difference(by, i.unit, i.decimals, w), since}});
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

bool worse(const Entry& a, const Entry& b) {
  if (a.shown() != b.shown()) return a.shown();
  if (!a.shown()) return a.label < b.label;
  const bool low_is_bad = a.indicator && a.indicator->better == Better::higher;
  if (*a.value != *b.value) return low_is_bad ? *a.value < *b.value : *a.value > *b.value;
  return a.label < b.label;
}

int urgency(const Entry& e) {
  if (e.state == State::bad) return 3;
  if (e.state == State::watch) return 2;
  return e.age == Age::fresh ? 0 : 1;
}

Duration about(Period p) {
  constexpr Duration kDay = std::chrono::hours(24);
  switch (p) {
    case Period::none:
    case Period::day:
      return kDay;
    case Period::week:
      return kDay * 7;
    case Period::month:
      return kDay * 31;
    case Period::quarter:
      return kDay * 92;
    case Period::semester:
      return kDay * 184;
    case Period::year:
      return kDay * 366;
  }
  return kDay;
}

bool joined(const Series& s, const feeds::Point& a, const feeds::Point& b, Duration step) {
  const Duration apart = b.at - a.at;
  if (s.freshness.period != Period::none) return apart <= std::max(about(s.freshness.period) * 3 / 2, step * 3);
  if (s.freshness.stale_after <= Duration{}) return true;
  return apart <= std::max(s.freshness.stale_after, step * 3);
}

void wake(const Frame& f, Time at) {
  if (f.again_at) f.again_at(at);
}

void wake(const Frame& f, const Entry& e) {
  if (!f.again_at || !e.at) return;
  if (e.series) {
    if (const auto turn = age_changes_at(*e.series, f.now)) f.again_at(*turn);
    if (e.series->freshness.period != Period::none) return;
  }
  constexpr Duration kMinute = std::chrono::minutes(1);
  const Duration old = f.now - *e.at;
  if (old >= Duration{} && old < std::chrono::hours(1)) f.again_at(*e.at + (old / kMinute + 1) * kMinute);
  const config::Date today = config::civil(f.now, f.look.zone).date;
  f.again_at(config::midnight(config::Date{std::chrono::sys_days(today) + std::chrono::days(1)}, f.look.zone));
}

}  // namespace panels
