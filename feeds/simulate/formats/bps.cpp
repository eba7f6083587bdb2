// Statistics Indonesia's WebAPI, model "data": keys of datacontent are vervar, var, turvar, tahun and turtahun written
// together. The year before last is the newest of some tables. Behind a key in the path. Server's worker threads.
#include <fmt/format.h>
#include <array>
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

struct Table {
  int var;
  const char *label, *unit;
  double level, a_year;  // in 2020, and its change in a year
  int delay;             // years
};
constexpr std::array<Table, 6> kTables = {{{413, "Indeks Pembangunan Manusia", "Indeks", 71.2, 0.55, 1},
                                           {192, "Persentase Penduduk Miskin", "Persen", 4.9, -0.16, 1},
                                           {543, "Tingkat Pengangguran Terbuka", "Persen", 5.4, -0.21, 1},
                                           {104, "Laju Pertumbuhan PDRB", "Persen", 3.1, 0.42, 1},
                                           {98, "Gini Ratio", "Rasio", 0.31, -0.003, 1},
                                           {414, "Angka Harapan Hidup", "Tahun", 70.3, 0.28, 1}}};

ServedReply table(const World& world, const ServedRequest& request, Time now) {
  if (request.matches.size() < 3 || request.matches[2].size() < 4)
    return json_reply({{"status", "Error"}, {"message", "Invalid API key"}});
  const int var = std::atoi(request.matches[1].c_str());
  const auto found = std::find_if(kTables.begin(), kTables.end(), [&](const Table& t) { return t.var == var; });
  if (found == kTables.end()) return json_reply({{"status", "OK"}, {"data-availability", "list-not-available"}});
  std::string regency = world.regency;
  std::erase(regency, '.');
  const int last = static_cast<int>(today(now, world.zone).year()) - found->delay;
  Json years = Json::array(), content = Json::object();
  for (int year = last - 5; year <= last; ++year) {
    years.push_back({{"val", year - 1900}, {"label", std::to_string(year)}});
    const double value = found->level + found->a_year * (year - 2020) + found->a_year * world.noise(found->label, year);
    content[fmt::format("{}{}0{}0", regency, var, year - 1900)] = round_to(value, var == 98 ? 3 : 2);
  }
  return json_reply({{"status", "OK"},
                     {"data-availability", "available"},
                     {"var", Json::array({{{"val", var}, {"label", found->label}, {"unit", found->unit}}})},
                     {"turvar", Json::array({{{"val", "0"}, {"label", "Tidak ada"}}})},
                     {"labelvervar", "Kabupaten/Kota"},
                     {"vervar", Json::array({{{"val", std::stoi(regency)}, {"label", "Kabupaten"}}})},
                     {"tahun", std::move(years)},
                     {"turtahun", Json::array({{{"val", 0}, {"label", "Tahun"}}})},
                     {"datacontent", std::move(content)}});
}

}  // namespace

void mount_bps(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/bps/v1/api/list/model/data/lang/ind/domain/[0-9]+/var/([0-9]+)/key/([A-Za-z0-9]+)",
        table);
}

}  // namespace feeds::simulate
