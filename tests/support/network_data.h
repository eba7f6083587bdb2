// Networks for tests: graphs made by hand, and a small regency's records.
#pragma once
#include "panels/network_graph.h"
#include "tests/support/panel_stage.h"

namespace stage {

panels::NetLink link(int from, int to, panels::Live live = panels::Live::up);
// "D": a data center; anything else: an office.
panels::NetGraph net(const std::vector<std::string>& nodes, std::vector<panels::NetLink> links);

config::Indicator live(const std::string& name, const std::string& unit);
panels::NetSource net_source();

// The tables simpul and sambungan, still empty.
void add_tables(Regency&);
struct NodeRow {
  const char *key, *name, *role;
  double latitude, longitude;
};
void add_node(Regency&, const NodeRow&);
// Keys are L1, L2 ... in the order they are added; a down link carries nothing.
void add_link(Regency&, const std::string& label, const std::string& from, const std::string& to,
              const std::string& state, double load, double capacity = 100, const std::string& medium = "",
              Duration age = std::chrono::minutes(1));
// A data center, a DRC, two towers and three offices; the second tower's radio link is down.
Regency small_network(Duration age = std::chrono::minutes(1));

}  // namespace stage
