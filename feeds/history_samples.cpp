// Points of a line out of the places that hold them: blocks, runs and the log, joined in order.
#include <algorithm>

#include "feeds/history_impl.h"

namespace feeds {
namespace {

// The newest of what it is shown: of one moment the newest receipt.
struct Newest {
  Time not_after, known;
  std::optional<Stored> found;

  bool may_hold(Time first_at, Time last_at) const { return first_at <= not_after && (!found || last_at >= found->at); }
  // Of points in order; true when one was found among them.
  bool look(std::span<const Stored> points) {
    for (auto point = points.rbegin(); point != points.rend(); ++point) {
      if (point->at > not_after || point->received > known) continue;
      if (!found || comes_before(*found, *point)) found = *point;
      return true;
    }
    return false;
  }
};

std::span<const Stored> next_of(BlockReader& block) {
  return read_or_throw(block.next());
}
Points all_of(BlockReader& block) {
  Points out;
  out.reserve(block.info().count);
  for (auto points = next_of(block); !points.empty(); points = next_of(block))
    out.insert(out.end(), points.begin(), points.end());
  return out;
}

}  // namespace

void throw_damage(const config::Error& error) {
  throw SQLite::Exception(error.what.key, 11);  // SQLITE_CORRUPT
}

History::Impl::Reading::Reading(Impl& impl) : impl_(impl) {
  if (!impl_.writes) impl_.sql("BEGIN").exec();
  try {
    impl_.refresh();
  } catch (...) {
    if (!impl_.writes) impl_.sql("ROLLBACK").tryExecuteStep();
    throw;
  }
}

History::Impl::Reading::~Reading() {
  if (!impl_.writes) impl_.sql("COMMIT").tryExecuteStep();
}

BlockReader History::Impl::open_block(std::int64_t id, std::string_view bytes, BlockReader::Columns columns) {
  return read_part({Part::Place::block, id}, BlockReader::open(bytes, columns));
}
BlockReader History::Impl::open_run(std::int64_t run, std::int64_t line, std::string_view bytes) {
  return read_part({Part::Place::run, run, line}, BlockReader::open(bytes));
}

void History::Impl::refresh() {
  if (writes && !stale) return;
  Query version(*this, "PRAGMA data_version");
  version->executeStep();
  const std::int64_t now = version->getColumn(0).getInt64();
  if (now == seen && !stale) return;
  load_runs();
  load_log();
  newest_at.clear();
  seen = now;
  stale = false;
}

void History::Impl::forget() {
  stale = true;
  line_ids.clear();
  merge.reset();
}

void History::Impl::load_runs() {
  runs.clear();
  Query all(*this, "SELECT id, level, count, first_at, last_at FROM runs ORDER BY id DESC");
  while (all->executeStep())
    runs.push_back({all->getColumn(0).getInt64(), all->getColumn(1).getInt64(), all->getColumn(2).getInt64(),
                    time_of(all->getColumn(3)), time_of(all->getColumn(4))});
}

// Packing takes the whole log at once: then what is in memory is of no use any more.
void History::Impl::load_log() {
  Query find(*this, "SELECT value FROM settings WHERE name = 'packed'");
  const std::int64_t now_packed = find->executeStep() ? find->getColumn(0).getInt64() : 0;
  if (now_packed != packed || writes) {
    log.clear();
    log_rows = 0;
    log_last = packed = now_packed;
  }
  Query rows(*this, "SELECT id, data FROM log WHERE id > ?1 ORDER BY id");
  rows->bind(1, log_last);
  while (rows->executeStep()) {
    const Part part{Part::Place::log, rows->getColumn(0).getInt64()};
    for (const LogSample& sample : read_part(part, unpack_log(bytes_of(rows->getColumn(1)))))
      log.add(sample.line, sample.stored);
    log_last = rows->getColumn(0).getInt64();
    ++log_rows;
  }
}

Points History::Impl::recent(std::int64_t line, Time from, Time to, Time known) {
  Points out;
  const auto take = [&](std::span<const Stored> points) {
    for (const Stored& point : points)
      if (point.at >= from && point.at < to && point.received <= known) out.push_back(point);
  };
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    if (run->first_at >= to || run->last_at < from) continue;
    Query find(*this, "SELECT data FROM run_lines WHERE run = ?1 AND line = ?2");
    find->bind(1, run->id);
    find->bind(2, line);
    if (!find->executeStep()) continue;
    BlockReader block = open_run(run->id, line, bytes_of(find->getColumn(0)));
    if (block.info().first_at >= to || block.info().last_at < from) continue;
    for (auto points = next_of(block); !points.empty(); points = next_of(block)) take(points);
  }
  const auto points = log.of(line);
  const auto begin = std::partition_point(points.begin(), points.end(), [&](const Stored& p) { return p.at < from; });
  const auto end = std::partition_point(begin, points.end(), [&](const Stored& p) { return p.at < to; });
  take({begin, end});
  if (!std::is_sorted(out.begin(), out.end(), comes_before)) std::sort(out.begin(), out.end(), comes_before);
  return out;
}

void History::Impl::each_joined(std::int64_t line, Time from, Time to, Time known, BlockReader::Columns columns,
                                std::span<const Stored> more, const std::function<void(const Stored&)>& take) {
  Query blocks(*this,
               "SELECT first_at, last_at, latest, data, id FROM blocks WHERE line = ?1 AND first_at >= "
               "coalesce((SELECT max(first_at) FROM blocks WHERE line = ?1 AND first_at < ?2), ?2) "
               "AND first_at < ?3 AND last_at >= ?2 AND earliest <= ?4 ORDER BY first_at, first_received");
  blocks->bind(1, line);
  put_time(*blocks, 2, from);
  put_time(*blocks, 3, to);
  put_time(*blocks, 4, known);
  auto next = more.begin();
  while (blocks->executeStep()) {
    const Time first_at = time_of(blocks->getColumn(0)), last_at = time_of(blocks->getColumn(1));
    for (; next != more.end() && next->at < first_at; ++next) take(*next);
    const bool partly_known = time_of(blocks->getColumn(2)) > known;
    const bool mixed = next != more.end() && next->at <= last_at;
    BlockReader block = open_block(blocks->getColumn(4).getInt64(), bytes_of(blocks->getColumn(3)),
                                   partly_known || mixed ? BlockReader::Columns::all : columns);
    for (auto points = next_of(block); !points.empty(); points = next_of(block)) {
      if (points.back().at < from) continue;
      if (points.front().at >= to) break;
      for (const Stored& point : points) {
        if (point.at < from || point.at >= to || (partly_known && point.received > known)) continue;
        for (; mixed && next != more.end() && comes_before(*next, point); ++next) take(*next);
        take(point);
      }
    }
  }
  for (; next != more.end(); ++next) take(*next);
}

std::optional<Stored> History::Impl::newest(std::int64_t line, Time not_after, Time known) {
  Newest newest{not_after, known, {}};
  newest.look(log.of(line));
  for (const RunInfo& run : runs) {
    if (!newest.may_hold(run.first_at, run.last_at)) continue;
    Query find(*this, "SELECT data FROM run_lines WHERE run = ?1 AND line = ?2");
    find->bind(1, run.id);
    find->bind(2, line);
    if (!find->executeStep()) continue;
    BlockReader block = open_run(run.id, line, bytes_of(find->getColumn(0)));
    if (newest.may_hold(block.info().first_at, block.info().last_at)) newest.look(all_of(block));
  }
  Query blocks(*this,
               "SELECT first_at, last_at, data, id FROM blocks WHERE line = ?1 AND first_at <= ?2 AND earliest <= ?3 "
               "ORDER BY first_at DESC, first_received DESC");
  blocks->bind(1, line);
  put_time(*blocks, 2, not_after);
  put_time(*blocks, 3, known);
  while (blocks->executeStep()) {
    if (!newest.may_hold(time_of(blocks->getColumn(0)), time_of(blocks->getColumn(1)))) break;
    BlockReader block = open_block(blocks->getColumn(3).getInt64(), bytes_of(blocks->getColumn(2)));
    if (newest.look(all_of(block))) break;
  }
  return newest.found;
}

std::optional<Stored> History::Impl::value_at(std::int64_t line, Time at) {
  const Points points = recent(line, at, at + Duration(1), Time::max());
  Newest newest{at, Time::max(), {}};
  newest.look(points);
  Query find(*this,
             "SELECT data, id FROM blocks WHERE line = ?1 AND first_at <= ?2 AND last_at >= ?2 "
             "ORDER BY first_at DESC, first_received DESC LIMIT 1");
  find->bind(1, line);
  put_time(*find, 2, at);
  if (!find->executeStep()) return newest.found;
  BlockReader block = open_block(find->getColumn(1).getInt64(), bytes_of(find->getColumn(0)));
  for (auto group = next_of(block); !group.empty() && group.front().at <= at; group = next_of(block))
    newest.look(group);
  return newest.found && newest.found->at == at ? newest.found : std::nullopt;
}

Result<std::optional<Stored>> History::newest(const LineName& line, Time not_after, std::optional<Time> known_at) {
  return impl_->reading([&]() -> std::optional<Stored> {
    const auto id = impl_->line_id(line);
    return id ? impl_->newest(*id, not_after, known_by(known_at)) : std::nullopt;
  });
}

Result<void> History::read(const LineName& line, Time from, Time to, std::optional<Time> known_at,
                           const std::function<void(const Stored&)>& take) {
  return impl_->reading([&] {
    const auto id = impl_->line_id(line);
    if (!id) return;
    std::optional<Stored> last;  // of several receipts of one moment the newest counts
    const auto points = impl_->recent(*id, from, to, known_by(known_at));
    impl_->each_joined(*id, from, to, known_by(known_at), BlockReader::Columns::all, points, [&](const Stored& next) {
      if (last && last->at != next.at) take(*last);
      last = next;
    });
    if (last) take(*last);
  });
}

Result<std::optional<Stored>> History::value_at(const LineName& line, Time at) {
  return impl_->reading([&]() -> std::optional<Stored> {
    const auto id = impl_->line_id(line);
    return id ? impl_->value_at(*id, at) : std::nullopt;
  });
}

}  // namespace feeds
