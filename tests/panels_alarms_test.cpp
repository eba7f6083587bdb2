// Alarms: what becomes one, since when, what many have in common, what is said and drawn.
#include <gtest/gtest.h>

#include <random>

#include "panels/alarm_list.h"
#include "tests/support/card_picture.h"
#include "tests/support/golden_text.h"
#include "tests/support/panel_drawing.h"
#include "tests/support/panel_means.h"

namespace {

using namespace std::chrono_literals;
using feeds::Severity;
using stage::now;
using stage::Regency;

feeds::FeedState feed(const std::string& name, const std::string& agency, const std::string& title,
                      feeds::Standing standing, config::Duration age) {
  feeds::FeedState out;
  out.name = name;
  out.agency = agency;
  out.title = {title};
  out.standing = standing;
  out.last_good = now() - age;
  out.failures = standing == feeds::Standing::on_time ? 0 : 3;
  return out;
}

// A queue beyond bad for an hour, links to be watched, a warning of BMKG, one to come, a feed that stopped.
feeds::Snapshot busy(Regency& r) {
  auto& latency = r.indicator("jaringan.latensi");
  latency.better = config::Better::lower;
  latency.watch = 100;
  latency.bad = 500;
  r.series("layanan.antrean", {20, 30, 44, 61, 62, 75, 66}, 20min, 3min);
  for (const char* item : {"kantor_bupati", "rsud", "dinas_kesehatan", "pusat_data"})
    r.series(std::string("jaringan.latensi#") + item, {20, 22, item[0] == 'r' ? 40.0 : 140.0, 180}, 10min, 2min);
  r.series("jaringan.latensi#simpang_empat", {700, 800}, 10min, 2min);
  r.series("jaringan.latensi#satui", {20, 800}, 10min, 9h);
  r.at("anggaran.serapan", {{*config::parse_time("2026-11-01T00:00:00+08:00"), 55}});
  r.feed(feed("jaringan.ping", "diskominfo", "Pantauan jaringan", feeds::Standing::on_time, 1min));
  r.feed(feed("pupr.paket", "pupr", "Paket pekerjaan", feeds::Standing::missing, 30h));
  r.feed(feed("bpkad.kas", "bpkad", "Kas daerah", feeds::Standing::late, 50min));
  feeds::Snapshot data = r.snapshot();
  for (auto& [name, series] : data.series)
    if (name.starts_with("jaringan")) stage::edit(data, name).feed = "jaringan.ping";
  data.events = {{"1", now() - 25min, now() + 3h, Severity::danger, "63.10.04",
                  "Hujan sangat lebat disertai petir dan angin kencang", ""},
                 {"2", now() + 2h, now() + 5h, Severity::watch, "", "Gelombang tinggi di Selat Makassar", ""},
                 {"3", now() - 2h, now() - 1h, Severity::danger, "", "Sudah lewat", ""},
                 {"4", now() - 2h, now() + 1h, Severity::info, "63.10.01", "Gempa dirasakan M 3,9", ""}};
  data.notices = {{Severity::watch, {"stopped: its files have faults"}, now() - 7min}};
  return data;
}

class PanelsAlarms : public testing::Test {
 protected:
  void expect(const std::string& name, const Regency& r, const feeds::Snapshot& data, const std::string& options,
              const std::string& lang = "id") {
    const auto panel = stage::panel(r.catalogue, "alarms", options);
    stage::expect_golden("alarms", name, stage::tell(*panel, data, host_.look(lang)));
  }
  panels::Alarms alarms(const feeds::Snapshot& data, const panels::AlarmChoice& choice = {}) {
    const panels::Look look = host_.look();
    ImDrawList list(ImGui::GetDrawListSharedData());
    panels::Paint paint{list};
    return panels::alarms_of({data, {0, 0, 100, 100}, now(), look, paint, {}, false, {}}, choice);
  }
  stage::Host host_;
};

TEST_F(PanelsAlarms, SaysTheMostSevereFirst) {
  Regency r;
  const auto data = busy(r);
  expect("busy", r, data, "");
  expect("all_english", r, data, "severities = ['danger', 'watch', 'info']", "en");
  expect("of_one_agency", r, data, "agencies = ['dpmptsp']");
  expect("of_one_indicator", r, data, "indicators = ['jaringan.latensi']\nseverities = ['danger']\nmost = 1");
}

TEST_F(PanelsAlarms, IsCalmWhenNothingIsWrongAndSaysWhatItDoesNotKnow) {
  Regency r;
  expect("unknown", r, r.snapshot(), "");
  r.series("layanan.antrean", {20}, 20min, 3min);
  r.at("anggaran.serapan", {{*config::parse_time("2026-11-01T00:00:00+08:00"), 80}});
  r.at("progres.fisik", {{*config::parse_time("2026-11-01T00:00:00+08:00"), 80}});
  expect("calm", r, r.snapshot(), "");
}

TEST_F(PanelsAlarms, TenInTenMinutesAreAFlood) {
  Regency r;
  r.indicator("jaringan.latensi").watch = 100;
  for (int i = 0; i < 12; ++i)
    r.series("jaringan.latensi#simpul_" + std::to_string(i), {20, i < 10 ? 180.0 : 20.0}, 20min, 4min);
  feeds::Snapshot data = r.snapshot();
  EXPECT_TRUE(alarms(data).flood());
  expect("flood", r, data, "");
  r.series("jaringan.latensi#simpul_0", {20, 180, 180}, 20min, 4min);
  EXPECT_FALSE(alarms(r.snapshot()).flood()) << "one began earlier";
}

TEST_F(PanelsAlarms, BeginWhenTheValueWasLastBetter) {
  std::mt19937 random(9);
  Regency r;
  for (int round = 0; round < 300; ++round) {
    std::vector<double> values(1 + random() % 200);
    for (double& v : values) v = static_cast<double>(random() % 12) * 7;  // bounds at 45 and 60
    values.back() = 50 + static_cast<double>(random() % 2) * 20;
    r.series("layanan.antrean", values, 5min, 2min);
    const auto found = alarms(r.snapshot()).rows;
    ASSERT_EQ(found.size(), 1u);
    const double limit = values.back() >= 60 ? 60 : 45;
    std::size_t first = values.size() - 1;
    while (first > 0 && values[first - 1] >= limit) --first;
    ASSERT_TRUE(found[0].since);
    EXPECT_EQ(*found[0].since, now() - 2min - 5min * static_cast<int>(values.size() - 1 - first));
    EXPECT_FALSE(found[0].before);
    EXPECT_EQ(found[0].severity, limit == 60 ? Severity::danger : Severity::watch);
  }
  r.series("layanan.antrean", std::vector<double>(400, 70), 5min, 2min);
  EXPECT_TRUE(alarms(r.snapshot()).rows[0].before) << "all of the span";
}

TEST_F(PanelsAlarms, ValuesThatAreTooOldAreUnknownAndNoAlarms) {
  Regency r;
  r.series("layanan.antrean", {70}, 5min, 9h);
  const auto found = alarms(r.snapshot(), {{}, {}, {{"layanan.antrean", {}}}});
  EXPECT_TRUE(found.rows.empty());
  EXPECT_EQ(found.unknown, 1);
}

TEST_F(PanelsAlarms, AFeedThatAnswersWithNothingNewIsSilentSinceItsLastValue) {
  Regency r;
  r.series("layanan.antrean", {20}, 5min, 9h);
  auto silent = feed("mpp", "dpmptsp", "Antrean", feeds::Standing::missing, 1min);
  silent.failures = 0;
  silent.indicators = {"layanan.antrean"};
  r.feed(silent);
  auto data = r.snapshot();
  stage::edit(data, "layanan.antrean").feed = "mpp";
  const auto found = alarms(data).rows;
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].since, now() - 9h);
}

TEST_F(PanelsAlarms, ThreeOfOneCauseAreOneRowAndCountAsThree) {
  Regency r;
  const auto found = alarms(busy(r));
  int rows = 0;
  for (const auto& a : found.rows) rows += a.count > 1 ? 1 : 0;
  EXPECT_EQ(rows, 1);
  int all = 0;
  for (const auto& a : found.rows) all += a.count;
  EXPECT_EQ(all, found.all());
}

TEST_F(PanelsAlarms, StaysInsideWhateverItsPlace) {
  Regency r, calm;
  const auto data = busy(r);
  stage::expect_well_drawn(*stage::panel(r.catalogue, "alarms", ""), data, host_);
  stage::expect_well_drawn(*stage::panel(calm.catalogue, "alarms", ""), calm.snapshot(), host_);
  for (int i = 0; i < 12; ++i) r.series("jaringan.latensi#simpul_" + std::to_string(i), {20, 180}, 20min, 4min);
  stage::expect_well_drawn(*stage::panel(r.catalogue, "alarms", ""), r.snapshot(), host_);
}

TEST_F(PanelsAlarms, IsDrawnAgainWhenAWarningBeginsOrEnds) {
  Regency r;
  auto data = r.snapshot();
  data.events = {{"1", now() + 2h, now() + 3h, Severity::danger, "", "Hujan", ""}};
  stage::Drawing d;
  d.draw(*stage::panel(r.catalogue, "alarms", ""), data, host_.look(), {0, 0, 900, 600});
  EXPECT_NE(std::find(d.wakes.begin(), d.wakes.end(), now() + 2h), d.wakes.end());
  stage::Drawing later;
  later.draw(*stage::panel(r.catalogue, "alarms", ""), data, host_.look(), {0, 0, 900, 600}, false, now() + 150min);
  EXPECT_NE(std::find(later.wakes.begin(), later.wakes.end(), now() + 3h), later.wakes.end());
}

TEST(PanelsAlarmsImage, Cards) {
  Regency r;
  const auto data = busy(r);
  stage::expect_cards(*stage::panel(r.catalogue, "alarms", ""), data, "alarms/busy");
}

}  // namespace
