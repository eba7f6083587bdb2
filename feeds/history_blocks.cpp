// Putting points into the blocks of their line, and the roll-ups of what is in blocks.
#include <algorithm>
#include <limits>

#include "feeds/history_impl.h"
#include "feeds/rollup_block.h"

namespace feeds {
namespace {

// A block that holds `full` is left alone when later points come; until then it is written again with them.
constexpr std::size_t most_points = 4096, full_points = 3072;

Time hour_of(Time at) {
  return rollup_begin(at, RollupStep::hour, config::Zone::wib);
}
struct BlockKey {
  Time at, received;  // of its first point
};
struct Target {
  std::int64_t id = 0;
  Time last_at;
  std::size_t count = 0;
};
bool is_before(const Stored& point, const BlockKey& key) {
  return point.at != key.at ? point.at < key.at : point.received < key.received;
}

// Writes within the transaction that its maker holds.
class BlockWriter {
 public:
  BlockWriter(History::Impl& file, std::int64_t line) : file_(file), line_(line) {}

  void put(std::span<const Stored> points) {
    while (!points.empty()) {
      const auto next = block_after(points.front());
      const auto end = next ? std::partition_point(points.begin(), points.end(),
                                                   [&](const Stored& point) { return is_before(point, *next); })
                            : points.end();
      const auto count = static_cast<std::size_t>(end - points.begin());
      put_together(points.first(count));
      points = points.subspan(count);
    }
  }

 private:
  std::optional<BlockKey> block_after(const Stored& point) {
    Query find(file_,
               "SELECT first_at, first_received FROM blocks WHERE line = ?1 AND (first_at, first_received) > (?2, ?3) "
               "ORDER BY first_at, first_received LIMIT 1");
    find->bind(1, line_);
    put_time(*find, 2, point.at);
    put_time(*find, 3, point.received);
    if (!find->executeStep()) return {};
    return BlockKey{time_of(find->getColumn(0)), time_of(find->getColumn(1))};
  }

  // The last block that begins before it or with it.
  std::optional<Target> block_of(const Stored& point) {
    Query find(file_,
               "SELECT id, last_at, count FROM blocks WHERE line = ?1 AND "
               "(first_at, first_received) <= (?2, ?3) ORDER BY first_at DESC, first_received DESC LIMIT 1");
    find->bind(1, line_);
    put_time(*find, 2, point.at);
    put_time(*find, 3, point.received);
    if (!find->executeStep()) return {};
    return Target{find->getColumn(0).getInt64(), time_of(find->getColumn(1)),
                  static_cast<std::size_t>(find->getColumn(2).getInt64())};
  }

  // Points that no block begins between.
  void put_together(std::span<const Stored> points) {
    const auto target = block_of(points.front());
    if (!target) return write(points, {});
    const bool follows = target->last_at < points.front().at;
    if (follows && (target->count >= full_points || target->count + points.size() > most_points))
      return write(points, {});
    Points all = points_of(target->id);
    const auto middle = static_cast<std::ptrdiff_t>(all.size());
    all.insert(all.end(), points.begin(), points.end());
    if (!follows) std::inplace_merge(all.begin(), all.begin() + middle, all.end(), comes_before);
    write(all, target->id);
  }

  Points points_of(std::int64_t id) {
    Points out;
    Query find(file_, "SELECT data FROM blocks WHERE id = ?1");
    find->bind(1, id);
    if (find->executeStep()) file_.read_part({Part::Place::block, id}, unpack_block(bytes_of(find->getColumn(0)), out));
    return out;
  }

  // As blocks, the first in place of that one where it is given.
  void write(std::span<const Stored> points, std::optional<std::int64_t> id) {
    const std::size_t parts = (points.size() + most_points - 1) / most_points;
    for (std::size_t part = 0, begin = 0; part < parts; ++part) {
      const std::size_t end = points.size() * (part + 1) / parts;
      write_one(points.subspan(begin, end - begin), part == 0 ? id : std::nullopt);
      begin = end;
    }
  }

  void write_one(std::span<const Stored> points, std::optional<std::int64_t> id) {
    const std::string data = read_or_throw(pack_block(points));
    const auto [earliest, latest] = std::minmax_element(
        points.begin(), points.end(), [](const Stored& a, const Stored& b) { return a.received < b.received; });
    Query put(file_, "INSERT OR REPLACE INTO blocks VALUES(?9, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    put->bind(1, line_);
    put_time(*put, 2, points.front().at);
    put_time(*put, 3, points.front().received);
    put_time(*put, 4, points.back().at);
    put_time(*put, 5, earliest->received);
    put_time(*put, 6, latest->received);
    put->bind(7, static_cast<std::int64_t>(points.size()));
    put_bytes(*put, 8, data);
    if (id) put->bind(9, *id);
    put->exec();
  }

  History::Impl& file_;
  const std::int64_t line_;
};

// Makes the roll-ups of hours anew, a row of the table after another. Hours whose points are not kept any more cannot
// be: moments that come late are added to them, unless they may be counted already.
class RollupWriter {
 public:
  RollupWriter(History::Impl& file, std::int64_t line) : file_(file), line_(line), kept_from_(file.kept_from(line)) {}

  void make_week(Time begin, Time latest) {
    std::vector<RollupRow> rows;
    make_anew(rows, hour_of(std::max(begin, kept_from_)), after(begin, week_length));
    write(begin, latest, rows);
  }

  void touch(std::span<const Stored> points) {
    while (!points.empty()) {
      const Time begin = week_of(points.front().at, file_.zone), end = after(begin, week_length);
      const auto last =
          std::partition_point(points.begin() + 1, points.end(), [&](const Stored& point) { return point.at < end; });
      const auto count = static_cast<std::size_t>(last - points.begin());
      touch_week(begin, points.first(count));
      points = points.subspan(count);
    }
  }

 private:
  // `latest` becomes that of the row, where it is later. Nothing: its hours are forgotten.
  std::optional<std::vector<RollupRow>> old_rows(Time begin, Time& latest) {
    std::vector<RollupRow> rows;
    Query find(file_, "SELECT latest, hours FROM rollups WHERE line = ?1 AND week = ?2");
    find->bind(1, line_);
    put_time(*find, 2, begin);
    if (!find->executeStep()) return rows;
    if (find->getColumn(1).isNull()) return {};
    latest = std::max(latest, time_of(find->getColumn(0)));
    file_.read_part({Part::Place::rollup, line_, number(begin)}, unpack_rollups(bytes_of(find->getColumn(1)), rows));
    return rows;
  }

  void touch_week(Time begin, std::span<const Stored> points) {
    Time latest = Time::min();
    for (const Stored& point : points) latest = std::max(latest, point.received);
    auto rows = old_rows(begin, latest);
    if (!rows) return;
    const auto kept =
        std::partition_point(points.begin(), points.end(), [&](const Stored& point) { return point.at < kept_from_; });
    const auto late = static_cast<std::size_t>(kept - points.begin());
    add_late(*rows, points.first(late));
    if (late < points.size()) make_anew(*rows, hour_of(points[late].at), after(hour_of(points.back().at), hour_length));
    write(begin, latest, *rows);
  }

  static std::vector<RollupRow>::iterator place_of(std::vector<RollupRow>& rows, Time begin) {
    return std::partition_point(rows.begin(), rows.end(), [&](const RollupRow& row) { return row.begin < begin; });
  }

  void add_late(std::vector<RollupRow>& rows, std::span<const Stored> points) {
    Points uncounted;
    for (const Stored& point : points) {
      const Time begin = hour_of(point.at);
      const auto row = place_of(rows, begin);
      if (row == rows.end() || row->begin != begin || point.at > row->all.last_at || point.at < row->all.first_at)
        uncounted.push_back(point);
    }
    for (const RollupRow& made : roll_up(uncounted, RollupStep::hour, file_.zone)) {
      const auto row = place_of(rows, made.begin);
      if (row == rows.end() || row->begin != made.begin) {
        rows.insert(row, made);
      } else {
        row->all.merge(made.all);
      }
    }
  }

  // The hours from <= h < `to`.
  void make_anew(std::vector<RollupRow>& rows, Time from, Time to) {
    Points raw;
    file_.each_joined(line_, from, to, Time::max(), BlockReader::Columns::at_and_value, {},
                      [&](const Stored& point) { raw.push_back(point); });
    std::erase_if(rows, [&](const RollupRow& row) { return row.begin >= from && row.begin < to; });
    const auto made = roll_up(raw, RollupStep::hour, file_.zone);
    rows.insert(place_of(rows, from), made.begin(), made.end());
  }

  void write(Time begin, Time latest, const std::vector<RollupRow>& rows) {
    if (rows.empty()) return;
    const std::string hours = read_or_throw(pack_rollups(rows));
    const std::string days = read_or_throw(pack_rollups(roll_up(rows, RollupStep::day, file_.zone)));
    Query put(file_, "INSERT OR REPLACE INTO rollups VALUES(?1, ?2, ?3, ?4, ?5)");
    put->bind(1, line_);
    put_time(*put, 2, begin);
    put_time(*put, 3, latest);
    put_bytes(*put, 4, days);
    put_bytes(*put, 5, hours);
    put->exec();
  }

  History::Impl& file_;
  const std::int64_t line_;
  const Time kept_from_;
};

}  // namespace

Time after(Time begin, std::int64_t length) {
  return number(begin) > std::numeric_limits<std::int64_t>::max() - length ? Time::max()
                                                                           : moment(number(begin) + length);
}

// Monday's midnight; the first and the last week of all are as long as moments allow.
Time week_of(Time at, config::Zone zone) {
  constexpr std::int64_t monday = 4 * 24 * hour_length;  // 1970 began on a Thursday
  const std::int64_t shift = Duration(config::offset(zone)).count() - monday;
  const std::int64_t into = ((number(at) % week_length + shift) % week_length + week_length) % week_length;
  if (number(at) < std::numeric_limits<std::int64_t>::min() + into) return Time::min();
  return at - Duration(into);
}

void History::Impl::roll_up_week(std::int64_t line, Time week, Time latest) {
  RollupWriter(*this, line).make_week(week, latest);
}

Time History::Impl::kept_from(std::int64_t line) {
  Query find(*this, "SELECT kept_from FROM lines WHERE id = ?1");
  find->bind(1, line);
  return find->executeStep() ? time_if(find->getColumn(0)).value_or(Time::min()) : Time::min();
}

void History::Impl::put_in_blocks(std::int64_t line, std::span<const Stored> points) {
  BlockWriter(*this, line).put(points);
  RollupWriter(*this, line).touch(points);
}

}  // namespace feeds
