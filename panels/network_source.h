// Where a network's nodes, links and their states come from: the options of the panel that name tables, fields and
// indicators.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "config/fields.h"

namespace panels {
// What a node is; `office` is whatever no word says otherwise of.
enum class NodeRole { data_center, recovery, internet, tower, office };
enum class Medium { plain, backbone, fibre, radio, leased };
}  // namespace panels

template <>
struct config::Choices<panels::NodeRole> {
  static constexpr std::pair<const char*, panels::NodeRole> names[] = {{"data_center", panels::NodeRole::data_center},
                                                                       {"recovery", panels::NodeRole::recovery},
                                                                       {"internet", panels::NodeRole::internet},
                                                                       {"tower", panels::NodeRole::tower},
                                                                       {"office", panels::NodeRole::office}};
};
template <>
struct config::Choices<panels::Medium> {
  static constexpr std::pair<const char*, panels::Medium> names[] = {{"plain", panels::Medium::plain},
                                                                     {"backbone", panels::Medium::backbone},
                                                                     {"fibre", panels::Medium::fibre},
                                                                     {"radio", panels::Medium::radio},
                                                                     {"leased", panels::Medium::leased}};
};

namespace panels {

struct NodeFields {
  std::string name = "nama", role = "peran", latitude = "lintang", longitude = "bujur", state, group, item;
  config::IndicatorName up;

  void describe(auto& field) {
    field("name", name, "Field with the node's name");
    field("role", role, "Field with what the node is; `roles` says what its words mean");
    field("latitude", latitude, "Field with the latitude in degrees");
    field("longitude", longitude, "Field with the longitude in degrees");
    field("state", state, "Field with the node's state in a word; without it and `up` no node is down by itself",
          {.example = "\"status\""});
    field("group", group, "Field with whose bandwidth it is; without it each office is for itself",
          {.example = "\"instansi\""});
    field("up", up, "Indicator that says whether the node is up: 1 up and 0 down, or percent",
          {.example = "\"jaringan.hidup\""});
    field("item", item, "Field that names the item or district of `up`; empty: the record's key");
  }
};

struct LinkFields {
  std::string label = "label", from = "dari", to = "ke", state = "status", medium = "media", capacity = "kapasitas",
              load = "beban", back, loss = "hilang", latency, since, item;
  config::IndicatorName up_series, load_series, back_series, loss_series, latency_series;

  void describe(auto& field) {
    field("label", label, "Field with the code on the cable; empty: the record's key");
    field("from", from, "Field with the key of the node at one end");
    field("to", to, "Field with the key of the node at the other end");
    field("state", state, "Field with the link's state in a word");
    field("medium", medium, "Field with what the link is made of; `media` says what its words mean");
    field("capacity", capacity, "Field with the capacity");
    field("load", load, "Field with the load towards `to`, in the unit of the capacity");
    field("back", back, "Field with the load towards `from`");
    field("loss", loss, "Field with the packets lost, in percent");
    field("latency", latency, "Field with the latency in milliseconds");
    field("since", since, "Field with the moment since when it is in its state");
    field("up_series", up_series, "Indicator that says whether the link is up: 1 up and 0 down, or percent");
    field("load_series", load_series, "Indicator of the load towards `to`: in percent, or in the unit of the capacity");
    field("back_series", back_series, "Indicator of the load towards `from`");
    field("loss_series", loss_series, "Indicator of the packets lost");
    field("latency_series", latency_series, "Indicator of the latency");
    field("item", item, "Field that names the item of these indicators; empty: the record's key");
  }
};

// Words are compared without regard to capitals.
struct NetSource {
  config::TableName nodes, links;
  NodeFields node;
  LinkFields link;
  std::vector<std::string> down_words = {"down", "mati", "putus", "terputus", "offline", "false", "0"};
  std::vector<std::string> up_words = {"up", "hidup", "aktif", "tersambung", "online", "active", "true", "1"};
  std::map<std::string, NodeRole> roles = {
      {"pusat data", NodeRole::data_center}, {"data center", NodeRole::data_center},
      {"drc", NodeRole::recovery},           {"internet", NodeRole::internet},
      {"menara", NodeRole::tower},           {"tower", NodeRole::tower}};
  std::map<std::string, Medium> media = {{"backbone", Medium::backbone}, {"tulang punggung", Medium::backbone},
                                         {"serat optik", Medium::fibre}, {"fo", Medium::fibre},
                                         {"radio", Medium::radio},       {"sewa", Medium::leased}};
  std::string unit = "Mbit/s";
  double busy = 80, lossy = 2;  // percent

  void describe(auto& field) {
    field("nodes", nodes, "Table whose records are the nodes", {.required = true, .example = "\"jaringan.simpul\""});
    field("links", links, "Table whose records are the links", {.required = true, .example = "\"jaringan.sambungan\""});
    field("node", node, "Fields and indicators of nodes; without it nama, peran, lintang and bujur");
    field("link", link,
          "Fields and indicators of links; without it label, dari, ke, status, media, kapasitas, beban and hilang");
    field("down_words", down_words,
          "Words of a state that mean down; without it down, mati, putus, terputus, offline, false and 0");
    field("up_words", up_words,
          "Words of a state that mean up; without it up, hidup, aktif, tersambung, online, active, true and 1; any "
          "other word is an unknown state, and is said");
    field("roles", roles,
          "What the words for a node mean: data_center, recovery, internet, tower or office; a node of no word is an "
          "office; without it pusat data, data center, drc, internet, menara and tower are known");
    field("media", media,
          "What the words for a link mean: backbone, fibre, radio or leased; without it backbone, tulang punggung, "
          "serat optik, fo, radio and sewa are known");
    field("unit", unit, "The unit of capacity and load");
    field("busy", busy, "A link that carries this share of its capacity is to be watched, in percent",
          {.least = 1, .most = 100});
    field("lossy", lossy, "A link that loses this share of its packets is to be watched, in percent",
          {.least = 0, .most = 100});
  }
};

}  // namespace panels
