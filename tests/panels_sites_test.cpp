// The register of sites: what is wrong with which, in which order, what is said and what is drawn.
#include <gtest/gtest.h>

#include <cmath>
#include <span>

#include "tests/support/card_picture.h"
#include "tests/support/golden_text.h"
#include "tests/support/panel_drawing.h"
#include "tests/support/panel_means.h"

namespace {

using namespace std::chrono_literals;
using stage::now;
using stage::Regency;

constexpr auto kOptions =
    "table = 'situs.daftar'\nup = 'situs.hidup'\nlatency = 'situs.tanggap'\n"
    "certificate_indicator = 'situs.sertifikat'\ndomain = ['contohkab.go.id']\n";
constexpr auto kFieldsAlone = "table = 'situs.daftar'\ndomain = ['contohkab.go.id']\n";

Regency regency() {
  Regency r;
  const auto live = [&](const char* name, const char* unit) {
    config::Indicator i = r.indicator("jaringan.latensi");
    i.name = name;
    i.unit = unit;
    i.decimals = 0;
    r.catalogue.indicators.push_back(i);
  };
  live("situs.hidup", "");
  live("situs.tanggap", "ms");
  live("situs.sertifikat", "hari");
  config::TableInfo t = r.catalogue.tables.front();
  t.name = "situs.daftar";
  t.agency = "diskominfo";
  t.title = {"Situs dan subdomain", "Sites and subdomains"};
  r.catalogue.tables.push_back(t);
  return r;
}

struct Site {
  const char *host, *owner;
  double up = 1, days = 60, ms = 180;
  const char *to = "", *changed = "2026-11-12", *basis = "isi";
  config::Duration age = 1min;
};
void add(Regency& r, const Site& s, config::Duration table_age = 1min) {
  r.record("situs.daftar", s.host,
           {{"instansi", s.owner},
            {"status", s.up > 0 ? "aktif" : "mati"},
            {"sertifikat_hari", s.days},
            {"tujuan", s.to},
            {"diperbarui", s.changed},
            {"dasar", s.basis}},
           table_age);
  const std::string item = std::string("#") + s.host;
  if (s.up == s.up) r.series("situs.hidup" + item, {s.up}, 1min, s.age);
  if (s.up > 0) r.series("situs.tanggap" + item, {s.ms}, 1min, s.age);
  r.series("situs.sertifikat" + item, {s.days}, 1min, s.age);
}

constexpr Site kSites[] = {
    {"contohkab.go.id", "diskominfo"},
    {"ppid.contohkab.go.id", "diskominfo", 1, 41},
    {"bpkad.contohkab.go.id", "bpkad", 0, 55},
    {"lpse.contohkab.go.id", "Setda", 1, 9, 320},
    {"perizinan.contohkab.go.id", "dpmptsp", 1, 71, 150, "masuk.example.com"},
    {"jdih.contohkab.go.id", "Setda", 1, -3, 210},
    {"pupr.contohkab.go.id", "pupr", 1, 33, 260, "", "2025-08-02"},
    {"wisata-contoh.example.com", "Disporapar", 1, 80, 700, "", "2026-03-01"},
    {"pasar-contoh.example.net", "Diskopdag", 1, 12, 410, "", "2026-10-30"},
    {"satudata.contohkab.go.id", "diskominfo", NAN, 61},
    {"disdik.contohkab.go.id", "Disdikbud", 1, 64, 190, "disdik.contohkab.go.id", "2026-11-21"},
    {"arsip.contohkab.go.id", "Dispersip", 1, 50, 170, "", "2026-11-18", "pertama"},
    {"evilcontohkab.go.id", "", 1, 88, 90},
    {"dinkes.contohkab.go.id", "Dinkes", 1, 29, 330, "www.contohkab.go.id", "2026-11-01", "isi", 40min},
};
Regency full() {
  Regency r = regency();
  for (const Site& s : kSites) add(r, s);
  return r;
}

class PanelsSites : public testing::Test {
 protected:
  void expect(const std::string& name, const Regency& r, const std::string& text, const std::string& lang = "id") {
    const auto panel = stage::panel(r.catalogue, "sites", text);
    stage::expect_golden("sites", name, stage::tell(*panel, r.snapshot(), host_.look(lang)));
  }
  stage::Host host_;
};

TEST_F(PanelsSites, SaysWhatIsWrongWithWhichWorstFirst) {
  expect("full", full(), kOptions);
  expect("full_english", full(), kOptions, "en");
  expect("fields_alone", full(), kFieldsAlone);
  Regency own = full();
  own.catalogue.domains = {"contohkab.go.id"};
  const auto of_center = stage::panel(own.catalogue, "sites", "table = 'situs.daftar'");
  stage::expect_golden("sites", "fields_alone", stage::tell(*of_center, own.snapshot(), host_.look("id")));
  expect("no_bounds", full(), std::string(kOptions) + "certificate_days = 0\nunchanged_days = 0");
}

TEST_F(PanelsSites, SaysWhatIsNotKnown) {
  expect("empty", regency(), kOptions);
  Regency one = regency();
  add(one, {"contohkab.go.id", "diskominfo"});
  expect("one", one, kOptions);
  Regency late = regency();
  add(late, {"contohkab.go.id", "diskominfo"}, 3h);
  expect("late", late, kOptions);
  Regency missing = regency();
  add(missing, {"contohkab.go.id", "diskominfo", 1, 60, 180, "", "", "", 9h});
  expect("missing", missing, kOptions);
  Regency bare = regency();
  bare.record("situs.daftar", "bukan alamat!", {{"instansi", "diskominfo"}}, 1min);
  expect("bare", bare, kFieldsAlone);
}

TEST_F(PanelsSites, SaysManyAndLongNames) {
  Regency r = regency();
  const std::string owner = "Dinas Perindustrian, Perdagangan, Koperasi, Usaha Kecil, dan Menengah";
  for (int i = 0; i < 60; ++i) {
    const std::string host = "layanan-perizinan-berusaha-" + std::to_string(i) + ".contohkab.go.id";
    r.record("situs.daftar", host, {{"instansi", owner}, {"status", i % 25 == 7 ? "mati" : "aktif"}}, 1min);
  }
  expect("long", r, kFieldsAlone);
  stage::expect_well_drawn(*stage::panel(r.catalogue, "sites", kFieldsAlone), r.snapshot(), host_);
}

TEST_F(PanelsSites, RefusesWhatCannotBe) {
  const Regency r = regency();
  EXPECT_NO_THROW(stage::panel(r.catalogue, "sites", kOptions));
  const auto refused = [&](const std::string& text) {
    EXPECT_THROW(stage::panel(r.catalogue, "sites", text), std::runtime_error) << text;
  };
  refused("table = 'situs.daftar'");
  refused("table = 'situs.daftar'\ndomain = []");
  refused("table = 'situs.daftar'\ndomain = ['https://contohkab.go.id']");
  refused("table = 'situs.daftar'\ndomain = ['ContohKab.go.id']");
  refused("domain = ['contohkab.go.id']");
  refused(std::string(kFieldsAlone) + "state = ''");
  refused(std::string(kFieldsAlone) + "certificate_days = -1");
  Regency own = r;
  own.catalogue.domains = {"contohkab.go.id"};
  EXPECT_NO_THROW(stage::panel(own.catalogue, "sites", "table = 'situs.daftar'"));
}

TEST_F(PanelsSites, StaysInsideWhateverItsPlace) {
  const auto panel = stage::panel(regency().catalogue, "sites", kOptions);
  stage::expect_well_drawn(*panel, full().snapshot(), host_, 90);
  stage::expect_well_drawn(*panel, regency().snapshot(), host_, 20);
}

TEST_F(PanelsSites, IsDrawnAgainAtMidnightAndWhenAValueTurnsLate) {
  stage::Drawing d;
  d.draw(*stage::panel(regency().catalogue, "sites", kOptions), full().snapshot(), host_.look(), {0, 0, 900, 600});
  const auto asked = [&](config::Time t) { return std::find(d.wakes.begin(), d.wakes.end(), t) != d.wakes.end(); };
  EXPECT_TRUE(asked(*config::parse_time("2026-11-22T00:00:00+08:00")));
  EXPECT_TRUE(asked(now() + 14min));
}

TEST(PanelsSitesImage, Cards) {
  Regency r = regency();
  for (const Site& s : std::span(kSites).subspan(2, 7)) add(r, s);
  stage::expect_cards(*stage::panel(r.catalogue, "sites", kOptions, "Situs dan subdomain"), r.snapshot(), "sites/full");
}

}  // namespace
