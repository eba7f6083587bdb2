// What the service manager hears of us, as systemd's sd_notify(3) has it: datagrams to $NOTIFY_SOCKET. Without one
// nothing is said. Main thread.
#pragma once
#include <optional>
#include <string>
#include "config/time.h"

namespace viewer {

class Service {
 public:
  Service();  // reads $NOTIFY_SOCKET, $WATCHDOG_USEC and $WATCHDOG_PID
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  bool heard() const { return socket_ >= 0; }
  // It ends and restarts us when so long passes without alive(); nothing: it does not watch.
  std::optional<config::Duration> patience() const { return patience_; }

  void ready();
  void alive();
  void status(const std::string& line);  // one line for `systemctl status`
  void stopping();

 private:
  void tell(const std::string& message);

  std::string address_;
  int socket_ = -1;
  std::optional<config::Duration> patience_;
};

}  // namespace viewer
