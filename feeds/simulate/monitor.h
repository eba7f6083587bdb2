// What a pretend monitor of sites and services knows: outages of minutes to hours, work that was planned, how fast they
// answer; the same at any moment however often it is asked. Any thread.
#pragma once
#include "feeds/simulate/world.h"

namespace feeds::simulate {

struct PlannedWork {
  std::string number, service;
  Time begin, end;
};
// Of the month before, this one and the next: nights on which one of these is worked on.
std::vector<PlannedWork> planned_work(const World&, const std::vector<std::string>& services, Time now);

bool is_up(const World&, const std::string& service, Time at);
// When it may go down or come back between these moments, ascending: each change is among them.
std::vector<Time> changes(const World&, const std::string& service, Time from, Time to);
// The text exposition of Uptime Kuma: status, response time and certificate days of each, by the item's name.
ServedReply exposition(const World&, const std::vector<std::string>& services,
                       const std::function<int(const std::string&)>& certificate_days, Time now);

}  // namespace feeds::simulate
