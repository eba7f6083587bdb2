// Nodes and links of a network as shapes: see network_draw.h.
#include <algorithm>
#include <array>
#include <cmath>

#include "panels/format.h"
#include "panels/map_scale.h"
#include "panels/network_draw.h"

namespace panels {
namespace {

const NetNode& node_of(const NetPicture& p, int i) {
  return p.view.graph.nodes[static_cast<std::size_t>(i)];
}
const NetLink& link_of(const NetPicture& p, int i) {
  return p.view.graph.links[static_cast<std::size_t>(i)];
}
Reach reach_of(const NetPicture& p, int node) {
  return p.view.health.reach[static_cast<std::size_t>(node)];
}

constexpr float kTiny = 4.5f;  // pixels: below it roles are but dots and squares

void draw_tower(ImDrawList& list, ImVec2 c, float r, ImU32 colour) {
  const float thin = std::max(1.2f, r * 0.24f);
  list.AddLine({c.x - r * 0.75f, c.y + r}, {c.x, c.y - r * 0.55f}, colour, thin);
  list.AddLine({c.x + r * 0.75f, c.y + r}, {c.x, c.y - r * 0.55f}, colour, thin);
  list.AddLine({c.x - r * 0.45f, c.y + r * 0.42f}, {c.x + r * 0.45f, c.y + r * 0.42f}, colour, thin);
  list.AddCircleFilled({c.x, c.y - r * 0.6f}, r * 0.36f, colour);
}

void draw_globe(ImDrawList& list, ImVec2 c, float r, ImU32 colour) {
  const float thin = std::max(1.0f, r * 0.16f);
  list.AddCircle(c, r, colour, 0, thin);
  list.AddEllipse(c, {r * 0.45f, r}, colour, 0, 0, thin);
  list.AddLine({c.x - r, c.y}, {c.x + r, c.y}, colour, thin);
}

// Around a node's role, for hatching.
std::vector<ImVec2> outline(NodeRole role, ImVec2 c, float r) {
  if (role == NodeRole::data_center || role == NodeRole::recovery)
    return {{c.x - r, c.y - r}, {c.x + r, c.y - r}, {c.x + r, c.y + r}, {c.x - r, c.y + r}};
  if (role == NodeRole::tower) return {{c.x, c.y - r}, {c.x + r, c.y + r}, {c.x - r, c.y + r}};
  std::vector<ImVec2> out;
  for (int i = 0; i < 12; ++i) {
    const float a = static_cast<float>(i) * 0.5235988f;
    out.push_back({c.x + r * std::cos(a), c.y + r * std::sin(a)});
  }
  return out;
}

void draw_hatched(ImDrawList& list, NodeRole role, ImVec2 c, float r, ImU32 colour, ImU32 ground) {
  const auto shape = outline(role, c, r);
  list.AddConvexPolyFilled(shape.data(), static_cast<int>(shape.size()), ground);
  const float thin = std::max(1.0f, r * 0.17f);
  if (r > kTiny) draw_hatch(list, shape, std::max(3.0f, r * 0.55f), thin * 0.8f, colour);
  list.AddPolyline(shape.data(), static_cast<int>(shape.size()), colour, ImDrawFlags_Closed, thin);
}

// Between two shares of a course's length.
std::vector<ImVec2> piece(const std::vector<ImVec2>& course, float from, float to) {
  float whole = 0;
  for (std::size_t i = 1; i < course.size(); ++i)
    whole += std::hypot(course[i].x - course[i - 1].x, course[i].y - course[i - 1].y);
  std::vector<ImVec2> out;
  float sofar = 0;
  for (std::size_t i = 1; i < course.size(); ++i) {
    const ImVec2 a = course[i - 1], b = course[i];
    const float length = std::hypot(b.x - a.x, b.y - a.y);
    const auto at = [&](float wanted) {
      const float t = length > 0 ? std::clamp((wanted - sofar) / length, 0.0f, 1.0f) : 0;
      return ImVec2{a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
    };
    if (sofar + length >= from * whole && sofar <= to * whole) {
      if (out.empty()) out.push_back(at(from * whole));
      out.push_back(at(to * whole));
    }
    sofar += length;
  }
  return out;
}

float width_of(const Look& look, const NetLink& l, std::optional<double> share) {
  const float base = look.unit_px * (l.medium == Medium::backbone ? 0.12f : 0.06f);
  return std::max(1.0f, base + look.unit_px * 0.24f * static_cast<float>(std::clamp(share.value_or(0), 0.0, 1.2)));
}

int dash_of(Medium medium) {
  return medium == Medium::radio ? 1 : medium == Medium::leased ? 3 : 0;
}

}  // namespace

ImVec2 node_at(const NetPicture& p, int node) {
  const ImVec2 at = p.layout.at[static_cast<std::size_t>(node)];
  return {p.origin.x + at.x * p.scale.x, p.origin.y + at.y * p.scale.y};
}

float node_size(const Look& look, const NetPicture& p, int node) {
  const NodeRole role = node_of(p, node).role;
  const float times = role == NodeRole::data_center ? 1.55f
                      : role == NodeRole::recovery  ? 1.4f
                      : role == NodeRole::internet  ? 1.25f
                      : role == NodeRole::tower     ? 1.1f
                                                    : 0.85f;
  const float nearest = p.layout.nearest * std::min(p.scale.x, p.scale.y);
  const float room = nearest > 0 ? nearest * 0.34f : look.unit_px;
  return std::clamp(room, 1.6f, look.unit_px * 0.46f) * times;
}

std::vector<ImVec2> course_of(const NetPicture& p, int link) {
  const NetLink& l = link_of(p, link);
  const ImVec2 a = node_at(p, l.from), b = node_at(p, l.to);
  const float bend = p.layout.bend[static_cast<std::size_t>(link)];
  if (bend == 0) return {a, b};
  const ImVec2 middle{(a.x + b.x) / 2 - (b.y - a.y) * bend * 2, (a.y + b.y) / 2 + (b.x - a.x) * bend * 2};
  std::vector<ImVec2> out;
  constexpr int kParts = 14;
  for (int i = 0; i <= kParts; ++i) {
    const float t = static_cast<float>(i) / kParts, s = 1 - t;
    const ImVec2 at{s * s * a.x + 2 * s * t * middle.x + t * t * b.x, s * s * a.y + 2 * s * t * middle.y + t * t * b.y};
    out.push_back({std::clamp(at.x, p.room.left, p.room.right), std::clamp(at.y, p.room.top, p.room.bottom)});
  }
  return out;
}

bool is_cause(const NetPicture& p, const NetElement& e) {
  return std::any_of(p.view.health.cuts.begin(), p.view.health.cuts.end(), [&](const Cut& cut) {
    return std::find(cut.causes.begin(), cut.causes.end(), e) != cut.causes.end();
  });
}

void draw_role(ImDrawList& list, NodeRole role, ImVec2 c, float r, ImU32 colour, ImU32 ground) {
  const bool tiny = r < kTiny;
  switch (role) {
    case NodeRole::data_center:
      list.AddRectFilled({c.x - r, c.y - r}, {c.x + r, c.y + r}, colour, tiny ? 0 : r * 0.2f);
      for (const float y : {-0.33f, 0.33f})
        if (!tiny)
          list.AddRectFilled({c.x - r * 0.62f, c.y + r * (y - 0.09f)}, {c.x + r * 0.62f, c.y + r * (y + 0.09f)},
                             ground);
      break;
    case NodeRole::recovery:
      list.AddRectFilled({c.x - r, c.y - r}, {c.x + r, c.y + r}, ground, tiny ? 0 : r * 0.2f);
      list.AddRect({c.x - r, c.y - r}, {c.x + r, c.y + r}, colour, tiny ? 0 : r * 0.2f, 0, std::max(1.0f, r * 0.2f));
      list.AddRectFilled({c.x - r * 0.42f, c.y - r * 0.42f}, {c.x + r * 0.42f, c.y + r * 0.42f}, colour);
      break;
    case NodeRole::internet:
      list.AddCircleFilled(c, r, ground);
      draw_globe(list, c, r, colour);
      break;
    case NodeRole::tower:
      if (tiny) {
        list.AddTriangleFilled({c.x, c.y - r}, {c.x + r, c.y + r}, {c.x - r, c.y + r}, colour);
      } else {
        list.AddRectFilled({c.x - r * 0.5f, c.y - r * 0.2f}, {c.x + r * 0.5f, c.y + r}, ground);
        draw_tower(list, c, r, colour);
      }
      break;
    case NodeRole::office:
      list.AddCircleFilled(c, r, colour, tiny ? 8 : 0);
      break;
  }
}

void draw_node(const Frame& f, const NetPicture& p, int node) {
  const Colours& c = f.look.colours;
  ImDrawList& list = f.paint.list;
  const NetNode& n = node_of(p, node);
  const ImVec2 at = node_at(p, node);
  const float r = node_size(f.look, p, node);
  if (p.chosen == NetElement{false, node})
    list.AddCircle(at, r * 1.6f + f.look.unit_px * 0.15f, c.strong, 0, std::max(1.5f, f.look.unit_px * 0.1f));
  const Reach reach = reach_of(p, node);
  if (reach == Reach::cut_off && is_cause(p, {false, node})) {
    draw_shape(list, Shape::diamond, at, std::max(r * 2.6f, f.look.unit_px * 0.6f), c.bad);
  } else if (reach == Reach::cut_off) {
    draw_hatched(list, n.role, at, r * 1.15f, c.unknown, c.panel);
  } else if (reach == Reach::reached) {
    const bool site = n.role != NodeRole::office && n.role != NodeRole::tower;
    draw_role(list, n.role, at, r, faded(site ? c.strong : c.quiet, c.panel, site ? 0.92f : 0.85f), c.panel);
  } else {
    const auto shape = outline(n.role, at, r);
    list.AddConvexPolyFilled(shape.data(), static_cast<int>(shape.size()), c.panel);
    list.AddPolyline(shape.data(), static_cast<int>(shape.size()), c.unknown, ImDrawFlags_Closed,
                     std::max(1.0f, r * 0.2f));
    if (reach == Reach::unsure) list.AddCircleFilled(at, r * 0.3f, c.unknown);
  }
}

void draw_link(const Frame& f, const NetPicture& p, int link) {
  const Look& look = f.look;
  const Colours& c = look.colours;
  ImDrawList& list = f.paint.list;
  const NetLink& l = link_of(p, link);
  const auto course = course_of(p, link);
  const float thin = std::max(1.0f, look.unit_px * 0.07f);
  if (p.chosen == NetElement{true, link}) draw_line(list, course, c.strong, width_of(look, l, l.busiest()) + thin * 3);
  const bool cut = reach_of(p, l.from) == Reach::cut_off || reach_of(p, l.to) == Reach::cut_off;
  if (l.state.live == Live::down && is_cause(p, {true, link})) {
    const float thick = std::max(2.0f, look.unit_px * 0.17f);
    draw_line(list, piece(course, 0, 0.42f), c.bad, thick);
    draw_line(list, piece(course, 0.58f, 1), c.bad, thick);
  } else if (cut) {
    draw_line(list, course, faded(c.unknown, c.panel, 0.75f), thin, 2);
  } else if (l.state.live == Live::down) {
    draw_line(list, course, c.watch, std::max(1.5f, thin * 1.3f), 1);
  } else if (l.state.live == Live::unknown) {
    draw_line(list, course, c.unknown, thin, 5);
  } else {
    const ImU32 calm = faded(c.quiet, c.panel, l.load.age == Age::late ? 0.3f : 0.5f);
    if (l.share && l.share_back) {
      draw_line(list, piece(course, 0, 0.5f), calm, width_of(look, l, l.share), dash_of(l.medium));
      draw_line(list, piece(course, 0.5f, 1), calm, width_of(look, l, l.share_back), dash_of(l.medium));
    } else {
      draw_line(list, course, calm, width_of(look, l, l.busiest()), dash_of(l.medium));
    }
  }
}

namespace {

// The borders of the center's map, where it is one of places and is not stretched.
void draw_land(const Frame& f, const NetPicture& p, const NetProjection& projection) {
  const auto found = f.look.maps.find(f.data.catalogue->map);
  if (found == f.look.maps.end() || found->second->schematic) return;
  if (std::fabs(p.scale.x / p.scale.y - 1) > 0.02f) return;
  const config::GeoMap& map = *found->second;
  AreaPaint land;
  land.map = found->second;
  land.view.scale = static_cast<float>(projection.scale) * p.scale.x;
  land.view.at = {
      std::round(p.origin.x + static_cast<float>((map.origin_x - projection.x) * projection.scale) * p.scale.x),
      std::round(p.origin.y + static_cast<float>((map.origin_y - projection.y) * projection.scale) * p.scale.y)};
  land.clip = {std::ceil(p.room.left), std::ceil(p.room.top), std::floor(p.room.right), std::floor(p.room.bottom)};
  land.border = f.look.colours.line;
  land.border_px = hairline(f.look) * 1.5f;
  land.slot = reinterpret_cast<std::uintptr_t>(&p.source);
  f.paint.mesh(land);
}

}  // namespace

Rect draw_network_ground(const Frame& f, const NetPicture& p, const NetProjection& projection) {
  draw_land(f, p, projection);
  const double foot = projection.y + p.room.height() / p.scale.y / projection.scale / 2;
  const float most = p.room.height() < f.look.unit_px * 8 ? 0 : p.room.width() * 0.4f;
  return draw_scale(f, p.room, px_per_km(foot, projection.scale * p.scale.x), f.look.unit_px * 3, most);
}

Rect nodes_room(const Look& look, Rect room, std::size_t nodes) {
  const float few = nodes > NetLayouts::at_once ? 0.35f : 1;
  const float side = std::min(look.unit_px * 5 * few, room.width() * 0.16f),
              top = std::min(look.unit_px * 1.6f * few, room.height() * 0.12f);
  return {room.left + side, room.top + top, room.right - side, room.bottom - top};
}

float nodes_apart(const Look& look, Rect room, std::size_t nodes) {
  const float each =
      std::sqrt(std::max(1.0f, room.width() * room.height()) / static_cast<float>(std::max<std::size_t>(1, nodes)));
  return std::min(each * 0.62f, std::max(look.unit_px * 1.7f, each * 0.42f));
}

std::optional<NetElement> element_at(const Look& look, const NetPicture& p, ImVec2 tap) {
  const float reach = std::max(look.unit_px * 0.8f, look.target_mm * look.px_per_mm / 2);
  std::optional<NetElement> out;
  float best = reach;
  for (std::size_t i = 0; i < p.view.graph.nodes.size(); ++i) {
    const ImVec2 at = node_at(p, static_cast<int>(i));
    const float away = std::max(0.0f, std::hypot(tap.x - at.x, tap.y - at.y) - node_size(look, p, static_cast<int>(i)));
    if (away >= best) continue;
    best = away;
    out = {false, static_cast<int>(i)};
  }
  if (out && best < reach / 3) return out;
  for (std::size_t i = 0; i < p.view.graph.links.size(); ++i) {
    const auto course = course_of(p, static_cast<int>(i));
    for (std::size_t k = 1; k < course.size(); ++k) {
      const ImVec2 a = course[k - 1], b = course[k];
      const float dx = b.x - a.x, dy = b.y - a.y, whole = std::max(1e-6f, dx * dx + dy * dy);
      const float t = std::clamp(((tap.x - a.x) * dx + (tap.y - a.y) * dy) / whole, 0.0f, 1.0f);
      const float away = std::hypot(tap.x - a.x - t * dx, tap.y - a.y - t * dy) + reach * 0.2f;
      if (away >= best) continue;
      best = away;
      out = {true, static_cast<int>(i)};
    }
  }
  return out;
}

}  // namespace panels
