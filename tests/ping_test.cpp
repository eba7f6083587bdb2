// Real ping in a network of the test's own, in which it is allowed: answers, no answers, and half of them.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cstring>
#include <fstream>
#include <sstream>
#include <thread>
#include "feeds/icmp.h"

namespace {

using namespace std::chrono_literals;

bool write_file(const char* path, const std::string& text) {
  std::ofstream out(path);
  out << text;
  out.close();
  return !out.fail();
}

bool loopback_up() {
  const int any = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  ifreq request{};
  std::strcpy(request.ifr_name, "lo");
  bool good = any >= 0 && ::ioctl(any, SIOCGIFFLAGS, &request) == 0;
  request.ifr_flags = static_cast<short>(request.ifr_flags | IFF_UP);
  good = good && ::ioctl(any, SIOCSIFFLAGS, &request) == 0;
  ::close(any);
  return good;
}

// Why this process cannot have a network of its own; empty when it has one now.
std::string own_network(bool with_ping) {
  const auto user = ::getuid();
  const auto group = ::getgid();
  if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) {
    if (::unshare(CLONE_NEWNET) != 0) return "no network of its own is allowed here";
  } else {
    write_file("/proc/self/setgroups", "deny");
    if (!write_file("/proc/self/uid_map", "0 " + std::to_string(user) + " 1") ||
        !write_file("/proc/self/gid_map", "0 " + std::to_string(group) + " 1"))
      return "users cannot be mapped here";
  }
  if (!loopback_up()) return "the loopback of the new network cannot be raised";
  if (with_ping && !write_file("/proc/sys/net/ipv4/ping_group_range", "0 0"))
    return "ping cannot be allowed in the new network";
  return {};
}

std::string one(const feeds::Ping& ping) {
  std::ostringstream out;
  out << ping.received << '/' << ping.sent << " loss " << ping.loss_percent();
  const auto median = ping.median_ms();
  out << (!median ? " none" : *median > 0 && *median < 1000 ? " ms" : " wrong");
  return out.str() + (ping.fault.empty() ? "" : " " + ping.fault.key);
}

std::string ping_there(const std::vector<std::string>& whom, const feeds::PingPlan& plan) {
  const auto& clock = feeds::system_clock();
  std::string out;
  for (const feeds::Ping& ping : feeds::ping(whom, plan, clock, clock.steady() + 20s, {})) out += one(ping) + '\n';
  return out;
}

// What `scene` says in a child that has a network of its own; the child's reason after "! " where it may not.
template <class Scene>
std::string in_own_network(const Scene& scene, bool with_ping = true) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return "! no pipe";
  const pid_t child = ::fork();
  if (child == 0) {
    const std::string why = own_network(with_ping);
    const std::string said = why.empty() ? scene() : "! " + why;
    const bool whole = ::write(ends[1], said.data(), said.size()) == static_cast<ssize_t>(said.size());
    ::_exit(whole ? 0 : 1);
  }
  ::close(ends[1]);
  std::string out;
  char buffer[4096];
  for (ssize_t size = 0; (size = ::read(ends[0], buffer, sizeof buffer)) > 0;)
    out.append(buffer, static_cast<std::size_t>(size));
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  return out;
}

TEST(PingTest, RealAnswersAndRealLoss) {
  const std::string said = in_own_network([] {
    return ping_there({"127.0.0.1", "::1", "127.0.0.9", "192.0.2.1", "2001:db8::1"}, {3, 20ms, 300ms});
  });
  if (said.starts_with("! ")) GTEST_SKIP() << said.substr(2);
  EXPECT_EQ(said,
            "3/3 loss 0 ms\n3/3 loss 0 ms\n3/3 loss 0 ms\n"
            "0/3 loss 100 none\n0/3 loss 100 none\n");
}

TEST(PingTest, HalfOfThemLost) {
  const std::string said = in_own_network([] {
    const auto mute = [](const char* yes) {
      return write_file("/proc/sys/net/ipv4/icmp_echo_ignore_all", yes) &&
             write_file("/proc/sys/net/ipv6/icmp/echo_ignore_all", yes);
    };
    if (!mute("0")) return std::string("! this kernel answers every ping");
    std::jthread silence([&](const std::stop_token&) {
      std::this_thread::sleep_for(1500ms);
      mute("1");
    });
    return ping_there({"127.0.0.1", "::1"}, {4, 1s, 300ms});
  });
  if (said.starts_with("! ")) GTEST_SKIP() << said.substr(2);
  EXPECT_EQ(said, "2/4 loss 50 ms\n2/4 loss 50 ms\n");
}

TEST(PingTest, WithoutLeaveItSaysWhy) {
  const std::string said = in_own_network([] { return ping_there({"127.0.0.1"}, {1, 1ms, 10ms}); }, false);
  if (said.starts_with("! ")) GTEST_SKIP() << said.substr(2);
  EXPECT_EQ(said,
            "0/0 loss 100 none the kernel does not allow ping without root: widen net.ipv4.ping_group_range, or use "
            "method tcp\n");
}

}  // namespace
