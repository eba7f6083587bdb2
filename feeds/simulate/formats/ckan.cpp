// The regency's data portal (CKAN): package_search, and datastore_search with the stunting figures as agencies upload
// them: texts with a decimal comma, and one district code that does not exist. Server's worker threads.
#include <fmt/format.h>
#include <array>
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

constexpr std::array<std::pair<const char*, const char*>, 10> kSets = {
    {{"Jumlah penduduk menurut kecamatan", "Disdukcapil"},
     {"Prevalensi stunting menurut kecamatan", "Dinkes"},
     {"Daftar sekolah dan jumlah siswa", "Disdikbud"},
     {"Realisasi APBD menurut perangkat daerah", "BPKAD"},
     {"Kondisi jalan kabupaten", "DPUPR"},
     {"Perizinan berusaha yang terbit", "DPMPTSP"},
     {"Kejadian bencana menurut kecamatan", "BPBD"},
     {"Indikator kinerja utama", "Bappedalitbang"},
     {"Titik akses internet publik", "Diskominfo"},
     {"Jumlah ASN menurut perangkat daerah", "BKPSDM"}}};

std::string comma(double value) {
  std::string text = fmt::format("{:.1f}", value);
  text[text.find('.')] = ',';
  return text;
}

ServedReply packages(const World& world, const ServedRequest&, Time now) {
  const Date day = today(now, world.zone);
  const int count =
      214 +
      static_cast<int>((std::chrono::sys_days(day) - std::chrono::sys_days(std::chrono::year(2026) / 1 / 1)).count()) /
          6;
  Json results = Json::array();
  for (std::size_t i = 0; i < kSets.size(); ++i) {
    const int age = static_cast<int>(world.trait("dataset", kSets[i].first, 1, i == 4 ? 140 : 34));
    const Date changed{std::chrono::sys_days(day) - std::chrono::days(age)};
    results.push_back({{"id", fmt::format("ds-{:03}", i + 1)},
                       {"title", kSets[i].first},
                       {"organization", {{"title", kSets[i].second}}},
                       {"private", false},
                       {"num_resources", 1 + i % 3},
                       {"metadata_modified", config::to_string(changed) + "T09:00:00.000000"}});
  }
  return json_reply({{"help", "/api/3/action/help_show?name=package_search"},
                     {"success", true},
                     {"result",
                      {{"count", count},
                       {"sort", "metadata_modified desc"},
                       {"facets", Json::object()},
                       {"results", std::move(results)}}}});
}

ServedReply datastore(const World& world, const ServedRequest& request, Time now) {
  const auto id = request.query.find("resource_id");
  if (id == request.query.end() || id->second != "stunting")
    return json_reply({{"success", false},
                       {"error", {{"__type", "Not Found Error"}, {"message", "Not found: Resource was not found."}}}},
                      404);
  Json rows = Json::array();
  int number = 0;
  const auto sent = sent_months(now, world.zone, 14, 10);
  for (const Month& month : sent)
    for (const District& d : world.districts) {
      const double start = world.trait("stunting", d.code, 15, 25);
      const double fallen = 0.26 * static_cast<double>(bucket(month) - (2025 * 12 + 6));
      rows.push_back({{"_id", ++number},
                      {"periode", iso(month)},
                      {"kode_kecamatan", d.code},
                      {"kecamatan", d.name},
                      {"prevalensi",
                       comma(std::max(4.0, start - fallen + 0.6 * world.noise("stunting " + d.code, bucket(month))))}});
    }
  rows.push_back({{"_id", ++number},
                  {"periode", iso(sent.back())},
                  {"kode_kecamatan", world.regency + ".99"},
                  {"kecamatan", "Luar wilayah"},
                  {"prevalensi", comma(17.5)}});
  return json_reply({{"help", "/api/3/action/help_show?name=datastore_search"},
                     {"success", true},
                     {"result", {{"resource_id", "stunting"}, {"total", number}, {"records", std::move(rows)}}}});
}

}  // namespace

void mount_ckan(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/satudata/api/3/action/package_search", packages);
  serve(server, world, "GET", "/satudata/api/3/action/datastore_search", datastore);
}

}  // namespace feeds::simulate
