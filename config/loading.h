// What the steps of load() share: the parts of a center, their sections and the complaints so far. Used by center*.cpp
// only; one thread at a time.
#pragma once
#include <deque>
#include <map>
#include <string>
#include "config/sections.h"

namespace config {

// The center's own files (`agency` empty), one agency's (C1), or one shared page.
struct Part {
  std::string agency;
  std::deque<Node> documents;
  Complaints complaints;
  bool unread = false;      // a file could not be parsed: what it names is not known
  std::string shared_file;  // of a shared page, which alone rests when it has a fault; empty: a part of the folder
  bool faulty() const;      // more than warnings
};

// One [section] or one of [[section]].
struct Entry {
  std::string section;
  const Table* table;
  Place place;
  Part* part;
};

struct Loading {
  Center& center;
  const KindChecks& checks;
  Date today;
  const Words& words;
  Catalogue catalogue;
  std::deque<Part> parts;  // the center's own first, then agencies by name, then shared pages
  std::vector<Entry> entries;
  std::vector<std::string> shared_pages;            // as [center] names them
  std::map<std::string, Place, std::less<>> names;  // "feed antrean": where that name was given

  // Every section of that name, in order of the files.
  std::vector<const Entry*> all(std::string_view section) const;
  References references(const Part& part) const;
};

// An entry read into its described struct; what a kind reads later is left in `rest`.
template <class S>
struct Read {
  S section;
  Rest rest;
};
template <class S>
Read<S> read_section(const Entry& entry, const References& refs, bool keep_rest = false) {
  Read<S> read;
  Reader reader(*entry.table, entry.place, refs, entry.part->complaints);
  read.section.describe(reader);
  if (keep_rest) read.rest = reader.rest();
  reader.finish();
  return read;
}

// Where `key` was written; the section's own place when it was not.
Place place_of(const Table& table, const Place& section, std::string_view key);
// The i-th table of the list `key`, for places inside of it.
const Node* item_of(const Table& table, std::string_view key, std::size_t i);
void complain(Part&, Place, Text what, Text cure = {}, bool warning = false);
// Whether the name is well formed and new among `section`s; complains when not.
bool take_name(Loading&, const Entry&, const std::string& name);

// Reads one file into the part; `name` is its name in complaints.
void parse_file(Part&, const std::filesystem::path&, const std::string& name);
// The sections of one key of a file.
void add_entries(Loading&, Part&, const std::string& key, const Node&);

// The rules (center_rules.cpp)
void check_basis(Part&, const Table* basis, const Place&, const Basis&, Date today);
void check_indicator(Part&, const Entry&, Indicator&, const std::vector<ApprovalSection>&, Date today);
void check_table(Part&, const Entry&, TableInfo&, const std::vector<ApprovalSection>&, Date today);

// The steps, in this order
void read_catalogue(Loading&);     // [center], [[region]], [agency], [[indicator]], [[table]] (center_catalogue.cpp)
void read_shared_pages(Loading&);  // center_shared.cpp
void read_grants(Loading&);
void read_feeds(Loading&);  // center_feeds.cpp
void read_pages(Loading&);  // center_pages.cpp
void read_displays(Loading&);

}  // namespace config
