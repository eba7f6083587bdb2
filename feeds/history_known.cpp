// Records, tables, approvals and the state of feeds: as known now, or as known at an earlier moment.
#include <set>

#include "feeds/history_impl.h"

namespace feeds {
namespace {

// Within `reading`: what was known by a moment.
class Known {
 public:
  Known(History::Impl& file, Time by) : file_(file), by_(by) {}

  std::optional<Stored> newest(const std::string& series, const std::string& feed, Time not_after) {
    const auto line = file_.line_id({series, feed});
    return line ? file_.newest(*line, not_after, by_) : std::nullopt;
  }
  std::optional<Stored> newest(const std::string& series, const std::string& feed) { return newest(series, feed, by_); }

  void set_back(FeedRow& row) {
    row.cursor.clear();
    const auto tried = newest(own_tries, row.name);
    const auto brought = newest(own_new, row.name);
    const auto refused = newest(own_refused, row.name);
    row.last_try = row.last_good = row.last_new = {};
    if (tried) row.last_try = tried->at;
    row.failures = tried ? static_cast<int>(tried->value) : 0;
    if (tried) row.last_good = row.failures > 0 ? tried->observed : tried->received;
    if (brought) row.last_new = brought->at;
    row.accepted = brought ? static_cast<std::uint64_t>(brought->value) : 0;
    row.refused = refused ? static_cast<std::uint64_t>(refused->value) : 0;
    row.reason = {};
    Query told(file_,
               "SELECT pending, reason FROM feed_reasons WHERE feed = ?1 AND received <= ?2 ORDER BY received DESC "
               "LIMIT 1");
    told->bind(1, row.name);
    put_time(*told, 2, by_);
    if (!told->executeStep()) return;
    row.pending = told->getColumn(0).getInt() != 0;
    row.reason = decode_text(told->getColumn(1).getString());
  }

  // What the rows of a table described then, of those that were renewed by then.
  void set_back(const std::string& table, std::map<std::int64_t, Record*>& renewed) {
    Query replies(file_,
                  "SELECT data FROM renewals WHERE name = ?1 AND received <= ?2 ORDER BY received DESC, id DESC");
    replies->bind(1, table);
    put_time(*replies, 2, by_);
    while (!renewed.empty() && replies->executeStep()) {
      Points rows;
      read_or_throw(unpack_block(bytes_of(replies->getColumn(0)), rows));
      for (const Stored& row : rows) {
        const auto record = renewed.find(number(row.at));
        if (record == renewed.end()) continue;
        record->second->at = row.received;
        renewed.erase(record);
      }
    }
  }

  // When the table was last named; false: it was not known. What an older program kept of it says no more than when it
  // was last named of all.
  bool set_back(const std::string& table, Time& received) {
    if (const auto named = newest(std::string(own_table) + table, {})) {
      received = named->received;
      return true;
    }
    Query row(file_, "SELECT 1 FROM records WHERE name = ?1 AND received <= ?2 LIMIT 1");
    row->bind(1, table);
    put_time(*row, 2, by_);
    received = std::min(received, by_);
    return row->executeStep();
  }

 private:
  History::Impl& file_;
  const Time by_;
};

RecordRow record_of(SQLite::Statement& row, int at) {
  return {{row.getColumn(1).getString(), row.getColumn(2).getString(), time_of(row.getColumn(at)),
           decode_fields(row.getColumn(4).getString())},
          row.getColumn(5).getString()};
}

std::vector<RecordRow> records_now(History::Impl& file) {
  std::vector<RecordRow> out;
  Query rows(file, "SELECT id, name, key, at, fields, feed FROM records WHERE ended IS NULL ORDER BY name, key");
  while (rows->executeStep()) out.push_back(record_of(*rows, 3));
  return out;
}

std::vector<RecordRow> records_then(History::Impl& file, Time then) {
  std::vector<RecordRow> out;
  std::map<std::string, std::vector<std::pair<std::int64_t, std::size_t>>> renewed;  // by table: id, place in `out`
  {
    Query rows(file,
               "SELECT id, name, key, first_at, fields, feed, renewed FROM records WHERE received <= ?1 AND (ended IS "
               "NULL OR ended > ?1) ORDER BY name, key");
    put_time(*rows, 1, then);
    while (rows->executeStep()) {
      out.push_back(record_of(*rows, 3));
      const auto first = time_if(rows->getColumn(6));
      if (first && *first <= then)
        renewed[out.back().record.table].emplace_back(rows->getColumn(0).getInt64(), out.size() - 1);
    }
  }
  for (const auto& [table, places] : renewed) {
    std::map<std::int64_t, Record*> records;
    for (const auto& [id, place] : places) records[id] = &out[place].record;
    Known(file, then).set_back(table, records);
  }
  return out;
}

}  // namespace

Result<std::vector<RecordRow>> History::records(std::optional<Time> known_at) {
  return impl_->reading([&] { return known_at ? records_then(*impl_, *known_at) : records_now(*impl_); });
}

Result<std::map<std::string, Time>> History::tables(std::optional<Time> known_at) {
  return impl_->reading([&] {
    std::map<std::string, Time> out;
    {
      Query rows(*impl_, "SELECT name, received FROM tables");
      while (rows->executeStep()) out[rows->getColumn(0).getString()] = time_of(rows->getColumn(1));
    }
    if (!known_at) return out;
    Known then(*impl_, *known_at);
    for (auto table = out.begin(); table != out.end();)
      table = then.set_back(table->first, table->second) ? std::next(table) : out.erase(table);
    return out;
  });
}

Result<std::vector<FeedRow>> History::feeds(std::optional<Time> known_at) {
  return impl_->reading([&] {
    std::vector<FeedRow> out;
    {
      Query rows(*impl_,
                 "SELECT name, cursor, pending, last_try, last_good, last_new, failures, accepted, refused, reason "
                 "FROM feeds");
      while (rows->executeStep())
        out.push_back({rows->getColumn(0).getString(), rows->getColumn(1).getString(), rows->getColumn(2).getInt() != 0,
                       time_if(rows->getColumn(3)), time_if(rows->getColumn(4)), time_if(rows->getColumn(5)),
                       rows->getColumn(6).getInt(), static_cast<std::uint64_t>(rows->getColumn(7).getInt64()),
                       static_cast<std::uint64_t>(rows->getColumn(8).getInt64()),
                       decode_text(rows->getColumn(9).getString())});
    }
    if (known_at)
      for (FeedRow& row : out) Known(*impl_, *known_at).set_back(row);
    return out;
  });
}

Result<std::vector<Refusal>> History::refusals(const std::string& feed, int most, std::optional<Time> known_at) {
  return impl_->guarded([&] {
    std::vector<Refusal> out;
    Query rows(
        *impl_,
        "SELECT received, series, value, reason FROM refusals WHERE feed = ?1 AND received <= ?3 ORDER BY id DESC "
        "LIMIT ?2");
    rows->bind(1, feed);
    rows->bind(2, most);
    put_time(*rows, 3, known_by(known_at));
    while (rows->executeStep())
      out.push_back({time_of(rows->getColumn(0)), rows->getColumn(1).getString(), rows->getColumn(2).getString(),
                     decode_text(rows->getColumn(3).getString())});
    return out;
  });
}

Result<std::map<Time, std::uint64_t>> History::refused_by_hour(const std::string& feed, Time since,
                                                               std::optional<Time> known_at) {
  if (known_at) return refused_then(feed, since, *known_at);
  return impl_->guarded([&] {
    std::map<Time, std::uint64_t> out;
    Query rows(*impl_, "SELECT hour, count FROM refused_hours WHERE feed = ?1 AND hour >= ?2");
    rows->bind(1, feed);
    put_time(*rows, 2, since);
    while (rows->executeStep())
      out[time_of(rows->getColumn(0))] = static_cast<std::uint64_t>(rows->getColumn(1).getInt64());
    return out;
  });
}

Result<std::map<Time, std::uint64_t>> History::refused_then(const std::string& feed, Time since, Time then) {
  std::map<Time, std::uint64_t> out;
  const LineName line{own_refused, feed};
  const auto before = newest(line, since - Duration(1), then);
  if (!before) return tl::unexpected(before.error());
  double counted = *before ? (*before)->value : 0;
  auto done = read(line, since, Time::max(), then, [&](const Stored& stored) {
    out[std::chrono::floor<std::chrono::hours>(stored.at)] += static_cast<std::uint64_t>(stored.value - counted);
    counted = stored.value;
  });
  if (!done) return tl::unexpected(done.error());
  return out;
}

Result<std::vector<ApprovalRow>> History::approvals(std::optional<Time> known_at) {
  return impl_->guarded([&] {
    std::vector<ApprovalRow> out;
    Query rows(*impl_,
               "SELECT subject, letter, name, period, since, until FROM approvals WHERE received <= ?1 AND (ended IS "
               "NULL OR ended > ?1) ORDER BY id");
    put_time(*rows, 1, known_by(known_at));
    while (rows->executeStep())
      out.push_back(
          {rows->getColumn(0).getString(),
           {rows->getColumn(1).getString(), rows->getColumn(2).getString(), rows->getColumn(3).getString(),
            config::parse_date(rows->getColumn(4).getString()), config::parse_date(rows->getColumn(5).getString())}});
    return out;
  });
}

}  // namespace feeds
