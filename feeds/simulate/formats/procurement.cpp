// The procurement unit's own summary by day: packages by stage, value and lateness. Stages add up. Worker threads.
#include <cmath>
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

ServedReply summary(const World& world, const ServedRequest&, Time now) {
  constexpr double whole = 1284, value = 1.12e12;  // packages planned for the year, and rupiah
  Json rows = Json::array();
  for (const Date& day : days(today(now, world.zone), 60)) {
    const double finished = std::floor(whole * spent_share(day) * 0.98);
    const double contract = std::floor(whole * std::max(0.0, planned_share(day) - spent_share(day)) * 2.2);
    const double choosing =
        std::min(whole - finished - contract,
                 std::floor(40 + 18 * world.drift("tender", std::chrono::sys_days(day), std::chrono::hours(24 * 8))));
    const double late =
        std::floor(6 + 15 * world.drift("late packages", std::chrono::sys_days(day), std::chrono::hours(24 * 10)));
    rows.push_back(
        {{"tanggal", config::to_string(day)},
         {"tahap", Json::array({{{"nama", "Belum diproses"}, {"paket", whole - finished - contract - choosing}},
                                {{"nama", "Pemilihan"}, {"paket", choosing}},
                                {{"nama", "Berkontrak"}, {"paket", contract}},
                                {{"nama", "Selesai"}, {"paket", finished}}})},
         {"nilai_kontrak", std::round(value * (finished + contract) / whole / 1e3) * 1e3},
         {"terlambat", late},
         {"selesai_persen", round_to(100 * finished / whole, 1)}});
  }
  const Json current = rows.back();
  return json_reply({{"status", "success"}, {"terkini", current}, {"harian", std::move(rows)}});
}

}  // namespace

void mount_procurement(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/lpse/api/rekap", summary);
}

}  // namespace feeds::simulate
