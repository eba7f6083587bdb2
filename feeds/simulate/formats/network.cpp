// The network between offices: NetBox's sites (nodes), the map's links with label, load and loss, the router of each
// district office (MikroTik's REST, all strings) and public access points with their use. Server's worker threads.
#include <fmt/format.h>
#include <array>
#include <cmath>
#include "feeds/simulate/formats/formats.h"
#include "feeds/simulate/links.h"

namespace feeds::simulate {
namespace {

using namespace std::chrono_literals;

Spot moved(Spot from, double north, double east) {
  return {from.north + north, from.east + east};
}
Spot near(const World& world, Spot middle, const std::string& name, double reach) {
  return moved(middle, reach * (2 * world.noise("north " + name) - 1), reach * (2 * world.noise("east " + name) - 1));
}
// Of the regency's offices: in its first district, or in the middle of what is known.
Spot seat_of(const World& world) {
  const Spot middle{world.latitude, world.longitude};
  return world.districts.empty() ? middle : world.districts.front().spot.value_or(middle);
}
// In their districts; without borders around the data center, the last one farthest away.
Spot tower_spot(const World& world, std::size_t tower) {
  if (const auto& spot = world.districts[tower + 1].spot) return moved(*spot, 0.012, 0.012);
  const auto all = static_cast<double>(tower_count(world));
  const double angle = 6.2831853 * (static_cast<double>(tower) + 0.35) / std::max(1.0, all);
  const double far = tower + 1 == tower_count(world) ? 0.34 : 0.2;
  return moved({world.latitude, world.longitude}, far * std::sin(angle) * 0.7, far * std::cos(angle));
}
Spot office_spot(const World& world, std::size_t district) {
  const District& d = world.districts[district];
  if (d.spot) return *d.spot;
  const auto tower = tower_of(world, district);
  return near(world, tower ? tower_spot(world, *tower) : Spot{world.latitude, world.longitude}, d.name, 0.12);
}

Spot drc_spot(const World& world) {
  if (!world.districts.empty() && world.districts.back().spot)
    return moved(*world.districts.back().spot, -0.01, -0.015);
  return moved({world.latitude, world.longitude}, -0.22, -0.3);
}

Json node(const std::string& slug, const std::string& name, const char* role, const std::string& district, Spot spot) {
  return {{"name", name},
          {"slug", slug},
          {"status", {{"value", "active"}, {"label", "Active"}}},
          {"latitude", round_to(spot.north, 5)},
          {"longitude", round_to(spot.east, 5)},
          {"custom_fields", {{"peran", role}, {"kode_wilayah", district}}}};
}

ServedReply sites(const World& world, const ServedRequest& request, Time) {
  const auto token = request.headers.find("authorization");
  if (token == request.headers.end() || !token->second.starts_with("Token "))
    return json_reply({{"detail", "Authentication credentials were not provided."}}, 403);
  const std::string seat = world.districts.empty() ? "" : world.districts.front().code;
  const Spot middle = seat_of(world);
  Json rows = Json::array();
  rows.push_back(node("pusat-data", "Pusat data", "pusat data", seat, middle));
  rows.push_back(node("drc", "Pusat pemulihan bencana", "DRC",
                      world.districts.empty() ? "" : world.districts.back().code, drc_spot(world)));
  rows.push_back(node("internet-1", "Internet utama", "internet", seat, moved(middle, 0.05, -0.06)));
  rows.push_back(node("internet-2", "Internet cadangan", "internet", seat, moved(middle, 0.07, 0.05)));
  for (std::size_t t = 0; t < tower_count(world); ++t) {
    const std::string& at = world.districts[t + 1].name;
    rows.push_back(node("menara-" + std::to_string(t + 1), "Menara " + at, "menara", world.districts[t + 1].code,
                        tower_spot(world, t)));
  }
  for (const char* agency : agency_names())
    rows.push_back(node(slug_of(agency), agency, "kantor", seat, near(world, middle, agency, 0.05)));
  for (std::size_t i = 0; i < world.districts.size(); ++i) {
    const District& d = world.districts[i];
    rows.push_back(node(slug_of("kec " + d.name), "Kecamatan " + d.name, "kecamatan", d.code, office_spot(world, i)));
  }
  const auto count = rows.size();
  return json_reply({{"count", count}, {"next", nullptr}, {"previous", nullptr}, {"results", std::move(rows)}});
}

ServedReply links(const World& world, const ServedRequest&, Time now) {
  const Time at = moments(now, 10min, 1min).back();
  Json rows = Json::array();
  for (const Cable& c : cables(world, at))
    rows.push_back({{"kode", c.code},
                    {"label", c.label},
                    {"dari", c.from},
                    {"ke", c.to},
                    {"media", c.medium},
                    {"kapasitas_mbps", c.capacity},
                    {"beban_mbps", round_to(c.load, 1)},
                    {"balik_mbps", round_to(c.back, 1)},
                    {"beban_persen", round_to(100 * std::max(c.load, c.back) / c.capacity, 1)},
                    {"hilang_persen", round_to(c.lost, 2)},
                    {"status", c.up ? "up" : "down"},
                    {"sejak", c.since ? Json(config::to_rfc3339(*c.since, world.zone)) : Json(nullptr)}});
  return json_reply({{"waktu", config::to_rfc3339(at, world.zone)}, {"sambungan", std::move(rows)}});
}

ServedReply router(const World& world, const ServedRequest& request, Time now) {
  const std::string code = request.matches.size() > 1 ? request.matches[1] : "";
  const auto found =
      std::find_if(world.districts.begin(), world.districts.end(), [&](const District& d) { return d.code == code; });
  if (found == world.districts.end()) return json_reply({{"error", 404}, {"message", "Not Found"}}, 404);
  const auto index = static_cast<std::size_t>(found - world.districts.begin());
  const double load = 6 + 0.6 * district_load(world, index, now) + 18 * world.drift("router " + code, now, 10min);
  const auto up = now.time_since_epoch() / 1s - static_cast<std::int64_t>(world.trait("boot", code, 1.70e9, 1.79e9));
  return json_reply({{"board-name", "RB4011iGS+"},
                     {"version", "7.12.1 (stable)"},
                     {"uptime", fmt::format("{}d{}h{}m", up / 86400, up / 3600 % 24, up / 60 % 60)},
                     {"cpu-load", fmt::format("{:.0f}", std::min(99.0, load))},
                     {"free-memory", fmt::format("{:.0f}", 1048576 * (610 - 2.1 * load))},
                     {"total-memory", "1073741824"}});
}

ServedReply access_points(const World& world, const ServedRequest&, Time now) {
  constexpr std::array<const char*, 4> kinds = {"Alun-alun", "Kios layanan", "Pasar", "Ruang tunggu puskesmas"};
  const Date yesterday{std::chrono::sys_days(today(now, world.zone)) - std::chrono::days(1)};
  Json rows = Json::array(), use = Json::array();
  int number = 0;
  for (const District& d : world.districts)
    for (const char* kind : kinds) {
      const std::string name = fmt::format("{} {}", kind, d.name);
      const auto used = [&](Date day) {
        return std::floor(world.trait("point", name, 8, 90) * (0.5 + world.noise(name, bucket(day))));
      };
      const bool up = world.noise("point " + name, now.time_since_epoch() / 1h) > 0.04;
      rows.push_back({{"kode", fmt::format("TAP-{:03}", ++number)},
                      {"tempat", name},
                      {"jenis", std::string_view(kind) == "Kios layanan" ? "kios" : "wifi"},
                      {"kode_wilayah", d.code},
                      {"status", up ? "aktif" : "mati"},
                      {"pengguna_kemarin", used(yesterday)}});
      for (const Date& day : days(yesterday, 14))
        use.push_back({{"tanggal", config::to_string(day)}, {"kode_wilayah", d.code}, {"pengguna", used(day)}});
    }
  return json_reply({{"titik", std::move(rows)}, {"pemakaian", std::move(use)}});
}

}  // namespace

void mount_network(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/netbox/api/dcim/sites/", sites);
  serve(server, world, "GET", "/petajaringan/api/sambungan", links);
  serve(server, world, "GET", "/router/([0-9.]+)/rest/system/resource", router);
  serve(server, world, "GET", "/hotspot/api/titik", access_points);
}

}  // namespace feeds::simulate
