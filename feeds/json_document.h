// JSON replies: parsing within bounds, and finding values by pointer. Pure, any thread.
#pragma once
#include "config/result.h"
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace feeds {

using Json = nlohmann::json;

// Refused: more than 64 levels, a key that stands twice in one object (which of them counts would be chance), bytes that
// are not UTF-8. Errors say at which byte the fault is.
config::Result<Json> parse_json(std::string_view text);

// RFC 6901 ("/data/0/name", "~1" for "/", "~0" for "~"; empty: the whole), with two additions of ours:
// "*" as a step stands for every element, and the pointer "{key}" for the name or number of the element itself.
class JsonPointer {
 public:
  static config::Result<JsonPointer> parse(std::string_view text);
  bool is_key() const { return key_; }
  bool has_star() const;
  // Nothing there: null pointer. Stars find nothing here.
  const Json* find(const Json& root) const;
  // Every value that the pointer with its stars stands for.
  std::vector<const Json*> find_all(const Json& root) const;

 private:
  std::vector<std::string> steps_;
  bool key_ = false;
};

// A scalar as text: strings as they are, numbers and booleans as JSON writes them; "" for null, arrays and objects.
std::string scalar_text(const Json&);

}  // namespace feeds
