// How long something was up in a calendar month of the center, against what was promised, and its outages. Pure: no
// drawing here. Any thread.
//
// A value stands from its moment until the next one, at most as long as it is fresh (feeds::stands_for); at least one
// half (of 1, or of 100 percent) is up, less is down. Time in which no value stands is without data: neither up nor
// down. Planned time is taken out of the month, whatever happened in it.
#pragma once
#include "panels/entries.h"

namespace panels {

struct Span {
  Time begin, end;  // end is not in it
  bool operator==(const Span&) const = default;
};
enum class Up { no_data, down, up };
struct Stretch {
  Span span;
  Up up = Up::no_data;
};

// From the series' runs: ascending, without a hole from `from` to `to`, neighbours differ.
// `least`: what is up.
std::vector<Stretch> stretches(const feeds::Series&, Time from, Time to, double least = 0.5);
// Ascending and apart; what overlaps or touches is one.
std::vector<Span> joined_spans(std::vector<Span>);

// From the first value that says down to the next that says up.
struct Outage {
  Time begin;
  std::optional<Time> end;  // nothing: it goes on
  Duration down{};          // without what was planned or without data
  Duration gap{};           // without data within it, or at its end
  bool before = false;      // it began no later than what is known
};
// Those that took unplanned time, ascending; an outage is whole here, also where it reaches over a month's end.
std::vector<Outage> outages(const std::vector<Stretch>&, const std::vector<Span>& planned);

// A month to `until`, which is its end or, of the running one, now.
struct MonthUp {
  Span month;
  Time until;
  Duration up{}, down{}, no_data{}, planned{};  // sum up to until - month.begin
  Duration planned_later{};                     // after `until`
  int outages = 0;                              // that something was down of in it
  Duration longest{};                           // of these, whole
  std::optional<Duration> repair;               // mean length of those that ended in this month: MTTR
  std::optional<double> percent() const;        // of the time that is known; nothing without any
  // How much longer it may be down in the whole month to reach `target` percent, by the time that is known and what is
  // to come: negative where it is missed whatever comes.
  Duration budget(double target) const;
  bool over() const { return until >= month.end; }
};
MonthUp month_up(const std::vector<Stretch>&, const std::vector<Outage>&, const std::vector<Span>& planned, Span month,
                 Time now);
// The calendar month of the zone that holds the moment; `back` months before it.
Span month_of(Time, config::Zone, int back = 0);

}  // namespace panels
