// Fonts, words and maps made into a Look for one display. Main thread (fonts belong to the ImGuiHost).
#pragma once
#include "config/center.h"
#include "panels/look.h"
#include "viewer/assets.h"
#include "viewer/display.h"
#include "viewer/imgui_host.h"

namespace viewer {

struct Fonts {
  ImFont *regular = nullptr, *medium = nullptr, *bold = nullptr, *icons = nullptr;
};
// Once for a host.
config::Result<Fonts> load_fonts(ImGuiHost&, const std::filesystem::path& folder);

// A reference display of LOOK: "wall" (2 x 2 of 55", 6 m), "wall-small" (75", 4 m), "kiosk", "desk".
config::DisplayConfig reference_display(std::string_view name);
// The center's display of that name; of no name: its first, else the reference for a picture of this shape.
config::Result<config::DisplayConfig> find_display(const config::Center&, const std::string& name, SizePx);
// Millimetres of the surface: the outputs together, else those of the room's reference.
SizeMm surface_mm(const config::DisplayConfig&);
// LOOK, "Numbers": the em of Size::small in pixels, a capital height of 16' at the farthest viewer.
float unit_px(const config::DisplayConfig&, SizePx);

// A drawing (.toml) or borders (.map).
config::Result<std::shared_ptr<const config::GeoMap>> load_map(const std::filesystem::path&);

// `words` from `assets`, the map from the center's folder or from `assets`. A map that cannot be read is left out and
// said in `complaints`.
config::Result<panels::Look> make_look(const config::Center&, const config::DisplayConfig&, SizePx, const Fonts&,
                                       const std::filesystem::path& assets, const std::string& lang,
                                       config::Complaints& complaints);
// The same look for another size of the picture.
panels::Look scaled(panels::Look, const config::DisplayConfig&, SizePx);

}  // namespace viewer
