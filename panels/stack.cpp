// Reading wholes and their parts.
#include "panels/stack.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "panels/format.h"

namespace panels {
namespace {

// While it is gathered: values by whole and part.
struct Gathered {
  std::vector<std::string> parts, part_keys, rows, row_keys;
  std::map<std::pair<std::string, std::string>, Entry> values;  // of row key, part key
};

void note(std::vector<std::string>& keys, std::vector<std::string>& labels, const std::string& key,
          const std::string& label) {
  if (std::find(keys.begin(), keys.end(), key) != keys.end()) return;
  keys.push_back(key);
  labels.push_back(label);
}

Gathered gather(const Frame& f, const std::vector<std::string>& indicators, std::string_view region,
                std::string_view item) {
  Gathered out;
  const bool several = indicators.size() > 1;
  for (const std::string& name : indicators) {
    const Indicator* indicator = f.data.catalogue->indicator(name);
    if (!indicator) continue;
    if (several) note(out.part_keys, out.parts, name, words(f).pick(indicator->title));
    for (const feeds::Series* s : f.data.of_indicator(name)) {
      const feeds::SeriesName& of = s->parts;
      if ((!region.empty() && of.region != region) || (!item.empty() && of.item != item)) continue;
      const std::string row = several ? of.region + "#" + of.item : of.region, part = several ? name : of.item;
      std::string label = of.region.empty() ? std::string() : region_name(*f.data.catalogue, of.region);
      if (several && !of.item.empty()) label += (label.empty() ? "" : ", ") + item_name(of.item);
      note(out.row_keys, out.rows, row, label);
      if (!several) note(out.part_keys, out.parts, part, item_name(part));
      out.values.emplace(std::pair{row, part}, entry(f, indicator, s));
    }
  }
  return out;
}

StackRow row_of(const Frame& f, const Gathered& g, std::size_t row) {
  StackRow out;
  out.label = g.rows[row];
  for (const std::string& part : g.part_keys) {
    const auto found = g.values.find({g.row_keys[row], part});
    const Entry* e = found == g.values.end() ? nullptr : &found->second;
    if (e) wake(f, *e);
    if (!e || !e->shown()) {
      ++out.missing;
      out.values.emplace_back();
      continue;
    }
    if (*e->value < 0) out.why = words(f).say({"{} is below zero: no part of a whole", {value_text(*e, words(f))}});
    out.late = out.late || e->age == Age::late;
    out.total += *e->value;
    out.values.push_back(e->value);
  }
  if (out.missing == static_cast<int>(out.values.size())) out.why = words(f).word("no data");
  return out;
}

// The least parts become one.
void merge(const Frame& f, Stack& s, const std::vector<std::size_t>& order) {
  if (order.size() <= kMostParts) return;
  s.parts.resize(kMostParts);
  s.parts.back() = words(f).word("other");
  for (StackRow& row : s.rows) {
    std::optional<double> rest;
    for (std::size_t i = kMostParts - 1; i < row.values.size(); ++i)
      if (row.values[i]) rest = rest.value_or(0) + *row.values[i];
    row.values.resize(kMostParts);
    row.values.back() = rest;
  }
}

// The largest part first, all rows together.
void sort_parts(const Frame& f, Stack& s, bool as_given) {
  std::vector<std::size_t> order(s.parts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto sum = [&](std::size_t part) {
    double out = 0;
    for (const StackRow& row : s.rows) out += row.values[part].value_or(0);
    return out;
  };
  if (!as_given || order.size() > kMostParts)
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return sum(a) > sum(b); });
  std::vector<std::string> parts;
  for (const std::size_t i : order) parts.push_back(s.parts[i]);
  s.parts = std::move(parts);
  for (StackRow& row : s.rows) {
    std::vector<std::optional<double>> values;
    for (const std::size_t i : order) values.push_back(row.values[i]);
    row.values = std::move(values);
  }
  merge(f, s, order);
}

}  // namespace

Stack stack_of(const Frame& f, const std::vector<std::string>& indicators, std::string_view region,
               std::string_view item) {
  const Words& w = words(f);
  Stack out;
  for (const std::string& name : indicators) {
    const Indicator* i = f.data.catalogue->indicator(name);
    if (!out.indicator) out.indicator = i;
    if (i && i->unit != out.indicator->unit)
      out.why =
          w.say({"{} and {} make no whole: their units differ", {w.pick(out.indicator->title), w.pick(i->title)}});
  }
  if (!out.why.empty()) return out;
  const Gathered g = gather(f, indicators, region, item);
  out.parts = g.parts;
  for (std::size_t i = 0; i < g.rows.size(); ++i) out.rows.push_back(row_of(f, g, i));
  if (g.values.empty()) {
    out.why = why_missing(entry(f, out.indicator, nullptr), f);
  } else if (out.parts.size() < 2) {
    out.why = w.word("there is one part alone");
  }
  sort_parts(f, out, indicators.size() > 1);
  std::stable_sort(out.rows.begin(), out.rows.end(), [](const StackRow& a, const StackRow& b) {
    if (a.why.empty() != b.why.empty()) return a.why.empty();
    return a.total != b.total && a.why.empty() ? a.total > b.total : a.label < b.label;
  });
  return out;
}

void tell_stack(const Frame& f, const Stack& s, Telling& out) {
  const Words& w = words(f);
  if (!s.why.empty()) return out.line(s.why);
  const auto text = [&](double v) { return quantity(v, s.indicator->unit, s.indicator->decimals, w); };
  std::vector<std::string> head{""};
  head.insert(head.end(), s.parts.begin(), s.parts.end());
  head.emplace_back(w.word("in all"));
  head.emplace_back(w.word("state"));
  std::vector<std::vector<std::string>> rows;
  for (const StackRow& r : s.rows) {
    std::vector<std::string> row{r.label};
    for (const auto& v : r.values)
      row.push_back(v ? text(*v) + (r.total > 0 && r.missing == 0 && r.why.empty()
                                        ? " (" + percent(*v / r.total * 100, 0, w) + ")"
                                        : std::string())
                      : std::string("–"));
    row.push_back(!r.why.empty() ? r.why : r.missing > 0 ? w.say({"{}, incomplete", {text(r.total)}}) : text(r.total));
    row.emplace_back(r.late ? w.word("late") : std::string_view());
    rows.push_back(std::move(row));
  }
  out.table(std::move(head), std::move(rows));
  if (s.left_out > 0) out.line(w.say({"+{} more", {std::to_string(s.left_out)}}));
}

}  // namespace panels
