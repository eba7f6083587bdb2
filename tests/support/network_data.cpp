// See network_data.h.
#include "tests/support/network_data.h"

namespace stage {

panels::NetLink link(int from, int to, panels::Live live) {
  panels::NetLink out;
  out.from = from;
  out.to = to;
  out.key = out.label = std::to_string(from) + "-" + std::to_string(to);
  out.state.live = live;
  return out;
}

panels::NetGraph net(const std::vector<std::string>& nodes, std::vector<panels::NetLink> links) {
  panels::NetGraph out;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    panels::NetNode n;
    n.key = n.name = "n" + std::to_string(i);
    if (nodes[i] == "D") n.role = panels::NodeRole::data_center;
    out.nodes.push_back(n);
  }
  out.links = std::move(links);
  return out;
}

config::Indicator live(const std::string& name, const std::string& unit) {
  config::Indicator out;
  out.name = name;
  out.agency = "diskominfo";
  out.title = {name};
  out.unit = unit;
  out.audience = config::Audience::everyone;
  out.freshness = {std::chrono::minutes(15), std::chrono::hours(6)};
  return out;
}

panels::NetSource net_source() {
  panels::NetSource out;
  out.nodes.name = "simpul";
  out.links.name = "sambungan";
  return out;
}

void add_tables(Regency& r) {
  for (const char* name : {"simpul", "sambungan"}) {
    config::TableInfo table;
    table.name = name;
    table.agency = "diskominfo";
    table.title = {name};
    table.audience = config::Audience::everyone;
    table.stale_after = std::chrono::minutes(15);
    r.catalogue.tables.push_back(table);
  }
}

void add_node(Regency& r, const NodeRow& n) {
  r.record(
      "simpul", n.key,
      {{"nama", std::string(n.name)}, {"peran", std::string(n.role)}, {"lintang", n.latitude}, {"bujur", n.longitude}},
      std::chrono::minutes(1));
}

void add_link(Regency& r, const std::string& label, const std::string& from, const std::string& to,
              const std::string& state, double load, double capacity, const std::string& medium, Duration age) {
  const feeds::Snapshot data = r.snapshot();
  const feeds::Table* table = data.table("sambungan");
  const std::string key = "L" + std::to_string(table ? table->rows.size() + 1 : 1);
  r.record("sambungan", key,
           {{"label", label},
            {"dari", from},
            {"ke", to},
            {"status", state},
            {"media", medium},
            {"kapasitas", capacity},
            {"beban", state == "down" ? 0 : load},
            {"hilang", state == "down" ? 100.0 : 0.1}},
           age);
}

Regency small_network(Duration age) {
  Regency r;
  add_tables(r);
  for (const NodeRow& n : {NodeRow{"drc", "Pusat pemulihan bencana", "DRC", -3.72, 115.68},
                           {"kantor-a", "Kecamatan Batulicin", "kecamatan", -3.44, 115.99},
                           {"kantor-b", "Kecamatan Satui", "kecamatan", -3.78, 115.40},
                           {"kantor-c", "Kecamatan Sungai Loban", "kecamatan", -3.66, 115.73},
                           {"menara-1", "Menara Simpang Empat", "menara", -3.41, 115.97},
                           {"menara-2", "Menara Pagatan", "menara", -3.61, 115.91},
                           {"pusat-data", "Pusat data", "pusat data", -3.45, 115.95}})
    add_node(r, n);
  add_link(r, "PD1-R02-U11 / M01-R01-U01", "pusat-data", "menara-1", "up", 420, 1000, "backbone", age);
  add_link(r, "M01-R01-U02 / K01-R01-U04", "menara-1", "kantor-a", "up", 31, 100, "serat optik", age);
  add_link(r, "PD1-R02-U12 / M02-R01-U01", "pusat-data", "menara-2", "down", 0, 200, "radio", age);
  add_link(r, "M02-R01-U02 / K02-R01-U04", "menara-2", "kantor-b", "down", 0, 100, "radio", age);
  add_link(r, "M02-R01-U03 / K03-R01-U04", "menara-2", "kantor-c", "down", 0, 100, "radio", age);
  add_link(r, "PD1-R02-U14 / DRC-R01-U02", "pusat-data", "drc", "up", 260, 1000, "sewa", age);
  return r;
}

}  // namespace stage
