// The interfaces of a device from ifTable and ifXTable (RFC 2863), walked by GETBULK within a bound. Any thread.
#pragma once
#include "feeds/snmp.h"
#include "feeds/snmp_rates.h"

namespace feeds {

struct SnmpInterface {
  std::string name, alias, description;         // ifName, ifAlias, ifDescr
  std::optional<std::int64_t> running, wanted;  // ifOperStatus, ifAdminStatus: 1 is up
  std::optional<double> mbps;                   // ifHighSpeed; ifSpeed where there is none
  std::optional<SnmpCount> in, out;             // octets, in 64 bits where there are any
};
struct SnmpInterfaces {
  std::map<unsigned long, SnmpInterface> by_index;
  bool whole = true;  // false: there are more than were asked for
};

config::Result<SnmpInterfaces> read_interfaces(SnmpSession&, std::size_t most);
// RFC 2863: "up", "down", "testing" and so on; empty: unknown.
std::string interface_state(std::int64_t);
// Octets a second that an interface can carry at most, with room for what its speed leaves out; nothing: unknown.
std::optional<double> most_octets(const SnmpInterface&, bool wide);
// Text as a device has it: UTF-8, or else taken as Windows-1252; without control characters.
std::string device_text(std::string);

}  // namespace feeds
