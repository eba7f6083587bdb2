// Agencies by the punctuality of their data (OS 19), as rows with what is said of each. Main thread.
#pragma once
#include <array>

#include "panels/draw.h"
#include "panels/entries.h"

namespace panels {

struct LeagueLine {
  std::string name, last;  // last: the age of its newest value, or why there is none
  feeds::LeagueRow counts;
  std::optional<double> share;  // of its values that are on time, in percent
  int rank = 0;                 // 1: the most punctual; equals share one
  bool calm() const { return counts.late + counts.missing == 0 && counts.refused == 0 && !counts.stopped; }
};

// The four counts of a line, in this order, with their word and shape.
struct LeagueColumn {
  const char* word;
  Shape shape;
};
inline constexpr std::array<LeagueColumn, 4> league_columns{
    {{"on time", Shape::circle}, {"late", Shape::hatch}, {"missing", Shape::triangle}, {"refused", Shape::diamond}}};
std::uint64_t count_of(const feeds::LeagueRow&, std::size_t column);

// Of these agencies, without any of all; as feeds::league() has them.
std::vector<LeagueLine> league_lines(const Frame&, const std::vector<config::AgencyName>& agencies);
// By their share on time, the least first, with their ranks.
void rank_lines(std::vector<LeagueLine>&);
// When an age of theirs, or the words for it, will change.
void wake_lines(const Frame&, const std::vector<std::string>& indicators);

}  // namespace panels
