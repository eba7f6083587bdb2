// Reading a JSON reply by rules. Any thread; no network, so that it can be tested and fuzzed alone.
#include "feeds/json_rules.h"
#include <fmt/format.h>
#include <algorithm>
#include <cmath>

namespace feeds {
namespace {

using config::fail;
using config::Result;

JsonPointer compiled(const std::string& text) {
  return JsonPointer::parse(text).value_or(JsonPointer());
}

struct Passing {
  JsonPointer pointer;
  const std::string* equals = nullptr;
  explicit Passing(const std::optional<Where>& where) {
    if (!where) return;
    pointer = compiled(where->pointer);
    equals = &where->equals;
  }
  bool operator()(const Element& element) const {
    if (!equals) return true;
    if (pointer.is_key()) return element.key == *equals;
    const Json* found = pointer.find(*element.value);
    return (found ? scalar_text(*found) : std::string()) == *equals;
  }
};

// A pointer's text within an element; nothing for what is absent, null, a list or an object.
std::optional<std::string> text_at(const JsonPointer& pointer, const Element& element) {
  if (pointer.is_key()) return element.key;
  const Json* found = pointer.find(*element.value);
  if (!found || found->is_null() || found->is_structured()) return {};
  return scalar_text(*found);
}

void complain(Batch& out, std::string series, std::string_view value, const config::Error& error) {
  out.complaints.push_back({std::move(series), shortened(value), error.what});
}

class Values {
 public:
  Values(const ValueRule& rule, const config::Catalogue& catalogue, Time now, Batch& out)
      : rule_(rule),
        catalogue_(catalogue),
        now_(now),
        out_(out),
        value_(compiled(rule.pointer)),
        region_(compiled(rule.region)),
        item_(compiled(rule.item)),
        at_(compiled(rule.at)),
        observed_(compiled(rule.observed)),
        passes_(rule.where) {
    if (const config::Indicator* indicator = catalogue.indicator(rule.indicator.name))
      freshness_ = indicator->freshness;
    else
      freshness_.zone = catalogue.zone;
  }

  void run(const Json& reply) {
    const auto elements = compiled(rule_.each).elements(reply);
    if (!elements) return complain(out_, rule_.indicator.name, "", {{"there is no list at \"{}\"", {rule_.each}}, {}});
    // A count of none is zero, and known.
    const bool named_by_reply = !rule_.region.empty() || !rule_.item.empty() || !rule_.at.empty();
    if (rule_.count && !named_by_reply)
      add_to_group({rule_.indicator.name, fixed_region(), rule_.item_is}, current(), 0);
    for (const Element& element : *elements)
      if (passes_(element)) take(element);
    for (const auto& [name, group] : groups_)
      if (!group.broken) out_.samples.push_back({name.first, name.second, scaled(static_cast<double>(group.sum)), {}});
  }

 private:
  struct Group {
    long double sum = 0;
    bool broken = false;
  };

  Time current() const { return config::period_end(now_, freshness_.period, freshness_.zone); }
  std::string fixed_region() const {
    return rule_.region_is.code == catalogue_.code ? std::string() : rule_.region_is.code;
  }
  double scaled(double value) const {
    if (rule_.count) return value;
    value *= rule_.scale;
    return rule_.offset == 0 ? value : value + rule_.offset;  // a sum with 0 would make 0 of -0
  }

  void add_to_group(const SeriesName& name, Time at, long double value) {
    groups_[{name.to_string(), at}].sum += value;
  }

  Result<SeriesName> name_of(const Element& element) const {
    SeriesName name{rule_.indicator.name, fixed_region(), rule_.item_is};
    if (!rule_.region.empty()) {
      const auto region = read_region(text_at(region_, element).value_or(""), rule_.codes, catalogue_);
      if (!region) return tl::unexpected(region.error());
      name.region = *region;
    }
    if (!rule_.item.empty()) {
      auto item = read_item(text_at(item_, element).value_or(""));
      if (!item) return tl::unexpected(item.error());
      name.item = std::move(*item);
    }
    return name;
  }

  Result<Time> moment_of(const Element& element) const {
    if (rule_.at.empty()) return current();
    const auto text = text_at(at_, element);
    if (!text) return fail("there is nothing where the moment is due");
    return read_at(*text, rule_.at_format, zone_of(rule_.zone, catalogue_.zone), freshness_);
  }

  Result<double> number_of(const Json& found) const {
    if (!rule_.map.empty()) {
      const auto known = rule_.map.find(std::string(trim(scalar_text(found))));
      if (known == rule_.map.end())
        return fail({"\"{}\" is not among the texts of map", {shortened(scalar_text(found), 60)}});
      return known->second;
    }
    if (found.is_number()) return found.get<double>();
    if (found.is_boolean()) return found.get<bool>() ? 1.0 : 0.0;
    if (found.is_string()) return read_number(found.get_ref<const std::string&>(), rule_.number, rule_.unit);
    return fail("there is a list or an object where a number is due");
  }

  Result<double> value_of(const Element& element) const {
    if (value_.is_key()) return number_of(Json(element.key));
    const Json* found = value_.find(*element.value);
    if (!found) return fail("there is nothing where a number is due");
    if (found->is_null()) return fail("the value is null");
    return number_of(*found);
  }

  bool absent(const Element& element) const {
    if (value_.is_key()) return false;
    const Json* found = value_.find(*element.value);
    return !found || found->is_null();
  }

  std::string raw(const Element& element) const { return text_at(value_, element).value_or(""); }

  void take(const Element& element) {
    const auto name = name_of(element);
    if (!name) return complain(out_, rule_.indicator.name, raw(element), name.error());
    const std::string series = name->to_string();
    const auto at = moment_of(element);
    if (!at) return complain(out_, series, text_at(at_, element).value_or(""), at.error());
    if (rule_.count) return add_to_group(*name, *at, 1);
    if (rule_.optional && absent(element)) return;
    const auto value = value_of(element);
    if (!value) {
      // A sum without one of its parts would be a wrong one.
      if (rule_.sum) groups_[{series, *at}].broken = true;
      return complain(out_, series, raw(element), value.error());
    }
    if (rule_.sum) return add_to_group(*name, *at, *value);
    Sample sample{series, *at, scaled(*value), {}};
    if (!rule_.observed.empty()) {
      const auto text = text_at(observed_, element);
      const auto seen = read_time(text.value_or(""), rule_.observed_format, zone_of(rule_.zone, catalogue_.zone));
      if (!seen) return complain(out_, series, text.value_or(""), seen.error());
      sample.observed = *seen;
    }
    out_.samples.push_back(std::move(sample));
  }

  const ValueRule& rule_;
  const config::Catalogue& catalogue_;
  const Time now_;
  Batch& out_;
  const JsonPointer value_, region_, item_, at_, observed_;
  const Passing passes_;
  config::Freshness freshness_;
  std::map<std::pair<std::string, Time>, Group> groups_;
};

Value field_value(const Json& value) {
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_number()) return value.get<double>();
  if (value.is_string()) return value.get<std::string>();
  return std::monostate();
}

// A record rule with its pointers read once.
class Records {
 public:
  Records(const RecordRule& rule, const config::Catalogue& catalogue, Time now)
      : rule_(rule), zone_(zone_of(rule.zone, catalogue.zone)), now_(now), at_(compiled(rule.at)) {
    for (const std::string& pointer : rule.key) keys_.push_back(compiled(pointer));
    for (const auto& [name, pointer] : rule.fields) fields_.emplace_back(name, compiled(pointer));
  }

  Result<Record> record_of(const Element& element) const {
    Record record{rule_.table.name, "", now_, {}};
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      const auto part = text_at(keys_[i], element);
      if (!part || trim(*part).empty()) return fail({"the record has no name at \"{}\"", {rule_.key[i]}});
      if (!record.key.empty()) record.key += '|';
      record.key += trim(*part);
    }
    if (!rule_.at.empty()) {
      const auto text = text_at(at_, element);
      if (!text) return fail("there is nothing where the moment is due");
      const auto at = read_time(*text, rule_.at_format, zone_);
      if (!at) return tl::unexpected(at.error());
      record.at = *at;
    }
    for (const auto& [name, pointer] : fields_) {
      if (pointer.is_key()) {
        record.fields.push_back({name, element.key});
        continue;
      }
      const Json* found = pointer.find(*element.value);
      if (found && found->is_structured()) return fail({"field {} is a list or an object", {name}});
      const auto value = value_of(name, found);
      if (!value) return tl::unexpected(value.error());
      record.fields.push_back({name, *value});
    }
    return record;
  }

 private:
  Result<Value> value_of(const std::string& name, const Json* found) const {
    if (!found) return Value();
    const auto unit = rule_.numbers.find(name);
    if (unit == rule_.numbers.end() || !found->is_string()) return field_value(*found);
    const std::string& text = found->get_ref<const std::string&>();
    if (trim(text).empty()) return Value();
    const auto number = read_number(text, rule_.number, unit->second);
    if (!number) return tl::unexpected(number.error());
    return Value(*number);
  }

  const RecordRule& rule_;
  const config::Zone zone_;
  const Time now_;
  const JsonPointer at_;
  std::vector<JsonPointer> keys_;
  std::vector<std::pair<std::string, JsonPointer>> fields_;
};

}  // namespace

void check_pointer(const std::string& pointer, const config::Place& place, config::Complaints& out) {
  if (const auto parsed = JsonPointer::parse(pointer); !parsed)
    out.push_back({place, parsed.error().what, parsed.error().cure});
}

void check_rule(const ValueRule& rule, const config::Place& place, config::Complaints& out) {
  for (const std::string* pointer : {&rule.each, &rule.pointer, &rule.region, &rule.item, &rule.at, &rule.observed})
    check_pointer(*pointer, place, out);
  if (rule.where) check_pointer(rule.where->pointer, place, out);
  const auto both = [&](bool one, bool two, const char* first, const char* second) {
    if (one && two) out.push_back({place, {"{} and {} exclude each other", {first, second}}, "keep one of them"});
  };
  both(!rule.item.empty(), !rule.item_is.empty(), "item", "item_is");
  both(!rule.region.empty(), !rule.region_is.code.empty(), "region", "region_is");
  both(rule.count, rule.sum, "count", "sum");
  both(rule.count, !rule.pointer.empty(), "count", "pointer");
  both(rule.count || rule.sum, !rule.observed.empty(), "count or sum", "observed");
}

void check_rule(const RecordRule& rule, const config::Place& place, config::Complaints& out) {
  check_pointer(rule.each, place, out);
  check_pointer(rule.at, place, out);
  for (const std::string& pointer : rule.key) check_pointer(pointer, place, out);
  for (const auto& [name, pointer] : rule.fields) check_pointer(pointer, place, out);
  if (rule.where) check_pointer(rule.where->pointer, place, out);
  for (const auto& [name, unit] : rule.numbers)
    if (!rule.fields.contains(name))
      out.push_back({place, {"numbers names {}, which is no field", {name}}, "name it in fields too"});
  if (rule.key.empty()) out.push_back({place, "key names no pointer", "name what tells records apart"});
}

bool holds(const Where& where, const Json& element) {
  return Passing(where)({"", &element});
}

void read_values(const Json& reply, const ValueRule& rule, const config::Catalogue& catalogue, Time now, Batch& out) {
  Values(rule, catalogue, now, out).run(reply);
}

void read_records(const Json& reply, const RecordRule& rule, const config::Catalogue& catalogue, Time now, Batch& out) {
  const auto elements = compiled(rule.each).elements(reply);
  if (!elements) return complain(out, rule.table.name, "", {{"there is no list at \"{}\"", {rule.each}}, {}});
  const Passing passes(rule.where);
  const Records records(rule, catalogue, now);
  bool whole = true;
  for (const Element& element : *elements) {
    if (!passes(element)) continue;
    auto record = records.record_of(element);
    if (record) {
      out.records.push_back(std::move(*record));
    } else {
      whole = false;
      complain(out, rule.table.name, element.value->dump(-1, ' ', false, Json::error_handler_t::replace),
               record.error());
    }
  }
  if (!rule.complete || !whole) return;
  // Some servers answer an empty list on a fault of their own: it never means that everything has ended.
  if (elements->empty()) return complain(out, rule.table.name, "[]", {"an empty list ends no record", {}});
  out.complete.push_back({rule.table.name, ""});
}

}  // namespace feeds
