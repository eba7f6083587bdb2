// What a network has to say: its findings in order of need, the facts of its sites, who takes how much of the
// bandwidth. Pure: no drawing here. Any thread.
#pragma once
#include "panels/draw.h"
#include "panels/network_health.h"

namespace panels {

// A data center or recovery site, with what is measured there.
struct SiteOptions {
  std::string node;
  config::IndicatorName power, temperature, storage, backup;
  std::vector<config::IndicatorName> others;
  void describe(auto& field) {
    field("node", node, "Key of the node", {.required = true, .example = "\"pusat-data\""});
    field("power", power, "Indicator of its power: voltage, load or 1 and 0");
    field("temperature", temperature, "Indicator of its temperature", {.example = "\"pusatdata.suhu\""});
    field("storage", storage, "Indicator of its storage in use");
    field("backup", backup, "Indicator of the age of its last good copy");
    field("others", others, "More indicators of it");
  }
  std::vector<std::string> indicators() const;
};

// One sentence, said shorter and shorter, and what explains it in order of need.
struct NetFinding {
  Shape shape = Shape::none;
  std::vector<std::string> texts, pieces;
  bool bad() const { return shape == Shape::diamond; }
};

struct SiteFact {
  std::string name;
  Entry entry;
};
struct NetSite {
  std::string name;
  int node = -1;
  std::vector<SiteFact> facts;
  std::optional<double> km;  // from the data center; nothing where that is no other place
  std::string why;           // it is not among the nodes
};

struct NetShare {
  std::string name;
  double load = 0, share = 0;  // of all
  bool partial = false;        // some of its links say no load
};

struct NetView {
  NetGraph graph;
  NetHealth health;
  std::vector<NetFinding> findings;  // never empty where there are nodes; the first is the first to be read
  std::vector<NetSite> sites;
  std::vector<NetShare> shares;  // the largest first
  int shares_unknown = 0;        // groups of which no load is known
};
NetView network_view(const Frame&, const NetSource&, const std::vector<SiteOptions>&);

std::string element_name(const NetGraph&, const NetElement&);
// "A", "A dan B", "A dan 3 lainnya".
std::string causes_text(const NetGraph&, const Cut&, const Words&);
// "PD1-R02-U11 / M01-R01-U01" -> "PD1-R02-U11".
std::string brief_label(const std::string&);
std::string reach_text(const NetView&, int node, const Words&);  // "terputus oleh M02-R01-U02 / K02-R01-U04"
std::string link_state_text(const NetLink&, const Words&);
std::string load_text(const NetLink&, const NetSource&, const Words&);  // "420 dari 1.000 Mbit/s · 42%"
std::string amount_text(double load, const Words&);                     // no more digits than it needs
std::string share_text(std::optional<double> share, const Words&);      // "42%"; "–"
// Of every state; the first word of what a node is.
const char* role_word(NodeRole);
const char* medium_word(Medium);  // empty for plain

void tell_network(const Frame&, const NetView&, const NetSource&, Telling&);

}  // namespace panels
