// Numbers, money, lengths of time and dates as people write them.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "config/words.h"
#include "panels/format.h"

namespace {

using namespace panels;
using config::Duration;
using config::Period;
using config::Time;
using config::Zone;

config::Words words(const char* lang) {
  return *config::load_words(std::filesystem::path(ANJUNGAN_SOURCE) / "assets", lang);
}
const config::Words& id() {
  static const config::Words w = words("id");
  return w;
}
const config::Words& en() {
  static const config::Words w = words("en");
  return w;
}
Time at(const char* text) {
  return *config::parse_time(text);
}

struct NumberCase {
  double value;
  int decimals;
  const char *indonesian, *english;
};
TEST(PanelsFormat, Numbers) {
  for (const NumberCase& c : {
           NumberCase{0, 0, "0", "0"},
           {0, 2, "0,00", "0.00"},
           {1234.5, 1, "1.234,5", "1,234.5"},
           {999, 0, "999", "999"},
           {1000, 0, "1.000", "1,000"},
           {1234567890, 0, "1.234.567.890", "1,234,567,890"},
           {-1234.56, 1, "−1.234,6", "−1,234.6"},
           {0.125, 2, "0,13", "0.13"},
           {2.5, 0, "3", "3"},
           {-0.04, 1, "0,0", "0.0"},
           {-0.05, 1, "−0,1", "−0.1"},
           {std::numeric_limits<double>::quiet_NaN(), 1, "–", "–"},
           {std::numeric_limits<double>::infinity(), 1, "–", "–"},
       }) {
    EXPECT_EQ(number(c.value, c.decimals, id()), c.indonesian) << c.value;
    EXPECT_EQ(number(c.value, c.decimals, en()), c.english) << c.value;
  }
}

TEST(PanelsFormat, NumbersTooLargeForExactArithmeticAreStillWritten) {
  EXPECT_EQ(number(1e16, 2, id()), "10.000.000.000.000.000,00");
  EXPECT_EQ(number(-1e300, 0, id()).substr(0, 7), "−1.00");
}

TEST(PanelsFormat, Money) {
  for (const auto& [value, indonesian, english] : {std::tuple{57.4e9, "Rp 57,4 miliar", "Rp 57.4 billion"},
                                                   {950'000.0, "Rp 950.000", "Rp 950,000"},
                                                   {12.35e6, "Rp 12,4 juta", "Rp 12.4 million"},
                                                   {999.96e6, "Rp 1,0 miliar", "Rp 1.0 billion"},
                                                   {1.2e12, "Rp 1,2 triliun", "Rp 1.2 trillion"},
                                                   {-2.5e9, "−Rp 2,5 miliar", "−Rp 2.5 billion"},
                                                   {0.0, "Rp 0", "Rp 0"}}) {
    EXPECT_EQ(money(value, id()), indonesian);
    EXPECT_EQ(money(value, en()), english);
  }
}

TEST(PanelsFormat, QuantitiesBoundsAndDifferences) {
  EXPECT_EQ(quantity(63.44, "%", 1, id()), "63,4%");
  EXPECT_EQ(quantity(1234, "orang", 0, id()), "1.234 orang");
  EXPECT_EQ(quantity(33315, "Rp/kg", 0, id()), "Rp 33.315/kg");
  EXPECT_EQ(figure(33315, "Rp/kg", 0, id()).after, "/kg");
  EXPECT_EQ(quantity(1234, "orang", 0, en()), "1,234 people");
  EXPECT_EQ(quantity(3.2e6, "jiwa", 0, id()), "3,2 juta jiwa");
  EXPECT_EQ(quantity(7, "", 0, id()), "7");
  EXPECT_EQ(bound(75, "%", 1, id()), "75%");
  EXPECT_EQ(bound(75.5, "%", 1, id()), "75,5%");
  EXPECT_EQ(bound(0, "menit", 2, id()), "0 menit");
  EXPECT_EQ(difference(-4.2, "%", 1, id()), "4,2 poin");
  EXPECT_EQ(difference(-2e9, "Rp", 0, id()), "Rp 2,0 miliar");
  EXPECT_EQ(difference(12, "menit", 0, id()), "12");
}

TEST(PanelsFormat, FiguresPutTheUnitBesideTheNumber) {
  const Figure cash = figure(57.4e9, "Rp", 0, id());
  EXPECT_EQ(cash.before, "Rp");
  EXPECT_EQ(cash.number, "57,4");
  EXPECT_EQ(cash.after, "miliar");
  const Figure people = figure(2.1e6, "jiwa", 0, en());
  EXPECT_EQ(people.number, "2.1");
  EXPECT_EQ(people.after, "million people");
  EXPECT_EQ(figure(5, "%", 1, id()).after, "%");
  EXPECT_EQ(figure(-3, "", 0, id()).number, "−3");
}

TEST(PanelsFormat, AxisNumbersHaveTheDigitsOfTheirStep) {
  EXPECT_EQ(axis_number(0, 20, id()), "0");
  EXPECT_EQ(axis_number(0.5, 0.25, id()), "0,50");
  EXPECT_EQ(axis_number(2'500'000, 500'000, id()), "2,5 jt");
  EXPECT_EQ(axis_number(400e9, 100e9, id()), "400 miliar");
  EXPECT_EQ(axis_number(1.5e12, 0.5e12, en()), "1.5 tn");
}

TEST(PanelsFormat, LengthsAndAges) {
  using namespace std::chrono_literals;
  for (const auto& [d, text, before] : {std::tuple<Duration, const char*, const char*>{59s, "59 detik", "baru saja"},
                                        {60s, "1 menit", "1 menit lalu"},
                                        {3min + 59s, "3 menit", "3 menit lalu"},
                                        {5h + 59min, "5 jam", "5 jam lalu"},
                                        {49h, "2 hari", "2 hari lalu"}}) {
    EXPECT_EQ(length(d, id()), text);
    EXPECT_EQ(ago(d, id()), before);
  }
  EXPECT_EQ(length(60s, en()), "1 minute");
  EXPECT_EQ(length(120s, en()), "2 minutes");
}

TEST(PanelsFormat, DatesAndMoments) {
  const config::Date day = *config::parse_date("2026-11-21");
  EXPECT_EQ(long_date(day, id()), "Sabtu, 21 November 2026");
  EXPECT_EQ(long_date(day, en()), "Saturday, 21 November 2026");
  EXPECT_EQ(short_date(*config::parse_date("2026-08-01"), id()), "1 Agu");
  const Time now = at("2026-11-21T14:02:33+08:00");
  EXPECT_EQ(clock_time(now, Zone::wita, id()), "14.02 WITA");
  EXPECT_EQ(clock_time(now, Zone::wib, en()), "13:02 WIB");
  EXPECT_EQ(moment(at("2026-11-21T00:00:00+08:00"), now, Zone::wita, id()), "00.00 WITA");
  EXPECT_EQ(moment(at("2026-11-20T23:59:59+08:00"), now, Zone::wita, id()), "20 Nov, 23.59 WITA");
  EXPECT_EQ(moment(at("2025-11-20T12:00:00+08:00"), now, Zone::wita, id()), "20 Nov 2025");
  EXPECT_EQ(age(now - std::chrono::minutes(3), now, Zone::wita, id()), "3 menit lalu");
  EXPECT_EQ(age(now - std::chrono::hours(2), now, Zone::wita, id()), "12.02 WITA");
  EXPECT_EQ(age(now + std::chrono::minutes(3), now, Zone::wita, id()), "14.05 WITA");
}

TEST(PanelsFormat, PeriodsAreNamedByWhatTheyCover) {
  const Time end = at("2026-10-01T00:00:00+08:00");  // the end of September and of the third quarter
  const auto named = [&](Period p) { return period(end, p, Zone::wita, id()); };
  EXPECT_EQ(named(Period::day), "30 September 2026");
  EXPECT_EQ(named(Period::week), "24–30 Sep 2026");
  EXPECT_EQ(named(Period::month), "September 2026");
  EXPECT_EQ(named(Period::quarter), "triwulan III 2026");
  EXPECT_EQ(period(at("2026-07-01T00:00:00+08:00"), Period::semester, Zone::wita, id()), "semester I 2026");
  EXPECT_EQ(period(at("2027-01-01T00:00:00+08:00"), Period::year, Zone::wita, id()), "2026");
  EXPECT_EQ(period(at("2026-10-05T00:00:00+08:00"), Period::week, Zone::wita, en()), "28 Sep–4 Oct 2026");
  EXPECT_EQ(short_period(end, Period::quarter, Zone::wita, id()), "TW III");
  EXPECT_EQ(short_period(end, Period::month, Zone::wita, en()), "Sep");
}

TEST(PanelsFormat, Ordinals) {
  EXPECT_EQ(ordinal(3, id()), "ke-3");
  for (const auto& [n, text] : {std::pair{1, "1st"},
                                {2, "2nd"},
                                {3, "3rd"},
                                {4, "4th"},
                                {11, "11th"},
                                {13, "13th"},
                                {22, "22nd"},
                                {112, "112th"}})
    EXPECT_EQ(ordinal(n, en()), text);
}

}  // namespace
