// Stretches, outages and months from runs.
#include "panels/sla.h"

#include <algorithm>

namespace panels {
namespace {

void put(std::vector<Stretch>& out, Span span, Up up) {
  if (span.begin >= span.end) return;
  if (!out.empty() && out.back().up == up) {
    out.back().span.end = span.end;
  } else {
    out.push_back({span, up});
  }
}

Duration common(Span a, Span b) {
  return std::max(Duration{}, std::min(a.end, b.end) - std::max(a.begin, b.begin));
}

Duration within(Span span, const std::vector<Span>& all) {
  auto next = std::partition_point(all.begin(), all.end(), [&](const Span& s) { return s.end <= span.begin; });
  Duration sum{};
  for (; next != all.end() && next->begin < span.end; ++next) sum += common(span, *next);
  return sum;
}

// Unplanned time of that state in the span.
Duration time_of(Up up, const std::vector<Stretch>& all, const std::vector<Span>& planned, Span span) {
  auto next = std::partition_point(all.begin(), all.end(), [&](const Stretch& s) { return s.span.end <= span.begin; });
  Duration sum{};
  for (; next != all.end() && next->span.begin < span.end; ++next) {
    const Span part{std::max(next->span.begin, span.begin), std::min(next->span.end, span.end)};
    if (next->up == up) sum += part.end - part.begin - within(part, planned);
  }
  return sum;
}

}  // namespace

std::vector<Stretch> stretches(const feeds::Series& series, Time from, Time to, double least) {
  std::vector<Stretch> out;
  const Duration stands = feeds::stands_for(series.freshness);
  Time at = from;
  for (std::size_t i = 0; i < series.runs.size() && at < to; ++i) {
    const feeds::Run& run = series.runs[i];
    const Time next = i + 1 < series.runs.size() ? series.runs[i + 1].first : Time::max();
    const Time begin = std::clamp(run.first, at, to), end = std::clamp(std::min(next, run.last + stands), begin, to);
    put(out, {at, begin}, Up::no_data);
    put(out, {begin, end}, run.value >= least ? Up::up : Up::down);
    at = end;
  }
  put(out, {at, to}, Up::no_data);
  return out;
}

std::vector<Span> joined_spans(std::vector<Span> spans) {
  std::erase_if(spans, [](const Span& s) { return s.begin >= s.end; });
  std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
  std::vector<Span> out;
  for (const Span& s : spans) {
    if (!out.empty() && s.begin <= out.back().end) {
      out.back().end = std::max(out.back().end, s.end);
    } else {
      out.push_back(s);
    }
  }
  return out;
}

std::vector<Outage> outages(const std::vector<Stretch>& all, const std::vector<Span>& planned) {
  std::vector<Outage> out;
  std::optional<Outage> open;
  const auto close = [&](std::optional<Time> end) {
    if (open && open->down > Duration{}) {
      open->end = end;
      out.push_back(*open);
    }
    open.reset();
  };
  bool known = false;  // something before it
  for (const Stretch& s : all) {
    const Duration unplanned = s.span.end - s.span.begin - within(s.span, planned);
    if (s.up == Up::up) close(s.span.begin);
    if (s.up == Up::down) {
      if (!open) open = Outage{s.span.begin, {}, {}, {}, !known};
      open->down += unplanned;
    }
    if (s.up == Up::no_data && open) open->gap += unplanned;
    known = known || s.up != Up::no_data;
  }
  close({});
  return out;
}

std::optional<double> MonthUp::percent() const {
  if (up + down <= Duration{}) return {};
  return 100 * static_cast<double>(up.count()) / static_cast<double>((up + down).count());
}

Duration MonthUp::budget(double target) const {
  const Duration counted = month.end - month.begin - no_data - planned - planned_later;
  const double allowed = static_cast<double>(counted.count()) * (100 - target) / 100;
  return Duration(static_cast<std::int64_t>(allowed + 1e-6)) - down;
}

MonthUp month_up(const std::vector<Stretch>& all, const std::vector<Outage>& outages, const std::vector<Span>& planned,
                 Span month, Time now) {
  MonthUp out;
  out.month = month;
  out.until = std::clamp(now, month.begin, month.end);
  const Span past{month.begin, out.until};
  out.planned = within(past, planned);
  out.planned_later = within({out.until, month.end}, planned);
  out.up = time_of(Up::up, all, planned, past);
  out.down = time_of(Up::down, all, planned, past);
  out.no_data = time_of(Up::no_data, all, planned, past);
  Duration repaired{};
  int ended = 0;
  for (const Outage& o : outages) {
    const Span part{std::max(o.begin, past.begin), std::min(o.end.value_or(past.end), past.end)};
    if (part.begin >= part.end || time_of(Up::down, all, planned, part) <= Duration{}) continue;
    ++out.outages;
    out.longest = std::max(out.longest, o.down);
    if (!o.end || *o.end <= past.begin || *o.end > past.end) continue;
    repaired += o.down;
    ++ended;
  }
  if (ended > 0) out.repair = repaired / ended;
  return out;
}

Span month_of(Time at, config::Zone zone, int back) {
  const config::Date today = config::civil(at, zone).date;
  const std::chrono::year_month month = today.year() / today.month() - std::chrono::months(back);
  const auto begin = [zone](std::chrono::year_month m) { return config::midnight(config::Date(m / 1), zone); };
  return {begin(month), begin(month + std::chrono::months(1))};
}

}  // namespace panels
