// See killed.h.
#include "tests/support/killed.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>
#include <utility>

namespace support {

Killed::Killed(const std::function<void(int)>& work) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("no pipe");
  child_ = fork();
  if (child_ < 0) throw std::runtime_error("no process");
  if (child_ == 0) {
    close(ends[0]);
    try {
      work(ends[1]);
    } catch (const std::exception& e) {
      std::fprintf(stderr, "%s\n", e.what());
    }
    _exit(4);
  }
  close(ends[1]);
  read_ = ends[0];
}

void Killed::listen(std::chrono::milliseconds most) {
  pollfd wait{read_, POLLIN, 0};
  while (poll(&wait, 1, static_cast<int>(most.count())) > 0 && take()) most = std::chrono::milliseconds(0);
}

bool Killed::kill_now() {
  if (child_ <= 0) return true;
  kill(child_, SIGKILL);
  while (take()) {
  }
  int status = 0;
  waitpid(std::exchange(child_, -1), &status, 0);
  close(read_);
  return WIFSIGNALED(status);
}

bool Killed::take() {
  return read(read_, &last, sizeof last) == sizeof last;
}

}  // namespace support
