// A tree of network nodes, each in a network namespace of its own, joined by pairs of virtual cables that can really be
// cut. Needs Linux namespaces and Debian's iproute2; what runs in it ends with it.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>
#include "tests/support/child.h"

namespace tests {

struct TreeNode {
  std::string key, name, role;          // key: the namespace's name, too
  std::string address, subnet;          // its own, and that of all below it
  std::string label;                    // of the cable to its parent; the parent's end of it has that name
  int parent = -1;                      // the first node, the data center, has none
  std::vector<std::size_t> children{};  // in the order of the nodes, each after its parent
};
// The data center "pd1", towers "m1", switches "s1.2" and offices "k7", the offices dealt out to the switches in turn.
std::vector<TreeNode> network_tree(int towers, int switches_a_tower, int offices);

class NamespaceNetwork {
 public:
  explicit NamespaceNetwork(std::vector<TreeNode>);  // throws what `ip` says
  const std::vector<TreeNode>& nodes() const { return nodes_; }
  const TreeNode& node(std::size_t i) const { return nodes_.at(i); }
  // snmpd in every node with cables to nodes below.
  void start_agents();
  // The calling thread, and what it starts from now on, stands in the data center; ping is allowed there.
  void enter_center() const;

  void unplug(std::size_t node) const;  // the cable to its parent, at the node's end
  void plug(std::size_t node) const;
  void tear(std::size_t node) const;       // for good
  void power_off(std::size_t node) const;  // all its cables at its ends
  void power_on(std::size_t node) const;
  void hang(std::size_t node) const;  // its cables stay alive, it answers and forwards nothing
  void wake(std::size_t node) const;

 private:
  std::string set_up(std::size_t node) const;
  std::string way_up(std::size_t node) const;
  std::string ways_down(std::size_t node) const;
  void ip(const std::string& node, const std::string& commands) const;  // empty node: none of them
  void forward(std::size_t node, bool yes) const;

  std::vector<TreeNode> nodes_;
  support::Folder folder_;
  std::vector<std::unique_ptr<support::Child>> agents_;
};

// Why there can be no such network here, with what to install or to allow; empty: it can be.
std::string why_no_namespaces();

// What `scene` says as root of namespaces of its own (users, network, mounts, processes); all that it started is killed
// at its end, or after `limit`. "! " and the reason where that is not allowed.
std::string in_own_namespaces(const std::function<std::string()>& scene, std::chrono::seconds limit);

}  // namespace tests
