// The board of services: what it says, how days become shares, and what it draws.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "panels/uptime.h"
#include "tests/support/card_picture.h"
#include "tests/support/golden_text.h"
#include "tests/support/panel_drawing.h"
#include "tests/support/panel_means.h"

namespace {

using namespace std::chrono_literals;
using stage::now;
using stage::Regency;

struct Sample {
  const char *title, *item;
  double now, response, down_share;
  int down_day;
};
// The eleven of art. 13(3).
constexpr Sample kServices[] = {{"Naskah dinas", "srikandi", 1, 240, 0.02, 12},
                                {"Kepegawaian", "simpeg", 1, 310, 0, 0},
                                {"Perencanaan", "sipd_perencanaan", 0, 0, 1, 0},
                                {"Penganggaran", "sipd_penganggaran", 1, 820, 0.4, 30},
                                {"Keuangan", "sipd_keuangan", 1, 450, 0.004, 3},
                                {"Akuntabilitas kinerja", "sakip", 1, 190, 0.7, 60},
                                {"Pengadaan barang dan jasa", "spse", 1, 280, 0, 0},
                                {"Pengaduan pelayanan publik", "lapor", 0.6, 1900, 0.4, 0},
                                {"Dokumentasi dan informasi hukum", "jdih", 1, 150, 0, 0},
                                {"Pelaporan pelanggaran", "wbs", 1, 130, 0.1, 44},
                                {"Layanan publik instansi", "mpp", 1, 600, 0.03, 8}};

config::Indicator indicator(const std::string& name, const char* unit) {
  config::Indicator out;
  out.name = name;
  out.agency = "diskominfo";
  out.title = {"Layanan"};
  out.unit = unit;
  out.audience = config::Audience::everyone;
  out.freshness = {15min, 6h};
  return out;
}

Regency regency() {
  Regency r;
  r.catalogue.indicators.push_back(indicator("layanan.hidup", ""));
  r.catalogue.indicators.push_back(indicator("layanan.respons", "ms"));
  r.catalogue.indicators.push_back(indicator("layanan.volume", "dokumen"));
  r.indicator("layanan.respons").better = config::Better::lower;
  r.indicator("layanan.respons").watch = 1500;
  return r;
}

std::string options(double sla = 99.5) {
  std::string out;
  for (const Sample& s : kServices)
    out += std::string("[[service]]\ntitle = '") + s.title + "'\nup = 'layanan.hidup'\nitem = '" + s.item +
           "'\nresponse = 'layanan.respons'\nvolume = 'layanan.volume'\nvolume_item = '" + s.item +
           "'\nsla = " + std::to_string(sla) + "\n";
  return out;
}

feeds::Snapshot full(Regency& r) {
  for (const Sample& s : kServices) {
    const std::string item = std::string("#") + s.item;
    const auto age = std::string(s.item) == "wbs" ? 40min : std::string(s.item) == "jdih" ? 9h : 2min;
    r.series("layanan.hidup" + item, {s.now}, 5min, age);
    if (s.response > 0) r.series("layanan.respons" + item, {s.response}, 5min, age);
    r.series("layanan.volume" + item, {std::round(s.response * 3.7 + 40)}, 5min, age);
  }
  feeds::Snapshot data = r.snapshot();
  for (const Sample& s : kServices) {
    std::vector<double> days(90, 1);
    days[static_cast<std::size_t>(89 - s.down_day)] -= s.down_share;
    if (s.down_day == 60) days[31] = days[32] = days[33] = 0;
    if (s.down_day == 8) std::fill_n(days.begin(), 21, NAN);
    if (s.down_day == 44) days[70] = NAN;
    stage::add_days(data, std::string("layanan.hidup#") + s.item, days);
  }
  return data;
}

class PanelsStatusBoard : public testing::Test {
 protected:
  void expect(const std::string& name, const Regency& r, const feeds::Snapshot& data, const std::string& text,
              const std::string& lang = "id") {
    const auto panel = stage::panel(r.catalogue, "status_board", text);
    stage::expect_golden("status_board", name, stage::tell(*panel, data, host_.look(lang)));
  }
  stage::Host host_;
};

const char* const kOne = "[[service]]\ntitle = 'Naskah dinas'\nup = 'layanan.hidup'\nitem = 'srikandi'\n";

TEST_F(PanelsStatusBoard, SaysEveryServiceWorstFirst) {
  Regency r = regency();
  const auto data = full(r);
  expect("eleven", r, data, options());
  expect("eleven_english", r, data, options(), "en");
}

TEST_F(PanelsStatusBoard, SaysWhatIsNotKnown) {
  Regency r = regency();
  expect("empty", r, r.snapshot(), kOne);
  r.series("layanan.hidup#srikandi", {1}, 5min, 20min);
  expect("late", r, r.snapshot(), kOne);
  r.series("layanan.hidup#srikandi", {1}, 5min, 9h);
  expect("missing", r, r.snapshot(), kOne);
  r.indicator("layanan.hidup").unit = "%";
  r.series("layanan.hidup#srikandi", {97.5}, 5min, 2min);
  auto data = r.snapshot();
  stage::add_days(data, "layanan.hidup#srikandi", {100, 50});
  expect("percent", r, data, std::string(kOne) + "sla = 0");
}

TEST_F(PanelsStatusBoard, RefusesWhatCannotBe) {
  const Regency r = regency();
  EXPECT_THROW(stage::panel(r.catalogue, "status_board", ""), std::runtime_error);
  EXPECT_THROW(stage::panel(r.catalogue, "status_board", "service = []"), std::runtime_error);
  EXPECT_THROW(stage::panel(r.catalogue, "status_board", std::string(kOne) + "volume_item = 'a'"), std::runtime_error);
  EXPECT_THROW(stage::panel(r.catalogue, "status_board", std::string(kOne) + "sla = 101"), std::runtime_error);
  EXPECT_NO_THROW(stage::panel(r.catalogue, "status_board", kOne));
}

TEST_F(PanelsStatusBoard, CountsOnlyDaysThatHaveData) {
  std::mt19937 random(5);
  const panels::Look look = host_.look();
  ImDrawList list(ImGui::GetDrawListSharedData());
  panels::Paint paint{list};
  for (int round = 0; round < 200; ++round) {
    Regency r = regency();
    r.series("layanan.hidup#srikandi", {1}, 5min, 2min);
    feeds::Snapshot data = r.snapshot();
    std::vector<double> days(random() % 120);
    double sum = 0;
    int with = 0;
    const int count = 7 + static_cast<int>(random() % 84);
    for (std::size_t i = 0; i < days.size(); ++i) {
      days[i] = random() % 4 == 0 ? NAN : static_cast<double>(random() % 1001) / 1000;
      if (static_cast<int>(days.size() - i) > count || std::isnan(days[i])) continue;
      sum += days[i];
      ++with;
    }
    stage::add_days(data, "layanan.hidup#srikandi", days);
    const panels::Frame f{data, {0, 0, 100, 100}, now(), look, paint, {}, false, {}};
    const auto e = entry(f, data.catalogue->indicator("layanan.hidup"), data.find("layanan.hidup#srikandi"));
    const panels::Uptime u = panels::uptime_of(f, e, count);
    ASSERT_EQ(static_cast<int>(u.days.size()), count);
    int since = count;  // days from the first that is known on
    while (since > 0 && !u.days[static_cast<std::size_t>(count - since)].share) --since;
    EXPECT_EQ(u.without_data, (with > 0 ? since : count) - with);
    EXPECT_EQ(u.since.has_value(), with > 0 && since < count);
    ASSERT_EQ(u.percent.has_value(), with > 0);
    if (with > 0) {
      EXPECT_NEAR(*u.percent, sum / with * 100, 1e-9);
    }
  }
}

TEST_F(PanelsStatusBoard, TimeUpIsNeverRoundedUp) {
  const panels::Look look = host_.look();
  const config::Words& w = *look.words;
  EXPECT_EQ(panels::uptime_text(100, w), "100%");
  EXPECT_EQ(panels::uptime_text(99.9999, w), "99,99%");
  EXPECT_EQ(panels::uptime_text(99.95, w), "99,95%");
  EXPECT_EQ(panels::uptime_text(98.99, w), "98,9%");
  EXPECT_EQ(panels::uptime_text(0, w), "0,0%");
}

TEST_F(PanelsStatusBoard, FewerBarsWhereNarrow) {
  EXPECT_EQ(panels::bars_that_fit(90, 180, 2), 90);
  EXPECT_EQ(panels::bars_that_fit(90, 179, 2), 60);
  EXPECT_EQ(panels::bars_that_fit(45, 70, 2), 30);
  EXPECT_EQ(panels::bars_that_fit(90, 14, 2), 7);
  EXPECT_EQ(panels::bars_that_fit(90, 13, 2), 0);
}

TEST_F(PanelsStatusBoard, StaysInsideWhateverItsPlace) {
  Regency r = regency();
  const auto data = full(r);
  stage::expect_well_drawn(*stage::panel(r.catalogue, "status_board", options()), data, host_);
  stage::expect_well_drawn(*stage::panel(r.catalogue, "status_board", kOne), Regency(r).snapshot(), host_);
}

TEST_F(PanelsStatusBoard, IsDrawnAgainAtMidnightAndWhenAValueTurnsLate) {
  Regency r = regency();
  const auto data = full(r);
  stage::Drawing d;
  d.draw(*stage::panel(r.catalogue, "status_board", options()), data, host_.look(), {0, 0, 900, 600});
  const auto asked = [&](config::Time t) { return std::find(d.wakes.begin(), d.wakes.end(), t) != d.wakes.end(); };
  EXPECT_TRUE(asked(*config::parse_time("2026-11-22T00:00:00+08:00")));
  EXPECT_TRUE(asked(now() + 13min));
}

TEST(PanelsStatusBoardImage, Cards) {
  Regency r = regency();
  const auto data = full(r);
  stage::expect_cards(*stage::panel(r.catalogue, "status_board", options(), "Layanan pemerintahan"), data,
                      "status_board/eleven");
}

}  // namespace
