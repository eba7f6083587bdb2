// What is known: loading it, and taking in what was committed. One thread.
#include "feeds/picture.h"

#include <algorithm>
#include <set>

namespace feeds {
namespace {

constexpr int rank_of_the_gone = 1'000'000;  // feeds that are not configured any more come last

}  // namespace

void Picture::adopt(std::shared_ptr<const Setting> setting) {
  setting_ = std::move(setting);
  for (auto& [name, live] : series_) {
    live.indicator = setting_->center->catalogue->indicator(live.parts.indicator);
    sort_lines(live);
    live.dirty = true;
  }
  for (auto& [name, rows] : tables_) rows.dirty = true;
}

int Picture::rank(const std::string& feed) const {
  const config::FeedConfig* config = setting_->feed_kept_as(feed);
  return config ? config->priority : rank_of_the_gone;
}

void Picture::sort_lines(Live& live) const {
  std::stable_sort(live.lines.begin(), live.lines.end(), [&](const Line& a, const Line& b) {
    const int rank_a = rank(a.name().feed), rank_b = rank(b.name().feed);
    return rank_a != rank_b ? rank_a < rank_b : a.name().feed < b.name().feed;
  });
}

Picture::Live& Picture::live(const std::string& series) {
  Live& live = series_[series];
  if (live.lines.empty()) {
    live.parts = parse_series(series);
    live.indicator = setting_->center->catalogue->indicator(live.parts.indicator);
    want(live);
  }
  return live;
}

Line& Picture::line(const LineName& name) {
  Live& of = live(name.series);
  const auto find = [&] {
    return std::find_if(of.lines.begin(), of.lines.end(), [&](const Line& line) { return line.name() == name; });
  };
  if (const auto found = find(); found != of.lines.end()) return *found;
  of.lines.emplace_back(name);
  sort_lines(of);
  return *find();
}

Result<void> Picture::load(History& history, Time now, std::optional<Time> known_at) {
  known_at_ = known_at;
  const auto lines = history.lines();
  if (!lines) return tl::unexpected(lines.error());
  for (const LineName& name : *lines) {
    Line& known = line(name);
    if (auto read = this->read(live(name.series), known, history, now); !read) return read;
  }
  if (auto rows = load_rows(history, now); !rows) return rows;
  if (auto states = feeds_.load(history, now, known_at); !states) return states;
  if (!known_at) return {};
  std::map<std::string, Time> receipts;
  for (const auto& [name, live] : series_)
    for (const Line& known : live.lines)
      if (known.last()) receipts[known.name().feed] = std::max(receipts[known.name().feed], known.last()->received);
  feeds_.fill_in(receipts);
  return {};
}

Result<void> Picture::load_rows(History& history, Time now) {
  auto records = history.records(known_at_);
  if (!records) return tl::unexpected(records.error());
  const auto received = history.tables(known_at_);
  if (!received) return tl::unexpected(received.error());
  auto events = history.events(now, known_at_);
  if (!events) return tl::unexpected(events.error());
  for (RecordRow& row : *records) tables_[row.record.table].by_key[row.record.key] = std::move(row);
  for (const auto& [name, time] : *received) tables_[name].received = time;
  for (Event& event : *events) events_[event.id] = std::move(event);
  return {};
}

// The longest spans and the finest detail that anybody wants of it.
void Picture::want(Live& live) const {
  live.detail = {};
  const std::string name = live.parts.to_string();
  for (const Want& want : wants_) {
    if (want.series != name && want.series != live.parts.indicator) continue;
    const auto widen = [&](Duration& span) { span = std::max<Duration>(span, want.span); };
    switch (want.reduce) {
      case Reduce::extremes:
        widen(live.detail.span);
        live.detail.most_points = std::max(live.detail.most_points, want.most_points);
        break;
      case Reduce::hour_means:
        widen(live.detail.hours);
        break;
      case Reduce::day_means:
        widen(live.detail.days);
        break;
      case Reduce::runs:
        widen(live.detail.runs);
        break;
    }
  }
}

Result<void> Picture::set_wants(std::vector<Want> wants, History& history, Time now) {
  wants_ = std::move(wants);
  for (auto& [name, live] : series_) {
    want(live);
    for (Line& line : live.lines) {
      if (line.detail() == live.detail) continue;
      live.dirty = true;
      if (auto done = read(live, line, history, now); !done) return done;
    }
  }
  return {};
}

Result<void> Picture::read(Live& live, Line& line, History& history, Time now) {
  live.dirty = true;
  const config::Freshness freshness = live.indicator ? live.indicator->freshness : config::Freshness{};
  return line.load(history, live.detail, freshness, now, known_at_);
}

std::vector<LineName> Picture::lines_of(const std::string& series) const {
  std::vector<LineName> out;
  const auto found = series_.find(series);
  if (found == series_.end()) return out;
  for (const Line& line : found->second.lines)
    if (setting_->shows(line.name().feed)) out.push_back(line.name());
  return out;
}

Known Picture::known(const std::string& feed, History& history) const {
  const auto line_of = [this, feed](const std::string& series) -> const Line* {
    const auto found = series_.find(series);
    if (found == series_.end()) return nullptr;
    for (const Line& line : found->second.lines)
      if (line.name().feed == feed) return &line;
    return nullptr;
  };
  const auto newest = [this, line_of](const std::string& series) -> std::optional<Point> {
    const Line* line = line_of(series);
    if (!line) {  // a feed that brings it for the first time: what the others brought
      const auto found = series_.find(series);
      if (found != series_.end() && !found->second.lines.empty()) line = &found->second.lines.front();
    }
    if (!line || !line->last()) return {};
    return Point{line->last()->at, line->last()->value, line->last()->received};
  };
  const auto at = [line_of, &history](const std::string& series, Time when) -> std::optional<double> {
    const Line* line = line_of(series);
    if (!line || !line->last()) return {};
    if (line->last()->at == when) return line->last()->value;
    if (line->last()->at < when && !line->truncated()) return {};
    const auto stored = history.value_at(line->name(), when);
    if (!stored || !*stored) return {};
    return (*stored)->value;
  };
  return {newest, at};
}

std::vector<Record> Picture::changed(const std::vector<Record>& records) const {
  std::vector<Record> out;
  for (const Record& record : records) {
    const auto table = tables_.find(record.table);
    if (table != tables_.end()) {
      const auto row = table->second.by_key.find(record.key);
      if (row != table->second.by_key.end() && row->second.record.at == record.at &&
          row->second.record.fields == record.fields)
        continue;
    }
    out.push_back(record);
  }
  return out;
}

std::vector<Event> Picture::changed(const std::vector<Event>& events) const {
  std::vector<Event> out;
  for (const Event& event : events) {
    const auto known = events_.find(event.id);
    const auto parts = [](const Event& e) {
      return std::tie(e.at, e.until, e.severity, e.region, e.title, e.text, e.area, e.of);
    };
    if (known == events_.end() || parts(known->second) != parts(event)) out.push_back(event);
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> Picture::gone(const std::vector<Scope>& complete,
                                                               const std::vector<Record>& named,
                                                               const std::string& feed) const {
  std::set<std::pair<std::string, std::string>> there;
  for (const Record& record : named) there.emplace(record.table, record.key);
  std::vector<std::pair<std::string, std::string>> out;
  for (const Scope& scope : complete) {
    const auto table = tables_.find(scope.table);
    if (table == tables_.end()) continue;
    for (const auto& [key, row] : table->second.by_key)
      if (row.feed == feed && key.starts_with(scope.prefix) && !there.contains({scope.table, key}))
        out.emplace_back(scope.table, key);
  }
  return out;
}

Result<void> Picture::apply(const Entry& entry, History& history, Time now) {
  std::set<std::string> again;
  for (const Sample& sample : entry.samples) {
    Line& line = this->line({sample.series, entry.feed.name});
    Live& of = live(sample.series);
    of.dirty = true;
    const bool as_wanted = line.detail() == of.detail;  // a new line is not
    if (!as_wanted || !line.append({sample.at, entry.received, sample.value, sample.observed}))
      again.insert(sample.series);
  }
  apply_rows(entry);
  for (const std::string& series : again)
    if (auto done = read(live(series), line({series, entry.feed.name}), history, now); !done) return done;
  return {};
}

void Picture::apply_rows(const Entry& entry) {
  for (const NamedTable& table : entry.tables) {
    tables_[table.name].received = table.received;
    tables_[table.name].dirty = true;
  }
  for (const auto& [name, key] : entry.ended) tables_[name].by_key.erase(key);
  for (const Record& record : entry.records) tables_[record.table].by_key[record.key] = {record, entry.feed.name};
  for (const Event& event : entry.events) events_[event.id] = event;
}

}  // namespace feeds
