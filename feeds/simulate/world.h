// What every pretend agency knows: the seed, the districts, the offices and how to make a reply. Immutable while
// served.
#pragma once
#include <nlohmann/json.hpp>
#include "config/catalogue.h"
#include "config/geo_map.h"
#include "feeds/http_server.h"
#include "feeds/simulate/series.h"

namespace feeds::simulate {

using Json = nlohmann::ordered_json;

// Degrees.
struct Spot {
  double north = 0, east = 0;
};
struct District {
  std::string code, name;
  double people = 0;
  std::optional<Spot> spot;  // where its borders say; nothing: no borders are known
};
// An agency with its share of the regency's budget and its staff.
struct Office {
  const char* name;
  double budget_share;
  int staff;
};

struct World {
  std::uint64_t seed = 1;
  Zone zone = Zone::wib;
  std::string regency;                      // code
  std::string capitals;                     // the name of the regency, without blanks
  std::string domain;                       // the official one
  double latitude = -2.5, longitude = 118;  // its middle; of its province where no borders are known
  std::vector<District> districts;
  std::function<Time()> now;

  double noise(std::string_view name, std::int64_t bucket = 0) const { return simulate::noise(seed, name, bucket); }
  double drift(std::string_view name, Time at, Duration step) const { return simulate::drift(seed, name, at, step); }
  // A value of its own for a district or office, from `least` to `most`, the same at all times.
  double trait(std::string_view name, std::string_view of, double least, double most) const;
  // The name of a district, for what lies somewhere: `which` of `of` places spread over the regency.
  const std::string& place(std::size_t which, std::size_t of) const;
};

World make_world(const config::Catalogue&, std::uint64_t seed);
// Puts the regency and its districts where a map of places has them; a schematic one changes nothing.
void settle(World&, const config::GeoMap&);
const std::vector<Office>& offices();
// Short names of all agencies, those of offices() among them.
const std::vector<const char*>& agency_names();
inline constexpr double kBudget2026 = 3.42e12;  // rupiah, the whole APBD

using Answer = ServedReply (*)(const World&, const ServedRequest&, Time now);
void serve(HttpServer&, const World&, const char* method, const char* pattern, Answer);
ServedReply json_reply(const Json&, int status = 200);
// Bad requests are answered as the real systems do: JSON with a message.
ServedReply refusal(int status, const std::string& message);
std::int64_t bucket(Date);   // days since 1970
std::int64_t bucket(Month);  // months since year 0

}  // namespace feeds::simulate
