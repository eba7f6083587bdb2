// What is taken from what network devices said by SNMP. Pure, any thread.
#pragma once
#include "feeds/feed.h"
#include "feeds/reading.h"
#include "feeds/snmp_tables.h"

namespace feeds {

enum class InterfaceName { name, alias };

struct SnmpDevice {
  std::string item, host;
  int port = 161;
  config::RegionCode region;
  config::Secret community;

  void describe(auto& field) {
    field("item", item, "Name of the device", {.required = true, .example = "\"router-diskominfo\""});
    field("host", host, "Name or address of the device", {.required = true, .example = "\"10.20.0.1\""});
    field("port", port, "UDP port of SNMP", {.least = 1, .most = 65535});
    field("region", region, "District that the device's values belong to", {.example = "\"63.10.04\""});
    field("community", community, "Community of this device, where it has its own");
  }
};

struct SnmpObject {
  config::IndicatorName indicator;
  std::string oid, item;
  bool rate = false;
  Notation number = Notation::plain;
  std::string unit;
  double scale = 1, offset = 0;
  std::map<std::string, double> map;

  void describe(auto& field) {
    field("indicator", indicator, "Indicator that the values belong to",
          {.required = true, .example = "\"perangkat.hidup\""});
    field("oid", oid, "Object identifier of one value, in numbers",
          {.required = true, .example = "\"1.3.6.1.2.1.1.3.0\""});
    field("item", item, "What of the device it is; it follows the device's name", {.example = "\"cpu\""});
    field("rate", rate, "The value is a counter: take its growth per second between two polls");
    field("number", number, "How numbers in text are written; never guessed");
    field("unit", unit, "Word that may follow a number and is dropped");
    field("scale", scale, "Multiplied into the value");
    field("offset", offset, "Added to the value after scale");
    field("map", map, "Text to value, for states", {.example = "{ 1 = 1, 2 = 0 }"});
  }
};

struct SnmpInterfaceRule {
  config::IndicatorName in, out, load, up;
  config::TableName table;
  InterfaceName by = InterfaceName::name;
  std::vector<std::string> only, except;
  int most = 1000;

  void describe(auto& field) {
    field("in", in, "Indicator of the traffic received, in Mbit/s", {.example = "\"jaringan.masuk\""});
    field("out", out, "Indicator of the traffic sent, in Mbit/s", {.example = "\"jaringan.keluar\""});
    field("load", load, "Indicator of the busier direction in percent of the speed", {.example = "\"jaringan.beban\""});
    field("up", up, "Indicator of the state: 1 up, 0 not", {.example = "\"jaringan.antarmuka\""});
    field("table", table,
          "Table of the interfaces; its fields are perangkat, antarmuka, alias, status, diatur and mbps");
    field("by", by, "What names an interface: ifName or, where it is given and stands once, ifAlias; never its number");
    field("only", only, "Names or aliases of those that are taken, * stands for any characters; empty: all",
          {.example = "[\"ether*\", \"sfp*\"]"});
    field("except", except, "Names or aliases of those that are left out; * stands for any characters",
          {.example = "[\"lo\", \"veth*\"]"});
    field("most", most, "How many interfaces of a device are read", {.least = 1, .most = 10000});
  }
};

// What one device said.
struct SnmpHeard {
  Text fault;
  SnmpCounters::Moment moment;
  std::uint32_t ticks = 0;
  std::vector<SnmpValue> values;  // in the order of the objects
  std::optional<SnmpInterfaces> interfaces;
};

struct SnmpRules {
  const std::vector<SnmpObject>& value;
  const std::optional<SnmpInterfaceRule>& interfaces;
};
// Adds values, rows and complaints to `out`.
void tell_device(const SnmpRules&, const SnmpDevice&, const SnmpHeard&, const config::Catalogue&, SnmpCounters&,
                 Batch& out);

}  // namespace feeds

namespace config {
template <>
struct Choices<feeds::InterfaceName> {
  static constexpr std::pair<const char*, feeds::InterfaceName> names[] = {{"name", feeds::InterfaceName::name},
                                                                           {"alias", feeds::InterfaceName::alias}};
};
}  // namespace config
