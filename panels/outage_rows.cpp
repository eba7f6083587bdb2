// Months and outages of all items of an indicator, and the words for them.
#include "panels/outage_rows.h"

#include <algorithm>

#include "panels/format.h"
#include "panels/records.h"

namespace panels {
namespace {

std::string text_of(const feeds::Record& record, const std::string& field) {
  const feeds::Value* v = field.empty() ? nullptr : record.find(field);
  return v ? plain_text(*v) : std::string();
}

// Windows of the table for this item, and those without an item, which are for all.
std::vector<Span> planned_for(const Frame& f, const OutageChoice& choice, const std::string& item) {
  std::vector<Span> out;
  const feeds::Table* table = f.data.table(choice.planned);
  for (std::size_t i = 0; table && i < table->rows.size(); ++i) {
    const feeds::Record& record = table->rows[i];
    const std::string whom = text_of(record, choice.planned_item);
    const auto begin = time_of(record.find(choice.planned_begin), f.look.zone),
               end = time_of(record.find(choice.planned_end), f.look.zone);
    if (begin && end && (whom.empty() || whom == item)) out.push_back({*begin, *end});
  }
  return joined_spans(std::move(out));
}

std::optional<double> target_for(const Frame& f, const OutageChoice& choice, const std::string& item) {
  const feeds::Table* table = f.data.table(choice.sla);
  for (std::size_t i = 0; table && i < table->rows.size(); ++i) {
    const feeds::Record& record = table->rows[i];
    if ((choice.sla_item == "key" ? record.key : text_of(record, choice.sla_item)) != item) continue;
    const auto promised = number_of(record.find(choice.sla_target));
    if (promised && *promised >= 0 && *promised <= 100) return promised;
  }
  return choice.target;
}

Uptime days_of(const std::vector<Stretch>& all, const std::vector<Span>& planned, Span month, const Frame& f) {
  Uptime out;
  const std::chrono::sys_days first = config::civil(month.begin, f.look.zone).date,
                              today = config::civil(f.now, f.look.zone).date;
  for (auto day = first; day <= today; day += std::chrono::days(1)) {
    const Time begin = config::midnight(config::Date(day), f.look.zone);
    const auto percent = month_up(all, {}, planned, {begin, begin + std::chrono::hours(24)}, f.now).percent();
    const bool known = std::any_of(out.days.begin(), out.days.end(), [](const UpDay& d) { return d.share; });
    if (percent && !known && day != first) out.since = config::Date(day);
    out.days.push_back({config::Date(day), percent ? std::optional(*percent / 100) : std::nullopt});
  }
  return out;
}

OutageNeed need_of(const OutageRow& r) {
  if (!r.up.shown()) return OutageNeed::unknown;
  if (r.running && !r.planned_until) return OutageNeed::down;
  const auto percent = r.month.percent();
  if (r.target && percent && r.budget() < Duration{}) return OutageNeed::missed;
  if (r.target && percent && *percent < *r.target) return OutageNeed::below;
  return r.up.age == Age::late ? OutageNeed::late : OutageNeed::none;
}

OutageRow row_of(const Frame& f, const OutageChoice& choice, const Entry& up, const Outages& all) {
  OutageRow r;
  r.up = up;
  r.item = up.series ? up.series->parts.item : std::string();
  const auto named = choice.names.find(r.item);
  r.name = named == choice.names.end() ? up.label : words(f).pick(named->second);
  r.target = target_for(f, choice, r.item);
  const auto planned = planned_for(f, choice, r.item);
  const feeds::Series none;
  const feeds::Series& series = up.series ? *up.series : none;
  const double least = up.indicator && up.indicator->unit == "%" ? 50 : 0.5;
  const auto parts = stretches(series, f.now - outage_span, f.now, least);
  const auto list = outages(parts, planned);
  r.month = month_up(parts, list, planned, all.month, f.now);
  r.last = month_up(parts, list, planned, all.last, f.now);
  r.days = days_of(parts, planned, all.month, f);
  for (auto o = list.rbegin(); o != list.rend(); ++o)
    if (!o->end || *o->end > all.month.begin) r.outages.push_back(*o);
  if (!parts.empty() && parts.back().up == Up::down && !list.empty() && !list.back().end) r.running = list.back();
  for (const Span& s : planned)
    if (s.begin <= f.now && f.now < s.end) r.planned_until = s.end;
  const auto known = std::find_if(parts.begin(), parts.end(), [](const Stretch& s) { return s.up != Up::no_data; });
  if (known != parts.end() && known->span.begin > all.month.begin) r.since = known->span.begin;
  r.need = need_of(r);
  for (const Span& s : planned) {
    if (s.begin > f.now) wake(f, s.begin);
    if (s.end > f.now) wake(f, s.end);
  }
  return r;
}

bool before(const OutageRow& a, const OutageRow& b) {
  if (a.need != b.need) return a.need > b.need;
  if (a.need == OutageNeed::down) return a.running->begin < b.running->begin;
  if (a.need == OutageNeed::missed || a.need == OutageNeed::below) return a.budget() < b.budget();
  return a.need != OutageNeed::none && a.name < b.name;
}

int count_of(const Outages& all, OutageNeed need) {
  return static_cast<int>(
      std::count_if(all.rows.begin(), all.rows.end(), [need](const OutageRow& r) { return r.need == need; }));
}

std::string counted(const char* one, const char* many, std::int64_t n, const Words& w) {
  return w.say({n == 1 ? one : many, {number(static_cast<double>(n), 0, w)}});
}

}  // namespace

Outages outages_of(const Frame& f, const OutageChoice& choice) {
  Outages out;
  out.month = month_of(f.now, f.look.zone);
  out.last = month_of(f.now, f.look.zone, 1);
  const Indicator* indicator = f.data.catalogue->indicator(choice.indicator);
  if (choice.items.empty()) {
    for (const Entry& up : entries_of(f, indicator, choice.region))
      if (up.series) out.rows.push_back(row_of(f, choice, up, out));
  }
  for (const std::string& item : choice.items) {
    Entry up = entry(f, indicator, f.data.find(series_name(choice.indicator, choice.region, item)));
    up.label = item_name(item);
    out.rows.push_back(row_of(f, choice, up, out));
    out.rows.back().item = item;
  }
  if (out.rows.empty()) out.why = why_missing(entry(f, indicator, nullptr), f);
  std::stable_sort(out.rows.begin(), out.rows.end(), before);
  return out;
}

State state_of(const OutageRow& r) {
  if (r.need == OutageNeed::down) return State::bad;
  return r.need == OutageNeed::missed ? State::watch : State::calm;
}

std::string exact_length(Duration d, const Words& w, bool brief) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(d).count();
  if (minutes < 1) return length(d, w);
  const auto small = [&](std::int64_t n) {
    return brief ? w.say({"{} min", {std::to_string(n)}}) : counted("{} minute", "{} minutes", n, w);
  };
  const auto middle = [&](std::int64_t n) {
    return brief ? w.say({"{} h", {std::to_string(n)}}) : counted("{} hour", "{} hours", n, w);
  };
  if (minutes < 60) return small(minutes);
  if (minutes < 24 * 60) return middle(minutes / 60) + (minutes % 60 > 0 ? " " + small(minutes % 60) : "");
  const auto hours = minutes / 60;
  return counted("{} day", "{} days", hours / 24, w) + (hours % 24 > 0 ? " " + middle(hours % 24) : "");
}

std::string month_name(Span m, config::Zone zone, const Words& w) {
  return period(m.end, config::Period::month, zone, w);
}

std::vector<std::string> state_texts(const OutageRow& r, const Frame& f) {
  const Words& w = words(f);
  if (r.need == OutageNeed::unknown) {
    const std::string brief(w.word("no data"));
    return {why_missing(r.up, f), brief};
  }
  if (r.planned_until) {
    const std::string until = moment(*r.planned_until, f.now, f.look.zone, w);
    return {w.say({"planned work until {}", {until}}), std::string(w.word("planned work"))};
  }
  if (r.running) {
    const std::string length = outage_length(*r.running, w);
    return {w.say({"down since {}, {}", {outage_begin(*r.running, f), length}}), w.say({"down {}", {length}})};
  }
  std::string out(w.word("running"));
  const bool missed = r.need == OutageNeed::missed, late = r.up.age == Age::late;
  if (missed) out += ", " + std::string(w.word("target missed"));
  if (late) out += ", " + late_texts(age_texts(r.up, f), r.up, f).front();
  return {out, std::string(w.word(missed ? "target missed" : late ? "late" : "running"))};
}

std::string budget_text(const OutageRow& r, const Words& w) {
  if (!r.target || !r.month.percent()) return {};
  const Duration left = r.budget();
  return w.say({left < Duration{} ? "over by {}" : "{} left", {exact_length(left < Duration{} ? -left : left, w)}});
}

std::string brief_budget(const OutageRow& r, const Words& w) {
  if (!r.target || !r.month.percent()) return "–";
  const Duration left = r.budget();
  return left < Duration{} ? w.say({"over by {}", {exact_length(-left, w, true)}}) : exact_length(left, w, true);
}

std::vector<std::string> worst_texts(const Outages& all, const Frame& f) {
  std::vector<std::string> out;
  for (std::size_t i = 1; i < all.rows.size(); ++i) {
    const OutageRow& r = all.rows[i];
    if (r.need <= OutageNeed::below) break;
    const bool over = r.need == OutageNeed::missed;
    out.push_back(r.name + ": " + (over ? budget_text(r, words(f)) : state_texts(r, f).back()));
  }
  return out;
}

std::string percent_text(const MonthUp& m, const Words& w) {
  const auto percent = m.percent();
  return percent ? uptime_text(*percent, w) : "–";
}

std::string outage_length(const Outage& o, const Words& w) {
  const std::string length = exact_length(o.down, w);
  return o.gap > Duration{} || o.before ? w.say({"at least {}", {length}}) : length;
}

std::string outage_begin(const Outage& o, const Frame& f) {
  const Words& w = words(f);
  const config::Zone zone = f.look.zone;
  const config::Date day = config::civil(o.begin, zone).date;
  const bool today = day == config::civil(f.now, zone).date;
  const std::string at =
      today ? clock_time(o.begin, zone, w) : short_date(day, w) + ", " + clock_time(o.begin, zone, w);
  return o.before ? w.say({"before {}", {at}}) : at;
}

std::vector<std::string> headlines(const Outages& all, const Frame& f) {
  const Words& w = words(f);
  const std::string count = std::to_string(all.rows.size());
  const OutageRow& first = all.rows.front();
  if (const int down = count_of(all, OutageNeed::down); down > 0) {
    const std::string n = w.say({"{} of {} down now", {std::to_string(down), count}});
    const std::string brief = w.say({"{} down", {std::to_string(down)}});
    if (down > 1) return {n, brief};
    return {first.name + ": " + state_texts(first, f).front(), first.name + ": " + state_texts(first, f).back(), n,
            brief};
  }
  if (all.rows.size() == 1 && first.need == OutageNeed::unknown)
    return {first.name + ": " + state_texts(first, f).front(), first.name + ": " + state_texts(first, f).back()};
  if (const int unknown = count_of(all, OutageNeed::unknown); unknown > 0)
    return {w.say({"{} of {} without data", {std::to_string(unknown), count}})};
  if (const int missed = count_of(all, OutageNeed::missed); missed > 0) {
    const std::string n = std::to_string(missed);
    return {w.say({"{} of {} missed their target in {}", {n, count, month_name(all.month, f.look.zone, w)}}),
            w.say({"{} of {} below the target", {n, count}})};
  }
  if (all.rows.size() == 1) return {first.name + ": " + state_texts(first, f).front(), state_texts(first, f).back()};
  const bool targets = std::all_of(all.rows.begin(), all.rows.end(), [](const OutageRow& r) { return r.target; });
  if (targets && count_of(all, OutageNeed::below) == 0)
    return {w.say({"all {} reach their target in {}", {count, month_name(all.month, f.look.zone, w)}}),
            w.say({"all {} run", {count}})};
  return {w.say({"all {} run", {count}})};
}

std::vector<std::string> details(const Outages& all, const Frame& f) {
  const Words& w = words(f);
  std::vector<std::string> out;
  int outages = 0, with_target = 0, reached = 0;
  Duration gap{}, planned{};
  for (const OutageRow& r : all.rows) {
    outages += r.month.outages;
    gap = std::max(gap, r.month.no_data);
    planned = std::max(planned, r.month.planned);
    const auto percent = r.last.percent();
    with_target += r.target && percent ? 1 : 0;
    reached += r.target && percent && *percent >= *r.target ? 1 : 0;
  }
  const std::string month = month_name(all.month, f.look.zone, w);
  out.push_back(outages == 0
                    ? w.say({"{}: no outage", {month}})
                    : w.say({outages == 1 ? "{}: {} outage" : "{}: {} outages", {month, std::to_string(outages)}}));
  const int missed = count_of(all, OutageNeed::missed);
  if (missed > 0 && count_of(all, OutageNeed::down) + count_of(all, OutageNeed::unknown) > 0)
    out.push_back(w.say({"{} of {} below the target", {std::to_string(missed), std::to_string(all.rows.size())}}));
  if (gap > Duration{}) out.push_back(w.say({"without data up to {}", {exact_length(gap, w)}}));
  if (with_target > 0)
    out.push_back(
        w.say({"{}: {} of {} reached it",
               {month_name(all.last, f.look.zone, w), std::to_string(reached), std::to_string(with_target)}}));
  const bool young = std::all_of(all.rows.begin(), all.rows.end(), [](const OutageRow& r) { return r.since; });
  if (young) {
    const auto first = std::min_element(all.rows.begin(), all.rows.end(),
                                        [](const OutageRow& a, const OutageRow& b) { return *a.since < *b.since; });
    out.push_back(w.say({"known since {}", {moment(*first->since, f.now, f.look.zone, w)}}));
  }
  if (planned > Duration{}) out.push_back(w.say({"planned work up to {}", {exact_length(planned, w)}}));
  return out;
}

}  // namespace panels
