// Making a snapshot of what is known: which feed's value counts, and how old everything is. One thread.
#include <algorithm>

#include "feeds/picture.h"

namespace feeds {
namespace {

// `late` is when a value of the better feed stops covering what the others brought.
bool covered(const std::vector<Point>& better, Time at, const config::Freshness& freshness, Duration step) {
  const auto after =
      std::upper_bound(better.begin(), better.end(), at, [](Time t, const Point& point) { return t < point.at; });
  if (after == better.begin()) return false;
  const Time last = std::prev(after)->at;
  return at < std::max(age_limits(last, {}, freshness).late, last + 2 * step);
}

void insert_points(std::vector<Point>& into, const std::vector<Point>& more) {
  const auto middle = static_cast<std::ptrdiff_t>(into.size());
  into.insert(into.end(), more.begin(), more.end());
  std::inplace_merge(into.begin(), into.begin() + middle, into.end(),
                     [](const Point& a, const Point& b) { return a.at < b.at; });
}

// Of the means that several feeds brought the best feed's, then those that it lacks.
void insert_means(std::vector<Mean>& into, const std::vector<Mean>& more) {
  const auto known = into.size();
  for (const Mean& mean : more) {
    const auto end = into.begin() + static_cast<std::ptrdiff_t>(known);
    const auto found =
        std::lower_bound(into.begin(), end, mean.begin, [](const Mean& m, Time t) { return m.begin < t; });
    if (found == end || found->begin != mean.begin) into.push_back(mean);
  }
  std::inplace_merge(into.begin(), into.begin() + static_cast<std::ptrdiff_t>(known), into.end(),
                     [](const Mean& a, const Mean& b) { return a.begin < b.begin; });
}

void earlier(std::optional<Time>& first, std::optional<Time> other, Time now) {
  if (other && *other > now && (!first || *other < *first)) first = other;
}

void count(BroughtAges& ages, const AgeLimits& limits, Time now) {
  (now >= limits.missing ? ages.missing : now >= limits.late ? ages.late : ages.fresh) += 1;
}

}  // namespace

bool Picture::pending(const std::string& feed) const {
  const config::FeedConfig* config = setting_->feed_kept_as(feed);
  return config ? config->basis.kind == config::Basis::Kind::pending : feeds_.row(feed).pending;
}

// After a clock was put back, the values of the time that was skipped are not the current ones; once it has caught up
// they are again.
void Picture::keep_possible(Live& live, History& history, Time now) {
  for (Line& line : live.lines) {
    const bool ahead = line.last() && is_ahead(line.last()->at, live.indicator->freshness, now);
    if (!ahead && !line.truncated()) continue;
    const auto before = line.last();
    const bool dirty = live.dirty;
    if (!read(live, line, history, now)) continue;  // the next one tries again
    const auto same = [](const Stored& a, const Stored& b) { return a.at == b.at && a.received == b.received; };
    if (before && line.last() && same(*before, *line.last())) live.dirty = dirty;
  }
}

// The best feed's line whose value is fresh; where none is, the one with the newest value.
const Line* Picture::current(const Live& live, Time now) const {
  const Line* newest = nullptr;
  for (const Line& line : live.lines) {
    if (!line.last() || !setting_->shows(line.name().feed)) continue;
    if (now < age_limits(line.last()->at, line.last()->observed, live.indicator->freshness).late) return &line;
    if (!newest || line.last()->at > newest->last()->at) newest = &line;
  }
  return newest;
}

std::shared_ptr<const Series> Picture::make_series(const Live& live, const Line& chosen, Time now) const {
  auto out = std::make_shared<Series>();
  out->name = live.parts.to_string();
  out->parts = live.parts;
  out->freshness = live.indicator->freshness;
  out->observed = chosen.last()->observed;
  const config::FeedConfig* feed = setting_->feed_kept_as(chosen.name().feed);
  out->feed = feed ? feed->name : chosen.name().feed;
  out->simulated = feed && feed->simulated;
  const Time from = live.detail.span > Duration(0) ? now - live.detail.span : Time::max();
  for (const Line& line : live.lines) {
    if (!setting_->shows(line.name().feed)) continue;
    out->pending = out->pending || pending(line.name().feed);
    insert_means(out->hours, line.hours(now - live.detail.hours));
    insert_means(out->days, line.days(now - live.detail.days));
    insert_runs(out->runs, line.runs(now - live.detail.runs), stands_for(live.indicator->freshness));
    if (live.detail.span == Duration(0)) continue;
    std::vector<Point> points = line.points(from);
    std::erase_if(points, [&](const Point& point) {
      return point.at > chosen.last()->at || (&line != &chosen && point.at == chosen.last()->at) ||
             covered(out->points, point.at, live.indicator->freshness, line.step());
    });
    insert_points(out->points, points);
  }
  if (out->points.empty() || out->points.back().at != chosen.last()->at)
    out->points.push_back({chosen.last()->at, chosen.last()->value, chosen.last()->received});
  return out;
}

std::shared_ptr<const Table> Picture::make_table(const std::string& name, const Rows& rows) const {
  auto out = std::make_shared<Table>();
  out->name = name;
  out->received = rows.received;
  for (const auto& [key, row] : rows.by_key)
    if (setting_->shows(row.feed)) out->rows.push_back(row.record);
  return out;
}

std::map<std::string, BroughtAges> Picture::ages(Time now) const {
  std::map<std::string, BroughtAges> out;
  for (const auto& [name, live] : series_) {
    if (!live.indicator) continue;
    for (const Line& line : live.lines)
      if (line.last())
        count(out[line.name().feed], age_limits(line.last()->at, line.last()->observed, live.indicator->freshness),
              now);
  }
  for (const config::FeedConfig& feed : setting_->center->feeds) {
    for (const std::string& name : setting_->facts_for(feed.name).brings) {
      const config::TableInfo* table = setting_->center->catalogue->table(name);
      const auto rows = tables_.find(name);
      if (!table || rows == tables_.end() || rows->second.received == Time{}) continue;
      const bool has_limit = table->stale_after > Duration(0);
      const Time late = has_limit ? rows->second.received + table->stale_after : Time::max();
      count(out[kept_name(feed)], {late, has_limit ? late + table->stale_after : Time::max()}, now);
    }
  }
  return out;
}

std::shared_ptr<Snapshot> Picture::make(History& history, Time now, std::vector<Notice> notices) {
  auto out = std::make_shared<Snapshot>();
  out->made = now;
  out->audience = Audience::staff;
  out->catalogue = setting_->center->catalogue;
  out->notices = std::move(notices);
  for (auto& [name, live] : series_) {
    if (!live.indicator) continue;
    keep_possible(live, history, now);
    const Line* chosen = current(live, now);
    if (!chosen) continue;
    if (live.dirty || !live.made || live.lines.size() > 1) live.made = make_series(live, *chosen, now);
    live.dirty = false;
    out->series.emplace_hint(out->series.end(), name, live.made);
  }
  for (auto& [name, rows] : tables_) {
    if (!setting_->center->catalogue->table(name)) continue;
    if (rows.dirty || !rows.made) rows.made = make_table(name, rows);
    rows.dirty = false;
    out->tables.emplace_hint(out->tables.end(), name, rows.made);
  }
  std::erase_if(events_, [&](const auto& event) { return event.second.until <= now; });
  for (const auto& [id, event] : events_) out->events.push_back(event);
  const auto brought = ages(now);
  const config::Date today = config::civil(now, setting_->center->catalogue->zone).date;
  for (const config::FeedConfig& feed : setting_->center->feeds) {
    const auto found = brought.find(kept_name(feed));
    const BroughtAges none;
    out->feeds.push_back(
        feeds_.state(feed, setting_->facts_for(feed.name), found == brought.end() ? none : found->second, today, now));
    out->simulated = out->simulated || feed.simulated;
  }
  return out;
}

std::optional<Time> Picture::changes_at(Time now) const {
  std::optional<Time> first;
  for (const auto& [name, live] : series_) {
    if (!live.indicator) continue;
    for (const Line& line : live.lines) {
      if (!line.last()) continue;
      const AgeLimits limits = age_limits(line.last()->at, line.last()->observed, live.indicator->freshness);
      earlier(first, limits.late, now);
      earlier(first, limits.missing, now);
    }
  }
  for (const config::FeedConfig& feed : setting_->center->feeds) earlier(first, feeds_.changes_at(feed, now), now);
  for (const auto& [id, event] : events_) earlier(first, event.until, now);
  return first;
}

}  // namespace feeds
