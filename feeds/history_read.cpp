// What History reads of lines and events, and the size of the file.
#include <limits>

#include "feeds/history_impl.h"
#include "feeds/polygons.h"

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
    auto& all = impl_->sql("SELECT series, feed, id FROM lines WHERE series NOT GLOB '.*' ORDER BY id");
    while (all.executeStep()) {
      out.push_back({all.getColumn(0).getString(), all.getColumn(1).getString()});
      impl_->line_ids[out.back().feed][out.back().series] = all.getColumn(2).getInt64();
    }
    return out;
  });
}

Result<std::vector<Event>> History::events(Time not_over_at, std::optional<Time> known_at) {
  return impl_->guarded([&] {
    std::vector<Event> out;
    auto& rows = impl_->sql(
        "SELECT id, at, until, severity, region, title, body, area, name FROM events AS e WHERE until > ?1 AND "
        "received = "
        "(SELECT max(received) FROM events WHERE id = e.id AND received <= ?2) ORDER BY at, id");
    put_time(rows, 1, not_over_at);
    rows.bind(2, bound(known_at));
    while (rows.executeStep())
      out.push_back({rows.getColumn(0).getString(), time_of(rows.getColumn(1)), time_of(rows.getColumn(2)),
                     static_cast<Severity>(rows.getColumn(3).getInt()), rows.getColumn(4).getString(),
                     rows.getColumn(5).getString(), rows.getColumn(6).getString(),
                     polygons_of(rows.getColumn(7).getString()), rows.getColumn(8).getString()});
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
