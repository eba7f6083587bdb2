// SPSE: a page that gives a session's cookie and a token, and DataTables of arrays for those who send both. The total
// is always 2147483647, cells hold HTML, money is short ("60,2 M") or long. Server's worker threads.
#include <fmt/format.h>
#include <array>
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

struct Work {
  const char *name, *kind;
  const char* office;
  double ceiling;  // rupiah
};
constexpr std::array<Work, 9> kWorks = {
    {{"Peningkatan Jalan {0} - {1}", "Pekerjaan Konstruksi", "DPUPR", 28.4e9},
     {"Rehabilitasi Jembatan {0}", "Pekerjaan Konstruksi", "DPUPR", 14.2e9},
     {"Pembangunan SPAM {0}", "Pekerjaan Konstruksi", "DPUPR", 9.65e9},
     {"Rehabilitasi Ruang Kelas SMP {0}", "Pekerjaan Konstruksi", "Disdikbud", 3.8e9},
     {"Pengadaan Alat Kesehatan Puskesmas {0}", "Pengadaan Barang", "Dinkes", 2.35e9},
     {"Pembangunan Puskesmas Pembantu {0}", "Pekerjaan Konstruksi", "Dinkes", 3.9e9},
     {"Sewa Jaringan Intra Pemerintah {0}", "Jasa Lainnya", "Diskominfo", 1.75e9},
     {"Pengadaan Lampu Penerangan Jalan {0}", "Pengadaan Barang", "Dishub", 1.25e9},
     {"Pengawasan Jalan {0} - {1}", "Jasa Konsultansi Badan Usaha", "DPUPR", 0.86e9}}};
constexpr std::array<const char*, 5> kStages = {"Pengumuman Pascakualifikasi", "Upload Dokumen Penawaran",
                                                "Evaluasi Administrasi [...]", "Penetapan Pemenang",
                                                "Tender Sudah Selesai"};

// Of the seed alone: a token that does not change with the moment.
std::string token(const World& world) {
  return fmt::format("{:016x}", static_cast<std::uint64_t>(world.noise("spse token") * 9e18));
}

std::string with_points(double rupiah) {
  std::string digits = fmt::format("{:.0f}", rupiah);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ".");
  return "Rp. " + digits + ",00";
}
std::string in_short(double rupiah) {
  std::string text = rupiah >= 1e9 ? fmt::format("{:.1f} M", rupiah / 1e9) : fmt::format("{:.1f} Jt", rupiah / 1e6);
  text[text.find('.')] = ',';
  return text;
}

ServedReply page(const World& world, const ServedRequest&, Time) {
  ServedReply reply;
  reply.content_type = "text/html; charset=utf-8";
  reply.headers = {{"Set-Cookie", "SPSE_SESSION=" + token(world) + "; Path=/; HttpOnly"}};
  reply.body = "<html><head><script>var authenticityToken = '" + token(world) + "';</script></head></html>";
  return reply;
}

bool may_ask(const World& world, const ServedRequest& request) {
  const auto cookie = request.headers.find("cookie");
  const auto said = request.query.find("authenticityToken");
  return cookie != request.headers.end() && cookie->second.find(token(world)) != std::string::npos &&
         said != request.query.end() && said->second == token(world);
}

struct Offer {
  std::string code, name;
  const Work& work;
  double ceiling;
  std::size_t stage;
};

// A package a district and kind; each goes through its stages once in some 110 days, and small ones in 40.
std::vector<Offer> offers(const World& world, Date day, bool small) {
  std::vector<Offer> out;
  const std::int64_t length = small ? 40 : 110;
  for (std::size_t i = 0; i < (small ? 70u : 46u); ++i) {
    const Work& work = kWorks[(i * 7 + (small ? 3 : 0)) % kWorks.size()];
    const std::string district = world.place(i, small ? 70 : 46), next = world.place(i + 5, 46);
    const double ceiling = work.ceiling * (0.6 + 0.7 * world.noise("package", static_cast<std::int64_t>(i)));
    const auto passed = (bucket(day) + static_cast<std::int64_t>(37 * i)) % length;
    out.push_back({fmt::format("{}{:05}", small ? 9 : 1, 10'000 + i * 37 + (small ? 500 : 0)),
                   fmt::format(fmt::runtime(work.name), district, next), work,
                   small ? std::min(ceiling / 20, 1.9e8) : ceiling,
                   static_cast<std::size_t>(passed * static_cast<std::int64_t>(kStages.size()) / length)});
  }
  return out;
}

Json tender_row(const Offer& offer, int year) {
  const bool signed_ = offer.stage + 1 == kStages.size();
  return {offer.code,
          fmt::format("<p><a href=\"/spse/lelang/{}/pengumumanlelang\" target=\"_blank\">{}</a><br/></p>", offer.code,
                      offer.name),
          offer.work.office,
          fmt::format("<a href=\"#\" onclick=\"tahap()\">{}</a>", kStages[offer.stage]),
          in_short(offer.ceiling * 0.98),
          "Pascakualifikasi Satu File",
          "Tender",
          "Harga Terendah Sistem Gugur",
          fmt::format("{} - TA {}", offer.work.kind, year),
          3 + offer.stage * 4,
          signed_ ? with_points(offer.ceiling * 0.94) : "Nilai Kontrak belum dibuat"};
}
Json small_row(const Offer& offer, int year) {
  return {offer.code,
          fmt::format("<a href=\"#\">{}</a>", offer.name),
          offer.work.office,
          offer.stage + 1 == kStages.size() ? "Paket Sudah Selesai" : "Proses Pengadaan",
          in_short(offer.ceiling),
          "Pengadaan Langsung",
          fmt::format("{} - TA {}", offer.work.kind, year),
          1,
          offer.stage + 1 == kStages.size() ? with_points(offer.ceiling * 0.97) : "Nilai Kontrak belum dibuat",
          nullptr,
          0,
          0};
}

ServedReply rows(const World& world, const ServedRequest& request, Time now, bool small) {
  if (!may_ask(world, request)) return refusal(403, "Invalid authenticity token");
  const auto number = [&](const char* name) {
    const auto found = request.query.find(name);
    return found == request.query.end() ? 0ul : std::strtoul(found->second.c_str(), nullptr, 10);
  };
  const Date day = today(now, world.zone);
  const std::vector<Offer> all = offers(world, day, small);
  Json out = Json::array();
  for (std::size_t i = number("start"); i < all.size() && out.size() < number("length"); ++i)
    out.push_back(small ? small_row(all[i], static_cast<int>(day.year()))
                        : tender_row(all[i], static_cast<int>(day.year())));
  return json_reply({{"draw", number("draw")},
                     {"recordsTotal", 2147483647},
                     {"recordsFiltered", 2147483647},
                     {"data", std::move(out)}});
}
ServedReply tenders(const World& world, const ServedRequest& request, Time now) {
  return rows(world, request, now, false);
}
ServedReply small_packages(const World& world, const ServedRequest& request, Time now) {
  return rows(world, request, now, true);
}

}  // namespace

void mount_spse(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/spse/lelang", page);
  serve(server, world, "GET", "/spse/nontender", page);
  serve(server, world, "POST", "/spse/dt/lelang", tenders);
  serve(server, world, "POST", "/spse/dt/pl", small_packages);
}

}  // namespace feeds::simulate
