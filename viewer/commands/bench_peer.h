// A peer for `bench feeds`: a server that does as little as one can, in a process of its own, and a client that does.
#pragma once
#include <cstdint>
#include <string>
#include "config/result.h"

namespace viewer::commands {

// Answers every request with `body` and closes. Ended with the object.
class BenchPeer {
 public:
  static config::Result<BenchPeer> start(const std::string& body);
  BenchPeer(BenchPeer&&) noexcept;
  ~BenchPeer();
  int port() const { return port_; }

 private:
  BenchPeer() = default;
  int port_ = 0, process_ = -1;
};

// One request over a connection of its own, read to its end. False: not answered.
bool ask_bare(int port, std::string& reply);

}  // namespace viewer::commands
