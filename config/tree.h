// A TOML document as plain data with the place of every value. Only tree.cpp knows the TOML library.
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>
#include "config/result.h"
#include "config/time.h"

namespace config {

struct Node;
using Array = std::vector<Node>;
struct Table {
  std::vector<std::pair<std::string, Node>> entries;  // in the order of the file
  const Node* find(std::string_view key) const;
};
struct Node {
  std::variant<bool, std::int64_t, double, std::string, Date, Time, Array, Table> value;
  Place place;      // of the value
  Place key_place;  // of its key, where it has one
  const Table* table() const { return std::get_if<Table>(&value); }
  const Array* array() const { return std::get_if<Array>(&value); }
  const std::string* string() const { return std::get_if<std::string>(&value); }
};

// `file` is said in complaints. A syntax error gives one complaint and no node.
std::optional<Node> parse_toml(std::string_view text, const std::string& file, Complaints&);

}  // namespace config
