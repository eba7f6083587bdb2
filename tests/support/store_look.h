// What a store file holds, looked at in two ways: by its rows, past History, so that a point that is there twice is
// seen, and by what History answers. Each look says what is wrong; empty: nothing.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "feeds/history.h"
#include "feeds/rollup.h"
#include "tests/support/ledger.h"

namespace support {

struct WeekRows {
  feeds::Time latest;
  bool has_hours = false;
  std::vector<feeds::RollupRow> hours, days;
};

struct LineRows {
  std::vector<feeds::Stored> blocks, others;  // log, runs, and the table of version 1
  feeds::Time kept_from = feeds::Time::min();
  std::map<feeds::Time, WeekRows> weeks;
};

// Of any version, or between two.
struct FileRows {
  explicit FileRows(const std::string& file);
  std::map<feeds::LineName, LineRows> lines;
  std::set<int> levels;  // of runs
  int version = 0;
  std::size_t old_samples = 0;  // in the table of version 1
  std::string rest;             // what is beside lines and their points, ended records and all, as one text
  std::string fault;            // where the file, or what a row says of itself, is wrong; the rest is not read then

 private:
  void read(const std::string& file);
};

// Every receipt of every moment that was acknowledged is in one place of the file, and nothing else.
std::string point_fault(const Ledger&, const FileRows&);
// The roll-ups are those of the points in blocks, hour by hour, and of the hours, day by day.
std::string rollup_fault(const FileRows&, config::Zone);
// The extremes that History finds are those of all points acknowledged: of columns of a quarter of an hour since
// `kept.points`, of 4 hours since the week of `kept.hours`, of 4 days since that of `kept.days`.
std::string column_fault(feeds::History&, const Ledger&, feeds::KeptFrom kept, config::Zone);
// All of the above, and Ledger::compare().
std::string store_fault(const std::string& file, feeds::History&, Ledger&, const std::vector<feeds::Entry>& in_flight,
                        feeds::KeptFrom kept, config::Zone);

}  // namespace support
