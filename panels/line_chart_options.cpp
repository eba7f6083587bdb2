// Impossible combinations of a line chart's options.
#include "panels/line_chart_options.h"

namespace panels {
namespace {

// Two axes would let any two courses look alike.
void check_units(const LineChartOptions& o, const config::Catalogue& catalogue, const config::Place& place,
                 config::Complaints& out) {
  std::vector<config::IndicatorName> all = o.indicators;
  if (all.empty()) all.push_back(o.indicator);
  all.push_back(o.range_low);
  all.push_back(o.range_high);
  const config::Indicator* first = catalogue.indicator(all.front().name);
  for (const config::IndicatorName& name : all)
    if (const config::Indicator* i = catalogue.indicator(name.name); first && i && i->unit != first->unit)
      return out.push_back(
          {name.place.line > 0 ? name.place : place,
           {"{} is in {}, {} in {}: one chart has one axis", {first->name, first->unit, i->name, i->unit}},
           {"use two panels"}});
}

}  // namespace

std::optional<config::Time> time_of(const ChartMoment& m, config::Zone zone) {
  if (const auto day = config::parse_date(m.at)) return config::midnight(*day, zone);
  std::string full = m.at;
  if (full.size() == 16 && full[10] == ' ' && full[13] == ':')
    full = full.substr(0, 10) + 'T' + full.substr(11) + ":00";
  return config::parse_time(full, zone);
}

void check_line_chart(const LineChartOptions& o, const config::Place& place, const config::References& refs,
                      config::Complaints& out) {
  if (o.indicator.name.empty() && o.indicators.empty())
    out.push_back({place, {"no indicator is named"}, {"set indicator or indicators"}});
  if (o.range_low.name.empty() != o.range_high.name.empty())
    out.push_back({place, {"a range has two ends"}, {"set both range_low and range_high"}});
  for (const ChartMoment& m : o.moments)
    if (!m.at.empty() && !time_of(m, refs.catalogue ? refs.catalogue->zone : config::Zone::wib))
      out.push_back({place, {"\"{}\" is neither a day nor a time", {m.at}}, {"write 2026-11-20 or 2026-11-20 14:00"}});
  if (refs.catalogue) check_units(o, *refs.catalogue, place, out);
}

}  // namespace panels
