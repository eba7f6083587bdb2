// See map_ways.h.
#include "panels/map_ways.h"
#include <algorithm>
#include <set>
#include "panels/format.h"

namespace panels {
namespace {

using config::Period;
constexpr Duration day = std::chrono::hours(24);

// Moments that the districts have values of, ascending: ends of periods, or now and days before it.
std::vector<Time> known_moments(const Frame& f, const ChoroplethOptions& o, int most) {
  std::set<Time> ends;
  bool periodic = false;
  for (const feeds::Series* s : f.data.of_indicator(o.indicator.name)) {
    if (s->parts.item != o.item || !f.data.catalogue->region(s->parts.region)) continue;
    periodic = s->freshness.period != Period::none;
    if (periodic)
      for (const feeds::Point& p : s->points) ends.insert(p.at);
    else
      for (const feeds::Mean& m : s->days) ends.insert(m.begin + day / 2);
  }
  std::vector<Time> out(ends.begin(), ends.end());
  if (!periodic) {
    std::erase_if(out, [&](Time t) { return t + day / 2 > f.now; });
    out.push_back(f.now);
  }
  if (out.size() > static_cast<std::size_t>(most)) out.erase(out.begin(), out.end() - most);
  return out;
}

// The one that lies `back` before the last; nothing: none is near it.
std::optional<Time> earlier(const std::vector<Time>& moments, std::optional<Duration> back, Period period) {
  if (moments.size() < 2) return {};
  const Time last = moments.back();
  if (!back && period != Period::none) return moments[moments.size() - 2];
  const Duration by = back.value_or(7 * day);
  const auto distance = [&](Time t) { return std::chrono::abs(last - by - t); };
  const Time found =
      *std::min_element(moments.begin(), moments.end() - 1, [&](Time a, Time b) { return distance(a) < distance(b); });
  if (distance(found) > std::max<Duration>(about(period) * 3 / 4, by / 4)) return {};
  return found;
}

Period period_of(const Frame& f, const ChoroplethOptions& o) {
  const Indicator* i = f.data.catalogue->indicator(o.indicator.name);
  return i ? i->freshness.period : Period::none;
}

std::string caption(const Frame& f, Time at, Period p) {
  const Words& w = words(f);
  if (p != Period::none) return period(at, p, f.look.zone, w);
  if (at == f.now) return std::string(w.word("now"));
  return short_date(config::civil(at, f.look.zone).date, w);
}

}  // namespace

std::string way_word(Way way, const Words& w) {
  switch (way) {
    case Way::now:
      return std::string(w.word("Now"));
    case Way::change:
      return std::string(w.word("Change"));
    case Way::two:
      return std::string(w.word("Then and now"));
    case Way::swipe:
      return std::string(w.word("Swipe"));
    case Way::multiples:
      return std::string(w.word("Side by side"));
    case Way::play:
      return std::string(w.word("Play"));
  }
  return {};
}

std::vector<MomentView> moment_views(const Frame& f, const ChoroplethOptions& o, const WayOptions& ways, Way way) {
  const Period p = period_of(f, o);
  std::vector<MomentView> out;
  const std::vector<Time> moments = known_moments(f, o, 400);
  const auto before = earlier(moments, ways.back, p);
  const std::string newest = moments.empty() ? std::string() : caption(f, moments.back(), p);
  if (way == Way::change && before) {
    out.push_back({choropleth_change(f, o, *before), words(f).say({"Change since {}", {caption(f, *before, p)}})});
    return out;
  }
  std::vector<Time> shown;
  if ((way == Way::two || way == Way::swipe) && before) shown.push_back(*before);
  if (way == Way::multiples || way == Way::play) {
    const auto most = static_cast<std::size_t>(ways.moments);
    shown = moments;
    if (!shown.empty()) shown.pop_back();
    if (shown.size() + 1 > most) shown.erase(shown.begin(), shown.end() - static_cast<std::ptrdiff_t>(most - 1));
  }
  for (const Time at : shown) out.push_back({choropleth_at(f, o, at), caption(f, at, p)});
  out.push_back({choropleth(f, o), newest});
  std::vector<Choropleth*> all;
  for (MomentView& view : out) all.push_back(&view.of);
  if (all.size() > 1) share_bounds(o, all);
  return out;
}

std::vector<Want> way_wants(const ChoroplethOptions& o, const WayOptions& ways, const config::Catalogue& catalogue) {
  std::vector<Want> out;
  for (const std::string& name : o.sources()) {
    const Indicator* i = catalogue.indicator(name);
    const Period p = i ? i->freshness.period : Period::none;
    const Duration step = about(p);
    const Duration span = std::max<Duration>(ways.back.value_or(7 * day), step * (ways.moments + 1)) + step;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(span);
    if (p == Period::none) {
      out.push_back({name, std::chrono::seconds(0), 1});
      out.push_back({name, seconds, 0, feeds::Reduce::day_means});
    } else {
      out.push_back({name, seconds, static_cast<int>(span / step) + 2});
    }
  }
  return out;
}

}  // namespace panels
