// Counts of the civil service, without personal data: attendance of each working day by office, staff, retirements and
// ICT training by month. Server's worker threads.
#include <cmath>
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

using namespace std::chrono_literals;

// Today is sent from ten o'clock on, when the morning's devices have reported.
ServedReply attendance(const World& world, const ServedRequest&, Time now) {
  const config::Civil local = config::civil(now, world.zone);
  Json rows = Json::array();
  for (const Date& day : days(local.date, 45)) {
    if (!workday(day) || (day == local.date && local.hour < 10)) continue;
    double present = 0, all = 0;
    for (const Office& office : offices()) {
      const double share = world.trait("present", office.name, 0.89, 0.97) +
                           0.05 * world.noise(std::string("present ") + office.name, bucket(day)) - 0.025;
      const double here = std::round(office.staff * share);
      present += here;
      all += office.staff;
      rows.push_back({{"tanggal", config::to_string(day)},
                      {"opd", office.name},
                      {"pegawai", office.staff},
                      {"hadir", here},
                      {"persen", round_to(100 * here / office.staff, 1)}});
    }
    rows.push_back({{"tanggal", config::to_string(day)},
                    {"opd", "Kabupaten"},
                    {"pegawai", all},
                    {"hadir", present},
                    {"persen", round_to(100 * present / all, 1)}});
  }
  return json_reply({{"status", true}, {"rekap", std::move(rows)}});
}

ServedReply staff(const World& world, const ServedRequest&, Time now) {
  Json by_office = Json::array(), regency = Json::array();
  for (const Month& month : sent_months(now, world.zone, 14)) {
    const int ago = static_cast<int>(bucket(month) - (2026 * 12 + 10));
    for (const Office& office : offices())
      by_office.push_back(
          {{"bulan", iso(month)}, {"opd", office.name}, {"asn", std::round(office.staff * (1 + 0.0012 * ago))}});
    const unsigned number = static_cast<unsigned>(month.month());
    double trained = 0;
    for (unsigned m = 1; m <= number; ++m)
      trained += std::floor(9 + 34 * world.noise("training", bucket(Month(month.year(), std::chrono::month(m)))));
    regency.push_back({{"bulan", iso(month)},
                       {"pensiun_12_bulan", std::round(212 + 26 * world.noise("retire", bucket(month)))},
                       {"pelatihan_tik_kumulatif", trained}});
  }
  return json_reply({{"status", true}, {"opd", std::move(by_office)}, {"kabupaten", std::move(regency)}});
}

}  // namespace

void mount_attendance(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/absensi/api/rekap", attendance);
  serve(server, world, "GET", "/simpeg/api/rekap", staff);
}

}  // namespace feeds::simulate
