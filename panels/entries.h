// From a snapshot to what is drawn and told: values with their state against the indicator's bounds, their age and its
// words. Pure: no drawing here. Any thread.
#pragma once
#include <chrono>

#include "panels/panel.h"

template <>
struct config::Choices<feeds::Combine> {
  static constexpr std::pair<const char*, feeds::Combine> names[] = {{"sum", feeds::Combine::sum},
                                                                     {"mean", feeds::Combine::mean},
                                                                     {"least", feeds::Combine::least},
                                                                     {"most", feeds::Combine::most}};
};

namespace panels {

using config::Duration;
using config::Indicator;
using config::Words;
using feeds::Age;

// Ascending by need: the worst is the greatest.
enum class State { calm, good, watch, bad };
State state_of(const Indicator&, double value);  // by watch and bad; good only with a target that is reached
std::string state_word(State, const Words&);     // "baik", "waspada", "buruk"; empty for calm

// One value as it is to be shown.
struct Entry {
  std::string label;  // the district's, item's or indicator's name
  std::string key;    // its code
  const Indicator* indicator = nullptr;
  const feeds::Series* series = nullptr;  // the oldest behind it
  std::optional<double> value;            // the last known one, also when it is missing by now
  std::optional<Time> at;                 // what it describes
  Age age = Age::missing;
  State state = State::calm;  // calm when missing
  int parts = 1, missing = 0;
  feeds::Text why;  // it is missing for a reason that its series does not tell
  bool shown() const { return value && age != Age::missing; }
};

Entry entry(const Frame&, const Indicator*, const feeds::Series*);
Entry combined_entry(const Frame&, const Indicator*, feeds::Combine);
// One for each district or item that the indicator has or should have; `region` and `item` empty: any.
std::vector<Entry> entries_of(const Frame&, const Indicator*, std::string_view region = {}, std::string_view item = {});
std::string series_name(std::string_view indicator, std::string_view region, std::string_view item);
std::string region_name(const config::Catalogue&, std::string_view code);  // the code itself when unknown
std::string agency_name(const Frame&, const std::string& id);              // the short one; the id itself when unknown
std::string item_name(std::string_view item);  // "rumah_sakit" -> "Rumah sakit", "rsud" -> "RSUD"

std::string value_text(const Entry&, const Words&);  // with its unit; "–" without a value
std::string age_text(const Entry&, const Frame&);    // "3 menit lalu", "14.02 WITA", "Oktober 2026"
// The same, and then as short as it can be said: "20 Nov", "Okt 2026". Empty without a value.
std::vector<std::string> age_texts(const Entry&, const Frame&);
// "terlambat, 14.02 WITA"; a bare "terlambat" of a value so young that its age would contradict it.
std::vector<std::string> late_texts(std::vector<std::string> ages, const Entry&, const Frame&);
// Why nothing is shown and since when: "belum ada data dari Dinas ...", "tanpa data sejak 20 Nov, 14.02 WITA".
std::string why_missing(const Entry&, const Frame&);
// "target 30 menit · lebih 32", "target 75% · tercapai"; empty without a target. `brief`: without the unit.
std::string target_text(const Entry&, const Words&, bool brief = false);

// The change since `back` before the current value (none: since the period before).
struct Change {
  double by = 0;
  std::string since, brief;  // "sejak kemarin", "sejak September 2026", "dalam 3 jam"; "sejak Sep"
};
std::optional<Change> change(const Entry&, Duration back, const Frame&);
std::string change_text(const Entry&, double by, const std::string& since, const Words&);  // "naik 4,2 sejak kemarin"

// The course of a combined value: a point wherever every part has one, none where a part is missing.
feeds::Series combined_series(const std::vector<Entry>& parts, feeds::Combine, Duration span, Time now);

// What the sources of a panel say of their age, for its card.
struct Ages {
  int fresh = 0, late = 0, missing = 0;
  Entry oldest;               // of those that are shown
  std::optional<Time> turns;  // when the first of them will be late or missing
};
Ages ages_of(const Frame&, const std::vector<std::string>& sources);
// "14.02 WITA"; "terlambat, 14.02 WITA"; "2 terlambat, 1 tanpa data"; the same shorter. Empty without sources.
std::vector<std::string> ages_texts(const Ages&, const Frame&);

// Worse first by the indicator's `better`; values without a side: higher first.
bool worse(const Entry&, const Entry&);
int urgency(const Entry&);  // bad 3, watch 2, late 1, else 0

// How far apart two points may be and still be joined. `step`: of a series that was reduced on the way.
bool joined(const feeds::Series&, const feeds::Point& a, const feeds::Point& b, Duration step);
Duration about(config::Period);  // its usual length; none: a day

// Asks to be drawn again when the entry's age, or the words for it, will have changed.
void wake(const Frame&, const Entry&);
void wake(const Frame&, Time);

inline const Words& words(const Frame& f) {
  return *f.look.words;
}

}  // namespace panels
