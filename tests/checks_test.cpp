// Each check refuses what it is for, says why, and lets the rest of the batch through.
#include "feeds/checks.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <cmath>
#include "tests/support/moved_clock.h"
#include "tests/support/small_center.h"

namespace {

using namespace feeds;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using test::at;
using testing::HasSubstr;

class Checks : public testing::Test {
 protected:
  Checked check(const Batch& batch) { return check_batch(batch, feed_, brings_, *catalogue_, known_, now_); }
  Checked check(std::vector<Sample> samples) {
    Batch batch;
    batch.samples = std::move(samples);
    return check(batch);
  }
  // The reason why that one sample is refused; "" when it is taken.
  std::string reason(Sample sample) {
    const Checked out = check(std::vector<Sample>{std::move(sample)});
    EXPECT_EQ(out.samples.size() + out.refused.size() + out.repeated, 1U);
    return out.refused.empty() ? "" : out.refused[0].reason.key;
  }
  config::Indicator& antrean() { return catalogue_->indicators[0]; }
  void know(Time when, double value) {
    known_.newest = [=](const std::string&) { return Point{when, value, when}; };
    known_.at = [=](const std::string&, Time moment) {
      return moment == when ? std::optional<double>(value) : std::nullopt;
    };
  }

  std::shared_ptr<config::Catalogue> catalogue_ = test::small_catalogue();
  config::FeedConfig feed_ = test::json_feed("kesehatan", {});
  std::vector<std::string> brings_ = {"antrean", "suhu", "cakupan", "siswa", "layanan"};
  Known known_{[](const std::string&) { return std::nullopt; }, [](const std::string&, Time) { return std::nullopt; }};
  Time now_ = at("2026-11-21T08:00:00+08:00");
};

TEST_F(Checks, TakeAGoodValue) {
  const Checked out = check(std::vector<Sample>{{"antrean@63.10.01", now_, 5, {}}});
  ASSERT_EQ(out.samples.size(), 1U);
  EXPECT_TRUE(out.refused.empty());
}

TEST_F(Checks, RefuseWhatIsNotOfThisCenterOrFeed) {
  EXPECT_THAT(reason({"entah", now_, 5, {}}), HasSubstr("no indicator"));
  EXPECT_THAT(reason({"siswa", now_, 5, {}}), HasSubstr("belongs to"));
  brings_ = {"suhu"};
  EXPECT_THAT(reason({"antrean", now_, 5, {}}), HasSubstr("does not bring"));
}

TEST_F(Checks, RefuseUnknownRegionsAndKnowTheRegencyItself) {
  EXPECT_THAT(reason({"antrean@63.11.01", now_, 5, {}}), HasSubstr("unknown region"));
  EXPECT_EQ(reason({"antrean@63.10", now_, 5, {}}), "");
  feed_.districts = {"63.10.02"};
  EXPECT_THAT(reason({"antrean@63.10.01", now_, 5, {}}), HasSubstr("does not answer for"));
  EXPECT_EQ(reason({"antrean@63.10.02", now_, 5, {}}), "");
}

TEST_F(Checks, RefuseWhatIsNoNumber) {
  EXPECT_THAT(reason({"antrean", now_, std::nan(""), {}}), HasSubstr("not a number"));
  EXPECT_THAT(reason({"antrean", now_, INFINITY, {}}), HasSubstr("not a number"));
}

TEST_F(Checks, RefuseWhatIsOutOfRange) {
  antrean().least = 0;
  antrean().most = 100;
  EXPECT_THAT(reason({"antrean", now_, -0.1, {}}), HasSubstr("below"));
  EXPECT_THAT(reason({"antrean", now_, 100.5, {}}), HasSubstr("above"));
  EXPECT_EQ(reason({"antrean", now_, 100, {}}), "");
}

TEST_F(Checks, RefuseAClockThatIsAhead) {
  EXPECT_EQ(reason({"antrean", now_ + minutes(5), 1, {}}), "");
  EXPECT_THAT(reason({"antrean", now_ + minutes(6), 1, {}}), HasSubstr("ahead"));
  EXPECT_THAT(reason({"antrean", now_, 1, now_ + minutes(6)}), HasSubstr("ahead"));
}

TEST_F(Checks, RefuseAPeriodThatHasNotBegun) {
  EXPECT_EQ(reason({"cakupan", at("2026-12-01T00:00:00+08:00"), 1, {}}), "");  // November is running
  EXPECT_THAT(reason({"cakupan", at("2027-01-01T00:00:00+08:00"), 1, {}}), HasSubstr("has not begun"));
}

TEST_F(Checks, RefuseAStepThatIsTooLarge) {
  antrean().largest_step = 10;
  know(now_ - seconds(30), 50);
  EXPECT_EQ(reason({"antrean", now_, 60, {}}), "");
  EXPECT_THAT(reason({"antrean", now_, 60.5, {}}), HasSubstr("a step from"));
  EXPECT_THAT(reason({"antrean", now_, 39, {}}), HasSubstr("a step from"));
}

TEST_F(Checks, MeasureStepsWithinABatchInOrderOfTime) {
  antrean().largest_step = 10;
  const Checked out = check(std::vector<Sample>{{"antrean", now_, 30, {}},
                                                {"antrean", now_ - seconds(20), 10, {}},
                                                {"antrean", now_ - seconds(10), 20, {}},
                                                {"antrean", now_ - seconds(5), 90, {}}});
  EXPECT_EQ(out.samples.size(), 3U);
  ASSERT_EQ(out.refused.size(), 1U);
  EXPECT_EQ(out.refused[0].value, "90");
}

TEST_F(Checks, TakeANewLevelOnceTheOldValueIsMissing) {
  antrean().largest_step = 10;
  know(now_ - seconds(301), 50);
  EXPECT_EQ(reason({"antrean", now_, 500, {}}), "");
}

TEST_F(Checks, CountARepeatedValueAndTakeARevision) {
  know(now_, 5);
  const Checked again = check(std::vector<Sample>{{"antrean", now_, 5, {}}});
  EXPECT_EQ(again.repeated, 1U);
  EXPECT_TRUE(again.samples.empty() && again.refused.empty());
  EXPECT_EQ(check(std::vector<Sample>{{"antrean", now_, 6, {}}}).samples.size(), 1U);
}

TEST_F(Checks, RefuseTwoValuesForOneMoment) {
  const Checked out =
      check(std::vector<Sample>{{"antrean", now_, 5, {}}, {"antrean", now_, 5, {}}, {"antrean", now_, 6, {}}});
  EXPECT_EQ(out.samples.size(), 1U);
  EXPECT_EQ(out.repeated, 1U);
  ASSERT_EQ(out.refused.size(), 1U);
  EXPECT_EQ(out.refused[0].reason.key, "two values for the same moment");
}

TEST_F(Checks, RefuseRowsOfUnknownTablesWithoutKeysOrTwice) {
  Batch batch;
  batch.records = {{"entah", "a", now_, {}},
                   {"layanan", "", now_, {}},
                   {"layanan", "ktp", now_, {{"status", "buka"}}},
                   {"layanan", "ktp", now_, {{"status", "tutup"}}},
                   {"layanan", "kk", now_, {{"lama", std::nan("")}}},
                   {"layanan", "akta", now_, {{"lama", std::monostate()}}}};
  batch.complete = {{"layanan", ""}, {"entah", ""}};
  const Checked out = check(batch);
  ASSERT_EQ(out.records.size(), 2U);
  EXPECT_EQ(out.records[0].key, "ktp");
  EXPECT_EQ(out.records[1].key, "akta");
  ASSERT_EQ(out.complete.size(), 1U);
  EXPECT_EQ(out.complete[0].table, "layanan");
  EXPECT_EQ(out.refused.size(), 5U);
}

TEST_F(Checks, RefuseEventsThatCannotBe) {
  Batch batch;
  batch.events = {{"a", now_, now_ + hours(1), Severity::watch, "63.10.01", "Banjir", ""},
                  {"", now_, now_, Severity::watch, "", "Banjir", ""},
                  {"b", now_, now_ - hours(1), Severity::watch, "", "Banjir", ""},
                  {"c", now_, now_, Severity::watch, "99", "Banjir", ""},
                  {"a", now_, now_, Severity::watch, "", "Banjir", ""},
                  {"d", now_, now_, Severity::watch, "", "Banjir", "", {{{0, 1}, {1, 1}, {1, 0}, {0, 1}}}},
                  {"e", now_, now_, Severity::watch, "", "Banjir", "", {{{0, 1}, {1, 1}, {1, 0}, {0, 2}}}},
                  {"f", now_, now_, Severity::watch, "", "Banjir", "", {{{0, 200}, {1, 1}, {1, 0}, {0, 200}}}},
                  {"g", now_, now_, Severity::watch, "", "Banjir", "", {}, "bukan.milik_umpan"}};
  const Checked out = check(batch);
  EXPECT_EQ(out.events.size(), 2U);
  EXPECT_EQ(out.refused.size(), 7U);
}

TEST_F(Checks, KeepComplaintsOfTheReaderShort) {
  Batch batch;
  batch.complaints = {{"antrean", std::string(150, 'a') + std::string(100, '\xC3') + "\xA9", {"no number"}}};
  const Checked out = check(batch);
  ASSERT_EQ(out.refused.size(), 1U);
  EXPECT_LE(out.refused[0].value.size(), 200U);
  EXPECT_EQ(out.refused[0].reason.key, "no number");
}

}  // namespace
