// See fit_checks.h. Main thread.
#include "viewer/fit_checks.h"
#include <algorithm>
#include <cmath>
#include "panels/panel.h"
#include "panels/typeset.h"
#include "viewer/layout.h"
#include "viewer/loader.h"

namespace viewer {
namespace {

using panels::Look;
using panels::Rect;
using Made = std::vector<std::unique_ptr<panels::Panel>>;

Made make_panels(const config::Center& center, const config::PageConfig& page) {
  const config::References refs{center.catalogue.get()};
  Made out;
  for (const config::PanelConfig& config : page.panels) {
    const panels::PanelKind* kind = panels::find_panel_kind(config.kind);
    config::Complaints ignored;  // said by the kind's own check
    out.push_back(kind ? kind->make(config.options, refs, {*center.catalogue, config, page.name}, ignored) : nullptr);
  }
  return out;
}

// As draw_card() sets it: on one line, or on two where the card is high enough.
std::optional<panels::Panel::Loss> title_loss(const Look& look, const Rect& card, const std::string& title) {
  const Rect inside = card.inset(look.unit_px * 0.7f);
  const panels::Type t{look.medium, panels::floor_em(look)};
  bool broken = false;
  const auto lines = panels::all_lines(title, t, inside.width(), &broken);
  const std::size_t most = inside.height() > look.unit_px * 7 ? 2 : 1;
  if (lines.size() <= most && !broken) return std::nullopt;
  const double letters = static_cast<double>(title.size()) * static_cast<double>(most) * inside.width() /
                         static_cast<double>(std::max(1.0f, panels::text_width(t, title)));
  return panels::Panel::Loss{
      {"on the display {} the title \"{}\" is cut", {"", title}},
      {"shorten it to about {} letters, or give the panel more columns", {std::to_string(std::lround(letters * 0.9))}}};
}

// The room that its heading leaves in a card.
Rect inside_of(const Look& look, const panels::Panel& panel, const Rect& card, const feeds::Snapshot& empty) {
  ImDrawList list(ImGui::GetDrawListSharedData());
  list._ResetForNewFrame();
  list.PushTexture(ImGui::GetIO().Fonts->TexRef);
  list.PushClipRectFullScreen();
  panels::Paint paint{list};
  return draw_card({empty, card, {}, look, paint, {}, false, [](config::Time) {}}, panel);
}

class Checker {
 public:
  Checker(const config::Center& center, const Fonts& fonts, const Folders& folders, config::Complaints& out)
      : center_(center), fonts_(fonts), folders_(folders), out_(out) {
    empty_.catalogue = center.catalogue;
  }

  void check(const config::DisplayConfig& display) {
    const SizePx size{display.width_px, display.height_px};
    config::Complaints ignored;  // of the map: said by check_map()
    const auto look = make_look(center_, display, size, fonts_, folders_.assets, {}, ignored);
    if (!look) return;
    for (const config::PageConfig& page : center_.pages) {
      const auto& shown = display.pages;
      if (shown.empty() || std::find(shown.begin(), shown.end(), page.name) != shown.end())
        check_page(display, *look, size, page);
    }
  }

 private:
  void check_page(const config::DisplayConfig& display, const Look& look, SizePx size, const config::PageConfig& page) {
    const Made made = make_panels(center_, page);
    std::vector<ImVec2> least;
    for (const auto& panel : made) {
      const ImVec2 ems = panel ? panel->least_ems() : ImVec2{1, 1};
      least.push_back({ems.x * look.unit_px, ems.y * look.unit_px});
    }
    const int gap = std::max(1, static_cast<int>(std::lround(look.gap())));
    for (const Sheet& sheet : lay_out(page, least, grid_area(size, look.unit_px), gap))
      for (const Placed& placed : sheet) {
        const panels::Panel* panel = made[placed.panel].get();
        if (!panel) continue;
        const Rect card{static_cast<float>(placed.area.left), static_cast<float>(placed.area.top),
                        static_cast<float>(placed.area.right), static_cast<float>(placed.area.bottom)};
        std::vector<panels::Panel::Loss> all = panel->losses(look, inside_of(look, *panel, card, empty_));
        if (auto title = title_loss(look, card, panel->title(look))) all.push_back(std::move(*title));
        for (panels::Panel::Loss& loss : all) {
          loss.what.arguments.front() = display.name.empty() ? "-" : display.name;
          out_.push_back({page.panels[placed.panel].place, std::move(loss.what), std::move(loss.cure), true});
        }
      }
  }

  const config::Center& center_;
  const Fonts& fonts_;
  const Folders& folders_;
  config::Complaints& out_;
  feeds::Snapshot empty_;
};

}  // namespace

void check_legible(const config::Center& center, const Folders& folders, config::Complaints& out) {
  ImGuiHost host;
  const auto fonts = load_fonts(host, folders.fonts);
  if (!fonts) return out.push_back({{folders.fonts.string(), 0, 0}, fonts.error().what, fonts.error().cure, true});
  std::vector<config::DisplayConfig> displays = center.displays;
  if (displays.empty()) displays.push_back(reference_display("wall-small"));
  host.begin(1920, 1080);
  Checker checker(center, *fonts, folders, out);
  for (const config::DisplayConfig& display : displays) checker.check(display);
  host.end();
}

}  // namespace viewer
