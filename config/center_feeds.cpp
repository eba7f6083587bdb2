// The step of load() that reads feeds: owner, basis, the simulator's address, and the kind's own keys. Any thread.
#include <algorithm>
#include "config/loading.h"
#include "config/suggest.h"

namespace config {

namespace {

constexpr std::string_view mark = "{simulator}";

// Puts the simulator's address in for the mark, everywhere below; tells where it first stood.
void put_simulator(Table& table, const std::string& address, std::optional<Place>& used);

void put_simulator(Node& node, const std::string& address, std::optional<Place>& used) {
  if (std::string* text = std::get_if<std::string>(&node.value)) {
    for (std::size_t at = 0; (at = text->find(mark, at)) != std::string::npos; at += address.size()) {
      text->replace(at, mark.size(), address);
      if (!used) used = node.place;
    }
  } else if (Array* array = std::get_if<Array>(&node.value)) {
    for (Node& item : *array) put_simulator(item, address, used);
  } else if (Table* table = std::get_if<Table>(&node.value)) {
    put_simulator(*table, address, used);
  }
}

void put_simulator(Table& table, const std::string& address, std::optional<Place>& used) {
  for (auto& [key, node] : table.entries) put_simulator(node, address, used);
}

void check_pace(Part& part, const Entry& entry, FeedConfig& feed) {
  if (feed.deadline <= feed.interval) return;
  if (!entry.table->find("deadline")) {
    feed.deadline = feed.interval;
    return;
  }
  complain(part, place_of(*entry.table, entry.place, "deadline"),
           {"the deadline {} is longer than the interval {}", {to_string(feed.deadline), to_string(feed.interval)}},
           "a slow poll will delay the next one: shorten the deadline or lengthen the interval", true);
}

void find_ca_file(Loading& loading, const Entry& entry, FeedConfig& feed) {
  if (feed.ca_file.empty()) return;
  std::error_code error;
  const std::filesystem::path file = std::filesystem::absolute(loading.center.dir / feed.ca_file, error);
  if (!std::filesystem::is_regular_file(file, error))
    complain(*entry.part, place_of(*entry.table, entry.place, "ca_file"), {"there is no file \"{}\"", {feed.ca_file}},
             "the path counts from the center's folder");
  feed.ca_file = file.lexically_normal().string();
}

void simulate(Loading& loading, const Entry& entry, FeedConfig& feed) {
  std::optional<Place> used;
  put_simulator(feed.options.table, loading.center.simulator, used);
  if (!used) return;
  feed.simulated = true;
  if (loading.center.simulator.empty())
    complain(*entry.part, *used, "{simulator} stands for no address",
             "add simulator to [center], or start with --simulate");
}

void check_kind(Loading& loading, const Entry& entry, const FeedConfig& feed) {
  const std::vector<std::string>& kinds = loading.checks.feeds;
  if (feed.kind.empty()) return;
  if (!kinds.empty() && std::find(kinds.begin(), kinds.end(), feed.kind) == kinds.end())
    return complain(*entry.part, place_of(*entry.table, entry.place, "kind"),
                    {"there is no feed kind \"{}\"", {feed.kind}}, suggestion(feed.kind, kinds));
  if (loading.checks.feed) loading.checks.feed(feed, loading.references(*entry.part), entry.part->complaints);
}

}  // namespace

void read_feeds(Loading& loading) {
  for (const Entry* entry : loading.all("feed")) {
    auto [section, rest] = read_section<FeedSection>(*entry, {&loading.catalogue}, true);
    FeedConfig& feed = section.value;
    feed.agency = entry->part->agency;
    feed.place = entry->place;
    feed.basis = section.basis.value;
    feed.options = std::move(rest);
    for (const RegionCode& district : section.districts) feed.districts.push_back(district.code);
    const bool taken = take_name(loading, *entry, feed.name);
    if (const Node* basis = entry->table->find("basis"))
      check_basis(*entry->part, basis->table(), basis->place, feed.basis, loading.today);
    check_pace(*entry->part, *entry, feed);
    find_ca_file(loading, *entry, feed);
    simulate(loading, *entry, feed);
    check_kind(loading, *entry, feed);
    if (taken) loading.center.feeds.push_back(std::move(feed));
  }
}

}  // namespace config
