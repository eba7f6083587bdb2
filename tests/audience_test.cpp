// Nothing above an audience is in what it gets: random centers against a rule written down a second time, and cases.
#include "feeds/audience.h"
#include <gtest/gtest.h>
#include <random>
#include <set>
#include "tests/support/moved_clock.h"
#include "tests/support/small_center.h"

namespace {

using namespace feeds;
using config::Date;
using test::at;

constexpr Date today = std::chrono::year(2026) / 11 / 21;
const Time now = at("2026-11-21T08:00:00+08:00");

// The rule in the words of DUTIES (C2, C3, C7, C16), apart from the program's own.
struct Oracle {
  const Snapshot& whole;

  static bool day_passed(const std::optional<Date>& day) {
    return day && std::chrono::sys_days(*day) < std::chrono::sys_days(today);
  }
  static bool day_to_come(const std::optional<Date>& day) {
    return day && std::chrono::sys_days(*day) > std::chrono::sys_days(today);
  }
  static bool valid(const config::Approval& a) { return !day_to_come(a.date) && !day_passed(a.until); }

  bool pending(const std::string& name) const {
    for (const FeedState& feed : whole.feeds)
      for (const std::string& brought : feed.indicators)
        if (brought == name && feed.basis.kind == config::Basis::Kind::pending) return true;
    for (const auto& [series, value] : whole.series)
      if (value->pending && series.substr(0, series.find_first_of("@#")) == name) return true;
    return false;
  }
  bool granted(Audience audience, const std::string& name) const {
    for (const config::Grant& grant : whole.catalogue->grants) {
      if (grant.holder != audience || day_passed(grant.until) || day_passed(grant.basis.until)) continue;
      if (grant.basis.kind == config::Basis::Kind::pending && audience != Audience::staff) continue;
      if (grant.basis.kind != config::Basis::Kind::pending && day_to_come(grant.basis.date)) continue;
      const std::string& scope = grant.scope;
      const bool prefix = scope.size() > 2 && scope.compare(scope.size() - 2, 2, ".*") == 0;
      if (scope == "*" || scope == name || (prefix && name.rfind(scope.substr(0, scope.size() - 1), 0) == 0))
        return true;
    }
    return false;
  }
  bool sees(Audience audience, const std::string& name, Audience meant_for, bool approved) const {
    const bool everyone = meant_for == Audience::everyone && approved && !pending(name);
    if (audience == Audience::everyone) return everyone;
    if (audience == Audience::staff)
      return meant_for != Audience::leadership && (everyone || granted(Audience::staff, name));
    return approved && !pending(name) && (everyone || granted(Audience::leadership, name));
  }
  bool sees(Audience audience, const config::Indicator& one) const {
    bool approved = false;
    for (const config::Approval& a : one.approvals)
      approved = approved || (valid(a) && (one.per_period_approval ? !a.period.empty() : a.period.empty()));
    return sees(audience, one.name, one.audience, approved);
  }
  bool sees(Audience audience, const config::TableInfo& one) const {
    bool approved = false;
    for (const config::Approval& a : one.approvals) approved = approved || (valid(a) && a.period.empty());
    return sees(audience, one.name, one.audience, approved);
  }
  bool sees(Audience audience, const config::Indicator& one, const Point& point) const {
    if (!sees(audience, one)) return false;
    if (!one.per_period_approval || (audience == Audience::staff && granted(audience, one.name))) return true;
    for (const config::Approval& a : one.approvals)
      if (valid(a) && a.period == config::period_name(point.at, config::Period::month, config::Zone::wita)) return true;
    return false;
  }
};

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  int upto(int most) { return std::uniform_int_distribution<>(0, most)(engine_); }
  bool chance(int of) { return upto(of - 1) == 0; }
  std::optional<Date> day() {
    if (chance(2)) return {};
    return Date(std::chrono::sys_days(today) + std::chrono::days(upto(4) - 2));
  }

  std::vector<config::Approval> approvals(bool per_period) {
    std::vector<config::Approval> out(static_cast<std::size_t>(upto(2)));
    for (config::Approval& a : out) {
      a.letter = "surat";
      a.date = day();
      a.until = day();
      if (per_period ? !chance(4) : chance(4)) a.period = chance(2) ? "2026-09" : "2026-10";
    }
    return out;
  }

  std::shared_ptr<const Snapshot> snapshot() {
    auto catalogue = test::small_catalogue();
    catalogue->indicators.clear();
    catalogue->tables.clear();
    catalogue->agencies[0].faults = {"rahasia.toml:1:1: salah"};
    auto out = std::make_shared<Snapshot>();
    for (const char* name : {"a.satu", "a.dua", "b.satu", "b.dua", "ab.satu"}) add_indicator(*catalogue, *out, name);
    for (const char* name : {"a.tabel", "b.tabel"}) add_table(*catalogue, *out, name);
    for (int i = upto(4); i > 0; --i) add_grant(*catalogue);
    for (int i = 0; i < 4; ++i) add_feed(*catalogue, *out, i);
    out->catalogue = catalogue;
    out->events = {{"e", now, now, Severity::watch, "", "kejadian", ""}};
    for (const char* of : {"a.satu", "b.dua", "b.tabel", "c.tidak_ada"})
      out->events.push_back({of, now, now, Severity::watch, "", "kejadian", "", {}, of});
    return out;
  }

 private:
  void add_indicator(config::Catalogue& catalogue, Snapshot& out, const std::string& name) {
    config::Indicator one;
    one.name = name;
    one.agency = "dinkes";
    one.title = {"judul " + name};
    one.audience = static_cast<Audience>(upto(2));
    one.per_period_approval = chance(3);
    one.freshness.period = config::Period::month;
    one.freshness.zone = config::Zone::wita;
    one.approvals = approvals(one.per_period_approval);
    catalogue.indicators.push_back(one);
    for (const char* region : {"", "@63.10.01"}) {
      auto series = std::make_shared<Series>();
      series->name = name + region;
      series->parts = parse_series(series->name);
      series->freshness = one.freshness;
      series->observed = now;
      series->pending = chance(12);
      for (const char* end : {"2026-09-01T00:00:00+08:00", "2026-10-01T00:00:00+08:00", "2026-11-01T00:00:00+08:00"})
        series->points.push_back({at(end), static_cast<double>(upto(1000)), now});
      out.series[series->name] = series;
    }
  }
  void add_table(config::Catalogue& catalogue, Snapshot& out, const std::string& name) {
    config::TableInfo one;
    one.name = name;
    one.agency = "dinkes";
    one.audience = static_cast<Audience>(upto(2));
    one.approvals = approvals(false);
    catalogue.tables.push_back(one);
    auto table = std::make_shared<Table>();
    table->name = name;
    table->rows = {{name, "kunci", now, {}}};
    out.tables[name] = table;
  }
  void add_grant(config::Catalogue& catalogue) {
    static const char* const scopes[] = {"*", "a.*", "b.*", "a.satu", "b.tabel", "ab.satu"};
    config::Grant grant;
    grant.holder = chance(2) ? Audience::staff : Audience::leadership;
    grant.scope = scopes[upto(5)];
    grant.until = day();
    grant.basis.kind = chance(4) ? config::Basis::Kind::pending : config::Basis::Kind::order;
    grant.basis.date = day();
    grant.basis.until = day();
    catalogue.grants.push_back(grant);
  }
  void add_feed(const config::Catalogue& catalogue, Snapshot& out, int number) {
    FeedState feed;
    feed.name = "umpan" + std::to_string(number);
    feed.agency = "dinkes";
    feed.basis.kind = chance(4) ? config::Basis::Kind::pending : config::Basis::Kind::agreement;
    for (const config::Indicator& one : catalogue.indicators)
      if (chance(3)) feed.indicators.push_back(one.name);
    for (const config::TableInfo& one : catalogue.tables)
      if (chance(3)) feed.indicators.push_back(one.name);
    feed.reason = {"galat {}", {"rahasia"}};
    feed.address = "http://rahasia/";
    feed.accepted = feed.refused = feed.refused_today = 7;
    for (const std::string& name : feed.indicators) feed.refusals.push_back({now, name, "1", {"salah"}});
    out.feeds.push_back(feed);
  }

  std::mt19937 engine_;
};

constexpr Audience audiences[] = {Audience::everyone, Audience::staff, Audience::leadership};

void expect_feeds(const Snapshot& cut, Audience audience, const std::set<std::string>& seen) {
  for (const FeedState& feed : cut.feeds) {
    EXPECT_TRUE(!feed.indicators.empty() || audience == Audience::staff);
    for (const std::string& name : feed.indicators) EXPECT_TRUE(seen.contains(name)) << name;
    for (const Refusal& refusal : feed.refusals) EXPECT_TRUE(seen.contains(refusal.series)) << refusal.series;
    if (audience == Audience::staff) continue;
    EXPECT_TRUE(feed.reason.empty() && feed.address.empty() && feed.refusals.empty()) << feed.name;
  }
}

TEST(Audience, GetsExactlyWhatTheRuleGivesIt) {
  int given = 0, withheld = 0;
  for (unsigned seed = 0; seed < 3000; ++seed) {
    const auto whole = Random(seed).snapshot();
    const Oracle oracle{*whole};
    for (const Audience audience : audiences) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << ", audience " << static_cast<int>(audience));
      const auto cut = only_for(audience, *whole, now);
      EXPECT_EQ(cut->audience, audience);
      std::set<std::string> seen;
      for (const config::Indicator& one : whole->catalogue->indicators) {
        const bool sees = oracle.sees(audience, one);
        (sees ? given : withheld) += 1;
        if (sees) seen.insert(one.name);
        EXPECT_EQ(sees, cut->catalogue->indicator(one.name) != nullptr) << one.name;
        EXPECT_EQ(sees, may_see(audience, *whole->catalogue, one, oracle.pending(one.name), now));
        for (const char* region : {"", "@63.10.01"}) {
          std::vector<double> expected, got;
          for (const Point& point : whole->find(one.name + region)->points)
            if (oracle.sees(audience, one, point)) expected.push_back(point.value);
          if (const Series* part = cut->find(one.name + region))
            for (const Point& point : part->points) got.push_back(point.value);
          EXPECT_EQ(got, expected) << one.name << region;
        }
      }
      for (const config::TableInfo& one : whole->catalogue->tables) {
        const bool sees = oracle.sees(audience, one);
        if (sees) seen.insert(one.name);
        EXPECT_EQ(sees, cut->catalogue->table(one.name) != nullptr) << one.name;
        EXPECT_EQ(sees, cut->table(one.name) != nullptr) << one.name;
      }
      expect_feeds(*cut, audience, seen);
      for (const config::Grant& grant : cut->catalogue->grants) EXPECT_EQ(grant.holder, audience);
      EXPECT_EQ(cut->catalogue->agencies[0].faults.empty(), audience != Audience::staff);
      std::size_t shown = 0;
      for (const Event& event : whole->events)
        shown += event.of.empty() ? audience == Audience::staff : seen.contains(event.of);
      ASSERT_EQ(cut->events.size(), shown);
      for (const Event& event : cut->events)
        EXPECT_TRUE(event.of.empty() ? audience == Audience::staff : seen.contains(event.of)) << event.of;
      if (HasFailure()) return;
    }
  }
  EXPECT_GT(given, 1000);  // neither side of the rule was idle
  EXPECT_GT(withheld, 1000);
}

TEST(Audience, WithheldIndicatorsDoNotCountInTheLeague) {
  auto catalogue = test::small_catalogue();
  Snapshot whole;
  catalogue->indicators[3].audience = Audience::leadership;  // the only one of disdik
  whole.catalogue = catalogue;
  FeedState feed;
  feed.name = "wbs";
  feed.agency = "disdik";
  feed.indicators = {"siswa"};
  feed.refused_today = 4;
  whole.feeds = {feed};
  for (const Audience audience : {Audience::everyone, Audience::staff}) {
    const auto cut = only_for(audience, whole, now);
    EXPECT_TRUE(cut->feeds.empty());
    for (const LeagueRow& row : league(*cut, now)) EXPECT_NE(row.agency->id, "disdik");
  }
}

TEST(Audience, ACurrentValueOfAnUnapprovedPeriodTakesItsObservationWithIt) {
  auto catalogue = test::small_catalogue();
  config::Indicator& cakupan = catalogue->indicators[2];
  cakupan.per_period_approval = true;
  cakupan.approvals = {{.letter = "1", .period = "2026-09"}};
  Snapshot whole;
  whole.catalogue = catalogue;
  auto series = std::make_shared<Series>();
  series->name = "cakupan";
  series->parts = parse_series("cakupan");
  series->observed = now;
  series->points = {{at("2026-10-01T00:00:00+08:00"), 1, now}, {at("2026-11-01T00:00:00+08:00"), 2, now}};
  whole.series["cakupan"] = series;
  const auto cut = only_for(Audience::everyone, whole, now);
  ASSERT_TRUE(cut->find("cakupan"));
  EXPECT_EQ(cut->find("cakupan")->current()->value, 1);
  EXPECT_FALSE(cut->find("cakupan")->observed);
  EXPECT_EQ(whole.find("cakupan")->points.size(), 2U);  // the whole one is not touched
}

TEST(Audience, LeaveEndsWithItsLastDayInTheZoneOfTheCenter) {
  auto catalogue = test::small_catalogue();
  config::Indicator& antrean = catalogue->indicators[0];
  antrean.approvals[0].until = today;
  EXPECT_TRUE(may_see(Audience::everyone, *catalogue, antrean, false, at("2026-11-21T23:59:59+08:00")));
  EXPECT_FALSE(may_see(Audience::everyone, *catalogue, antrean, false, at("2026-11-22T00:00:00+08:00")));
}

}  // namespace
