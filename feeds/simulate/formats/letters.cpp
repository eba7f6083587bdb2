// Official letters (naskah dinas): in, out and hours to disposition by day, and what waits in each office now.
// Server's worker threads.
#include <cmath>
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

ServedReply statistics(const World& world, const ServedRequest&, Time now) {
  const Date last = today(now, world.zone);
  Json daily = Json::array(), waiting = Json::array();
  for (const Date& day : days(last, 31)) {
    const double busy = workday(day) ? 1 : 0.06;
    daily.push_back(
        {{"tanggal", config::to_string(day)},
         {"masuk", std::round(busy * (150 + 90 * world.noise("letters in", bucket(day))))},
         {"keluar", std::round(busy * (95 + 70 * world.noise("letters out", bucket(day))))},
         {"rata_jam_disposisi",
          round_to(7 + 16 * world.drift("disposition", std::chrono::sys_days(day), std::chrono::hours(24 * 5)), 1)}});
  }
  for (const Office& office : offices())
    if (std::string_view(office.name) != "Lainnya")
      waiting.push_back({{"perangkat_daerah", office.name},
                         {"belum_disposisi", std::floor(world.trait("letters", office.name, 1, 22) *
                                                        (0.6 + 0.8 * world.noise(office.name, bucket(last))))}});
  return json_reply(
      {{"per_tanggal", config::to_string(last)}, {"harian", std::move(daily)}, {"menunggu", std::move(waiting)}});
}

}  // namespace

void mount_letters(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/naskah/api/statistik", statistics);
}

}  // namespace feeds::simulate
