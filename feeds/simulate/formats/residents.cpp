// Civil registry aggregates (no personal data): residents and identity cards by month and district, with codes without
// dots; one share is above 100 percent, as happens after a boundary change. Documents by day. Worker threads.
#include <array>
#include <cmath>
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

std::string without_dots(std::string code) {
  std::erase(code, '.');
  return code;
}

ServedReply aggregates(const World& world, const ServedRequest&, Time now) {
  Json rows = Json::array();
  const auto sent = sent_months(now, world.zone, 14);
  for (const Month& month : sent)
    for (const District& d : world.districts) {
      const double ago = static_cast<double>(bucket(month) - (2026 * 12 + 10));
      double recorded = std::min(99.6, world.trait("ktp", d.code, 92.5, 98.2) + 0.16 * (ago + 14));
      if (d.code == world.districts.back().code && month == sent.back()) recorded = 104.2;
      rows.push_back({{"periode", iso(month)},
                      {"kode_kecamatan", without_dots(d.code)},
                      {"jumlah_penduduk", std::round(d.people * (1 + 0.0011 * ago))},
                      {"rekam_ktp_el_persen", round_to(recorded, 1)}});
    }
  return json_reply({{"success", true}, {"data", std::move(rows)}});
}

ServedReply documents(const World& world, const ServedRequest&, Time now) {
  constexpr std::array<std::pair<const char*, double>, 4> kinds = {
      {{"KTP-el", 92}, {"Kartu Keluarga", 74}, {"Akta kelahiran", 28}, {"KIA", 46}}};
  Json rows = Json::array();
  for (const Date& day : days(today(now, world.zone), 31))
    for (const auto& [name, usual] : kinds)
      rows.push_back(
          {{"tanggal", config::to_string(day)},
           {"dokumen", name},
           {"terbit", std::round(usual * (workday(day) ? 0.75 + 0.5 * world.noise(name, bucket(day)) : 0.08))}});
  return json_reply({{"success", true}, {"data", std::move(rows)}});
}

}  // namespace

void mount_residents(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/siak/api/agregat", aggregates);
  serve(server, world, "GET", "/siak/api/dokumen", documents);
}

}  // namespace feeds::simulate
