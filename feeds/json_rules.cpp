// Reading a JSON reply by rules. Any thread; no network, so that it can be tested and fuzzed alone.
#include "feeds/json_rules.h"
#include "feeds/json_source.h"
#include "feeds/json_tape.h"

namespace feeds {
namespace {

using config::fail;
using config::Result;

struct JsonSource {
  using Element = feeds::Element;
  using Ref = JsonPointer;

  Ref compile(const std::string& text) const { return JsonPointer::parse(text).value_or(JsonPointer()); }

  // Nothing for what is absent, null, a list or an object.
  std::optional<std::string> text(const Ref& pointer, const Element& element) const {
    if (pointer.is_key()) return element.key;
    const Json* found = pointer.find(*element.value);
    if (!found || found->is_null() || found->is_structured()) return {};
    return scalar_text(*found);
  }

  bool absent(const Ref& pointer, const Element& element) const {
    if (pointer.is_key()) return false;
    const Json* found = pointer.find(*element.value);
    return !found || found->is_null();
  }

  Result<double> number(const Ref& pointer, const Element& element, const ValueRule& rule) const {
    if (pointer.is_key()) return number_by_rule(element.key, rule);
    const Json* found = pointer.find(*element.value);
    if (!found) return fail("there is nothing where a number is due");
    if (found->is_null()) return fail("the value is null");
    return number_of(*found, rule);
  }

  Result<Value> value(const Ref& pointer, const Element& element) const {
    if (pointer.is_key()) return Value(element.key);
    const Json* found = pointer.find(*element.value);
    if (!found || found->is_null()) return Value();
    if (found->is_boolean()) return Value(found->get<bool>());
    if (found->is_number()) return Value(found->get<double>());
    if (found->is_string()) return Value(found->get<std::string>());
    return fail("there is a list or an object where a number is due");
  }

  TimeForm form(const Ref&, const Element&, TimeForm declared) const { return declared; }

 private:
  static Result<double> number_of(const Json& found, const ValueRule& rule) {
    if (!rule.map.empty()) return mapped_number(rule.map, scalar_text(found));
    if (found.is_number()) return found.get<double>();
    if (found.is_boolean()) return found.get<bool>() ? 1.0 : 0.0;
    if (found.is_string()) return read_number(found.get_ref<const std::string&>(), rule.number, rule.unit);
    return fail("there is a list or an object where a number is due");
  }
};

template <class Reader>
void run(Reader reader, const std::string& name, const std::string& each, const Json& reply, Batch& out) {
  const auto elements = JsonSource().compile(each).elements(reply);
  if (!elements) return complain_of_no_list(name, each, out);
  for (const Element& element : *elements) reader.take(element);
  reader.finish();
}

}  // namespace

void check_pointer(const std::string& pointer, const config::Place& place, config::Complaints& out) {
  if (const auto parsed = JsonPointer::parse(pointer); !parsed)
    out.push_back({place, parsed.error().what, parsed.error().cure});
}

void check_rule(const ValueRule& rule, const config::Place& place, config::Complaints& out) {
  for (const std::string* pointer : {&rule.each, &rule.pointer, &rule.region, &rule.item, &rule.at, &rule.observed})
    check_pointer(*pointer, place, out);
  if (rule.where) check_pointer(rule.where->pointer, place, out);
  check_exclusions(rule, "pointer", place, out);
}

void check_rule(const RecordRule& rule, const config::Place& place, config::Complaints& out) {
  check_pointer(rule.each, place, out);
  check_pointer(rule.at, place, out);
  for (const std::string& pointer : rule.key) check_pointer(pointer, place, out);
  for (const auto& [name, pointer] : rule.fields) check_pointer(pointer, place, out);
  if (rule.where) check_pointer(rule.where->pointer, place, out);
  check_numbers(rule, place, out);
  if (rule.key.empty()) out.push_back({place, "key names no pointer", "name what tells records apart"});
}

bool holds(const Where& where, const Json& element) {
  const JsonSource source;
  return Passing(&where, source)(source, {"", &element});
}

void strip(Json& value, const std::vector<std::string>& names) {
  if (names.empty()) return;
  if (value.is_object())
    for (const std::string& name : names) value.erase(name);
  if (value.is_structured())
    for (Json& part : value) strip(part, names);
}

void JsonRules::check(const config::Place& place, config::Complaints& out) const {
  if (value.empty() && record.empty())
    out.push_back({place, "nothing is taken from the reply", "add [[feed.value]] or [[feed.record]]"});
  const auto take_no_personal = [&](const config::Place& there, const std::vector<std::string>& pointers) {
    for (const std::string& pointer : pointers)
      for (const std::string& name : personal)
        if (pointer.ends_with('/' + name)) not_taken(name, there, out);
  };
  for (const ValueRule& rule : value) {
    const config::Place& there = rule.indicator.place.line > 0 ? rule.indicator.place : place;
    check_rule(rule, there, out);
    take_no_personal(there, pointers_of(rule));
  }
  for (const RecordRule& rule : record) {
    const config::Place& there = rule.table.place.line > 0 ? rule.table.place : place;
    check_rule(rule, there, out);
    take_no_personal(there, pointers_of(rule));
  }
}

void JsonRules::read(Json document, const config::Catalogue& catalogue, Time now, Batch& out) const {
  strip(document, personal);
  for (const ValueRule& rule : value) read_values(document, rule, catalogue, now, out);
  for (const RecordRule& rule : record) read_records(document, rule, catalogue, now, out);
}

config::Result<void> JsonRules::read_text(std::string_view text, const config::Catalogue& catalogue, Time now,
                                          Batch& out) const {
  if (read_tape(text, *this, catalogue, now, out)) return {};
  auto document = parse_json(text);
  if (!document) return tl::unexpected(document.error());
  read(std::move(*document), catalogue, now, out);
  return {};
}

void read_values(const Json& reply, const ValueRule& rule, const config::Catalogue& catalogue, Time now, Batch& out) {
  if (reply.is_array() && reply.empty()) return complain_of_nothing(rule.indicator.name, out);
  const JsonSource source;
  run(ValueReader(rule, rule.where ? &*rule.where : nullptr, source, catalogue, now, out), rule.indicator.name,
      rule.each, reply, out);
}

void read_records(const Json& reply, const RecordRule& rule, const config::Catalogue& catalogue, Time now, Batch& out) {
  const JsonSource source;
  run(RecordReader(rule, rule.where ? &*rule.where : nullptr, source, catalogue, now, out), rule.table.name, rule.each,
      reply, out);
}

}  // namespace feeds
