// The benchmarks as a person starts them, as short as they go: that they end well and tell what was asked. No figure of
// speed is looked at.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/support/program.h"

namespace {

using nlohmann::json;
using support::ChildResult;

json figures_of(const ChildResult& result) {
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_FALSE(result.late);
  const json figures = json::parse(result.out, nullptr, false);
  EXPECT_TRUE(figures.is_object()) << result.out;
  return figures.is_object() ? figures : json::object();
}

TEST(ProgramBench, FiveYearsOfTheMainCenterAreWrittenOpenedDrawnAndAsked) {
  const support::Program program;
  const std::string center = std::string(ANJUNGAN_SOURCE) + "/config/centers/tanah-bumbu";
  const json figures = figures_of(
      program({"bench", "years", "--center", center, "--step", "1440", "--weeks", "0", "--runs", "1", "--json"}));
  const auto of = [&](const char* key) { return figures.value(key, -1.0); };
  EXPECT_GE(of("series"), 300);
  EXPECT_GT(of("samples"), 300 * 5 * 12) << "every series has at least its months";
  EXPECT_GT(of("revised"), 1000);
  EXPECT_GT(of("late"), 1000);
  EXPECT_GT(of("file_mb"), 1);
  EXPECT_GT(of("bytes_per_sample"), 0.1);
  EXPECT_LE(of("export_rows"), 367) << "a value a day";
  EXPECT_GE(of("export_rows"), 300) << "its feed does not fail for long";
  for (const char* key : {"start_ms", "view_ms", "view_then_ms", "ringkasan.drawn_ms", "umpan.drawn_ms", "newest_ms",
                          "week_ms", "year_ms", "five_years_ms", "then_ms", "export_ms", "rss_mb"})
    EXPECT_GT(of(key), 0) << key;
}

TEST(ProgramBench, NothingGrowsWhileDataChangePagesTurnAndPanelsOpen) {
  const support::Program program;
  const json figures =
      figures_of(program({"bench", "soak", "--center", std::string(ANJUNGAN_SOURCE) + "/config/centers/tanah-bumbu",
                          "--snapshots", "3000", "--size", "1280x720", "--json"}));
  const auto of = [&](const char* key) { return figures.value(key, -1.0); };
  EXPECT_EQ(of("snapshots"), 3000);
  EXPECT_GT(of("first.descriptors"), 0);
  EXPECT_EQ(of("last.descriptors"), of("first.descriptors"));
  EXPECT_GT(of("first.textures"), 0);
  EXPECT_LE(of("last.textures"), of("first.textures") + 4) << "two a map that is shown";
  EXPECT_GT(of("first.allocations"), 10);
  EXPECT_LT(of("ratio.allocations"), 1.25) << "other pages are shown";
  EXPECT_GT(of("first.heap_mb"), 1);
}

TEST(FullBenchFeeds, RepliesAreReadAndTwoThousandFeedsPolled) {
  const support::Program program;
  const json figures = figures_of(program({"bench", "feeds", "--seconds", "1", "--json"}));
  EXPECT_EQ(figures.value("json_samples", 0.0), 200'000);
  for (const char* key : {"json_mb_per_s", "json_accept_mb_per_s", "csv_rows_per_s", "polls_per_s", "good_share",
                          "core_share", "cpu_us_per_poll", "bare_cpu_us_per_poll", "ratio"})
    EXPECT_GT(figures.value(key, -1.0), 0) << key;
}

TEST(ProgramBench, WhatCannotBeIsSaid) {
  const support::Program program;
  EXPECT_EQ(program({"bench", "years", "--step", "0"}).code, 2);
  EXPECT_EQ(program({"bench", "years", "--weeks", "53"}).code, 2);
  const ChildResult nowhere = program({"bench", "years", "--center", program.folder().file("tidak-ada")});
  EXPECT_NE(nowhere.code, 0);
  EXPECT_NE(nowhere.err, "");
}

}  // namespace
