// See snmp_rates.h. Counters stay whole numbers until their difference is taken: a double holds 53 bits.
#include "feeds/snmp_rates.h"
#include <cmath>
#include "feeds/json_document.h"

namespace feeds {
namespace {

constexpr double ticks_a_second = 100, two_to_32 = 4294967296.0;
// How far two clocks and the time of a reading may differ.
constexpr double slack_s = 10, slack_part = 0.05;

std::optional<SnmpCount> count_of(const Json& said) {
  if (!said.is_array() || said.size() != 4) return {};
  for (const Json& one : said)
    if (!one.is_number_unsigned()) return {};
  SnmpCount out{said[0].get<std::uint64_t>(), said[1].get<std::uint64_t>() != 0, 0, 0};
  for (const auto& [place, to] : {std::pair(2U, &out.ticks), {3U, &out.since}}) {
    const auto number = said[place].get<std::uint64_t>();
    if (number > 0xffffffffU) return {};
    *to = static_cast<std::uint32_t>(number);
  }
  return out;
}

}  // namespace

SnmpRate rate_between(const SnmpCount& before, const SnmpCount& now, double elapsed, std::optional<double> most) {
  const double seconds = static_cast<std::uint32_t>(now.ticks - before.ticks) / ticks_a_second;
  if (seconds <= 0 || elapsed <= 0 || std::abs(seconds - elapsed) > slack_s + slack_part * elapsed) return {};
  if (now.wide != before.wide || now.since != before.since) return {};
  const std::uint64_t grown =
      now.wide ? now.value - before.value : static_cast<std::uint32_t>(now.value - before.value);
  const double rate = static_cast<double>(grown) / seconds, holds = now.wide ? two_to_32 * two_to_32 : two_to_32;
  if (rate > most.value_or(holds / 2 / seconds)) return {.absurd = true};
  if (most && *most * seconds >= holds) return {.unsure = true};
  return {.per_second = rate};
}

SnmpCounters::SnmpCounters(const std::string& cursor, Duration longest, const Moments& own) : longest_(longest) {
  const auto document = parse_json(cursor);
  if (!document || !document->is_object()) return;
  for (const auto& [name, said] : document->items()) {
    if (!said.is_object() || !said.contains("at") || !said["at"].is_number_integer() || !said.contains("counts") ||
        !said["counts"].is_object())
      continue;
    Device& device = before_[name];
    device.moment.at = Time(std::chrono::milliseconds(said["at"].get<std::int64_t>()));
    const auto ours = own.find(name);
    if (ours != own.end() && ours->second.at == device.moment.at) device.moment.steady = ours->second.steady;
    for (const auto& [counter, count] : said["counts"].items())
      if (const auto known = count_of(count)) device.counts[counter] = *known;
  }
}

void SnmpCounters::begin(const std::string& device, Moment moment) {
  now_[device].moment = moment;
}

SnmpRate SnmpCounters::put(const std::string& device, const std::string& name, const SnmpCount& count,
                           std::optional<double> most) {
  Device& now = now_[device];
  now.counts[name] = count;
  const auto before = before_.find(device);
  if (before == before_.end()) return {};
  const auto known = before->second.counts.find(name);
  if (known == before->second.counts.end()) return {};
  const Moment &was = before->second.moment, &is = now.moment;
  const auto elapsed = was.steady && is.steady ? std::chrono::duration<double>(*is.steady - *was.steady)
                                               : std::chrono::duration<double>(is.at - was.at);
  if (elapsed > longest_) return {};
  return rate_between(known->second, count, elapsed.count(), most);
}

std::string SnmpCounters::cursor() const {
  Json document = Json::object();
  for (const auto* devices : {&before_, &now_}) {
    for (const auto& [name, device] : *devices) {
      Json counts = Json::object();
      for (const auto& [counter, count] : device.counts)
        counts[counter] = {count.value, count.wide ? 1U : 0U, count.ticks, count.since};
      document[name] = {{"at", device.moment.at.time_since_epoch().count()}, {"counts", std::move(counts)}};
    }
  }
  return document.empty() ? std::string() : document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

SnmpCounters::Moments SnmpCounters::moments() const {
  Moments out;
  for (const auto* devices : {&before_, &now_})
    for (const auto& [name, device] : *devices) out[name] = device.moment;
  return out;
}

}  // namespace feeds
