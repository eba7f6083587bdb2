// The reading half of History: as known now, or as known at an earlier moment.
#include <limits>

#include "feeds/history_impl.h"

namespace feeds {
namespace {

constexpr std::int64_t for_ever = std::numeric_limits<std::int64_t>::max();

std::int64_t bound(const std::optional<Time>& known_at) {
  return known_at ? number(*known_at) : for_ever;
}

Stored stored_row(SQLite::Statement& row) {
  return {time_of(row.getColumn(0)), time_of(row.getColumn(1)), row.getColumn(2).getDouble(),
          time_if(row.getColumn(3))};
}

}  // namespace

Result<std::vector<LineName>> History::lines() {
  return impl_->guarded([&] {
    std::vector<LineName> out;
    auto& all = impl_->sql("SELECT series, feed, id FROM lines ORDER BY id");
    while (all.executeStep()) {
      out.push_back({all.getColumn(0).getString(), all.getColumn(1).getString()});
      impl_->line_ids[out.back()] = all.getColumn(2).getInt64();
    }
    return out;
  });
}

Result<std::optional<Stored>> History::newest(const LineName& line, Time not_after, std::optional<Time> known_at) {
  return impl_->guarded([&]() -> std::optional<Stored> {
    const auto id = impl_->line_id(line);
    if (!id) return {};
    auto& find = impl_->sql(
        "SELECT at, received, value, observed FROM samples WHERE line = ?1 AND at <= ?2 AND received <= ?3 "
        "ORDER BY at DESC, received DESC LIMIT 1");
    find.bind(1, *id);
    put_time(find, 2, not_after);
    find.bind(3, bound(known_at));
    if (!find.executeStep()) return {};
    return stored_row(find);
  });
}

Result<void> History::read(const LineName& line, Time from, Time to, std::optional<Time> known_at,
                           const std::function<void(const Stored&)>& take) {
  return impl_->guarded([&] {
    const auto id = impl_->line_id(line);
    if (!id) return;
    auto& rows = impl_->sql(
        "SELECT at, received, value, observed FROM samples WHERE line = ?1 AND at >= ?2 AND at < ?3 "
        "AND received <= ?4 ORDER BY at, received");
    rows.bind(1, *id);
    put_time(rows, 2, from);
    put_time(rows, 3, to);
    rows.bind(4, bound(known_at));
    std::optional<Stored> last;  // of several receipts of one moment the newest counts
    while (rows.executeStep()) {
      const Stored next = stored_row(rows);
      if (last && last->at != next.at) take(*last);
      last = next;
    }
    if (last) take(*last);
  });
}

Result<std::optional<Stored>> History::value_at(const LineName& line, Time at) {
  return impl_->guarded([&]() -> std::optional<Stored> {
    const auto id = impl_->line_id(line);
    if (!id) return {};
    auto& find = impl_->sql(
        "SELECT at, received, value, observed FROM samples WHERE line = ?1 AND at = ?2 ORDER BY received DESC LIMIT 1");
    find.bind(1, *id);
    put_time(find, 2, at);
    if (!find.executeStep()) return {};
    return stored_row(find);
  });
}

Result<std::vector<RecordRow>> History::records(std::optional<Time> known_at) {
  return impl_->guarded([&] {
    std::vector<RecordRow> out;
    auto& rows = known_at ? impl_->sql(
                                "SELECT name, key, at, fields, feed FROM records "
                                "WHERE received <= ?1 AND (ended IS NULL OR ended > ?1) ORDER BY name, key")
                          : impl_->sql(
                                "SELECT name, key, at, fields, feed FROM records WHERE ended IS NULL "
                                "ORDER BY name, key");
    put_time(rows, 1, known_at);
    while (rows.executeStep())
      out.push_back({{rows.getColumn(0).getString(), rows.getColumn(1).getString(), time_of(rows.getColumn(2)),
                      decode_fields(rows.getColumn(3).getString())},
                     rows.getColumn(4).getString()});
    return out;
  });
}

Result<std::map<std::string, Time>> History::tables() {
  return impl_->guarded([&] {
    std::map<std::string, Time> out;
    auto& rows = impl_->sql("SELECT name, received FROM tables");
    while (rows.executeStep()) out[rows.getColumn(0).getString()] = time_of(rows.getColumn(1));
    return out;
  });
}

Result<std::vector<Event>> History::events(Time not_over_at, std::optional<Time> known_at) {
  return impl_->guarded([&] {
    std::vector<Event> out;
    auto& rows = impl_->sql(
        "SELECT id, at, until, severity, region, title, body FROM events AS e WHERE until > ?1 AND received = "
        "(SELECT max(received) FROM events WHERE id = e.id AND received <= ?2) ORDER BY at, id");
    put_time(rows, 1, not_over_at);
    rows.bind(2, bound(known_at));
    while (rows.executeStep())
      out.push_back({rows.getColumn(0).getString(), time_of(rows.getColumn(1)), time_of(rows.getColumn(2)),
                     static_cast<Severity>(rows.getColumn(3).getInt()), rows.getColumn(4).getString(),
                     rows.getColumn(5).getString(), rows.getColumn(6).getString()});
    return out;
  });
}

Result<std::vector<FeedRow>> History::feeds() {
  return impl_->guarded([&] {
    std::vector<FeedRow> out;
    auto& rows = impl_->sql(
        "SELECT name, cursor, pending, last_try, last_good, last_new, failures, accepted, refused, reason FROM feeds");
    while (rows.executeStep())
      out.push_back({rows.getColumn(0).getString(), rows.getColumn(1).getString(), rows.getColumn(2).getInt() != 0,
                     time_if(rows.getColumn(3)), time_if(rows.getColumn(4)), time_if(rows.getColumn(5)),
                     rows.getColumn(6).getInt(), static_cast<std::uint64_t>(rows.getColumn(7).getInt64()),
                     static_cast<std::uint64_t>(rows.getColumn(8).getInt64()),
                     decode_text(rows.getColumn(9).getString())});
    return out;
  });
}

Result<std::vector<Refusal>> History::refusals(const std::string& feed, int most) {
  return impl_->guarded([&] {
    std::vector<Refusal> out;
    auto& rows =
        impl_->sql("SELECT received, series, value, reason FROM refusals WHERE feed = ?1 ORDER BY id DESC LIMIT ?2");
    rows.bind(1, feed);
    rows.bind(2, most);
    while (rows.executeStep())
      out.push_back({time_of(rows.getColumn(0)), rows.getColumn(1).getString(), rows.getColumn(2).getString(),
                     decode_text(rows.getColumn(3).getString())});
    return out;
  });
}

Result<std::map<Time, std::uint64_t>> History::refused_by_hour(const std::string& feed, Time since) {
  return impl_->guarded([&] {
    std::map<Time, std::uint64_t> out;
    auto& rows = impl_->sql("SELECT hour, count FROM refused_hours WHERE feed = ?1 AND hour >= ?2");
    rows.bind(1, feed);
    put_time(rows, 2, since);
    while (rows.executeStep())
      out[time_of(rows.getColumn(0))] = static_cast<std::uint64_t>(rows.getColumn(1).getInt64());
    return out;
  });
}

}  // namespace feeds
