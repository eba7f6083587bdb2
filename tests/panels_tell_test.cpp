// What panels say, kept as golden texts: every kind with data that are fresh, late, missing, many, long, negative,
// none.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/golden_text.h"
#include "tests/support/panel_stage.h"

namespace {

using namespace std::chrono_literals;
using stage::now;
using stage::Regency;

class PanelsTell : public testing::Test {
 protected:
  void expect(const std::string& kind, const std::string& name, const Regency& r, const std::string& options,
              const std::string& lang = "id") {
    const auto panel = stage::panel(r.catalogue, kind, options);
    stage::expect_golden(kind, name, stage::tell(*panel, r.snapshot(), host_.look(lang)));
  }
  static std::vector<std::pair<config::Time, double>> months(std::vector<double> values, unsigned last = 11) {
    std::vector<std::pair<config::Time, double>> out;
    const unsigned first = last + 1 - static_cast<unsigned>(values.size());
    for (unsigned i = 0; i < values.size(); ++i)
      out.emplace_back(
          config::midnight(config::Date{std::chrono::year(2026), std::chrono::month(first + i), std::chrono::day(1)},
                           config::Zone::wita),
          values[i]);
    return out;
  }
  static Regency progress() {
    Regency r;
    const double values[] = {82.4, 61.2, 55.0, 28.4, 0, 43.5};
    for (int i = 0; i < 6; ++i)
      if (i != 4) r.at("progres.fisik@63.10.0" + std::to_string(i + 1), months({values[i]}, i == 2 ? 10 : 11));
    return r;
  }

  stage::Host host_;
};

const char* const kWait = "indicator = 'layanan.antrean'";

TEST_F(PanelsTell, NumberEmpty) {
  expect("number", "empty", Regency(), kWait);
}

TEST_F(PanelsTell, NumberEmptyWithTheReasonForStaff) {
  Regency r;
  r.audience = config::Audience::staff;
  feeds::FeedState feed;
  feed.name = "mpp";
  feed.agency = "dpmptsp";
  feed.indicators = {"layanan.antrean"};
  feed.reason = {"stopped: its files have faults"};
  r.feed(feed);
  expect("number", "empty_staff", r, kWait);
}

TEST_F(PanelsTell, NumberNotOpenToThePublic) {
  Regency r;
  r.indicator("layanan.antrean").audience = config::Audience::staff;
  expect("number", "not_open", r, kWait);
}

TEST_F(PanelsTell, NumberFresh) {
  Regency r;
  std::vector<double> values(300, 20);
  values.back() = 26;
  r.series("layanan.antrean", values, 5min, 3min);
  expect("number", "fresh", r, kWait);
  expect("number", "fresh_english", r, kWait, "en");
}

TEST_F(PanelsTell, NumberBadAndLate) {
  Regency r;
  r.series("layanan.antrean", {61, 62}, 24h, 20min);
  expect("number", "late", r, kWait);
}

TEST_F(PanelsTell, NumberMissing) {
  Regency r;
  r.series("layanan.antrean", {61, 62}, 24h, 26h);
  expect("number", "missing", r, kWait);
}

TEST_F(PanelsTell, NumberOneValueOfAPeriod) {
  Regency r;
  r.at("anggaran.serapan", months({59.9}));
  expect("number", "one_value", r, "indicator = 'anggaran.serapan'");
  r.at("anggaran.serapan", months({53.8, 59.9}));
  expect("number", "two_periods", r, "indicator = 'anggaran.serapan'");
}

TEST_F(PanelsTell, NumberTenThousandValues) {
  Regency r;
  std::vector<double> values;
  for (int i = 0; i < 10'000; ++i) values.push_back(4e11 + 1e9 * (i % 97));
  r.series("kas.saldo", values, 1min, 0min);
  expect("number", "ten_thousand", r, "indicator = 'kas.saldo'");
}

TEST_F(PanelsTell, NumberNegativeAndZeroTarget) {
  Regency r;
  auto& cash = r.indicator("kas.saldo");
  cash.target = 0;
  cash.better = config::Better::higher;
  r.series("kas.saldo", {-1e9, -2.5e9}, 24h, 3min);
  expect("number", "negative_zero_target", r, "indicator = 'kas.saldo'");
}

TEST_F(PanelsTell, NumberCombined) {
  Regency r = progress();
  expect("number", "combined_incomplete", r, "indicator = 'progres.fisik'\ncombine = 'mean'");
  r.at("progres.fisik@63.10.05", months({70}));
  r.at("progres.fisik@63.10.03", months({50, 55}));
  expect("number", "combined", r, "indicator = 'progres.fisik'\ncombine = 'mean'");
  expect("number", "region", r, "indicator = 'progres.fisik'\nregion = '63.10.04'");
}

TEST_F(PanelsTell, LineChart) {
  expect("line_chart", "empty", Regency(), kWait);
  Regency r;
  r.series("layanan.antrean", {10, 40, 20, 26}, 5min, 3min);
  expect("line_chart", "fresh", r, kWait);
  expect("line_chart", "fresh_english", r, kWait, "en");
  r.series("layanan.antrean", {26}, 5min, 3min);
  expect("line_chart", "one_value", r, kWait);
  r.series("layanan.antrean", {-26, -4}, 5min, 20min);
  expect("line_chart", "negative_late", r, kWait);
  std::vector<double> many;
  for (int i = 0; i < 10'000; ++i) many.push_back(std::fabs(i - 5000));
  r.series("layanan.antrean", many, 5s, 0s);
  expect("line_chart", "ten_thousand", r, kWait);
}

TEST_F(PanelsTell, LineChartOfManyItems) {
  Regency r;
  for (int i = 0; i < 9; ++i)
    r.series("jaringan.latensi#simpul_" + std::to_string(i), {1.0 + i, 2.5 + i}, 5min,
             i == 7   ? 30min
             : i == 8 ? 9h
                      : 2min);
  expect("line_chart", "items", r, "indicator = 'jaringan.latensi'");
  expect("line_chart", "two_items", r, "indicator = 'jaringan.latensi'\nitems = ['simpul_2', 'simpul_8']");
}

TEST_F(PanelsTell, Bars) {
  expect("bars", "empty", Regency(), "indicator = 'progres.fisik'");
  const Regency r = progress();
  expect("bars", "worst", r, "indicator = 'progres.fisik'");
  expect("bars", "best_english", r, "indicator = 'progres.fisik'\norder = 'best'", "en");
  expect("bars", "most_rows", r, "indicator = 'progres.fisik'\norder = 'name'\nmost_rows = 2\ntarget = false");
}

TEST_F(PanelsTell, BarsOfIndicators) {
  Regency r;
  r.at("anggaran.serapan", months({59.9}));
  r.at("progres.fisik", months({-3.5}));
  expect("bars", "indicators", r, "indicators = ['anggaran.serapan', 'progres.fisik', 'penduduk.jumlah']");
}

const char* const kPackages =
    "table = 'paket'\n[[columns]]\nfield = 'nama'\ntitle = 'Paket'\n[[columns]]\nfield = 'tahap'\nbad_words = "
    "['putus']\n"
    "[[columns]]\nfield = 'nilai'\nshow = 'money'\n[[columns]]\nfield = 'hari'\nwatch = 5.0\nbad = 30.0\n"
    "[[columns]]\nfield = 'mulai'\nshow = 'date'\n";

TEST_F(PanelsTell, Table) {
  expect("table", "empty", Regency(), kPackages);
  Regency r;
  const auto add = [&](const char* key, const char* name, const char* stage, feeds::Value value, double days) {
    r.record("paket", key,
             {{"nama", std::string(name)},
              {"tahap", std::string(stage)},
              {"nilai", value},
              {"hari", days},
              {"mulai", std::string("2026-03-05")}},
             7min);
  };
  add("p1", "Rehabilitasi Jalan Batulicin–Kusan Hilir dan Bangunan Pelengkapnya Tahap Kedua Tahun Jamak", "pelaksanaan",
      12.4e9, 0);
  add("p2", "Puskesmas Mantewe", "putus", 8.75e9, 41);
  add("p3", "Perangkat Jaringan", "tender", std::monostate(), 12);
  add("p4", "Drainase", "selesai", -950e6, 0);
  r.record("paket", "p5", {{"nama", std::string("Taman kota")}, {"mulai", std::string("2026-03-05")}}, 2min);
  expect("table", "fresh", r, kPackages);
  expect("table", "fresh_english", r, kPackages, "en");
  expect(
      "table", "sorted", r,
      std::string("sort = 'nilai'\ndescending = true\nage = true\nmost_rows = 2\nwhere = { mulai = '2026-03-05' }\n") +
          kPackages);
  expect("table", "latest_words", r,
         std::string(
             "sort = 'at'\ndescending = true\nage = true\ntable = 'paket'\n"
             "[[columns]]\nfield = 'nama'\n[[columns]]\nfield = 'tahap'\nwords = { putus = 'kontrak diputus' }\n"));
  expect("table", "no_match", r, std::string("where = { tahap = 'batal' }\n") + kPackages);
}

TEST_F(PanelsTell, TableOfRegions) {
  const Regency r = progress();
  expect("table", "regions", r,
         "age = true\n[[columns]]\nindicator = 'progres.fisik'\n[[columns]]\nindicator = 'penduduk.jumlah'\n");
  Regency items;
  items.series("jaringan.latensi#rsud", {3.5}, 5min, 2min);
  items.series("jaringan.latensi#kantor_bupati", {7}, 5min, 40min);
  expect("table", "items", items, "rows = 'items'\n[[columns]]\nindicator = 'jaringan.latensi'\n");
}

TEST_F(PanelsTell, Map) {
  expect("map", "empty", Regency(), "indicator = 'progres.fisik'");
  Regency r = progress();
  expect("map", "fresh", r, "indicator = 'progres.fisik'");
  expect("map", "target_english", r, "indicator = 'progres.fisik'\nclasses = 'target'", "en");
  expect("map", "bounds", r, "indicator = 'progres.fisik'\nclasses = 'bounds'\nbounds = [30.0, 50.0, 70.0]");
  for (int i = 1; i <= 6; ++i) r.at("penduduk.jumlah@63.10.0" + std::to_string(i), months({i == 2 ? 0.0 : 1000.0 * i}));
  expect("map", "per", r, "indicator = 'progres.fisik'\nper = 'penduduk.jumlah'\ntimes = 1000.0");
}

TEST_F(PanelsTell, FeedHealth) {
  expect(
      "feed_health", "empty",
      [] {
        Regency r;
        r.catalogue.indicators.clear();
        return r;
      }(),
      "");
  Regency r = progress();
  r.audience = config::Audience::staff;
  r.series("layanan.antrean", {20}, 5min, 3min);
  r.series("kas.saldo", {4e11}, 5min, 40min);
  feeds::FeedState feed;
  feed.name = "sipd";
  feed.agency = "bpkad";
  feed.title = {"SIPD keuangan"};
  feed.standing = feeds::Standing::late;
  feed.last_good = feed.last_new = now() - 40min;
  feed.refused_today = 3;
  feed.reason = {"stopped: its files have faults"};
  feed.refusals = {{now() - 2h, "kas.saldo", "n/a", {"no data"}}};
  r.feed(feed);
  r.catalogue.agencies[0].stopped = true;
  expect("feed_health", "mixed", r, "");
  feeds::FeedState calm;
  calm.name = "mpp";
  calm.agency = "dpmptsp";
  calm.standing = feeds::Standing::on_time;
  calm.last_good = now() - 1min;
  r.feed(calm);
  expect("feed_list", "feeds", r, "");
  expect("feed_list", "faults_english", r, "only_faults = true", "en");
  expect("feed_list", "refused", r, "show = 'refused'");
  Regency open = r;
  open.audience = config::Audience::everyone;
  expect("feed_list", "nothing_of_one_agency", open, "agencies = ['dpmptsp']\nshow = 'refused'");
  expect("feed_health", "english", r, "agencies = ['bpkad', 'dpmptsp']\nonly_faults = true", "en");
}

TEST_F(PanelsTell, Clock) {
  expect("clock", "seconds", Regency(), "");
  expect("clock", "minutes_english", Regency(), "seconds = false", "en");
  expect("clock", "time_alone", Regency(), "date = false");
}

TEST_F(PanelsTell, Origins) {
  Regency r;
  r.audience = config::Audience::staff;
  auto& i = r.indicator("layanan.antrean");
  i.least = 0;
  i.most = 480;
  i.approvals = {
      {"800/12/DPMPTSP", "Kepala Dinas", "", *config::parse_date("2026-01-05"), *config::parse_date("2026-12-31")}};
  r.series("layanan.antrean", {20, 26}, 5min, 3min);
  feeds::FeedState feed;
  feed.name = "mpp";
  feed.agency = "dpmptsp";
  feed.title = {"Antrean MPP"};
  feed.indicators = {"layanan.antrean"};
  feed.last_good = feed.last_new = now() - 3min;
  feed.accepted = 12345;
  feed.refused = 2;
  feed.simulated = true;
  feed.basis.kind = config::Basis::Kind::agreement;
  feed.basis.number = "415/12/PKS/2026";
  feed.address = "https://antrean.contoh/api";
  r.feed(feed);
  const auto panel = stage::panel(r.catalogue, "number", kWait);
  for (const char* lang : {"id", "en"}) {
    const feeds::Snapshot data = r.snapshot();
    const panels::Look look = host_.look(lang);
    ImDrawList list(ImGui::GetDrawListSharedData());
    panels::Paint paint{list};
    panels::Telling out;
    panels::tell_origins({data, {0, 0, 100, 100}, now(), look, paint, {}, false, {}}, *panel, out);
    stage::expect_golden("origins", lang, out.plain());
  }
}

TEST(PanelsTelling, HtmlIsEscaped) {
  panels::Telling t;
  t.heading("A & B");
  t.line("<b>\"x\"</b>");
  t.table({"satu"}, {{"1 < 2"}});
  EXPECT_EQ(t.html(),
            "<h2>A &amp; "
            "B</h2>\n<p>&lt;b&gt;&quot;x&quot;&lt;/b&gt;</p>\n<table>\n<thead><tr><th>satu</th></tr>\n</"
            "thead>\n<tbody>\n<tr><td>1 &lt; 2</td></tr>\n</tbody>\n</table>\n");
}

TEST(PanelsTelling, TablesAreAlignedByLettersNotBytes) {
  panels::Telling t;
  t.table({"", "a"}, {{"–", "x"}, {"kék", "y"}});
  EXPECT_EQ(t.plain(), "     a\n–    x\nkék  y\n");
}

TEST(PanelsOptions, FaultsAreSaid) {
  const Regency r;
  const auto fault = [&](const char* kind, const char* options) -> std::string {
    try {
      stage::panel(r.catalogue, kind, options);
    } catch (const std::runtime_error& e) {
      return e.what();
    }
    return {};
  };
  EXPECT_NE(fault("number", "").find("indicator"), std::string::npos);
  EXPECT_NE(fault("number", "indicator = 'tiada'").find("panel.toml:1"), std::string::npos);
  EXPECT_NE(fault("line_chart", "span = '1d'").find("no indicator is named"), std::string::npos);
  EXPECT_NE(fault("bars", "").find("no indicator is named"), std::string::npos);
  EXPECT_NE(fault("map", "indicator = 'progres.fisik'\nclasses = 'bounds'").find("do not agree"), std::string::npos);
  EXPECT_NE(fault("map", "indicator = 'progres.fisik'\nclasses = 'bounds'\nbounds = [3.0, 2.0]").find("ascend"),
            std::string::npos);
  EXPECT_NE(fault("table", "[[columns]]\nfield = 'nama'").find("no table is named"), std::string::npos);
  EXPECT_NE(fault("table", "table = 'paket'\n[[columns]]\nindicator = 'kas.saldo'").find("cannot show an indicator"),
            std::string::npos);
  EXPECT_NE(fault("clock", "second = true").find("second"), std::string::npos);
  EXPECT_EQ(fault("clock", "seconds = true"), "");
}

TEST(PanelsKinds, EveryKindHasADescription) {
  for (const panels::PanelKind* kind : panels::panel_kinds()) {
    EXPECT_EQ(panels::find_panel_kind(kind->name), kind);
    for (const config::FieldInfo& field : kind->outline())
      EXPECT_FALSE(field.help.empty()) << kind->name << "." << field.name;
  }
  EXPECT_EQ(panels::find_panel_kind("gauge"), nullptr);
}

}  // namespace
