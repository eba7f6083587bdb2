// The register of official sites with what was seen of each: reachable, days left of the certificate, last update, and
// whether it lies in the official domain. Server's worker threads.
#include <fmt/format.h>
#include <cctype>
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

using namespace std::chrono_literals;

std::string in_small(std::string text) {
  std::erase(text, ' ');
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

Json site(const World& world, const std::string& address, const std::string& agency, bool official, Time now) {
  const bool up = world.noise("site " + address, now.time_since_epoch() / 20min) > 0.03;
  const auto day = bucket(today(now, world.zone));
  const int left = 89 - static_cast<int>((day + static_cast<int>(world.trait("cert", address, 0, 60))) % 70);
  const int quiet = static_cast<int>(world.trait("quiet", address, 0, official ? 45 : 400));
  const Date changed{std::chrono::sys_days(today(now, world.zone)) - std::chrono::days(quiet)};
  return {{"alamat", address},
          {"instansi", agency},
          {"status", up ? "aktif" : "mati"},
          {"sertifikat_hari", left},
          {"domain_resmi", official ? "ya" : "tidak"},
          {"diperbarui", config::to_string(changed)}};
}

ServedReply list(const World& world, const ServedRequest&, Time now) {
  const std::string domain = in_small(world.capitals.empty() ? "kabupaten" : world.capitals) + "kab.go.id";
  Json rows = Json::array();
  rows.push_back(site(world, domain, "Diskominfo", true, now));
  for (const char* agency : agency_names())
    rows.push_back(site(world, in_small(agency) + "." + domain, agency, true, now));
  for (const char* service : {"ppid", "jdih", "satudata", "lpse"})
    rows.push_back(site(world, std::string(service) + "." + domain, "Diskominfo", true, now));
  rows.push_back(site(world, "wisata-kabupaten.example.com", "Disporapar", false, now));
  rows.push_back(site(world, "pasar-kabupaten.example.net", "Diskopdag", false, now));
  return json_reply({{"situs", std::move(rows)}});
}

}  // namespace

void mount_sites(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/pantau/api/situs", list);
}

}  // namespace feeds::simulate
