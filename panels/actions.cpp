// Reading and judging actions.
#include "panels/actions.h"

#include <algorithm>
#include <cmath>

#include "panels/records.h"

namespace panels {
namespace {

// Overdue is bad; of what nothing is known, it is to be asked after.
void judge(const Frame& f, const ActionSource& source, Action& r) {
  r.finished = r.done && *r.done >= source.whole;
  r.overdue = r.due && f.now >= *r.due && !r.finished;
  if (r.overdue) {
    r.state = r.done ? State::bad : State::watch;
  } else if (r.by() && !r.finished) {
    r.state = source.bounds.state(*r.by());
  }
}

void add_records(const Frame& f, const ActionSource& source, std::vector<Action>& out, std::string& why) {
  const feeds::Table* table = f.data.table(source.table);
  for (std::size_t i = 0; table && i < table->rows.size(); ++i) {
    const feeds::Record& record = table->rows[i];
    if (!has_texts(record, source.where)) continue;
    Action row;
    const feeds::Value* name = record.find(source.name);
    row.name = name ? plain_text(*name) : record.key;
    if (row.name.empty()) row.name = record.key;
    row.done = number_of(record.find(source.done));
    row.planned = number_of(record.find(source.planned));
    for (const auto& v : {row.done, row.planned})
      if (v && *v != std::floor(*v)) row.decimals = 1;
    if (!row.done) row.why = words(f).word("no data");
    if (const auto due = time_of(record.find(source.due), f.look.zone))
      row.due = config::period_end(*due, config::Period::day, f.look.zone);
    row.late = is_late(*table, f);
    out.push_back(std::move(row));
  }
  if (out.empty()) why = why_no_rows(f, source.table);
}

void add_entries(const Frame& f, const ActionSource& source, std::vector<Action>& out, std::string& why) {
  const Indicator* real = f.data.catalogue->indicator(source.real);
  const auto plans = entries_of(f, f.data.catalogue->indicator(source.plan), source.region);
  for (const Entry& e : entries_of(f, real, source.region)) {
    Action row;
    row.name = e.label;
    row.unit = real->unit;
    row.decimals = real->decimals;
    wake(f, e);
    if (e.shown()) row.done = e.value;
    if (!e.shown()) row.why = why_missing(e, f);
    const auto plan = std::find_if(plans.begin(), plans.end(), [&](const Entry& p) { return p.key == e.key; });
    // Compared are values of one time: a plan of another month says nothing.
    const bool same = plan != plans.end() && plan->shown() && e.at &&
                      (real->freshness.period == config::Period::none || plan->at == e.at);
    if (same) row.planned = plan->value;
    row.late = e.age == Age::late || (same && plan->age == Age::late);
    out.push_back(std::move(row));
  }
  if (out.empty()) why = words(f).word("not known in this center");
  if (std::none_of(out.begin(), out.end(), [](const Action& r) { return r.done || r.why.empty(); }))
    why = out.empty() ? why : out.front().why;
}

}  // namespace

std::vector<Action> actions(const Frame& f, const ActionSource& source, std::string& why) {
  std::vector<Action> out;
  if (source.table.empty()) {
    add_entries(f, source, out, why);
  } else {
    add_records(f, source, out, why);
  }
  int decimals = 0;
  for (const Action& r : out) decimals = std::max(decimals, r.decimals);
  for (Action& r : out) {
    r.decimals = decimals;
    judge(f, source, r);
  }
  std::stable_sort(out.begin(), out.end(), [](const Action& a, const Action& b) {
    if (a.need() != b.need()) return a.need() > b.need();
    if (a.overdue && b.overdue && *a.due != *b.due) return *a.due < *b.due;
    if (a.by().has_value() != b.by().has_value()) return a.by().has_value();
    if (a.by() && *a.by() != *b.by()) return *a.by() < *b.by();
    return a.name < b.name;
  });
  return out;
}

}  // namespace panels
