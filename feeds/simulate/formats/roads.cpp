// The share of regency roads in good or fair state, by month and district; the office has not sent its last two months.
// Server's worker threads.
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

ServedReply roads(const World& world, const ServedRequest&, Time now) {
  Json rows = Json::array();
  for (const Month& month : sent_months(now, world.zone, 12, 5, 2))
    for (const District& d : world.districts) {
      const double since = static_cast<double>(bucket(month) - (2025 * 12 + 8));
      rows.push_back(
          {{"bulan", iso(month)},
           {"wilayah", d.code},
           {"mantap_persen", round_to(std::min(98.0, world.trait("roads", d.code, 58, 86) + 0.45 * since), 1)}});
    }
  return json_reply({{"status", "ok"}, {"kondisi", std::move(rows)}});
}

}  // namespace

void mount_roads(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/sijalan/api/kondisi", roads);
}

}  // namespace feeds::simulate
