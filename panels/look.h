// Every colour, size and font a panel may use. Made by viewer/loader for one display; immutable while it is shown.
#pragma once
#include <imgui.h>
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>
#include "config/catalogue.h"
#include "config/text.h"
#include "panels/paint.h"

namespace panels {

struct Colours {
  ImU32 field, panel, line;                   // grounds
  ImU32 strong, quiet;                        // text
  ImU32 watch, bad, bad_text, unknown, good;  // states; never for series
  std::array<ImU32, 6> series;
  std::array<ImU32, 7> classes;             // one hue by lightness, lowest first: choropleth
  ImU32 class_text_dark, class_text_light;  // labels on classes: the one with the better contrast is used
};

// Steps of the type unit (LOOK, "Numbers"): 1, 1.25, 1.6, 2.5, 4 units.
enum class Size { small, text, title, large, huge };

// The pictures of a center's folder, by their path in it.
class Images {
 public:
  struct Found {
    ImageId image = nullptr;  // null: it is being read, or `fault` says why it is not there
    config::Text fault;
  };
  virtual ~Images() = default;
  virtual Found find(std::string_view path) const = 0;
};

struct Look {
  Colours colours{};
  ImFont* regular = nullptr;
  ImFont* medium = nullptr;
  ImFont* bold = nullptr;
  ImFont* icons = nullptr;  // Material Design Icons
  float unit_px = 16;       // em of size 1: a capital height of 16 arc-minutes at the farthest viewer
  float px_per_mm = 3.6f;
  float target_mm = 15;  // least side of what a finger presses
  bool touch = false;
  bool reduced_motion = false;
  config::Zone zone = config::Zone::wib;
  std::shared_ptr<const config::Words> words;
  std::map<std::string, std::shared_ptr<const config::GeoMap>, std::less<>> maps;  // by file name
  std::shared_ptr<const Images> images;                                            // null: none are read
  std::uint64_t version = 0;

  float em(Size) const;  // pixels
  float gap() const { return em(Size::small) * 0.5f; }
};

// The four schemes of LOOK: "dark", "light", "contrast-dark", "contrast-light". Unknown: dark.
const Colours& colours(std::string_view scheme);

}  // namespace panels
