// tests/cases/<kind>/<case>/: feed.toml says the catalogue, the feed and what is served; expected.jsonl says what the
// feed's batches hold. A new case needs no C++. UPDATE_GOLDEN=1 writes expected.jsonl anew: read it before committing.
#include <gtest/gtest.h>
#include <cstdlib>
#include <fstream>
#include "tests/support/feed_case.h"
#include "tests/support/manual_clock.h"

namespace {

using test::Json;
namespace fs = std::filesystem;

std::vector<Json> run_case(const fs::path& folder) {
  const test::CaseServer server(folder);
  const std::string address = "http://127.0.0.1:" + std::to_string(server.port());
  const auto made = test::make_case_feed(folder, address);
  std::vector<Json> out;
  if (!made) return out;
  for (const config::Complaint& complaint : made->complaints)
    out.push_back(
        {{"complaint", config::fill(complaint.what.key, complaint.what.arguments)}, {"line", complaint.place.line}});
  if (!made->feed) return out;
  std::string cursor;
  for (const std::string& moment : made->moments) {
    tests::ManualClock clock(*config::parse_time(moment));
    feeds::Http http({made->config.deadline, made->config.most_bytes, ""}, clock);
    feeds::Batch batch;
    const feeds::Status status = made->feed->poll({clock.now(), http, cursor, {}}, batch);
    if (status.outcome != feeds::Status::Outcome::failed) cursor = batch.cursor;
    if (made->moments.size() > 1) out.push_back({{"poll", moment}});
    const auto lines = test::lines_of(status, batch);
    out.insert(out.end(), lines.begin(), lines.end());
  }
  test::hide_host(out, address);  // the port is another one each time
  return out;
}

class FeedCases : public testing::TestWithParam<fs::path> {};

TEST_P(FeedCases, BringsWhatIsExpected) {
  const fs::path file = GetParam() / "expected.jsonl";
  const std::vector<Json> found = run_case(GetParam());
  if (std::getenv("UPDATE_GOLDEN")) {
    std::ofstream out(file);
    for (const Json& line : found) out << line.dump() << '\n';
    return;
  }
  std::vector<Json> expected;
  std::istringstream lines(test::slurp(file));
  for (std::string line; std::getline(lines, line);)
    if (!line.empty()) expected.push_back(Json::parse(line));
  for (std::size_t i = 0; i < std::max(found.size(), expected.size()); ++i)
    EXPECT_EQ(i < found.size() ? found[i] : Json("(nothing)"), i < expected.size() ? expected[i] : Json("(nothing)"))
        << "line " << i + 1 << " of " << file;
}

INSTANTIATE_TEST_SUITE_P(All, FeedCases, testing::ValuesIn(test::all_feed_cases()),
                         [](const auto& one) { return test::feed_case_name(one.param); });

TEST(FeedCasesFolder, HoldsAllCases) {
  EXPECT_GE(test::all_feed_cases().size(), 25u);
}

}  // namespace
