// See loader.h. Main thread.
#include "viewer/loader.h"
#include <imgui_freetype.h>
#include <algorithm>
#include <cmath>
#include <numbers>
#include "config/hexmap.h"
#include "config/words.h"

namespace viewer {
namespace {

// LOOK, "Numbers": 16 arc-minutes is the floor of what must be read (NUREG-0700, ISO 9241); an em of Inter is 1.375 of
// its capital height.
constexpr double floor_arc_minutes = 16, em_per_capital = 1.375;

config::DisplayConfig display(const char* name, config::Room room, int width_px, int height_px,
                              std::vector<config::Output> outputs, double distance_m, int bottom_edge_mm) {
  config::DisplayConfig d;
  d.name = name;
  d.room = room;
  d.width_px = width_px;
  d.height_px = height_px;
  d.outputs = std::move(outputs);
  d.viewing_distance_m = distance_m;
  d.bottom_edge_mm = bottom_edge_mm;
  if (room == config::Room::kiosk) d.scheme = "light";
  return d;
}

const char* reference_of(config::Room room) {
  switch (room) {
    case config::Room::kiosk:
      return "kiosk";
    case config::Room::desk:
      return "desk";
    case config::Room::wall:
      break;
  }
  return "wall-small";
}

// Border maps beside the center's own: what lies inside its districts, or around it.
void load_more_maps(const std::filesystem::path& folder, panels::Look& look, config::Complaints& complaints) {
  std::error_code none;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none))
    if (entry.path().extension() == ".map" && !look.maps.contains(entry.path().filename().string()))
      files.push_back(entry.path());
  for (const std::filesystem::path& file : files) {
    const std::string name = file.filename().string();
    if (auto map = load_map(file))
      look.maps.emplace(name, std::move(*map));
    else
      complaints.push_back({{name, 0, 0}, map.error().what, map.error().cure, true});
  }
}

}  // namespace

config::Result<Fonts> load_fonts(ImGuiHost&, const std::filesystem::path& folder) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Flags |= ImFontAtlasFlags_NoMouseCursors;
  Fonts fonts;
  const auto load = [&](const char* file) -> ImFont* {
    const std::filesystem::path path = folder / file;
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) return nullptr;
    ImFontConfig how;
    how.FontLoaderFlags = ImGuiFreeTypeLoaderFlags_LightHinting;
    how.OversampleH = 1;
    return atlas.AddFontFromFileTTF(path.c_str(), 16, &how);
  };
  fonts.regular = load("Inter-Regular.otf");
  fonts.medium = load("Inter-Medium.otf");
  fonts.bold = load("Inter-Bold.otf");
  fonts.icons = load("MaterialIcons-Regular.ttf");
  if (!fonts.regular || !fonts.medium || !fonts.bold || !fonts.icons)
    return config::fail({"the fonts in {} cannot be read", {folder.string()}}, "build the program again");
  return fonts;
}

config::DisplayConfig reference_display(std::string_view name) {
  using config::Room;
  if (name == "wall")
    return display("wall", Room::wall, 3840, 2160,
                   {{1215, 685, 0, 0, 2}, {1215, 685, 1215, 0, 2}, {1215, 685, 0, 685, 2}, {1215, 685, 1215, 685, 2}},
                   6, 900);
  if (name == "kiosk") return display("kiosk", Room::kiosk, 1080, 1920, {{398, 708, 0, 0, 0}}, 0.6, 750);
  if (name == "desk") return display("desk", Room::desk, 1920, 1080, {{531, 299, 0, 0, 0}}, 0.6, 750);
  return display("wall-small", Room::wall, 3840, 2160, {{1660, 934, 0, 0, 0}}, 4, 900);
}

config::Result<config::DisplayConfig> find_display(const config::Center& center, const std::string& name, SizePx size) {
  for (const config::DisplayConfig& d : center.displays)
    if (name.empty() || d.name == name) return d;
  if (!name.empty())
    return config::fail({"the center has no display named {}", {name}}, "name one of its [[display]]s");
  config::DisplayConfig d = reference_display(size.width >= size.height ? "wall-small" : "kiosk");
  d.lang = center.lang;
  return d;
}

SizeMm surface_mm(const config::DisplayConfig& d) {
  SizeMm all;
  for (const config::Output& output : d.outputs) {
    all.width = std::max(all.width, output.x_mm + output.width_mm);
    all.height = std::max(all.height, output.y_mm + output.height_mm);
  }
  return all.width > 0 && all.height > 0 ? all : surface_mm(reference_display(reference_of(d.room)));
}

float unit_px(const config::DisplayConfig& d, SizePx size) {
  const SizeMm mm = surface_mm(d);
  const double angle = floor_arc_minutes / 60 * std::numbers::pi / 180;
  const double em_mm = d.viewing_distance_m * 1000 * std::tan(angle) * em_per_capital;
  // A window of another shape shows the same surface in the scale in which it fits.
  const double px_per_mm =
      std::min(static_cast<double>(size.width) / mm.width, static_cast<double>(size.height) / mm.height);
  return static_cast<float>(std::max(4.0, em_mm * px_per_mm));
}

config::Result<std::shared_ptr<const config::GeoMap>> load_map(const std::filesystem::path& file) {
  if (file.extension() == ".map") {
    auto map = config::read_geo_map(file);
    if (!map) return tl::unexpected(map.error());
    return std::make_shared<const config::GeoMap>(std::move(*map));
  }
  const auto drawing = config::load_hexmap(file);
  if (!drawing) return tl::unexpected(drawing.error());
  return std::make_shared<const config::GeoMap>(config::to_geo_map(*drawing));
}

config::Result<panels::Look> make_look(const config::Center& center, const config::DisplayConfig& d, SizePx size,
                                       const Fonts& fonts, const std::filesystem::path& assets, const std::string& lang,
                                       config::Complaints& complaints) {
  auto words = config::load_words(assets, lang.empty() ? d.lang : lang);
  if (!words) return tl::unexpected(words.error());
  panels::Look look;
  look.colours = panels::colours(d.scheme);
  look.regular = fonts.regular;
  look.medium = fonts.medium;
  look.bold = fonts.bold;
  look.icons = fonts.icons;
  look.touch = d.room != config::Room::wall;
  look.reduced_motion = d.reduced_motion;
  look.zone = center.catalogue->zone;
  look.words = std::make_shared<const config::Words>(std::move(*words));
  if (const std::string& file = center.catalogue->map; !file.empty()) {
    if (auto map = load_map(config::map_path(center.dir, assets, file)))
      look.maps.emplace(file, std::move(*map));
    else
      complaints.push_back({{file, 0, 0}, map.error().what, map.error().cure, true});
  }
  load_more_maps(center.dir / "maps", look, complaints);
  return scaled(std::move(look), d, size);
}

panels::Look scaled(panels::Look look, const config::DisplayConfig& d, SizePx size) {
  const SizeMm mm = surface_mm(d);
  look.unit_px = unit_px(d, size);
  look.px_per_mm = std::min(static_cast<float>(size.width) / static_cast<float>(mm.width),
                            static_cast<float>(size.height) / static_cast<float>(mm.height));
  ++look.version;
  return look;
}

}  // namespace viewer
