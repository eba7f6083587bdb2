// The weather: words of forecasts, which row is now, what is said and drawn.
#include <gtest/gtest.h>

#include "panels/weather_rows.h"
#include "tests/support/card_picture.h"
#include "tests/support/golden_text.h"
#include "tests/support/panel_drawing.h"

namespace {

using namespace std::chrono_literals;
using panels::Sky;
using stage::now;
using stage::Regency;

const char* const kAll =
    "temperature = 'cuaca.suhu'\nhumidity = 'cuaca.kelembapan'\nforecast = 'prakiraan.cuaca'\n"
    "warnings = 'peringatan.aktif'\nquakes = 'bencana.gempa'\n";

Regency regency() {
  Regency r;
  const auto add = [&](const char* name, const char* title, const char* unit) {
    config::Indicator one;
    one.name = name;
    one.agency = "bpbd";
    one.title = {title};
    one.unit = unit;
    one.audience = config::Audience::everyone;
    one.freshness = {4h, 12h};
    r.catalogue.indicators.push_back(one);
  };
  r.catalogue.agencies.push_back({"bpbd", {"Badan Penanggulangan Bencana Daerah"}, {"BPBD"}});
  add("cuaca.suhu", "Suhu udara", "°C");
  add("cuaca.kelembapan", "Kelembapan udara", "%");
  add("peringatan.aktif", "Peringatan yang berlaku", "peringatan");
  for (const char* name : {"prakiraan.cuaca", "bencana.gempa"}) {
    config::TableInfo table;
    table.name = name;
    table.agency = "bpbd";
    table.audience = config::Audience::everyone;
    table.stale_after = 7h;
    r.catalogue.tables.push_back(table);
  }
  return r;
}

void forecast(Regency& r, const std::string& key, const std::string& place, const char* sky, double degrees,
              double rain, const char* later, config::Duration age = 2h) {
  r.record("prakiraan.cuaca", key,
           {{"kecamatan", place}, {"cuaca", sky}, {"suhu", degrees}, {"hujan", rain}, {"nanti", later}}, age);
}

Regency full() {
  Regency r = regency();
  r.series("cuaca.suhu", {27, 31}, 3h, 2h);
  r.series("cuaca.kelembapan", {80, 74}, 3h, 2h);
  r.series("peringatan.aktif", {0, 2}, 3h, 2min);
  const char* skies[] = {"Cerah Berawan", "Hujan Ringan", "Berawan",       "Hujan Petir", "Cerah Berawan",
                         "Kabut",         "Cerah",        "Cerah Berawan", "Berawan",     "Hujan Lebat"};
  const char* names[] = {"Batulicin",     "Kusan Hilir",    "Sungai Loban", "Satui",   "Kusan Hulu",
                         "Simpang Empat", "Karang Bintang", "Mantewe",      "Angsana", "Kuranji"};
  for (int i = 0; i < 10; ++i)
    forecast(r, "63.10.0" + std::to_string(i), names[i], skies[i], 26 + i % 6,
             std::string(skies[i]).starts_with("Hujan") ? 0.4 + i : 0, i % 3 == 0 ? "Hujan Ringan" : "Berawan");
  r.record("bencana.gempa", "2", {{"magnitudo", 5.9}, {"wilayah", "Jauh"}}, 24h * 30);
  r.record("bencana.gempa", "1", {{"magnitudo", 4.2}, {"wilayah", "Pusat gempa di laut 38 km tenggara Tanah Bumbu"}},
           5h);
  return r;
}

feeds::Snapshot warned(const Regency& r) {
  feeds::Snapshot data = r.snapshot();
  data.events = {
      {"1", now() + 2h, now() + 5h, feeds::Severity::watch, "", "Gelombang tinggi di Selat Makassar", ""},
      {"2", now() - 25min, now() + 3h, feeds::Severity::danger, "63.10.04", "Hujan lebat disertai petir", ""}};
  return data;
}

class PanelsWeather : public testing::Test {
 protected:
  void expect(const std::string& name, const Regency& r, const feeds::Snapshot& data, const std::string& options,
              const std::string& lang = "id", config::Time at = now()) {
    const auto panel = stage::panel(r.catalogue, "weather", options);
    stage::expect_golden("weather", name, stage::tell(*panel, data, host_.look(lang), at));
  }
  stage::Host host_;
};

TEST_F(PanelsWeather, SaysNowAndLaterWetPlacesFirst) {
  const Regency r = full();
  expect("all", r, warned(r), kAll);
  expect("public_english", r, r.snapshot(), kAll, "en");
  expect("late", r, r.snapshot(), kAll, "id", now() + 6h);
  expect("missing", r, r.snapshot(), kAll, "id", now() + 30h);
  expect("chosen", r, r.snapshot(), "forecast = 'prakiraan.cuaca'\nregion = '63.10.03'");
}

TEST_F(PanelsWeather, SaysWhyThereIsNothing) {
  const Regency r = regency();
  expect("empty", r, r.snapshot(), kAll);
  expect("no_forecast", r, r.snapshot(), "forecast = 'prakiraan.cuaca'");
}

TEST_F(PanelsWeather, RowsOfOnePlaceAreItsHours) {
  Regency r = regency();
  for (int i = -2; i < 4; ++i)
    forecast(r, "b" + std::to_string(i + 2), "Batulicin",
             i == 0   ? "Berawan"
             : i == 2 ? "Hujan Ringan"
                      : "Cerah",
             28 + i, i == 2 ? 3.5 : 0, "", -std::chrono::hours(3 * i) + 1h);
  expect("hours", r, r.snapshot(), "forecast = 'prakiraan.cuaca'");
}

TEST_F(PanelsWeather, WordsOfBmkgAreKnown) {
  using panels::sky_of;
  EXPECT_EQ(sky_of("Cerah"), Sky::clear);
  EXPECT_EQ(sky_of("Cerah Berawan"), Sky::partly);
  EXPECT_EQ(sky_of("Berawan Tebal"), Sky::cloudy);
  EXPECT_EQ(sky_of("Udara Kabur"), Sky::fog);
  EXPECT_EQ(sky_of("Hujan Ringan"), Sky::rain);
  EXPECT_EQ(sky_of("Hujan Sedang"), Sky::rain);
  EXPECT_EQ(sky_of("Hujan Lebat"), Sky::heavy_rain);
  EXPECT_EQ(sky_of("Hujan Petir"), Sky::storm);
  EXPECT_EQ(sky_of("Thunderstorm"), Sky::storm);
  EXPECT_EQ(sky_of("Light Rain"), Sky::rain);
  EXPECT_EQ(sky_of("Mostly Cloudy"), Sky::cloudy);
  EXPECT_EQ(sky_of("Partly Cloudy"), Sky::partly);
  EXPECT_EQ(sky_of("Haze"), Sky::fog);
  EXPECT_EQ(sky_of("tidak tahu"), Sky::unknown);
  EXPECT_EQ(sky_of(""), Sky::unknown);
}

TEST_F(PanelsWeather, RefusesNothingToShow) {
  const Regency r = regency();
  EXPECT_THROW(stage::panel(r.catalogue, "weather", "humidity = 'cuaca.kelembapan'"), std::runtime_error);
  EXPECT_NO_THROW(stage::panel(r.catalogue, "weather", "temperature = 'cuaca.suhu'"));
}

TEST_F(PanelsWeather, StaysInsideWhateverItsPlace) {
  const Regency r = full(), none = regency();
  stage::expect_well_drawn(*stage::panel(r.catalogue, "weather", kAll), warned(r), host_);
  stage::expect_well_drawn(*stage::panel(r.catalogue, "weather", kAll), r.snapshot(), host_, 30);
  stage::expect_well_drawn(*stage::panel(r.catalogue, "weather", "temperature = 'cuaca.suhu'"), none.snapshot(), host_,
                           30);
}

TEST_F(PanelsWeather, IsDrawnAgainWhenAWarningEndsAndForecastsGrowOld) {
  const Regency r = full();
  stage::Drawing d;
  d.draw(*stage::panel(r.catalogue, "weather", kAll), warned(r), host_.look(), {0, 0, 900, 600});
  const auto asked = [&](config::Time t) { return std::find(d.wakes.begin(), d.wakes.end(), t) != d.wakes.end(); };
  EXPECT_TRUE(asked(now() + 3h));
  EXPECT_TRUE(asked(now() + 2h));
  EXPECT_TRUE(asked(now() + 5h + 1ms)) << "two hours old, late after seven";
  for (const config::Time t : d.wakes) EXPECT_GT(t, now());
}

TEST(PanelsWeatherImage, Cards) {
  const Regency r = full();
  stage::expect_cards(*stage::panel(r.catalogue, "weather", kAll), warned(r), "weather/all");
}

}  // namespace
