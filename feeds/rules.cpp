// See rules.h and rule_reader.h. Any thread.
#include "feeds/rule_reader.h"

namespace feeds {

void check_exclusions(const ValueRule& rule, const char* value_key, const config::Place& place,
                      config::Complaints& out) {
  const auto both = [&](bool one, bool two, const char* first, const char* second) {
    if (one && two) out.push_back({place, {"{} and {} exclude each other", {first, second}}, "keep one of them"});
  };
  both(!rule.item.empty(), !rule.item_is.empty(), "item", "item_is");
  both(!rule.region.empty(), !rule.region_is.code.empty(), "region", "region_is");
  both(rule.count, rule.sum, "count", "sum");
  both(rule.first, rule.count || rule.sum, "first", "count or sum");
  both(rule.count, !rule.pointer.empty(), "count", value_key);
  both(rule.count || rule.sum, !rule.observed.empty(), "count or sum", "observed");
}

void check_numbers(const RecordRule& rule, const config::Place& place, config::Complaints& out) {
  for (const auto& [name, unit] : rule.numbers)
    if (!rule.fields.contains(name))
      out.push_back({place, {"numbers names {}, which is no field", {name}}, "name it in fields too"});
  for (const std::string& name : rule.degrees) {
    if (!rule.fields.contains(name))
      out.push_back({place, {"degrees names {}, which is no field", {name}}, "name it in fields too"});
    if (rule.numbers.contains(name))
      out.push_back({place, {"{} is in numbers and in degrees", {name}}, "keep one of them"});
  }
}

config::Result<double> mapped_number(const std::map<std::string, double>& map, std::string_view text) {
  const auto known = map.find(std::string(trim(text)));
  if (known == map.end()) return config::fail({"\"{}\" is not among the texts of map", {shortened(text, 60)}});
  return known->second;
}

void not_taken(const std::string& personal, const config::Place& place, config::Complaints& out) {
  out.push_back({place,
                 {"the field {} is declared personal, and a rule takes it", {personal}},
                 "take it out of the rule: personal data are not kept"});
}

std::vector<std::string> pointers_of(const ValueRule& rule) {
  std::vector<std::string> out = {rule.pointer, rule.region, rule.item, rule.at, rule.observed};
  if (rule.where) out.push_back(rule.where->pointer);
  return out;
}

std::vector<std::string> pointers_of(const RecordRule& rule) {
  std::vector<std::string> out = rule.key;
  out.push_back(rule.at);
  for (const auto& [name, pointer] : rule.fields) out.push_back(pointer);
  if (rule.where) out.push_back(rule.where->pointer);
  return out;
}

}  // namespace feeds
