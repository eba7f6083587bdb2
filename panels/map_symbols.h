// What lies on a map of areas beside its colours: places of tables by state, quakes by magnitude, warnings where they
// hold. What they are: pure, any thread; drawing: main thread.
#pragma once
#include <string>
#include <vector>
#include "panels/areas.h"
#include "panels/entries.h"

namespace panels {

struct PlaceLayer {
  config::TableName table;
  std::string name = "nama", latitude = "lintang", longitude = "bujur", state;
  std::vector<std::string> bad_words = {"down", "mati", "putus", "terputus", "offline", "rusak", "tutup"}, watch_words;

  void describe(auto& field) {
    field("table", table, "Table whose records are places", {.required = true, .example = "\"jaringan.simpul\""});
    field("name", name, "Field with the place's name");
    field("latitude", latitude, "Field with the latitude in degrees");
    field("longitude", longitude, "Field with the longitude in degrees");
    field("state", state, "Field with the place's state in a word; without it every place is calm",
          {.example = "\"status\""});
    field("bad_words", bad_words, "Words of a state that are bad");
    field("watch_words", watch_words, "Words of a state that are to be watched");
  }
};

struct QuakeLayer {
  config::TableName table;
  std::string magnitude = "magnitudo", latitude = "lintang", longitude = "bujur";
  Duration within = std::chrono::hours(24 * 7);

  void describe(auto& field) {
    field("table", table, "Table whose records are quakes; a record's own time is the quake's",
          {.required = true, .example = "\"bencana.gempa\""});
    field("magnitude", magnitude, "Field with the magnitude");
    field("latitude", latitude, "Field with the latitude in degrees");
    field("longitude", longitude, "Field with the longitude in degrees");
    field("within", within, "How long a quake is shown", {.least = 3600});
  }
};

struct SymbolOptions {
  std::vector<PlaceLayer> places;
  std::vector<QuakeLayer> quakes;
  bool warnings = false;

  void describe(auto& field) {
    field("places", places, "Places drawn on the map of now, by state; a schematic map draws none and counts them");
    field("quakes", quakes,
          "Quakes drawn on the map of now as circles that grow with the magnitude; a schematic map draws none and "
          "counts them");
    field("warnings", warnings,
          "Warnings in force are outlined on the map of now: by the area that the warning names, on a map of places; "
          "else the district that it names");
  }
  std::vector<std::string> sources() const;
};

// Where a record lies: nothing is dropped for want of a place.
enum class Lies { on_map, outside, unknown };

struct MapPlace {
  std::string name, word;  // its state as the record has it
  State state = State::calm;
  bool stated = true;  // false: it should have a state and has none
  bool late = false;   // its table is
  Lies lies = Lies::unknown;
  config::GeoPoint at;
};
struct MapQuake {
  double magnitude = 0;
  Time at;
  float age = 0;  // 0: just now, 1: about to go
  Lies lies = Lies::unknown;
  config::GeoPoint point;
};
struct MapWarning {
  std::string region, title;
  feeds::Severity severity = feeds::Severity::info;
  Time until;
  std::vector<std::vector<config::GeoPoint>> area = {};  // map units; empty: it is the district's outline
  Lies lies = Lies::on_map;
};
struct MapSymbols {
  std::vector<MapPlace> places;      // what most needs a person first
  std::vector<MapQuake> quakes;      // the newest first
  std::vector<MapWarning> warnings;  // the gravest first; of those that name a district the gravest of each
  std::vector<std::string> absent;   // why a table has no rows, and since when
  bool empty() const { return places.empty() && quakes.empty() && warnings.empty() && absent.empty(); }
};
// `map`: the center's; null: none of them lies on it. Asks to be drawn again when what is shown changes by itself.
MapSymbols map_symbols(const Frame&, const SymbolOptions&, const config::GeoMap* map);
std::string quake_words(const MapQuake&, const Frame&);  // "M 4,8 · 2 jam lalu"
void tell_symbols(const Frame&, const MapSymbols&, bool schematic, Telling&);

// A part of the screen that shows the map.
struct MapSight {
  MapView view;
  Rect clip;
};
// Outlines of what is under a warning, under everything else; they leave out where letters are.
void draw_warnings(const Frame&, const MapSymbols&, const Areas&, const MapSight&, const std::vector<Rect>& letters);
struct SymbolsLeftOut {
  int without_room = 0, out_of_sight = 0;
};
// Symbols and their names over no letters of `taken`, the worst first; where sights overlap the last shows.
SymbolsLeftOut draw_symbols(const Frame&, const MapSymbols&, const std::vector<MapSight>&, std::vector<Rect> taken);
// What is on the map and what is not, below it: lines to be kept free, then their words.
float symbol_notes_height(const Frame&, const MapSymbols&, Rect room);
void draw_symbol_notes(const Frame&, Rect area, const MapSymbols&, bool schematic, SymbolsLeftOut);

}  // namespace panels
