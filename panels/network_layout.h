// Where the nodes of a network stand: by their place on the map, as a tree from the data center, or by hand; the same
// for the same network and room. Large ones are laid out on a thread of their own.
#pragma once
#include <future>
#include <memory>
#include <optional>
#include <vector>

#include "panels/look.h"
#include "panels/paint.h"

namespace panels {

enum class NetArrangement { map, tree, hand };

// All that a layout depends on.
struct NetPlan {
  struct Node {
    bool root = false;
    int rank = 0;                                    // in a tree lesser ones stand first
    std::optional<std::pair<double, double>> place;  // longitude, latitude in degrees
    std::optional<ImVec2> by_hand;                   // 0 to 1 of the room
    bool operator==(const Node&) const;
  };
  struct Link {
    int from = 0, to = 0;
    double capacity = 0;  // a tree takes the greatest of those that lead there as soon
    bool operator==(const Link&) const = default;
  };
  NetArrangement how = NetArrangement::map;
  std::vector<Node> nodes;
  std::vector<Link> links;
  float width = 1, height = 1;  // of the room, pixels
  float apart = 1;              // nodes stand no nearer to each other where there is room for it
  bool operator==(const NetPlan&) const = default;
};

// From degrees of config::project to pixels of the room.
struct NetProjection {
  double x = 0, y = 0;  // what lies at the room's upper left corner
  double scale = 1;     // pixels a degree
  ImVec2 at(std::pair<double, double> longitude_latitude) const;
};

struct NetLayout {
  std::vector<ImVec2> at;                   // pixels from the room's upper left corner
  std::vector<float> bend;                  // by link: an arc leaves its chord by this share of its length; 0: straight
  std::optional<NetProjection> projection;  // of a map
  int displaced = 0;                        // nodes that records give no place
  float nearest = 0;                        // distance between the two nearest nodes
};

NetLayout lay_out(const NetPlan&);

// Nodes are moved until none is nearer to another than `apart`, or it will do no more; none leaves the room. `fixed`
// ones stay.
void push_apart(std::vector<ImVec2>&, const std::vector<char>& fixed, float apart, ImVec2 room);
float nearest_two(const std::vector<ImVec2>&);

// Of a panel: the layouts that it draws, kept; a large one is made elsewhere while frames go on.
class NetLayouts {
 public:
  static constexpr std::size_t at_once = 300;  // nodes: up to here a frame lays out itself
  // Null: it is being made, ask again soon.
  std::shared_ptr<const NetLayout> get(NetPlan);
  bool working() const { return making_.valid(); }

 private:
  struct Kept {
    NetPlan plan;
    std::shared_ptr<const NetLayout> layout;
  };
  std::vector<Kept> kept_;  // the one used last is the last
  std::future<Kept> making_;
};

}  // namespace panels
