// What a new center needs to know of its regency: from the list that comes with the program (assets/regencies.toml), or
// from a table of districts that the operator brings. Any thread.
#pragma once
#include <filesystem>
#include <optional>
#include "config/catalogue.h"
#include "config/result.h"
#include "viewer/tile_map.h"

namespace viewer {

struct Regency {
  std::string code, name;  // "33.16", "Kabupaten Blora"
  std::string folder;      // "blora"
  std::string seat;        // code of the capital's district
  std::string map;         // a drawing in assets/maps; empty: it has to be drawn
  config::Zone zone = config::Zone::wib;
  std::vector<config::Region> districts;
  std::vector<Position> positions;  // of each district, or none
};

// Each is complete or empty with complaints. `name`: as given, may be empty where the list has one.
std::optional<Regency> known_regency(const std::filesystem::path& assets, const std::string& code,
                                     const std::string& name, config::Complaints&);
// `table`: CSV with a header, ";" or ",": code, name, and where known aliases (parted by "|"), bps, lon, lat.
std::optional<Regency> regency_of_table(const std::string& code, const std::string& name,
                                        const std::filesystem::path& table, config::Complaints&);

}  // namespace viewer
