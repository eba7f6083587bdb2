// All kinds of panels, as kinds.def lists them.
#include <algorithm>
#include <string_view>

#include "panels/panel.h"

namespace panels {

#define KIND(k) extern const PanelKind k##_kind;
#include "panels/kinds.def"
#undef KIND

const std::vector<const PanelKind*>& panel_kinds() {
  static const std::vector<const PanelKind*> all{
#define KIND(k) &k##_kind,
#include "panels/kinds.def"
#undef KIND
  };
  return all;
}

const PanelKind* find_panel_kind(std::string_view name) {
  const auto& all = panel_kinds();
  const auto found = std::find_if(all.begin(), all.end(), [&](const PanelKind* k) { return name == k->name; });
  return found == all.end() ? nullptr : *found;
}

}  // namespace panels
