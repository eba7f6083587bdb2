// Schools by month and district; the figures come a month later than they are due. Server's worker threads.
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

ServedReply schools(const World& world, const ServedRequest&, Time now) {
  Json rows = Json::array();
  for (const Month& month : sent_months(now, world.zone, 13, 5, 1))
    for (const District& d : world.districts) {
      const double since = static_cast<double>(bucket(month) - (2025 * 12 + 8));
      rows.push_back({{"periode", iso(month)},
                      {"kode_kecamatan", d.code},
                      {"guru_hadir_persen", round_to(world.trait("teachers", d.code, 90, 96) +
                                                         3 * world.noise("teachers " + d.code, bucket(month)) - 1.5,
                                                     1)},
                      {"sekolah_internet_persen",
                       round_to(std::min(100.0, world.trait("schools", d.code, 58, 93) + 0.55 * since), 1)}});
    }
  return json_reply({{"message", "success"}, {"rows", std::move(rows)}});
}

}  // namespace

void mount_education(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/dapodik/api/rekap", schools);
}

}  // namespace feeds::simulate
