// Months and outages against counting minute by minute: gaps, borders of months, planned time, all three zones.
#include "panels/sla.h"

#include <gtest/gtest.h>

#include <array>
#include <random>

#include "tests/support/panel_runs.h"

namespace {

using namespace std::chrono_literals;
using config::Duration;
using config::Time;
using config::Zone;
using panels::Span;
using panels::Up;

Time at(const char* text) {
  return *config::parse_time(text);
}

feeds::Series series_of(const std::vector<std::pair<Time, double>>& values, Duration stands) {
  feeds::Series out;
  out.freshness.stale_after = stands;
  out.runs = stage::runs_of(values, stands);
  return out;
}

// What minute after minute says, in whole minutes: everything in these tests lies on minutes.
struct Minutes {
  Time from;
  std::vector<Up> up;
  std::vector<bool> planned;

  Minutes(const std::vector<std::pair<Time, double>>& values, Duration stands, const std::vector<Span>& spans,
          Time begin, Time to)
      : from(begin) {
    std::size_t next = 0;
    for (Time t = begin; t < to; t += 1min) {
      while (next < values.size() && values[next].first <= t) ++next;
      const bool stood = next > 0 && t < values[next - 1].first + stands;
      up.push_back(!stood ? Up::no_data : values[next - 1].second >= 0.5 ? Up::up : Up::down);
      planned.push_back(
          std::any_of(spans.begin(), spans.end(), [&](const Span& s) { return s.begin <= t && t < s.end; }));
    }
  }
  int count(Up what, Span span) const {
    int out = 0;
    for (std::size_t i = 0; i < up.size(); ++i) out += within(i, span) && !planned[i] && up[i] == what ? 1 : 0;
    return out;
  }
  int count_planned(Span span) const {
    int out = 0;
    for (std::size_t i = 0; i < up.size(); ++i) out += within(i, span) && planned[i] ? 1 : 0;
    return out;
  }
  Time time(std::size_t i) const { return from + std::chrono::minutes(i); }
  bool within(std::size_t i, Span span) const { return span.begin <= time(i) && time(i) < span.end; }
};

struct Counted {
  Time begin;
  std::optional<Time> end;
  int down = 0, gap = 0;
  std::vector<std::size_t> minutes;  // that it was down in
};
std::vector<Counted> counted(const Minutes& m) {
  std::vector<Counted> out;
  std::optional<Counted> open;
  for (std::size_t i = 0; i < m.up.size(); ++i) {
    if (m.up[i] == Up::up) {
      if (open && open->down > 0) {
        open->end = m.time(i);
        out.push_back(*open);
      }
      open.reset();
      continue;
    }
    if (m.up[i] == Up::down && !open) open = Counted{m.time(i), {}, 0, 0, {}};
    if (!open || m.planned[i]) continue;
    (m.up[i] == Up::down ? open->down : open->gap) += 1;
    if (m.up[i] == Up::down) open->minutes.push_back(i);
  }
  if (open && open->down > 0) out.push_back(*open);
  return out;
}

struct Round {
  std::vector<std::pair<Time, double>> values;
  std::vector<Span> planned;
  Duration stands{};
  Time from, now;
  Zone zone = Zone::wib;
};
// Some weeks around the end of a month.
Round random_round(std::mt19937& random) {
  Round r;
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  r.zone = std::array{Zone::wib, Zone::wita, Zone::wit}[random() % 3];
  const Time border = config::midnight(
      config::Date{std::chrono::year(2024 + below(3)) / std::chrono::month(1 + random() % 12) / 1}, r.zone);
  r.from = border - std::chrono::minutes(below(20'000));
  r.now = border + std::chrono::minutes(below(20'000));
  r.stands = std::chrono::minutes(1 + below(20));
  double value = 1;
  for (Time t = r.from + std::chrono::minutes(below(400)); t <= r.now; t += std::chrono::minutes(1 + below(9))) {
    if (below(60) == 0) value = 1 - value;
    if (below(150) == 0) t += std::chrono::minutes(below(1500));
    r.values.emplace_back(t, value);
  }
  std::erase_if(r.values, [&](const auto& v) { return v.first > r.now; });
  for (int i = below(5); i > 0; --i) {
    const Time begin = r.from + std::chrono::minutes(below(30'000));
    r.planned.push_back({begin, begin + std::chrono::minutes(below(2'000))});
  }
  return r;
}

std::chrono::minutes minutes(int n) {
  return std::chrono::minutes(n);
}

TEST(Sla, CountsAsMinuteByMinuteCountingDoes) {
  std::mt19937 random(11);
  for (int round = 0; round < 300; ++round) {
    const Round r = random_round(random);
    const auto planned = panels::joined_spans(r.planned);
    const auto all = panels::stretches(series_of(r.values, r.stands), r.from, r.now);
    const Minutes m(r.values, r.stands, r.planned, r.from, r.now);
    const auto found = panels::outages(all, planned);
    const auto wanted = counted(m);
    ASSERT_EQ(found.size(), wanted.size()) << round;
    for (std::size_t i = 0; i < found.size(); ++i) {
      EXPECT_EQ(found[i].begin, wanted[i].begin) << round;
      EXPECT_EQ(found[i].end, wanted[i].end) << round;
      EXPECT_EQ(found[i].down, minutes(wanted[i].down)) << round;
      EXPECT_EQ(found[i].gap, minutes(wanted[i].gap)) << round;
    }
    for (int back = 0; back < 2; ++back) {
      const Span month = panels::month_of(r.now, r.zone, back);
      const auto got = panels::month_up(all, found, planned, month, r.now);
      const Span known{std::max(month.begin, r.from), got.until};
      EXPECT_EQ(got.up, minutes(m.count(Up::up, known))) << round;
      EXPECT_EQ(got.down, minutes(m.count(Up::down, known))) << round;
      EXPECT_EQ(got.no_data, minutes(m.count(Up::no_data, known))) << round;
      int took = 0, ended = 0;
      Duration longest{}, repaired{};
      for (const Counted& c : wanted) {
        if (std::none_of(c.minutes.begin(), c.minutes.end(), [&](std::size_t i) { return m.within(i, month); }))
          continue;
        ++took;
        longest = std::max<Duration>(longest, minutes(c.down));
        if (!c.end || *c.end > got.until) continue;
        repaired += minutes(c.down);
        ++ended;
      }
      EXPECT_EQ(got.outages, took) << round;
      EXPECT_EQ(got.longest, longest) << round;
      EXPECT_EQ(got.repair, ended > 0 ? std::optional(repaired / ended) : std::nullopt) << round;
    }
  }
}

TEST(Sla, NoMinuteIsLostOrCountedTwice) {
  std::mt19937 random(12);
  for (int round = 0; round < 300; ++round) {
    const Round r = random_round(random);
    const auto planned = panels::joined_spans(r.planned);
    const Span month = panels::month_of(r.now, r.zone);
    const auto all = panels::stretches(series_of(r.values, r.stands), month.begin, r.now);
    Time next = month.begin;
    for (std::size_t i = 0; i < all.size(); ++i) {
      EXPECT_EQ(all[i].span.begin, next);
      EXPECT_LT(all[i].span.begin, all[i].span.end);
      if (i > 0) {
        EXPECT_NE(all[i].up, all[i - 1].up);
      }
      next = all[i].span.end;
    }
    EXPECT_EQ(next, r.now);
    const auto m = panels::month_up(all, panels::outages(all, planned), planned, month, r.now);
    EXPECT_EQ(m.up + m.down + m.no_data + m.planned, r.now - month.begin);
  }
}

// Of a month that is over the target is missed exactly where its budget is overdrawn.
TEST(Sla, TheBudgetSaysWhetherTheTargetIsReached) {
  std::mt19937 random(13);
  int missed = 0;
  for (int round = 0; round < 400; ++round) {
    const Round r = random_round(random);
    const auto planned = panels::joined_spans(r.planned);
    const Span month = panels::month_of(r.now, r.zone, 1);
    const auto all = panels::stretches(series_of(r.values, r.stands), month.begin, r.now);
    const auto m = panels::month_up(all, {}, planned, month, r.now);
    EXPECT_TRUE(m.over());
    for (const double target : {0.0, 40.0, 90.0, 99.5, 100.0}) {
      const auto percent = m.percent();
      if (!percent) continue;
      EXPECT_EQ(m.budget(target) < Duration{}, *percent < target) << *percent << " " << target;
      missed += *percent < target ? 1 : 0;
    }
  }
  EXPECT_GT(missed, 100);
}

TEST(Sla, BudgetOfTheRunningMonthIsTheWholeMonths) {
  const Time now = at("2026-11-21T14:00:00+08:00");
  const Span month = panels::month_of(now, Zone::wita);
  const std::vector<panels::Stretch> all{{{month.begin, now - 100min}, Up::up}, {{now - 100min, now}, Up::down}};
  const std::vector<Span> planned{{now + 24h, now + 26h}};
  const auto m = panels::month_up(all, panels::outages(all, planned), planned, month, now);
  // 30 days less 2 planned hours: 718 h; half a percent of them is 215.4 min, of which 100 are gone.
  EXPECT_EQ(m.budget(99.5), 115min + 24s);
  EXPECT_LT(*m.percent(), 99.7);
  EXPECT_EQ(m.planned_later, 2h);
  EXPECT_FALSE(m.over());
}

TEST(Sla, MonthsOfTheCenterAndNotOfLondon) {
  EXPECT_EQ(panels::month_of(at("2026-10-31T16:30:00Z"), Zone::wita).begin, at("2026-10-31T16:00:00Z"));
  EXPECT_EQ(panels::month_of(at("2026-10-31T15:59:59Z"), Zone::wita).begin, at("2026-09-30T16:00:00Z"));
  EXPECT_EQ(panels::month_of(at("2026-01-05T00:00:00Z"), Zone::wit, 1).begin, at("2025-11-30T15:00:00Z"));
  const Span february = panels::month_of(at("2024-02-10T00:00:00Z"), Zone::wib);
  EXPECT_EQ(february.end - february.begin, 29 * 24h);
}

TEST(Sla, AnOutageOverTheMonthsEndIsSplitForTheMonthsAndWholeInTheList) {
  const Time border = at("2026-11-01T00:00:00+08:00"), now = border + 48h;
  const std::vector<panels::Stretch> all{
      {{border - 24h, border - 2h}, Up::up}, {{border - 2h, border + 1h}, Up::down}, {{border + 1h, now}, Up::up}};
  const auto list = panels::outages(all, {});
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].down, 3h);
  const auto october = panels::month_up(all, list, {}, panels::month_of(now, Zone::wita, 1), now),
             november = panels::month_up(all, list, {}, panels::month_of(now, Zone::wita), now);
  EXPECT_EQ(october.down, 2h);
  EXPECT_EQ(november.down, 1h);
  EXPECT_EQ(october.outages + november.outages, 2);
  EXPECT_EQ(october.repair, std::nullopt) << "it was repaired in November";
  EXPECT_EQ(november.repair, Duration(3h));
  EXPECT_EQ(november.longest, 3h);
}

TEST(Sla, WhatIsNotKnownIsNeverUp) {
  const Time now = at("2026-11-21T14:00:00+08:00");
  const Span month = panels::month_of(now, Zone::wita);
  const auto none = panels::stretches(series_of({}, 15min), month.begin, now);
  ASSERT_EQ(none.size(), 1u);
  EXPECT_EQ(none[0].up, Up::no_data);
  const auto m = panels::month_up(none, {}, {}, month, now);
  EXPECT_EQ(m.percent(), std::nullopt);
  EXPECT_EQ(m.no_data, now - month.begin);
  // Down, then nothing: down for as long as the value stands, and not ended.
  const auto lost = panels::stretches(series_of({{now - 3h, 1}, {now - 2h, 0}}, 15min), month.begin, now);
  const auto list = panels::outages(lost, {});
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].down, 15min);
  EXPECT_EQ(list[0].gap, 105min);
  EXPECT_EQ(list[0].end, std::nullopt);
}

TEST(Sla, AnOutageThatWasPlannedIsNone) {
  const Time now = at("2026-11-21T14:00:00+08:00");
  const std::vector<panels::Stretch> all{
      {{now - 5h, now - 4h}, Up::up}, {{now - 4h, now - 2h}, Up::down}, {{now - 2h, now}, Up::up}};
  EXPECT_TRUE(panels::outages(all, {{now - 4h, now - 2h}}).empty());
  const auto part = panels::outages(all, {{now - 4h, now - 3h}});
  ASSERT_EQ(part.size(), 1u);
  EXPECT_EQ(part[0].down, 1h);
  const auto m = panels::month_up(all, part, {{now - 4h, now - 3h}}, panels::month_of(now, Zone::wita), now);
  EXPECT_EQ(m.down, 1h);
  EXPECT_EQ(m.planned, 1h);
}

}  // namespace
