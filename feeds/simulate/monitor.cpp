// Outages and answers of the pretend monitor: see monitor.h.
#include "feeds/simulate/monitor.h"
#include <fmt/format.h>
#include <algorithm>

namespace feeds::simulate {
namespace {

using namespace std::chrono_literals;

// A night from Saturday to Sunday of the month, in one of three months.
std::optional<PlannedWork> work_on(const World& world, const std::string& service, Month month) {
  const std::string name = "work " + service;
  if (world.noise(name, bucket(month)) > 0.34) return {};
  const auto which = static_cast<unsigned>(1 + 4 * world.noise("night " + service, bucket(month)));
  const Date saturday(month.year() / month.month() / std::chrono::Saturday[which]);
  const Time begin = config::midnight(saturday, world.zone) + 22h;
  return PlannedWork{fmt::format("{}/{}", iso(month), service), service, begin, begin + 3h};
}

struct Stretch {
  Time begin, end;
};
// An outage that begins on that day (UTC): most are short, a few take hours.
std::optional<Stretch> outage_of(const World& world, const std::string& service, std::int64_t day) {
  if (world.noise("outage " + service, day) > world.trait("outages a day", service, 0.02, 0.22)) return {};
  const auto part = [&](const char* what) { return world.noise(what + service, day); };
  const double length = part("length ") * part("length ");
  const Time begin = Time(24h * day) + std::chrono::minutes(static_cast<int>(1439 * part("begin ")));
  return Stretch{begin, begin + 6min + std::chrono::minutes(static_cast<int>(260 * length * length))};
}
bool down_by(const World& world, const std::string& service, std::int64_t day, Time at) {
  const auto outage = outage_of(world, service, day);
  return outage && outage->begin <= at && at < outage->end;
}

// It is not there for most of the time that was planned.
Stretch gone(const PlannedWork& work) {
  return {work.begin + 4min, work.end - 35min};
}

Month month_of(Time at, Zone zone) {
  const Date day = today(at, zone);
  return Month(day.year(), day.month());
}

}  // namespace

std::vector<PlannedWork> planned_work(const World& world, const std::vector<std::string>& services, Time now) {
  std::vector<PlannedWork> out;
  for (int ahead = -1; ahead <= 1; ++ahead)
    for (const std::string& service : services)
      if (auto work = work_on(world, service, month_of(now, world.zone) + std::chrono::months(ahead)))
        out.push_back(std::move(*work));
  return out;
}

bool is_up(const World& world, const std::string& service, Time at) {
  const std::int64_t day = at.time_since_epoch() / 24h;
  if (down_by(world, service, day, at) || down_by(world, service, day - 1, at)) return false;
  const auto work = work_on(world, service, month_of(at, world.zone));
  return !work || at < gone(*work).begin || at >= gone(*work).end;
}

std::vector<Time> changes(const World& world, const std::string& service, Time from, Time to) {
  std::vector<Time> out;
  const auto add = [&](const Stretch& s) {
    for (const Time at : {s.begin, s.end})
      if (from <= at && at <= to) out.push_back(at);
  };
  for (std::int64_t day = from.time_since_epoch() / 24h - 1; day <= to.time_since_epoch() / 24h; ++day)
    if (const auto outage = outage_of(world, service, day)) add(*outage);
  for (Month month = month_of(from, world.zone); month <= month_of(to, world.zone); month += std::chrono::months(1))
    if (const auto work = work_on(world, service, month)) add(gone(*work));
  std::sort(out.begin(), out.end());
  return out;
}

ServedReply exposition(const World& world, const std::vector<std::string>& services,
                       const std::function<int(const std::string&)>& certificate_days, Time now) {
  std::string status =
      "# HELP monitor_status Monitor Status (1 = UP, 0= DOWN, 2= PENDING, 3= MAINTENANCE)\n# TYPE monitor_status "
      "gauge\n";
  std::string times = "# HELP monitor_response_time Monitor Response Time (ms)\n# TYPE monitor_response_time gauge\n";
  std::string days =
      "# HELP monitor_cert_days_remaining The number of days remaining until the certificate expires\n# TYPE "
      "monitor_cert_days_remaining gauge\n";
  for (const std::string& service : services) {
    const std::string labels =
        fmt::format("{{monitor_name=\"{}\",monitor_type=\"http\",monitor_hostname=\"null\"}}", service);
    const bool up = is_up(world, service, now);
    const double ms = world.trait("slow", service, 70, 260) * (0.7 + 0.9 * world.drift(service, now, 4min));
    status += fmt::format("monitor_status{} {}\n", labels, up ? 1 : 0);
    times += up ? fmt::format("monitor_response_time{} {:.0f}\n", labels, ms)
                : fmt::format("monitor_response_time{} Nan\n", labels);
    days += fmt::format("monitor_cert_days_remaining{} {}\n", labels, certificate_days(service));
  }
  ServedReply reply;
  reply.content_type = "text/plain; version=0.0.4; charset=utf-8";
  reply.body = status + times + days;
  return reply;
}

}  // namespace feeds::simulate
