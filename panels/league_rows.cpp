// Rows of the punctuality league, and their ranks.
#include "panels/league_rows.h"

#include <algorithm>
#include <tuple>

#include "panels/feed_rows.h"

namespace panels {

std::uint64_t count_of(const feeds::LeagueRow& r, std::size_t column) {
  const std::array<std::uint64_t, 4> all{static_cast<std::uint64_t>(r.on_time), static_cast<std::uint64_t>(r.late),
                                         static_cast<std::uint64_t>(r.missing), r.refused};
  return all.at(column);
}

std::vector<LeagueLine> league_lines(const Frame& f, const std::vector<config::AgencyName>& agencies) {
  const Words& w = words(f);
  std::vector<LeagueLine> out;
  for (const feeds::LeagueRow& r : feeds::league(f.data, f.now)) {
    if (!r.agency || !is_named(agencies, r.agency->id)) continue;
    LeagueLine line{w.pick(r.agency->short_name.empty() ? r.agency->name : r.agency->short_name), {}, r, {}, 0};
    line.last = r.stopped  ? std::string(w.word("stopped: its files have faults"))
                : r.newest ? age_text(entry(f, nullptr, r.newest), f)
                           : std::string(w.word("never"));
    if (const int all = r.on_time + r.late + r.missing; all > 0) line.share = 100.0 * r.on_time / all;
    out.push_back(std::move(line));
  }
  return out;
}

void rank_lines(std::vector<LeagueLine>& lines) {
  const auto merit = [](const LeagueLine& l) {
    return std::tuple(!l.counts.stopped, l.share.value_or(-1), -l.counts.missing,
                      -static_cast<double>(l.counts.refused));
  };
  std::stable_sort(lines.begin(), lines.end(),
                   [&](const LeagueLine& a, const LeagueLine& b) { return merit(a) < merit(b); });
  for (std::size_t i = lines.size(); i-- > 0;) {
    const bool equal = i + 1 < lines.size() && merit(lines[i]) == merit(lines[i + 1]);
    lines[i].rank = equal ? lines[i + 1].rank : static_cast<int>(lines.size() - i);
  }
}

void wake_lines(const Frame& f, const std::vector<std::string>& indicators) {
  for (const std::string& name : indicators)
    for (const feeds::Series* s : f.data.of_indicator(name))
      if (const auto turn = age_changes_at(*s, f.now)) wake(f, *turn);
  constexpr Duration kMinute = std::chrono::minutes(1);
  wake(f, Time((f.now.time_since_epoch() / kMinute + 1) * kMinute));
}

}  // namespace panels
