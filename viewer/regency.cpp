// See regency.h: the list that comes with the program.
#include "viewer/regency.h"
#include <algorithm>
#include "config/files.h"
#include "config/provinces.h"
#include "config/sections.h"
#include "config/suggest.h"
#include "viewer/regency_parts.h"

namespace viewer {
namespace {

struct Listed {
  Regency value;
  std::vector<config::RegionSection> districts;
  void describe(auto& field) {
    field("code", value.code, "Code of the regency by the Ministry of Home Affairs, with dots", {.required = true});
    field("name", value.name, "Name of the center as pages show it", {.required = true});
    field("folder", value.folder, "Name of the folder of a new center", {.required = true});
    field("seat", value.seat, "District of the capital", {.required = true});
    field("map", value.map, "Map file in the center's folder maps/, else in assets/maps");
    field("district", districts, "Districts, by code", {.required = true});
  }
};
struct List {
  std::vector<Listed> regencies;
  void describe(auto& field) { field("regency", regencies, "Regencies that the program knows", {.required = true}); }
};

List read_list(const std::filesystem::path& file, config::Complaints& out) {
  List list;
  const std::string name = file.filename().string();
  const auto text = config::read_file(file);
  if (!text) {
    out.push_back({{name}, "the file cannot be read", "install the program again"});
    return list;
  }
  const auto node = config::parse_toml(*text, name, out);
  if (!node || !node->table()) return list;
  const config::References none;
  config::Reader reader(*node->table(), node->place, none, out);
  list.describe(reader);
  reader.finish();
  return list;
}

bool is_code(std::string_view code) {
  const auto digit = [&](std::size_t i) { return code[i] >= '0' && code[i] <= '9'; };
  return code.size() == 5 && digit(0) && digit(1) && code[2] == '.' && digit(3) && digit(4);
}

}  // namespace

const config::Province* check_code(const std::string& code, config::Complaints& out) {
  const config::Province* province = is_code(code) ? config::province_of(code) : nullptr;
  if (!is_code(code))
    out.push_back({{"--code"},
                   {"\"{}\" is not the code of a regency", {code}},
                   "write the Ministry's code with its dot, such as 33.16"});
  else if (!province)
    out.push_back({{"--code"}, {"there is no province {}", {code.substr(0, 2)}}, "look the regency's code up"});
  return province;
}

bool check_name(const std::string& name, config::Complaints& out) {
  const bool plain = !name.empty() && name.size() <= 80 && std::none_of(name.begin(), name.end(), [](unsigned char c) {
    return c < 0x20 || c == '"' || c == '\\' || c == '{' || c == '}' || c == 0x7f;
  });
  if (plain) return true;
  out.push_back({{"--name"},
                 {"\"{}\" is not a name", {name}},
                 "give the name of the regency with --name, 80 letters at most, without quotes and braces"});
  return false;
}

std::optional<Regency> known_regency(const std::filesystem::path& assets, const std::string& code,
                                     const std::string& name, config::Complaints& out) {
  const config::Province* province = check_code(code, out);
  if (!province) return {};
  List list = read_list(assets / "regencies.toml", out);
  if (!out.empty()) return {};
  std::vector<std::string> known;
  for (Listed& listed : list.regencies) {
    known.push_back(listed.value.code + ' ' + listed.value.name);
    if (listed.value.code != code) continue;
    Regency found = std::move(listed.value);
    found.zone = province->zone;
    for (config::RegionSection& district : listed.districts) found.districts.push_back(std::move(district.value));
    if (!name.empty()) found.name = name;
    if (!check_name(found.name, out)) return {};
    return found;
  }
  out.push_back(
      {{"--code"},
       {"the program does not know the districts of {}", {code}},
       {"give them with --regions FILE.csv (columns code;name;bps;lon;lat); known are {}", {config::joined(known)}}});
  return {};
}

}  // namespace viewer
