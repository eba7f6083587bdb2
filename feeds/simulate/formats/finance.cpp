// The regency's finance system: a budget year day by day, two years month by month, and each office. Offices add up to
// the regency. Dates as YYYY-MM-DD and YYYY-MM, money in rupiah. Server's worker threads.
#include <cmath>
#include "feeds/simulate/budget.h"
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

ServedReply daily(const World& world, const ServedRequest&, Time now) {
  const Date last{std::chrono::sys_days(today(now, world.zone)) - std::chrono::days(1)};
  Json rows = Json::array();
  for (const Date& day : days_of_year(last)) {
    const double total = budget(static_cast<int>(day.year())), used = spent(world, day);
    const double revenue = std::round(4.65e11 * (0.03 + 0.95 * std::pow(planned_share(day), 0.92)));
    rows.push_back({{"tanggal", config::to_string(day)},
                    {"realisasi", used},
                    {"persen", round_to(100 * used / total, 2)},
                    {"rencana_persen", round_to(100 * planned_share(day), 2)},
                    {"pad", revenue}});
  }
  return json_reply({{"status", true},
                     {"tahun", static_cast<int>(last.year())},
                     {"pagu", budget(static_cast<int>(last.year()))},
                     {"data", std::move(rows)}});
}

ServedReply monthly(const World& world, const ServedRequest&, Time now) {
  Json spending = Json::array(), by_office = Json::array();
  const auto sent = sent_months(now, world.zone, 24, 4);
  for (const Month& month : sent) {
    const Date end = last_day(month);
    const Date before = last_day(month - std::chrono::months(1));
    const double earlier = before.year() == end.year() ? spent(world, before) : 0;
    spending.push_back({{"bulan", iso(month)}, {"belanja", spent(world, end) - earlier}});
    if (end.year() != sent.back().year()) continue;
    for (const Office& office : offices()) {
      const double limit = office_budget(office, static_cast<int>(end.year())), used = spent_by(world, office, end);
      by_office.push_back({{"bulan", iso(month)},
                           {"skpd", office.name},
                           {"pagu", limit},
                           {"realisasi", used},
                           {"persen", round_to(100 * used / limit, 2)}});
    }
  }
  return json_reply({{"status", true}, {"belanja", std::move(spending)}, {"skpd", std::move(by_office)}});
}

ServedReply ceilings(const World& world, const ServedRequest&, Time now) {
  const int year = static_cast<int>(today(now, world.zone).year());
  Json rows = Json::array();
  for (const Office& office : offices())
    rows.push_back({{"tahun", std::to_string(year)}, {"skpd", office.name}, {"pagu", office_budget(office, year)}});
  return json_reply({{"status", true}, {"data", std::move(rows)}});
}

}  // namespace

void mount_finance(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/keuangan/api/harian", daily);
  serve(server, world, "GET", "/keuangan/api/bulanan", monthly);
  serve(server, world, "GET", "/keuangan/api/pagu", ceilings);
}

}  // namespace feeds::simulate
