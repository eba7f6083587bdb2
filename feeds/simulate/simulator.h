// Pretend agencies that speak the real formats over real HTTP on loopback: for demonstrations and tests. Deterministic
// for a seed and a moment.
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include "config/catalogue.h"
#include "config/result.h"
#include "feeds/clock.h"

namespace feeds {

class Simulator {
 public:
  struct Options {
    std::uint64_t seed = 1;
    double speed = 1;           // simulated seconds a second, counted from the start
    std::filesystem::path map;  // map file that says where districts lie; none, or a schematic one: made-up places
  };
  // Districts and their names come from the catalogue.
  Simulator(Options, std::shared_ptr<const config::Catalogue>, Clock&);
  ~Simulator();  // stops
  // Loopback only. `port` 0: any free one. Returns the port.
  config::Result<int> listen(int port);
  // From now on those agencies that send by themselves send to the center at `base`.
  void push_to(const std::string& base);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace feeds
