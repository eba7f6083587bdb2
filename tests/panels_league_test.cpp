// The punctuality league: its order and ranks, what it says and what it draws.
#include <gtest/gtest.h>

#include <random>

#include "panels/league_rows.h"
#include "tests/support/card_picture.h"
#include "tests/support/golden_text.h"
#include "tests/support/panel_drawing.h"

namespace {

using namespace std::chrono_literals;
using stage::now;
using stage::Regency;

// So many more agencies, each with an indicator of items that are on time, late and missing.
struct Made {
  const char *id, *name;
  int on_time, late, missing, refused;
};
constexpr Made kMade[] = {{"dinkes", "Dinkes", 24, 0, 0, 0},
                          {"dinsos", "Dinsos", 9, 1, 0, 0},
                          {"disdikbud", "Dinas Pendidikan dan Kebudayaan", 12, 0, 0, 3},
                          {"disdukcapil", "Disdukcapil", 10, 0, 0, 0},
                          {"dishub", "Dishub", 3, 3, 4, 0},
                          {"dlh", "DLH", 0, 0, 6, 1204},
                          {"satpolpp", "Satuan Polisi Pamong Praja dan Pemadam Kebakaran", 5, 2, 1, 0},
                          {"perumdam", "Perumdam", 30, 1, 0, 12}};

Regency regency() {
  Regency r;
  r.catalogue.agencies.clear();
  r.catalogue.indicators.clear();
  for (const Made& m : kMade) {
    r.catalogue.agencies.push_back({m.id, {m.name}, {m.name}});
    config::Indicator one;
    one.name = std::string(m.id) + ".nilai";
    one.agency = m.id;
    one.title = {"Nilai"};
    one.audience = config::Audience::everyone;
    one.freshness = {15min, 6h};
    r.catalogue.indicators.push_back(one);
    for (int i = 0; i < m.on_time + m.late + m.missing; ++i)
      r.series(one.name + "#i" + std::to_string(i), {1.0}, 5min,
               i < m.on_time            ? 3min
               : i < m.on_time + m.late ? 40min
                                        : 26h);
    feeds::FeedState feed;
    feed.name = std::string(m.id) + ".api";
    feed.agency = m.id;
    feed.refused_today = static_cast<std::uint64_t>(m.refused);
    feed.last_good = now() - 4min;
    r.feed(feed);
  }
  r.catalogue.agencies.push_back({"setwan", {"Sekretariat DPRD"}, {"Setwan"}, true});
  return r;
}

class PanelsLeague : public testing::Test {
 protected:
  void expect(const std::string& name, const Regency& r, const std::string& options, const std::string& lang = "id") {
    const auto panel = stage::panel(r.catalogue, "league", options);
    stage::expect_golden("league", name, stage::tell(*panel, r.snapshot(), host_.look(lang)));
  }
  stage::Host host_;
};

TEST_F(PanelsLeague, SaysTheLeastPunctualFirst) {
  expect("mixed", regency(), "");
  expect("target_english", regency(), "target = 90.0\nmost = 3", "en");
  expect("some", regency(), "agencies = ['dinkes', 'dishub']");
}

TEST_F(PanelsLeague, SaysWhenAllIsWellAndWhenNobodySends) {
  Regency none;
  none.catalogue.indicators.clear();
  expect("empty", none, "");
  Regency calm;
  calm.catalogue.indicators.resize(2);
  calm.series("layanan.antrean", {20}, 5min, 3min);
  calm.series("jaringan.latensi", {20}, 5min, 3min);
  expect("calm", calm, "");
}

TEST_F(PanelsLeague, RanksAreThoseOfAComparisonOfAll) {
  std::mt19937 random(6);
  for (int round = 0; round < 300; ++round) {
    std::vector<panels::LeagueLine> lines(random() % 12);
    for (auto& l : lines) {
      l.counts.on_time = static_cast<int>(random() % 4);
      l.counts.late = static_cast<int>(random() % 3);
      l.counts.missing = static_cast<int>(random() % 3);
      l.counts.refused = random() % 2;
      l.counts.stopped = random() % 6 == 0;
      const int all = l.counts.on_time + l.counts.late + l.counts.missing;
      if (all > 0) l.share = 100.0 * l.counts.on_time / all;
    }
    panels::rank_lines(lines);
    const auto better = [](const panels::LeagueLine& a, const panels::LeagueLine& b) {
      if (a.counts.stopped != b.counts.stopped) return b.counts.stopped;
      if (a.share.value_or(-1) != b.share.value_or(-1)) return a.share.value_or(-1) > b.share.value_or(-1);
      if (a.counts.missing != b.counts.missing) return a.counts.missing < b.counts.missing;
      return a.counts.refused < b.counts.refused;
    };
    for (std::size_t i = 0; i < lines.size(); ++i) {
      int ahead = 0;
      for (const auto& other : lines) ahead += better(other, lines[i]) ? 1 : 0;
      EXPECT_EQ(lines[i].rank, ahead + 1);
      if (i > 0) {
        EXPECT_FALSE(better(lines[i - 1], lines[i])) << "the least first";
      }
    }
  }
}

TEST_F(PanelsLeague, StaysInsideWhateverItsPlace) {
  const Regency r = regency();
  const auto data = r.snapshot();
  for (const char* options : {"", "target = 90.0"})
    stage::expect_well_drawn(*stage::panel(r.catalogue, "league", options), data, host_);
}

TEST_F(PanelsLeague, IsDrawnAgainWhenAValueTurnsLate) {
  const Regency r = regency();
  stage::Drawing d;
  d.draw(*stage::panel(r.catalogue, "league", ""), r.snapshot(), host_.look(), {0, 0, 900, 600});
  EXPECT_NE(std::find(d.wakes.begin(), d.wakes.end(), now() + 12min), d.wakes.end());
}

TEST(PanelsLeagueImage, Cards) {
  const Regency r = regency();
  stage::expect_cards(*stage::panel(r.catalogue, "league", "target = 90.0"), r.snapshot(), "league/mixed");
}

}  // namespace
