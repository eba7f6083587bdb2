// What stands around the picture of a network: findings above it, sites below it, shares and the history of one
// element beside it. Main thread.
#pragma once
#include "panels/network_view.h"

namespace panels {

// The first as loud as it is grave, the others a line each; what has no room is counted. Leaves `least` pixels below,
// where there are so many. Returns where the rest of the area begins.
float draw_findings(const Frame&, Rect, const NetView&, float least);
// At the area's lower end, no higher than `most` pixels; returns its upper edge.
float draw_sites(const Frame&, Rect, const NetView&, float most);
// Who takes how much of the bandwidth.
void draw_shares(const Frame&, Rect, const NetView&, const NetSource&);
// What is known of a node or link, and its last day. Returns where that ends.
float draw_element(const Frame&, Rect, const NetView&, const NetSource&, const NetElement&);

}  // namespace panels
