// The one description of a configuration section. `describe(auto& field)` of an options struct is visited by Reader
// (fills, checks, reports every fault with its place) and by Outline (what `manual`, `sample` and tests show).
#pragma once
#include <concepts>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>
#include "config/catalogue.h"
#include "config/tree.h"

namespace config {

// Strings with a meaning that the reader checks at their place.
struct IndicatorName {
  std::string name;
  Place place;
};  // an indicator of the center
struct TableName {
  std::string name;
  Place place;
};  // a [[table]] of the center
struct RegionCode {
  std::string code;
  Place place;
};  // a district of the center, or the regency itself
struct AgencyName {
  std::string id;
  Place place;
};
// Kept out of every output. Written as "env:NAME" or "file:PATH" (relative to the center's folder), or literally.
struct Secret {
  std::string source;  // as written
  bool given() const { return !source.empty(); }
};
// Another table passed on whole to whoever reads it later (a kind's own options). `beside`: the section's keys that
// were read already, known to suggestions for a mistyped key.
struct Rest {
  Table table;
  Place place;
  std::vector<std::string> beside;
};

// Names of an enum in configuration: specialise with `static constexpr std::pair<const char*, E> names[]`.
template <class E>
struct Choices;

struct Rules {
  bool required = false;
  // Bounds of a number; of a Duration in seconds.
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
  const char* example = nullptr;  // a TOML value for `sample`, where the default says too little
  bool sampled = false;           // one of several of which one is needed: `sample` gives this one
};

// What the reader may look things up in.
struct References {
  const Catalogue* catalogue = nullptr;  // null: names are not looked up
  // The agency whose feed is read: it may name that agency's indicators and tables alone (C4). Empty: any.
  std::string agency = {};
};

struct FieldInfo {
  std::string name, type, help, default_value, example;
  bool required = false, sampled = false, list = false;
  std::vector<std::string> choices;
  std::vector<FieldInfo> children;  // of a sub-table or a list of tables
};

template <class T>
struct is_vector : std::false_type {};
template <class T>
struct is_vector<std::vector<T>> : std::true_type {};
template <class T>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<std::optional<T>> : std::true_type {};
template <class T>
struct is_string_map : std::false_type {};
template <class T>
struct is_string_map<std::map<std::string, T>> : std::true_type {};

class Reader;
class Outline;
template <class T>
concept Described = requires(T& t, Reader& r) {
  t.describe(r);
};

// Reads one table. Unknown keys, wrong types, missing and out-of-range values become complaints; reading goes on.
class Reader {
 public:
  Reader(const Table& table, Place place, const References& refs, Complaints& out)
      : table_(table), place_(std::move(place)), refs_(refs), out_(out) {}

  template <class T>
  void operator()(const char* name, T& value, const char* help, Rules rules = {}) {
    (void)help;
    known_.push_back(name);
    const Node* node = table_.find(name);
    if (!node) {
      if (rules.required) missing(name);
      return;
    }
    read(*node, value, rules);
  }
  // Call after describe(): complains of every key that no field named.
  void finish();
  // A key that another part reads.
  void allow(const char* name) { known_.push_back(name); }
  // Every key that no field named, for another reader; finish() has nothing to say of them then.
  Rest rest();
  // Keys of the same section that are not read here: only suggested for a mistyped one.
  void beside(const std::vector<std::string>& names) { beside_ = names; }
  const Place& place() const { return place_; }

 private:
  template <class T>
  void read(const Node& node, T& value, const Rules& rules) {
    if constexpr (is_optional<T>::value) {
      typename T::value_type inner{};
      const std::size_t before = out_.size();
      read(node, inner, rules);
      if (out_.size() == before) value = std::move(inner);
    } else if constexpr (is_vector<T>::value) {
      read_list(node, value, rules);
    } else if constexpr (is_string_map<T>::value) {
      const Table* table = node.table();
      if (!table) return wrong_type(node, "a table");
      for (const auto& [key, child] : table->entries) read(child, value[key], rules);
    } else if constexpr (std::is_enum_v<T>) {
      read_enum(node, value);
    } else if constexpr (Described<T>) {
      const Table* table = node.table();
      if (!table) return wrong_type(node, "a table");
      Reader inner(*table, node.place, refs_, out_);
      value.describe(inner);
      inner.finish();
    } else {
      read_scalar(node, value, rules);
    }
  }
  template <class T>
  void read_list(const Node& node, std::vector<T>& value, const Rules& rules) {
    const Array* array = node.array();
    if (!array) return wrong_type(node, "a list");
    value.clear();
    for (const Node& child : *array) {
      T item{};
      read(child, item, rules);
      value.push_back(std::move(item));
    }
  }
  template <class E>
  void read_enum(const Node& node, E& value) {
    std::vector<std::string> names;
    for (const auto& [name, choice] : Choices<E>::names) {
      if (node.string() && *node.string() == name) {
        value = choice;
        return;
      }
      names.push_back(name);
    }
    not_a_choice(node, names);
  }
  void read_scalar(const Node&, bool&, const Rules&);
  void read_scalar(const Node&, int&, const Rules&);
  void read_scalar(const Node&, std::int64_t&, const Rules&);
  void read_scalar(const Node&, double&, const Rules&);
  void read_scalar(const Node&, std::string&, const Rules&);
  void read_scalar(const Node&, Duration&, const Rules&);
  void read_scalar(const Node&, Date&, const Rules&);
  void read_scalar(const Node&, Label&, const Rules&);  // "text" or { id = "...", en = "..." }
  void read_scalar(const Node&, IndicatorName&, const Rules&);
  void read_scalar(const Node&, TableName&, const Rules&);
  void read_scalar(const Node&, RegionCode&, const Rules&);
  void read_scalar(const Node&, AgencyName&, const Rules&);
  void read_scalar(const Node&, Secret&, const Rules&);
  void read_scalar(const Node&, Rest&, const Rules&);
  void missing(const char* name);
  void wrong_type(const Node&, const char* wanted);
  void not_a_choice(const Node&, const std::vector<std::string>& names);

  const Table& table_;
  Place place_;
  const References& refs_;
  Complaints& out_;
  std::vector<std::string> known_, beside_;
};

// Collects what describe() says, with the defaults of a freshly made value.
class Outline {
 public:
  template <class T>
  void operator()(const char* name, T& value, const char* help, Rules rules = {}) {
    FieldInfo info;
    info.name = name;
    info.help = help;
    info.required = rules.required;
    info.sampled = rules.sampled;
    if (rules.example) info.example = rules.example;
    fill(info, value);
    fields.push_back(std::move(info));
  }
  void allow(const char*) {}
  std::vector<FieldInfo> fields;

 private:
  template <class T>
  void fill(FieldInfo& info, const T& value) {
    if constexpr (is_optional<T>::value) {
      typename T::value_type inner{};
      fill(info, value ? *value : inner);
      if (!value) info.default_value.clear();
    } else if constexpr (is_vector<T>::value) {
      typename T::value_type inner{};
      fill(info, inner);
      info.default_value.clear();
      info.list = true;
    } else if constexpr (is_string_map<T>::value) {
      info.type = "table";
    } else if constexpr (std::is_enum_v<T>) {
      info.type = "choice";
      for (const auto& [name, choice] : Choices<T>::names) {
        info.choices.push_back(name);
        if (choice == value) info.default_value = '"' + std::string(name) + '"';
      }
    } else if constexpr (Described<T>) {
      info.type = "table";
      Outline inner;
      T copy = value;
      copy.describe(inner);
      info.children = std::move(inner.fields);
    } else {
      fill_scalar(info, value);
    }
  }
  static void fill_scalar(FieldInfo&, bool);
  static void fill_scalar(FieldInfo&, int);
  static void fill_scalar(FieldInfo&, std::int64_t);
  static void fill_scalar(FieldInfo&, double);
  static void fill_scalar(FieldInfo&, const std::string&);
  static void fill_scalar(FieldInfo&, Duration);
  static void fill_scalar(FieldInfo&, Date);
  static void fill_scalar(FieldInfo&, const Label&);
  static void fill_scalar(FieldInfo&, const IndicatorName&);
  static void fill_scalar(FieldInfo&, const TableName&);
  static void fill_scalar(FieldInfo&, const RegionCode&);
  static void fill_scalar(FieldInfo&, const AgencyName&);
  static void fill_scalar(FieldInfo&, const Secret&);
  static void fill_scalar(FieldInfo&, const Rest&);
};

}  // namespace config
