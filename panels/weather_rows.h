// The weather of a regency from values, a table of forecasts, warnings and felt quakes: what is drawn and told. Pure:
// no drawing here. Any thread.
#pragma once
#include "panels/entries.h"
#include "panels/sky.h"

namespace panels {

// Names of a table's fields.
struct ForecastFields {
  std::string place = "kecamatan", sky = "cuaca", temperature = "suhu", rain = "hujan", later = "nanti";
  void describe(auto& field) {
    field("place", place, "Field with the place's name; rows of one place are its hours");
    field("sky", sky, "Field with the weather in words");
    field("temperature", temperature, "Field with the temperature");
    field("rain", rain, "Field with the rain in millimetres");
    field("later", later, "Field with the weather some hours later, in words");
  }
};
struct QuakeFields {
  std::string magnitude = "magnitudo", where = "wilayah";
  void describe(auto& field) {
    field("magnitude", magnitude, "Field with the magnitude");
    field("where", where, "Field with the place in words");
  }
};
struct WeatherChoice {
  config::IndicatorName temperature, humidity, warnings;
  config::RegionCode region;
  std::string item;
  config::TableName forecast, quakes;
  ForecastFields fields;
  QuakeFields quake_fields;
  Duration quake_for{};  // a quake is shown for so long
};

struct Hour {
  Time at;
  std::string words;
  Sky sky = Sky::unknown;
  std::optional<double> temperature, rain;
  bool wet() const { return is_wet(sky) || rain.value_or(0) > 0; }
};
struct Place {
  std::string name, key;
  Hour now;
  std::vector<Hour> hours;  // later ones, in order
  std::string later;        // in words, where the row says so
};
struct Weather {
  Entry temperature, humidity, warnings;
  std::vector<Place> places;  // wet ones first
  int wet = 0;
  std::optional<Hour> sky;                  // of the place that was chosen, else of most places
  bool late = false;                        // the forecasts
  std::string why;                          // there are no forecasts
  std::vector<const feeds::Event*> events;  // in force or to come, the most severe first
  const feeds::Record* quake = nullptr;
  bool any() const { return temperature.shown() || humidity.shown() || sky || !places.empty(); }
};
Weather weather_of(const Frame&, const WeatherChoice&);

bool is_night(Time, config::Zone);                 // between six in the evening and six in the morning
std::string rain_text(const Hour&, const Words&);  // "4,2 mm"; "–" where it is not known
// When it will rain at a place: "15.00–21.00"; what it will be like later; empty when nobody knows.
std::string later_text(const Place&, const Frame&);
std::string wet_text(const Weather&, const Words&);                // "hujan di 3 dari 10 tempat"
std::vector<std::string> now_lines(const Weather&, const Frame&);  // beside the temperature
std::string quake_text(const Frame&, const feeds::Record&, const QuakeFields&);
std::string event_text(const Frame&, const feeds::Event&);  // "Hujan lebat, sampai 17.02"

}  // namespace panels
