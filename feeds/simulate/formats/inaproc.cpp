// INAPROC's gateway: tenders behind a bearer token; kode_klpd and tahun are mandatory, else 400. Worker threads.
#include <fmt/format.h>
#include <array>
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

struct Package {
  const char *name, *office;  // {0} to {3} in a name: districts
  double ceiling;             // rupiah
  int days;                   // from announcement to contract
};
constexpr std::array<Package, 14> kPackages = {{{"Peningkatan Jalan {0} - {1}", "DPUPR", 28.4e9, 74},
                                                {"Rehabilitasi Jembatan {2}", "DPUPR", 14.2e9, 61},
                                                {"Pembangunan SPAM Kecamatan {3}", "DPUPR", 9.65e9, 66},
                                                {"Pengadaan Meja dan Kursi Siswa SD", "Disdikbud", 4.1e9, 38},
                                                {"Rehabilitasi Ruang Kelas SMP", "Disdikbud", 7.8e9, 55},
                                                {"Pengadaan Alat Kesehatan Puskesmas", "Dinkes", 6.35e9, 47},
                                                {"Pembangunan Puskesmas Pembantu {1}", "Dinkes", 3.9e9, 58},
                                                {"Sewa Jaringan Intra Pemerintah", "Diskominfo", 2.75e9, 33},
                                                {"Pengadaan Penyimpanan Pusat Data", "Diskominfo", 1.9e9, 51},
                                                {"Pengadaan Perahu Evakuasi", "BPBD", 1.25e9, 44},
                                                {"Pemeliharaan Berkala Jalan {2}", "DPUPR", 11.6e9, 63},
                                                {"Pembangunan Gedung Arsip", "Setda", 5.2e9, 78},
                                                {"Normalisasi Drainase {0}", "DPUPR", 8.45e9, 69},
                                                {"Pengadaan Perangkat Rekam KTP-el", "Disdukcapil", 0.98e9, 36}}};

std::string package_name(const World& world, const Package& p) {
  return fmt::format(fmt::runtime(p.name), world.place(0, 4), world.place(1, 4), world.place(2, 4), world.place(3, 4));
}

const char* stage(int passed, int whole) {
  if (passed < whole / 3) return "Pengumuman";
  if (passed < 2 * whole / 3) return "Evaluasi penawaran";
  return passed < whole ? "Penetapan pemenang" : "Berkontrak";
}

ServedReply tender(const World& world, const ServedRequest& request, Time now) {
  const auto token = request.headers.find("authorization");
  if (token == request.headers.end() || !token->second.starts_with("Bearer ")) return refusal(401, "Unauthorized");
  if (!request.query.contains("kode_klpd") || !request.query.contains("tahun"))
    return refusal(400, "kode_klpd dan tahun wajib diisi");
  const Date day = today(now, world.zone);
  Json rows = Json::array();
  int number = 0;
  for (const Package& p : kPackages) {
    ++number;
    // A package returns as a new one a month after its contract; every fourth is signed late.
    const bool slow = number % 4 == 0;
    const auto turn = bucket(day) + 29 * number;
    const int passed = static_cast<int>(slow ? p.days - 10 + turn % 40 : turn % (p.days + 30));
    const Date due{std::chrono::sys_days(day) + std::chrono::days(p.days - passed)};
    rows.push_back({{"kode_tender", fmt::format("{}{:04}", static_cast<int>(day.year()) % 100, 1000 + number * 37)},
                    {"nama_paket", package_name(world, p)},
                    {"satuan_kerja", p.office},
                    {"pagu", p.ceiling},
                    {"tahun_anggaran", static_cast<int>(day.year())},
                    {"tahap", stage(passed, p.days + (slow ? 30 : 0))},
                    {"rencana_kontrak", config::to_string(due)},
                    {"terlambat_hari", slow && passed > p.days ? passed - p.days : 0}});
  }
  const auto count = rows.size();
  return json_reply({{"success", true},
                     {"data", std::move(rows)},
                     {"meta", {{"cursor", nullptr}, {"has_more", false}, {"count", count}, {"total", count}}}});
}

}  // namespace

void mount_inaproc(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/inaproc/api/v1/tender", tender);
}

}  // namespace feeds::simulate
