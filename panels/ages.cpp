// Values made of several: their course, and how old the sources of a panel are together.
#include <algorithm>

#include "panels/entries.h"

namespace panels {
namespace {

using config::Period;
using feeds::Point;
using feeds::Series;

constexpr int kSteps = 60;

double folded(feeds::Combine how, double a, double b) {
  switch (how) {
    case feeds::Combine::sum:
    case feeds::Combine::mean:
      return a + b;
    case feeds::Combine::least:
      return std::min(a, b);
    case feeds::Combine::most:
      return std::max(a, b);
  }
  return a;
}

// The value that stood at `when`; nothing when the last one was too old by then.
const Point* standing_at(const Series& s, Time when, bool exactly) {
  const auto after =
      std::upper_bound(s.points.begin(), s.points.end(), when, [](Time t, const Point& p) { return t < p.at; });
  if (after == s.points.begin()) return nullptr;
  const Point& p = *std::prev(after);
  if (exactly) return p.at == when ? &p : nullptr;
  const Duration allowed = s.freshness.missing_after;
  return allowed > Duration{} && when - p.at > allowed ? nullptr : &p;
}

void turn(Ages& out, std::optional<Time> at) {
  if (at && (!out.turns || *at < *out.turns)) out.turns = at;
}

void add_table(const Frame& f, const feeds::Table& table, Ages& out) {
  const config::TableInfo* info = f.data.catalogue->table(table.name);
  const bool late = info && info->stale_after > Duration{} && f.now - table.received > info->stale_after;
  ++(late ? out.late : out.fresh);
  if (info && info->stale_after > Duration{} && !late) turn(out, table.received + info->stale_after + Duration(1));
  if (!out.oldest.at || table.received < *out.oldest.at) {
    out.oldest.at = table.received;
    out.oldest.series = nullptr;
  }
}

void add_series(const Frame& f, const Series& s, Ages& out) {
  const Age age = age_of(s, f.now);
  ++(age == Age::fresh ? out.fresh : age == Age::late ? out.late : out.missing);
  turn(out, age_changes_at(s, f.now));
  if (age == Age::missing || (out.oldest.at && *out.oldest.at <= s.current()->at)) return;
  out.oldest.at = s.current()->at;
  out.oldest.series = &s;
}

}  // namespace

Series combined_series(const std::vector<Entry>& parts, feeds::Combine how, Duration span, Time now) {
  Series out;
  const Series* model = nullptr;
  for (const Entry& e : parts) {
    if (!e.series || e.series->points.empty()) return out;
    model = e.series;
  }
  if (!model) return out;
  out.freshness = model->freshness;
  std::vector<Time> when;
  const bool periodic = model->freshness.period != Period::none;
  if (periodic) {
    for (const Point& p : model->points)
      if (p.at > now - span) when.push_back(p.at);
  } else {
    for (int i = kSteps - 1; i >= 0; --i) when.push_back(now - span / kSteps * i);
  }
  for (const Time at : when) {
    std::optional<double> value;
    bool whole = true;
    for (const Entry& e : parts) {
      const Point* p = standing_at(*e.series, at, periodic);
      if (!p) {
        whole = false;
        break;
      }
      value = value ? folded(how, *value, p->value) : p->value;
    }
    if (!whole) continue;
    if (how == feeds::Combine::mean) *value /= static_cast<double>(parts.size());
    out.points.push_back({at, *value, at});
  }
  if (!periodic) out.freshness.stale_after = std::max(out.freshness.stale_after, span / kSteps * 2);
  return out;
}

Ages ages_of(const Frame& f, const std::vector<std::string>& sources) {
  Ages out;
  for (const std::string& name : sources) {
    if (const Series* one = f.data.find(name)) {
      add_series(f, *one, out);
    } else if (const feeds::Table* table = f.data.table(name)) {
      add_table(f, *table, out);
    } else {
      std::vector<Entry> all;
      if (!f.data.of_indicator(name).empty()) all = entries_of(f, f.data.catalogue->indicator(name));
      for (const Entry& e : all) {
        if (e.series) {
          add_series(f, *e.series, out);
        } else {
          ++out.missing;
        }
      }
      if (all.empty()) ++out.missing;
    }
  }
  return out;
}

std::vector<std::string> ages_texts(const Ages& ages, const Frame& f) {
  const Words& w = words(f);
  const int all = ages.fresh + ages.late + ages.missing;
  if (all == 0) return {};
  std::vector<std::string> oldest = age_texts(ages.oldest, f);
  if (all == ages.fresh) return oldest;
  if (all == 1) {
    if (ages.missing > 0) return {std::string(w.word("no data"))};
    return late_texts(std::move(oldest), ages.oldest, f);
  }
  std::string out;
  if (ages.late > 0) out = w.say({"{} late", {std::to_string(ages.late)}});
  if (ages.missing > 0) out += (out.empty() ? "" : ", ") + w.say({"{} without data", {std::to_string(ages.missing)}});
  return {out};
}

}  // namespace panels
