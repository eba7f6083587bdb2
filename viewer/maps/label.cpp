// See label.h. The search halves squares, the most promising first (polylabel, Agafonkin 2016).
#include "viewer/maps/label.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <queue>

namespace viewer::maps {
namespace {

struct Square {
  Spot middle;
  double half = 0;
  double most() const { return middle.radius + half * std::numbers::sqrt2; }
  bool operator<(const Square& other) const { return most() < other.most(); }
};

}  // namespace

Spot spot_at(const std::vector<Stretch>& sides, double x, double y) {
  bool inside = false;
  double least = 1e300;
  for (const Stretch& s : sides) {
    if ((s.ay > y) != (s.by > y) && x < (s.bx - s.ax) * (y - s.ay) / (s.by - s.ay) + s.ax) inside = !inside;
    const double dx = s.bx - s.ax, dy = s.by - s.ay;
    const double along = std::clamp(((x - s.ax) * dx + (y - s.ay) * dy) / (dx * dx + dy * dy), 0.0, 1.0);
    const double ex = x - s.ax - along * dx, ey = y - s.ay - along * dy;
    least = std::min(least, ex * ex + ey * ey);
  }
  return {x, y, (inside ? 1 : -1) * std::sqrt(least)};
}

Spot largest_circle(const std::vector<Stretch>& sides, Spot inside) {
  double least_x = inside.x, most_x = inside.x, least_y = inside.y, most_y = inside.y;
  for (const Stretch& s : sides) {
    least_x = std::min(least_x, s.ax);
    most_x = std::max(most_x, s.ax);
    least_y = std::min(least_y, s.ay);
    most_y = std::max(most_y, s.ay);
  }
  const double width = most_x - least_x, height = most_y - least_y;
  const double size = std::max(std::min(width, height), std::max(width, height) / 32);
  Spot best = inside;
  std::priority_queue<Square> open;
  for (double x = least_x; x < most_x; x += size)
    for (double y = least_y; y < most_y; y += size) open.push({spot_at(sides, x + size / 2, y + size / 2), size / 2});
  while (!open.empty() && open.top().most() > 1.01 * best.radius) {
    const Square square = open.top();
    open.pop();
    if (square.middle.radius > best.radius) best = square.middle;
    const double half = square.half / 2;
    for (const double dx : {-half, half})
      for (const double dy : {-half, half}) {
        const Square part{spot_at(sides, square.middle.x + dx, square.middle.y + dy), half};
        if (part.most() > 1.01 * best.radius) open.push(part);
      }
  }
  return best;
}

}  // namespace viewer::maps
