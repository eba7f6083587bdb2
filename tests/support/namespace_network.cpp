// See namespace_network.h.
#include "tests/support/namespace_network.h"
#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace tests {
namespace {

constexpr const char *ip_program = "/sbin/ip", *agent_program = "/usr/sbin/snmpd";
constexpr const char* ping_leave = "/proc/sys/net/ipv4/ping_group_range";

bool write_file(const std::string& path, const std::string& text) {
  std::ofstream out(path);
  out << text;
  out.close();
  return !out.fail();
}

void enter(const std::string& node) {
  const int place = ::open(("/run/netns/" + node).c_str(), O_RDONLY | O_CLOEXEC);
  const bool entered = place >= 0 && ::setns(place, CLONE_NEWNET) == 0;
  ::close(place);
  if (!entered) throw std::runtime_error("no namespace " + node);
}

std::size_t add(std::vector<TreeNode>& all, TreeNode node, std::size_t parent) {
  node.parent = static_cast<int>(parent);
  all[parent].children.push_back(all.size());
  all.push_back(std::move(node));
  return all.size() - 1;
}

// Namespaces for this process and, of processes, for its children. Why not; empty: done.
std::string leave_the_others() {
  const auto user = ::getuid();
  const auto group = ::getgid();
  constexpr int wanted = CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWPID;
  if (::unshare(CLONE_NEWUSER | wanted) != 0)
    return ::unshare(wanted) == 0 ? "" : "namespaces are not allowed here: allow them to users, or test as root";
  write_file("/proc/self/setgroups", "deny");
  const bool mapped = write_file("/proc/self/uid_map", fmt::format("0 {} 1", user)) &&
                      write_file("/proc/self/gid_map", fmt::format("0 {} 1", group));
  return mapped ? "" : "users cannot be mapped into a namespace here";
}

std::string own_places() {
  const bool done = ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                    ::mount("none", "/run", "tmpfs", 0, nullptr) == 0;
  if (!done) return "no file system can be mounted in a namespace here";
  return write_file(ping_leave, "0 0") ? "" : "ping cannot be allowed in a namespace here: /proc/sys is read-only";
}

// The first process of the namespaces: with it all others end.
[[noreturn]] void play(const std::function<std::string()>& scene, int to) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  std::string said = own_places();
  if (!said.empty()) said = "! " + said;
  try {
    if (said.empty()) said = scene();
  } catch (const std::exception& e) {
    said = std::string("the scene ended early: ") + e.what();
  }
  const bool whole = ::write(to, said.data(), said.size()) == static_cast<ssize_t>(said.size());
  ::_exit(whole ? 0 : 1);
}

[[noreturn]] void stand_by(const std::function<std::string()>& scene, int to, std::chrono::seconds limit) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  std::string why = leave_the_others();
  if (!why.empty()) why = "! " + why;
  const pid_t first = why.empty() ? ::fork() : -1;
  if (first == 0) play(scene, to);
  if (why.empty() && first < 0) why = "! no process can be started in a namespace here";
  const auto until = std::chrono::steady_clock::now() + limit;
  while (why.empty() && ::waitpid(first, nullptr, WNOHANG) == 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    if (std::chrono::steady_clock::now() < until) continue;
    ::kill(first, SIGKILL);
    ::waitpid(first, nullptr, 0);
    why = fmt::format("no end after {} s", limit.count());
  }
  const bool whole = ::write(to, why.data(), why.size()) == static_cast<ssize_t>(why.size());
  ::_exit(whole ? 0 : 1);
}

}  // namespace

std::vector<TreeNode> network_tree(int towers, int switches_a_tower, int offices) {
  std::vector<TreeNode> out{{"pd1", "Pusat Data", "pusat data", "10.0.0.1", "10.0.0.0/8", ""}};
  std::vector<std::size_t> switches;
  for (int t = 1; t <= towers; ++t) {
    const auto tower = add(out,
                           {fmt::format("m{}", t), fmt::format("Menara {}", t), "menara", fmt::format("10.{}.0.1", t),
                            fmt::format("10.{}.0.0/16", t), fmt::format("PD1-R01-U{:02}", t)},
                           0);
    for (int s = 1; s <= switches_a_tower; ++s)
      switches.push_back(add(
          out,
          {fmt::format("s{}.{}", t, s), fmt::format("Sakelar {}.{}", t, s), "menara", fmt::format("10.{}.{}.1", t, s),
           fmt::format("10.{}.{}.0/24", t, s), fmt::format("M{:02}-R01-U{:02}", t, s)},
          tower));
  }
  for (int k = 1; k <= offices; ++k) {
    const std::size_t parent = switches.at(static_cast<std::size_t>(k - 1) % switches.size());
    const std::string above = out[parent].key, base = out[parent].address.substr(0, out[parent].address.size() - 1);
    const std::size_t port = out[parent].children.size() + 1;
    add(out,
        {fmt::format("k{}", k), fmt::format("Kantor {}", k), "kantor", base + std::to_string(port + 1),
         base + std::to_string(port + 1) + "/32", fmt::format("S{}-R01-U{:02}", above.substr(1), port)},
        parent);
  }
  return out;
}

NamespaceNetwork::NamespaceNetwork(std::vector<TreeNode> nodes) : nodes_(std::move(nodes)) {
  std::string all;
  for (const TreeNode& n : nodes_) all += "netns add " + n.key + "\n";
  for (const TreeNode& n : nodes_)
    if (n.parent >= 0)
      all += fmt::format("link add {} netns {} type veth peer name uplink netns {}\n", n.label,
                         node(static_cast<std::size_t>(n.parent)).key, n.key);
  ip("", all);
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    ip(node(i).key, set_up(i));
    if (!node(i).children.empty()) forward(i, true);
  }
}

std::string NamespaceNetwork::set_up(std::size_t i) const {
  return fmt::format("addr add {}/32 dev lo\nlink set lo up\n", node(i).address) + way_up(i) + ways_down(i);
}

std::string NamespaceNetwork::way_up(std::size_t i) const {
  if (node(i).parent < 0) return {};
  return fmt::format("link set uplink up\nroute replace default via {} dev uplink onlink\n",
                     node(static_cast<std::size_t>(node(i).parent)).address);
}

std::string NamespaceNetwork::ways_down(std::size_t i) const {
  std::string out;
  for (const std::size_t child : node(i).children) {
    const TreeNode& n = node(child);
    out += fmt::format("link set {0} up\nroute replace {1} via {2} dev {0} onlink\n", n.label, n.subnet, n.address);
  }
  return out;
}

void NamespaceNetwork::ip(const std::string& where, const std::string& commands) const {
  std::vector<std::string> arguments{"-batch", folder_.write("ip.batch", commands)};
  if (!where.empty()) arguments.insert(arguments.begin(), {"-n", where});
  const auto done = support::run_child(ip_program, {.arguments = std::move(arguments)});
  if (done.code != 0) throw std::runtime_error("ip: " + where + ": " + done.err + done.out);
}

void NamespaceNetwork::forward(std::size_t i, bool yes) const {
  const int here = ::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
  enter(node(i).key);
  const bool done = write_file("/proc/sys/net/ipv4/ip_forward", yes ? "1" : "0");
  const bool back = ::setns(here, CLONE_NEWNET) == 0;
  ::close(here);
  if (!done || !back) throw std::runtime_error("no forwarding in " + node(i).key);
}

void NamespaceNetwork::start_agents() {
  const std::string config =
      folder_.write("snmpd.conf", "agentaddress udp:161\nrocommunity publik\ndontLogTCPWrappersConnects yes\n");
  for (const TreeNode& n : nodes_) {
    if (n.children.empty()) continue;
    const std::string kept = folder_.file("tetap-" + n.key);
    std::filesystem::create_directory(kept);
    agents_.push_back(std::make_unique<support::Child>(
        ip_program,
        support::ChildOptions{
            .arguments = {"netns", "exec", n.key, agent_program, "-f", "-Le", "-C", "-c", config, "-I", "-smux"},
            .environment = {{"SNMP_PERSISTENT_DIR", kept}, {"MIBS", ""}, {"HOME", folder_.path()}}}));
  }
  for (const auto& agent : agents_)
    if (!agent->wait_for("NET-SNMP version")) throw std::runtime_error("snmpd: " + agent->said());
}

void NamespaceNetwork::enter_center() const {
  enter(node(0).key);
  if (!write_file(ping_leave, "0 0")) throw std::runtime_error("ping cannot be allowed");
}

void NamespaceNetwork::unplug(std::size_t i) const {
  ip(node(i).key, "link set uplink down\n");
}
void NamespaceNetwork::plug(std::size_t i) const {
  ip(node(i).key, way_up(i));
}
void NamespaceNetwork::tear(std::size_t i) const {
  ip(node(i).key, "link del uplink\n");
}
void NamespaceNetwork::power_off(std::size_t i) const {
  std::string all = "link set uplink down\n";
  for (const std::size_t child : node(i).children) all += "link set " + node(child).label + " down\n";
  ip(node(i).key, all);
}
void NamespaceNetwork::power_on(std::size_t i) const {
  ip(node(i).key, way_up(i) + ways_down(i));
}
void NamespaceNetwork::hang(std::size_t i) const {
  ip(node(i).key, fmt::format("addr del {}/32 dev lo\n", node(i).address));
  forward(i, false);
}
void NamespaceNetwork::wake(std::size_t i) const {
  ip(node(i).key, fmt::format("addr add {}/32 dev lo\n", node(i).address));
  forward(i, true);
}

std::string why_no_namespaces() {
  if (!std::filesystem::exists(ip_program)) return "Debian's package iproute2 is not installed";
  if (!std::filesystem::exists(agent_program)) return "Debian's package snmpd is not installed";
  return {};
}

std::string in_own_namespaces(const std::function<std::string()>& scene, std::chrono::seconds limit) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return "! no pipe";
  const pid_t guard = ::fork();
  if (guard == 0) stand_by(scene, ends[1], limit);
  ::close(ends[1]);
  std::string out;
  char buffer[4096];
  for (ssize_t size = 0; (size = ::read(ends[0], buffer, sizeof buffer)) > 0;)
    out.append(buffer, static_cast<std::size_t>(size));
  ::close(ends[0]);
  ::waitpid(guard, nullptr, 0);
  return out;
}

}  // namespace tests
