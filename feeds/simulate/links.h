// The links of the government's network between places, as all pretend systems of the network see them. Pure, any
// thread.
#pragma once
#include "feeds/simulate/world.h"

namespace feeds::simulate {

// A district's link is down for whole half hours, rarely; never the first one (the seat of the regency).
inline bool district_link_up(const World& world, std::size_t index, Time at) {
  using namespace std::chrono_literals;
  return index == 0 || world.noise("link " + world.districts[index].code, at.time_since_epoch() / 30min) > 0.02;
}
// Mbit/s that a district takes.
inline double district_load(const World& world, std::size_t index, Time at) {
  using namespace std::chrono_literals;
  if (!district_link_up(world, index, at)) return 0;
  const District& d = world.districts[index];
  return (4 + d.people / 2600) * network_load(at, world.zone) * (0.7 + 0.6 * world.drift("port " + d.code, at, 20min));
}

}  // namespace feeds::simulate
