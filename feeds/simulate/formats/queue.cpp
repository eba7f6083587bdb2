// Counters of the public service mall: waiting people now and through the last 24 hours (local time, no zone), and the
// quarterly satisfaction survey (IKM). Server's worker threads.
#include <fmt/format.h>
#include <array>
#include <cmath>
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

using namespace std::chrono_literals;

struct Counter {
  const char* name;
  double most_waiting, minutes_each;
};
constexpr std::array<Counter, 6> kCounters = {{{"Adminduk", 34, 1.1},
                                               {"Perizinan", 14, 2.2},
                                               {"Pajak daerah", 11, 1.7},
                                               {"BPJS Kesehatan", 17, 1.6},
                                               {"Samsat", 26, 1.0},
                                               {"SKCK", 9, 1.9}}};

double waiting(const World& world, const Counter& counter, Time at) {
  const double load = counter_load(at, world.zone);
  const double wave = 0.45 + 0.75 * world.drift(std::string("queue ") + counter.name, at, 25min);
  return std::floor(counter.most_waiting * load * wave);
}

std::string local(Time at, Zone zone) {
  const config::Civil c = config::civil(at, zone);
  return fmt::format("{} {:02}:{:02}:00", config::to_string(c.date), c.hour, c.minute);
}

ServedReply counters(const World& world, const ServedRequest&, Time now) {
  Json rows = Json::array();
  for (const Time& at : moments(now, 24h, 10min))
    for (const Counter& counter : kCounters) {
      const double people = waiting(world, counter, at);
      rows.push_back({{"waktu", local(at, world.zone)},
                      {"gerai", counter.name},
                      {"menunggu", people},
                      {"tunggu_menit", round_to(people * counter.minutes_each, 0)}});
    }
  return json_reply({{"lokasi", "Mal Pelayanan Publik"}, {"data", std::move(rows)}});
}

ServedReply satisfaction(const World& world, const ServedRequest&, Time now) {
  Json rows = Json::array();
  const auto sent = sent_months(now, world.zone, 26, 15);
  for (const Month& month : sent) {
    const unsigned number = static_cast<unsigned>(month.month());
    if (number % 3 != 0) continue;
    for (const char* unit : {"Disdukcapil", "DPMPTSP", "Dinkes", "Disdikbud", "DPUPR", "RSUD"}) {
      const double level =
          world.trait("ikm", unit, 77.5, 90.5) + 2.4 * world.noise(std::string("ikm ") + unit, bucket(month)) - 1.2;
      rows.push_back(
          {{"triwulan_berakhir", config::to_string(last_day(month))}, {"unit", unit}, {"ikm", round_to(level, 2)}});
    }
  }
  return json_reply({{"status", "ok"}, {"hasil", std::move(rows)}});
}

}  // namespace

void mount_queue(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/antrean/api/v1/gerai", counters);
  serve(server, world, "GET", "/skm/api/hasil", satisfaction);
}

}  // namespace feeds::simulate
