// What charts say beside their courses: states, ranges, targets and moments.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "panels/chart_marks.h"
#include "tests/support/golden_image.h"
#include "tests/support/golden_text.h"
#include "tests/support/panel_drawn.h"
#include "tests/support/panel_stage.h"

namespace {

using namespace std::chrono_literals;
using config::Time;
using panels::Mark;
using panels::State;
using stage::now;
using stage::Regency;
using testing::HasSubstr;

constexpr const char* kWait = R"(indicator = "layanan.antrean"
states = true
events = true
[[moments]]
at = "2026-11-21 06:00"
label = "Loket ketiga dibuka"
[[moments]]
at = "2026-11-21"
label = "Jadwal baru"
[[moments]]
at = "2025-01-01"
label = "Jauh sebelumnya"
)";

Regency regency() {
  Regency r;
  std::vector<double> wait;
  for (int i = 0; i < 280; ++i) wait.push_back(38 + 27 * std::sin(i * 0.045 + 2.2) + 3 * std::sin(i * 0.9));
  r.series("layanan.antrean", wait, 5min, 3min);
  r.event({"e1", now() - 5h, now() - 2h, feeds::Severity::watch, "63.10.04", "Hujan lebat", ""});
  r.event({"e2", now() - 4h, now() - 1h, feeds::Severity::danger, "", "Listrik padam", ""});
  return r;
}

class PanelsLineChart : public testing::Test {
 protected:
  void expect(const std::string& name, const Regency& r, const std::string& options, const std::string& lang = "id") {
    const auto panel = stage::panel(r.catalogue, "line_chart", options);
    stage::expect_golden("line_chart", name, stage::tell(*panel, r.snapshot(), host_.look(lang)));
  }
  std::string fault(const std::string& options) {
    try {
      stage::panel(Regency().catalogue, "line_chart", options);
    } catch (const std::runtime_error& e) {
      return e.what();
    }
    return {};
  }
  panels::Frame frame(const feeds::Snapshot& data, const panels::Look& look, panels::Paint& paint) {
    return {data, {0, 0, 800, 400}, now(), look, paint, {}, false, {}};
  }
  stage::Host host_;
};

TEST_F(PanelsLineChart, TellsStatesRangesAndMoments) {
  Regency r = regency();
  expect("states_moments", r, kWait);
  expect("states_moments_english", r, kWait, "en");
  r.series("kas.saldo", {4e11, 4.1e11}, 5min, 3min);
  r.indicator("jaringan.latensi").unit = "menit";
  r.series("jaringan.latensi", {20, 24}, 5min, 3min);
  expect("range", r, "indicator = 'layanan.antrean'\nrange_low = 'jaringan.latensi'\nrange_high = 'layanan.antrean'");
}

TEST_F(PanelsLineChart, RefusesTwoAxesHalfARangeAndNoTime) {
  EXPECT_THAT(fault("indicators = ['layanan.antrean', 'kas.saldo']"),
              HasSubstr("layanan.antrean is in menit, kas.saldo in Rp: one chart has one axis; use two panels"));
  EXPECT_THAT(fault("indicator = 'layanan.antrean'\nrange_low = 'kas.saldo'\nrange_high = 'kas.saldo'"),
              HasSubstr("one chart has one axis"));
  EXPECT_THAT(fault("indicator = 'layanan.antrean'\nrange_low = 'layanan.antrean'"), HasSubstr("a range has two ends"));
  EXPECT_THAT(fault("indicator = 'layanan.antrean'\n[[moments]]\nat = 'kemarin'\nlabel = 'a'"),
              HasSubstr("\"kemarin\" is neither a day nor a time"));
  EXPECT_EQ(fault("indicators = ['anggaran.serapan', 'progres.fisik']"), "");
}

// Where a value lies in a band, its state is the band's; where it lies in none, it is calm or good.
TEST_F(PanelsLineChart, BandsAreWhereValuesAreOfTheirState) {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> values(-100, 100);
  for (int round = 0; round < 500; ++round) {
    config::Indicator i;
    i.better = std::array{config::Better::higher, config::Better::lower, config::Better::neither}[random() % 3];
    double watch = values(random), bad = values(random);
    if ((i.better == config::Better::higher) != (bad < watch)) std::swap(watch, bad);
    if (random() % 4) i.watch = watch;
    if (random() % 4) i.bad = bad;
    const auto bands = panels::state_bands(i, -80, 80);
    for (int k = 0; k < 50; ++k) {
      const double v = values(random) * 0.79;
      State found = State::calm;
      for (const panels::StateBand& band : bands)
        if (v > band.low && v < band.high) found = std::max(found, band.state);
      EXPECT_EQ(found, panels::state_of(i, v)) << v;
    }
  }
}

TEST_F(PanelsLineChart, ARangeNeverBridgesAGap) {
  feeds::Series low, high;
  low.freshness.stale_after = high.freshness.stale_after = 10min;
  const Time start = now() - 5h;
  for (int i = 0; i < 60; ++i) {
    if (i < 20 || i > 30) low.points.push_back({start + i * 5min, 10.0 + i, {}});
    if (i < 40 || i > 44) high.points.push_back({start + i * 5min + 2min, 30.0 + i, {}});
  }
  const auto all = panels::slices(low, high, start, now(), 1s);
  ASSERT_FALSE(all.empty());
  config::Duration covered{};
  for (const panels::Slice& s : all) {
    covered += s.to - s.from;
    for (const Time gap : {start + 25 * 5min, start + 42 * 5min}) EXPECT_FALSE(s.from < gap && gap < s.to);
    EXPECT_NEAR(s.high_from - s.low_from, 20 - 0.4, 1e-9) << "both rise alike, two minutes apart";
  }
  EXPECT_EQ(covered, (59 * 5min) - 2min - (12 * 5min) - (6 * 5min));
}

TEST_F(PanelsLineChart, LabelsOfMomentsNeverOverlapAndTheRestIsCounted) {
  const Regency r;
  const feeds::Snapshot data = r.snapshot();
  const panels::Look look = host_.look();
  ImDrawList list(ImGui::GetDrawListSharedData());
  panels::Paint paint{list};
  std::mt19937 random(13);
  for (int round = 0; round < 200; ++round) {
    const float width = static_cast<float>(120 + random() % 900);
    const panels::PlotArea p{{40, 60, 40 + width, 300}, {}, {now() - 24h, now(), 40, 40 + width}};
    std::vector<Mark> marks;
    for (int i = static_cast<int>(random() % 12); i >= 0; --i)
      marks.push_back({now() - config::Duration(static_cast<std::int64_t>(random() % 86'400'000)),
                       std::string("Kejadian penting nomor sekian").substr(0, 4 + random() % 25),
                       static_cast<feeds::Severity>(random() % 3)});
    const panels::PlacedMarks placed = panels::place_marks(frame(data, look, paint), p, marks);
    EXPECT_EQ(placed.marks.size(), marks.size()) << "every moment keeps its line";
    std::vector<std::pair<float, float>> taken;
    if (!placed.more.empty())
      taken.emplace_back(p.area.right - panels::text_width(panels::type(look, panels::Size::small), placed.more),
                         p.area.right);
    int nameless = 0;
    for (const panels::PlacedMark& m : placed.marks) {
      if (m.label.text.empty()) {
        ++nameless;
        continue;
      }
      const float left = m.label_left, right = left + m.label.width;
      EXPECT_GE(left, p.area.left - 1);
      EXPECT_LE(right, p.area.right + 1);
      for (const auto& [from, to] : taken) EXPECT_TRUE(right <= from || left >= to);
      taken.emplace_back(left, right);
    }
    EXPECT_EQ(!placed.more.empty(), nameless > 0);
    if (nameless > 0) {
      EXPECT_EQ(placed.more, "+" + std::to_string(nameless) + " lagi");
    }
  }
}

TEST(PanelsLineChartImage, StampAndFullScreen) {
  const Regency r = regency();
  const auto draw = [&](viewer::SizePx size, const char* scheme, const std::string& options, float unit) {
    test::Drawing d(size);
    return test::panel_picture(d, *stage::panel(r.catalogue, "line_chart", options), r.snapshot(), scheme, unit);
  };
  test::expect_golden("line_chart/stamp", draw({320, 180}, "dark", kWait, 11));
  test::expect_golden("line_chart/full", draw({520, 292}, "light", kWait, 11));
}

}  // namespace
