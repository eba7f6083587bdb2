// Monthly and daily exports of offices without a programming interface: CSV with ";", a byte order mark, dates as
// dd/mm/yyyy or "Oktober 2026" and a decimal comma. Server's worker threads.
#include <fmt/format.h>
#include <array>
#include <cmath>
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

enum class Shape { level, count, cumulative };  // cumulative: grows through the year to `most`
struct Report {
  const char* name;
  bool daily;
  const char* items;  // "district", "" or names parted by |, each perhaps with "=" and its usual value
  double least, most;
  int decimals;
  Shape shape = Shape::count;
};
constexpr std::array<Report, 28> kReports = {{
    {"kas-daerah", true, "", 2.1e11, 4.6e11, 0, Shape::level},
    {"pajak-daerah", true,
     "PBB-P2=62000000|BPHTB=88000000|Makan dan minum=41000000|Tenaga listrik=95000000|MBLB=120000000|Reklame=9000000",
     0, 0, 0},
    {"pbb-kecamatan", false, "district", 5e6, 4e8, 0},
    {"bansos", false, "district", 320, 2400, 0, Shape::level},
    {"dtsen", false, "", 62, 96, 1, Shape::level},
    {"kekerasan", false, "district", 0, 3.6, 0},
    {"kb-aktif", false, "district", 56, 81, 1, Shape::level},
    {"pencari-kerja", false, "SMP=24|SMA=118|SMK=164|Diploma=41|Sarjana=72", 0, 0, 0},
    {"lowongan", false, "", 35, 180, 0},
    {"uji-kir", true, "", 4, 27, 0},
    {"penerangan-jalan", true, "district", 81, 99, 1, Shape::level},
    {"sampah", true, "", 61, 108, 1, Shape::level},
    {"kualitas-air", false, "Hulu=61|Tengah=54|Muara=47", 0, 0, 1, Shape::level},
    {"produksi-padi", false, "district", 30, 890, 0},
    {"harga-pangan", true,
     "Beras medium=13600|Cabai rawit=58000|Bawang merah=38000|Telur ayam=29500|Minyak goreng=18200|Daging sapi=145000",
     0, 0, 0, Shape::level},
    {"produksi-ikan", false, "Tongkol=210|Kembung=168|Udang=94|Bandeng=132|Nila=88", 0, 0, 1},
    {"lelang-ikan", true, "", 1800, 9400, 0},
    {"dana-desa", false, "district", 0, 99, 1, Shape::cumulative},
    {"wisata", true, "district", 12, 640, 0},
    {"perpustakaan", true, "", 38, 236, 0},
    {"umkm", false, "district", 3, 48, 0},
    {"ketertiban", false, "district", 0, 6, 0},
    {"waktu-damkar", false, "", 9.5, 16.5, 1, Shape::level},
    {"kewaspadaan", false, "", 0, 5, 0},
    {"rapat-dewan", false, "", 9, 26, 0},
    {"kehilangan-air", false, "", 22.5, 30.5, 1, Shape::level},
    {"gangguan-air", true, "", 1, 14, 0},
    {"tahap-egov", false,
     "diskominfo=4.6|bpkad=4.4|bkpsdm=4.1|disdukcapil=4.5|dpmptsp=4.2|bappedalitbang=3.6|pbj=3.7|setda=3.2|dinkes=3|"
     "disdikbud=2.9|bapenda=3.4|dpupr=2.4|dinsos=2.3|bpbd=2.8|dishub=2|dlh=1.8|satpolpp=1.5|dispersip=1.9|diskan=1.2|"
     "dkpp=2.1|disporapar=1.6|dp3ap2kb=2.2|dpmd=2.6|diskopdag=1.7",
     0, 0, 0, Shape::level},
}};

struct Line {
  std::string name;
  double least, most;
};
std::vector<Line> lines_of(const World& world, const Report& report) {
  std::vector<Line> out;
  const std::string_view all = report.items;
  if (all.empty()) return {{"", report.least, report.most}};
  if (all == "district") {
    for (const District& d : world.districts) out.push_back({d.name, report.least, report.most});
    return out;
  }
  for (std::size_t from = 0; from < all.size();) {
    const auto end = std::min(all.find('|', from), all.size());
    const std::string one(all.substr(from, end - from));
    const auto equals = one.find('=');
    const double usual = std::stod(one.substr(equals + 1));
    out.push_back({one.substr(0, equals), 0.82 * usual, 1.18 * usual});
    from = end + 1;
  }
  return out;
}

double value_of(const World& world, const Report& report, const Line& line, Date end, std::int64_t number) {
  const std::string name = std::string(report.name) + '/' + line.name;
  const double own = world.trait(report.name, line.name, 0.15, 0.85), change = world.noise(name, number);
  switch (report.shape) {
    case Shape::level:
      return line.least + (line.most - line.least) * (0.8 * own + 0.2 * change);
    case Shape::cumulative:
      return line.most * std::pow(planned_share(end), 0.8 + own);
    case Shape::count:
      break;
  }
  const double quiet = report.daily && !workday(end) ? 0.3 : 1;
  return line.least + (line.most - line.least) * quiet * (0.45 * own + 0.55 * change);
}

// "1.234.567,8"
std::string indonesian(double value, int decimals) {
  std::string text = fmt::format("{:.{}f}", value, decimals);
  auto end = static_cast<std::ptrdiff_t>(text.find('.'));
  if (end < 0) end = static_cast<std::ptrdiff_t>(text.size());
  if (static_cast<std::size_t>(end) < text.size()) text[static_cast<std::size_t>(end)] = ',';
  for (auto at = end - 3; at > 0; at -= 3) text.insert(static_cast<std::size_t>(at), ".");
  return text;
}

std::string month_text(Month month) {
  constexpr std::array<const char*, 12> names = {"Januari", "Februari", "Maret",     "April",   "Mei",      "Juni",
                                                 "Juli",    "Agustus",  "September", "Oktober", "November", "Desember"};
  return fmt::format("{} {}", names[static_cast<unsigned>(month.month()) - 1], static_cast<int>(month.year()));
}
std::string day_text(Date day) {
  return fmt::format("{:02}/{:02}/{}", static_cast<unsigned>(day.day()), static_cast<unsigned>(day.month()),
                     static_cast<int>(day.year()));
}

std::string table(const World& world, const Report& report, Time now) {
  const bool by_district = std::string_view(report.items) == "district";
  std::string out = fmt::format("\xEF\xBB\xBF{};{};Jumlah\r\n", report.daily ? "Tanggal" : "Bulan",
                                by_district ? "Kecamatan" : "Uraian");
  const std::vector<Line> lines = lines_of(world, report);
  const auto add = [&](const std::string& when, Date end, std::int64_t number) {
    for (const Line& line : lines)
      out += fmt::format(
          "{};{};{}\r\n", when, line.name.empty() ? "Kabupaten" : line.name,
          indonesian(round_to(value_of(world, report, line, end, number), report.decimals), report.decimals));
  };
  if (report.daily) {
    const Date yesterday{std::chrono::sys_days(today(now, world.zone)) - std::chrono::days(1)};
    for (const Date& day : days(yesterday, 31)) add(day_text(day), day, bucket(day));
  } else {
    for (const Month& month : sent_months(now, world.zone, 13)) add(month_text(month), last_day(month), bucket(month));
  }
  return out;
}

ServedReply report(const World& world, const ServedRequest& request, Time now) {
  for (const Report& one : kReports) {
    if (request.matches.size() < 2 || request.matches[1] != one.name) continue;
    ServedReply reply;
    reply.content_type = "text/csv; charset=utf-8";
    reply.headers = {{"Content-Disposition", fmt::format("attachment; filename=\"{}.csv\"", one.name)}};
    reply.body = table(world, one, now);
    return reply;
  }
  return refusal(404, "Laporan tidak ditemukan");
}

}  // namespace

void mount_csv_exports(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/ekspor/([a-z-]+)\\.csv", report);
}

}  // namespace feeds::simulate
