// Visits to the health centers by day and district, and the hospital's beds and emergency room. Worker threads.
#include <cmath>
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

using namespace std::chrono_literals;

ServedReply visits(const World& world, const ServedRequest&, Time now) {
  Json rows = Json::array();
  const Date yesterday{std::chrono::sys_days(today(now, world.zone)) - std::chrono::days(1)};
  for (const Date& day : days(yesterday, 31))
    for (const District& d : world.districts)
      rows.push_back({{"tgl", config::to_string(day)},
                      {"kode_kec", d.code},
                      {"kunjungan", std::round(d.people / 1000 * (workday(day) ? 2.6 : 0.7) *
                                               (0.8 + 0.4 * world.noise("visits " + d.code, bucket(day))))}});
  return json_reply({{"ok", true}, {"data", std::move(rows)}});
}

ServedReply hospital(const World& world, const ServedRequest&, Time now) {
  Json rows = Json::array();
  for (const Time& at : moments(now, 24h, 10min)) {
    const double busy = network_load(at, world.zone);
    rows.push_back(
        {{"waktu", config::to_rfc3339(at, world.zone)},
         {"tempat_tidur", 214},
         {"terisi_persen", round_to(100 * std::round(214 * (0.66 + 0.17 * world.drift("beds", at, 5h))) / 214, 1)},
         {"pasien_igd",
          std::floor(4 + 11 * busy * world.drift("igd", at, 40min) + 5 * world.drift("igd night", at, 90min))}});
  }
  return json_reply(
      {{"response", {{"rs", "RSUD"}, {"riwayat", std::move(rows)}}}, {"metadata", {{"code", 200}, {"message", "Ok"}}}});
}

}  // namespace

void mount_health(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/puskesmas/api/kunjungan", visits);
  serve(server, world, "GET", "/simrs/api/tempat-tidur", hospital);
}

}  // namespace feeds::simulate
