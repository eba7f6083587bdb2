// A pretend agency that behaves badly: it stands before one that behaves well, hands its answers on, and while it is
// ill it does one fault to those asked for at some paths. Its own threads.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include "config/result.h"
#include "feeds/clock.h"
#include "feeds/simulate/fault.h"

namespace feeds::simulate {

class FaultyAgency {
 public:
  struct Options {
    Fault fault = Fault::hang;
    int good_port = 0;                           // on loopback, of the agency that behaves well
    std::string path = "*";                      // a pattern of the shell for the paths that the fault is done to
    bool ill = true;                             // from the start
    std::optional<config::Duration> lasts = {};  // and then well again
  };
  FaultyAgency(Options, Clock&);
  ~FaultyAgency();  // stops
  // Loopback only. `port` 0: any free one. Returns the port.
  config::Result<int> listen(int port);
  void set_ill(bool);  // returns once it is so, and nothing of before is answered any more; after a second at most
  bool is_secure() const { return of_certificate(options_.fault); }
  std::string url() const;        // "http://127.0.0.1:9000"
  std::string authority() const;  // for faults of certificates: PEM of the authority that feeds are to trust
  int requests() const;

 private:
  struct Impl;
  const Options options_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace feeds::simulate
