// Means from roll-ups, kept up while values come in.
#include "feeds/means.h"

#include <algorithm>
#include <cmath>

namespace feeds {

Time Means::begin_of(Time at) const {
  return rollup_begin(ends_ ? at - Duration(1) : at, step_, zone_);
}

Result<void> Means::load(const Source& source, Time from, Time to, Duration span) {
  rows_.clear();
  span_ = span;
  ends_ = source.ends;
  zone_ = source.history.zone();
  if (span <= Duration(0)) return {};
  auto rows = source.history.rollups(source.line, rollup_begin(from, step_, zone_), to, step_, source.known_at);
  if (!rows) return tl::unexpected(rows.error());
  if (!ends_) {
    rows_ = std::move(*rows);
    return {};
  }
  // The end of a period is the first moment of a step.
  for (const RollupRow& row : *rows) {
    const Time begin = begin_of(row.all.first_at);
    if (rows_.empty() || rows_.back().begin != begin) rows_.push_back({begin, {}});
    rows_.back().all.merge(row.all);
  }
  return {};
}

void Means::add(Time at, double value) {
  if (span_ <= Duration(0) || std::isnan(value)) return;
  const Time begin = begin_of(at);
  if (rows_.empty() || rows_.back().begin != begin) {
    const Time oldest = rollup_begin(begin - span_, step_, zone_);
    std::erase_if(rows_, [&](const RollupRow& row) { return row.begin < oldest; });
    rows_.push_back({begin, {}});
  }
  rows_.back().all.add(at, value);
}

std::vector<Mean> Means::with(const std::optional<Stored>& last, Time from) const {
  std::vector<Mean> out;
  if (span_ <= Duration(0)) return out;
  const Time first = rollup_begin(from, step_, zone_);
  std::optional<RollupRow> open;
  if (last && !std::isnan(last->value)) {
    open = {begin_of(last->at), {}};
    open->all.add(last->at, last->value);
  }
  for (const RollupRow& row : rows_) {
    if (row.begin < first) continue;
    Rollup all = row.all;
    if (open && open->begin == row.begin) {
      all.merge(open->all);
      open.reset();
    }
    out.push_back({row.begin, all.mean(), all.count});
  }
  if (open && open->begin >= first) out.push_back({open->begin, open->all.mean(), open->all.count});
  return out;
}

}  // namespace feeds
