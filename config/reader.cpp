// The scalar readers of Reader and what it says of faults. Any thread.
#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include "config/fields.h"
#include "config/suggest.h"

namespace config {

namespace {

void say(Complaints& out, const Place& place, Text what, Text cure, bool warning = false) {
  out.push_back({place, std::move(what), std::move(cure), warning});
}

// Whether a number keeps the rule's bounds; `written` says a bound in the field's own notation.
template <class Written>
void check_bounds(Complaints& out, const Place& place, double value, const Rules& rules, Written written) {
  if (value < rules.least)
    say(out, place, {"{} is too small", {written(value)}}, {"give at least {}", {written(rules.least)}});
  if (value > rules.most)
    say(out, place, {"{} is too large", {written(value)}}, {"give at most {}", {written(rules.most)}});
}

std::string plain(double value) {
  return fmt::format("{}", value);
}

template <class T>
std::vector<std::string> names_of(const std::vector<T>& items, std::string T::*name) {
  std::vector<std::string> names;
  names.reserve(items.size());
  for (const T& item : items) names.push_back(item.*name);
  return names;
}

bool some_agency_stopped(const Catalogue& catalogue) {
  for (const Agency& agency : catalogue.agencies)
    if (agency.stopped) return true;
  return false;
}

// What is said of the names of indicators or tables.
struct Sayings {
  const char *unknown, *foreign;
};

// A name of an indicator or table of `items`. When an agency is stopped its names may be unknown, and that must not
// stop others (C1).
template <class T>
void check_owned(Complaints& out, const Node& node, const T* found, const std::vector<T>& items, const References& refs,
                 const Sayings& sayings) {
  const std::string& name = *node.string();
  if (found) {
    if (!refs.agency.empty() && found->agency != refs.agency)
      say(out, node.place, {sayings.foreign, {name, found->agency, refs.agency}},
          "only the owner brings it: move the feed to the owner's folder, or remove it");
  } else if (some_agency_stopped(*refs.catalogue)) {
    say(out, node.place, {sayings.unknown, {name}}, "it may belong to an agency that is stopped; see there", true);
  } else {
    say(out, node.place, {sayings.unknown, {name}}, suggestion(name, names_of(items, &T::name)));
  }
}

}  // namespace

void Reader::finish() {
  std::vector<std::string> names = known_;
  names.insert(names.end(), beside_.begin(), beside_.end());
  for (const auto& [key, node] : table_.entries)
    if (std::find(known_.begin(), known_.end(), key) == known_.end())
      say(out_, node.key_place, {"unknown key \"{}\"", {key}}, suggestion(key, names));
}

Rest Reader::rest() {
  Rest rest{{}, place_, known_};
  for (const auto& [key, node] : table_.entries)
    if (std::find(known_.begin(), known_.end(), key) == known_.end()) rest.table.entries.emplace_back(key, node);
  for (const auto& [key, node] : rest.table.entries) known_.push_back(key);
  return rest;
}

void Reader::missing(const char* name) {
  say(out_, place_, {"\"{}\" is missing", {name}}, "add it to this section");
}

void Reader::wrong_type(const Node& node, const char* wanted) {
  say(out_, node.place, {"this is of the wrong type", {}}, std::string("write ") + wanted);
}

void Reader::not_a_choice(const Node& node, const std::vector<std::string>& names) {
  if (!node.string()) return say(out_, node.place, "this is of the wrong type", {"write one of {}", {joined(names)}});
  const std::string near = nearest(*node.string(), names);
  const Text cure = near.empty() ? Text("write one of {}", {joined(names)})
                                 : Text("did you mean \"{}\"? possible are {}", {near, joined(names)});
  say(out_, node.place, {"\"{}\" is not possible here", {*node.string()}}, cure);
}

void Reader::read_scalar(const Node& node, bool& value, const Rules&) {
  if (const bool* found = std::get_if<bool>(&node.value))
    value = *found;
  else
    wrong_type(node, "true or false");
}

void Reader::read_scalar(const Node& node, int& value, const Rules& rules) {
  Rules narrow = rules;
  narrow.least = std::max<double>(rules.least, std::numeric_limits<int>::min());
  narrow.most = std::min<double>(rules.most, std::numeric_limits<int>::max());
  std::int64_t wide = value;
  const std::size_t before = out_.size();
  read_scalar(node, wide, narrow);
  if (out_.size() == before) value = static_cast<int>(wide);
}

void Reader::read_scalar(const Node& node, std::int64_t& value, const Rules& rules) {
  const std::int64_t* found = std::get_if<std::int64_t>(&node.value);
  if (!found) return wrong_type(node, "a whole number");
  value = *found;
  check_bounds(out_, node.place, static_cast<double>(value), rules,
               [](double number) { return fmt::format("{:.0f}", number); });
}

void Reader::read_scalar(const Node& node, double& value, const Rules& rules) {
  if (const std::int64_t* whole = std::get_if<std::int64_t>(&node.value))
    value = static_cast<double>(*whole);
  else if (const double* real = std::get_if<double>(&node.value); real && std::isfinite(*real))
    value = *real;
  else
    return wrong_type(node, "a number");
  check_bounds(out_, node.place, value, rules, plain);
}

void Reader::read_scalar(const Node& node, std::string& value, const Rules& rules) {
  if (!node.string()) return wrong_type(node, "a text in quotes");
  value = *node.string();
  if (rules.required && value.empty()) say(out_, node.place, "this is empty", "fill it in");
}

void Reader::read_scalar(const Node& node, Duration& value, const Rules& rules) {
  const std::optional<Duration> found = node.string() ? parse_duration(*node.string()) : std::nullopt;
  if (!found) return wrong_type(node, "a length of time such as \"30s\", \"5m\", \"6h\" or \"10d\"");
  value = *found;
  check_bounds(out_, node.place, std::chrono::duration<double>(value).count(), rules, [](double seconds) {
    return to_string(std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds)));
  });
}

void Reader::read_scalar(const Node& node, Date& value, const Rules&) {
  if (const Date* date = std::get_if<Date>(&node.value)) {
    value = *date;
    return;
  }
  const std::optional<Date> written = node.string() ? parse_date(*node.string()) : std::nullopt;
  if (!written) return wrong_type(node, "a date such as 2026-11-21");
  value = *written;
}

void Reader::read_scalar(const Node& node, Label& value, const Rules& rules) {
  if (node.string()) {
    value = Label(*node.string());
  } else if (node.table()) {
    Reader inner(*node.table(), node.place, refs_, out_);
    inner("id", value.id, "", {.required = true});
    inner("en", value.en, "");
    inner.finish();
  } else {
    wrong_type(node, "a text in quotes or { id = \"...\", en = \"...\" }");
  }
  if (rules.required && node.string() && value.empty()) say(out_, node.place, "this is empty", "fill it in");
}

void Reader::read_scalar(const Node& node, IndicatorName& value, const Rules&) {
  if (!node.string()) return wrong_type(node, "the name of an indicator in quotes");
  value = {*node.string(), node.place};
  if (!refs_.catalogue) return;
  check_owned(out_, node, refs_.catalogue->indicator(value.name), refs_.catalogue->indicators, refs_,
              {"there is no indicator \"{}\"", "the indicator \"{}\" belongs to agency \"{}\", not to \"{}\""});
}

void Reader::read_scalar(const Node& node, TableName& value, const Rules&) {
  if (!node.string()) return wrong_type(node, "the name of a table in quotes");
  value = {*node.string(), node.place};
  if (!refs_.catalogue) return;
  check_owned(out_, node, refs_.catalogue->table(value.name), refs_.catalogue->tables, refs_,
              {"there is no table \"{}\"", "the table \"{}\" belongs to agency \"{}\", not to \"{}\""});
}

void Reader::read_scalar(const Node& node, RegionCode& value, const Rules&) {
  if (!node.string()) return wrong_type(node, "the code of a district in quotes, such as \"63.10.04\"");
  value = {*node.string(), node.place};
  // Without a regency the center's own file is at fault, and has had its complaint.
  if (!refs_.catalogue || refs_.catalogue->code.empty()) return;
  if (value.code == refs_.catalogue->code || refs_.catalogue->region(value.code)) return;
  say(out_, node.place, {"there is no district \"{}\"", {value.code}},
      suggestion(value.code, names_of(refs_.catalogue->regions, &Region::code)));
}

void Reader::read_scalar(const Node& node, AgencyName& value, const Rules&) {
  if (!node.string()) return wrong_type(node, "the name of an agency's folder in quotes");
  value = {*node.string(), node.place};
  if (!refs_.catalogue || refs_.catalogue->agency(value.id)) return;
  say(out_, node.place, {"there is no agency \"{}\"", {value.id}},
      suggestion(value.id, names_of(refs_.catalogue->agencies, &Agency::id)));
}

void Reader::read_scalar(const Node& node, Secret& value, const Rules& rules) {
  if (!node.string()) return wrong_type(node, "\"env:NAME\" or \"file:PATH\"");
  value.source = *node.string();
  const bool nameless = value.source == "env:" || value.source == "file:";
  if (nameless || (rules.required && value.source.empty()))
    say(out_, node.place, "the secret has no source", "write \"env:NAME\" or \"file:PATH\"");
}

void Reader::read_scalar(const Node& node, Rest& value, const Rules&) {
  if (!node.table()) return wrong_type(node, "a table");
  value = {*node.table(), node.place, {}};
}

}  // namespace config
