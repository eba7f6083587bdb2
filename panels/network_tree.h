// A network as a tree from the data center: from above, from the left or around it, whichever leaves most room. Pure,
// any thread.
#pragma once
#include "panels/network_layout.h"

namespace panels {

// The shortest ways from the roots; what no root reaches hangs on none.
struct NetTree {
  std::vector<int> parent, over;  // by node: the node before it and the link to it; -1: none
  std::vector<int> order;         // parents before their children, brothers side by side
  std::vector<int> depth;
  std::vector<std::vector<int>> children;
};
NetTree tree_of(const NetPlan&);

// Tidy (Reingold and Tilford 1981): subtrees of the same form are drawn alike, as near as one unit, a parent over the
// middle of its children. x: across, y: depth.
std::vector<ImVec2> tidy_tree(const NetTree&);
// Around the middle of the unit square: all leaves on one ellipse in their order, evenly along it, the others between
// it and the middle by their depth.
std::vector<ImVec2> ring_tree(const NetTree&, ImVec2 room);

// In the room, the best of the three.
std::vector<ImVec2> place_tree(const NetTree&, ImVec2 room);

}  // namespace panels
