// The points of a long span: the extremes of every step, wherever history takes them from.
#include "feeds/line.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/support/child.h"
#include "tests/support/moved_clock.h"

namespace {

using namespace feeds;
using std::chrono::hours;
using std::chrono::minutes;

const Time now = test::at("2026-11-21T12:34:56Z");

struct Range {
  double least = INFINITY, most = -INFINITY;
  void add(double value) {
    least = std::min(least, value);
    most = std::max(most, value);
  }
};

class LineTest : public testing::Test {
 protected:
  // Every `step` over `span` up to now; some of it revised later, a spike here and there.
  void fill(Duration span, Duration step) {
    std::mt19937_64 random(7);
    Entry entry;
    entry.feed.name = "kesehatan";
    double value = 50;
    for (Time at = now - span; at <= now; at += step) {
      value += static_cast<double>(random() % 201) / 100 - 1;
      all_[at] = random() % 500 == 0 ? value + 400 : value;
      entry.samples.push_back({"antrean", at, all_[at], {}});
    }
    entry.received = now;
    ASSERT_TRUE(history_->commit({entry}));
    while (*history_->pack({.all = true})) {
    }
    entry.samples.clear();
    for (auto& [at, one] : all_) {
      if (random() % 300 != 0) continue;
      one -= 300;
      entry.samples.push_back({"antrean", at, one, {}});
    }
    ASSERT_TRUE(history_->commit({entry}));
  }

  Line load(Duration span, int most) {
    Line line({"antrean", "kesehatan"});
    EXPECT_TRUE(line.load(*history_, {span, most}, {}, now, {}));
    return line;
  }

  support::Folder folder_;
  std::unique_ptr<History> history_ = *History::open(folder_.file("store.db"), History::Mode::write);
  std::map<Time, double> all_;
};

TEST_F(LineTest, HoursGiveTheExtremesOfEveryStep) {
  fill(hours(24 * 365), minutes(10));
  const Line line = load(hours(24 * 360), 300);
  ASSERT_GE(line.step(), hours(4));
  const auto bucket = [&](Time at) { return at.time_since_epoch() / line.step(); };
  std::map<std::int64_t, Range> wanted, found;
  for (const auto& [at, value] : all_)
    if (at >= now - hours(24 * 360)) wanted[bucket(at)].add(value);
  const auto points = line.points(now - hours(24 * 360));
  EXPECT_LE(points.size(), 300U);
  EXPECT_TRUE(std::is_sorted(points.begin(), points.end(), [](const Point& a, const Point& b) { return a.at < b.at; }));
  for (const Point& point : points) found[bucket(point.at)].add(point.value);
  found.erase(wanted.begin()->first);  // its step begins before the span
  wanted.erase(wanted.begin());
  ASSERT_EQ(found.size(), wanted.size());
  for (const auto& [index, range] : wanted) {
    EXPECT_EQ(found[index].least, range.least) << index;
    EXPECT_EQ(found[index].most, range.most) << index;
  }
}

TEST_F(LineTest, DaysLoseNoSpikeOfFiveYears) {
  fill(hours(24 * 365 * 5), hours(2));
  const Line line = load(hours(24 * 365 * 5), 500);
  ASSERT_GE(line.step(), hours(4 * 24));
  const auto points = line.points(now - hours(24 * 365 * 5));
  EXPECT_LE(points.size(), 700U);
  int spikes = 0;
  for (auto at = all_.upper_bound(now - hours(24 * 365 * 5) + line.step()); at != all_.end(); ++at) {
    const bool high = at->second > 300, low = at->second < -150;
    if (!high && !low) continue;
    ++spikes;
    EXPECT_TRUE(std::any_of(points.begin(), points.end(), [&](const Point& point) {
      return std::chrono::abs(point.at - at->first) <= line.step() + hours(24) &&
             (high ? point.value >= at->second : point.value <= at->second);
    })) << config::to_rfc3339(at->first);
  }
  EXPECT_GT(spikes, 50);
}

TEST_F(LineTest, GoesOnWithWhatComes) {
  fill(hours(24 * 365), minutes(10));
  Line line = load(hours(24 * 360), 300);
  for (int i = 1; i <= 3; ++i) ASSERT_TRUE(line.append({now + i * line.step(), now, 1000.0 + i, {}}));
  const auto points = line.points(Time{});
  for (int i = 1; i <= 3; ++i) EXPECT_EQ(points[points.size() - 4 + static_cast<std::size_t>(i)].value, 1000.0 + i);
}

}  // namespace
