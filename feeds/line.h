// The recent values of one line (one feed's samples of one series), reduced to their extremes per step. Store thread.
#pragma once
#include "feeds/history.h"

namespace feeds {

class Line {
 public:
  explicit Line(LineName name) : name_(std::move(name)) {}

  const LineName& name() const { return name_; }
  const std::optional<Stored>& last() const { return last_; }
  // The last value is not the newest of the history: that one is ahead of the clock.
  bool truncated() const { return truncated_; }
  Duration step() const { return step_; }
  bool wants(Duration span, int most_points) const { return span == span_ && most_points == most_points_; }

  // Reads it anew: its last value, and `span` of points before it (0: none) reduced to at most `most_points`.
  Result<void> load(History&, Duration span, int most_points, const config::Freshness&, Time now,
                    std::optional<Time> known_at);
  // Takes a value that is newer than the last, or revises the last. False: older, load() is due.
  bool append(const Stored&);
  // Points from `from` on, ascending, the last one included.
  std::vector<Point> points(Time from) const;

 private:
  void set_detail(Duration span, int most_points);
  Result<void> load_points(History&, Time from, Time to, std::optional<Time> known_at);
  void keep(Point);
  void forget_old();

  LineName name_;
  Duration span_{}, step_{1};
  int most_points_ = 0;
  std::vector<Point> points_;     // without the last, which may still be revised
  std::size_t bucket_begin_ = 0;  // of the newest step in points_
  std::optional<Stored> last_;
  bool truncated_ = false;
};

}  // namespace feeds
