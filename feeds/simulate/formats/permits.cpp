// Business permits by month and investment by quarter. Server's worker threads.
#include <cmath>
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

ServedReply permits(const World& world, const ServedRequest&, Time now) {
  Json monthly = Json::array(), quarterly = Json::array();
  double year_sum = 0, quarter = 0;
  for (const Month& month : sent_months(now, world.zone, 34)) {
    const unsigned number = static_cast<unsigned>(month.month());
    if (number == 1) year_sum = quarter = 0;
    const double issued = std::round(215 + 95 * world.noise("nib", bucket(month)) + 4.0 * number);
    monthly.push_back({{"bulan", iso(month)},
                       {"nib_terbit", issued},
                       {"tepat_waktu_persen", round_to(91 + 8 * world.noise("permit sla", bucket(month)), 1)}});
    quarter += std::round((118 + 70 * world.noise("investment", bucket(month))) * 1e3) * 1e6;
    if (number % 3 != 0) continue;
    year_sum += quarter;
    quarter = 0;
    quarterly.push_back({{"triwulan_berakhir", config::to_string(last_day(month))}, {"realisasi_kumulatif", year_sum}});
  }
  monthly.erase(monthly.begin(), monthly.begin() + 10);
  quarterly.erase(quarterly.begin(), quarterly.begin() + 4);
  return json_reply({{"success", true}, {"perizinan", std::move(monthly)}, {"investasi", std::move(quarterly)}});
}

}  // namespace

void mount_permits(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/perizinan/api/rekap", permits);
}

}  // namespace feeds::simulate
