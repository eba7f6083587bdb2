// Planning and performance: progress per district by month of the year (never falling), quarterly programme targets,
// yearly SAKIP and SPBE values, and the follow-up of audit findings. Server's worker threads.
#include <cmath>
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

ServedReply progress(const World& world, const ServedRequest&, Time now) {
  Json rows = Json::array();
  const auto sent = sent_months(now, world.zone, 12);
  for (const Month& month : sent) {
    if (month.year() != sent.back().year()) continue;
    const Date end = last_day(month);
    for (const District& d : world.districts) {
      const double physical = std::pow(planned_share(end), world.trait("works", d.code, 0.93, 1.42));
      rows.push_back(
          {{"periode", iso(month)},
           {"kode_wilayah", d.code},
           {"fisik", round_to(100 * physical, 1)},
           {"rencana", round_to(100 * std::pow(planned_share(end), world.trait("plan", d.code, 0.96, 1.06)), 1)}});
    }
  }
  return json_reply({{"status", "ok"}, {"data", std::move(rows)}});
}

ServedReply programmes(const World& world, const ServedRequest&, Time now) {
  Json rows = Json::array();
  for (const Month& month : sent_months(now, world.zone, 26, 15)) {
    if (static_cast<unsigned>(month.month()) % 3 != 0) continue;
    const double level =
        61 + 1.9 * static_cast<double>(bucket(month) - 2024 * 12) / 3 + 3 * world.noise("rpjmd", bucket(month));
    rows.push_back({{"triwulan_berakhir", config::to_string(last_day(month))},
                    {"tercapai_persen", round_to(std::min(level, 96.0), 1)}});
  }
  return json_reply({{"status", "ok"}, {"data", std::move(rows)}});
}

ServedReply sakip(const World& world, const ServedRequest&, Time now) {
  const int last = static_cast<int>(today(now, world.zone).year()) - 1;
  Json offices_rows = Json::array(), regency = Json::array();
  for (int year = last - 4; year <= last; ++year) {
    for (const Office& office : offices())
      if (std::string_view(office.name) != "Lainnya")
        offices_rows.push_back({{"tahun", std::to_string(year)},
                                {"opd", office.name},
                                {"nilai", round_to(world.trait("sakip", office.name, 58, 76) + 1.5 * (year - 2021) +
                                                       2 * world.noise(office.name, year),
                                                   2)}});
    regency.push_back({{"tahun", std::to_string(year)},
                       {"indeks_spbe", round_to(2.21 + 0.24 * (year - 2021) + 0.12 * world.noise("spbe", year), 2)}});
  }
  return json_reply({{"opd", std::move(offices_rows)}, {"kabupaten", std::move(regency)}});
}

ServedReply findings(const World& world, const ServedRequest&, Time now) {
  Json rows = Json::array();
  for (const Month& month : sent_months(now, world.zone, 26, 15)) {
    if (static_cast<unsigned>(month.month()) % 3 != 0) continue;
    const double level =
        68 + 2.2 * static_cast<double>(bucket(month) - 2024 * 12) / 3 + 2.5 * world.noise("tlhp", bucket(month));
    rows.push_back({{"triwulan_berakhir", config::to_string(last_day(month))},
                    {"selesai_persen", round_to(std::min(level, 97.0), 1)}});
  }
  return json_reply({{"status", "ok"}, {"data", std::move(rows)}});
}

}  // namespace

void mount_performance(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/emonev/api/progres", progress);
  serve(server, world, "GET", "/emonev/api/program", programmes);
  serve(server, world, "GET", "/esakip/api/nilai", sakip);
  serve(server, world, "GET", "/tlhp/api/progres", findings);
}

}  // namespace feeds::simulate
