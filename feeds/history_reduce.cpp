// The extremes of a picture's columns, and what a line did by hour or day, from the level that is fine enough: days,
// hours or points.
#include <algorithm>
#include <cmath>

#include "feeds/history_impl.h"
#include "feeds/rollup_block.h"

namespace feeds {
namespace {

constexpr std::int64_t day_length = 24 * hour_length;
// A roll-up goes to every column that it touches: it is at most this part of one.
constexpr std::int64_t parts_of_column = 4;

struct Span {
  Time from, to;
};

std::optional<RollupStep> step_for(Time from, Time to, int columns) {
  const std::uint64_t width = (static_cast<std::uint64_t>(number(to)) - static_cast<std::uint64_t>(number(from))) /
                              static_cast<std::uint64_t>(columns);
  if (width >= parts_of_column * day_length) return RollupStep::day;
  if (width >= parts_of_column * hour_length) return RollupStep::hour;
  return {};
}

class Columns {
 public:
  static constexpr bool takes_days_for_hours = true;
  Columns(Time from, Time to, int columns) : all_(from, to, columns) {}
  void add(Time at, double value) { all_.add(at, value); }
  void add(const RollupRow& row) { all_.add(row.all); }
  const std::vector<Extremes>& all() const { return all_.columns(); }

 private:
  ColumnReducer all_;
};

class Steps {
 public:
  static constexpr bool takes_days_for_hours = false;
  Steps(RollupStep step, config::Zone zone) : step_(step), zone_(zone) {}
  void add(Time at, double value) {
    if (!std::isnan(value)) rows_[rollup_begin(at, step_, zone_)].add(at, value);
  }
  void add(const RollupRow& row) { rows_[row.begin].merge(row.all); }
  std::vector<RollupRow> all() const {
    std::vector<RollupRow> out;
    for (const auto& [begin, all] : rows_) out.push_back({begin, all});
    return out;
  }

 private:
  RollupStep step_;
  config::Zone zone_;
  std::map<Time, Rollup> rows_;
};

// Hands on the values of a line, each moment once, in roll-ups where `step` allows.
template <class Into>
class Reduction {
 public:
  Reduction(History::Impl& file, std::int64_t line, Time from, Time to, Time known, std::optional<RollupStep> step,
            Into& into)
      : file_(file), line_(line), from_(from), to_(to), known_(known), step_(step), into_(into) {}

  void run() {
    recent_ = file_.recent(line_, from_, to_, known_);
    if (step_) {
      find_revised();
      add_rollups();
    } else {
      raw_ = {{from_, to_}};
    }
    add_points();
  }

 private:
  std::int64_t length() const { return *step_ == RollupStep::day ? day_length : hour_length; }

  // Steps whose roll-up may hold what a later receipt has changed. Nothing is revised after the last block; where
  // points are forgotten the roll-up is the only one that knows them.
  void find_revised() {
    if (recent_.empty()) return;
    Query find(file_,
               "SELECT max(last_at) FROM (SELECT last_at FROM blocks WHERE line = ?1 ORDER BY first_at DESC "
               "LIMIT 1)");
    find->bind(1, line_);
    if (!find->executeStep() || find->getColumn(0).isNull()) return;
    const Time last = time_of(find->getColumn(0)), kept_from = file_.kept_from(line_);
    for (const Stored& point : recent_) {
      if (point.at > last) return;
      const Time begin = rollup_begin(point.at, *step_, file_.zone);
      if (begin < kept_from) continue;
      if (revised_.empty() || revised_.back() != begin) revised_.push_back(begin);
    }
  }

  void add_rollups() {
    Query weeks(
        file_,
        "SELECT week, latest, days, hours FROM rollups WHERE line = ?1 AND week >= ?2 AND week < ?3 ORDER BY week");
    weeks->bind(1, line_);
    put_time(*weeks, 2, week_of(from_, file_.zone));
    put_time(*weeks, 3, to_);
    std::vector<RollupRow> rows;
    while (weeks->executeStep()) {
      const Time week = time_of(weeks->getColumn(0));
      if (time_of(weeks->getColumn(1)) > known_) {
        add_raw(week, after(week, week_length));
        continue;
      }
      rows.clear();
      const bool no_hours = weeks->getColumn(3).isNull();
      if (*step_ == RollupStep::hour && no_hours && !Into::takes_days_for_hours) {
        add_raw(week, after(week, week_length));
        continue;
      }
      const bool days = *step_ == RollupStep::day || no_hours;
      file_.read_part({Part::Place::rollup, line_, number(week)},
                      unpack_rollups(bytes_of(weeks->getColumn(days ? 2 : 3)), rows));
      for (const RollupRow& row : rows) add(row, days ? day_length : hour_length);
    }
  }

  void add(const RollupRow& row, std::int64_t size) {
    const Time end = after(row.begin, size);
    const bool whole = row.all.first_at >= from_ && row.all.last_at < to_;
    const auto revised = std::lower_bound(revised_.begin(), revised_.end(), row.begin);
    if (whole && (revised == revised_.end() || *revised >= end)) return into_.add(row);
    add_raw(row.begin, end);
  }

  void add_raw(Time from, Time to) {
    from = std::max(from, from_);
    to = std::min(to, to_);
    if (from >= to) return;
    if (!raw_.empty() && raw_.back().to >= from) {
      raw_.back().to = std::max(raw_.back().to, to);
    } else {
      raw_.push_back({from, to});
    }
  }

  // What roll-ups do not cover: the spans set aside, and all that is recent.
  void add_points() {
    NewestReceipts newest([&](Time at, double value) { into_.add(at, value); });
    const auto take = [&](const Stored& point) { newest.add(point.at, point.value); };
    auto next = recent_.begin();
    for (const Span& span : raw_) {
      for (; next != recent_.end() && next->at < span.from; ++next) take(*next);
      const auto end = std::partition_point(next, recent_.end(), [&](const Stored& p) { return p.at < span.to; });
      file_.each_joined(line_, span.from, span.to, known_, BlockReader::Columns::at_and_value, {next, end}, take);
      next = end;
    }
    for (; next != recent_.end(); ++next) take(*next);
    newest.finish();
  }

  History::Impl& file_;
  const std::int64_t line_;
  const Time from_, to_, known_;
  const std::optional<RollupStep> step_;
  Into& into_;
  Points recent_;
  std::vector<Time> revised_;  // when these steps begin
  std::vector<Span> raw_;      // to be read from blocks
};

}  // namespace

Result<std::vector<Extremes>> History::reduce(const LineName& line, Time from, Time to, int columns,
                                              std::optional<Time> known_at) {
  return impl_->reading([&] {
    const auto id = impl_->line_id(line);
    if (!id || columns < 1 || from >= to) return std::vector<Extremes>(static_cast<std::size_t>(std::max(0, columns)));
    Columns all(from, to, columns);
    Reduction(*impl_, *id, from, to, known_by(known_at), step_for(from, to, columns), all).run();
    return all.all();
  });
}

Result<std::vector<RollupRow>> History::rollups(const LineName& line, Time from, Time to, RollupStep step,
                                                std::optional<Time> known_at) {
  return impl_->reading([&] {
    Steps all(step, impl_->zone);
    const auto id = impl_->line_id(line);
    if (id && from < to) Reduction(*impl_, *id, from, to, known_by(known_at), std::optional(step), all).run();
    return all.all();
  });
}

config::Zone History::zone() const {
  return impl_->zone;
}

}  // namespace feeds
