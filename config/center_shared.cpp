// The step of load() that takes in the program's shared pages, one file for each, ready for any center. Any thread.
#include <algorithm>
#include "config/loading.h"
#include "config/suggest.h"

namespace config {

namespace {

namespace fs = std::filesystem;

// Names of the files in the folder, sorted.
std::vector<std::string> shared_names(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code failed;
  for (fs::directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed))
    if (it->path().extension() == ".toml") names.push_back(it->path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string name_of(const Table& page) {
  const Node* name = page.find("name");
  const std::string* text = name ? name->string() : nullptr;
  return text ? *text : std::string();
}

// A page of the center's own folder goes before the shared one of its name.
bool has_own(const Loading& loading, const std::string& name) {
  const std::vector<const Entry*> pages = loading.all("page");
  return std::any_of(pages.begin(), pages.end(), [&](const Entry* page) { return name_of(*page->table) == name; });
}

// Its faults are its own: such a page rests, the center runs.
void read_shared_page(Loading& loading, const std::string& name) {
  const fs::path path = loading.checks.shared_pages / (name + ".toml");
  Part& part = loading.parts.emplace_back();
  part.shared_file = path.lexically_normal().string();
  parse_file(part, path, part.shared_file);
  const std::size_t before = loading.entries.size();
  for (const Node& document : part.documents)
    for (const auto& [key, node] : document.table()->entries) {
      if (key == "page")
        add_entries(loading, part, key, node);
      else
        complain(part, node.key_place, {"\"{}\" does not belong in a shared page", {key}}, "leave only [[page]] there");
    }
  for (std::size_t i = before; i < loading.entries.size(); ++i) {
    const Entry& entry = loading.entries[i];
    const std::string given = name_of(*entry.table);
    if (!given.empty() && given != name)
      complain(part, place_of(*entry.table, entry.place, "name"),
               {"a shared page has the name of its file, not \"{}\"", {given}}, {"write name = \"{}\"", {name}});
  }
}

}  // namespace

void read_shared_pages(Loading& loading) {
  const std::vector<const Entry*> centers = loading.all("center");
  if (centers.empty()) return;
  const Entry& center = *centers.front();
  const std::vector<std::string> known = shared_names(loading.checks.shared_pages);
  for (std::size_t i = 0; i < loading.shared_pages.size(); ++i) {
    const std::string& name = loading.shared_pages[i];
    const auto here = loading.shared_pages.begin() + static_cast<std::ptrdiff_t>(i);
    const Node* node = item_of(*center.table, "shared_pages", i);
    const Place place = node ? node->place : center.place;
    if (std::find(known.begin(), known.end(), name) == known.end())
      complain(*center.part, place, {"there is no shared page \"{}\"", {name}},
               known.empty() ? Text("install the program again") : Text("known are {}", {joined(known)}));
    else if (std::find(loading.shared_pages.begin(), here, name) != here)
      complain(*center.part, place, {"the shared page \"{}\" is there twice", {name}}, "remove one of them");
    else if (!has_own(loading, name))
      read_shared_page(loading, name);
  }
}

}  // namespace config
