// Public complaints by day and district, and the whistle-blowing system's counts (no text, no names). Worker threads.
#include <cmath>
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

using std::chrono::sys_days;

double came_in(const World& world, const District& district, Date day) {
  const double usual = district.people / 1000 * 0.042 * (workday(day) ? 1.25 : 0.5);
  return std::floor(usual * (0.4 + 1.2 * world.noise("complaints " + district.code, bucket(day))) + 0.5);
}

double came_in(const World& world, const District& district, Date day, int days_before) {
  return came_in(world, district, Date(sys_days(day) - std::chrono::days(days_before)));
}

double answered(const World& world, const District& district, Date day) {
  return std::round(0.5 * came_in(world, district, day, 2) + 0.45 * came_in(world, district, day, 4));
}

// Open longer than five working days: a small share of the last three weeks, larger where the office is slow.
double overdue(const World& world, const District& district, Date day) {
  double sum = 0;
  for (int back = 7; back < 28; ++back) sum += came_in(world, district, day, back);
  return std::floor(sum * world.trait("slow", district.code, 0.0, 0.16) *
                    (0.75 + 0.5 * world.drift("overdue", sys_days(day), std::chrono::hours(24 * 9))));
}

ServedReply statistics(const World& world, const ServedRequest&, Time now) {
  Json by_district = Json::array(), regency = Json::array();
  for (const Date& day : days(today(now, world.zone), 31)) {
    const std::string date = config::to_string(day);
    for (const District& d : world.districts)
      by_district.push_back({{"tanggal", date},
                             {"kode_wilayah", d.code},
                             {"masuk", came_in(world, d, day)},
                             {"selesai", answered(world, d, day)},
                             {"lewat_tenggat", overdue(world, d, day)}});
    const double mood = world.drift("complaints pace", sys_days(day), std::chrono::hours(24 * 6));
    regency.push_back({{"tanggal", date},
                       {"tepat_waktu_persen", round_to(97.5 - 13 * mood, 1)},
                       {"rata_rata_jam", round_to(31 + 34 * mood, 1)}});
  }
  return json_reply(
      {{"success", true}, {"data", {{"kecamatan", std::move(by_district)}, {"kabupaten", std::move(regency)}}}});
}

ServedReply whistle(const World& world, const ServedRequest&, Time now) {
  Json rows = Json::array();
  for (const Date& day : days(today(now, world.zone), 31)) {
    const double level = world.drift("wbs", sys_days(day), std::chrono::hours(24 * 11));
    rows.push_back({{"tanggal", config::to_string(day)},
                    {"terbuka", std::floor(2 + 6 * level)},
                    {"umur_tertua_hari", std::floor(9 + 40 * level)}});
  }
  return json_reply({{"success", true}, {"ringkasan", std::move(rows)}});
}

}  // namespace

void mount_complaints(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/pengaduan/api/statistik", statistics);
  serve(server, world, "GET", "/wbs/api/ringkasan", whistle);
}

}  // namespace feeds::simulate
