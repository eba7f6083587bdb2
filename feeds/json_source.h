// What both readers of JSON by rules say alike. Any thread.
#pragma once
#include "feeds/rule_reader.h"

namespace feeds {

// A number that is written as text: the name of an element, say.
inline config::Result<double> number_by_rule(const std::string& text, const ValueRule& rule) {
  if (!rule.map.empty()) return mapped_number(rule.map, text);
  return read_number(text, rule.number, rule.unit);
}

inline void complain_of_no_list(const std::string& name, const std::string& each, Batch& out) {
  complain(out, name, "", {{"there is no list at \"{}\"", {each}}, {}});
}

// What some systems answer on a fault of their own: it does not say that there is none.
inline void complain_of_nothing(const std::string& name, Batch& out) {
  complain(out, name, "[]", {"an empty reply tells nothing", {}});
}

}  // namespace feeds
