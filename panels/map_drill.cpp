// See map_drill.h.
#include "panels/map_drill.h"
#include <algorithm>

namespace panels {
namespace {

bool is_child(std::string_view code, std::string_view prefix) {
  if (prefix.empty()) return code.find('.') == code.npos;
  return code.size() > prefix.size() + 1 && code.starts_with(prefix) && code[prefix.size()] == '.' &&
         code.find('.', prefix.size() + 1) == code.npos;
}

std::optional<MapStep> find_step(const Maps& maps, const std::string& prefix, const std::string& holding) {
  for (const auto& [file, map] : maps) {
    if (map->schematic) continue;
    const bool has_children = std::any_of(map->areas.begin(), map->areas.end(),
                                          [&](const config::MapArea& a) { return is_child(a.code, prefix); });
    const bool holds = holding.empty() || std::any_of(map->areas.begin(), map->areas.end(),
                                                      [&](const config::MapArea& a) { return a.code == holding; });
    if (has_children && holds) return MapStep{map, prefix};
  }
  return {};
}

}  // namespace

std::optional<MapStep> step_inside(const Maps& maps, const std::string& code) {
  return code.empty() ? std::nullopt : find_step(maps, code, {});
}

std::optional<MapStep> step_around(const Maps& maps, const std::string& code) {
  const std::size_t dot = code.rfind('.');
  return code.empty() ? std::nullopt : find_step(maps, dot == code.npos ? std::string() : code.substr(0, dot), code);
}

Choropleth choropleth_of(const Frame& f, const ChoroplethOptions& o, const MapStep& step) {
  std::vector<NamedArea> areas;
  for (const config::MapArea& area : step.map->areas)
    if (is_child(area.code, step.prefix)) areas.push_back({area.code, area.name.empty() ? area.code : area.name});
  return choropleth(f, o, areas);
}

}  // namespace panels
