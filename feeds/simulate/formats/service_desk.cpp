// Diskominfo's service desk: requests to open a site, security incidents, the last good backup and the ICT inventory;
// and the data gateway whose health the center probes. Server's worker threads.
#include <cmath>
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

using namespace std::chrono_literals;

// The nightly copy ends at 02.10 local time and fails about one night in nine.
Time last_backup(const World& world, Time now) {
  Time at = config::midnight(today(now, world.zone), world.zone) + 2h + 10min;
  while (at > now || world.noise("backup", at.time_since_epoch() / 24h) < 0.11) at -= 24h;
  return at;
}

ServedReply summary(const World& world, const ServedRequest&, Time now) {
  Json daily = Json::array(), assets = Json::array();
  for (const Date& day : days(today(now, world.zone), 31)) {
    const Time at = std::chrono::sys_days(day);
    daily.push_back({{"tanggal", config::to_string(day)},
                     {"akses_terbuka", std::floor(1 + 8 * world.drift("access", at, 24h * 4))},
                     {"insiden_terbuka", std::floor(4.4 * std::pow(world.drift("incident", at, 24h * 5), 1.6))}});
  }
  for (const Month& month : sent_months(now, world.zone, 12))
    assets.push_back(
        {{"bulan", iso(month)},
         {"opd_lapor_persen",
          round_to(
              std::min(100.0, 70.8 + 2.08 * std::floor(static_cast<double>(bucket(month) - (2025 * 12 + 10)) * 0.8)),
              1)}});
  const Time now_minute = moments(now, 5min, 1min).back();
  const double hours = std::chrono::duration<double, std::ratio<3600>>(now_minute - last_backup(world, now)).count();
  return json_reply({{"waktu", config::to_rfc3339(now_minute, world.zone)},
                     {"cadangan",
                      {{"terakhir_berhasil", config::to_rfc3339(last_backup(world, now), world.zone)},
                       {"umur_jam", round_to(hours, 1)}}},
                     {"harian", std::move(daily)},
                     {"aset_tik", std::move(assets)}});
}

ServedReply gateway(const World&, const ServedRequest&, Time) {
  return json_reply({{"status", "UP"}});
}

}  // namespace

void mount_service_desk(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/sitik/api/ringkasan", summary);
  serve(server, world, "GET", "/gerbang/health", gateway);
}

}  // namespace feeds::simulate
