// The official month: what is down, what is left of the target, outages whole and split, time that nobody knows.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/card_picture.h"
#include "tests/support/golden_text.h"
#include "tests/support/panel_drawing.h"
#include "tests/support/panel_runs.h"

namespace {

using namespace std::chrono_literals;
using config::Time;
using stage::now;
using stage::Regency;

constexpr auto kOptions =
    "indicator = 'situs.aktif'\ntarget = 99.5\nsla = 'layanan.sla'\nplanned = 'layanan.pemeliharaan'\n";

Time at(const char* text) {
  return *config::parse_time(std::string(text) + "+08:00");
}

Regency regency() {
  Regency r;
  config::Indicator i = r.indicator("jaringan.latensi");
  i.name = "situs.aktif";
  i.unit = "";
  i.title = {"Situs aktif", "Sites up"};
  r.catalogue.indicators.push_back(i);
  for (const char* name : {"layanan.sla", "layanan.pemeliharaan"}) {
    config::TableInfo t = r.catalogue.tables.front();
    t.name = name;
    r.catalogue.tables.push_back(t);
  }
  return r;
}

struct Item {
  const char* name;
  std::vector<stage::Since> states;
  config::Duration age = 30s;
};
const Time kStart = at("2026-09-15T00:00:00");

std::vector<Item> items() {
  return {{"Portal kabupaten", {{kStart, 1}}},
          {"PPID",
           {{kStart, 1},
            {at("2026-10-31T23:10:00"), 0},
            {at("2026-11-01T01:40:00"), 1},
            {at("2026-11-09T08:00:00"), NAN},
            {at("2026-11-09T11:00:00"), 1}}},
          {"JDIH", {{kStart, 1}, {at("2026-11-21T13:20:00"), 0}}},
          {"LPSE", {{kStart, 1}, {at("2026-11-03T02:00:00"), 0}, {at("2026-11-03T07:30:00"), 1}}},
          {"Perizinan",
           {{kStart, 1},
            {at("2026-10-12T09:00:00"), 0},
            {at("2026-10-12T19:00:00"), 1},
            {at("2026-11-14T20:00:00"), 0},
            {at("2026-11-14T23:00:00"), 1},
            {at("2026-11-18T10:00:00"), 0},
            {at("2026-11-18T10:25:00"), 1}}},
          {"Satu Data", {{at("2026-11-12T09:00:00"), 1}}},
          {"SPPT PBB", {{kStart, 1}, {at("2026-11-20T22:00:00"), 0}, {at("2026-11-20T23:00:00"), NAN}}, 15h},
          {"E-Kinerja", {{kStart, 1}, {at("2026-11-21T13:35:00"), NAN}}, 27min}};
}

feeds::Snapshot snapshot_of(Regency& r, const std::vector<Item>& all) {
  for (const Item& item : all) {
    double last = 1;
    for (const stage::Since& s : item.states) last = s.value == s.value ? s.value : last;
    r.series(std::string("situs.aktif#") + item.name, {last}, 1min, item.age);
  }
  feeds::Snapshot data = r.snapshot();
  for (const Item& item : all) stage::add_runs(data, std::string("situs.aktif#") + item.name, item.states, now());
  return data;
}
feeds::Snapshot full(Regency& r) {
  r.record("layanan.sla", "LPSE", {{"sla", 99.0}}, 1min);
  r.record("layanan.sla", "PPID", {{"sla", 99.9}}, 1min);
  r.record("layanan.sla", "Portal kabupaten", {{"sla", 250.0}}, 1min);  // no share: the option's target holds
  r.record("layanan.pemeliharaan", "1",
           {{"layanan", "Perizinan"}, {"mulai", "2026-11-14T20:00:00+08:00"}, {"selesai", "2026-11-14T23:00:00+08:00"}},
           1min);
  r.record("layanan.pemeliharaan", "2", {{"layanan", "Perizinan"}, {"mulai", "besok"}}, 1min);
  return snapshot_of(r, items());
}

class PanelsOutages : public testing::Test {
 protected:
  void expect(const std::string& name, const Regency& r, const feeds::Snapshot& data, const std::string& text,
              const std::string& lang = "id", Time when = now()) {
    const auto panel = stage::panel(r.catalogue, "outages", text);
    stage::expect_golden("outages", name, stage::tell(*panel, data, host_.look(lang), when));
  }
  stage::Host host_;
};

TEST_F(PanelsOutages, SaysTheMonthWorstFirst) {
  Regency r = regency();
  const auto data = full(r);
  expect("full", r, data, kOptions);
  expect("full_english", r, data, kOptions, "en");
  expect("chosen", r, data,
         "indicator = 'situs.aktif'\ntarget = 100\nitems = ['JDIH', 'Tidak ada']\nnames = { JDIH = 'Hukum' }");
}

TEST_F(PanelsOutages, SaysWhatIsNotKnown) {
  Regency r = regency();
  expect("empty", r, r.snapshot(), kOptions);
  expect("empty_item", r, r.snapshot(), "indicator = 'situs.aktif'\nitems = ['JDIH']");
  Regency late = regency();
  expect("late", late, snapshot_of(late, {{"JDIH", {{kStart, 1}, {now() - 20min, NAN}}, 20min}}), kOptions);
  Regency missing = regency();
  expect("missing", missing, snapshot_of(missing, {{"JDIH", {{kStart, 0}, {now() - 9h, NAN}}, 9h}}), kOptions);
  Regency bare = regency();
  bare.series("situs.aktif#JDIH", {1}, 1min, 1min);
  expect("no_runs", bare, bare.snapshot(), kOptions);
}

TEST_F(PanelsOutages, CalmWhenAllReachTheirTarget) {
  Regency r = regency();
  expect("calm", r, snapshot_of(r, {{"JDIH", {{kStart, 1}}}, {"PPID", {{kStart, 1}}}}), kOptions);
  Regency one = regency();
  expect("one", one, snapshot_of(one, {{"JDIH", {{kStart, 1}}}}), "indicator = 'situs.aktif'");
  Regency planned = regency();
  planned.record("layanan.pemeliharaan", "1",
                 {{"mulai", "2026-11-21T13:00:00+08:00"}, {"selesai", "2026-11-21T15:00:00+08:00"}}, 1min);
  expect("planned_now", planned,
         snapshot_of(planned, {{"JDIH", {{kStart, 1}, {at("2026-11-21T13:10:00"), 0}}}, {"PPID", {{kStart, 1}}}}),
         kOptions);
}

TEST_F(PanelsOutages, ATargetOfAllTheTimeIsOverAtTheFirstOutage) {
  Regency r = regency();
  const auto data =
      snapshot_of(r, {{"JDIH", {{kStart, 1}, {at("2026-11-02T03:00:00"), 0}, {at("2026-11-02T03:07:00"), 1}}}});
  expect("hundred", r, data, "indicator = 'situs.aktif'\ntarget = 100");
  expect("zero", r, data, "indicator = 'situs.aktif'\ntarget = 0");
}

// The first minutes of a month, and of a year: the month before has another name and length.
TEST_F(PanelsOutages, AtTheBorderOfAMonth) {
  Regency r = regency();
  r.at("situs.aktif#JDIH", {{at("2027-01-01T00:03:00"), 0}});
  feeds::Snapshot data = r.snapshot();
  stage::add_runs(data, "situs.aktif#JDIH", {{at("2026-11-20T00:00:00"), 1}, {at("2026-12-31T23:50:00"), 0}},
                  at("2027-01-01T00:03:00"));
  expect("new_year", r, data, kOptions, "id", at("2027-01-01T00:04:00"));
}

TEST_F(PanelsOutages, RefusesWhatCannotBe) {
  const Regency r = regency();
  EXPECT_NO_THROW(stage::panel(r.catalogue, "outages", kOptions));
  const auto refused = [&](const std::string& text) {
    EXPECT_THROW(stage::panel(r.catalogue, "outages", text), std::runtime_error) << text;
  };
  refused("target = 99");
  refused("indicator = 'progres.fisik'");  // of months
  refused("indicator = 'situs.aktif'\ntarget = 101");
  refused("indicator = 'situs.aktif'\nitems = ['a']\nnames = { b = 'B' }");
}

TEST_F(PanelsOutages, AsksForRunsOfTwoMonths) {
  const auto panel = stage::panel(regency().catalogue, "outages", kOptions);
  const auto wants = panel->wants();
  ASSERT_EQ(wants.size(), 1u);
  EXPECT_EQ(wants[0].reduce, feeds::Reduce::runs);
  EXPECT_GE(wants[0].span, 62 * 24h);
}

TEST_F(PanelsOutages, StaysInsideWhateverItsPlace) {
  Regency r = regency();
  const auto data = full(r);
  const auto panel = stage::panel(r.catalogue, "outages", kOptions);
  stage::expect_well_drawn(*panel, data, host_, 90);
  stage::expect_well_drawn(*panel, regency().snapshot(), host_, 20);
  Regency many = regency();
  std::vector<std::string> names;
  std::vector<Item> all;
  for (int i = 0; i < 40; ++i) names.push_back("Layanan perizinan berusaha dan nonberusaha " + std::to_string(i));
  for (int i = 0; i < 40; ++i)
    all.push_back({names[static_cast<std::size_t>(i)].c_str(),
                   {{kStart, 1}, {at("2026-11-10T00:00:00"), i % 3 == 0 ? 0.0 : 1.0}, {at("2026-11-10T04:00:00"), 1}}});
  stage::expect_well_drawn(*panel, snapshot_of(many, all), host_, 40);
}

TEST_F(PanelsOutages, IsDrawnAgainEachMinuteOfAnOutage) {
  Regency r = regency();
  const auto data = full(r);
  stage::Drawing d;
  d.draw(*stage::panel(r.catalogue, "outages", kOptions), data, host_.look(), {0, 0, 900, 600});
  const auto asked = [&](Time t) { return std::find(d.wakes.begin(), d.wakes.end(), t) != d.wakes.end(); };
  EXPECT_TRUE(asked(at("2026-11-21T14:03:00")));
  EXPECT_TRUE(asked(at("2026-11-22T00:00:00")));
}

TEST(PanelsOutagesImage, Cards) {
  Regency r = regency();
  const auto data = full(r);
  stage::expect_cards(*stage::panel(r.catalogue, "outages", kOptions, "Layanan daring"), data, "outages/full");
}

}  // namespace
