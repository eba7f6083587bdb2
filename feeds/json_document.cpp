// JSON by nlohmann's parser, whose exceptions end here. Any thread.
#include "feeds/json_document.h"
#include <algorithm>
#include <charconv>
#include <utility>

namespace feeds {
namespace {

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

// Builds the document from the parser's events, within bounds. Its own tree builder with a callback looks through all
// of a list again at the end of each of its elements.
class Builder {
 public:
  bool null() { return put(nullptr); }
  bool boolean(bool value) { return put(value); }
  bool number_integer(std::int64_t value) { return put(value); }
  bool number_unsigned(std::uint64_t value) { return put(value); }
  bool number_float(double value, const std::string&) { return put(value); }
  bool string(std::string& value) { return put(std::move(value)); }
  bool binary(Json::binary_t&) { return false; }
  bool start_object(std::size_t) { return open(Json::object()); }
  bool start_array(std::size_t) { return open(Json::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(std::string& name) {
    const auto [place, is_new] = open_.back()->get_ref<Json::object_t&>().try_emplace(std::move(name));
    if (!is_new) {
      fault_ = {{"the key \"{}\" stands twice in one object of the JSON reply", {place->first.substr(0, 60)}}, {}};
      return false;
    }
    member_ = &place->second;
    return true;
  }
  bool parse_error(std::size_t at, const std::string&, const nlohmann::detail::exception& error) {
    constexpr int too_large = 406;
    if (error.id == too_large) {
      fault_ = {"the reply is not JSON that can be kept: a number is too large", {}};
    } else {
      fault_ = {{"the reply is not JSON: fault at byte {} of {}", {std::to_string(at), ""}}, {}};
    }
    return false;
  }

  Json document;
  std::optional<config::Error> fault() const { return fault_; }

 private:
  template <class T>
  Json* put_value(T&& value) {
    if (open_.empty()) return &(document = std::forward<T>(value));
    if (member_) return &(*std::exchange(member_, nullptr) = std::forward<T>(value));
    auto& list = open_.back()->get_ref<Json::array_t&>();
    list.emplace_back(std::forward<T>(value));
    return &list.back();
  }
  template <class T>
  bool put(T&& value) {
    put_value(std::forward<T>(value));
    return true;
  }
  bool open(Json&& empty) {
    if (open_.size() >= most_json_levels) {
      fault_ = {{"the JSON reply has more than {} levels", {std::to_string(most_json_levels)}}, {}};
      return false;
    }
    open_.push_back(put_value(std::move(empty)));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  std::vector<Json*> open_;  // lists and objects that have not ended
  Json* member_ = nullptr;   // whose value comes next
  std::optional<config::Error> fault_;
};

}  // namespace

config::Result<Json> parse_json(std::string_view text) {
  Builder builder;
  if (Json::sax_parse(text.begin(), text.end(), &builder)) return std::move(builder.document);
  config::Error fault = builder.fault().value();
  if (fault.what.arguments.size() == 2) fault.what.arguments[1] = std::to_string(text.size());
  return tl::unexpected(std::move(fault));
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
