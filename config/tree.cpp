// toml++ to plain data: the only file that knows the library, and where its exceptions end. Any thread.
#include "config/tree.h"
#include <toml++/toml.h>
#include <algorithm>
#include <cmath>

namespace config {

namespace {

// Deeper than any configuration, and far from the end of the stack.
constexpr int deepest = 32;

class Converter {
 public:
  Converter(const std::string& file, Complaints& complaints) : file_(file), complaints_(complaints) {}

  Node node(const toml::node& from, int depth) {
    Node to;
    to.place = place(from.source());
    if (depth > deepest) {
      say(to.place, "this is nested too deeply", "write it flatter");
      to.value = false;
    } else if (const auto* table = from.as_table()) {
      to.value = entries(*table, depth);
    } else if (const auto* array = from.as_array()) {
      Array items;
      items.reserve(array->size());
      for (const toml::node& item : *array) items.push_back(node(item, depth + 1));
      to.value = std::move(items);
    } else {
      scalar(from, to);
    }
    return to;
  }

 private:
  Place place(const toml::source_region& region) const {
    return {file_, static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
  }

  Table entries(const toml::table& from, int depth) {
    Table to;
    to.entries.reserve(from.size());
    for (auto&& [key, child] : from) {
      Node value = node(child, depth + 1);
      value.key_place = place(key.source());
      to.entries.emplace_back(std::string(key.str()), std::move(value));
    }
    const auto written_at = [](const auto& entry) {
      return std::pair(entry.second.key_place.line, entry.second.key_place.column);
    };
    std::stable_sort(to.entries.begin(), to.entries.end(),
                     [&](const auto& a, const auto& b) { return written_at(a) < written_at(b); });
    return to;
  }

  void scalar(const toml::node& from, Node& to) {
    if (const auto* text = from.as_string()) {
      to.value = text->get();
    } else if (const auto* number = from.as_integer()) {
      to.value = number->get();
    } else if (const auto* real = from.as_floating_point()) {
      to.value = real->get();
    } else if (const auto* truth = from.as_boolean()) {
      to.value = truth->get();
    } else if (const auto* date = from.as_date()) {
      to.value = day(date->get());
    } else if (const auto* moment = from.as_date_time(); moment && moment->get().offset) {
      to.value = instant(moment->get());
    } else {
      say(to.place, "a time of day needs its date and zone", "write it as 2026-11-21T14:02:00+08:00");
      to.value = false;
    }
  }

  static Date day(const toml::date& date) {
    return std::chrono::year(date.year) / std::chrono::month(date.month) / std::chrono::day(date.day);
  }

  static Time instant(const toml::date_time& moment) {
    return std::chrono::sys_days(day(moment.date)) + std::chrono::hours(moment.time.hour) +
           std::chrono::minutes(moment.time.minute) + std::chrono::seconds(moment.time.second) +
           Duration(moment.time.nanosecond / 1'000'000) - std::chrono::minutes(moment.offset->minutes);
  }

  void say(Place where, const char* what, const char* cure) {
    complaints_.push_back({std::move(where), what, cure, false});
  }

  const std::string& file_;
  Complaints& complaints_;
};

}  // namespace

const Node* Table::find(std::string_view key) const {
  for (const auto& [name, node] : entries)
    if (name == key) return &node;
  return nullptr;
}

std::optional<Node> parse_toml(std::string_view text, const std::string& file, Complaints& complaints) {
  try {
    const toml::table document = toml::parse(text);
    const std::size_t before = complaints.size();
    Node root = Converter(file, complaints).node(document, 0);
    if (complaints.size() != before) return std::nullopt;
    return root;
  } catch (const toml::parse_error& error) {
    const toml::source_position at = error.source().begin;
    complaints.push_back({{file, static_cast<int>(at.line), static_cast<int>(at.column)},
                          {"this is not TOML: {}", {std::string(error.description())}},
                          "correct the line; the fault may lie just before it"});
  } catch (const std::exception& error) {
    complaints.push_back({{file}, {"this is not TOML: {}", {error.what()}}, "correct the file"});
  }
  return std::nullopt;
}

}  // namespace config
