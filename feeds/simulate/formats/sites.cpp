// The register of official sites with what was seen of each: reachable, days left of the certificate, where it leads,
// last update, and whether it lies in the official domain. Server's worker threads.
#include <fmt/format.h>
#include <cctype>
#include "feeds/simulate/formats/formats.h"
#include "feeds/simulate/monitor.h"

namespace feeds::simulate {
namespace {

using namespace std::chrono_literals;

struct Site {
  std::string address, agency, to;
  bool official = true;
};

std::string in_small(std::string text) {
  std::erase(text, ' ');
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::vector<Site> sites(const World& world) {
  const std::string& domain = world.domain;
  std::vector<Site> out{{domain, "Diskominfo", ""}};
  for (const std::string agency : agency_names())
    out.push_back(
        {in_small(agency) + "." + domain, agency, agency == "Disporapar" ? "wisata-kabupaten.example.com" : ""});
  for (const char* service : {"ppid", "jdih", "satudata", "lpse"})
    out.push_back({std::string(service) + "." + domain, "Diskominfo", ""});
  out.push_back({"wisata-kabupaten.example.com", "Disporapar", "", false});
  out.push_back({"pasar-kabupaten.example.net", "Diskopdag", "", false});
  return out;
}

// Renewed at 20 days; those outside the domain by hand, and late.
int certificate_days(const World& world, const std::string& address, bool official, Time now) {
  const auto day = static_cast<int>(bucket(today(now, world.zone)));
  const int since = day + static_cast<int>(world.trait("cert", address, 0, 60));
  return official ? 89 - since % 70 : 34 - since % 39;
}

ServedReply list(const World& world, const ServedRequest&, Time now) {
  Json rows = Json::array();
  for (const Site& site : sites(world)) {
    const double still = world.noise("quiet", static_cast<std::int64_t>(site.address.size())) > 0.9 ? 420 : 60;
    const int quiet = static_cast<int>(world.trait("quiet", site.address, 0, site.official ? still : 400));
    const Date changed{std::chrono::sys_days(today(now, world.zone)) - std::chrono::days(quiet)};
    rows.push_back({{"alamat", site.address},
                    {"instansi", site.agency},
                    {"status", is_up(world, site.address, now) ? "aktif" : "mati"},
                    {"sertifikat_hari", certificate_days(world, site.address, site.official, now)},
                    {"domain_resmi", site.official ? "ya" : "tidak"},
                    {"tujuan", site.to},
                    {"diperbarui", config::to_string(changed)}});
  }
  return json_reply({{"situs", std::move(rows)}});
}

ServedReply metrics(const World& world, const ServedRequest&, Time now) {
  std::vector<std::string> addresses;
  for (const Site& site : sites(world)) addresses.push_back(site.address);
  const auto days = [&](const std::string& address) {
    return certificate_days(world, address, address.ends_with(".go.id"), now);
  };
  return exposition(world, addresses, days, now);
}

}  // namespace

void mount_sites(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/pantau/api/situs", list);
  serve(server, world, "GET", "/pantau/situs/metrics", metrics);
}

}  // namespace feeds::simulate
