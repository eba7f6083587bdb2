// A center with one feed at an agency that falls ill and one at a healthy one, through collector, store and snapshot on
// a clock that the test moves.
#pragma once
#include <gmock/gmock.h>
#include <fstream>
#include "feeds/collector.h"
#include "tests/support/fault_server.h"
#include "tests/support/store_room.h"

namespace test {

// kB of the most memory that this process had since the mark.
class MemoryMark {
 public:
  MemoryMark() {
    std::ofstream("/proc/self/clear_refs") << "5";
    before_ = most();
  }
  // Not under AddressSanitizer, which keeps what was freed.
  void expect_less_than(long kb) const {
#ifndef __SANITIZE_ADDRESS__
    EXPECT_LT(most() - before_, kb) << "kB";
#else
    (void)kb;
#endif
  }

 private:
  static long most() {
    std::ifstream in("/proc/self/status");
    for (std::string word; in >> word;)
      if (long kb = 0; word == "VmHWM:" && in >> kb) return kb;
    return 0;
  }
  long before_ = 0;
};

class Scenario : public testing::Test {
 protected:
  // What the ill feed comes to.
  enum class Course {
    fails,         // its polls fail with the reason
    refused,       // it answers, its values are refused with the reason
    half_refused,  // one of two: it is late, and the other goes on
    old,           // it answers, its values are old
    unharmed
  };

  config::FeedConfig feed(const std::string& name, const std::string& indicator, const std::string& url) const;
  // Two districts, as of now, each with the next number.
  std::string body(const std::string& indicator);
  void answer_well(tests::Talk& talk, const std::string& indicator) { talk.send(tests::reply_200(body(indicator))); }
  // Lets seconds pass until `enough` holds. Between two of them everything comes to rest, but for a poll that is held.
  bool pass(const std::function<bool(const Snapshot&)>& enough);
  // The feed "sakit" falls ill, grows late, then missing, and says why; "sehat" stays on time; it recovers by itself;
  // what a wall showed is kept.
  void run(const config::FeedConfig& ill, const std::function<void()>& fall_ill, const std::function<void()>& heal,
           const char* reason, Course course = Course::fails);

  StoreRoom room_{{}};
  std::atomic<int> served_ = 0;
  bool started_ = false, held_ = false;

 private:
  using Values = std::map<config::Time, double>;
  void expect_healthy();
  void expect_ill(const char* reason, Course);
  void expect_kept();
  std::map<std::string, Values> seen_;  // what a wall showed
};

}  // namespace test
