// What a center knows about its agencies, indicators and districts: pure data, made by config::load, carried by every
// snapshot, immutable afterwards. Duties named C2, C3, ... are those of the regulations (README, "Duties").
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "config/text.h"
#include "config/time.h"

namespace config {

// Who looks. Not an order: staff see what is not approved yet, leadership see what staff may not (C2, C16).
enum class Audience { everyone, staff, leadership };  // "public", "staff", "leadership" in configuration
std::string_view name(Audience);
std::optional<Audience> parse_audience(std::string_view);

// Why data may flow at all (C3).
struct Basis {
  enum class Kind { agreement, sop, order, open_data, own_system, pending };
  Kind kind = Kind::pending;
  std::string number, licence;  // of the agreement, SOP or order; of open data
  std::optional<Date> date, until;
};

// The head of the agency's leave to publish (C2): standing, or for one period ("2026-10").
struct Approval {
  std::string letter, name, period;
  std::optional<Date> date, until;
};

// Leave for an audience to read what is not published (C7). `scope` is an indicator's or a table's name, "prefix.*" or
// "*".
struct Grant {
  Audience holder = Audience::staff;
  std::string scope;
  Basis basis;
  std::optional<Date> until;
};

// When a value grows old. Live: late after `stale_after`, missing after `missing_after`. Periodic: late when the next
// period's value is not there `due` after that period's end; missing one more period later.
struct Freshness {
  Duration stale_after{}, missing_after{};
  Period period = Period::none;
  Duration due{};
  Zone zone = Zone::wib;
};

enum class Better { higher, lower, neither };

struct Indicator {
  std::string name;    // "layanan.antrean"
  std::string agency;  // the one owner (C4)
  Label title, meaning;
  std::string unit;  // "%", "Rp", "orang": money is "Rp", values in rupiah
  int decimals = 0;
  Audience audience = Audience::staff;
  Better better = Better::neither;
  std::optional<double> target, watch, bad;         // in the unit; the side is given by `better`
  std::optional<double> least, most, largest_step;  // what checks accept; largest_step against the value before
  Freshness freshness;
  Duration keep = std::chrono::hours(5 * 8766);           // how long its values are kept
  Duration keep_rollups = std::chrono::hours(20 * 8766);  // and what is left of them by hour and by day
  std::vector<Approval> approvals;
  bool per_period_approval = false;  // only approved periods leave the staff audience
};

// A table of records (packages, services, links): owned and approved like an indicator.
struct TableInfo {
  std::string name, agency;
  Label title;
  Audience audience = Audience::staff;
  std::vector<Approval> approvals;
  Duration stale_after{};
};

struct Agency {
  std::string id;  // the name of its folder
  Label name, short_name;
  bool stopped = false;             // its files have faults: its feeds and pages rest (C1)
  std::vector<std::string> faults;  // "file:line:column: ..." in the center's language, staff only
};

struct Region {
  std::string code;  // Kemendagri, with dots: "63.10.04"
  std::string bps;   // BPS code; never derived from `code`
  std::string name;
  std::vector<std::string> aliases;
};

struct Catalogue {
  Label center;
  std::string code;  // of the regency, "63.10"
  Zone zone = Zone::wib;
  std::string map;                   // file in the center's maps/ or in assets/maps, without folder
  std::vector<std::string> domains;  // the official ones, as host_name() writes them
  std::vector<Agency> agencies;
  std::vector<Indicator> indicators;
  std::vector<TableInfo> tables;
  std::vector<Region> regions;
  std::vector<Grant> grants;

  // The finders are right at any time, and fast (a binary search) after index().
  const Agency* agency(std::string_view id) const;
  const Indicator* indicator(std::string_view name) const;
  const TableInfo* table(std::string_view name) const;
  const Region* region(std::string_view code) const;
  void index();
  std::vector<std::uint32_t> agency_order = {}, indicator_order = {}, table_order = {}, region_order = {};  // by name
};

}  // namespace config
