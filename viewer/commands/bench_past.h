// Years of a center's values, as its feeds would have brought them: the store of `bench years`.
#pragma once
#include "feeds/history.h"
#include "viewer/commands/command.h"

namespace viewer::commands {

struct PastOptions {
  std::chrono::minutes step{5};  // between the values of a live series
  int minute_weeks = 4;          // the last weeks have one each minute
};

// What does not come once and in time.
struct Odd {
  std::uint64_t late = 0;     // after they were due, or when a system works again
  std::uint64_t revised = 0;  // another value for a moment that has one
};

struct Past {
  static constexpr auto length = std::chrono::hours(24 * 365 * 5);
  config::Time begin, end;
  std::uint64_t samples = 0;  // revisions counted too
  Odd odd;                    // of them
  std::size_t series = 0;
  std::vector<feeds::LineName> live;  // without a period
  double seconds = 0;                 // to write it
};

// Makes the store in `state` with the series, feeds and levels of the simulated center: by day and week, with failures
// of feeds, values that come late and values that are revised. At the end every feed is polled once, for the tables.
config::Result<Past> write_past(Shell&, const std::string& center, const std::filesystem::path& state,
                                const PastOptions&);

}  // namespace viewer::commands
