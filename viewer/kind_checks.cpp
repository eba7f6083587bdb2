// See kind_checks.h.
#include "viewer/kind_checks.h"
#include <algorithm>
#include <cmath>
#include <set>
#include "feeds/feed.h"
#include "panels/panel.h"
#include "viewer/assets.h"
#include "viewer/layout.h"
#include "viewer/loader.h"
#include "viewer/picture_file.h"

namespace viewer {

config::KindChecks kind_checks() {
  config::KindChecks checks;
  for (const feeds::FeedKind* kind : feeds::feed_kinds()) checks.feeds.push_back(kind->name);
  for (const panels::PanelKind* kind : panels::panel_kinds()) checks.panels.push_back(kind->name);
  checks.feed = [](const config::FeedConfig& feed, const config::References& refs, config::Complaints& out) {
    if (const feeds::FeedKind* kind = feeds::find_feed_kind(feed.kind)) kind->check(feed.options, refs, out);
  };
  checks.panel = [](const config::PanelConfig& panel, const config::References& refs, config::Complaints& out) {
    if (const panels::PanelKind* kind = panels::find_panel_kind(panel.kind)) kind->check(panel.options, refs, out);
  };
  if (const auto folders = find_folders()) checks.shared_pages = folders->assets / "pages";
  return checks;
}

void check_fit(const config::Center& center, config::Complaints& out) {
  const config::References refs{center.catalogue.get()};
  std::vector<config::DisplayConfig> displays = center.displays;
  if (displays.empty()) displays.push_back(reference_display("wall-small"));
  for (const config::DisplayConfig& display : displays) {
    const SizePx size{display.width_px, display.height_px};
    const float unit = unit_px(display, size);
    const RectPx whole = grid_area(size, unit);
    for (const config::PageConfig& page : center.pages) {
      const auto& shown = display.pages;
      if (!shown.empty() && std::find(shown.begin(), shown.end(), page.name) == shown.end()) continue;
      for (const config::PanelConfig& config : page.panels) {
        const panels::PanelKind* kind = panels::find_panel_kind(config.kind);
        config::Complaints ignored;  // said by the kind's own check
        const auto panel =
            kind ? kind->make(config.options, refs, {*center.catalogue, config, page.name}, ignored) : nullptr;
        if (!panel) continue;
        const ImVec2 least = panel->least_ems();
        const float width = static_cast<float>(whole.width()) * static_cast<float>(config.cell.width) /
                            static_cast<float>(page.columns);
        const float height =
            static_cast<float>(whole.height()) * static_cast<float>(config.cell.height) / static_cast<float>(page.rows);
        if (std::floor(least.x * unit) <= width && std::floor(least.y * unit) <= height) continue;
        const auto tracks = [unit](float ems, int whole_px, int count) {
          return std::to_string(
              static_cast<int>(std::ceil(ems * unit * static_cast<float>(count) / static_cast<float>(whole_px))));
        };
        out.push_back({config.place,
                       {"on the display {} this panel needs {} columns and {} rows to be legible",
                        {display.name.empty() ? "-" : display.name, tracks(least.x, whole.width(), page.columns),
                         tracks(least.y, whole.height(), page.rows)}},
                       "give it more of the grid, or it moves to a following sheet of the page",
                       true});
      }
    }
  }
}

void check_pictures(const config::Center& center, config::Complaints& out) {
  const config::References refs{center.catalogue.get()};
  for (const config::PageConfig& page : center.pages)
    for (const config::PanelConfig& config : page.panels) {
      const panels::PanelKind* kind = panels::find_panel_kind(config.kind);
      config::Complaints ignored;  // said by the kind's own check
      const auto panel =
          kind ? kind->make(config.options, refs, {*center.catalogue, config, page.name}, ignored) : nullptr;
      if (!panel) continue;
      for (const std::string& path : panel->images())
        if (const auto picture = read_picture(center.dir / path, 1); !picture)
          out.push_back({config.place, picture.error().what, picture.error().cure, true});
    }
}

namespace {

std::string first_few(std::vector<std::string> codes) {
  constexpr std::size_t few = 4;
  std::sort(codes.begin(), codes.end());
  std::string out;
  for (std::size_t i = 0; i < std::min(few, codes.size()); ++i) out += (i > 0 ? ", " : "") + codes[i];
  return codes.size() > few ? out + ", …" : out;
}

// Of a drawing each fault is said: its marks are corrected one by one.
template <class Warn>
void check_drawing(const std::vector<std::string>& strange, const std::vector<std::string>& absent, Warn warn) {
  for (const std::string& code : strange)
    warn({"the map shows {}, which is no district of the center", {code}}, "correct the mark, or add the [[region]]");
  for (const std::string& district : absent)
    warn({"the map does not show the district {}", {district}}, "write the last part of its code where it lies");
}

}  // namespace

void check_map(const config::Center& center, const std::filesystem::path& assets, config::Complaints& out) {
  const config::Catalogue& catalogue = *center.catalogue;
  if (catalogue.map.empty()) return;
  const auto warn = [&](config::Text what, config::Text cure) {
    out.push_back({{catalogue.map, 0, 0}, std::move(what), std::move(cure), true});
  };
  const auto map = load_map(config::map_path(center.dir, assets, catalogue.map));
  if (!map) return warn(map.error().what, map.error().cure);
  std::set<std::string> drawn;
  std::vector<std::string> strange, absent;
  for (const config::MapArea& area : (*map)->areas) {
    drawn.insert(area.code);
    if (!catalogue.region(area.code)) strange.push_back(area.code);
  }
  for (const config::Region& region : catalogue.regions)
    if (!drawn.count(region.code)) absent.push_back(region.code + " " + region.name);
  if ((*map)->schematic) return check_drawing(strange, absent, warn);
  if (!strange.empty())
    warn({"{} of {} areas of the map are no districts of the center: {}",
          {std::to_string(strange.size()), std::to_string(drawn.size()), first_few(strange)}},
         "import the center's districts alone with --keep, or add the [[region]]s");
  if (!absent.empty())
    warn({"the map has no borders of {} of {} districts: {}",
          {std::to_string(absent.size()), std::to_string(catalogue.regions.size()), first_few(absent)}},
         "import borders that hold them; the codes of the two must be alike");
}

}  // namespace viewer
