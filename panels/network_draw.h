// The picture of a network: links by load and state, nodes by role and state, as many words as have room. Main thread.
#pragma once
#include "panels/network_labels.h"
#include "panels/network_layout.h"
#include "panels/network_view.h"

namespace panels {

struct NetPicture {
  const NetView& view;
  const NetLayout& layout;
  const NetSource& source;
  Rect room;      // of nodes and words
  ImVec2 origin;  // of the layout
  ImVec2 scale;   // from the layout's pixels to these
  std::optional<NetElement> chosen;
};

// What found no room.
struct NetLeftOut {
  int names = 0, labels = 0;
};
NetLeftOut draw_network(const Frame&, const NetPicture&);
// Beneath nodes and links, where they stand by their place: how long so many kilometres are. What knows the land under
// them paints it here by the same projection. Returns where no word may stand.
Rect draw_network_ground(const Frame&, const NetPicture&, const NetProjection&);

// The room that nodes need around them, for the layout.
Rect nodes_room(const Look&, Rect room, std::size_t nodes);
float nodes_apart(const Look&, Rect nodes_room, std::size_t nodes);
// The node or link that a tap means: the nearest within reach of a finger.
std::optional<NetElement> element_at(const Look&, const NetPicture&, ImVec2 tap);

// The course of a link on the screen, from node to node: two points, or an arc.
std::vector<ImVec2> course_of(const NetPicture&, int link);
ImVec2 node_at(const NetPicture&, int node);
float node_size(const Look&, const NetPicture&, int node);  // its radius
void draw_node(const Frame&, const NetPicture&, int node);
void draw_role(ImDrawList&, NodeRole, ImVec2, float radius, ImU32 colour, ImU32 ground);
void draw_link(const Frame&, const NetPicture&, int link);
bool is_cause(const NetPicture&, const NetElement&);

}  // namespace panels
