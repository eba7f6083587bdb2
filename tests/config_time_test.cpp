// Dates, zones, periods and how they are written.
#include <gtest/gtest.h>
#include "config/time.h"

namespace {

using config::Duration;
using config::Period;
using config::Time;
using config::Zone;

Time utc(const char* text) {
  return config::parse_time(text).value();
}

struct PeriodCase {
  const char* inside;
  Period period;
  Zone zone;
  const char *end, *name;
};

// Ends were counted by hand on a calendar; names follow ISO 8601 for weeks.
const PeriodCase period_cases[] = {
    {"2026-11-21T06:02:00Z", Period::day, Zone::wita, "2026-11-21T16:00:00Z", "2026-11-21"},
    {"2026-11-21T15:59:59.999Z", Period::day, Zone::wita, "2026-11-21T16:00:00Z", "2026-11-21"},
    {"2026-11-21T16:00:00Z", Period::day, Zone::wita, "2026-11-22T16:00:00Z", "2026-11-22"},
    {"2026-11-21T16:00:00Z", Period::day, Zone::wib, "2026-11-21T17:00:00Z", "2026-11-21"},
    {"2026-11-21T14:59:59Z", Period::day, Zone::wit, "2026-11-21T15:00:00Z", "2026-11-21"},
    {"2026-11-21T06:00:00Z", Period::week, Zone::wita, "2026-11-22T16:00:00Z", "2026-W47"},
    {"2026-11-22T15:00:00Z", Period::week, Zone::wita, "2026-11-22T16:00:00Z", "2026-W47"},
    {"2026-11-22T16:00:00Z", Period::week, Zone::wita, "2026-11-29T16:00:00Z", "2026-W48"},
    {"2027-01-01T06:00:00Z", Period::week, Zone::wita, "2027-01-03T16:00:00Z", "2026-W53"},
    {"2027-01-04T06:00:00Z", Period::week, Zone::wita, "2027-01-10T16:00:00Z", "2027-W01"},
    {"2026-02-28T15:59:59Z", Period::month, Zone::wita, "2026-02-28T16:00:00Z", "2026-02"},
    {"2028-02-28T16:00:00Z", Period::month, Zone::wita, "2028-02-29T16:00:00Z", "2028-02"},
    {"2026-10-31T15:00:00Z", Period::month, Zone::wita, "2026-10-31T16:00:00Z", "2026-10"},
    {"2026-10-31T16:30:00Z", Period::month, Zone::wib, "2026-10-31T17:00:00Z", "2026-10"},
    {"2026-12-31T16:00:00Z", Period::month, Zone::wita, "2027-01-31T16:00:00Z", "2027-01"},
    {"2026-03-31T15:00:00Z", Period::quarter, Zone::wita, "2026-03-31T16:00:00Z", "2026-Q1"},
    {"2026-05-05T00:00:00Z", Period::quarter, Zone::wita, "2026-06-30T16:00:00Z", "2026-Q2"},
    {"2026-12-31T15:59:00Z", Period::quarter, Zone::wita, "2026-12-31T16:00:00Z", "2026-Q4"},
    {"2026-06-30T15:00:00Z", Period::semester, Zone::wita, "2026-06-30T16:00:00Z", "2026-S1"},
    {"2026-06-30T16:00:00Z", Period::semester, Zone::wita, "2026-12-31T16:00:00Z", "2026-S2"},
    {"2026-12-31T15:59:00Z", Period::year, Zone::wita, "2026-12-31T16:00:00Z", "2026"},
    {"2026-12-31T16:00:00Z", Period::year, Zone::wita, "2027-12-31T16:00:00Z", "2027"},
};

TEST(ConfigTime, PeriodsEndAtLocalMidnight) {
  for (const PeriodCase& c : period_cases) {
    SCOPED_TRACE(std::string(c.inside) + " " + c.name);
    const Time end = config::period_end(utc(c.inside), c.period, c.zone);
    EXPECT_EQ(config::to_rfc3339(end), c.end);
    EXPECT_EQ(config::period_name(end, c.period, c.zone), c.name);
    EXPECT_TRUE(config::is_period_name(c.name, c.period));
  }
}

TEST(ConfigTime, AValueWithoutPeriodEndsWhereItIs) {
  const Time at = utc("2026-11-21T06:02:00Z");
  EXPECT_EQ(config::period_end(at, Period::none, Zone::wita), at);
}

TEST(ConfigTime, PeriodsFollowEachOtherWithoutGap) {
  for (const Period period :
       {Period::day, Period::week, Period::month, Period::quarter, Period::semester, Period::year}) {
    Time end = config::period_end(utc("2023-12-15T00:00:00Z"), period, Zone::wita);
    for (int i = 0; i < 60; ++i) {
      const Time next = config::next_period_end(end, period, Zone::wita);
      ASSERT_GT(next, end);
      EXPECT_EQ(config::period_end(end, period, Zone::wita), next) << "the end belongs to the next period";
      EXPECT_EQ(config::period_end(next - Duration(1), period, Zone::wita), next);
      end = next;
    }
  }
}

TEST(ConfigTime, PeriodNamesAreChecked) {
  EXPECT_FALSE(config::is_period_name("2026-13", Period::month));
  EXPECT_FALSE(config::is_period_name("2026-00", Period::month));
  EXPECT_FALSE(config::is_period_name("2026-1", Period::month));
  EXPECT_FALSE(config::is_period_name("2026-010", Period::month));
  EXPECT_FALSE(config::is_period_name("Oktober 2026", Period::month));
  EXPECT_FALSE(config::is_period_name("2026-Q5", Period::quarter));
  EXPECT_FALSE(config::is_period_name("2026-S3", Period::semester));
  EXPECT_FALSE(config::is_period_name("2026-10", Period::quarter));
  EXPECT_TRUE(config::is_period_name("2026-W53", Period::week));
  EXPECT_FALSE(config::is_period_name("2025-W53", Period::week)) << "2025 has 52 weeks";
  EXPECT_FALSE(config::is_period_name("2026-02-30", Period::day));
  EXPECT_FALSE(config::is_period_name("", Period::year));
}

TEST(ConfigTime, CivilKnowsTheZonesMidnightAndWeekday) {
  const config::Civil before = config::civil(utc("2026-11-21T15:59:59Z"), Zone::wita);
  EXPECT_EQ(config::to_string(before.date), "2026-11-21");
  EXPECT_EQ(before.hour * 10000 + before.minute * 100 + before.second, 235959);
  EXPECT_EQ(before.weekday, std::chrono::Saturday);
  const config::Civil after = config::civil(utc("2026-11-21T16:00:00Z"), Zone::wita);
  EXPECT_EQ(config::to_string(after.date), "2026-11-22");
  EXPECT_EQ(after.hour, 0);
  EXPECT_EQ(after.weekday, std::chrono::Sunday);
  const config::Civil early = config::civil(utc("1969-12-31T12:30:15Z"), Zone::wib);
  EXPECT_EQ(config::to_string(early.date), "1969-12-31");
  EXPECT_EQ(early.hour, 19);
}

TEST(ConfigTime, MidnightIsWhereTheDayBegins) {
  const config::Date day = config::parse_date("2026-11-21").value();
  EXPECT_EQ(config::to_rfc3339(config::midnight(day, Zone::wib)), "2026-11-20T17:00:00Z");
  EXPECT_EQ(config::to_rfc3339(config::midnight(day, Zone::wita)), "2026-11-20T16:00:00Z");
  EXPECT_EQ(config::to_rfc3339(config::midnight(day, Zone::wit)), "2026-11-20T15:00:00Z");
}

TEST(ConfigTime, DurationsAreReadAndWritten) {
  const std::pair<const char*, std::int64_t> good[] = {{"500ms", 500},     {"30s", 30'000},      {"5m", 300'000},
                                                       {"6h", 21'600'000}, {"10d", 864'000'000}, {"2w", 1'209'600'000},
                                                       {"0s", 0},          {"1500ms", 1500}};
  for (const auto& [text, ms] : good) {
    const std::optional<Duration> duration = config::parse_duration(text);
    ASSERT_TRUE(duration) << text;
    EXPECT_EQ(duration->count(), ms);
    EXPECT_EQ(config::parse_duration(config::to_string(*duration)), duration) << text;
  }
  for (const char* bad : {"", "5", "m", "-5m", "5 m", "5M", "1.5h", "5mm", "1h30m", "99999999999999999999s", "99999w"})
    EXPECT_FALSE(config::parse_duration(bad)) << bad;
  EXPECT_EQ(config::to_string(Duration(90'000)), "90s");
  EXPECT_EQ(config::to_string(Duration(604'800'000)), "1w");
  EXPECT_EQ(config::to_string(Duration(-300'000)), "-5m");
}

TEST(ConfigTime, DatesAreReal) {
  EXPECT_TRUE(config::parse_date("2028-02-29"));
  for (const char* bad :
       {"2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "21-11-2026", "2026/11/21", "2026-11-21 ", ""})
    EXPECT_FALSE(config::parse_date(bad)) << bad;
}

TEST(ConfigTime, MomentsAreReadAsRfc3339) {
  EXPECT_EQ(utc("2026-11-21T14:02:00+08:00"), utc("2026-11-21T06:02:00Z"));
  EXPECT_EQ(utc("2026-11-21 14:02:00.25+08:00"), utc("2026-11-21T06:02:00.250Z"));
  EXPECT_EQ(utc("2026-11-21T01:00:00-05:30"), utc("2026-11-21T06:30:00Z"));
  EXPECT_EQ(utc("2026-12-31T23:59:60Z"), utc("2027-01-01T00:00:00Z"));
  EXPECT_EQ(utc("2026-11-21t06:02:00.123456789z"), utc("2026-11-21T06:02:00.123Z"));
  EXPECT_EQ(config::parse_time("2026-11-21T14:02:00", Zone::wita), utc("2026-11-21T06:02:00Z"));
  for (const char* bad : {"2026-11-21T14:02:00", "2026-11-21", "2026-11-21T24:00:00Z", "2026-11-21T14:60:00Z",
                          "2026-11-21T14:02:00.Z", "2026-11-21T14:02:00+8", "2026-11-21T14:02:00+0800",
                          "2026-11-21T14:02:00Zx", "2026-11-31T14:02:00Z", "2026-11-21T14-02-00Z", ""})
    EXPECT_FALSE(config::parse_time(bad)) << bad;
}

TEST(ConfigTime, MomentsAreWrittenInTheAskedZone) {
  const Time time = utc("2026-11-21T16:02:03Z");
  EXPECT_EQ(config::to_rfc3339(time), "2026-11-21T16:02:03Z");
  EXPECT_EQ(config::to_rfc3339(time, Zone::wita), "2026-11-22T00:02:03+08:00");
  EXPECT_EQ(config::to_rfc3339(time + Duration(7)), "2026-11-21T16:02:03.007Z");
  EXPECT_EQ(config::parse_time(config::to_rfc3339(time + Duration(7), Zone::wit)), time + Duration(7));
}

}  // namespace
