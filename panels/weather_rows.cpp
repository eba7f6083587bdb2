// Weather from the rows of forecasts and what stands beside them.
#include "panels/weather_rows.h"

#include <algorithm>
#include <map>

#include "panels/format.h"

namespace panels {
namespace {

constexpr Duration kSlot = std::chrono::hours(3);  // of BMKG's forecasts

std::string text_of(const feeds::Record& r, const std::string& field) {
  const feeds::Value* v = r.find(field);
  const auto* text = v ? std::get_if<std::string>(v) : nullptr;
  return text ? *text : std::string();
}

std::optional<double> number_of(const feeds::Record& r, const std::string& field) {
  const feeds::Value* v = r.find(field);
  const auto* n = v ? std::get_if<double>(v) : nullptr;
  return n ? std::optional(*n) : std::nullopt;
}

Hour hour_of(const feeds::Record& r, const ForecastFields& fields) {
  const std::string words = text_of(r, fields.sky);
  return {r.at, words, sky_of(words), number_of(r, fields.temperature), number_of(r, fields.rain)};
}

// Rows of one place in order; the last that has begun is what is now.
std::vector<Place> places_of(const Frame& f, const feeds::Table& table, const ForecastFields& fields) {
  std::map<std::string, std::vector<const feeds::Record*>> by_name;
  for (const feeds::Record& r : table.rows) {
    const std::string name = text_of(r, fields.place);
    by_name[name.empty() ? r.key : name].push_back(&r);
  }
  std::vector<Place> out;
  for (auto& [name, rows] : by_name) {
    std::stable_sort(rows.begin(), rows.end(), [](const auto* a, const auto* b) { return a->at < b->at; });
    auto later = std::find_if(rows.begin(), rows.end(), [&](const auto* r) { return r->at > f.now; });
    const feeds::Record* now = later == rows.begin() ? rows.front() : *std::prev(later);
    if (later == rows.begin()) ++later;
    Place place{name, now->key, hour_of(*now, fields), {}, text_of(*now, fields.later)};
    for (; later != rows.end(); ++later) place.hours.push_back(hour_of(**later, fields));
    out.push_back(std::move(place));
  }
  std::stable_sort(out.begin(), out.end(), [](const Place& a, const Place& b) {
    if (a.now.wet() != b.now.wet()) return a.now.wet();
    if (!a.now.wet()) return false;
    return a.now.sky != b.now.sky ? a.now.sky > b.now.sky : a.now.rain.value_or(0) > b.now.rain.value_or(0);
  });
  return out;
}

// The place's that was chosen, or the sky of most places; of equally many the one that matters more.
std::optional<Hour> sky_of_all(const std::vector<Place>& places, const std::string& chosen) {
  std::map<Sky, std::pair<int, const Hour*>> count;
  for (const Place& p : places) {
    if (!chosen.empty() && p.key.starts_with(chosen)) return p.now;
    auto& [n, hour] = count[p.now.sky];
    ++n;
    if (!hour) hour = &p.now;
  }
  const std::pair<int, const Hour*>* most = nullptr;
  for (const auto& [sky, all] : count)
    if (sky != Sky::unknown && (!most || all.first >= most->first)) most = &all;
  if (!most) return {};
  Hour out = *most->second;
  out.temperature.reset();
  out.rain.reset();
  return out;
}

void add_forecasts(const Frame& f, const WeatherChoice& choice, Weather& out) {
  if (choice.forecast.name.empty()) return;
  const Words& w = words(f);
  const config::TableInfo* info = f.data.catalogue->table(choice.forecast.name);
  const feeds::Table* table = f.data.table(choice.forecast.name);
  if (!table || table->rows.empty()) {
    out.why = info ? w.say({"no data yet from {}", {agency_name(f, info->agency)}})
                   : std::string(w.word("not open to this display"));
    return;
  }
  const Duration stale = info ? info->stale_after : Duration{};
  const Duration old = f.now - table->received;
  if (stale > Duration{}) {
    if (old <= stale * 2) wake(f, table->received + stale * (old > stale ? 2 : 1) + Duration(1));
    out.late = old > stale;
  }
  if (stale > Duration{} && old > stale * 2) {
    out.why = w.say({"no data since {}", {moment(table->received, f.now, f.look.zone, w)}});
    return;
  }
  out.places = places_of(f, *table, choice.fields);
  out.wet =
      static_cast<int>(std::count_if(out.places.begin(), out.places.end(), [](const Place& p) { return p.now.wet(); }));
  out.sky = sky_of_all(out.places, choice.region.code);
}

void add_quake(const Frame& f, const WeatherChoice& choice, Weather& out) {
  const feeds::Table* table = f.data.table(choice.quakes.name);
  if (!table) return;
  for (const feeds::Record& r : table->rows)
    if (r.at <= f.now && f.now - r.at <= choice.quake_for && (!out.quake || r.at > out.quake->at)) out.quake = &r;
  if (out.quake) wake(f, out.quake->at + choice.quake_for + Duration(1));
}

}  // namespace

Weather weather_of(const Frame& f, const WeatherChoice& choice) {
  Weather out;
  const config::Catalogue& c = *f.data.catalogue;
  const auto one = [&](const config::IndicatorName& name) {
    if (name.name.empty()) return Entry();
    return entry(f, c.indicator(name.name), f.data.find(series_name(name.name, choice.region.code, choice.item)));
  };
  out.temperature = one(choice.temperature);
  out.humidity = one(choice.humidity);
  if (!choice.warnings.name.empty())
    out.warnings = entry(f, c.indicator(choice.warnings.name), f.data.find(choice.warnings.name));
  add_forecasts(f, choice, out);
  add_quake(f, choice, out);
  for (const feeds::Event& e : f.data.events) {
    if (e.until <= f.now) continue;
    out.events.push_back(&e);
    wake(f, e.at > f.now ? e.at : e.until);
  }
  std::stable_sort(out.events.begin(), out.events.end(),
                   [](const auto* a, const auto* b) { return a->severity > b->severity; });
  for (const Entry* e : {&out.temperature, &out.humidity, &out.warnings}) wake(f, *e);
  wake(f, Time(std::chrono::floor<std::chrono::hours>(f.now) + std::chrono::hours(1)));
  return out;
}

bool is_night(Time at, config::Zone zone) {
  const int hour = config::civil(at, zone).hour;
  return hour < 6 || hour >= 18;
}

std::string rain_text(const Hour& h, const Words& w) {
  return h.rain ? quantity(*h.rain, "mm", 1, w) : "–";
}

std::string later_text(const Place& p, const Frame& f) {
  const Words& w = words(f);
  const auto first = std::find_if(p.hours.begin(), p.hours.end(), [](const Hour& h) { return h.wet(); });
  if (first == p.hours.end()) return p.hours.empty() ? p.later : std::string(w.word("no rain"));
  const auto last = std::find_if(first, p.hours.end(), [](const Hour& h) { return !h.wet(); });
  const Time end = last == p.hours.end() ? std::prev(last)->at + kSlot : last->at;
  return w.say({"rain {}–{}", {hour(first->at, f.look.zone, w), hour(end, f.look.zone, w)}});
}

std::string wet_text(const Weather& all, const Words& w) {
  if (all.places.empty()) return {};
  const std::string n = std::to_string(all.places.size());
  if (all.wet == 0) return w.say({"no rain in {} places", {n}});
  return w.say({"rain in {} of {} places", {std::to_string(all.wet), n}});
}

std::vector<std::string> now_lines(const Weather& all, const Frame& f) {
  const Words& w = words(f);
  std::vector<std::string> out;
  if (all.sky) out.push_back(all.sky->words);
  if (const std::string wet = wet_text(all, w); !wet.empty() && all.places.size() > 1) out.push_back(wet);
  if (all.places.size() == 1)
    if (const std::string later = later_text(all.places[0], f); !later.empty())
      out.push_back(w.say({"later: {}", {later}}));
  if (all.humidity.shown()) out.push_back(w.say({"humidity {}", {value_text(all.humidity, w)}}));
  if (all.temperature.indicator && !all.temperature.shown()) out.push_back(why_missing(all.temperature, f));
  if (!all.why.empty()) out.push_back(all.why);
  return out;
}

std::string quake_text(const Frame& f, const feeds::Record& r, const QuakeFields& fields) {
  const Words& w = words(f);
  const auto magnitude = number_of(r, fields.magnitude);
  std::string out = w.say({"felt quake M {}", {magnitude ? number(*magnitude, 1, w) : "–"}});
  if (const std::string where = text_of(r, fields.where); !where.empty()) out += ", " + where;
  return out + ", " + age(r.at, f.now, f.look.zone, w);
}

std::string event_text(const Frame& f, const feeds::Event& e) {
  const Words& w = words(f);
  const bool begun = e.at <= f.now;
  std::string out = e.title;
  if (!e.region.empty()) out += ", " + region_name(*f.data.catalogue, e.region);
  return out + ", " +
         w.say({begun ? "until {}" : "from {}", {brief_moment(begun ? e.until : e.at, f.now, f.look.zone, w)}});
}

}  // namespace panels
