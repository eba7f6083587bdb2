// The pretend network of a regency, as all pretend systems see it: a data center, a recovery site, two internet exits,
// towers in a ring and one at the end of a spur, the offices around. Now and then the spur is dead, and with it whoever
// lies behind; sometimes a side of the ring, and nobody notices. Pure, any thread.
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "feeds/simulate/world.h"

namespace feeds::simulate {

struct Cable {
  std::string code;   // its own name, the same for ever
  std::string label;  // both ends: router and port
  std::string from, to, medium;
  double capacity = 0;        // Mbit/s
  double load = 0, back = 0;  // towards `to`, towards `from`
  double lost = 0;            // percent
  bool up = true;             // as it is seen from the data center: what lies behind a dead one is not
  std::optional<Time> since;  // since when a dead one is dead, to the half hour
};
std::vector<Cable> cables(const World&, Time);

std::size_t tower_count(const World&);
// The tower that a district hangs on; nothing: the data center itself.
std::optional<std::size_t> tower_of(const World&, std::size_t district);
std::string district_label(const World&, std::size_t district);
std::string slug_of(std::string name);
// Whether the data center reaches the district, and the Mbit/s that it takes.
bool district_link_up(const World&, std::size_t district, Time);
double district_load(const World&, std::size_t district, Time);
double internet_load(const World&, Time);  // Mbit/s of 1,000

}  // namespace feeds::simulate
