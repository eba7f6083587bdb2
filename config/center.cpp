// load(): finds the files of a center, shares their sections out to the steps that read them, and decides what rests.
// Any thread.
#include "config/center.h"
#include <algorithm>
#include <tuple>
#include "config/files.h"
#include "config/loading.h"
#include "config/suggest.h"

namespace config {

namespace {

namespace fs = std::filesystem;

struct Known {
  const char* section;
  bool list, own;  // own: in the center's own files; else in an agency's; pages are in both
};
constexpr Known known_sections[] = {
    {"center", false, true}, {"copies", false, true}, {"intake", false, true},  {"region", true, true},
    {"grant", true, true},   {"display", true, true}, {"agency", false, false}, {"indicator", true, false},
    {"table", true, false},  {"feed", true, false},   {"page", true, true},
};

// '@' and '#' part the names of series; a blank or a slash would be lost in addresses and on command lines.
bool good_name(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-';
  });
}

Text bad_name(const std::string& name) {
  return {"the name \"{}\" has a character that names cannot have", {name}};
}
constexpr const char* name_cure = "use letters, digits, \".\", \"_\" and \"-\"";

std::string name_below(const fs::path& dir, const fs::path& path) {
  return path.lexically_relative(dir).generic_string();
}

bool hidden(const fs::path& path) {
  return path.filename().string().starts_with('.');
}

// The *.toml files below `folder`, by path, without the folders in `skip`. Hidden files and folders are no part of a
// center.
std::vector<fs::path> toml_files(Part& part, const fs::path& folder, const std::vector<fs::path>& skip,
                                 const fs::path& dir) {
  std::vector<fs::path> files;
  std::error_code failed, unknown;
  for (fs::recursive_directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed)) {
    if (it->is_directory(unknown)) {
      if (hidden(it->path()) || std::find(skip.begin(), skip.end(), it->path()) != skip.end())
        it.disable_recursion_pending();
    } else if (!hidden(it->path()) && it->path().extension() == ".toml") {
      files.push_back(it->path());
    }
  }
  if (failed) complain(part, {name_below(dir, folder)}, "the folder cannot be read", "allow the program to read it");
  std::sort(files.begin(), files.end());
  return files;
}

void parse_files(Part& part, const std::vector<fs::path>& files, const fs::path& dir) {
  for (const fs::path& path : files) parse_file(part, path, name_below(dir, path));
}

// The folders of agencies, by name.
std::vector<fs::path> agency_folders(Part& own, const fs::path& agencies, const fs::path& dir) {
  std::vector<fs::path> folders;
  std::error_code failed, unknown;
  if (!fs::exists(agencies, unknown)) return folders;
  for (fs::directory_iterator it(agencies, failed), end; !failed && it != end; it.increment(failed)) {
    if (hidden(it->path())) continue;
    if (it->is_directory(unknown))
      folders.push_back(it->path());
    else if (it->path().extension() == ".toml")
      complain(own, {name_below(dir, it->path())}, "this file belongs to no agency",
               "move it into a folder of agencies/, one for each agency");
  }
  if (failed) complain(own, {name_below(dir, agencies)}, "the folder cannot be read", "allow the program to read it");
  std::sort(folders.begin(), folders.end());
  return folders;
}

void find_parts(Loading& loading) {
  const fs::path& dir = loading.center.dir;
  const fs::path agencies = dir / "agencies";
  Part& own = loading.parts.emplace_back();
  parse_files(own, toml_files(own, dir, {agencies, dir / "maps"}, dir), dir);
  for (const fs::path& folder : agency_folders(own, agencies, dir)) {
    Part& part = loading.parts.emplace_back();
    part.agency = folder.filename().string();
    if (!good_name(part.agency)) complain(part, {name_below(dir, folder)}, bad_name(part.agency), name_cure);
    parse_files(part, toml_files(part, folder, {}, dir), dir);
  }
}

const Known* find_known(std::string_view section) {
  for (const Known& known : known_sections)
    if (known.section == section) return &known;
  return nullptr;
}

void find_entries(Loading& loading) {
  for (Part& part : loading.parts)
    for (const Node& document : part.documents)
      for (const auto& [key, node] : document.table()->entries) add_entries(loading, part, key, node);
}

// An agency with faults rests, and says why; nobody else's part does (C1).
void stop_faulty(Loading& loading) {
  for (Part& part : loading.parts) {
    if (part.agency.empty() || !part.faulty()) continue;
    for (Agency& agency : loading.catalogue.agencies) {
      if (agency.id != part.agency) continue;
      agency.stopped = true;
      agency.faults.clear();
      for (const Complaint& complaint : part.complaints)
        if (!complaint.warning) agency.faults.push_back(to_line(complaint, loading.words));
    }
  }
}

void rest_stopped(Loading& loading) {
  stop_faulty(loading);
  const auto stopped = [&](const auto& item) {
    const Agency* agency = loading.catalogue.agency(item.agency);
    return agency && agency->stopped;
  };
  std::erase_if(loading.center.feeds, stopped);
  std::erase_if(loading.center.pages, stopped);
  for (const Part& part : loading.parts)
    if (!part.shared_file.empty() && part.faulty())
      std::erase_if(loading.center.pages, [&](const PageConfig& page) { return page.place.file == part.shared_file; });
}

void collect_complaints(Loading& loading) {
  for (Part& part : loading.parts) {
    std::stable_sort(part.complaints.begin(), part.complaints.end(), [](const Complaint& a, const Complaint& b) {
      return std::tie(a.place.file, a.place.line, a.place.column) <
             std::tie(b.place.file, b.place.line, b.place.column);
    });
    loading.center.complaints.insert(loading.center.complaints.end(), part.complaints.begin(), part.complaints.end());
  }
}

}  // namespace

void parse_file(Part& part, const fs::path& path, const std::string& name) {
  const std::optional<std::string> text = read_file(path);
  if (!text) {
    complain(part, {name}, "the file cannot be read", "allow the program to read it");
    part.unread = true;
    return;
  }
  if (std::optional<Node> document = parse_toml(*text, name, part.complaints))
    part.documents.push_back(std::move(*document));
  else
    part.unread = true;
}

void add_entries(Loading& loading, Part& part, const std::string& key, const Node& node) {
  const Known* known = find_known(key);
  if (!known) {
    std::vector<std::string> names;
    for (const Known& each : known_sections) names.push_back(each.section);
    return complain(part, node.key_place, {"unknown section \"{}\"", {key}}, suggestion(key, names));
  }
  const bool own = part.agency.empty();
  if (own != known->own && key != "page")
    return complain(
        part, node.key_place,
        {own ? "\"{}\" does not belong in the center's own files" : "\"{}\" does not belong in an agency's files",
         {key}},
        own ? "move it into the folder of an agency, agencies/NAME" : "move it out of agencies/");
  if (!known->list) {
    if (!node.table()) return complain(part, node.place, "this is of the wrong type", {"write [{}]", {key}});
    loading.entries.push_back({key, node.table(), node.place, &part});
    return;
  }
  if (!node.array()) return complain(part, node.place, "this is of the wrong type", {"write [[{}]]", {key}});
  for (const Node& item : *node.array()) {
    if (item.table())
      loading.entries.push_back({key, item.table(), item.place, &part});
    else
      complain(part, item.place, "this is of the wrong type", {"write [[{}]]", {key}});
  }
}

bool Part::faulty() const {
  return std::any_of(complaints.begin(), complaints.end(), [](const Complaint& c) { return !c.warning; });
}

std::vector<const Entry*> Loading::all(std::string_view section) const {
  std::vector<const Entry*> found;
  for (const Entry& entry : entries)
    if (entry.section == section) found.push_back(&entry);
  return found;
}

References Loading::references(const Part& part) const {
  return {&catalogue, part.agency};
}

Place place_of(const Table& table, const Place& section, std::string_view key) {
  const Node* node = table.find(key);
  return node ? node->place : section;
}

const Node* item_of(const Table& table, std::string_view key, std::size_t i) {
  const Node* list = table.find(key);
  if (!list || !list->array() || i >= list->array()->size()) return nullptr;
  return &(*list->array())[i];
}

void complain(Part& part, Place place, Text what, Text cure, bool warning) {
  part.complaints.push_back({std::move(place), std::move(what), std::move(cure), warning});
}

bool take_name(Loading& loading, const Entry& entry, const std::string& name) {
  if (name.empty()) return false;
  const Place place = place_of(*entry.table, entry.place, entry.section == "region" ? "code" : "name");
  if (!good_name(name)) complain(*entry.part, place, bad_name(name), name_cure);
  const auto [first, added] = loading.names.emplace(entry.section + ' ' + name, place);
  if (added) return true;
  const Place& other = first->second;
  complain(*entry.part, place,
           {"the name \"{}\" is taken already, in {}:{}", {name, other.file, std::to_string(other.line)}},
           "give one of them another name, or remove it");
  return false;
}

Center load(const std::filesystem::path& dir, const KindChecks& checks, Date today, const std::string& simulator,
            const Words& words) {
  Center center;
  center.dir = dir;
  center.simulator = simulator;
  std::error_code unknown;
  if (!fs::is_directory(dir, unknown)) {
    center.catalogue = std::make_shared<const Catalogue>();
    center.complaints.push_back(
        {{dir.string()}, "there is no such folder", "give the folder of a center with --center", false});
    return center;
  }
  Loading loading{center, checks, today, words};
  find_parts(loading);
  find_entries(loading);
  read_catalogue(loading);
  read_shared_pages(loading);
  loading.catalogue.index();
  // Pages may name what a stopped agency owns: which these are must be known before pages are read.
  stop_faulty(loading);
  read_grants(loading);
  read_feeds(loading);
  read_pages(loading);
  rest_stopped(loading);
  read_displays(loading);
  center.usable = !loading.parts.front().faulty();
  collect_complaints(loading);
  center.catalogue = std::make_shared<const Catalogue>(std::move(loading.catalogue));
  return center;
}

}  // namespace config
