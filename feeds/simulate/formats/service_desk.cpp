// Diskominfo's service desk: requests to open a site, security incidents, the last good backup and the ICT inventory;
// and the data gateway whose health the center probes. Server's worker threads.
#include <fmt/format.h>
#include <cmath>
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

using namespace std::chrono_literals;

// The nightly copy ends at 02.10 local time and fails about one night in nine.
Time last_backup(const World& world, Time now) {
  Time at = config::midnight(today(now, world.zone), world.zone) + 2h + 10min;
  while (at > now || world.noise("backup", at.time_since_epoch() / 24h) < 0.11) at -= 24h;
  return at;
}

ServedReply summary(const World& world, const ServedRequest&, Time now) {
  Json daily = Json::array(), assets = Json::array();
  for (const Date& day : days(today(now, world.zone), 31)) {
    const Time at = std::chrono::sys_days(day);
    daily.push_back({{"tanggal", config::to_string(day)},
                     {"akses_terbuka", std::floor(1 + 8 * world.drift("access", at, 24h * 4))},
                     {"insiden_terbuka", std::floor(4.4 * std::pow(world.drift("incident", at, 24h * 5), 1.6))}});
  }
  for (const Month& month : sent_months(now, world.zone, 12))
    assets.push_back(
        {{"bulan", iso(month)},
         {"opd_lapor_persen",
          round_to(
              std::min(100.0, 70.8 + 2.08 * std::floor(static_cast<double>(bucket(month) - (2025 * 12 + 10)) * 0.8)),
              1)}});
  const Time now_minute = moments(now, 5min, 1min).back();
  const double hours = std::chrono::duration<double, std::ratio<3600>>(now_minute - last_backup(world, now)).count();
  return json_reply({{"waktu", config::to_rfc3339(now_minute, world.zone)},
                     {"cadangan",
                      {{"terakhir_berhasil", config::to_rfc3339(last_backup(world, now), world.zone)},
                       {"umur_jam", round_to(hours, 1)}}},
                     {"harian", std::move(daily)},
                     {"aset_tik", std::move(assets)}});
}

// What is open of the last days: each is closed after some of its own.
Json open_ones(const World& world, Time now, const char* what, double a_day, double longest_days,
               const std::vector<const char*>& kinds) {
  Json rows = Json::array();
  for (const Date& day : days(today(now, world.zone), static_cast<int>(longest_days)))
    for (int i = 0; i < 3; ++i) {
      const std::string name = fmt::format("{} {}", what, i);
      const double waited =
          static_cast<double>((std::chrono::sys_days(today(now, world.zone)) - std::chrono::sys_days(day)).count());
      if (world.noise(name, bucket(day)) > a_day / 3 ||
          waited > longest_days * world.noise("closed " + name, bucket(day)))
        continue;
      const auto& agencies = agency_names();
      const auto pick = [&](const char* of, std::size_t count) {
        return static_cast<std::size_t>(world.noise(of + name, bucket(day)) * static_cast<double>(count));
      };
      rows.push_back({{"nomor", fmt::format("{}-{}-{}", what, bucket(day) % 10000, i + 1)},
                      {"perangkat_daerah", agencies[pick("agency ", agencies.size())]},
                      {"jenis", kinds[pick("kind ", kinds.size())]},
                      {"tingkat", pick("level ", 4) == 0 ? "tinggi" : "sedang"},
                      {"dibuka", config::to_string(day)},
                      {"umur_hari", waited}});
    }
  return rows;
}

ServedReply requests(const World& world, const ServedRequest&, Time now) {
  return json_reply(
      {{"data", open_ones(world, now, "AKS", 1.1, 9, {"media sosial", "video", "unduhan", "penyimpanan awan"})}});
}

ServedReply incidents(const World& world, const ServedRequest&, Time now) {
  return json_reply(
      {{"data", open_ones(world, now, "INS", 0.8, 8, {"perangkat lunak jahat", "penipuan surel", "perusakan situs"})}});
}

ServedReply assets(const World& world, const ServedRequest&, Time now) {
  Json rows = Json::array();
  for (const char* agency : agency_names()) {
    const double all = std::floor(world.trait("assets", agency, 38, 420));
    const double broken = std::floor(all * world.trait("broken", agency, 0.02, 0.16));
    const bool reported =
        world.noise(std::string("reported ") + agency, bucket(sent_months(now, world.zone, 1).back())) > 0.12;
    rows.push_back({{"perangkat_daerah", agency},
                    {"jumlah", all},
                    {"baik", all - broken},
                    {"rusak", broken},
                    {"laporan", reported ? "sudah" : "belum"}});
  }
  return json_reply({{"bulan", iso(sent_months(now, world.zone, 1).back())}, {"data", std::move(rows)}});
}

// The disaster recovery center: how far its copy lags, and whether it was last tried.
ServedReply recovery(const World& world, const ServedRequest&, Time now) {
  Json rows = Json::array();
  for (const Time& at : moments(now, 24h, 10min))
    rows.push_back({{"waktu", config::to_rfc3339(at, world.zone)},
                    {"selisih_menit", round_to(2 + 26 * std::pow(world.drift("drc lag", at, 50min), 3), 1)}});
  return json_reply({{"jarak_km", 42}, {"riwayat", std::move(rows)}});
}

ServedReply gateway(const World&, const ServedRequest&, Time) {
  return json_reply({{"status", "UP"}});
}

}  // namespace

void mount_service_desk(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/sitik/api/ringkasan", summary);
  serve(server, world, "GET", "/sitik/api/permohonan-akses", requests);
  serve(server, world, "GET", "/sitik/api/insiden", incidents);
  serve(server, world, "GET", "/sitik/api/aset", assets);
  serve(server, world, "GET", "/drc/api/replikasi", recovery);
  serve(server, world, "GET", "/gerbang/health", gateway);
}

}  // namespace feeds::simulate
