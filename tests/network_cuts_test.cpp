// Links of a network that are really cut, and what the live page says of it: the program stands in the data center,
// reads the devices by SNMP and pings every node. Skipped where namespaces or snmpd are not to be had.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <algorithm>
#include <iostream>
#include <set>
#include <sstream>
#include <thread>
#include "config/time.h"
#include "feeds/http.h"
#include "tests/support/namespace_network.h"
#include "tests/support/sql.h"
#include "tests/support/temp_center.h"

namespace {

using tests::NamespaceNetwork;
using tests::TreeNode;
using Named = std::set<std::string>;  // findings of the page that name a cause
using Steady = std::chrono::steady_clock;
using namespace std::chrono_literals;

enum class Fault { none, unplugged, off, hung, torn };
using Faults = std::vector<Fault>;  // by node

constexpr auto limit = 40s;  // for the page to say what is the case
constexpr const char *link_feed = "perangkat", *node_feed = "simpul";

// What is to be said, found by walking up from every node: the fault nearest to the data center is the cause.
Named expected(const std::vector<TreeNode>& nodes, const Faults& faults) {
  std::map<std::size_t, std::pair<int, int>> behind;  // by the node of the cause: offices and towers
  for (std::size_t i = 1; i < nodes.size(); ++i) {
    std::optional<std::size_t> cause;
    for (std::size_t v = i; v != 0; v = static_cast<std::size_t>(nodes[v].parent))
      if (faults[v] != Fault::none) cause = v;
    if (!cause) continue;
    auto& [offices, towers] = behind[*cause];
    if (*cause != i || faults[i] != Fault::hung) ++(nodes[i].role == "kantor" ? offices : towers);
  }
  Named out;
  for (const auto& [cause, count] : behind) {
    const bool hung = faults[cause] == Fault::hung;
    const std::string name = hung ? nodes[cause].name + " mati" : nodes[cause].label;
    std::string whom = count.first > 0 ? fmt::format("{} kantor", count.first) : "";
    if (count.second > 0) whom += fmt::format("{}{} menara", whom.empty() ? "" : " dan ", count.second);
    out.insert(whom.empty() ? name : name + (hung ? " dan memutus " : " memutus ") + whom);
  }
  return out;
}

void write_center(test::TempCenter& center, const std::vector<TreeNode>& nodes, const std::string& interval) {
  center.write("center.toml", R"([center]
name = "Kabupaten Contoh"
code = "63.10"
zone = "WITA"

[[region]]
code = "63.10.01"
name = "Batulicin"

[[grant]]
holder = "staff"
scope = "*"
basis = { kind = "order", number = "188.45/7/2026", date = 2026-01-12 }

[[display]]
name = "dinding"
pages = ["jaringan"]
output = [{ width_mm = 1650, height_mm = 930 }]
)");
  std::string devices, targets, rows;
  const std::string now = config::to_rfc3339(feeds::system_clock().now());
  const auto row = [&](const char* table, const std::string& key, const std::string& fields) {
    rows += fmt::format(R"({{"table":"{}","key":"{}","at":"{}","fields":{{{}}}}})", table, key, now, fields) + "\n";
  };
  for (const TreeNode& n : nodes) {
    row("jaringan.simpul", n.key, fmt::format(R"("nama":"{}","peran":"{}")", n.name, n.role));
    if (!n.children.empty()) devices += fmt::format("  {{ item = \"{}\", host = \"{}\" }},\n", n.key, n.address);
    targets += fmt::format("  {{ item = \"{}\", host = \"{}\" }},\n", n.key, n.address);
    if (n.parent < 0) continue;
    const std::string& above = nodes[static_cast<std::size_t>(n.parent)].key;
    row("jaringan.sambungan", n.label,
        fmt::format(R"("label":"{0}","dari":"{1}","ke":"{2}","butir":"{1}/{0}")", n.label, above, n.key));
  }
  center.write("peta.jsonl", rows);
  center.write("secrets/snmp", "publik\n");
  const auto feed = [&](const char* name, const char* kind, const std::string& every) {
    return fmt::format("\n[[feed]]\nname = \"{}\"\nkind = \"{}\"\ninterval = \"{}\"\ndeadline = \"{}\"\n", name, kind,
                       every, every) +
           "basis = { kind = \"sop\", number = \"000.8/12/2026\", date = 2026-01-12 }\n";
  };
  center.write("agencies/kominfo/agency.toml", R"([agency]
name = "Dinas Komunikasi dan Informatika"
short = "Diskominfo"

[[indicator]]
name = "jaringan.antarmuka"
title = "Antarmuka"
stale_after = "1m"

[[indicator]]
name = "jaringan.hidup"
title = "Simpul hidup"
stale_after = "1m"

[[table]]
name = "jaringan.simpul"
title = "Simpul"

[[table]]
name = "jaringan.sambungan"
title = "Sambungan"
)" + feed("peta", "replay", "1h") + "file = \"peta.jsonl\"\nspeed = 0\n" +
                                                   feed(link_feed, "snmp", interval) +
                                                   "community = \"file:secrets/snmp\"\ntimeout = \"500ms\"\n"
                                                   "retries = 1\ndevices = [\n" +
                                                   devices +
                                                   "]\n[feed.interfaces]\nup = \"jaringan.antarmuka\"\n"
                                                   "only = [\"*-R01-*\"]\n" +
                                                   feed(node_feed, "probe", interval) +
                                                   "up = \"jaringan.hidup\"\ncount = 2\ntimeout = \"500ms\"\n"
                                                   "targets = [\n" +
                                                   targets + "]\n");
  center.write("agencies/kominfo/page.toml", R"([[page]]
name = "jaringan"
title = "Jaringan"
[[page.panel]]
kind = "network"
at = [0, 0, 24, 12]
nodes = "jaringan.simpul"
links = "jaringan.sambungan"
node = { up = "jaringan.hidup" }
link = { up_series = "jaringan.antarmuka", item = "butir" }
roles = { "pusat data" = "data_center", "menara" = "tower" }
)");
}

// What the page says at one moment, and how often each feed has begun to read since the last change.
struct Look {
  Named named;
  bool calm = false;
  std::map<std::string, int> polls;
};

// The program in the data center, and its page.
class Wall {
 public:
  Wall(const std::vector<TreeNode>& nodes, const std::string& interval) {
    write_center(center_, nodes, interval);
    calm_ = fmt::format("semua {} simpul tersambung", nodes.size());
    program_.emplace(
        ANJUNGAN_PROGRAM,
        support::ChildOptions{.arguments = {"run", "--headless", "--audience", "staff", "--port", "0", "--lang", "id",
                                            "--state", state_.path(), "--center", center_.dir().string()},
                              .without = {"DISPLAY", "WAYLAND_DISPLAY", "ANJUNGAN_ASSETS"}});
    const std::string before = "http://127.0.0.1:";
    if (!program_->wait_for(before)) throw std::runtime_error(program_->said());
    const std::string said = program_->said();
    const std::size_t at = said.find(before);
    page_ = said.substr(at, said.find('/', at + before.size()) - at) + "/page/jaringan";
    store_.emplace(state_.file("store.db"));
  }

  void changed() {
    since_ = feeds::system_clock().now();
    tries_.clear();
  }
  Look look() {
    Look out;
    feeds::HttpRequest request;
    request.url = page_;
    request.validators = false;
    const auto reply = http_.fetch(request, {});
    shown_ = reply ? reply->body : reply.error().what.key;
    read(shown_, out);
    for (const char* feed : {link_feed, node_feed}) {
      const auto at = store_->number(fmt::format("SELECT ifnull(max(last_try), 0) FROM feeds WHERE name = '{}'", feed));
      if (at > since_.time_since_epoch().count()) tries_[feed].insert(at);
      out.polls[feed] = static_cast<int>(tries_[feed].size());
    }
    return out;
  }
  // Until `enough` says so; false where it does not in a long time.
  bool watch(const std::function<bool(const Look&)>& enough) {
    for (const auto until = Steady::now() + limit; Steady::now() < until; std::this_thread::sleep_for(50ms))
      if (enough(look())) return true;
    return false;
  }
  bool watch_until_calm() {
    return watch([](const Look& look) { return look.calm; });
  }
  const std::string& shown() const { return shown_; }

 private:
  void read(const std::string& html, Look& out) const {
    for (std::size_t at = 0; (at = html.find("<p>", at)) != std::string::npos; at += 3) {
      const std::string line = html.substr(at + 3, html.find("</p>", at) - at - 3),
                        said = line.substr(0, line.find(':'));
      if (said.find(" memutus ") != std::string::npos || said.ends_with(" mati")) out.named.insert(said);
      out.calm = out.calm || said.starts_with(calm_);
    }
  }

  test::TempCenter center_;
  support::Folder state_;
  std::string calm_, page_, shown_;
  std::optional<support::Child> program_;
  std::optional<support::Sql> store_;
  feeds::Http http_{{}, feeds::system_clock()};
  config::Time since_{};
  std::map<std::string, std::set<std::int64_t>> tries_;
};

struct Change {
  std::string node;
  Fault fault = Fault::unplugged;
};
struct Step {
  std::string what;
  std::vector<Change> changes;
  bool mend = true;  // all faults before it are mended first
};

std::string joined(const Named& named) {
  return named.empty() ? "–" : fmt::format("{}", fmt::join(named, " + "));
}

class Script {
 public:
  Script(NamespaceNetwork& network, Wall& wall, double interval_s)
      : network_(network), wall_(wall), interval_s_(interval_s), faults_(network.nodes().size(), Fault::none) {}

  // A line: "OK" or "WRONG"; readings until the cause was among those named and until it was alone, intervals by the
  // clock until then; what was done, what is to be said, and what else was said on the way.
  std::string play(const Step& step) {
    if (step.mend && !mend()) return "WRONG " + step.what + ": not calm before it\n";
    // Not always at the same moment between two readings.
    std::this_thread::sleep_for(std::chrono::duration<double>(interval_s_ * (played_++ * 7 % 20) / 20));
    wall_.changed();
    const auto begun = Steady::now();
    for (const Change& change : step.changes) set(change);
    const Named wanted = expected(network_.nodes(), faults_);
    const char* const feed = step.changes.front().fault == Fault::hung ? node_feed : link_feed;
    std::optional<int> first, polls;  // readings of the feed until then
    double heard = 0, sure = 0;       // intervals until the cause was among those named, and alone
    Named otherwise;
    // On after the first right answer, until both feeds have heard of it: it must stay right.
    wall_.watch([&](const Look& look) {
      if (look.named == wanted && !polls) {
        polls = std::max(1, look.polls.at(feed));
        sure = std::chrono::duration<double>(Steady::now() - begun).count() / interval_s_;
        if (!first) first = polls;
        if (heard == 0) heard = sure;
      } else if (look.named != wanted && look.named != before_) {
        const bool among = !polls && doubts(look.named, wanted);
        if (among && !first) first = std::max(1, look.polls.at(feed));
        if (among && heard == 0) heard = std::chrono::duration<double>(Steady::now() - begun).count() / interval_s_;
        otherwise.insert(fmt::format("{} {}", polls ? "later" : among ? "doubts" : "wrong", joined(look.named)));
      }
      return polls && look.polls.at(link_feed) >= 2 && look.polls.at(node_feed) >= 2;
    });
    before_ = wanted;
    std::string out = fmt::format("{} {} {} {:.2f} {:.2f} | {} | {}", polls ? "OK" : "WRONG", first.value_or(0),
                                  polls.value_or(0), heard, sure, step.what, joined(wanted));
    for (const std::string& said : otherwise) out += " | " + said;
    return out + "\n";
  }

 private:
  // Each cause is one that is wanted, or that was there before, or the one beside another: "Menara 1 atau PD1-R01-U01".
  bool doubts(const Named& named, const Named& wanted) const {
    return !named.empty() && std::all_of(named.begin(), named.end(), [&](const std::string& said) {
      return before_.contains(said) || std::any_of(wanted.begin(), wanted.end(), [&](const std::string& one) {
               return said.find(one.substr(0, std::min(one.find(" memutus"), one.find(" mati")))) != said.npos;
             });
    });
  }
  std::size_t index(const std::string& key) const {
    const auto& all = network_.nodes();
    const auto found = std::find_if(all.begin(), all.end(), [&](const TreeNode& n) { return n.key == key; });
    if (found == all.end()) throw std::runtime_error("no node " + key);
    return static_cast<std::size_t>(found - all.begin());
  }
  void set(const Change& change) {
    const std::size_t i = index(change.node);
    const Fault was = faults_[i];
    faults_[i] = change.fault;
    if (was == Fault::unplugged) network_.plug(i);
    if (was == Fault::off) network_.power_on(i);
    if (was == Fault::hung) network_.wake(i);
    if (change.fault == Fault::unplugged) network_.unplug(i);
    if (change.fault == Fault::off) network_.power_off(i);
    if (change.fault == Fault::hung) network_.hang(i);
    if (change.fault == Fault::torn) network_.tear(i);
  }
  bool mend() {
    for (const TreeNode& n : network_.nodes()) set({n.key, Fault::none});
    before_.clear();
    return wall_.watch_until_calm();
  }

  NamespaceNetwork& network_;
  Wall& wall_;
  double interval_s_;
  Faults faults_;
  Named before_;
  int played_ = 0;
};

std::string scene(std::vector<TreeNode> nodes, int interval_s, const std::vector<Step>& steps) {
  NamespaceNetwork network(std::move(nodes));
  network.start_agents();
  network.enter_center();
  Wall wall(network.nodes(), fmt::format("{}s", interval_s));
  if (!wall.watch_until_calm()) return "WRONG never calm: " + wall.shown();
  Script script(network, wall, interval_s);
  std::string out;
  for (const Step& step : steps) out += script.play(step);
  return out;
}

// Each cause among those named within two readings of the feed that can see it, no other named before, and right it
// stayed.
void expect_right(const std::string& said, std::size_t steps) {
  std::cout << said;
  std::vector<double> heard, sure;
  std::istringstream lines(said);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string verdict;
    int first = 0, polls = 0;
    words >> verdict >> first >> polls >> heard.emplace_back() >> sure.emplace_back();
    EXPECT_EQ(verdict, "OK") << line;
    EXPECT_LE(first, 2) << line;
    // That a node hangs is sure when its link was read once more, too.
    EXPECT_LE(polls, line.find(" hangs |") == std::string::npos ? 2 : 3) << line;
    EXPECT_EQ(line.find("| later "), std::string::npos) << line;
    const bool cut = line.find(" mended ") == std::string::npos;
    EXPECT_TRUE(!cut || line.find("| wrong ") == std::string::npos) << line;
  }
  ASSERT_EQ(sure.size(), steps) << said;
  for (auto* intervals : {&heard, &sure}) {
    std::sort(intervals->begin(), intervals->end());
    std::cout << fmt::format("{}: {:.2f} intervals at least, {:.2f} in the middle, {:.2f} at most\n",
                             intervals == &heard ? "among those named" : "named alone", intervals->front(),
                             (*intervals)[steps / 2], intervals->back());
  }
}

TEST(NetworkCuts, ThreeAtOnceInASmallNetwork) {
  if (const std::string why = tests::why_no_namespaces(); !why.empty()) GTEST_SKIP() << why;
  const std::string said = tests::in_own_namespaces(
      [] {
        return scene(tests::network_tree(2, 1, 3), 1, {{"three", {{"k1"}, {"m2"}, {"k3", Fault::off}}, false}});
      },
      120s);
  if (said.starts_with("! ")) GTEST_SKIP() << said.substr(2);
  EXPECT_TRUE(said.starts_with("OK ")) << said;
}

// 20 cuts, and two that are mended while others last.
std::vector<Step> full_script() {
  return {{"office's link", {{"k1"}}},
          {"office's link", {{"k32"}}},
          {"switch's uplink", {{"s1.1"}}},
          {"switch's uplink", {{"s3.4"}}},
          {"backbone", {{"m1"}}},
          {"backbone", {{"m3"}}},
          {"two in two branches", {{"k2"}, {"s2.1"}}},
          {"two backbones", {{"m1"}, {"m2"}}},
          {"two of one switch", {{"k1"}, {"k13"}}},
          {"three in three branches", {{"s1.3"}, {"k5"}, {"k12"}}},
          {"office's link", {{"k5"}}},
          {"the switch's uplink before it", {{"s2.1"}}, false},
          {"the backbone before both", {{"m2"}}, false},
          {"backbone mended", {{"m2", Fault::none}}, false},
          {"switch's uplink mended", {{"s2.1", Fault::none}}, false},
          {"switch without power", {{"s1.2", Fault::off}}},
          {"tower without power", {{"m2", Fault::off}}},
          {"office without power", {{"k9", Fault::off}}},
          {"switch hangs", {{"s2.2", Fault::hung}}},
          {"tower hangs", {{"m1", Fault::hung}}},
          {"office hangs", {{"k7", Fault::hung}}},
          {"cable torn out", {{"s3.1", Fault::torn}}}};
}

// Every 4 s: Debian's snmpd looks at its interfaces every 3 s, the kernel tells of a cable's state within 1 s.
TEST(FullNetworkCuts, SixtyNodes) {
  if (const std::string why = tests::why_no_namespaces(); !why.empty()) GTEST_SKIP() << why;
  const std::string said =
      tests::in_own_namespaces([] { return scene(tests::network_tree(3, 4, 44), 4, full_script()); }, 20min);
  if (said.starts_with("! ")) GTEST_SKIP() << said.substr(2);
  expect_right(said, full_script().size());
}

}  // namespace
