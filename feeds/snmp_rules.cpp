// See snmp_rules.h.
#include "feeds/snmp_rules.h"
#include <fmt/format.h>
#include <algorithm>
#include <array>
#include "feeds/rule_reader.h"

namespace feeds {
namespace {

using config::Result;

bool wanted(const SnmpInterfaceRule& rule, const SnmpInterface& one) {
  const std::array texts{&one.name, &one.alias, &one.description};
  const auto among = [&](const std::vector<std::string>& patterns) {
    return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
      return std::any_of(texts.begin(), texts.end(),
                         [&](const std::string* text) { return !text->empty() && reads_like(*text, pattern); });
    });
  };
  return (rule.only.empty() || among(rule.only)) && !among(rule.except);
}

Result<double> number_of(const SnmpValue& value, const SnmpObject& rule) {
  using Kind = SnmpValue::Kind;
  if (value.kind == Kind::absent) return config::fail({"the device has no object {}", {rule.oid}}, "look at oid");
  if (rule.rate) return config::fail({"the object {} is no counter", {rule.oid}}, "leave rate out");
  if (value.kind == Kind::whole) {
    if (!rule.map.empty()) return mapped_number(rule.map, std::to_string(value.whole));
    return static_cast<double>(value.whole);
  }
  if (value.is_counter() || value.kind == Kind::ticks) return static_cast<double>(value.count);
  if (value.kind == Kind::real) return value.real;
  if (value.kind != Kind::text) return config::fail({"the object {} is neither a number nor text", {rule.oid}});
  const std::string text = device_text(value.text);
  return rule.map.empty() ? read_number(text, rule.number, rule.unit) : mapped_number(rule.map, text);
}

class Teller {
 public:
  Teller(const SnmpRules& rules, const SnmpDevice& device, const SnmpHeard& heard, const config::Catalogue& catalogue,
         SnmpCounters& counters, Batch& out)
      : rules_(rules), device_(device), heard_(heard), catalogue_(catalogue), counters_(counters), out_(out) {}

  void tell() {
    counters_.begin(device_.item, heard_.moment);
    for (std::size_t i = 0; i < rules_.value.size(); ++i) tell_value(rules_.value[i], heard_.values[i]);
    if (heard_.interfaces && rules_.interfaces) tell_interfaces(*rules_.interfaces, *heard_.interfaces);
  }

 private:
  std::string series(const std::string& indicator, const std::string& item) const {
    const bool regency = device_.region.code == catalogue_.code;
    return SeriesName{indicator, regency ? std::string() : device_.region.code,
                      item.empty() ? device_.item : device_.item + "/" + item}
        .to_string();
  }
  void add(const std::string& indicator, const std::string& item, double value) {
    if (indicator.empty()) return;
    const config::Indicator* known = catalogue_.indicator(indicator);
    const auto freshness = known ? known->freshness : config::Freshness();
    const Time at = config::period_end(heard_.moment.at, freshness.period, freshness.zone);
    out_.samples.push_back({series(indicator, item), at, value, {}});
  }

  void tell_value(const SnmpObject& rule, const SnmpValue& value) {
    const std::string name = series(rule.indicator.name, rule.item);
    if (rule.rate && value.is_counter()) {
      const SnmpCount count{value.count, value.kind == SnmpValue::Kind::counter64, heard_.ticks, 0};
      const SnmpRate rate = counters_.put(device_.item, "oid|" + rule.oid, count, {});
      explain(rate, name, count);
      if (rate.per_second) add(rule.indicator.name, rule.item, *rate.per_second * rule.scale + rule.offset);
      return;
    }
    if (const auto number = number_of(value, rule))
      add(rule.indicator.name, rule.item, *number * rule.scale + rule.offset);
    else
      complain(out_, name, value.text, number.error());
  }

  void explain(const SnmpRate& rate, const std::string& name, const SnmpCount& count) {
    if (rate.absurd)
      complain(out_, name, std::to_string(count.value), {"the counter has grown by more than can be", {}});
    if (rate.unsure)
      complain(out_, name, std::to_string(count.value),
               {"the counter of 32 bits may have wrapped more than once", "read the device more often"});
  }

  // Names that stand once: of two interfaces with the same one, which is which would be chance.
  std::map<std::string, const SnmpInterface*> named(const SnmpInterfaceRule& rule, const SnmpInterfaces& all) {
    std::map<std::string, int> aliases;
    for (const auto& [index, one] : all.by_index) ++aliases[one.alias];
    std::map<std::string, std::vector<const SnmpInterface*>> by_name;
    for (const auto& [index, one] : all.by_index) {
      if (!wanted(rule, one)) continue;
      const bool alias = rule.by == InterfaceName::alias && !one.alias.empty() && aliases[one.alias] == 1;
      const auto name = read_item(alias ? one.alias : one.name.empty() ? one.description : one.name);
      if (name)
        by_name[*name].push_back(&one);
      else
        complain(out_, device_.item, std::to_string(index), name.error());
    }
    std::map<std::string, const SnmpInterface*> out;
    for (const auto& [name, those] : by_name)
      if (those.size() == 1)
        out[name] = those.front();
      else
        complain(out_, device_.item, name,
                 {{"{} interfaces have the same name: none of them is taken", {std::to_string(those.size())}}, {}});
    return out;
  }

  void tell_interfaces(const SnmpInterfaceRule& rule, const SnmpInterfaces& all) {
    for (const auto& [name, one] : named(rule, all)) {
      tell_traffic(rule, *one, name);
      if (one->running) add(rule.up.name, name, *one->running == 1 ? 1 : 0);
      if (!rule.table.name.empty()) out_.records.push_back(record(rule.table.name, name, *one));
    }
    if (!all.whole)
      complain(out_, device_.item, std::to_string(all.by_index.size()),
               {"the device has more interfaces than are read", "raise most"});
    else if (!rule.table.name.empty() && !all.by_index.empty())
      out_.complete.push_back({rule.table.name, device_.item + "|"});
  }

  void tell_traffic(const SnmpInterfaceRule& rule, const SnmpInterface& one, const std::string& name) {
    constexpr double mbit_an_octet = 8e-6;
    const auto mbps = [&](const std::optional<SnmpCount>& count, const char* way, const std::string& indicator) {
      if (!count) return std::optional<double>();
      const SnmpRate rate = counters_.put(device_.item, way + name, *count, most_octets(one, count->wide));
      explain(rate, series(indicator.empty() ? rule.load.name : indicator, name), *count);
      return rate.per_second ? std::optional(*rate.per_second * mbit_an_octet) : std::nullopt;
    };
    const auto in = mbps(one.in, "in|", rule.in.name), out = mbps(one.out, "out|", rule.out.name);
    if (in) add(rule.in.name, name, *in);
    if (out) add(rule.out.name, name, *out);
    if (in && out && one.mbps) add(rule.load.name, name, 100 * std::max(*in, *out) / *one.mbps);
  }

  Record record(const std::string& table, const std::string& name, const SnmpInterface& one) const {
    const auto state = [](const std::optional<std::int64_t>& said) {
      return said && !interface_state(*said).empty() ? Value(interface_state(*said)) : Value();
    };
    Record out{table, device_.item + "|" + name, heard_.moment.at, {}};
    out.fields = {{"perangkat", device_.item},   {"antarmuka", one.name.empty() ? one.description : one.name},
                  {"alias", one.alias},          {"status", state(one.running)},
                  {"diatur", state(one.wanted)}, {"mbps", one.mbps ? Value(*one.mbps) : Value()}};
    return out;
  }

  const SnmpRules& rules_;
  const SnmpDevice& device_;
  const SnmpHeard& heard_;
  const config::Catalogue& catalogue_;
  SnmpCounters& counters_;
  Batch& out_;
};

}  // namespace

void tell_device(const SnmpRules& rules, const SnmpDevice& device, const SnmpHeard& heard,
                 const config::Catalogue& catalogue, SnmpCounters& counters, Batch& out) {
  Teller(rules, device, heard, catalogue, counters, out).tell();
}

}  // namespace feeds
