// See store_look.h. Roll-ups and extremes are made here anew, the plain way.
#include "tests/support/store_look.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "config/words.h"
#include "feeds/block.h"
#include "feeds/log_block.h"
#include "feeds/rollup_block.h"
#include "tests/support/sql.h"

namespace support {

using namespace feeds;
using std::chrono::days;
using std::chrono::hours;

namespace {

using Points = std::vector<Stored>;

Time time_of(std::int64_t number) {
  return Time(Duration(number));
}
bool comes_before(const Stored& a, const Stored& b) {
  return a.at != b.at ? a.at < b.at : a.received < b.received;
}
bool same(const Stored& a, const Stored& b) {
  return a.at == b.at && a.received == b.received && a.value == b.value && a.observed == b.observed;
}
template <class T>
T need(config::Result<T> result) {
  if (!result) throw std::runtime_error(config::Words().say(result.error().what));
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

Time begin_of(Time at, Duration length, config::Zone zone) {
  const Duration into = (at + config::offset(zone)).time_since_epoch() % length;
  return at - (into < Duration(0) ? into + length : into);
}
Time monday_of(Time at, config::Zone zone) {
  Time day = begin_of(at, days(1), zone);
  while (config::civil(day, zone).weekday != std::chrono::Monday) day -= days(1);
  return day;
}

class Reader {
 public:
  Reader(Sql& sql, FileRows& rows) : sql_(sql), rows_(rows) {
    const bool prunes = rows.version >= 2;
    Sql::Statement all(sql_, prunes ? "SELECT id, series, feed, kept_from FROM lines" : "SELECT * FROM lines");
    while (all.step()) {
      LineRows& line = rows_.lines[{all.text(1), all.text(2)}];
      if (prunes && !all.is_null(3)) line.kept_from = time_of(all.integer(3));
      lines_[all.integer(0)] = &line;
    }
  }

  void old_samples() {
    Sql::Statement all(sql_, "SELECT line, at, received, value, observed FROM samples");
    for (; all.step(); ++rows_.old_samples)
      line(all.integer(0))
          .others.push_back({time_of(all.integer(1)), time_of(all.integer(2)), all.real(3),
                             all.is_null(4) ? std::nullopt : std::optional(time_of(all.integer(4)))});
  }

  void log() {
    Sql::Statement all(sql_, "SELECT data FROM log WHERE id > (SELECT value FROM settings WHERE name = 'packed')");
    while (all.step())
      for (const LogSample& sample : need(unpack_log(all.blob(0)))) line(sample.line).others.push_back(sample.stored);
  }

  void runs() {
    Sql::Statement all(sql_, "SELECT line, data, first_at, last_at, level FROM run_lines LEFT JOIN runs ON id = run");
    while (all.step()) {
      Points points;
      need(unpack_block(all.blob(1), points));
      const bool within = points.front().at >= time_of(all.integer(2)) && points.back().at <= time_of(all.integer(3));
      if (all.is_null(4) || !within) rows_.fault = "a run does not say what it holds";
      auto& to = line(all.integer(0)).others;
      to.insert(to.end(), points.begin(), points.end());
      rows_.levels.insert(static_cast<int>(all.integer(4)));
    }
  }

  void blocks() {
    Sql::Statement all(sql_,
                       "SELECT line, data, first_at, first_received, last_at, earliest, latest, count FROM blocks");
    while (all.step()) {
      Points points;
      need(unpack_block(all.blob(1), points));
      Time earliest = Time::max(), latest = Time::min();
      for (const Stored& point : points) {
        earliest = std::min(earliest, point.received);
        latest = std::max(latest, point.received);
      }
      const bool right =
          points.front().at == time_of(all.integer(2)) && points.front().received == time_of(all.integer(3)) &&
          points.back().at == time_of(all.integer(4)) && earliest == time_of(all.integer(5)) &&
          latest == time_of(all.integer(6)) && static_cast<std::int64_t>(points.size()) == all.integer(7);
      if (!right) rows_.fault = "a block does not say what it holds";
      auto& to = line(all.integer(0)).blocks;
      to.insert(to.end(), points.begin(), points.end());
    }
    for (auto& [name, line] : rows_.lines) std::sort(line.blocks.begin(), line.blocks.end(), comes_before);
  }

  void rollups() {
    Sql::Statement all(sql_, "SELECT line, week, latest, days, hours FROM rollups");
    while (all.step()) {
      WeekRows& week = line(all.integer(0)).weeks[time_of(all.integer(1))];
      week.latest = time_of(all.integer(2));
      need(unpack_rollups(all.blob(3), week.days));
      week.has_hours = !all.is_null(4);
      if (week.has_hours) need(unpack_rollups(all.blob(4), week.hours));
    }
  }

 private:
  LineRows& line(std::int64_t id) {
    const auto found = lines_.find(id);
    if (found == lines_.end()) throw std::runtime_error("points of no line");
    return *found->second;
  }
  Sql& sql_;
  FileRows& rows_;
  std::map<std::int64_t, LineRows*> lines_;
};

std::string rest_of(Sql& sql) {
  std::string out;
  for (const char* query : {"SELECT name, key, feed, at, received, ended, fields FROM records ORDER BY id",
                            "SELECT id, received, feed, at, until, severity, title, body FROM events ORDER BY 1, 2",
                            "SELECT name, cursor, last_try, last_good, last_new FROM feeds ORDER BY 1",
                            "SELECT feed, received, series, value, reason FROM refusals ORDER BY id",
                            "SELECT feed, hour, count FROM refused_hours ORDER BY 1, 2",
                            "SELECT subject, letter, name, received, ended FROM approvals ORDER BY id",
                            "SELECT holder, scope, basis, received, ended FROM grants ORDER BY id",
                            "SELECT received, at, actor, kind, target FROM audit ORDER BY id"}) {
    Sql::Statement all(sql, query);
    while (all.step()) {
      for (int column = 0; column < all.columns(); ++column) out += all.text(column) + '|';
      out += '\n';
    }
  }
  return out;
}

bool same(const Rollup& a, const Rollup& b) {
  return a.count == b.count && a.first_at == b.first_at && a.last_at == b.last_at && a.min == b.min && a.max == b.max &&
         a.last == b.last && std::abs(a.sum - b.sum) <= 1e-9 * (1 + std::abs(b.sum));
}

using Steps = std::map<Time, Rollup>;

// Of points in order; of a moment's receipts the last counts.
Steps hours_of(const Points& points, Time from, config::Zone zone) {
  Steps out;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Stored& point = points[i];
    if (i + 1 < points.size() && points[i + 1].at == point.at) continue;
    const Time begin = begin_of(point.at, hours(1), zone);
    if (begin < from) continue;
    Rollup& hour = out.try_emplace(begin, Rollup{point.at, point.at, 0, point.value, point.value, 0, 0}).first->second;
    ++hour.count;
    hour.last_at = point.at;
    hour.last = point.value;
    hour.sum += point.value;
    hour.min = std::min(hour.min, point.value);
    hour.max = std::max(hour.max, point.value);
  }
  return out;
}

Steps days_of(const std::vector<RollupRow>& rows, config::Zone zone) {
  Steps out;
  for (const RollupRow& row : rows) {
    const auto [day, is_new] = out.try_emplace(begin_of(row.begin, days(1), zone), row.all);
    if (is_new) continue;
    Rollup& all = day->second;
    all.count += row.all.count;
    all.last_at = row.all.last_at;
    all.last = row.all.last;
    all.sum += row.all.sum;
    all.min = std::min(all.min, row.all.min);
    all.max = std::max(all.max, row.all.max);
  }
  return out;
}

bool same(const Steps& wanted, const std::vector<RollupRow>& found) {
  return std::equal(wanted.begin(), wanted.end(), found.begin(), found.end(),
                    [](const auto& a, const RollupRow& b) { return a.first == b.begin && same(a.second, b.all); });
}

std::string line_rollup_fault(const LineRows& line, config::Zone zone) {
  std::vector<RollupRow> found;
  Time without_hours = Time::min();  // hours are forgotten before
  for (const auto& [begin, week] : line.weeks) {
    if (!std::all_of(week.hours.begin(), week.hours.end(), [&, from = begin](const RollupRow& row) {
          return row.begin >= from && row.begin < from + days(7);
        }))
      return "an hour is in another week's row";
    if (!week.has_hours) without_hours = begin + days(7);
    if (week.has_hours && !same(days_of(week.hours, zone), week.days)) return "days are not those of their hours";
    for (const RollupRow& row : week.hours)
      if (row.begin >= line.kept_from) found.push_back(row);
    for (const Stored& point : line.blocks)
      if (point.at >= std::max(begin, line.kept_from) && point.at < begin + days(7) && point.received > week.latest)
        return "a week is older than its points";
  }
  const Time from = std::max(line.kept_from, without_hours);
  std::erase_if(found, [&](const RollupRow& row) { return row.begin < from; });
  return same(hours_of(line.blocks, from, zone), found) ? "" : "hours are not those of their points";
}

struct Span {
  Time from, to;
  Duration column;
};

std::string span_fault(History& history, const LineName& name, const Points& points, const Span& span) {
  const auto count = static_cast<int>((span.to - span.from) / span.column) + 1;
  const auto found = history.reduce(name, span.from, span.from + count * span.column, count);
  if (!found) return config::Words().say(found.error().what);
  std::vector<Extremes> wanted(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (points[i].at < span.from || (i + 1 < points.size() && points[i + 1].at == points[i].at)) continue;
    const auto column = static_cast<std::size_t>((points[i].at - span.from) / span.column);
    if (column >= wanted.size()) continue;
    wanted[column].min = std::min(wanted[column].min, points[i].value);
    wanted[column].max = std::max(wanted[column].max, points[i].value);
  }
  for (std::size_t i = 0; i < wanted.size(); ++i)
    if ((*found)[i].min != wanted[i].min || (*found)[i].max != wanted[i].max)
      return fmt::format("{}: column {} of {} of {} s: {} to {}, not {} to {}", name.series, i, count,
                         span.column.count() / 1000, (*found)[i].min, (*found)[i].max, wanted[i].min, wanted[i].max);
  return {};
}

}  // namespace

FileRows::FileRows(const std::string& file) {
  try {
    read(file);
  } catch (const std::runtime_error& e) {
    fault = e.what();
  }
}

void FileRows::read(const std::string& file) {
  Sql sql(file);
  sql.leave_log();
  Sql::Statement check(sql, "PRAGMA integrity_check(1)");
  if (check.step() && check.text(0) != "ok") fault = check.text(0);
  version = static_cast<int>(sql.number("PRAGMA user_version"));
  if (version == 0) return;
  rest = rest_of(sql);
  Reader reader(sql, *this);
  if (sql.has_table("samples")) reader.old_samples();
  if (version < 2) return;
  reader.log();
  reader.runs();
  reader.blocks();
  reader.rollups();
}

std::string point_fault(const Ledger& ledger, const FileRows& rows) {
  if (!rows.fault.empty()) return rows.fault;
  const auto all = ledger.points();
  for (const auto& [name, line] : rows.lines) {
    Points found = line.blocks;
    found.insert(found.end(), line.others.begin(), line.others.end());
    std::sort(found.begin(), found.end(), comes_before);
    for (std::size_t i = 1; i < found.size(); ++i)
      if (!comes_before(found[i - 1], found[i])) return fmt::format("a point of {} is there twice", name.series);
    if (name.series.starts_with('.')) continue;  // the file's own
    const auto wanted = all.find(name);
    if (wanted == all.end()) return "a line that nobody brought";
    auto next = wanted->second.begin();
    for (std::size_t i = 0; i < found.size(); ++i) {
      for (; next != wanted->second.end() && comes_before(*next, found[i]); ++next)
        if (next->at >= ledger.forgotten_before()) return fmt::format("a point of {} is lost", name.series);
      if (next == wanted->second.end() || !same(*next++, found[i]))
        return fmt::format("a point of {} that nobody brought", name.series);
    }
    if (std::any_of(next, wanted->second.end(), [&](const Stored& p) { return p.at >= ledger.forgotten_before(); }))
      return fmt::format("a point of {} is lost", name.series);
  }
  for (const auto& [name, points] : all)
    if (!rows.lines.contains(name)) return fmt::format("{} is lost", name.series);
  return {};
}

std::string rollup_fault(const FileRows& rows, config::Zone zone) {
  for (const auto& [name, line] : rows.lines)
    if (const std::string fault = line_rollup_fault(line, zone); !fault.empty()) return name.series + ": " + fault;
  return {};
}

std::string column_fault(History& history, const Ledger& ledger, KeptFrom kept, config::Zone zone) {
  for (const auto& [name, points] : ledger.points()) {
    const Time first = points.front().at, last = points.back().at;
    const Span spans[] = {{std::max(kept.points, begin_of(first, hours(1), zone)), last, std::chrono::minutes(15)},
                          {monday_of(std::max(kept.hours, first), zone), last, hours(4)},
                          {monday_of(std::max(kept.days, first), zone), last, days(4)}};
    for (const Span& span : spans) {
      if (span.from > span.to) continue;
      if (const std::string fault = span_fault(history, name, points, span); !fault.empty()) return fault;
    }
  }
  return {};
}

std::string store_fault(const std::string& file, History& history, Ledger& ledger, const std::vector<Entry>& in_flight,
                        KeptFrom kept, config::Zone zone) {
  std::string fault = ledger.compare(history, in_flight);
  const FileRows rows(file);
  if (fault.empty()) fault = point_fault(ledger, rows);
  if (fault.empty()) fault = rollup_fault(rows, zone);
  if (fault.empty()) fault = column_fault(history, ledger, kept, zone);
  return fault;
}

}  // namespace support
