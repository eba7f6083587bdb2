// Official letters (naskah dinas): in, out and hours to disposition by day, what waits in each office now, and the
// letters that wait. Server's worker threads.
#include <fmt/format.h>
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

// Numbers, agencies and days alone: subjects and names of persons stay where they are.
ServedReply unanswered(const World& world, const ServedRequest&, Time now) {
  const Date last = today(now, world.zone);
  Json rows = Json::array();
  for (const Date& day : days(last, 24)) {
    if (!workday(day)) continue;
    const auto waited = (std::chrono::sys_days(last) - std::chrono::sys_days(day)).count();
    for (std::size_t i = 0; i < agency_names().size(); ++i) {
      const std::string name = fmt::format("waiting letter {}", i);
      if (world.noise(name, bucket(day)) * static_cast<double>(waited + 2) > 0.18) continue;
      rows.push_back({{"nomor", fmt::format("000.1.2/{}/{}", 100 + bucket(day) % 900, 10 + i)},
                      {"perangkat_daerah", agency_names()[i]},
                      {"sifat", world.noise("urgent " + name, bucket(day)) < 0.2 ? "segera" : "biasa"},
                      {"diterima", config::to_string(day)},
                      {"menunggu_hari", waited}});
    }
  }
  return json_reply({{"status", true}, {"data", std::move(rows)}});
}

}  // namespace

void mount_letters(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/naskah/api/statistik", statistics);
  serve(server, world, "GET", "/naskah/api/menunggu", unanswered);
}

}  // namespace feeds::simulate
