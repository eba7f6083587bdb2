// The network between offices: NetBox's sites (nodes), the map's links with label, load and loss, the router of each
// district office (MikroTik's REST, all strings) and public access points with their use. Server's worker threads.
#include <fmt/format.h>
#include <array>
#include <cctype>
#include <cmath>
#include "feeds/simulate/formats/formats.h"
#include "feeds/simulate/links.h"

namespace feeds::simulate {
namespace {

using namespace std::chrono_literals;

double offset(const World& world, const std::string& name, const char* axis, double reach) {
  return reach * (2 * world.noise(axis + name) - 1);
}

Json node(const World& world, const std::string& slug, const std::string& name, const char* role,
          const std::string& district, double reach) {
  return {{"name", name},
          {"slug", slug},
          {"status", {{"value", "active"}, {"label", "Active"}}},
          {"latitude", round_to(world.latitude + offset(world, slug, "north ", reach), 5)},
          {"longitude", round_to(world.longitude + offset(world, slug, "east ", reach), 5)},
          {"custom_fields", {{"peran", role}, {"kode_wilayah", district}}}};
}

std::string slug_of(std::string name) {
  for (char& c : name) c = c == ' ' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return name;
}

ServedReply sites(const World& world, const ServedRequest& request, Time) {
  const auto token = request.headers.find("authorization");
  if (token == request.headers.end() || !token->second.starts_with("Token "))
    return json_reply({{"detail", "Authentication credentials were not provided."}}, 403);
  const std::string seat = world.districts.empty() ? "" : world.districts.front().code;
  Json rows = Json::array();
  rows.push_back(node(world, "pusat-data", "Pusat data", "pusat data", seat, 0.02));
  rows.push_back(node(world, "drc", "Pusat pemulihan bencana", "DRC",
                      world.districts.empty() ? "" : world.districts.back().code, 0.3));
  for (const char* agency : agency_names()) rows.push_back(node(world, slug_of(agency), agency, "kantor", seat, 0.04));
  for (const District& d : world.districts)
    rows.push_back(node(world, slug_of("kec " + d.name), "Kecamatan " + d.name, "kecamatan", d.code, 0.35));
  const auto count = rows.size();
  return json_reply({{"count", count}, {"next", nullptr}, {"previous", nullptr}, {"results", std::move(rows)}});
}

Json link(const std::string& to, int number, double capacity, bool up, double mbit, double loss) {
  return {{"label", fmt::format("PD1-R02-U{:02} / {}", 10 + number, to)},
          {"dari", "pusat-data"},
          {"ke", to},
          {"kapasitas_mbps", capacity},
          {"beban_mbps", round_to(mbit, 1)},
          {"beban_persen", round_to(100 * mbit / capacity, 1)},
          {"hilang_persen", up ? round_to(loss, 2) : 100.0},
          {"status", up ? "up" : "down"}};
}

ServedReply links(const World& world, const ServedRequest&, Time now) {
  const Time at = moments(now, 10min, 1min).back();
  Json rows = Json::array();
  int number = 0;
  for (std::size_t i = 0; i < world.districts.size(); ++i) {
    const std::string to = slug_of("kec " + world.districts[i].name);
    rows.push_back(link(to, ++number, 100, district_link_up(world, i, at), district_load(world, i, at),
                        1.6 * std::pow(world.drift("loss " + to, at, 40min), 4)));
  }
  for (const char* agency : agency_names()) {
    const std::string to = slug_of(agency);
    const bool up = world.noise("office link " + to, at.time_since_epoch() / 20min) > 0.008;
    const double mbit = world.trait("office load", to, 8, 190) * network_load(at, world.zone) *
                        (0.6 + 0.8 * world.drift("office " + to, at, 15min));
    rows.push_back(
        link(to, ++number, 1000, up, up ? mbit : 0, 0.4 * std::pow(world.drift("loss " + to, at, 40min), 4)));
  }
  rows.push_back(link("drc", ++number, 1000, true, 220 + 160 * world.drift("drc", at, 30min), 0.01));
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
