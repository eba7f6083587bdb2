// JSON replies: parsing within bounds, and finding values by pointer. Pure, any thread.
#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "config/result.h"

namespace feeds {

using Json = nlohmann::json;

constexpr std::size_t most_json_levels = 64;

// Refused: more levels than that, a key that stands twice in one object (which of them counts would be chance), bytes
// that are not UTF-8. Errors say at which byte the fault is.
config::Result<Json> parse_json(std::string_view text);

// One of those to go through: `key` is its name in an object, its number in a list.
struct Element {
  std::string key;
  const Json* value = nullptr;
};

// RFC 6901 ("/data/0/name", "~1" for "/", "~0" for "~"; empty: the whole), with two additions of ours:
// "*" as a step stands for every element, and the pointer "{key}" for the name or number of the element itself.
class JsonPointer {
 public:
  static config::Result<JsonPointer> parse(std::string_view text);
  bool is_key() const { return key_; }
  bool has_star() const;
  const std::vector<std::string>& steps() const { return steps_; }
  // Nothing there: null pointer. Stars find nothing here.
  const Json* find(const Json& root) const;
  // The elements to go through: with stars, everything they stand for; without, the elements of the list or the members
  // of the object that is found. The empty pointer goes through a list, and takes an object as the one element.
  // Nothing: there is neither a list nor an object.
  std::optional<std::vector<Element>> elements(const Json& root) const;

 private:
  std::vector<std::string> steps_;
  bool key_ = false;
};

// A scalar as text: strings as they are, numbers and booleans as JSON writes them; "" for null, arrays and objects.
std::string scalar_text(const Json&);

}  // namespace feeds
