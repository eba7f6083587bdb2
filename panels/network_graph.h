// A network of places as records and series tell it: nodes, the links between them and the state of each. Pure: no
// drawing here. Any thread.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "panels/entries.h"
#include "panels/network_source.h"

namespace panels {

enum class Live { up, down, unknown };

struct NetState {
  Live live = Live::up;
  Live last = Live::unknown;  // what was known last, where it is too old by now
  Age age = Age::fresh;
  std::string word;                      // the source's own, where it means neither up nor down
  std::optional<Time> down_since, read;  // by a series: the first of its values that say down; its newest value
};

// A figure of a link, from the records or from a series.
struct NetValue {
  std::optional<double> value;
  Age age = Age::missing;
  State state = State::calm;  // by the indicator's bounds
  const Indicator* indicator = nullptr;
  std::string series;  // empty: from the records
};

struct NetNode {
  std::string key, name, group;  // group: whose bandwidth it is
  NodeRole role = NodeRole::office;
  NetState state;
  std::optional<std::pair<double, double>> place;  // longitude, latitude in degrees
  std::string up_series;                           // empty: none
};

struct NetLink {
  std::string key, label;  // label: the code on the cable
  int from = -1, to = -1;
  Medium medium = Medium::plain;
  NetState state;
  std::optional<double> capacity;           // in the unit of load
  NetValue load, back, loss, latency;       // load: from -> to; back: to -> from
  std::optional<double> share, share_back;  // of the capacity; 1: full
  std::optional<Time> since;
  std::string up_series;
  // The greater of both directions.
  std::optional<double> busiest() const;
};

// A link that names a node which no record describes.
struct Stray {
  std::string label, missing;
};

struct NetGraph {
  std::vector<NetNode> nodes;
  std::vector<NetLink> links;  // both ends are nodes
  std::vector<Stray> strays;
  bool nodes_late = false, links_late = false;  // the tables are older than they may be
  std::optional<Time> as_of;                    // when the links' table came
  std::string why;                              // there is nothing to be shown
  std::optional<Time> changes;                  // when some state will change by its age alone
};

NetGraph network_graph(const Frame&, const NetSource&);

// Kilometres along the sphere between two places in degrees.
double distance_km(std::pair<double, double> a, std::pair<double, double> b);

}  // namespace panels
