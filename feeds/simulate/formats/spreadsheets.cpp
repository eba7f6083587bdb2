// SpreadsheetML 2003 as finance systems export it: DJPK's "CSV" of the budget by account, whose names repeat in the
// tree and whose faults are web pages with status 200, and SIPD's export by agency with a title and headers over two
// rows. Server's worker threads.
#include <fmt/format.h>
#include <array>
#include <cmath>
#include "feeds/simulate/budget.h"
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

class Workbook {
 public:
  explicit Workbook(const char* sheet)
      : text_(fmt::format("<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook "
                          "xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" "
                          "xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"{}\"><Table>",
                          sheet)) {}
  void row(const std::vector<std::string>& cells) { text_ += "<Row>" + join(cells) + "</Row>"; }
  static std::string text(const std::string& of, int across = 0) {
    const std::string merged = across > 0 ? fmt::format(" ss:MergeAcross=\"{}\"", across) : "";
    return fmt::format("<Cell{}><Data ss:Type=\"String\">{}</Data></Cell>", merged, of);
  }
  static std::string number(double of) {
    return fmt::format("<Cell><Data ss:Type=\"Number\">{:.2f}</Data></Cell>", of);
  }
  ServedReply reply(const char* content_type) {
    ServedReply out;
    out.content_type = content_type;
    out.body = text_ + "</Table></Worksheet></Workbook>";
    return out;
  }

 private:
  static std::string join(const std::vector<std::string>& cells) {
    std::string out;
    for (const std::string& cell : cells) out += cell;
    return out;
  }
  std::string text_;
};

struct Account {
  const char* name;
  double share;  // of all spending
};
// "Belanja Pegawai" stands in the tree twice; the first is the account meant.
constexpr std::array<Account, 9> kSpending = {{{"Belanja Pegawai", 0.342},
                                               {"Belanja Barang dan Jasa", 0.268},
                                               {"Belanja Hibah", 0.022},
                                               {"Belanja Bantuan Sosial", 0.006},
                                               {"Belanja Modal", 0.214},
                                               {"Belanja Tidak Terduga", 0.005},
                                               {"Belanja Bagi Hasil", 0.007},
                                               {"Belanja Bantuan Keuangan", 0.136},
                                               {"Belanja Pegawai", 0.018}}};
constexpr std::array<Account, 4> kRevenue = {{{"PAD", 0.136},
                                              {"Pendapatan Transfer Pemerintah Pusat", 0.724},
                                              {"Pendapatan Transfer Antar Daerah", 0.112},
                                              {"Lain-lain Pendapatan Daerah yang Sah", 0.028}}};

int asked(const ServedRequest& request, const char* name) {
  const auto found = request.query.find(name);
  return found == request.query.end() ? 0 : std::atoi(found->second.c_str());
}

ServedReply djpk(const World& world, const ServedRequest& request, Time now) {
  const int year = asked(request, "tahun"), month = asked(request, "periode");
  const Date latest = last_day(sent_months(now, world.zone, 1, 1).back());
  const Date end = last_day(Month(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month))));
  if (year < 2024 || month < 1 || month > 12 || end > latest) {
    ServedReply page;
    page.content_type = "text/html; charset=UTF-8";
    page.body = "<!DOCTYPE html><html><body>Data tidak ditemukan</body></html>";
    return page;
  }
  Workbook book("APBD");
  const auto line = [&](const char* name, double planned, double realised) {
    book.row({Workbook::text(name), Workbook::number(planned), Workbook::number(realised),
              Workbook::number(round_to(100 * realised / planned, 2))});
  };
  book.row(
      {Workbook::text("Akun"), Workbook::text("Anggaran"), Workbook::text("Realisasi"), Workbook::text("Persentase")});
  const double whole = budget(year), income = whole * 0.975, paid = spent(world, end);
  line("Pendapatan Daerah", income, std::round(income * planned_share(end)));
  for (const Account& a : kRevenue)
    line(a.name, std::round(income * a.share), std::round(income * a.share * planned_share(end)));
  line("Belanja Daerah", whole, paid);
  for (const Account& a : kSpending) line(a.name, std::round(whole * a.share), std::round(paid * a.share));
  return book.reply("text/csv");
}

ServedReply sipd(const World& world, const ServedRequest&, Time now) {
  const Date yesterday{std::chrono::sys_days(today(now, world.zone)) - std::chrono::days(1)};
  const int year = static_cast<int>(yesterday.year());
  Workbook book("Realisasi");
  book.row({Workbook::text(fmt::format("LAPORAN REALISASI BELANJA PER SKPD TAHUN ANGGARAN {}", year), 5)});
  book.row({Workbook::text("s.d. " + config::to_string(yesterday), 5)});
  book.row({Workbook::text("Kode"), Workbook::text("SKPD"), Workbook::text("Belanja Operasi", 1),
            Workbook::text("Belanja Modal", 1)});
  book.row({Workbook::text(""), Workbook::text(""), Workbook::text("Anggaran"), Workbook::text("Realisasi"),
            Workbook::text("Anggaran"), Workbook::text("Realisasi")});
  int number = 0;
  for (const Office& office : offices()) {
    const double capital = world.trait("capital", office.name, 0.08, 0.42);
    const double whole = office_budget(office, year), paid = spent_by(world, office, yesterday);
    book.row({Workbook::text(fmt::format("{}.01.0.00.0.00.{:02}.0000", 1 + number % 7, number + 1)),
              Workbook::text(office.name), Workbook::number(std::round(whole * (1 - capital))),
              Workbook::number(std::round(paid * (1 - capital))), Workbook::number(std::round(whole * capital)),
              Workbook::number(std::round(paid * capital))});
    ++number;
  }
  book.row({Workbook::text("Jumlah"), Workbook::text(""), Workbook::number(budget(year))});
  return book.reply("application/vnd.ms-excel");
}

}  // namespace

void mount_spreadsheets(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/djpk/portal/csv_apbd", djpk);
  serve(server, world, "GET", "/sipd/ekspor/realisasi-skpd\\.xls", sipd);
}

}  // namespace feeds::simulate
