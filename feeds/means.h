// The means of one line by hour or by day of the center. Store thread, and history readers for their own lines.
#pragma once
#include "feeds/history.h"

namespace feeds {

class Means {
 public:
  // `ends`: a value counts in the hour or day before its moment, where its period ends.
  struct Source {
    History& history;
    const LineName& line;
    std::optional<Time> known_at;
    bool ends = false;
  };

  explicit Means(RollupStep step) : step_(step) {}
  // Reads anew what lies before `to`, from the beginning of the step that holds `from`. No span: nothing is kept.
  Result<void> load(const Source&, Time from, Time to, Duration span);
  // A value later than all before.
  void add(Time at, double value);
  // Ascending, from the step on that holds `from`, with a last value that is not in them yet.
  std::vector<Mean> with(const std::optional<Stored>& last, Time from) const;

 private:
  Time begin_of(Time at) const;

  RollupStep step_;
  config::Zone zone_ = config::Zone::wib;
  bool ends_ = false;
  Duration span_{};
  std::vector<RollupRow> rows_;
};

}  // namespace feeds
