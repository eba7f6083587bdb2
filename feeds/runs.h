// The runs of one line: stretches of values that are alike, so that a state over weeks is a few pieces and no change is
// lost. Store thread, and history readers for their own lines.
#pragma once
#include "feeds/means.h"

namespace feeds {

class Runs {
 public:
  // A value that changes all the time has many: the oldest go.
  static constexpr std::size_t most = 20'000;

  // Reads anew what lies before `to`, with what still stands at `from`. No span: nothing is kept.
  Result<void> load(const Means::Source&, Time from, Time to, Duration span, Duration stands);
  // A value later than all before.
  void add(Time at, double value);
  // Ascending, with a last value that is not in them yet; those that still stand at `from` or begin after it.
  std::vector<Run> with(const std::optional<Stored>& last, Time from) const;

 private:
  Duration span_{}, stands_{};
  std::vector<Run> runs_;
};

// Of the runs that several feeds brought the best feed's, then what others go on to say where nothing of it stands.
void insert_runs(std::vector<Run>& into, const std::vector<Run>& more, Duration stands);

}  // namespace feeds
