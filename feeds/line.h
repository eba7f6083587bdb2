// The recent values of one line (one feed's samples of one series), reduced to their extremes per step. Store thread.
#pragma once
#include "feeds/history.h"
#include "feeds/means.h"
#include "feeds/runs.h"

namespace feeds {

// How much of a line is kept: the points of a span reduced to at most so many, means and runs so far back. 0: none.
struct Detail {
  Duration span{};
  int most_points = 0;
  Duration hours{}, days{}, runs{};
  bool operator==(const Detail&) const = default;
};

class Line {
 public:
  explicit Line(LineName name) : name_(std::move(name)) {}

  const LineName& name() const { return name_; }
  const std::optional<Stored>& last() const { return last_; }
  // The last value is not the newest of the history: that one is ahead of the clock.
  bool truncated() const { return truncated_; }
  Duration step() const { return step_; }
  const Detail& detail() const { return detail_; }

  // Reads it anew: its last value, and what the detail says of those before it.
  Result<void> load(History&, const Detail&, const config::Freshness&, Time now, std::optional<Time> known_at);
  // Takes a value that is newer than the last, or revises the last. False: older, load() is due.
  bool append(const Stored&);
  // Points from `from` on, ascending, the last one included.
  std::vector<Point> points(Time from) const;
  // With the last value; those that begin at `from` or later.
  std::vector<Mean> hours(Time from) const;
  std::vector<Mean> days(Time from) const;
  std::vector<Run> runs(Time from) const;  // those that reach to it or lie after it

 private:
  void set_detail(const Detail&);
  Result<void> load_points(History&, Time from, Time to, std::optional<Time> known_at);
  void keep(Point);
  void forget_old();

  LineName name_;
  Detail detail_;
  Duration step_{1};
  Means hours_{RollupStep::hour}, days_{RollupStep::day};
  Runs runs_;
  std::vector<Point> points_;     // without the last, which may still be revised
  std::size_t bucket_begin_ = 0;  // of the newest step in points_
  std::optional<Stored> last_;
  bool truncated_ = false;
};

}  // namespace feeds
