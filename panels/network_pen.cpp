// See network_pen.h.
#include "panels/network_pen.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "panels/parts.h"
#include "panels/segment.h"

namespace panels {

NetPen::NetPen(const Frame& f, const NetPicture& p, Rect taken)
    : f_(f),
      p_(p),
      small_(type(f.look, Size::small)),
      pad_(small_.em * 0.16f),
      labels_(p.room, std::max(16.0f, f.look.unit_px * 2)) {
  labels_.block(taken);
  const auto nodes = static_cast<int>(p.view.graph.nodes.size()), links = static_cast<int>(p.view.graph.links.size());
  for (int i = 0; i < nodes; ++i) {
    const ImVec2 at = node_at(p, i);
    const float r = node_size(f.look, p, i) * 1.1f;
    labels_.block({at.x - r, at.y - r, at.x + r, at.y + r});
  }
  for (int i = 0; i < links; ++i) {
    const auto course = course_of(p, i);
    for (std::size_t k = 1; k < course.size(); ++k) labels_.add_line(course[k - 1], course[k], i);
  }
}

Rect NetPen::around(ImVec2 left_top, const NetText& t) const {
  return {left_top.x - pad_, left_top.y - pad_ * 1.4f, left_top.x + t.width() + pad_,
          left_top.y + t.height() + pad_ * 1.4f};
}

std::vector<Rect> NetPen::beside(int i, const NetText& t) const {
  const ImVec2 c = node_at(p_, i);
  const float r = node_size(f_.look, p_, i) + small_.em * 0.3f, w = t.width(), h = t.height();
  const Rect right = around({c.x + r, c.y - h / 2}, t), left = around({c.x - r - w, c.y - h / 2}, t);
  const Rect below = around({c.x - w / 2, c.y + r}, t), above = around({c.x - w / 2, c.y - r - h}, t);
  const bool west = c.x < (p_.room.left + p_.room.right) / 2, north = c.y < (p_.room.top + p_.room.bottom) / 2;
  std::vector<Rect> out{west ? left : right, north ? above : below, west ? right : left, north ? below : above};
  for (const float y : {c.y - r - h, c.y + r})
    for (const float x : {c.x + r * 0.5f, c.x - r * 0.5f - w}) out.push_back(around({x, y}, t));
  return out;
}

std::vector<Rect> NetPen::along(int i, const NetText& t, bool off) const {
  const auto course = course_of(p_, i);
  std::vector<Rect> out;
  const auto at = [&](float share) {
    const float place = share * static_cast<float>(course.size() - 1);
    const auto k = std::min(static_cast<std::size_t>(place), course.size() - 2);
    const float rest = place - static_cast<float>(k);
    return ImVec2{course[k].x + (course[k + 1].x - course[k].x) * rest,
                  course[k].y + (course[k + 1].y - course[k].y) * rest};
  };
  const float w = t.width(), h = t.height();
  for (const float share : {0.5f, 0.42f, 0.58f, 0.34f, 0.66f, 0.26f, 0.74f}) {
    const ImVec2 c = at(share);
    out.push_back(around({c.x - w / 2, c.y - h / 2}, t));
  }
  // Close beside it.
  const ImVec2 a = at(0.4f), b = at(0.6f);
  const float whole = std::max(1e-3f, std::hypot(b.x - a.x, b.y - a.y));
  const ImVec2 across{-(b.y - a.y) / whole, (b.x - a.x) / whole};
  const float away_by = std::fabs(across.x) * w / 2 + std::fabs(across.y) * h / 2 + small_.em * 0.35f;
  for (const float share : {0.5f, 0.36f, 0.64f, 0.24f, 0.76f})
    for (const float side : {-1.0f, 1.0f}) {
      const ImVec2 c = at(share);
      out.push_back(around({c.x + across.x * side * away_by - w / 2, c.y + across.y * side * away_by - h / 2}, t));
    }
  if (!off) return out;
  const auto away = around_point(at(0.5f), t, 14);
  out.insert(out.end(), away.begin(), away.end());
  return out;
}

std::vector<Rect> NetPen::around_point(ImVec2 c, const NetText& t, float most_ems) const {
  std::vector<Rect> out;
  const float w = t.width(), h = t.height();
  for (float by = 1; by < most_ems; by += 1.1f)
    for (int turn = 0; turn < 12; ++turn) {
      const float angle = (static_cast<float>(turn) + 0.5f * by) * 0.5235988f;
      const ImVec2 to{std::cos(angle), std::sin(angle)};
      out.push_back(
          around({c.x - w / 2 + to.x * (w / 2 + by * small_.em), c.y - h / 2 + to.y * (h / 2 + by * small_.em)}, t));
    }
  return out;
}

float NetPen::length(int i) const {
  const auto course = course_of(p_, i);
  return std::hypot(course.back().x - course.front().x, course.back().y - course.front().y);
}

void NetPen::draw(const Rect& r, const NetText& t, std::optional<ImU32> plate) {
  ImDrawList& list = f_.paint.list;
  if (plate)
    draw_plate(list, r, t.type.em, *plate);
  else if (labels_.crosses_line(r))
    list.AddRectFilled({r.left, r.top}, {r.right, r.bottom}, f_.look.colours.panel);
  const float x = r.left + pad_;
  float y = r.top + pad_ * 1.4f + t.type.cap();
  const ImVec2 mark{x + t.type.em * 0.35f, y - t.type.cap() / 2};
  if (t.shape != Shape::none)
    draw_shape(list, t.shape, mark, t.type.em * 0.62f, shape_colour(f_.look.colours, t.shape));
  if (t.arrow) draw_arrow(mark, *t.arrow, t.type.em * 0.34f, t.colour);
  draw_text(list, t.type, {x + t.lead(), y}, t.colour, t.first);
  if (t.second.empty()) return;
  y += t.type.line() * 0.95f;
  draw_text(list, t.type, {x, y}, t.second_colour, t.second);
}

void NetPen::draw_arrow(ImVec2 c, ImVec2 to, float size, ImU32 colour) const {
  const float whole = std::max(0.001f, std::hypot(to.x, to.y)), x = to.x / whole * size, y = to.y / whole * size;
  const float thick = std::max(1.2f, size * 0.3f);
  const ImVec2 tip{c.x + x, c.y + y};
  const std::array<ImVec2, 3> head{ImVec2{c.x - y * 0.7f, c.y + x * 0.7f}, tip, ImVec2{c.x + y * 0.7f, c.y - x * 0.7f}};
  f_.paint.list.AddLine({c.x - x, c.y - y}, tip, colour, thick);
  f_.paint.list.AddPolyline(head.data(), 3, colour, 0, thick);
}

NetText NetPen::plain(std::string text, ImU32 colour, bool medium) const {
  return {std::move(text), {}, {medium ? f_.look.medium : f_.look.regular, small_.em}, colour, 0, Shape::none, {}};
}

void NetPen::lead_to(int i, const Rect& r, Shape shape) {
  const auto course = course_of(p_, i);
  for (std::size_t k = 1; k < course.size(); ++k)
    if (clipped(r, course[k - 1], course[k])) return;
  const float half = small_.em * 0.35f;
  const ImVec2 c = middle(i);
  const ImU32 colour = shape_colour(f_.look.colours, shape);
  lead(c, r, colour);
  draw_shape(f_.paint.list, shape, c, half * 1.8f, colour);
  labels_.block({c.x - half, c.y - half, c.x + half, c.y + half});
}

void NetPen::lead(ImVec2 c, const Rect& r, ImU32 colour, float off) {
  const auto [from, to] = lead_line(c, r, off);
  f_.paint.list.AddLine(from, to, colour, std::max(1.0f, f_.look.unit_px * 0.06f));
  guard(from, to);
}

void NetPen::guard(ImVec2 from, ImVec2 to) {
  const float half = small_.em * 0.2f;
  const int steps = 1 + static_cast<int>(std::hypot(to.x - from.x, to.y - from.y) / (half * 2));
  for (int k = 0; k <= steps; ++k) {
    const float t = static_cast<float>(k) / static_cast<float>(steps);
    const ImVec2 c{from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t};
    labels_.block({c.x - half, c.y - half, c.x + half, c.y + half});
  }
}

ImVec2 NetPen::middle(int i) const {
  const auto course = course_of(p_, i);
  if (course.size() > 2) return course[course.size() / 2];
  return {(course[0].x + course[1].x) / 2, (course[0].y + course[1].y) / 2};
}

std::pair<ImVec2, ImVec2> NetPen::lead_line(ImVec2 from, const Rect& r, float off) {
  const ImVec2 to{std::clamp(from.x, r.left, r.right), std::clamp(from.y, r.top, r.bottom)};
  const float whole = std::max(1.0f, std::hypot(to.x - from.x, to.y - from.y)), share = std::min(1.0f, off / whole);
  return {{from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share}, to};
}

bool NetPen::is_lead_free(ImVec2 c, const Rect& r, float off) const {
  const auto [from, to] = lead_line(c, r, off);
  for (int k = 0; k < 12; ++k) {
    const float t = static_cast<float>(k) / 12;
    const ImVec2 at{from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t};
    if (!labels_.is_free({at.x - 1, at.y - 1, at.x + 1, at.y + 1})) return false;
  }
  return true;
}

}  // namespace panels
