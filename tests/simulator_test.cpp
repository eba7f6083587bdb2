// The pretend agencies: the same moment gives the same figures, in the shape of the real systems, without holes.
#include "feeds/simulate/simulator.h"
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include "config/geo_map.h"
#include "feeds/http.h"
#include "feeds/simulate/series.h"
#include "tests/support/child.h"
#include "tests/support/geojson.h"

namespace {

using namespace std::chrono_literals;
using feeds::simulate::Month;
using Json = nlohmann::json;

class FixedClock final : public feeds::Clock {
 public:
  explicit FixedClock(const char* at) : now_(*config::parse_time(at)) {}
  config::Time now() const override { return now_; }
  feeds::Steady steady() const override { return std::chrono::steady_clock::now(); }
  bool sleep_until(feeds::Steady, std::stop_token) override { return true; }
  void set(const char* at) { now_ = *config::parse_time(at); }

 private:
  config::Time now_;
};

std::shared_ptr<const config::Catalogue> three_districts() {
  auto catalogue = std::make_shared<config::Catalogue>();
  catalogue->code = "63.10";
  catalogue->zone = config::Zone::wita;
  catalogue->regions = {{"63.10.01", "6310050", "Batulicin", {}},
                        {"63.10.04", "6310030", "Satui", {}},
                        {"63.10.12", "", "Teluk Kepayang", {}}};
  return catalogue;
}

// A simulator at a moment of our own, asked over real HTTP.
class SimulatorTest : public testing::Test {
 protected:
  void SetUp() override { start(1); }
  void start(std::uint64_t seed) {
    simulator_ = std::make_unique<feeds::Simulator>(feeds::Simulator::Options{seed, 1}, three_districts(), clock_);
    const auto port = simulator_->listen(0);
    ASSERT_TRUE(port);
    base_ = "http://127.0.0.1:" + std::to_string(*port);
  }
  feeds::HttpReply ask(feeds::HttpRequest request) {
    feeds::Http http({}, feeds::system_clock());
    request.url = base_ + request.url;
    const auto reply = http.fetch(request, {});
    EXPECT_TRUE(reply) << request.url;
    return reply ? *reply : feeds::HttpReply{};
  }
  std::string text(const std::string& path) {
    feeds::HttpRequest request;
    request.url = path;
    request.headers = {{"X-Auth-Token", "t"}, {"Authorization", "Bearer t"}};
    const feeds::HttpReply reply = ask(request);
    EXPECT_EQ(reply.status, 200) << path;
    return reply.body;
  }
  Json json(const std::string& path) { return Json::parse(text(path)); }
  std::vector<Json> rows(const std::string& path, const char* key) { return json(path)[key]; }
  Json zabbix(const std::string& body) {
    feeds::HttpRequest request;
    request.method = "POST";
    request.url = "/zabbix/api_jsonrpc.php";
    request.content_type = "application/json";
    request.body = body;
    return Json::parse(ask(request).body);
  }

  FixedClock clock_{"2026-11-20T11:20:00+08:00"};
  std::unique_ptr<feeds::Simulator> simulator_;
  std::string base_;
};

const char* const kPaths[] = {"/absensi/api/rekap",
                              "/simpeg/api/rekap",
                              "/bmkg/DataMKG/TEWS/autogempa.json",
                              "/bmkg/DataMKG/TEWS/gempadirasakan.json",
                              "/bmkg/publik/prakiraan-cuaca?adm4=63.10.04.2001",
                              "/satudata/api/3/action/package_search",
                              "/satudata/api/3/action/datastore_search?resource_id=stunting",
                              "/pengaduan/api/statistik",
                              "/wbs/api/ringkasan",
                              "/pusdalops/api/kejadian",
                              "/dapodik/api/rekap",
                              "/keuangan/api/harian",
                              "/keuangan/api/bulanan",
                              "/keuangan/api/pagu",
                              "/puskesmas/api/kunjungan",
                              "/simrs/api/tempat-tidur",
                              "/inaproc/api/v1/tender?kode_klpd=D123&tahun=2026",
                              "/jdih/integrasi.php",
                              "/jdih/statistik.php",
                              "/naskah/api/statistik",
                              "/librenms/api/v0/ports",
                              "/mikrotik/rest/interface",
                              "/emonev/api/progres",
                              "/emonev/api/program",
                              "/esakip/api/nilai",
                              "/tlhp/api/progres",
                              "/perizinan/api/rekap",
                              "/lpse/api/rekap",
                              "/pantau/metrics",
                              "/antrean/api/v1/gerai",
                              "/skm/api/hasil",
                              "/siak/api/agregat",
                              "/siak/api/dokumen",
                              "/sijalan/api/kondisi",
                              "/sitik/api/ringkasan",
                              "/sitik/api/aset",
                              "/sitik/api/insiden",
                              "/sitik/api/permohonan-akses",
                              "/drc/api/replikasi",
                              "/naskah/api/menunggu",
                              "/pantau/api/situs",
                              "/petajaringan/api/sambungan",
                              "/hotspot/api/titik",
                              "/router/63.10.04/rest/system/resource",
                              "/layanan/disdukcapil/antrean",
                              "/bps/v1/api/list/model/data/lang/ind/domain/6310/var/413/key/simulasi"};

TEST_F(SimulatorTest, SaysTheSameForTheSameMomentAndSeed) {
  std::vector<std::string> first;
  for (const char* path : kPaths) first.push_back(text(path));
  start(1);
  for (std::size_t i = 0; i < std::size(kPaths); ++i) EXPECT_EQ(text(kPaths[i]), first[i]) << kPaths[i];
  start(2);
  int same = 0;
  for (std::size_t i = 0; i < std::size(kPaths); ++i) same += text(kPaths[i]) == first[i];
  EXPECT_LE(same, 5);  // ceilings, totals of laws and what is rarely down
}

TEST_F(SimulatorTest, EveryJsonAddressParses) {
  for (const char* path : kPaths)
    EXPECT_EQ(Json::accept(text(path)), std::string_view(path) != "/pantau/metrics") << path;
}

TEST_F(SimulatorTest, AValueOfThePastStaysAsItWas) {
  const auto by_day = [&] {
    std::map<std::string, double> out;
    for (const Json& row : rows("/keuangan/api/harian", "data")) out[row["tanggal"]] = row["realisasi"];
    return out;
  };
  const auto before = by_day();
  clock_.set("2026-11-27T09:00:00+08:00");
  const auto later = by_day();
  ASSERT_GT(later.size(), before.size());
  for (const auto& [day, value] : before) EXPECT_EQ(later.at(day), value) << day;
}

TEST_F(SimulatorTest, SpendingOfOfficesAddsUpAndNeverFalls) {
  double last = 0;
  std::map<std::string, double> by_month;
  const Json monthly = json("/keuangan/api/bulanan");
  for (const Json& row : monthly["skpd"]) by_month[row["bulan"]] += row["realisasi"].get<double>();
  ASSERT_EQ(by_month.size(), 10);  // January to October
  for (const auto& [month, sum] : by_month) {
    EXPECT_GT(sum, last) << month;
    last = sum;
  }
  for (const Json& row : rows("/keuangan/api/harian", "data"))
    if (row["tanggal"] == "2026-10-31") {
      EXPECT_EQ(row["realisasi"].get<double>(), last);
    }
  double year = 0;
  for (const Json& row : monthly["belanja"])
    if (row["bulan"].get<std::string>().starts_with("2026")) year += row["belanja"].get<double>();
  EXPECT_NEAR(year, last, 10);
  EXPECT_NEAR(last / 3.42e12, 0.695, 0.08);
}

TEST_F(SimulatorTest, LiveHistoryHasNoHole) {
  const Json reply = zabbix(R"({"jsonrpc":"2.0","method":"history.get","params":{"itemids":["44012"]},"id":7})");
  EXPECT_EQ(reply["id"], 7);
  long before = 0;
  int count = 0;
  for (const Json& row : reply["result"]) {
    EXPECT_EQ(row["itemid"], "44012");
    const long clock = std::stol(row["clock"].get<std::string>());
    if (before) {
      EXPECT_EQ(clock - before, 300);
    }
    before = clock;
    ++count;
  }
  EXPECT_EQ(count, 289);  // both ends of 24 hours
  EXPECT_EQ(before, 1795144800) << "the newest value is of now, on the grid of five minutes";
}

TEST_F(SimulatorTest, ProgressNeverFallsWithinTheYear) {
  std::map<std::string, double> last;
  for (const Json& row : rows("/emonev/api/progres", "data")) {
    double& before = last[row["kode_wilayah"]];
    EXPECT_GE(row["fisik"].get<double>(), before);
    EXPECT_LE(row["fisik"].get<double>(), 100);
    before = row["fisik"];
  }
  EXPECT_EQ(last.size(), 3);
}

TEST_F(SimulatorTest, SomeAgenciesAreLate) {
  EXPECT_EQ(json("/emonev/api/progres")["data"].back()["periode"], "2026-10");
  EXPECT_EQ(json("/dapodik/api/rekap")["rows"].back()["periode"], "2026-09");
  EXPECT_EQ(json("/sijalan/api/kondisi")["kondisi"].back()["bulan"], "2026-08");
}

TEST_F(SimulatorTest, TelemetryRestsInSomeHoursAndAnswersInMost) {
  int down = 0;
  for (int hour = 0; hour < 24; ++hour) {
    clock_.set(fmt::format("2026-11-20T{:02}:30:00+08:00", hour).c_str());
    feeds::HttpRequest request;
    request.url = "/telemetri/api/pos";
    down += ask(request).status == 503;
  }
  EXPECT_GE(down, 1);
  EXPECT_LE(down, 8);
}

TEST_F(SimulatorTest, ASensorIsWrongNowAndThen) {
  int wrong = 0;
  const Json reply = zabbix(R"({"jsonrpc":"2.0","method":"history.get","params":{"itemids":["44131"]},"id":1})");
  for (const Json& row : reply["result"]) wrong += row["value"] == "85.0000";
  EXPECT_GE(wrong, 3);
  EXPECT_LE(wrong, 40);
}

TEST_F(SimulatorTest, RefusesAsTheRealSystemsDo) {
  feeds::HttpRequest request;
  request.url = "/inaproc/api/v1/tender?kode_klpd=D123&tahun=2026";
  EXPECT_EQ(ask(request).status, 401);
  request.headers = {{"Authorization", "Bearer t"}};
  request.url = "/inaproc/api/v1/tender?tahun=2026";
  EXPECT_EQ(ask(request).status, 400);
  request.url = "/bmkg/publik/prakiraan-cuaca?adm4=99.99.99.2001";
  EXPECT_EQ(ask(request).status, 404);
  EXPECT_TRUE(zabbix(R"({"jsonrpc":"2.0","method":"host.delete","id":1})").contains("error"));
  EXPECT_TRUE(zabbix("{").contains("error"));
}

TEST_F(SimulatorTest, AListOfTendersNeedsTheCookieAndTheTokenOfItsPage) {
  feeds::HttpRequest page;
  page.url = "/spse/lelang";
  const feeds::HttpReply shown = ask(page);
  ASSERT_EQ(shown.cookies.size(), 1);
  const auto from = shown.body.find("authenticityToken = '") + 21;
  const std::string token = shown.body.substr(from, shown.body.find('\'', from) - from);
  feeds::HttpRequest list;
  list.method = "POST";
  list.url = "/spse/dt/lelang?tahun=2026";
  list.content_type = "application/x-www-form-urlencoded";
  list.body = "draw=1&start=40&length=25&authenticityToken=" + token;
  EXPECT_EQ(ask(list).status, 403) << "without the cookie";
  list.headers = {{"Cookie", shown.cookies.front()}};
  const Json reply = Json::parse(ask(list).body);
  EXPECT_EQ(reply["recordsTotal"], 2147483647);
  EXPECT_LT(reply["data"].size(), 25) << "a short page is the last";
  EXPECT_EQ(reply["data"][0].size(), 11);
  list.body = "draw=1&start=0&length=25&authenticityToken=x";
  EXPECT_EQ(ask(list).status, 403) << "without the token";
}

TEST_F(SimulatorTest, WarningsTouchTheRegencyInSomeSpansAndHaveTheirDocument) {
  int ours = 0;
  for (int day = 1; day <= 20; ++day) {
    clock_.set(fmt::format("2026-11-{:02}T15:00:00+08:00", day).c_str());
    const std::string list = text("/bmkg/alerts/nowcast/id");
    EXPECT_THAT(list, testing::HasSubstr(".75.001</guid>")) << "one far away is always in force";
    const auto file = list.find("/id/C63");
    if (file == std::string::npos) continue;
    ++ours;
    const std::string document = text("/bmkg/alerts/nowcast" + list.substr(file, list.find('<', file) - file));
    EXPECT_THAT(document, testing::HasSubstr("urn:oasis:names:tc:emergency:cap:1.2"));
    EXPECT_THAT(document, testing::ContainsRegex("khususnya di (BATULICIN|SATUI|TELUK KEPAYANG)"));
  }
  EXPECT_GE(ours, 2);
  EXPECT_LE(ours, 15);
}

TEST_F(SimulatorTest, ExportsAreWhatOfficesSend) {
  EXPECT_THAT(text("/ekspor/bansos.csv"), testing::StartsWith("\xEF\xBB\xBF"
                                                              "Bulan;Kecamatan;Jumlah\r\nOktober 2025;Batulicin;"));
  EXPECT_THAT(text("/ekspor/sampah.csv"), testing::ContainsRegex("19/11/2026;Kabupaten;[0-9]+,[0-9]"));
  const std::string sikd = text("/djpk/portal/csv_apbd?periode=10&tahun=2026");
  EXPECT_THAT(sikd, testing::HasSubstr("<Workbook"));
  EXPECT_THAT(text("/djpk/portal/csv_apbd?periode=12&tahun=2026"), testing::HasSubstr("<html>")) << "with status 200";
  EXPECT_THAT(text("/sipd/ekspor/realisasi-skpd.xls"), testing::HasSubstr("ss:MergeAcross"));
}

TEST_F(SimulatorTest, AStatisticsTableHasKeysOfItsDimensions) {
  const Json table = json("/bps/v1/api/list/model/data/lang/ind/domain/6310/var/413/key/simulasi");
  EXPECT_TRUE(table["datacontent"].contains("631041301250"));
  EXPECT_EQ(table["tahun"].back()["label"], "2025");
}

// Another regency's agencies know nothing of the one above.
TEST(SimulatorElsewhere, SpeaksOfItsOwnDistrictsAndZone) {
  auto catalogue = std::make_shared<config::Catalogue>();
  catalogue->center = config::Label("Kabupaten Aceh Utara");
  catalogue->code = "11.08";
  catalogue->regions = {{"11.08.01", "", "Baktiya", {}}, {"11.08.02", "", "Dewantara", {}}};
  FixedClock clock("2026-11-20T10:20:00+07:00");
  feeds::Simulator simulator({}, catalogue, clock);
  const auto port = simulator.listen(0);
  ASSERT_TRUE(port);
  feeds::Http http({}, feeds::system_clock());
  std::string all;
  for (std::string path : kPaths) {
    if (const auto at = path.find("63.10.04"); at != std::string::npos) path.replace(at, 8, "11.08.01");
    feeds::HttpRequest request;
    request.url = "http://127.0.0.1:" + std::to_string(*port) + path;
    request.headers = {{"X-Auth-Token", "t"}, {"Authorization", "Bearer t"}};
    const auto reply = http.fetch(request, {});
    ASSERT_TRUE(reply) << path;
    EXPECT_EQ(reply->status, 200) << path;
    all += reply->body;
  }
  for (const char* own : {"Asia/Jakarta", "ACEHUTARA", "Jalan Baktiya", "II Dewantara", " LU\""})
    EXPECT_THAT(all, testing::HasSubstr(own));
  for (const char* foreign : {"63.10", "Batulicin", "Satui", "Kusan", "KOTABARU", "Makassar", "+08:00"})
    EXPECT_THAT(all, testing::Not(testing::HasSubstr(foreign)));
}

TEST_F(SimulatorTest, AnUnchangedForecastIsNotSentAgain) {
  feeds::Http http({}, feeds::system_clock());
  feeds::HttpRequest request;
  request.url = base_ + "/bmkg/publik/prakiraan-cuaca?adm4=63.10.04.2001";
  ASSERT_TRUE(http.fetch(request, {}));
  http.keep_validators();
  const auto again = http.fetch(request, {});
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->not_modified);
}

TEST_F(SimulatorTest, NodesLieWhereTheCentersMapHasTheirDistricts) {
  const support::Folder folder;
  const std::filesystem::path file = folder.file("batas.map");
  const auto box = [](double west) { return support::polygon({support::box(west, -3, west + 1, -2)}); };
  const auto made = support::import_text(support::collection(
      {support::feature("63.10.01", "Batulicin", box(115)), support::feature("63.10.04", "Satui", box(116))}));
  ASSERT_TRUE(made.map && config::write_geo_map(*made.map, file));
  const auto node_of = [&](const std::filesystem::path& with, const std::string& slug) {
    feeds::Simulator simulator({1, 1, with}, three_districts(), clock_);
    base_ = "http://127.0.0.1:" + std::to_string(*simulator.listen(0));
    feeds::HttpRequest request;
    request.url = "/netbox/api/dcim/sites/";
    request.headers = {{"Authorization", "Token t"}};
    const Json reply = Json::parse(ask(request).body);
    for (const Json& site : reply["results"])
      if (site["slug"] == slug) return std::pair(site["longitude"].get<double>(), site["latitude"].get<double>());
    ADD_FAILURE() << slug;
    return std::pair(0.0, 0.0);
  };
  const auto [east, north] = node_of(file, "kec-satui");
  EXPECT_NEAR(east, 116.5, 0.01);
  EXPECT_NEAR(north, -2.5, 0.01);
  const auto far = node_of(folder.file("none.map"), "kec-satui");
  EXPECT_GT(std::hypot(far.first - east, far.second - north), 0.1) << "no such map: places are made up";
}

}  // namespace
