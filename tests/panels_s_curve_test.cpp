// The S-curve: deviations in words, courses and plans against brute force, pictures.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "panels/course.h"
#include "panels/deviation.h"
#include "panels/places.h"
#include "tests/support/golden_text.h"
#include "tests/support/panel_picture.h"

namespace {

using namespace std::chrono_literals;
using config::Zone;
using stage::now;
using stage::Regency;

config::Time day_of(const char* date) {
  return config::midnight(*config::parse_date(date), Zone::wita);
}

config::Indicator& add_plan(Regency& r) {
  config::Indicator plan = r.indicator("anggaran.serapan");
  plan.name = "anggaran.rencana";
  plan.title = {"Rencana kas", "Cash plan"};
  plan.target = plan.watch = plan.bad = {};
  r.catalogue.indicators.push_back(plan);
  for (const char* name : {"anggaran.serapan", "anggaran.rencana"}) {
    r.indicator(name).freshness.period = config::Period::day;
    r.indicator(name).freshness.due = 72h;
  }
  return r.indicator("anggaran.serapan");
}

// A year's spending as it goes: slowly, then fast at its end.
double spent(double share) {
  return 98 / (1 + std::exp(-7.5 * (share - 0.62)));
}

Regency year(double behind, const char* last = "2026-11-21") {
  Regency r;
  add_plan(r);
  const config::Time from = day_of("2026-01-01"), to = day_of(last);
  std::vector<std::pair<config::Time, double>> plan, real;
  for (config::Time at = from + 24h; at <= to; at += 24h) {
    const double share = static_cast<double>((at - from).count()) / static_cast<double>((24h * 365) / 1ms);
    plan.emplace_back(at, spent(share));
    real.emplace_back(at, spent(share) - behind * share * share + 0.4 * std::sin(share * 60));
  }
  r.at("anggaran.rencana", plan);
  r.at("anggaran.serapan", real);
  return r;
}

const char* const kBoth = "real = 'anggaran.serapan'\nplan = 'anggaran.rencana'\nwatch = -2.0\nbad = -10.0\n";
const char* const kPlanned =
    "real = 'anggaran.serapan'\nplan = 'anggaran.rencana'\nwatch = -2.0\ncritical = -10.0\nplanned = [1.0, 3.0, 5.0, "
    "9.0, 16.0, 26.0, 40.0, 55.0, 69.0, 81.0, 89.0, 94.0]\n";

class SCurveTell : public testing::Test {
 protected:
  void expect(const std::string& name, const Regency& r, const std::string& options, const std::string& lang = "id") {
    const auto panel = stage::panel(r.catalogue, "s_curve", options);
    stage::expect_golden("s_curve", name, stage::tell(*panel, r.snapshot(), host_.look(lang)));
  }
  stage::Host host_;
};

TEST_F(SCurveTell, Behind) {
  expect("behind", year(6), kBoth);
  expect("behind_english", year(6), kBoth, "en");
  expect("critical", year(16), kPlanned);
  expect("ahead", year(-3), kPlanned);
}

TEST_F(SCurveTell, EmptyLateAndMissing) {
  Regency nothing;
  add_plan(nothing);
  expect("empty", nothing, kBoth);
  expect("plan_alone", nothing, kPlanned);
  expect("late", year(6, "2026-11-17"), kBoth);
  expect("missing", year(6, "2026-10-02"), kBoth);
}

TEST_F(SCurveTell, NoPlanOneValueNegativeAndTenThousand) {
  Regency r;
  add_plan(r);
  r.at("anggaran.serapan", {{day_of("2026-11-21"), -3.5}});
  expect("one_value_no_plan", r, kBoth);
  r.at("anggaran.rencana", {{day_of("2026-11-21"), 0.0}});
  expect("negative_zero_plan", r, kBoth);
  std::vector<std::pair<config::Time, double>> many;
  for (int i = 0; i < 10'000; ++i) many.emplace_back(now() - 1min * (10'000 - i), i * 0.005);
  r.at("anggaran.serapan", many);
  r.at("anggaran.rencana", many);
  expect("ten_thousand", r, kBoth);
}

TEST_F(SCurveTell, APeriodOfItsOwnAndAPlanThatStoppedEarlier) {
  Regency r = year(6);
  r.at("anggaran.rencana", {{day_of("2026-10-30"), 70.0}, {day_of("2026-10-31"), 71.0}});
  expect("plan_stopped", r, kBoth);
  expect("own_period", year(6),
         "real = 'anggaran.serapan'\nplanned = [20.0, 60.0, 100.0]\nfrom = 2026-10-01\nuntil = 2026-12-15\n");
  expect(
      "money",
      [] {
        Regency m;
        m.series("kas.saldo", {1e9, 2e9, 3.25e9}, 24h, 3min);
        return m;
      }(),
      "real = 'kas.saldo'\nplanned = [12e9]\nspan = '30d'\nbad = -1e9\n");
}

TEST(SCurveOptions, ImpossibleOnesAreRefused) {
  const Regency r;
  const auto fault = [&](const std::string& options) -> std::string {
    try {
      stage::panel(r.catalogue, "s_curve", "real = 'anggaran.serapan'\n" + options);
    } catch (const std::runtime_error& e) {
      return e.what();
    }
    return {};
  };
  EXPECT_NE(fault("").find("no plan"), std::string::npos);
  EXPECT_NE(fault("planned = [1.0]\nfrom = 2026-01-01").find("no end"), std::string::npos);
  EXPECT_NE(fault("planned = [1.0]\nfrom = 2026-02-01\nuntil = 2026-01-01").find("no end"), std::string::npos);
  EXPECT_NE(fault("planned = [1.0]\nfrom = 2026-01-01\nuntil = 2026-02-01\nspan = '9d'").find("twice"),
            std::string::npos);
  EXPECT_NE(fault("planned = [2.0, 1.0]").find("goes back"), std::string::npos);
  EXPECT_EQ(fault("planned = [1.0, 2.0]"), "");
}

TEST(Deviation, SaysTheSameShorter) {
  const panels::Words english;
  EXPECT_EQ(panels::deviation_texts(-4.24, "%", 1, english),
            (std::vector<std::string>{"4.2 points behind the plan", "4.2 points behind", "−4.2 points"}));
  EXPECT_EQ(panels::deviation_texts(0.04, "%", 1, english), (std::vector<std::string>{"as planned", "0.0 points"}));
  EXPECT_EQ(panels::deviation_texts(3, "orang", 0, english).back(), "+3");
  const panels::DeviationBounds bounds{-5.0, -10.0};
  EXPECT_EQ(bounds.state(-4.9), panels::State::calm);
  EXPECT_EQ(bounds.state(-5), panels::State::watch);
  EXPECT_EQ(bounds.state(-10), panels::State::bad);
}

TEST(Course, ValuesBetweenPointsLieOnTheLine) {
  std::mt19937 random(5);
  feeds::Series s;
  for (int i = 0; i < 40; ++i)
    s.points.push_back({config::Time(1min * (i * 10)), static_cast<double>(random() % 100), {}});
  for (int minute = -5; minute < 400; ++minute) {
    const auto got = panels::value_at(s, config::Time(1min * minute));
    if (minute < 0 || minute > 390) {
      EXPECT_FALSE(got);
      continue;
    }
    const auto& a = s.points[static_cast<std::size_t>(minute / 10)];
    const auto& b = s.points[static_cast<std::size_t>(std::min(39, minute / 10 + 1))];
    ASSERT_TRUE(got);
    EXPECT_NEAR(*got, a.value + (b.value - a.value) * (minute % 10) / 10, 1e-9);
  }
  s.freshness.stale_after = 5min;
  EXPECT_FALSE(panels::value_at(s, config::Time(3min))) << "missing time is a gap";
}

TEST(Course, APlanOfTwelveNumbersEndsItsMonths) {
  const config::Time from = day_of("2026-01-01"), to = day_of("2027-01-01");
  const std::vector<double> numbers{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  const auto plan = panels::planned_course(nullptr, numbers, from, to, Zone::wita);
  ASSERT_EQ(plan.points.size(), 13u);
  EXPECT_EQ(plan.points[0].value, 0);
  EXPECT_EQ(plan.points[2].at, day_of("2026-03-01"));
  EXPECT_EQ(plan.points[12].at, to);
  feeds::Series known;
  known.points = {{day_of("2026-04-10"), 5, {}}};
  const auto mixed = panels::planned_course(&known, numbers, from, to, Zone::wita);
  ASSERT_EQ(mixed.points.size(), 10u);
  EXPECT_EQ(mixed.points[1].at, day_of("2026-05-01"));
  EXPECT_EQ(panels::month_slots(from, to, Zone::wita, panels::Words()).size(), 12u);
}

TEST(Places, WordsStandOverNoLineAndNoOtherWords) {
  const stage::Host host;
  const panels::Look look = host.look();
  const panels::Type t = panels::type(look, panels::Size::small);
  std::mt19937 random(11);
  const panels::Rect room{0, 0, 400, 300};
  int placed = 0;
  for (int round = 0; round < 300; ++round) {
    panels::Stroke line;
    for (float x = 0; x <= 400; x += 40) line.push_back({x, static_cast<float>(random() % 300)});
    panels::Places places(room, {line});
    std::vector<panels::Rect> boxes;
    for (int i = 0; i < 4; ++i) {
      const float width = 20 + static_cast<float>(random() % 120), left = static_cast<float>(random() % 400);
      const auto at = i % 2 ? places.take_above(t, width, {left}) : places.take_below(t, width, {left});
      if (at) boxes.push_back(panels::text_box(t, *at, width));
    }
    placed += static_cast<int>(boxes.size());
    for (std::size_t i = 0; i < boxes.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j)
        EXPECT_TRUE(boxes[i].left >= boxes[j].right || boxes[i].right <= boxes[j].left ||
                    boxes[i].top >= boxes[j].bottom || boxes[i].bottom <= boxes[j].top);
      for (std::size_t k = 0; k + 1 < line.size(); ++k)
        for (int step = 0; step <= 100; ++step) {
          const float share = static_cast<float>(step) / 100, x = line[k].x + 40 * share,
                      y = line[k].y + (line[k + 1].y - line[k].y) * share;
          EXPECT_FALSE(boxes[i].holds(x, y)) << round;
        }
    }
  }
  EXPECT_GT(placed, 100);
}

TEST(GoldenImage, SCurve) {
  stage::expect_pictures(year(6), "s_curve", "watch", kPlanned);
  stage::expect_pictures(year(16), "s_curve", "critical", kPlanned);
}

}  // namespace
