// JDIHN's integration list (the whole array, all strings, no paging) and the totals by type. Server's worker threads.
#include <fmt/format.h>
#include <array>
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

struct Type {
  const char *name, *abbreviation;
  int before_2026, each_year;
};
constexpr std::array<Type, 3> kTypes = {{{"PERATURAN DAERAH", "Perda", 412, 11},
                                         {"PERATURAN BUPATI", "Perbup", 1386, 58},
                                         {"KEPUTUSAN BUPATI", "Kepbup", 5120, 640}}};
constexpr std::array<const char*, 8> kTitles = {"Penyelenggaraan Satu Data Daerah",
                                                "Rencana Kerja Pemerintah Daerah",
                                                "Pengelolaan Aset Teknologi Informasi dan Komunikasi",
                                                "Standar Harga Satuan",
                                                "Tata Cara Pengelolaan Pengaduan Masyarakat",
                                                "Penjabaran Perubahan APBD",
                                                "Retribusi Pelayanan Kesehatan",
                                                "Penyelenggaraan Mal Pelayanan Publik"};

ServedReply integration(const World& world, const ServedRequest&, Time now) {
  const Date day = today(now, world.zone);
  const auto week = std::chrono::sys_days(day).time_since_epoch().count() / 9;
  Json rows = Json::array();
  for (int i = 0; i < 24; ++i) {
    const auto number = week - i;
    const Date date{std::chrono::sys_days(std::chrono::days(number * 9 - 2))};
    const Type& type = kTypes[static_cast<std::size_t>(world.noise("law type", number) * 2.2)];
    rows.push_back({{"idData", std::to_string(number)},
                    {"tahun_pengundangan", std::to_string(static_cast<int>(date.year()))},
                    {"tanggal_pengundangan", config::to_string(date)},
                    {"jenis", type.name},
                    {"noPeraturan", std::to_string(1 + number % 90)},
                    {"judul", kTitles[static_cast<std::size_t>(world.noise("law", number) * kTitles.size())]},
                    {"singkatanJenis", type.abbreviation},
                    {"deskripsifisik", "PDF"},
                    {"status", "BERLAKU"},
                    {"bahasa", "Indonesia"},
                    {"operasi", "4"},
                    {"display", "1"}});
  }
  return json_reply(rows);
}

ServedReply totals(const World& world, const ServedRequest&, Time now) {
  const Date day = today(now, world.zone);
  const double years =
      static_cast<double>(
          (std::chrono::sys_days(day) - std::chrono::sys_days(std::chrono::year(2026) / 1 / 1)).count()) /
      365.25;
  Json rows = Json::array();
  for (const Type& type : kTypes)
    rows.push_back({{"jenis", type.abbreviation},
                    {"jumlah", std::to_string(type.before_2026 + static_cast<int>(type.each_year * years))}});
  return json_reply({{"per_tanggal", config::to_string(day)}, {"data", std::move(rows)}});
}

}  // namespace

void mount_jdihn(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/jdih/integrasi\\.php", integration);
  serve(server, world, "GET", "/jdih/statistik\\.php", totals);
}

}  // namespace feeds::simulate
