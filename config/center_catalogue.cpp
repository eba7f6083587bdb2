// The steps of load() that make the catalogue: center, districts, agencies, indicators, tables, grants. Any thread.
#include "config/host_name.h"
#include "config/loading.h"
#include "config/suggest.h"

namespace config {

namespace {

void read_center(Loading& loading) {
  Part& own = loading.parts.front();
  const std::vector<const Entry*> found = loading.all("center");
  if (found.empty()) {
    // It may stand in a file that could not be read.
    if (!own.faulty()) complain(own, {"center.toml"}, "[center] is missing", "add it to the center's own files");
    return;
  }
  for (std::size_t i = 1; i < found.size(); ++i)
    complain(own, found[i]->place, {"[{}] is there twice", {"center"}}, "remove one of them");
  const Entry& entry = *found.front();
  CenterSection section = read_section<CenterSection>(entry, {}).section;
  for (const std::string& domain : section.value.domains)
    if (host_name(domain) != domain)
      complain(own, place_of(*entry.table, entry.place, "domain"), {"{} is no domain", {domain}},
               "write it as contohkab.go.id, without https:// and /");
  loading.catalogue = std::move(section.value);
  loading.shared_pages = std::move(section.shared_pages);
  loading.center.store = section.store;
  if (loading.center.simulator.empty()) loading.center.simulator = section.simulator;
  loading.center.lang = choice_name(section.lang);
}

void read_copies(Loading& loading) {
  Part& own = loading.parts.front();
  const std::vector<const Entry*> found = loading.all("copies");
  if (found.empty()) return;
  for (std::size_t i = 1; i < found.size(); ++i)
    complain(own, found[i]->place, {"[{}] is there twice", {"copies"}}, "remove one of them");
  const Entry& entry = *found.front();
  CopiesSection section = read_section<CopiesSection>(entry, {}).section;
  loading.center.copies = {section.to, section.rule};
  if (!section.to.empty() && loading.center.copies.to.is_relative() && !section.to.starts_with("{state}/"))
    complain(own, place_of(*entry.table, entry.place, "to"), {"\"{}\" is not a whole path", {section.to}},
             "begin it with /, or with {state}/ for a folder beside the store");
  if (section.at.empty()) return;
  loading.center.copies.rule.at = time_of_day(section.at);
  if (!loading.center.copies.rule.at)
    complain(own, place_of(*entry.table, entry.place, "at"), {"\"{}\" is not a time of day", {section.at}},
             "write hours and minutes, such as \"02:30\"");
}

void read_intake(Loading& loading) {
  Part& own = loading.parts.front();
  const std::vector<const Entry*> found = loading.all("intake");
  if (found.empty()) return;
  for (std::size_t i = 1; i < found.size(); ++i)
    complain(own, found[i]->place, {"[{}] is there twice", {"intake"}}, "remove one of them");
  const Entry& entry = *found.front();
  const IntakeSection section = read_section<IntakeSection>(entry, {}).section;
  const auto below = [&](const std::string& name) {
    return name.empty() ? std::filesystem::path() : loading.center.dir / name;
  };
  loading.center.intake = {section.listen, section.port, below(section.certificate), below(section.key), entry.place};
  if (section.certificate.empty() != section.key.empty())
    complain(own, entry.place, "certificate and key belong together", "give both, or neither for plain HTTP");
}

void read_regions(Loading& loading) {
  const std::string prefix = loading.catalogue.code + '.';
  for (const Entry* entry : loading.all("region")) {
    RegionSection section = read_section<RegionSection>(*entry, {}).section;
    if (!take_name(loading, *entry, section.value.code)) continue;
    if (prefix.size() > 1 && !section.value.code.starts_with(prefix))
      complain(*entry->part, place_of(*entry->table, entry->place, "code"),
               {"the district {} does not lie in the regency {}", {section.value.code, loading.catalogue.code}},
               {"a code here begins with \"{}\"", {prefix}});
    loading.catalogue.regions.push_back(std::move(section.value));
  }
}

// Every folder is an agency, also one whose files cannot be read: it must be there to say that it is stopped.
void read_agencies(Loading& loading) {
  std::map<const Part*, const Entry*> described;
  for (const Entry* entry : loading.all("agency")) {
    if (!described.emplace(entry->part, entry).second)
      complain(*entry->part, entry->place, {"[{}] is there twice", {"agency"}}, "remove one of them");
  }
  for (Part& part : loading.parts) {
    if (part.agency.empty()) continue;
    AgencySection section;
    if (const auto found = described.find(&part); found != described.end())
      section = read_section<AgencySection>(*found->second, {}).section;
    else if (!part.faulty())
      complain(part, {"agencies/" + part.agency}, "[agency] is missing", "add it to a file of this folder");
    section.value.id = part.agency;
    if (section.value.name.empty()) section.value.name = Label(part.agency);
    if (section.value.short_name.empty()) section.value.short_name = section.value.name;
    loading.catalogue.agencies.push_back(std::move(section.value));
  }
}

// One agency owns an indicator or table (C4): a second one is refused, naming both.
template <class T>
bool owned_once(const std::vector<T>& items, const Entry& entry, const std::string& name) {
  for (const T& item : items) {
    if (item.name != name || item.agency == entry.part->agency) continue;
    complain(
        *entry.part, place_of(*entry.table, entry.place, "name"),
        {"\"{}\" belongs to agency \"{}\" already; \"{}\" cannot own it too", {name, item.agency, entry.part->agency}},
        "one agency owns it: remove it here, or there after both have agreed");
    return false;
  }
  return true;
}

void read_indicators(Loading& loading) {
  for (const Entry* entry : loading.all("indicator")) {
    IndicatorSection section = read_section<IndicatorSection>(*entry, {}).section;
    Indicator& indicator = section.value;
    if (!owned_once(loading.catalogue.indicators, *entry, indicator.name)) continue;
    if (!take_name(loading, *entry, indicator.name)) continue;
    indicator.agency = entry->part->agency;
    indicator.freshness.zone = loading.catalogue.zone;
    check_indicator(*entry->part, *entry, indicator, section.approval, loading.today);
    loading.catalogue.indicators.push_back(std::move(indicator));
  }
}

void read_tables(Loading& loading) {
  for (const Entry* entry : loading.all("table")) {
    TableSection section = read_section<TableSection>(*entry, {}).section;
    if (!owned_once(loading.catalogue.tables, *entry, section.value.name)) continue;
    if (!take_name(loading, *entry, section.value.name)) continue;
    section.value.agency = entry->part->agency;
    check_table(*entry->part, *entry, section.value, section.approval, loading.today);
    loading.catalogue.tables.push_back(std::move(section.value));
  }
}

// What a grant's scope can name.
std::vector<std::string> data_names(const Catalogue& catalogue) {
  std::vector<std::string> names;
  for (const Indicator& indicator : catalogue.indicators) names.push_back(indicator.name);
  for (const TableInfo& table : catalogue.tables) names.push_back(table.name);
  return names;
}

void check_scope(Loading& loading, const Entry& entry, const std::string& scope) {
  if (scope.empty() || scope == "*") return;
  const std::vector<std::string> names = data_names(loading.catalogue);
  const bool prefix = scope.ends_with(".*");
  const std::string_view start(scope.data(), prefix ? scope.size() - 1 : scope.size());
  for (const std::string& name : names)
    if (prefix ? name.starts_with(start) : name == scope) return;
  bool stopped = false;
  for (const Agency& agency : loading.catalogue.agencies) stopped = stopped || agency.stopped;
  complain(*entry.part, place_of(*entry.table, entry.place, "scope"),
           {"there is no indicator or table \"{}\"", {scope}},
           stopped ? Text("it may belong to an agency that is stopped; see there") : suggestion(scope, names), stopped);
}

}  // namespace

void read_catalogue(Loading& loading) {
  read_center(loading);
  read_copies(loading);
  read_intake(loading);
  read_regions(loading);
  read_agencies(loading);
  read_indicators(loading);
  read_tables(loading);
}

void read_grants(Loading& loading) {
  for (const Entry* entry : loading.all("grant")) {
    GrantSection section = read_section<GrantSection>(*entry, {}).section;
    Grant& grant = section.value;
    grant.basis = section.basis.value;
    const Node* basis = entry->table->find("basis");
    if (basis) check_basis(*entry->part, basis->table(), basis->place, grant.basis, loading.today);
    if (grant.holder == Audience::everyone)
      complain(*entry->part, place_of(*entry->table, entry->place, "holder"), "the public cannot hold a grant",
               "publish by an approval and audience = \"public\"");
    if (basis && basis->table() && grant.basis.kind == Basis::Kind::pending)
      complain(*entry->part, basis->place, "a grant cannot rest on a pending basis",
               "name the leave of the owner or the order of the regent");
    check_scope(loading, *entry, grant.scope);
    if (grant.until && *grant.until < loading.today)
      complain(*entry->part, place_of(*entry->table, entry->place, "until"),
               {"this grant ended on {}", {to_string(*grant.until)}},
               "renew it or remove it; it gives nothing any more", true);
    loading.catalogue.grants.push_back(std::move(grant));
  }
}

}  // namespace config
