// The steps of load() that read pages with their panels, and displays. Any thread.
#include <algorithm>
#include "config/loading.h"
#include "config/suggest.h"

namespace config {

namespace {

// Of two stretches that begin and are long as given. A panel beyond the grid may have any numbers.
bool meet(int a, int a_length, int b, int b_length) {
  return a < std::int64_t{b} + b_length && b < std::int64_t{a} + a_length;
}

bool overlap(const Cell& a, const Cell& b) {
  return meet(a.column, a.width, b.column, b.width) && meet(a.row, a.height, b.row, b.height);
}

// Whether `at` makes a cell of the page's grid that no panel holds yet.
void place_panel(Part& part, const PageConfig& page, const std::vector<int>& at, const Place& place,
                 PanelConfig& panel) {
  if (at.size() != 4)
    return complain(part, place, "a place has four numbers", "write at = [column, row, width, height]");
  panel.cell = {at[0], at[1], at[2], at[3]};
  const Cell& cell = panel.cell;
  if (cell.width < 1 || cell.height < 1) return complain(part, place, "the panel has no area", "give width and height");
  const std::int64_t right = std::int64_t{cell.column} + cell.width, bottom = std::int64_t{cell.row} + cell.height;
  if (right > page.columns || bottom > page.rows)
    return complain(part, place,
                    {"the panel leaves the grid of {} columns and {} rows",
                     {std::to_string(page.columns), std::to_string(page.rows)}},
                    "move it, make it smaller, or give the page a larger grid");
  for (const PanelConfig& other : page.panels)
    if (overlap(cell, other.cell))
      return complain(part, place, {"the panel overlaps the one of line {}", {std::to_string(other.place.line)}},
                      "move one of them");
}

void read_panel(Loading& loading, const Entry& entry, PageConfig& page) {
  // A page may show what any agency owns: audiences decide, not folders.
  const References refs{&loading.catalogue};
  const std::size_t before = entry.part->complaints.size();
  auto [section, rest] = read_section<PanelSection>(entry, refs, true);
  PanelConfig& panel = section.value;
  panel.place = entry.place;
  panel.options = std::move(rest);
  const bool at_read = entry.part->complaints.size() == before;
  if (at_read) place_panel(*entry.part, page, section.at, place_of(*entry.table, entry.place, "at"), panel);
  const std::vector<std::string>& kinds = loading.checks.panels;
  if (!kinds.empty() && !panel.kind.empty() && std::find(kinds.begin(), kinds.end(), panel.kind) == kinds.end())
    complain(*entry.part, place_of(*entry.table, entry.place, "kind"), {"there is no panel kind \"{}\"", {panel.kind}},
             suggestion(panel.kind, kinds));
  else if (loading.checks.panel && !panel.kind.empty())
    loading.checks.panel(panel, refs, entry.part->complaints);
  page.panels.push_back(std::move(panel));
}

void read_panels(Loading& loading, const Entry& page_entry, PageConfig& page) {
  const Node* list = page_entry.table->find("panel");
  if (!list)
    return complain(*page_entry.part, page_entry.place, {"the page \"{}\" has no panel", {page.name}},
                    "add [[page.panel]] below it", true);
  const Array* panels = list->array();
  if (!panels)
    return complain(*page_entry.part, list->place, "this is of the wrong type", {"write [[{}]]", {"page.panel"}});
  for (const Node& node : *panels) {
    if (node.table())
      read_panel(loading, {"panel", node.table(), node.place, page_entry.part}, page);
    else
      complain(*page_entry.part, node.place, "this is of the wrong type", {"write [[{}]]", {"page.panel"}});
  }
}

std::vector<std::string> page_names(const Loading& loading) {
  std::vector<std::string> names;
  for (const PageConfig& page : loading.center.pages) names.push_back(page.name);
  return names;
}

// Whether it is a shared page with a fault.
bool rests(const Loading& loading, const std::string& page) {
  return std::any_of(loading.parts.begin(), loading.parts.end(), [&](const Part& part) {
    return std::filesystem::path(part.shared_file).stem() == page && part.faulty();
  });
}

// The pages that [center] names in shared_pages first, in its order.
void order_pages(Loading& loading) {
  const auto place = [&](const PageConfig& page) {
    const auto& order = loading.shared_pages;
    return std::find(order.begin(), order.end(), page.name) - order.begin();
  };
  std::stable_sort(loading.center.pages.begin(), loading.center.pages.end(),
                   [&](const PageConfig& a, const PageConfig& b) { return place(a) < place(b); });
}

// Drops pages that rest, with their agency or alone; what no file names is a fault.
void keep_pages(Loading& loading, const Entry& entry, std::vector<std::string>& pages) {
  const std::vector<std::string> names = page_names(loading);
  bool some_stopped = false;
  for (const Agency& agency : loading.catalogue.agencies) some_stopped = some_stopped || agency.stopped;
  std::vector<std::string> kept;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    if (std::find(names.begin(), names.end(), pages[i]) != names.end()) {
      kept.push_back(pages[i]);
      continue;
    }
    const Node* node = item_of(*entry.table, "pages", i);
    const bool unread = loading.parts.front().unread;
    const bool shared = rests(loading, pages[i]);
    complain(*entry.part, node ? node->place : entry.place, {"there is no page \"{}\"", {pages[i]}},
             unread         ? Text("it may stand in the file that cannot be read; see there")
             : shared       ? Text("the shared page has a fault; see there")
             : some_stopped ? Text("it may belong to an agency that is stopped; see there")
                            : suggestion(pages[i], names),
             some_stopped || shared || unread);
  }
  pages = std::move(kept);
}

}  // namespace

void read_pages(Loading& loading) {
  std::map<int, std::string> keys;
  for (const Entry* entry : loading.all("page")) {
    PageConfig page = read_section<PageSection>(*entry, {}).section.value;
    page.agency = entry->part->agency;
    page.place = entry->place;
    const bool taken = take_name(loading, *entry, page.name);
    if (page.key > 0) {
      const auto [first, added] = keys.emplace(page.key, page.name);
      if (!added && !entry->part->shared_file.empty())
        page.key = 0;  // the center's own page goes before
      else if (!added)
        complain(*entry->part, place_of(*entry->table, entry->place, "key"),
                 {"the number key {} opens the page \"{}\" already", {std::to_string(page.key), first->second}},
                 "choose another number, or remove it");
    }
    read_panels(loading, *entry, page);
    if (taken) loading.center.pages.push_back(std::move(page));
  }
  order_pages(loading);
}

void read_displays(Loading& loading) {
  for (const Entry* entry : loading.all("display")) {
    DisplaySection section = read_section<DisplaySection>(*entry, {}).section;
    DisplayConfig& display = section.value;
    display.scheme = choice_name(section.scheme);
    display.lang = entry->table->find("lang") ? choice_name(section.lang) : loading.center.lang;
    display.place = entry->place;
    for (const OutputSection& output : section.output) display.outputs.push_back(output.value);
    const bool taken = take_name(loading, *entry, display.name);
    keep_pages(loading, *entry, display.pages);
    if (taken) loading.center.displays.push_back(std::move(display));
  }
}

}  // namespace config
