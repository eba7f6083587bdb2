// A network device that says by SNMP v2c on loopback what a test puts into it: BER (RFC 3416) written here by hand.
#pragma once
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace tests {

using AgentOid = std::vector<std::uint32_t>;

struct AgentValue {
  std::uint8_t tag = 0x02;
  std::string text;  // of 0x04
  std::uint64_t number = 0;
};
AgentValue whole(std::int64_t);
AgentValue gauge(std::uint32_t);
AgentValue counter32(std::uint32_t);
AgentValue counter64(std::uint64_t);
AgentValue ticks(std::uint32_t);
AgentValue octets(std::string);

class SnmpAgent {
 public:
  enum class Fault { none, silent, garbage, circles, too_big, cut };
  explicit SnmpAgent(std::string community = "publik");
  ~SnmpAgent();
  int port() const { return port_; }
  int asked() const { return asked_; }
  void put(const std::string& oid, AgentValue);
  void clear();
  // An interface in ifTable and, where `x`, in ifXTable with counters of 64 bits.
  struct Interface {
    int index = 1;
    std::string name, alias;
    std::uint64_t in = 0, out = 0;
    std::uint32_t mbps = 1000;
    bool up = true, x = true;
  };
  void put(const Interface&);
  void up_time(std::uint32_t hundredths);
  Fault fault() const { return fault_; }
  void set(Fault fault) { fault_ = fault; }
  void most_bindings(std::size_t most) { most_bindings_ = most; }  // more than these are too big

 private:
  void run();
  std::string answer(std::string_view);

  const std::string community_;
  int socket_ = -1, port_ = 0;
  std::atomic<int> asked_ = 0;
  std::atomic<bool> ending_ = false;
  std::atomic<Fault> fault_ = Fault::none;
  std::atomic<std::size_t> most_bindings_ = 1000;
  std::mutex mutex_;
  std::map<AgentOid, AgentValue> objects_;
  std::thread thread_;
};

}  // namespace tests
