// The pretend network: every link joins two nodes under names of its own, and what lies behind a dead link is down too.
#include <gtest/gtest.h>
#include <map>
#include <set>
#include "feeds/simulate/links.h"

namespace {

using namespace std::chrono_literals;
using feeds::simulate::Cable;

feeds::simulate::World world(int districts) {
  config::Catalogue catalogue;
  catalogue.code = "63.10";
  catalogue.zone = config::Zone::wita;
  for (int i = 1; i <= districts; ++i)
    catalogue.regions.push_back({"63.10." + std::to_string(i), "", "Kecamatan " + std::to_string(i), {}});
  return feeds::simulate::make_world(catalogue, 1);
}

std::map<std::string, Cable> by_code(const feeds::simulate::World& of, config::Time at) {
  std::map<std::string, Cable> out;
  for (const Cable& c : cables(of, at)) EXPECT_TRUE(out.emplace(c.code, c).second) << c.code;
  return out;
}

TEST(SimulateLinks, WhoeverLiesBehindADeadLinkIsDownToo) {
  const auto of = world(12);
  const std::string last = "menara-" + std::to_string(tower_count(of));
  int dead = 0, whole = 0, broken_ring = 0;
  config::Time at = *config::parse_time("2026-11-20T00:20:00+08:00");
  for (int hour = 0; hour < 48; ++hour, at += 1h) {
    const auto all = by_code(of, at);
    const bool up = all.at("radio-1").up;
    ++(up ? whole : dead);
    broken_ring += all.at("tulang-2").up ? 0 : 1;
    EXPECT_EQ(all.at("radio-1").since.has_value(), !up);
    for (const auto& [code, cable] : all) {
      EXPECT_EQ(cable.lost == 100, !cable.up) << code;
      EXPECT_TRUE(cable.up || (cable.load == 0 && cable.back == 0)) << code;
      EXPECT_TRUE(cable.from != last || up || !cable.up) << code;
      EXPECT_LT(std::max(cable.load, cable.back), cable.capacity) << code;
    }
    for (std::size_t i = 0; i < of.districts.size(); ++i) {
      const std::string code = feeds::simulate::slug_of("kec " + of.districts[i].name);
      EXPECT_EQ(all.at(code).up, district_link_up(of, i, at)) << code;
      EXPECT_EQ(all.at(code).label, district_label(of, i));
    }
  }
  EXPECT_GT(dead, 4);
  EXPECT_GT(whole, 12);
  EXPECT_GT(broken_ring, 2);
}

TEST(SimulateLinks, JoinNodesUnderLabelsOfTheirOwn) {
  for (const int districts : {0, 1, 2, 3, 5, 12, 40}) {
    const auto of = world(districts);
    std::set<std::string> labels, nodes{"pusat-data"};
    for (const auto& [code, cable] : by_code(of, *config::parse_time("2026-11-20T10:20:00+08:00"))) {
      EXPECT_TRUE(labels.insert(cable.label).second) << cable.label;
      nodes.insert(cable.from);
      nodes.insert(cable.to);
    }
    // The data center, the recovery site, two exits, the towers, the offices, the districts.
    EXPECT_EQ(nodes.size(), 4 + tower_count(of) + feeds::simulate::agency_names().size() + of.districts.size());
  }
}

}  // namespace
