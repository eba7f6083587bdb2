// Finding things in a catalogue. Any thread.
#include "config/catalogue.h"
#include <algorithm>
#include <numeric>

namespace config {

namespace {

const std::string& key(const Agency& a) {
  return a.id;
}
const std::string& key(const Indicator& i) {
  return i.name;
}
const std::string& key(const TableInfo& t) {
  return t.name;
}
const std::string& key(const Region& r) {
  return r.code;
}

template <class T>
void sort_by_key(const std::vector<T>& items, std::vector<std::uint32_t>& order) {
  order.resize(items.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return key(items[a]) < key(items[b]); });
}

// An order that no longer fits its items only costs time: what it does not lead to is looked for one by one.
template <class T>
const T* find(const std::vector<T>& items, const std::vector<std::uint32_t>& order, std::string_view wanted) {
  if (order.size() == items.size()) {
    const auto at = std::lower_bound(order.begin(), order.end(), wanted,
                                     [&](std::uint32_t i, std::string_view name) { return key(items[i]) < name; });
    if (at != order.end() && key(items[*at]) == wanted) return &items[*at];
  }
  for (const T& item : items)
    if (key(item) == wanted) return &item;
  return nullptr;
}

}  // namespace

std::string_view name(Audience audience) {
  switch (audience) {
    case Audience::everyone:
      return "public";
    case Audience::staff:
      return "staff";
    case Audience::leadership:
      return "leadership";
  }
  return "staff";
}

std::optional<Audience> parse_audience(std::string_view text) {
  for (const Audience audience : {Audience::everyone, Audience::staff, Audience::leadership})
    if (text == name(audience)) return audience;
  return std::nullopt;
}

void Catalogue::index() {
  sort_by_key(agencies, agency_order);
  sort_by_key(indicators, indicator_order);
  sort_by_key(tables, table_order);
  sort_by_key(regions, region_order);
}

const Agency* Catalogue::agency(std::string_view id) const {
  return find(agencies, agency_order, id);
}
const Indicator* Catalogue::indicator(std::string_view wanted) const {
  return find(indicators, indicator_order, wanted);
}
const TableInfo* Catalogue::table(std::string_view wanted) const {
  return find(tables, table_order, wanted);
}
const Region* Catalogue::region(std::string_view wanted) const {
  return find(regions, region_order, wanted);
}

}  // namespace config
