// Who reaches the data center, who is cut off and by what. Pure, any thread.
#pragma once
#include <compare>
#include <vector>

#include "panels/network_graph.h"

namespace panels {

// reached: over nodes and links that are up. unsure: only over some whose state is unknown. cut_off: not even so.
// apart: no links lead there, whatever their state.
enum class Reach { reached, unsure, cut_off, apart };

struct NetElement {
  bool link = false;
  int index = 0;
  auto operator<=>(const NetElement&) const = default;
};

// Nodes that are cut off by the same causes. Of all paths from the data center to a node those with the fewest dead
// nodes and links count; the causes are the first dead one of each. So where one repair is enough, the causes are the
// repairs that are each enough alone; what is dead farther behind is no cause.
struct Cut {
  std::vector<NetElement> causes;
  std::vector<int> nodes;  // without a cause itself
  // Where a node is the cause: the links by which it was reached, if all of them were read as up only before it was
  // found dead, or so soon after that the answer may be older. Then any of these may be the cause as well.
  std::vector<int> unread;
  int dead_behind = 0;  // dead nodes and links that are no causes: counted, no alarms of their own
};

struct NetHealth {
  bool rooted = false;       // there is a data center
  std::vector<Reach> reach;  // by node
  std::vector<int> cut;      // by node: into `cuts` where it is cut off, into `doubts` where it is unsure; -1: none
  std::vector<Cut> cuts;     // most nodes first
  std::vector<Cut> doubts;   // the same of what is unknown
  // By node: it stays reached whichever one link or one other node fails, data centers aside; now, and if all were up.
  std::vector<char> redundant, meant_redundant;
  std::vector<int> spares_lost;  // links that are down while both their ends are reached: no outage
  int count(Reach) const;
  int redundancy_lost() const;  // nodes that are reached over one path alone and were meant to have more
};

NetHealth network_health(const NetGraph&);

}  // namespace panels
