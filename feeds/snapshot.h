// Everything known at one moment, for one audience: pure data without I/O, immutable once published, any thread.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>
#include "config/catalogue.h"

namespace feeds {

using config::Audience;
using config::Duration;
using config::Label;
using config::Text;
using config::Time;

// A series is named indicator@region#item: "progres.fisik@63.10.04", "layanan.antrean#mpp", "kas.saldo".
struct SeriesName {
  std::string indicator, region, item;  // region and item may be empty
  std::string to_string() const;
};
SeriesName parse_series(std::string_view);

// A value has three times: what it describes (`at`: the moment, or the end of its period), when the agency observed it,
// when we received it (added by the store). Values are in the indicator's unit.
struct Sample {
  std::string series;
  Time at;
  double value = 0;
  std::optional<Time> observed;
};

using Value = std::variant<std::monostate, bool, double, std::string>;  // monostate: unknown, never zero
struct Field {
  std::string name;
  Value value;
  bool operator==(const Field&) const = default;
};
// A service, a link, a package, a letter.
struct Record {
  std::string table, key;
  Time at;
  std::vector<Field> fields;
  const Value* find(std::string_view field) const;
};

// A position in degrees, latitude first as CAP writes it.
struct GeoPoint {
  double lat = 0, lon = 0;
  bool operator==(const GeoPoint&) const = default;
};
using Polygon = std::vector<GeoPoint>;  // closed: the last is the first

enum class Severity { info, watch, danger };  // LOOK: info, waspada, bahaya
struct Event {
  std::string id;
  Time at, until;
  Severity severity = Severity::info;
  std::string region, title, text;
  std::vector<Polygon> area = {};  // where it holds; empty: the source does not say
  std::string of = {};             // indicator or table that it is shown under and approved with; empty: for staff
};

struct Point {
  Time at;
  double value = 0;
  Time received;
};

// The mean of the values that a series had in an hour or a day of the center.
struct Mean {
  Time begin;
  double value = 0;
  std::uint64_t count = 0;  // of values; at least one
};

// Values in a row that are alike, none further from the next than a value stands (see stands_for).
struct Run {
  Time first, last;  // the moments of its first and its last value
  double value = 0;
};

// What is asked of a series beyond its current value: the extremes of each step, the mean of each hour or day, or its
// runs, which keep every change of a state however long the span is.
enum class Reduce { extremes, hour_means, day_means, runs };

// The recent values of one series, ascending by `at`; the last is the current one. Long spans arrive reduced to their
// extremes per step. A gap longer than the indicator's freshness allows is a gap when drawn.
struct Series {
  std::string name;
  SeriesName parts;
  std::string feed;  // that brought the current value
  config::Freshness freshness;
  std::optional<Time> observed;  // of the current value
  bool simulated = false;
  bool pending = false;  // the basis of a feed that brought any of it is pending (C3): staff only
  std::vector<Point> points;
  // Where means are wanted, ascending; an hour or a day without values has none. A value of a period (`freshness`)
  // counts in the hour and the day before its `at`, where the period ends.
  std::vector<Mean> hours, days;
  std::vector<Run> runs;  // where they are wanted, ascending, with the current value
  const Point* current() const { return points.empty() ? nullptr : &points.back(); }
};

// How long a live value stands where no other follows: until it would be late. Without such a limit: a century.
Duration stands_for(const config::Freshness&);

enum class Age { fresh, late, missing };
// From when on a value is late and missing, if nothing newer comes.
struct AgeLimits {
  Time late, missing;
};
AgeLimits age_limits(Time at, std::optional<Time> observed, const config::Freshness&);
// The latest `at` that a value can have: 5 minutes ahead, or the end of the period that is running by then.
Time latest_possible(const config::Freshness&, Time now);
bool is_ahead(Time at, const config::Freshness&, Time now);
// By the current value's `at` (or `observed`, where older) and the indicator's freshness; a series without a value is
// missing. A value slightly ahead of `now` is fresh.
Age age_of(const Series&, Time now);
// When age_of() will next change by itself; nothing when it is missing already.
std::optional<Time> age_changes_at(const Series&, Time now);

struct Table {
  std::string name;
  std::vector<Record> rows;  // by key
  Time received;             // of the newest reply that named it
};

enum class Standing { waiting, on_time, late, missing, refused };
// A value or row that was not taken, and why.
struct Refusal {
  Time received;
  std::string series, value;  // as the source wrote it, at most 200 bytes
  Text reason;
};
struct FeedState {
  std::string name, agency, kind;
  Label title;
  config::Basis basis;
  bool simulated = false, pushed = false;  // pushed: its system sends by itself
  Duration interval{};
  std::optional<Time> last_try, last_good, last_new;  // last_good: any good reply, "not modified" too
  Standing standing = Standing::waiting;
  int failures = 0;                         // in a row
  std::uint64_t accepted = 0, refused = 0;  // values and rows since the store began
  std::uint64_t refused_today = 0;          // in the last 24 hours
  std::vector<std::string> indicators;      // that it brings
  Text reason;                              // why it is not on time; staff only
  std::string address;                      // staff only, without secrets
  std::vector<Refusal> refusals;            // the newest few; staff only
};

// A sentence across the top of every page: disk full, a file refused at reload.
struct Notice {
  Severity severity = Severity::watch;
  Text text;
  Time since;
};

struct Snapshot {
  std::uint64_t version = 0;
  Time made;
  Audience audience = Audience::everyone;
  bool simulated = false;  // any of it: the page wears the standing mark
  std::shared_ptr<const config::Catalogue> catalogue;
  std::map<std::string, std::shared_ptr<const Series>, std::less<>> series;
  std::map<std::string, std::shared_ptr<const Table>, std::less<>> tables;
  std::vector<Event> events;
  std::vector<FeedState> feeds;
  std::vector<Notice> notices;

  const Series* find(std::string_view name) const;
  const Table* table(std::string_view name) const;
  const FeedState* feed(std::string_view name) const;
  // Every series of an indicator, in order of their names.
  std::vector<const Series*> of_indicator(std::string_view indicator) const;
};

// A value made of several series: as old as the oldest, naming it. Missing parts are counted, never taken as zero.
struct Combined {
  std::optional<double> value;  // nothing when no part has a value
  Age age = Age::missing;
  const Series* oldest = nullptr;
  int parts = 0, missing = 0;
};
enum class Combine { sum, mean, least, most };
Combined combine(const std::vector<const Series*>&, Combine, Time now);

// The punctuality league (OS 19): per agency how many of its values are on time, late, missing, and how many were
// refused in the last 24 hours. Worst first. An indicator that never came counts as missing.
struct LeagueRow {
  const config::Agency* agency = nullptr;
  int on_time = 0, late = 0, missing = 0;
  std::uint64_t refused = 0;
  const Series* newest = nullptr;  // whose current value describes the latest moment
  bool stopped = false;
};
std::vector<LeagueRow> league(const Snapshot&, Time now);

}  // namespace feeds
