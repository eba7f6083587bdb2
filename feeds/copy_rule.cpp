// When copies are made and which stay: dates alone. Any thread.
#include <algorithm>
#include <set>

#include "feeds/copies.h"

namespace feeds {

using config::Time;
using std::chrono::days;
using std::chrono::hours;

std::vector<std::string> to_remove(const std::vector<CopyInfo>& copies, const config::CopyRule& rule, config::Zone zone,
                                   Time now) {
  const auto verified =
      std::find_if(copies.rbegin(), copies.rend(), [](const CopyInfo& copy) { return copy.verified.has_value(); });
  std::set<config::Date> day_kept;
  std::set<std::chrono::year_month> month_kept;
  std::vector<std::string> out;
  for (auto copy = copies.rbegin(); copy != copies.rend(); ++copy) {
    const config::Date date = config::civil(copy->taken, zone).date;
    const std::chrono::year_month month = date.year() / date.month();
    bool keep = copy == verified || copy == copies.rbegin() || now - copy->taken < hours(24);
    keep = keep || (now - copy->taken < days(rule.days) && !day_kept.contains(date));
    keep = keep || (now - copy->taken < days(31) * rule.months && !month_kept.contains(month));
    if (!keep) {
      out.push_back(copy->name);
      continue;
    }
    day_kept.insert(date);
    month_kept.insert(month);
  }
  return out;
}

Time next_copy(const config::CopyRule& rule, std::optional<Time> newest, config::Zone zone, Time now) {
  if (!rule.at) return newest && *newest <= now ? *newest + rule.every : now;
  // A center that was off at that hour makes its copy once it is on again.
  Time last = config::midnight(config::civil(now, zone).date, zone) + *rule.at;
  if (last > now) last -= days(1);
  return newest && *newest >= last && *newest <= now ? last + days(1) : now;
}

}  // namespace feeds
