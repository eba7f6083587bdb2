// Work in a process of its own that is killed (-9) when the test likes.
#pragma once
#include <sys/types.h>

#include <chrono>
#include <functional>

namespace support {

class Killed {
 public:
  // `work` writes numbers (int) to the pipe: what it has done so far. It does not return, or ends with
  // _exit(); what it throws is said and ends it.
  explicit Killed(const std::function<void(int pipe)>& work);
  ~Killed() { kill_now(); }
  Killed(const Killed&) = delete;
  Killed& operator=(const Killed&) = delete;
  // Takes what came, up to now; where nothing did, waits for it at most so long.
  void listen(std::chrono::milliseconds most);
  // False when it had ended by itself. What it said before is taken.
  bool kill_now();
  int last = -1;  // the last number that came

 private:
  bool take();
  pid_t child_ = -1;
  int read_ = -1;
};

}  // namespace support
