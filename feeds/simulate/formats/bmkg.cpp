// BMKG: the last quakes (an object in autogempa, a list elsewhere, all strings, Jam in WIB) and the forecast of one
// desa in slots of three hours, with an ETag. Server's worker threads.
#include <fmt/format.h>
#include <array>
#include <cmath>
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

using namespace std::chrono_literals;
constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "Mei", "Jun",
                                                 "Jul", "Agu", "Sep", "Okt", "Nov", "Des"};

struct Place {
  const char* bearing;  // from the regency
  double north, east;   // of its province's midst, degrees
  const char* felt;     // {0}, {1}: districts
};
constexpr std::array<Place, 6> kPlaces = {{{"62 km TimurLaut", 0.24, 0.71, "II {0}, II {1}"},
                                           {"38 km Tenggara", -0.67, 0.81, "III {1}, II {0}"},
                                           {"71 km BaratDaya", -0.42, -0.49, "II-III {0}"},
                                           {"24 km Tenggara", -0.28, 0.38, "II {1}"},
                                           {"55 km BaratLaut", 0.41, -0.51, "II {0}"},
                                           {"19 km BaratDaya", -0.32, -0.19, "II-III {1}, II {0}"}}};

// One felt quake in each span of 40 hours.
Json quake(const World& world, std::int64_t number) {
  const auto span = 40h;
  const Time at = Time(span * number) + std::chrono::duration_cast<Duration>(span * world.noise("quake", number));
  const config::Civil wib = config::civil(at, Zone::wib), utc = {config::civil(at - 7h, Zone::wib)};
  const Place& place = kPlaces[static_cast<std::size_t>(world.noise("place", number) * kPlaces.size())];
  const double latitude = world.latitude + place.north, longitude = world.longitude + place.east;
  const unsigned month = static_cast<unsigned>(wib.date.month());
  return {{"Tanggal", fmt::format("{:02} {} {}", static_cast<unsigned>(wib.date.day()), kMonths[month - 1],
                                  static_cast<int>(wib.date.year()))},
          {"Jam", fmt::format("{:02}:{:02}:{:02} WIB", wib.hour, wib.minute, wib.second)},
          {"DateTime",
           fmt::format("{}T{:02}:{:02}:{:02}+00:00", config::to_string(utc.date), utc.hour, utc.minute, utc.second)},
          {"Coordinates", fmt::format("{:.2f},{:.2f}", latitude, longitude)},
          {"Lintang", fmt::format("{:.2f} {}", std::fabs(latitude), latitude < 0 ? "LS" : "LU")},
          {"Bujur", fmt::format("{:.2f} BT", longitude)},
          {"Magnitude", fmt::format("{:.1f}", 2.4 + 2.6 * std::pow(world.noise("magnitude", number), 2.2))},
          {"Kedalaman", fmt::format("{} km", 5 + static_cast<int>(30 * world.noise("depth", number)))},
          {"Wilayah", fmt::format("Pusat gempa berada di {} {}", place.bearing, world.capitals)},
          {"Dirasakan", fmt::format(fmt::runtime(place.felt), world.place(0, 2), world.place(1, 2))}};
}

std::int64_t last_quake(const World& world, Time now) {
  const std::int64_t number = now.time_since_epoch() / 40h;
  const Time at = Time(40h * number) + std::chrono::duration_cast<Duration>(40h * world.noise("quake", number));
  return at <= now ? number : number - 1;
}

ServedReply latest(const World& world, const ServedRequest&, Time now) {
  Json one = quake(world, last_quake(world, now));
  one["Potensi"] = "Gempa ini dirasakan untuk diteruskan pada masyarakat";
  return json_reply({{"Infogempa", {{"gempa", std::move(one)}}}});
}

ServedReply felt(const World& world, const ServedRequest&, Time now) {
  Json list = Json::array();
  for (std::int64_t n = last_quake(world, now), end = n - 15; n > end; --n) list.push_back(quake(world, n));
  return json_reply({{"Infogempa", {{"gempa", std::move(list)}}}});
}

const char* zone_name(Zone zone) {
  switch (zone) {
    case Zone::wib:
      return "Asia/Jakarta";
    case Zone::wita:
      return "Asia/Makassar";
    case Zone::wit:
      break;
  }
  return "Asia/Jayapura";
}

struct Sky {
  int code;
  const char *text, *english;
};
Sky sky(double wet) {
  if (wet > 0.82) return {95, "Hujan Petir", "Thunderstorm"};
  if (wet > 0.62) return {61, "Hujan Ringan", "Light Rain"};
  if (wet > 0.40) return {3, "Berawan", "Mostly Cloudy"};
  return {2, "Cerah Berawan", "Partly Cloudy"};
}

Json slot(const World& world, const std::string& where, Time at) {
  const config::Civil local = config::civil(at, world.zone),
                      utc = config::civil(at - config::offset(Zone::wib), Zone::wib);
  const double wet = world.drift("rain " + where, at, 7h) * (local.hour >= 12 && local.hour < 20 ? 1.15 : 0.85);
  const double warm =
      24.2 + 7.4 * std::exp(-(local.hour - 13) * (local.hour - 13) / 22.0) - 2 * wet + world.drift(where, at, 9h);
  const Sky now = sky(wet);
  return {{"datetime", config::to_rfc3339(at)},
          {"t", std::round(warm)},
          {"tcc", std::round(30 + 70 * wet)},
          {"tp", wet > 0.62 ? round_to(22 * (wet - 0.6), 1) : 0.0},
          {"weather", now.code},
          {"weather_desc", now.text},
          {"weather_desc_en", now.english},
          {"wd", "SE"},
          {"ws", round_to(4 + 14 * world.drift("wind", at, 5h), 1)},
          {"hu", std::round(96 - 4.2 * (warm - 24))},
          {"vs", nullptr},
          {"vs_text", nullptr},
          {"utc_datetime", fmt::format("{} {:02}:00:00", config::to_string(utc.date), utc.hour)},
          {"local_datetime", fmt::format("{} {:02}:00:00", config::to_string(local.date), local.hour)}};
}

ServedReply forecast(const World& world, const ServedRequest& request, Time now) {
  const auto asked = request.query.find("adm4");
  const std::string where = asked == request.query.end() ? "" : asked->second;
  const auto district = std::find_if(world.districts.begin(), world.districts.end(), [&](const District& d) {
    return where.size() == 13 && where.starts_with(d.code + '.');
  });
  if (district == world.districts.end())
    return json_reply({{"statusCode", 404}, {"message", "Data tidak ditemukan"}}, 404);
  const Time first(3h * (now.time_since_epoch() / 3h));
  const std::string tag = fmt::format("\"{}-{}\"", where, first.time_since_epoch() / 3h);
  if (const auto known = request.headers.find("if-none-match"); known != request.headers.end() && known->second == tag)
    return ServedReply{304, "application/json", "", {{"ETag", tag}}};
  Json slots = Json::array({Json::array(), Json::array(), Json::array()});
  for (int i = 0; i < 20; ++i) slots[i < 4 ? 0 : i < 12 ? 1 : 2].push_back(slot(world, where, first + 3h * i));
  const Json place = {
      {"adm3", district->code}, {"adm4", where}, {"kecamatan", district->name}, {"timezone", zone_name(world.zone)}};
  ServedReply reply =
      json_reply({{"lokasi", place}, {"data", Json::array({{{"lokasi", place}, {"cuaca", std::move(slots)}}})}});
  reply.headers = {{"ETag", tag}, {"Cache-Control", "max-age=3600"}};
  return reply;
}

}  // namespace

void mount_bmkg(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/bmkg/DataMKG/TEWS/autogempa\\.json", latest);
  serve(server, world, "GET", "/bmkg/DataMKG/TEWS/gempadirasakan\\.json", felt);
  serve(server, world, "GET", "/bmkg/publik/prakiraan-cuaca", forecast);
}

}  // namespace feeds::simulate
