// River gauges through the last 24 hours, from a telemetry server that does not answer in some hours, and disasters by
// month and district. Server's worker threads.
#include <algorithm>
#include <array>
#include <cmath>
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

using namespace std::chrono_literals;
constexpr std::array<double, 3> kUsual = {118, 164, 141};  // cm, by gauge

double level(const World& world, const std::string& gauge, double usual, Time at) {
  const double tide = 22 * std::sin(static_cast<double>(at.time_since_epoch() / 1min) / 745.0 * 2 * 3.14159265);
  return usual + tide + 110 * std::pow(world.drift(gauge, at, 16h), 2.0) + 4 * world.drift(gauge, at, 30min);
}

ServedReply gauges(const World& world, const ServedRequest&, Time now) {
  const auto minute = now.time_since_epoch() / 1min % 60;  // resting hours begin late, so that age shows first
  if (minute >= 10 && minute < 45 && world.noise("telemetry outage", now.time_since_epoch() / 1h) < 0.12)
    return refusal(503, "Layanan telemetri sedang tidak tersedia");
  Json readings = Json::array();
  for (std::size_t i = 0; i < kUsual.size(); ++i) {
    const std::string gauge = "Pos " + world.place(i, kUsual.size());
    for (const Time& at : moments(now, 24h, 10min))
      readings.push_back({{"pos", gauge},
                          {"waktu", config::to_rfc3339(at, world.zone)},
                          {"tma_cm", std::round(level(world, gauge, kUsual[i], at))}});
  }
  return json_reply({{"bacaan", std::move(readings)}});
}

ServedReply events(const World& world, const ServedRequest&, Time now) {
  Json rows = Json::array();
  for (const Month& month : sent_months(now, world.zone, 13, 3))
    for (const District& d : world.districts) {
      const unsigned number = static_cast<unsigned>(month.month());
      const double season = number >= 11 || number <= 3 ? 1.6
                            : number >= 8               ? 1.2
                                                        : 0.6;  // floods; fires of the dry months
      rows.push_back({{"periode", iso(month)},
                      {"kode_wilayah", d.code},
                      {"kejadian", std::floor(season * (0.3 + d.people / 45000) * 2.4 *
                                              world.noise("disaster " + d.code, bucket(month)))}});
    }
  return json_reply({{"data", std::move(rows)}});
}

}  // namespace

void mount_disaster(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/telemetri/api/pos", gauges);
  serve(server, world, "GET", "/pusdalops/api/kejadian", events);
}

}  // namespace feeds::simulate
