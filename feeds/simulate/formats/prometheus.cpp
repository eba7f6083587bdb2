// The text exposition of a site monitor (Uptime Kuma's names): status, response time and certificate days of the
// regency's sites. A paused monitor says "Nan". Server's worker threads.
#include <fmt/format.h>
#include <array>
#include <span>
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

using namespace std::chrono_literals;

constexpr std::array<const char*, 8> kSites = {"Portal kabupaten", "PPID",     "JDIH",      "LPSE",
                                               "Satu Data",        "SPPT PBB", "Perizinan", "E-Kinerja"};

// Renewed at 30 days; the last site's is renewed by hand, late.
int certificate_days(const World& world, const char* site, Time now) {
  const int day = static_cast<int>(now.time_since_epoch() / 24h) + static_cast<int>(world.trait("cert", site, 0, 60));
  return site == kSites.back() ? 40 - day % 41 : 89 - day % 60;
}

// The eleven general services (Cianjur 25/2018, article 13(3)).
constexpr std::array<const char*, 11> kServices = {"Naskah dinas", "Kepegawaian", "Perencanaan",   "Penganggaran",
                                                   "Keuangan",     "Kinerja",     "Pengadaan",     "Pengaduan",
                                                   "JDIH",         "WBS",         "Layanan publik"};

ServedReply metrics_of(const World& world, std::span<const char* const> sites, Time now) {
  std::string status =
      "# HELP monitor_status Monitor Status (1 = UP, 0= DOWN, 2= PENDING, 3= MAINTENANCE)\n# TYPE monitor_status "
      "gauge\n";
  std::string times = "# HELP monitor_response_time Monitor Response Time (ms)\n# TYPE monitor_response_time gauge\n";
  std::string days =
      "# HELP monitor_cert_days_remaining The number of days remaining until the certificate expires\n# TYPE "
      "monitor_cert_days_remaining gauge\n";
  for (const char* site : sites) {
    const std::string labels =
        fmt::format("{{monitor_name=\"{}\",monitor_type=\"http\",monitor_hostname=\"null\"}}", site);
    const bool up = world.noise(std::string("site ") + site, now.time_since_epoch() / 20min) > 0.03;
    const double ms = world.trait("slow", site, 70, 260) * (0.7 + 0.9 * world.drift(site, now, 4min));
    status += fmt::format("monitor_status{} {}\n", labels, up ? 1 : 0);
    times += up ? fmt::format("monitor_response_time{} {:.0f}\n", labels, ms)
                : fmt::format("monitor_response_time{} Nan\n", labels);
    days += fmt::format("monitor_cert_days_remaining{} {}\n", labels, certificate_days(world, site, now));
  }
  ServedReply reply;
  reply.content_type = "text/plain; version=0.0.4; charset=utf-8";
  reply.body = status + times + days;
  return reply;
}

ServedReply metrics(const World& world, const ServedRequest&, Time now) {
  return metrics_of(world, kSites, now);
}
ServedReply services(const World& world, const ServedRequest&, Time now) {
  return metrics_of(world, kServices, now);
}

}  // namespace

void mount_prometheus(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/pantau/metrics", metrics);
  serve(server, world, "GET", "/pantau/layanan/metrics", services);
}

}  // namespace feeds::simulate
