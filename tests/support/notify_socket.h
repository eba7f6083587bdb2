// A service manager's socket, for tests: keeps what a program says to it, with when it came.
#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "tests/support/child.h"

namespace support {

class NotifySocket {
 public:
  NotifySocket();
  ~NotifySocket();
  NotifySocket(const NotifySocket&) = delete;
  NotifySocket& operator=(const NotifySocket&) = delete;

  const std::string& path() const { return path_; }
  // The next message; empty when none came in time.
  std::string next(std::chrono::milliseconds most);
  // Reads until a message begins with `text` or the time has passed.
  bool comes(const std::string& text, std::chrono::milliseconds most);
  // How many messages begin with `text` within this time.
  int count(const std::string& text, std::chrono::milliseconds time);

 private:
  Folder folder_;
  std::string path_;
  int socket_ = -1;
};

}  // namespace support
