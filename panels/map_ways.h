// Ways to look at a choropleth: now, then, what changed, moments side by side or one after the other. Any thread.
#pragma once
#include <array>
#include <string>
#include <vector>
#include "panels/choropleth.h"

namespace panels {

enum class Way { now, change, two, swipe, multiples, play };
inline constexpr std::array all_ways{Way::now, Way::change, Way::two, Way::swipe, Way::multiples, Way::play};
std::string way_word(Way, const Words&);  // on its button

struct WayOptions {
  Way view = Way::now;
  std::optional<config::Duration> back;
  int moments = 6;

  void describe(auto& field) {
    field("view", view,
          "How to look at it: now, what changed, two moments beside each other, the same with an edge to be dragged, "
          "several moments small, or one after the other; who touches the panel can choose another");
    field("back", back,
          "How long ago the other moment is; without it the period before, or 7 days of an indicator without periods",
          {.example = "\"365d\""});
    field("moments", moments, "How many moments `multiples` and `play` show, the last one now",
          {.least = 2, .most = 12});
  }
};

// One choropleth and what it is of: "Oktober 2026", "sekarang".
struct MomentView {
  Choropleth of;
  std::string caption;
};
// At least one; of one scale of classes. What the way needs and there is no past for is left out: then the last alone.
std::vector<MomentView> moment_views(const Frame&, const ChoroplethOptions&, const WayOptions&, Way);
// What the panel asks of the past so that any way can be chosen.
std::vector<Want> way_wants(const ChoroplethOptions&, const WayOptions&, const config::Catalogue&);

}  // namespace panels

template <>
struct config::Choices<panels::Way> {
  static constexpr std::pair<const char*, panels::Way> names[] = {
      {"now", panels::Way::now},     {"change", panels::Way::change},       {"two", panels::Way::two},
      {"swipe", panels::Way::swipe}, {"multiples", panels::Way::multiples}, {"play", panels::Way::play}};
};
