// Services, sites or links with their month: time up against what was promised, and their outages. Pure: no drawing
// here. Any thread.
#pragma once
#include "panels/sla.h"
#include "panels/uptime.h"

namespace panels {

// What is promised, and when it is worked on: tables of the center.
struct OutageChoice {
  std::string indicator, region;
  std::vector<std::string> items;              // empty: all
  std::map<std::string, config::Label> names;  // of items
  std::optional<double> target;                // percent
  std::string sla, sla_item, sla_target;       // a table, its fields
  std::string planned, planned_item, planned_begin, planned_end;
};

// Ascending by need.
enum class OutageNeed { none, late, below, missed, unknown, down };
struct OutageRow {
  std::string item, name;
  Entry up;
  std::optional<double> target;
  MonthUp month, last;                // the running one, and the last that is over
  Uptime days;                        // of the running month, the last is today
  std::vector<Outage> outages;        // of the running month, the newest first
  std::optional<Outage> running;      // it is down now
  std::optional<Time> planned_until;  // it is worked on now
  std::optional<Time> since;          // nothing is known of the month before this
  OutageNeed need = OutageNeed::none;
  Duration budget() const { return month.budget(target.value_or(0)); }
};
struct Outages {
  std::vector<OutageRow> rows;  // what needs a person first
  std::string why;              // there are none
  Span month;
  Span last;
};
// How far back runs are needed: two whole months and a day.
inline constexpr std::chrono::hours outage_span{24 * 63};
Outages outages_of(const Frame&, const OutageChoice&);

State state_of(const OutageRow&);
// "42 menit", "1 jam 12 menit", "2 hari 3 jam"; brief: "1 jam 12 mnt".
std::string exact_length(Duration, const Words&, bool brief = false);
std::string month_name(Span month, config::Zone, const Words&);
// "mati sejak 13.05, 42 menit"; shorter: "mati 42 menit". Without an outage the state alone.
std::vector<std::string> state_texts(const OutageRow&, const Frame&);
// "sisa 12 menit", "lewat 35 menit"; empty without a target or a known time.
std::string budget_text(const OutageRow&, const Words&);
std::string brief_budget(const OutageRow&, const Words&);  // what is left alone: "12 mnt", "lewat 35 mnt"; "–"
std::vector<std::string> worst_texts(const Outages&, const Frame&);  // of those that need a person, but for the first
std::string percent_text(const MonthUp&, const Words&);              // "99,87%"; "–"
std::string outage_length(const Outage&, const Words&);  // "42 menit"; "sedikitnya 42 menit" where data are missing
std::string outage_begin(const Outage&, const Frame&);   // "13.05 WITA"; "sebelum 1 Okt"
std::vector<std::string> headlines(const Outages&, const Frame&);
std::vector<std::string> details(const Outages&, const Frame&);  // in order of need

}  // namespace panels
