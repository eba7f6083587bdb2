// Packing changes nothing that is read: whatever is in the log, in runs and in blocks, every answer is that of a plain
// list of all that was committed.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <cmath>

#include "feeds/history.h"
#include "tests/support/child.h"
#include "tests/support/moved_clock.h"
#include "tests/support/points.h"

namespace {

using namespace feeds;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using test::at;
using test::Points;

const Time noon = at("2026-11-21T12:00:00Z");
constexpr int lines = 5;

LineName line_of(int index) {
  return {"antrean#" + std::to_string(index), "kesehatan"};
}

bool same(const Stored& a, const Stored& b) {
  return a.at == b.at && a.received == b.received && a.observed == b.observed &&
         std::bit_cast<std::uint64_t>(a.value) == std::bit_cast<std::uint64_t>(b.value);
}
bool same(const std::optional<Stored>& a, const std::optional<Stored>& b) {
  return a && b ? same(*a, *b) : a.has_value() == b.has_value();
}

// What History promises, the plain way.
class Model {
 public:
  void add(const Sample& sample, Time received) {
    Points& points = lines_[sample.series];
    for (const Stored& point : points)
      if (point.at == sample.at) received = std::max(received, point.received + Duration(1));
    points.push_back({sample.at, received, sample.value, sample.observed});
  }
  // Newest receipts of moments, ascending.
  Points read(const LineName& line, Time from, Time to, std::optional<Time> known_at) const {
    std::map<Time, Stored> out;
    const auto points = lines_.find(line.series);
    if (points == lines_.end()) return {};
    for (const Stored& point : points->second) {
      if (point.at < from || point.at >= to || (known_at && point.received > *known_at)) continue;
      const auto [at, is_new] = out.try_emplace(point.at, point);
      if (!is_new && at->second.received < point.received) at->second = point;
    }
    Points all;
    for (const auto& [at, point] : out) all.push_back(point);
    return all;
  }
  std::optional<Stored> newest(const LineName& line, Time not_after, std::optional<Time> known_at) const {
    const Points all = read(line, Time::min(), not_after + Duration(1), known_at);
    if (all.empty()) return {};
    return all.back();
  }

 private:
  std::map<std::string, Points> lines_;
};

class Room {
 public:
  explicit Room(std::uint64_t seed) : random(seed) { open(); }

  void open() {
    history.reset();
    auto opened = History::open(file, History::Mode::write, config::Zone::wita);
    ASSERT_TRUE(opened);
    history = std::move(*opened);
  }
  std::int64_t below(std::int64_t most) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most));
  }

  // Mostly the next moments of some lines; at times late ones, revisions, and a clock that was put back.
  void commit() {
    clock += below(20) == 0 ? -Duration(below(5'000'000)) : Duration(below(900'000));
    Entry entry;
    entry.feed.name = "kesehatan";
    entry.received = clock;
    for (std::int64_t count = 1 + below(12); count > 0; --count) {
      const int line = static_cast<int>(below(lines));
      Time when = clock - Duration(below(300'000));
      if (below(6) == 0) when = noon + minutes(below(600));
      if (below(30) == 0) when = noon - hours(below(24 * 400));
      Sample sample{line_of(line).series, when, static_cast<double>(below(20'001) - 10'000), {}};
      if (below(60) == 0) sample.value = std::nan("");
      if (line == 1) sample.value /= 128;
      if (line == 2 && below(3) > 0) sample.observed = when - seconds(below(100));
      entry.samples.push_back(sample);
      model.add(sample, clock);
    }
    ASSERT_TRUE(history->commit({entry}));
  }

  History::Packing small() {
    return {static_cast<std::size_t>(40 + below(60)), 30,   3, static_cast<std::size_t>(10 + below(40)),
            static_cast<std::size_t>(1 + below(200)), false};
  }

  void expect_right(History& asked) {
    const LineName line = line_of(static_cast<int>(below(lines)));
    const Time from = noon + Duration(below(80'000'000)) - hours(below(3) == 0 ? below(24 * 400) : 0);
    const Time to = from + (below(2) ? Duration(below(90'000'000)) : Duration(hours(below(24 * 400)))) + Duration(1);
    std::optional<Time> known_at;
    if (below(2)) known_at = noon + Duration(below(std::max<std::int64_t>(1, (clock - noon).count())));
    const Points expected = model.read(line, from, to, known_at);
    Points got;
    ASSERT_TRUE(asked.read(line, from, to, known_at, [&](const Stored& stored) { got.push_back(stored); }));
    ASSERT_EQ(got.size(), expected.size());
    for (std::size_t i = 0; i < got.size(); ++i) ASSERT_TRUE(same(got[i], expected[i])) << i;
    const auto newest = asked.newest(line, to, known_at);
    ASSERT_TRUE(newest);
    ASSERT_TRUE(same(*newest, model.newest(line, to, known_at)));
    if (!expected.empty()) {
      const Time when = expected[static_cast<std::size_t>(below(static_cast<std::int64_t>(expected.size())))].at;
      ASSERT_TRUE(same(*asked.value_at(line, when), model.read(line, when, when + Duration(1), {}).back()));
    }
    expect_columns(asked, line, from, to, known_at, expected);
  }

  // Exact where columns are made of points; where of roll-ups, each extreme is of a moment not far from the column.
  void expect_columns(History& asked, const LineName& line, Time from, Time to, std::optional<Time> known_at,
                      const Points& points) {
    const int count = 1 + static_cast<int>(below(40));
    const auto columns = asked.reduce(line, from, to, count, known_at);
    ASSERT_TRUE(columns);
    ColumnReducer exact(from, to, count);
    for (const Stored& point : points) exact.add(point.at, point.value);
    const Duration width = (to - from) / count;
    const Duration slack = width >= hours(96) ? hours(24) : width >= hours(4) ? hours(1) : hours(0);
    for (std::size_t i = 0; i < exact.columns().size(); ++i) {
      const Extremes& wanted = exact.columns()[i];
      const Extremes& got = (*columns)[i];
      if (slack == hours(0)) {
        ASSERT_EQ(got.empty(), wanted.empty());
        if (!wanted.empty()) {
          ASSERT_TRUE(got.min == wanted.min && got.max == wanted.max);
        }
        continue;
      }
      if (!wanted.empty()) {
        ASSERT_TRUE(got.min <= wanted.min && got.max >= wanted.max);
      }
      Extremes near;
      for (const Stored& point : points) {
        if (std::isnan(point.value) || point.at < exact.edge(i) - slack || point.at >= exact.edge(i + 1) + slack)
          continue;
        near.min = std::min(near.min, point.value);
        near.max = std::max(near.max, point.value);
      }
      if (!got.empty()) {
        ASSERT_TRUE(got.min >= near.min && got.max <= near.max) << i << " of " << count;
      }
    }
  }

  test::Random random;
  support::Folder folder;
  std::string file = folder.file("store.db");
  Model model;
  Time clock = noon;
  std::unique_ptr<History> history;
};

TEST(HistoryPack, AnswersAreTheSameAtEveryStage) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    SCOPED_TRACE(seed);
    Room room(seed);
    auto reader = History::open(room.file, History::Mode::read);
    ASSERT_TRUE(reader);
    for (int i = 0; i < 400; ++i) {
      room.commit();
      if (room.below(3) == 0) {
        ASSERT_TRUE(room.history->pack(room.small()));
      }
      if (room.below(100) == 0) {
        ASSERT_TRUE(room.history->pack({.all = true}));
      }
      if (room.below(40) == 0) room.open();
      room.expect_right(room.below(2) ? *room.history : **reader);
      if (testing::Test::HasFatalFailure()) return;
    }
    while (*room.history->pack({.all = true}))
      for (int i = 0; i < 5; ++i) room.expect_right(**reader);
    for (int i = 0; i < 100; ++i) room.expect_right(*room.history);
  }
}

TEST(HistoryPack, AMomentMayHaveMoreRevisionsThanABlockHolds) {
  Room room(1);
  for (int i = 0; i < 30; ++i) {
    std::vector<Entry> entries(400);
    for (int k = 0; k < 400; ++k) {
      entries[static_cast<std::size_t>(k)].feed.name = "kesehatan";
      entries[static_cast<std::size_t>(k)].received = noon + seconds(i * 400 + k);
      entries[static_cast<std::size_t>(k)].samples = {{line_of(0).series, noon, i * 400.0 + k, {}}};
    }
    ASSERT_TRUE(room.history->commit(entries));
    if (i % 3 == 0) {
      ASSERT_TRUE(room.history->pack({.all = true}));
    }
  }
  while (*room.history->pack({.all = true})) {
  }
  for (const int known : {0, 1, 4095, 4096, 4097, 8192, 11'998, 11'999}) {
    const auto newest = room.history->newest(line_of(0), Time::max(), noon + seconds(known));
    ASSERT_TRUE(newest && *newest);
    EXPECT_EQ((*newest)->value, known);
  }
  EXPECT_EQ((*room.history->value_at(line_of(0), noon))->value, 11'999);
}

}  // namespace
