// Rows of single feeds and of refused values.
#include "panels/feed_rows.h"

#include <algorithm>

#include "panels/format.h"

namespace panels {
namespace {

using feeds::FeedState;
using feeds::Standing;

const char* standing_word(Standing s) {
  switch (s) {
    case Standing::waiting:
      return "waiting";
    case Standing::on_time:
      return "on time";
    case Standing::late:
      return "late";
    case Standing::missing:
      return "missing";
    case Standing::refused:
      return "refused";
  }
  return "";
}

std::string title_of(const Frame& f, const FeedState& feed) {
  return feed.title.empty() ? feed.name : words(f).pick(feed.title);
}

void mark(GridRow& row, Standing s) {
  if (s == Standing::refused) row.state = State::bad;
  if (s == Standing::missing) row.state = State::watch;
  if (s == Standing::late) row.age = Age::late;
}

Feeds worst_first(Feeds all) {
  std::stable_sort(all.begin(), all.end(), [](const FeedState* a, const FeedState* b) {
    if (a->standing != b->standing) return a->standing > b->standing;
    return a->refused_today > b->refused_today;
  });
  return all;
}

}  // namespace

bool is_named(const std::vector<config::AgencyName>& agencies, const std::string& agency) {
  return agencies.empty() ||
         std::any_of(agencies.begin(), agencies.end(), [&](const auto& a) { return a.id == agency; });
}

Feeds feeds_of(const Frame& f, const std::vector<config::AgencyName>& agencies) {
  Feeds out;
  for (const FeedState& feed : f.data.feeds)
    if (is_named(agencies, feed.agency)) out.push_back(&feed);
  return out;
}

Grid feed_rows(const Frame& f, const Feeds& all) {
  const Words& w = words(f);
  Grid out;
  for (const char* key : {"feed", "agency", "state", "last good reply", "refused today", "reason"})
    out.head.emplace_back(w.word(key));
  for (const FeedState* feed : worst_first(all)) {
    GridRow row;
    mark(row, feed->standing);
    row.cells.push_back({title_of(f, *feed)});
    row.cells.push_back({agency_name(f, feed->agency)});
    row.cells.push_back({std::string(w.word(standing_word(feed->standing)))});
    row.cells.push_back(
        {feed->last_good ? age(*feed->last_good, f.now, f.look.zone, w) : std::string(w.word("never"))});
    row.cells.push_back({number(static_cast<double>(feed->refused_today), 0, w), true});
    row.cells.push_back({feed->reason.empty() ? "–" : w.say(feed->reason)});
    out.rows.push_back(std::move(row));
  }
  return out;
}

Grid refused_rows(const Frame& f, const Feeds& all) {
  const Words& w = words(f);
  std::vector<std::pair<const FeedState*, const feeds::Refusal*>> found;
  for (const FeedState* feed : all)
    for (const feeds::Refusal& refusal : feed->refusals) found.emplace_back(feed, &refusal);
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.second->received > b.second->received; });
  Grid out;
  for (const char* key : {"series", "value", "reason", "feed", "received"}) out.head.emplace_back(w.word(key));
  for (const auto& [feed, refusal] : found) {
    GridRow row;
    row.cells = {{refusal->series},
                 {refusal->value},
                 {w.say(refusal->reason)},
                 {title_of(f, *feed)},
                 {moment(refusal->received, f.now, f.look.zone, w)}};
    out.rows.push_back(std::move(row));
  }
  return out;
}

void tell_grid(const Grid& grid, Telling& out) {
  std::vector<std::vector<std::string>> rows;
  for (const GridRow& row : grid.rows) {
    std::vector<std::string> cells;
    for (const GridCell& cell : row.cells) cells.push_back(cell.text);
    rows.push_back(std::move(cells));
  }
  out.table(grid.head, std::move(rows));
}

}  // namespace panels
