// See map_symbols.h: what there is, and its words.
#include "panels/map_symbols.h"
#include <algorithm>
#include <cmath>
#include "panels/format.h"
#include "panels/records.h"

namespace panels {
namespace {

std::string lowered(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}
bool is_one_of(const std::string& word, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& w) { return lowered(w) == lowered(word); });
}

Lies locate(const feeds::Record& r, const std::string& latitude, const std::string& longitude,
            const config::GeoMap* map, config::GeoPoint& out) {
  const auto north = number_of(r.find(latitude)), east = number_of(r.find(longitude));
  if (!north || !east || std::fabs(*north) > 85 || std::fabs(*east) > 180) return Lies::unknown;
  if (!map || map->schematic) return Lies::outside;
  const auto [x, y] = config::project(*east, *north);
  out = {static_cast<float>(x - map->origin_x), static_cast<float>(y - map->origin_y)};
  const bool inside = out.x >= map->least.x && out.x <= map->most.x && out.y >= map->least.y && out.y <= map->most.y;
  return inside ? Lies::on_map : Lies::outside;
}

int need(const MapPlace& p) {
  if (p.state == State::bad) return 0;
  if (p.state == State::watch) return 1;
  return p.stated ? 3 : 2;
}

void add_places(const Frame& f, const PlaceLayer& layer, const config::GeoMap* map, MapSymbols& out) {
  const feeds::Table* table = f.data.table(layer.table.name);
  if (!table || table->rows.empty()) return out.absent.push_back(why_no_rows(f, layer.table.name));
  const bool late = is_late(*table, f);
  if (const config::TableInfo* info = f.data.catalogue->table(table->name); info && !late && info->stale_after.count())
    wake(f, table->received + info->stale_after + Duration(1));
  for (const feeds::Record& r : table->rows) {
    MapPlace p;
    const feeds::Value* name = r.find(layer.name);
    p.name = name ? plain_text(*name) : std::string();
    if (p.name.empty()) p.name = r.key;
    p.late = late;
    if (!layer.state.empty()) {
      const feeds::Value* word = r.find(layer.state);
      p.word = word ? plain_text(*word) : std::string();
      p.stated = !p.word.empty();
      if (is_one_of(p.word, layer.watch_words)) p.state = State::watch;
      if (is_one_of(p.word, layer.bad_words)) p.state = State::bad;
    }
    p.lies = locate(r, layer.latitude, layer.longitude, map, p.at);
    out.places.push_back(std::move(p));
  }
}

// When the words of an age will have changed.
Time next_words(Time at, Time now) {
  using std::chrono::hours;
  const Duration old = now - at;
  const Duration step = old < hours(1) ? Duration(std::chrono::minutes(1)) : old < hours(24) ? hours(1) : hours(24);
  return at + (old / step + 1) * step;
}

void add_quakes(const Frame& f, const QuakeLayer& layer, const config::GeoMap* map, MapSymbols& out) {
  const feeds::Table* table = f.data.table(layer.table.name);
  if (!table) return out.absent.push_back(why_no_rows(f, layer.table.name));
  for (const feeds::Record& r : table->rows) {
    const auto magnitude = number_of(r.find(layer.magnitude));
    if (!magnitude || r.at > f.now || f.now - r.at > layer.within) continue;
    MapQuake q{*magnitude, r.at, 0, Lies::unknown, {}};
    q.age = static_cast<float>(std::chrono::duration<double>(f.now - r.at) / layer.within);
    q.lies = locate(r, layer.latitude, layer.longitude, map, q.point);
    wake(f, std::min(next_words(r.at, f.now), r.at + layer.within + Duration(1)));
    out.quakes.push_back(q);
  }
}

// Its area where the map is one of places and shows some of it; else its district, if it names one.
MapWarning warning_of(const feeds::Event& e, const config::GeoMap* map) {
  MapWarning out{e.region, e.title, e.severity, e.until};
  if (!e.area.empty() && map && !map->schematic) {
    config::GeoPoint least{1e9f, 1e9f}, most{-1e9f, -1e9f};
    for (const feeds::Polygon& polygon : e.area) {
      std::vector<config::GeoPoint>& ring = out.area.emplace_back();
      for (const feeds::GeoPoint& p : polygon) {
        const auto [x, y] = config::project(p.lon, std::clamp(p.lat, -85.0, 85.0));
        ring.push_back({static_cast<float>(x - map->origin_x), static_cast<float>(y - map->origin_y)});
        least = {std::min(least.x, ring.back().x), std::min(least.y, ring.back().y)};
        most = {std::max(most.x, ring.back().x), std::max(most.y, ring.back().y)};
      }
    }
    if (least.x <= map->most.x && most.x >= map->least.x && least.y <= map->most.y && most.y >= map->least.y)
      return out;
    out.area.clear();
  }
  if (e.region.empty()) out.lies = e.area.empty() ? Lies::unknown : Lies::outside;
  return out;
}

void add_warnings(const Frame& f, const config::GeoMap* map, MapSymbols& out) {
  for (const feeds::Event& e : f.data.events) {
    if (e.at > f.now) wake(f, e.at);
    if ((e.region.empty() && e.area.empty()) || e.at > f.now || e.until <= f.now) continue;
    wake(f, e.until);
    MapWarning one = warning_of(e, map);
    const auto same = std::find_if(out.warnings.begin(), out.warnings.end(), [&](const MapWarning& w) {
      return one.area.empty() && w.area.empty() && !w.region.empty() && w.region == one.region;
    });
    if (same == out.warnings.end())
      out.warnings.push_back(std::move(one));
    else if (one.severity > same->severity)
      *same = std::move(one);
  }
  std::stable_sort(out.warnings.begin(), out.warnings.end(),
                   [](const MapWarning& a, const MapWarning& b) { return a.severity > b.severity; });
}

std::string place_words(const MapPlace& p, const Words& w) {
  std::string out = p.word.empty() ? std::string(w.word(p.stated ? "–" : "unknown")) : p.word;
  if (const std::string state = state_word(p.state, w); !state.empty()) out += " (" + state + ")";
  if (p.late) out += ", " + std::string(w.word("late"));
  return out;
}
std::string lies_words(Lies lies, bool schematic, const Words& w) {
  switch (lies) {
    case Lies::on_map:
      return std::string(w.word("on the map"));
    case Lies::outside:
      return std::string(w.word(schematic ? "not drawn: the map is schematic" : "outside the map"));
    case Lies::unknown:
      return std::string(w.word("without coordinates"));
  }
  return {};
}

}  // namespace

std::vector<std::string> SymbolOptions::sources() const {
  std::vector<std::string> out;
  for (const PlaceLayer& p : places) out.push_back(p.table.name);
  for (const QuakeLayer& q : quakes) out.push_back(q.table.name);
  return out;
}

MapSymbols map_symbols(const Frame& f, const SymbolOptions& o, const config::GeoMap* map) {
  MapSymbols out;
  for (const PlaceLayer& layer : o.places) add_places(f, layer, map, out);
  for (const QuakeLayer& layer : o.quakes) add_quakes(f, layer, map, out);
  if (o.warnings) add_warnings(f, map, out);
  std::stable_sort(out.places.begin(), out.places.end(),
                   [](const MapPlace& a, const MapPlace& b) { return need(a) < need(b); });
  std::stable_sort(out.quakes.begin(), out.quakes.end(),
                   [](const MapQuake& a, const MapQuake& b) { return a.at > b.at; });
  return out;
}

std::string quake_words(const MapQuake& q, const Frame& f) {
  return "M " + number(q.magnitude, 1, words(f)) + " · " + ago(f.now - q.at, words(f));
}

void tell_symbols(const Frame& f, const MapSymbols& s, bool schematic, Telling& out) {
  const Words& w = words(f);
  const auto word = [&w](const char* key) { return std::string(w.word(key)); };
  for (const std::string& why : s.absent) out.line(why);
  std::vector<std::vector<std::string>> rows;
  for (const MapPlace& p : s.places) rows.push_back({p.name, place_words(p, w), lies_words(p.lies, schematic, w)});
  if (!rows.empty()) out.table({word("place"), word("state"), word("position")}, std::move(rows));
  rows.clear();
  for (const MapQuake& q : s.quakes) rows.push_back({quake_words(q, f), lies_words(q.lies, schematic, w)});
  if (!rows.empty()) out.table({word("quake"), word("position")}, std::move(rows));
  rows.clear();
  for (const MapWarning& m : s.warnings)
    rows.push_back(
        {m.title, m.region.empty() ? "–" : region_name(*f.data.catalogue, m.region),
         moment(m.until, f.now, f.look.zone, w),
         m.area.empty() && m.lies == Lies::on_map ? word("by its district") : lies_words(m.lies, schematic, w)});
  if (!rows.empty()) out.table({word("warning"), word("district"), word("until"), word("position")}, std::move(rows));
}

}  // namespace panels
