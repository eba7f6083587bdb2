// Pretend agencies that send by themselves: attendance machines (ADMS) and OSS. A thread of its own.
#pragma once
#include <string>
#include <thread>
#include "feeds/clock.h"
#include "feeds/simulate/world.h"

namespace feeds::simulate {

// What has come about within (`from`, `to`], as the machine of an office sends it; "" for nothing. Its clock may be
// off.
std::string attendance_lines(const World&, const Office&, Time from, Time to);
// The message of one business number, and what its Token is made of.
struct NibMessage {
  std::string nib, body;
};
std::vector<NibMessage> nib_messages(const World&, Time from, Time to);
std::string machine_of(std::size_t office);  // its serial number

class Pusher {
 public:
  // Sends to the center's port at `base` ("http://127.0.0.1:PORT") until it is destroyed: first what has come about
  // today, then what comes about.
  Pusher(const World&, std::string base, Clock&);

 private:
  void run(std::stop_token);
  bool send_attendance(std::size_t office, Time from, Time to, std::stop_token);
  bool send_numbers(Time from, Time to, std::stop_token);
  bool post(const std::string& path, const std::string& body, const char* type,
            std::vector<std::pair<std::string, std::string>> headers, std::stop_token);

  const World& world_;
  const std::string base_;
  Clock& clock_;
  std::jthread thread_;
};

}  // namespace feeds::simulate
