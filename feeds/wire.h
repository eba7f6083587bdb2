// A TCP or TLS connection that is kept, for protocols other than HTTP. Nothing blocks longer than it is told to, and a
// stop ends every wait. Trust as in tls.h: the certificate is always verified.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include "config/result.h"
#include "feeds/clock.h"

namespace feeds {

struct WirePeer {
  std::string host, address;  // the name that the certificate must bear; numeric
  int port = 0;
  bool secure = true;
  std::string ca_file;
};

class Wire {
 public:
  static config::Result<std::unique_ptr<Wire>> open(const WirePeer&, const Clock&, Steady until, std::stop_token);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  // What came, as soon as anything did; empty: nothing until then. Errors: the connection has ended, stopped.
  config::Result<std::string> read(std::size_t most, Steady until, std::stop_token);
  config::Result<void> write(std::string_view, Steady until, std::stop_token);

 private:
  struct Impl;
  explicit Wire(std::unique_ptr<Impl>);
  std::unique_ptr<Impl> impl_;
};

}  // namespace feeds
