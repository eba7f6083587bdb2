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
// Its members are defined below Node: clang++ instantiates those of a vector where the compiler would write them.
struct Table {
  Table();
  ~Table();
  Table(const Table&);
  Table(Table&&) noexcept;
  Table& operator=(const Table&);
  Table& operator=(Table&&) noexcept;
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

inline Table::Table() = default;
inline Table::~Table() = default;
inline Table::Table(const Table&) = default;
inline Table::Table(Table&&) noexcept = default;
inline Table& Table::operator=(const Table&) = default;
inline Table& Table::operator=(Table&&) noexcept = default;

// `file` is said in complaints. A syntax error gives one complaint and no node.
std::optional<Node> parse_toml(std::string_view text, const std::string& file, Complaints&);

}  // namespace config
