// How often one host is asked by all feeds together. Any thread.
#pragma once
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include "feeds/clock.h"

namespace feeds {

class Pace {
 public:
  // When the next request to `host` may go: with it at most `per_minute` lie within any minute (0: no limit), and none
  // before the end of a hold. The turn is taken unless it comes after `until`.
  Steady turn(const std::string& host, int per_minute, Steady now, Steady until);
  // The host says that nothing more is answered before `until`.
  void hold(const std::string& host, Steady until);

 private:
  struct Host {
    std::deque<Steady> turns;  // of the last minute and to come, in order
    Steady held{};
  };
  std::mutex mutex_;
  std::map<std::string, Host> hosts_;
};

}  // namespace feeds
