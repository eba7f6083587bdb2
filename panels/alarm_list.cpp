// Alarms from the values, events, feeds and notices of a snapshot.
#include "panels/alarm_list.h"

#include <algorithm>
#include <map>

#include "panels/feed_rows.h"
#include "panels/format.h"

namespace panels {
namespace {

using feeds::Series;

constexpr Duration kFlood = std::chrono::minutes(10);
constexpr int kJoined = 3;  // so many of one cause are one row

bool wanted(Severity s, const AlarmChoice& c) {
  if (c.severities.empty()) return s != Severity::info;
  return std::find(c.severities.begin(), c.severities.end(), s) != c.severities.end();
}

std::string place(const Frame& f, const feeds::SeriesName& name) {
  std::string out = name.region.empty() ? std::string() : region_name(*f.data.catalogue, name.region);
  if (!name.item.empty()) out += (out.empty() ? "" : ", ") + item_name(name.item);
  return out;
}

std::string feed_title(const Frame& f, const feeds::FeedState& feed) {
  return feed.title.empty() ? feed.name : words(f).pick(feed.title);
}

class Search {
 public:
  Search(const Frame& f, const AlarmChoice& choice) : f_(f), w_(words(f)), choice_(choice) {}

  Alarms run() {
    for (const Indicator& i : f_.data.catalogue->indicators) {
      if (!is_watched(i, choice_)) continue;
      const auto all = f_.data.of_indicator(i.name);
      for (const Series* s : all) add_value(i, *s);
      if (all.empty()) ++out_.unknown;
    }
    if (choice_.agencies.empty() && choice_.indicators.empty()) add_events();
    if (choice_.indicators.empty()) add_feeds();
    if (choice_.agencies.empty() && choice_.indicators.empty()) add_notices();
    count();
    join();
    std::stable_sort(out_.rows.begin(), out_.rows.end(), [](const Alarm& a, const Alarm& b) {
      if (a.severity != b.severity) return a.severity > b.severity;
      return a.since.value_or(Time::min()) > b.since.value_or(Time::min());
    });
    return std::move(out_);
  }

 private:
  void turn(std::optional<Time> at) {
    if (at && *at > f_.now && (!out_.turns || *at < *out_.turns)) out_.turns = at;
  }

  void add_value(const Indicator& i, const Series& s) {
    const Entry e = entry(f_, &i, &s);
    turn(age_changes_at(s, f_.now));
    const Severity severity = e.state == State::bad ? Severity::danger : Severity::watch;
    if (!e.shown()) ++out_.unknown;
    if (!e.shown() || e.state < State::watch || !wanted(severity, choice_)) return;
    Alarm a;
    a.severity = severity;
    a.what = w_.pick(i.title);
    a.value = value_text(e, w_);
    a.where = place(f_, s.parts);
    a.agency = agency_name(f_, i.agency);
    a.cause = "feed " + (s.feed.empty() ? i.name : s.feed);
    const feeds::FeedState* feed = f_.data.feed(s.feed);
    a.cause_name = feed ? feed_title(f_, *feed) : a.what;
    a.period = s.freshness.period;
    begin(a, i, s, e.state);
    add(std::move(a));
  }

  // The oldest of the points since when it was never better than it is now; where all of the span is so, it may have
  // begun before.
  void begin(Alarm& a, const Indicator& i, const Series& s, State state) const {
    const Time earliest = f_.now - alarm_span;
    for (auto p = s.points.rbegin(); p != s.points.rend(); ++p) {
      if (state_of(i, p->value) < state) return;
      a.since = p->at;
      if (p->at < earliest && a.period == config::Period::none) break;
    }
    a.before = a.period == config::Period::none && *a.since <= earliest + std::chrono::hours(1);
  }

  void add_events() {
    for (const feeds::Event& e : f_.data.events) {
      if (e.until <= f_.now || !wanted(e.severity, choice_)) continue;
      Alarm a;
      a.severity = e.severity;
      a.what = e.title;
      a.where = e.region.empty() ? std::string() : region_name(*f_.data.catalogue, e.region);
      a.cause = "event " + e.title;
      a.cause_name = e.title;
      a.since = e.at;
      a.until = e.until;
      turn(e.until);
      turn(e.at);
      add(std::move(a));
    }
  }

  void add_feeds() {
    for (const feeds::FeedState& feed : f_.data.feeds) {
      const bool lost = feed.standing == feeds::Standing::missing || feed.standing == feeds::Standing::refused;
      const Severity severity = lost ? Severity::watch : Severity::info;
      if (feed.standing == feeds::Standing::on_time || feed.standing == feeds::Standing::waiting) continue;
      if (!wanted(severity, choice_) || !is_named(choice_.agencies, feed.agency)) continue;
      Alarm a;
      a.severity = severity;
      a.what = w_.say({feed.standing == feeds::Standing::refused ? "data refused: {}"
                       : lost                                    ? "no data come: {}"
                                                                 : "data late: {}",
                       {feed_title(f_, feed)}});
      a.agency = agency_name(f_, feed.agency);
      a.cause = "agency " + feed.agency;
      a.cause_name = a.agency;
      a.since = feed.failures > 0 ? feed.last_good : last_of(feed);
      add(std::move(a));
    }
    for (const config::Agency& agency : f_.data.catalogue->agencies) {
      if (!agency.stopped || !is_named(choice_.agencies, agency.id) || !wanted(Severity::watch, choice_)) continue;
      Alarm a;
      a.what = w_.word("stopped: its files have faults");
      a.agency = agency_name(f_, agency.id);
      a.cause = "stopped " + agency.id;
      a.cause_name = a.agency;
      add(std::move(a));
    }
  }

  // What its newest value describes: it answers, but not with anything new.
  std::optional<Time> last_of(const feeds::FeedState& feed) const {
    std::optional<Time> out;
    for (const std::string& name : feed.indicators)
      for (const Series* s : f_.data.of_indicator(name))
        if (s->current() && s->feed == feed.name) out = std::max(out.value_or(Time::min()), s->current()->at);
    return out;
  }

  void add_notices() {
    for (const feeds::Notice& n : f_.data.notices) {
      if (!wanted(n.severity, choice_)) continue;
      Alarm a;
      a.severity = n.severity;
      a.what = w_.say(n.text);
      a.where = w_.word("monitoring center");
      a.cause = "notice " + n.text.key;
      a.cause_name = a.where;
      a.since = n.since;
      add(std::move(a));
    }
  }

  void add(Alarm a) { out_.rows.push_back(std::move(a)); }

  bool is_recent(const Alarm& a) const {
    return a.since && !a.before && a.period == config::Period::none && *a.since <= f_.now && *a.since > f_.now - kFlood;
  }

  void count() {
    std::map<std::string, std::pair<int, std::string>> causes;
    for (const Alarm& a : out_.rows) {
      ++(a.severity == Severity::danger ? out_.danger : a.severity == Severity::watch ? out_.watch : out_.info);
      if (!is_recent(a)) continue;
      ++out_.recent;
      auto& [n, name] = causes[a.cause];
      ++n;
      name = a.cause_name;
      turn(*a.since + kFlood);
    }
    if (!out_.flood()) return;
    for (const auto& [cause, all] : causes)
      if (all.first > out_.flood_count) {
        out_.flood_count = all.first;
        out_.flood_cause = all.second;
      }
  }

  // Of one severity and one cause: the newest, and how many there are.
  void join() {
    std::map<std::pair<std::string, Severity>, std::vector<Alarm>> groups;
    for (Alarm& a : out_.rows) groups[{a.cause, a.severity}].push_back(std::move(a));
    out_.rows.clear();
    for (auto& [key, all] : groups) {
      if (static_cast<int>(all.size()) < kJoined) {
        std::move(all.begin(), all.end(), std::back_inserter(out_.rows));
        continue;
      }
      out_.rows.push_back(joined(all));
    }
  }

  Alarm joined(std::vector<Alarm>& all) const {
    Alarm out = *std::max_element(all.begin(), all.end(), [](const Alarm& a, const Alarm& b) {
      return a.since.value_or(Time::min()) < b.since.value_or(Time::min());
    });
    out.count = static_cast<int>(all.size());
    const bool same = std::all_of(all.begin(), all.end(), [&](const Alarm& a) { return a.what == all.front().what; });
    const std::string n = std::to_string(out.count);
    out.what = w_.say({"{} alarms: {}", {n, same ? out.what : out.cause_name}});
    out.value.clear();
    out.where.clear();
    std::vector<std::string> seen;
    for (const Alarm& a : all) {
      if (a.where.empty() || std::find(seen.begin(), seen.end(), a.where) != seen.end()) continue;
      out.where += (out.where.empty() ? "" : ", ") + a.where;
      seen.push_back(a.where);
    }
    for (const Alarm& a : all) {
      if (!a.since || (out.since && *a.since >= *out.since)) continue;
      out.since = a.since;
      out.before = a.before;
    }
    return out;
  }

  const Frame& f_;
  const Words& w_;
  const AlarmChoice& choice_;
  Alarms out_;
};

}  // namespace

bool is_watched(const Indicator& i, const AlarmChoice& c) {
  if (!i.watch && !i.bad) return false;
  if (!is_named(c.agencies, i.agency)) return false;
  return c.indicators.empty() ||
         std::any_of(c.indicators.begin(), c.indicators.end(), [&](const auto& one) { return one.name == i.name; });
}

Alarms alarms_of(const Frame& f, const AlarmChoice& choice) {
  return Search(f, choice).run();
}

std::string severity_word(Severity s, const Words& w) {
  return std::string(w.word(s == Severity::danger ? "danger" : s == Severity::watch ? "watch" : "info"));
}

std::string value_of(const Alarm& a, const Frame& f) {
  if (!a.until) return a.value;
  return words(f).say({"until {}", {brief_moment(*a.until, f.now, f.look.zone, words(f))}});
}

std::string place_of(const Alarm& a) {
  return a.where + (a.where.empty() || a.agency.empty() ? "" : " · ") + a.agency;
}

std::vector<std::string> since_texts(const Alarm& a, const Frame& f) {
  const Words& w = words(f);
  if (!a.since) return {};
  if (a.period != config::Period::none) {
    const std::string when = brief_period(*a.since, a.period, f.look.zone, w);
    return {w.say({"since {}", {when}}), when};
  }
  const std::string when = brief_moment(*a.since, f.now, f.look.zone, w);
  if (*a.since > f.now) return {w.say({"from {}", {when}}), when};
  if (a.before) return {w.say({"since before {}", {when}}), "< " + when};
  return {w.say({"since {}", {when}}), when};
}

std::string alarms_summary(const Alarms& a, const Words& w) {
  if (a.all() == 0) return std::string(w.word("no alarms"));
  std::string out;
  for (const auto& [n, s] :
       {std::pair{a.danger, Severity::danger}, {a.watch, Severity::watch}, {a.info, Severity::info}})
    if (n > 0) out += (out.empty() ? "" : ", ") + std::to_string(n) + " " + severity_word(s, w);
  return out;
}

std::string flood_text(const Alarms& a, const Words& w) {
  if (!a.flood()) return {};
  return w.say({"alarm flood: {} in 10 minutes, {} of them: {}",
                {std::to_string(a.recent), std::to_string(a.flood_count), a.flood_cause}});
}

}  // namespace panels
