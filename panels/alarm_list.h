// What needs a person now: values beyond their bounds, warnings in force, data that do not come, faults of the center
// itself; with where, since when, and what they have in common. Pure: no drawing here. Any thread.
#pragma once
#include "panels/entries.h"

template <>
struct config::Choices<feeds::Severity> {
  static constexpr std::pair<const char*, feeds::Severity> names[] = {
      {"danger", feeds::Severity::danger}, {"watch", feeds::Severity::watch}, {"info", feeds::Severity::info}};
};

namespace panels {

using feeds::Severity;

struct AlarmChoice {
  std::vector<Severity> severities;  // empty: danger and watch
  std::vector<config::AgencyName> agencies;
  std::vector<config::IndicatorName> indicators;  // of values; empty: all that have bounds
};

struct Alarm {
  Severity severity = Severity::watch;
  std::string what, value, where;
  std::string agency;         // its short name; empty: the center itself
  std::string cause;          // what alarms with one cause have in common: a feed, a list of warnings
  std::string cause_name;     // for people
  std::optional<Time> since;  // when it began, or will begin
  bool before = false;        // it began before `since`: earlier is not looked at
  std::optional<Time> until;  // when it ends by itself
  config::Period period = config::Period::none;  // `since` is the end of such a period
  int count = 1;                                 // of alarms that this one stands for
};

struct Alarms {
  std::vector<Alarm> rows;              // the most severe first, the newest first; many of one cause are one row
  int danger = 0, watch = 0, info = 0;  // before they were joined
  int recent = 0;                       // that began in the last ten minutes
  std::string flood_cause;              // what most of these have in common; empty: no flood
  int flood_count = 0;
  int unknown = 0;            // watched values that are not there
  std::optional<Time> turns;  // when something of it changes by itself
  int all() const { return danger + watch + info; }
  bool flood() const { return recent >= 10; }  // EEMUA 191: ten in ten minutes
};

inline constexpr std::chrono::hours alarm_span{24};  // how far back the beginning of an alarm is looked for
bool is_watched(const Indicator&, const AlarmChoice&);
Alarms alarms_of(const Frame&, const AlarmChoice&);

std::string severity_word(Severity, const Words&);
// "sejak 13.20", "sejak sebelum 20 Nov", "mulai 16.00", and shorter; empty when nobody knows.
std::string value_of(const Alarm&, const Frame&);  // the value, or until when it is in force
std::string place_of(const Alarm&);                // where, and whose
std::vector<std::string> since_texts(const Alarm&, const Frame&);
// "3 bahaya, 7 waspada"; "tidak ada alarm".
std::string alarms_summary(const Alarms&, const Words&);
// "banjir alarm: 12 dalam 10 menit, 9 dari Jaringan"; empty without one.
std::string flood_text(const Alarms&, const Words&);

}  // namespace panels
