// JSON by nlohmann's parser, whose exceptions end here. Any thread.
#include "feeds/json_document.h"
#include <algorithm>
#include <charconv>
#include <set>

namespace feeds {
namespace {

constexpr int most_levels = 64;

const Json* step_into(const Json& value, const std::string& step) {
  if (value.is_object()) {
    const auto found = value.find(step);
    return found == value.end() ? nullptr : &*found;
  }
  if (!value.is_array() || step.empty() || (step.size() > 1 && step.front() == '0')) return nullptr;
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
  if (error != std::errc() || end != step.data() + step.size() || index >= value.size()) return nullptr;
  return &value[index];
}

void add_children(const Json& value, std::vector<Element>& out) {
  if (value.is_object())
    for (const auto& [name, child] : value.items()) out.push_back({name, &child});
  if (value.is_array())
    for (std::size_t i = 0; i < value.size(); ++i) out.push_back({std::to_string(i), &value[i]});
}

// Watches the parser: levels, and the keys of every object that is open.
struct Watch {
  std::vector<std::set<std::string, std::less<>>> open;
  std::string twice;
  bool too_deep = false;

  bool operator()(int depth, Json::parse_event_t event, Json& value) {
    if (depth >= most_levels) too_deep = true;
    if (too_deep || !twice.empty()) return false;
    if (event == Json::parse_event_t::object_start) open.emplace_back();
    if (event == Json::parse_event_t::object_end) open.pop_back();
    if (event == Json::parse_event_t::key) {
      const auto& name = value.get_ref<const std::string&>();
      if (!open.back().insert(name).second) twice = name;
    }
    return true;
  }
};

}  // namespace

config::Result<Json> parse_json(std::string_view text) {
  Watch watch;
  try {
    Json document = Json::parse(text.begin(), text.end(), std::ref(watch));
    if (watch.too_deep) return config::fail({"the JSON reply has more than {} levels", {std::to_string(most_levels)}});
    if (!watch.twice.empty())
      return config::fail({"the key \"{}\" stands twice in one object of the JSON reply", {watch.twice.substr(0, 60)}});
    return document;
  } catch (const Json::parse_error& error) {
    return config::fail(
        {"the reply is not JSON: fault at byte {} of {}", {std::to_string(error.byte), std::to_string(text.size())}});
  } catch (const Json::exception&) {
    return config::fail("the reply is not JSON that can be kept: a number is too large");
  }
}

config::Result<JsonPointer> JsonPointer::parse(std::string_view text) {
  JsonPointer out;
  if (text == "{key}") {
    out.key_ = true;
    return out;
  }
  if (text.empty()) return out;
  if (text.front() != '/')
    return config::fail({"\"{}\" is not a JSON pointer", {std::string(text)}}, "begin it with /");
  while (!text.empty()) {
    text.remove_prefix(1);
    const auto end = std::min(text.find('/'), text.size());
    std::string step;
    for (std::size_t i = 0; i < end; ++i) {
      if (text[i] != '~') {
        step += text[i];
        continue;
      }
      ++i;
      if (i >= end || (text[i] != '0' && text[i] != '1'))
        return config::fail("a ~ in a JSON pointer is written ~0, and a / within a name ~1");
      step += text[i] == '0' ? '~' : '/';
    }
    out.steps_.push_back(std::move(step));
    text.remove_prefix(end);
  }
  return out;
}

bool JsonPointer::has_star() const {
  return std::find(steps_.begin(), steps_.end(), "*") != steps_.end();
}

const Json* JsonPointer::find(const Json& root) const {
  const Json* at = &root;
  for (const std::string& step : steps_) {
    at = step_into(*at, step);
    if (!at) return nullptr;
  }
  return at;
}

std::optional<std::vector<Element>> JsonPointer::elements(const Json& root) const {
  std::vector<Element> at = {{"", &root}};
  for (const std::string& step : steps_) {
    std::vector<Element> next;
    for (const Element& element : at) {
      if (step == "*") {
        add_children(*element.value, next);
      } else if (const Json* found = step_into(*element.value, step)) {
        next.push_back({element.key, found});
      }
    }
    at = std::move(next);
  }
  if (has_star()) return at;
  if (at.empty() || !at.front().value->is_structured()) return {};
  if (steps_.empty() && root.is_object()) return at;
  std::vector<Element> out;
  add_children(*at.front().value, out);
  return out;
}

std::string scalar_text(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number() || value.is_boolean()) return value.dump();
  return {};
}

}  // namespace feeds
