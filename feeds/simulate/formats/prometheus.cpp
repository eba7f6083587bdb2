// A site monitor (Uptime Kuma's names): status, response time and certificate days of the regency's online services,
// the checks of the last two months as CSV, what was promised of each, and the work that is planned. Server's worker
// threads.
#include <fmt/format.h>
#include <algorithm>
#include "feeds/simulate/formats/formats.h"
#include "feeds/simulate/monitor.h"

namespace feeds::simulate {
namespace {

using namespace std::chrono_literals;

const std::vector<std::string>& online() {
  static const std::vector<std::string> all = {"Portal kabupaten", "PPID",     "JDIH",      "LPSE",
                                               "Satu Data",        "SPPT PBB", "Perizinan", "E-Kinerja"};
  return all;
}

// The eleven general services (Cianjur 25/2018, article 13(3)).
const std::vector<std::string>& general() {
  static const std::vector<std::string> all = {"Naskah dinas", "Kepegawaian", "Perencanaan",   "Penganggaran",
                                               "Keuangan",     "Kinerja",     "Pengadaan",     "Pengaduan",
                                               "JDIH",         "WBS",         "Layanan publik"};
  return all;
}

// Renewed at 30 days; the last site's is renewed by hand, late.
ServedReply metrics_of(const World& world, const std::vector<std::string>& services, Time now) {
  const auto days = [&](const std::string& site) {
    const int day = static_cast<int>(now.time_since_epoch() / 24h) + static_cast<int>(world.trait("cert", site, 0, 60));
    return site == online().back() ? 40 - day % 41 : 89 - day % 60;
  };
  return exposition(world, services, days, now);
}
ServedReply metrics(const World& world, const ServedRequest&, Time now) {
  return metrics_of(world, online(), now);
}
ServedReply services(const World& world, const ServedRequest&, Time now) {
  return metrics_of(world, general(), now);
}

// As Zabbix keeps it where unchanged values are discarded: every change to the minute, and a heartbeat each hour. A few
// hours a month the monitor itself stands still.
ServedReply checks(const World& world, const ServedRequest&, Time now) {
  ServedReply reply;
  reply.content_type = "text/csv; charset=utf-8";
  reply.body = "waktu;layanan;status\n";
  const Time last = moments(now, 1min, 1min).back(), first = last - 63 * 24h;
  for (const std::string& service : online()) {
    std::vector<Time> when = moments(last, last - first, 1h), turns = changes(world, service, first, last);
    when.insert(when.end(), turns.begin(), turns.end());
    when.push_back(last);
    std::sort(when.begin(), when.end());
    when.erase(std::unique(when.begin(), when.end()), when.end());
    for (const Time& at : when) {
      const bool stands_still = world.noise("monitor", at.time_since_epoch() / 3h) < 0.006 && at + 6h < now;
      if (!stands_still)
        reply.body += fmt::format("{};{};{}\n", at.time_since_epoch() / 1s, service, is_up(world, service, at) ? 1 : 0);
    }
  }
  return reply;
}

ServedReply promises(const World&, const ServedRequest&, Time) {
  Json rows = Json::array();
  for (const std::string& service : online())
    rows.push_back({{"layanan", service}, {"sla", service == "E-Kinerja" || service == "SPPT PBB" ? 99.0 : 99.5}});
  return json_reply({{"sla", std::move(rows)}});
}

ServedReply planned(const World& world, const ServedRequest&, Time now) {
  Json rows = Json::array();
  for (const PlannedWork& work : planned_work(world, online(), now))
    rows.push_back({{"nomor", work.number},
                    {"layanan", work.service},
                    {"mulai", config::to_rfc3339(work.begin, world.zone)},
                    {"selesai", config::to_rfc3339(work.end, world.zone)}});
  return json_reply({{"pemeliharaan", std::move(rows)}});
}

}  // namespace

void mount_prometheus(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/pantau/metrics", metrics);
  serve(server, world, "GET", "/pantau/layanan/metrics", services);
  serve(server, world, "GET", "/pantau/riwayat.csv", checks);
  serve(server, world, "GET", "/pantau/api/sla", promises);
  serve(server, world, "GET", "/pantau/api/pemeliharaan", planned);
}

}  // namespace feeds::simulate
