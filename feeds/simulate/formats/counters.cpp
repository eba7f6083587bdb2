// Service counters, each a system of its own at its own address: waiting people, served today and the wait now; and
// whether the service answers. Server's worker threads.
#include <cmath>
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

using namespace std::chrono_literals;

// Working days fill up from 8 to 16.
double part_of_day(Time now, Zone zone) {
  const config::Civil c = config::civil(now, zone);
  if (!workday(c.date)) return 0;
  return std::clamp((c.hour + c.minute / 60.0 - 8) / 8, 0.0, 1.0);
}

ServedReply counter(const World& world, const ServedRequest& request, Time now) {
  const std::string place = request.matches.size() > 1 ? request.matches[1] : "";
  const double most = world.trait("counter", place, 5, 26), each = world.trait("minutes", place, 2.2, 6.5);
  const Time at = moments(now, 10min, 1min).back();
  const double people =
      std::floor(most * counter_load(at, world.zone) * (0.45 + 0.75 * world.drift("counter " + place, at, 25min)));
  const double a_day = most * 6 * (0.7 + 0.6 * world.noise("served " + place, bucket(today(at, world.zone))));
  return json_reply({{"waktu", config::to_rfc3339(at, world.zone)},
                     {"menunggu", people},
                     {"tunggu_menit", round_to(people * each, 0)},
                     {"dilayani_hari_ini", std::floor(a_day * part_of_day(at, world.zone))}});
}

ServedReply health(const World& world, const ServedRequest& request, Time now) {
  const std::string place = request.matches.size() > 1 ? request.matches[1] : "";
  const auto span = now.time_since_epoch() / 15min;
  if (world.noise("service " + place, span) < 0.01) return refusal(503, "Service Unavailable");
  return json_reply({{"status", "UP"}});
}

}  // namespace

void mount_counters(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/layanan/([a-z0-9.-]+)/antrean", counter);
  serve(server, world, "GET", "/layanan/([a-z0-9.-]+)/health", health);
}

}  // namespace feeds::simulate
