// Straight lines and rectangles. Pure; any thread.
#pragma once
#include <optional>
#include <utility>
#include <vector>
#include "panels/paint.h"

namespace panels {

// What of the line lies inside, edges included; nothing: none of it.
std::optional<std::pair<ImVec2, ImVec2>> clipped(Rect, ImVec2 from, ImVec2 to);
// A polyline's parts inside, in their order.
std::vector<std::vector<ImVec2>> clipped(Rect, const std::vector<ImVec2>& line);
// A polyline's parts outside all of them, in their order.
std::vector<std::vector<ImVec2>> without(const std::vector<Rect>&, const std::vector<ImVec2>& line);

}  // namespace panels
