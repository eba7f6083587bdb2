// See json_tape.h. What differs from the source of json_rules.cpp is where values lie; tests/fuzz compares the two.
#include "feeds/json_tape.h"
#include <simdjson.h>
#include <algorithm>
#include <charconv>
#include "feeds/json_source.h"

namespace feeds {
namespace {

using config::fail;
using config::Result;
using simdjson::dom::element_type;
using Node = simdjson::dom::element;

struct TapeElement {
  std::string_view name;  // in an object
  std::size_t index = 0;  // in a list
  bool named = true;
  Node value;
  std::string key() const { return named ? std::string(name) : std::to_string(index); }
};

// Asked only of what has the type.
double number_in(const Node& node) {
  if (node.is_int64()) return static_cast<double>(node.get_int64().value_unsafe());
  if (node.is_uint64()) return static_cast<double>(node.get_uint64().value_unsafe());
  return node.get_double().value_unsafe();
}
std::string_view string_in(const Node& node) {
  return node.get_string().value_unsafe();
}
simdjson::dom::object object_in(const Node& node) {
  return node.get_object().value_unsafe();
}
simdjson::dom::array list_in(const Node& node) {
  return node.get_array().value_unsafe();
}
bool is_structured(const Node& node) {
  return node.is_array() || node.is_object();
}

std::optional<Node> step_into(const Node& node, const std::string& step) {
  if (node.is_object()) {
    const auto members = object_in(node);
    for (const auto member : members)
      if (member.key == step) return member.value;
    return {};
  }
  if (!node.is_array() || step.empty() || (step.size() > 1 && step.front() == '0')) return {};
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
  if (error != std::errc() || end != step.data() + step.size()) return {};
  const auto children = list_in(node);
  for (const Node child : children)
    if (index-- == 0) return child;
  return {};
}

std::optional<Node> find(const JsonPointer& pointer, const Node& root) {
  Node at = root;
  for (const std::string& step : pointer.steps()) {
    const auto next = step_into(at, step);
    if (!next) return {};
    at = *next;
  }
  return at;
}

// Members in the order of their names, as the tree has them.
void add_children(const Node& node, std::vector<TapeElement>& out) {
  const std::size_t before = out.size();
  if (node.is_object()) {
    const auto members = object_in(node);
    for (const auto member : members) out.push_back({member.key, 0, true, member.value});
    std::sort(out.begin() + static_cast<std::ptrdiff_t>(before), out.end(),
              [](const TapeElement& a, const TapeElement& b) { return a.name < b.name; });
  }
  if (!node.is_array()) return;
  const auto children = list_in(node);
  for (const Node child : children) out.push_back({{}, out.size() - before, false, child});
}

std::optional<std::vector<TapeElement>> elements(const JsonPointer& pointer, const Node& root) {
  std::vector<TapeElement> at = {{{}, 0, true, root}};
  for (const std::string& step : pointer.steps()) {
    std::vector<TapeElement> next;
    for (TapeElement& element : at) {
      if (step == "*") {
        add_children(element.value, next);
      } else if (const auto found = step_into(element.value, step)) {
        element.value = *found;
        next.push_back(element);
      }
    }
    at = std::move(next);
  }
  if (pointer.has_star()) return at;
  if (at.empty() || !is_structured(at.front().value)) return {};
  if (pointer.steps().empty() && root.is_object()) return at;
  std::vector<TapeElement> out;
  add_children(at.front().value, out);
  return out;
}

struct TapeSource {
  using Element = TapeElement;
  using Ref = JsonPointer;

  Ref compile(const std::string& text) const { return JsonPointer::parse(text).value_or(JsonPointer()); }

  std::optional<std::string> text(const Ref& pointer, const Element& element) const {
    if (pointer.is_key()) return element.key();
    const auto found = find(pointer, element.value);
    if (!found || found->is_null() || is_structured(*found)) return {};
    return scalar_text_of(*found);
  }

  bool absent(const Ref& pointer, const Element& element) const {
    if (pointer.is_key()) return false;
    const auto found = find(pointer, element.value);
    return !found || found->is_null();
  }

  Result<double> number(const Ref& pointer, const Element& element, const ValueRule& rule) const {
    if (pointer.is_key()) return number_by_rule(element.key(), rule);
    const auto found = find(pointer, element.value);
    if (!found) return fail("there is nothing where a number is due");
    if (found->is_null()) return fail("the value is null");
    if (!rule.map.empty()) return mapped_number(rule.map, is_structured(*found) ? "" : scalar_text_of(*found));
    if (found->is_number()) return number_in(*found);
    if (found->is_bool()) return found->get_bool().value_unsafe() ? 1.0 : 0.0;
    if (found->is_string()) return read_number(string_in(*found), rule.number, rule.unit);
    return fail("there is a list or an object where a number is due");
  }

  Result<Value> value(const Ref& pointer, const Element& element) const {
    if (pointer.is_key()) return Value(element.key());
    const auto found = find(pointer, element.value);
    if (!found || found->is_null()) return Value();
    if (found->is_bool()) return Value(found->get_bool().value_unsafe());
    if (found->is_number()) return Value(number_in(*found));
    if (found->is_string()) return Value(std::string(string_in(*found)));
    return fail("there is a list or an object where a number is due");
  }

  TimeForm form(const Ref&, const Element&, TimeForm declared) const { return declared; }

 private:
  static std::string scalar_text_of(const Node& node) {
    switch (node.type()) {
      case element_type::INT64:
        return std::to_string(node.get_int64().value_unsafe());
      case element_type::UINT64:
        return std::to_string(node.get_uint64().value_unsafe());
      case element_type::DOUBLE:
        return scalar_text(Json(node.get_double().value_unsafe()));
      case element_type::BOOL:
        return node.get_bool().value_unsafe() ? "true" : "false";
      default:
        return std::string(string_in(node));
    }
  }
};

bool stands_twice(std::vector<std::string_view>& keys) {
  constexpr std::size_t few = 12;
  if (keys.size() > few) {
    std::sort(keys.begin(), keys.end());
    return std::adjacent_find(keys.begin(), keys.end()) != keys.end();
  }
  for (std::size_t i = 1; i < keys.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (keys[i] == keys[j]) return true;
  return false;
}

bool is_sound(const Node& node, std::size_t levels_left, std::vector<std::string_view>& keys) {
  if (!is_structured(node)) return true;
  if (levels_left == 0) return false;
  if (node.is_array()) {
    const auto children = list_in(node);
    for (const Node child : children)
      if (!is_sound(child, levels_left - 1, keys)) return false;
    return true;
  }
  keys.clear();
  bool nested = false;
  const auto members = object_in(node);
  for (const auto member : members) {
    keys.push_back(member.key);
    nested = nested || is_structured(member.value);
  }
  if (stands_twice(keys)) return false;
  if (!nested) return true;
  for (const auto member : members)
    if (!is_sound(member.value, levels_left - 1, keys)) return false;
  return true;
}

template <class Reader>
void run(Reader reader, const std::string& name, const std::string& each, const Node& reply, Batch& out) {
  const auto all = elements(TapeSource().compile(each), reply);
  if (!all) return complain_of_no_list(name, each, out);
  for (const TapeElement& element : *all) reader.take(element);
  reader.finish();
}

}  // namespace

bool read_tape(std::string_view text, const JsonRules& rules, const config::Catalogue& catalogue, Time now,
               Batch& out) {
  if (!rules.personal.empty()) return false;
  if (text.find("\\ud") != text.npos || text.find("\\uD") != text.npos) return false;
  simdjson::dom::parser parser;
  if (parser.allocate(text.size(), most_json_levels + 1)) return false;
  Node root;
  if (parser.parse(text.data(), text.size()).get(root)) return false;
  std::vector<std::string_view> keys;
  if (!is_sound(root, most_json_levels, keys)) return false;
  const bool tells_nothing = root.is_array() && root.get_array().value_unsafe().size() == 0;
  const TapeSource source;
  for (const ValueRule& rule : rules.value) {
    const std::string& name = rule.indicator.name;
    if (tells_nothing) {
      complain_of_nothing(name, out);
    } else {
      run(ValueReader(rule, rule.where ? &*rule.where : nullptr, source, catalogue, now, out), name, rule.each, root,
          out);
    }
  }
  for (const RecordRule& rule : rules.record)
    run(RecordReader(rule, rule.where ? &*rule.where : nullptr, source, catalogue, now, out), rule.table.name,
        rule.each, root, out);
  return true;
}

}  // namespace feeds
