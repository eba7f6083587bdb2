// What History reads of lines, records, events and feeds: as known now, or as known at an earlier moment.
#include <limits>

#include "feeds/history_impl.h"

namespace feeds {
namespace {

constexpr std::int64_t for_ever = std::numeric_limits<std::int64_t>::max();

std::int64_t bound(const std::optional<Time>& known_at) {
  return known_at ? number(*known_at) : for_ever;
}

}  // namespace

Result<std::vector<LineName>> History::lines() {
  return impl_->guarded([&] {
    std::vector<LineName> out;
    auto& all = impl_->sql("SELECT series, feed, id FROM lines ORDER BY id");
    while (all.executeStep()) {
      out.push_back({all.getColumn(0).getString(), all.getColumn(1).getString()});
      impl_->line_ids[out.back().feed][out.back().series] = all.getColumn(2).getInt64();
    }
    return out;
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

Result<FileSize> History::size() {
  return impl_->guarded([&] {
    const auto ask = [&](const char* pragma) {
      return static_cast<std::uint64_t>(impl_->database.execAndGet(pragma).getInt64());
    };
    const std::uint64_t page = ask("PRAGMA page_size");
    return FileSize{ask("PRAGMA page_count") * page, ask("PRAGMA freelist_count") * page};
  });
}

}  // namespace feeds
