// What a feed brought is what `export` prints: every bit of every number, every moment to the millisecond that the
// store keeps, after all of it was packed into blocks.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <bit>
#include <charconv>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>

#include "feeds/collector.h"
#include "feeds/history.h"
#include "feeds/http_server.h"
#include "feeds/reading.h"
#include "feeds/store.h"
#include "tests/support/moved_clock.h"
#include "tests/support/program.h"
#include "viewer/kind_checks.h"

namespace {

using config::Time;
using nlohmann::json;
using support::ChildResult;

constexpr const char* series_seen = "sistem.beban#terukur";  // with the time of observation
constexpr const char* series_plain = "sistem.beban#polos";

// One value as the agency's system writes it and as it is to come back.
struct Row {
  std::string at, number, seen;
};
struct Kept {
  Time at, received;
  std::optional<Time> observed;
  std::uint64_t bits = 0;
  auto operator<=>(const Kept&) const = default;
};
void PrintTo(const Kept& kept, std::ostream* out) {
  *out << config::to_rfc3339(kept.at) << ' ' << std::bit_cast<double>(kept.bits) << " (" << std::hex << kept.bits
       << std::dec << "), received " << config::to_rfc3339(kept.received) << ", observed "
       << (kept.observed ? config::to_rfc3339(*kept.observed) : "-");
}

std::uint64_t bits_of(const std::string& number) {
  double value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  EXPECT_TRUE(error == std::errc() && end == number.data() + number.size()) << number;
  return std::bit_cast<std::uint64_t>(value);
}

Time moment(const std::string& text) {
  const auto time = feeds::read_time(text, feeds::TimeForm::rfc3339, config::Zone::wib);
  EXPECT_TRUE(time) << text;
  return time.value_or(Time{});
}

const std::vector<std::string> awkward_numbers{
    "57.44", "0.1", "0.30000000000000004", "-12", "0", "-0.0", "1e3", "1.50", "1234567.89", "0.005",
    "3.141592653589793",
    // whole numbers around the end of what a double counts one by one, some of which it can only round
    "9007199254740991", "9007199254740992", "9007199254740993", "9007199254740995", "-9007199254740993",
    "18014398509481985", "9223372036854775807", "-9223372036854775808", "18446744073709551615", "1e22", "1e23",
    // the ends of what a double holds
    "1.7976931348623157e308", "-1.7976931348623157e308", "2.2250738585072014e-308", "2.225073858507201e-308", "5e-324",
    "-5e-324", "4503599627370497.5", "-1e-7", "123456789012345678901234567890.5"};

const std::vector<std::string> awkward_moments{"1900-01-01T00:00:00Z",         "1969-12-31T23:59:59.999Z",
                                               "1970-01-01T00:00:00Z",         "1970-01-01T00:00:00.001Z",
                                               "2000-02-29T23:59:59.5+08:00",  "2023-12-31T23:59:59.123456789Z",
                                               "2024-02-29T12:00:00.010+09:00"};

// Awkward moments first, then steps of a second, of odd milliseconds and of days, each with the next awkward number and
// then with a double of any bits.
std::vector<Row> awkward_rows() {
  std::mt19937_64 random(63'10);
  std::vector<std::string> moments = awkward_moments;
  Time at = test::at("2024-03-01T00:00:00Z");
  for (int i = 0; i < 900; ++i) {
    at += i % 3 == 0 ? config::Duration(1000) : config::Duration(1 + static_cast<std::int64_t>(random() % 100'000));
    moments.push_back(config::to_rfc3339(at));
  }
  std::vector<Row> rows;
  for (const std::string& text : moments) {
    Row row{text, {}, config::to_rfc3339(moment(text) - config::Duration(1 + random() % 5000))};
    if (rows.size() < 20 * awkward_numbers.size()) {
      row.number = awkward_numbers[rows.size() % awkward_numbers.size()];
    } else {
      double any = 0;
      do any = std::bit_cast<double>(random());
      while (!std::isfinite(any));
      row.number = json(any).dump();
    }
    rows.push_back(row);
  }
  return rows;
}

// A walk such as most systems bring, a value each second with so many decimals: blocks keep these as whole numbers.
std::vector<Row> walk(int decimals) {
  std::mt19937_64 random(63'10);
  std::vector<Row> rows;
  const Time begin = test::at("2024-03-01T00:00:00Z");
  std::int64_t value = 5744;
  for (int i = 0; i < 2000; ++i) {
    value += static_cast<std::int64_t>(random() % 21) - 10;
    const std::string number =
        decimals == 0 ? std::to_string(value) : fmt::format("{}.{:02}", value / 100, value % 100);
    const Time at = begin + std::chrono::seconds(i);
    rows.push_back({config::to_rfc3339(at), number, config::to_rfc3339(at - config::Duration(250))});
  }
  return rows;
}

std::string reply_of(const std::vector<Row>& rows) {
  std::string out = "{\"data\":[";
  for (const Row& row : rows) {
    if (out.back() == '}') out += ',';
    out += "{\"at\":\"" + row.at + "\",\"seen\":\"" + row.seen + "\",\"v\":" + row.number + '}';
  }
  return out + "]}";
}

void expect_same(const std::vector<Kept>& got, const std::vector<Kept>& wanted) {
  ASSERT_EQ(got.size(), wanted.size());
  for (std::size_t i = 0; i < got.size(); ++i) EXPECT_EQ(got[i], wanted[i]) << i;
}

class ProgramExportExact : public testing::Test {
 protected:
  ProgramExportExact() {
    server_.route("GET", "/beban", [this](const feeds::ServedRequest&) {
      return feeds::ServedReply{200, "application/json", body_, {}};
    });
    const auto port = server_.listen("127.0.0.1", 0);
    EXPECT_TRUE(port);
    support::write_program_center(program_.center(), "http://127.0.0.1:" + std::to_string(port.value_or(9)) + "/beban");
    const std::string agency = "agencies/setda/agency.toml",
                      each = "each = \"/data\"\npointer = \"/v\"\nat = \"/at\"\n";
    program_.center()
        .replace(agency, "title = \"Beban\"",
                 "title = \"Beban\"\naudience = \"public\"\n"
                 "approval = [{ letter = \"900/19/2026\", name = \"Kepala\", date = 2026-01-12 }]")
        .replace(agency, "headers = { Authorization = \"env:ANJUNGAN_TEST_TOKEN\" }\n", "")
        .replace(agency, "pointer = \"/beban\"",
                 each + "observed = \"/seen\"\nitem_is = \"terukur\"\n[[feed.value]]\n" +
                     "indicator = \"sistem.beban\"\n" + each + "item_is = \"polos\"");
  }

  // One poll of the feed, kept by the store as it would be in a running center.
  feeds::Receipt bring(const std::vector<Row>& rows) {
    body_ = reply_of(rows);
    const auto center = std::make_shared<config::Center>(program_.center().load(viewer::kind_checks()));
    EXPECT_THAT(center->complaints, testing::IsEmpty());
    std::filesystem::create_directories(std::filesystem::path(file_).parent_path());
    auto store = feeds::Store::open(center, {.file = file_}, clock_);
    EXPECT_TRUE(store);
    const auto config = std::find_if(center->feeds.begin(), center->feeds.end(),
                                     [](const config::FeedConfig& feed) { return feed.name == "sistem"; });
    config::Complaints complaints;
    auto made = feeds::make_feed(*center, *config, clock_, complaints);
    feeds::Delivery delivery{"sistem", clock_.now(), {}, {}, std::make_shared<std::promise<feeds::Receipt>>()};
    delivery.status = made->feed->poll({clock_.now(), *made->http, "", {}}, delivery.batch);
    EXPECT_EQ(delivery.status.outcome, feeds::Status::Outcome::good) << config::Words().say(delivery.status.reason);
    auto answer = delivery.answer->get_future();
    EXPECT_TRUE((*store)->deliver(std::move(delivery), {}));
    return answer.get();
  }

  void pack_all() {
    auto history = feeds::History::open(file_, feeds::History::Mode::write);
    ASSERT_TRUE(history);
    int steps = 0;
    for (auto more = (*history)->pack({.all = true}); more && *more; more = (*history)->pack({.all = true})) ++steps;
    EXPECT_GT(steps, 0);
  }

  std::vector<Kept> wanted(const std::vector<Row>& rows, bool seen, Time received) {
    std::vector<Kept> out;
    for (const Row& row : rows)
      out.push_back(
          {moment(row.at), received, seen ? std::optional(moment(row.seen)) : std::nullopt, bits_of(row.number)});
    return out;
  }

  ChildResult exported(const std::string& series, const std::string& format) {
    return program_.on_center(
        {"export", series, "--from", "1900-01-01T00:00:00Z", "--to", "2099-01-01", "--format", format});
  }
  std::vector<Kept> from_csv(const std::string& series) {
    const ChildResult result = exported(series, "csv");
    EXPECT_EQ(result.code, 0) << result.err;
    std::istringstream in(result.out);
    std::string line;
    std::getline(in, line);
    std::vector<Kept> out;
    while (std::getline(in, line)) {
      std::vector<std::string> cells(1);
      for (const char c : line)
        if (c == ',')
          cells.emplace_back();
        else if (c != '\r')
          cells.back() += c;
      EXPECT_EQ(cells.size(), 4u) << line;
      if (cells.size() != 4) break;
      out.push_back({moment(cells[0]), moment(cells[1]),
                     cells[2].empty() ? std::nullopt : std::optional(moment(cells[2])), bits_of(cells[3])});
    }
    return out;
  }
  std::vector<Kept> from_json(const std::string& series) {
    const ChildResult result = exported(series, "json");
    EXPECT_EQ(result.code, 0) << result.err;
    const json document = json::parse(result.out);
    std::vector<Kept> out;
    for (const json& point : document["points"])
      out.push_back({moment(point["at"]), moment(point["received"]),
                     point.contains("observed") ? std::optional(moment(point["observed"])) : std::nullopt,
                     std::bit_cast<std::uint64_t>(point["value"].get<double>())});
    return out;
  }
  void expect_exported(const char* series, const std::vector<Kept>& wanted) {
    expect_same(from_csv(series), wanted);
    expect_same(from_json(series), wanted);
  }

  void expect_back(const std::vector<Row>& rows) {
    const feeds::Receipt receipt = bring(rows);
    EXPECT_EQ(receipt.accepted, 2 * rows.size());
    EXPECT_EQ(receipt.refused, 0u);
    pack_all();
    expect_exported(series_seen, wanted(rows, true, clock_.now()));
    expect_exported(series_plain, wanted(rows, false, clock_.now()));
  }

  support::Program program_;
  feeds::HttpServer server_{1};
  std::string body_;
  std::string file_ = program_.folder().file("state/store.db");
  test::MovedClock clock_{test::at("2024-06-01T00:00:00.789Z")};
};

TEST_F(ProgramExportExact, EveryBitAndEveryMomentComesBack) {
  expect_back(awkward_rows());
}
TEST_F(ProgramExportExact, DecimalsComeBack) {
  expect_back(walk(2));
}
TEST_F(ProgramExportExact, WholeNumbersComeBack) {
  expect_back(walk(0));
}

TEST_F(ProgramExportExact, ARevisionComesBackWithItsOwnTimes) {
  const std::vector<Row> first = awkward_rows();
  bring(first);
  pack_all();
  const Time before = clock_.now();
  clock_.advance(config::Duration(86'400'001));
  std::vector<Row> revised{first[3], first[40], first.back()};
  const double above = std::nextafter(std::bit_cast<double>(bits_of(revised[0].number)), INFINITY);
  revised[0].number = json(above).dump();
  revised[1].number = "-0.01";
  revised[2].number = "7";
  for (Row& row : revised) row.seen = "2024-06-01T23:59:59.999Z";
  EXPECT_EQ(bring(revised).accepted, 6u);
  pack_all();
  for (const bool seen : {true, false}) {
    std::vector<Kept> all = wanted(first, seen, before);
    const std::vector<Kept> later = wanted(revised, seen, clock_.now());
    all[3] = later[0];
    all[40] = later[1];
    all.back() = later[2];
    expect_exported(seen ? series_seen : series_plain, all);
  }
}

}  // namespace
