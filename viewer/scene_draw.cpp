// Layout and drawing of a scene. Main thread.
#include <algorithm>
#include <cmath>
#include <utility>
#include "panels/draw.h"
#include "viewer/scene_impl.h"

namespace viewer {

using panels::Size;

panels::Rect to_rect(const RectPx& a) {
  return {static_cast<float>(a.left), static_cast<float>(a.top), static_cast<float>(a.right),
          static_cast<float>(a.bottom)};
}

RectPx Scene::Impl::grid() const {
  RectPx area = grid_area(size, look->unit_px);
  const int strips = (past ? 1 : 0) + (notices.empty() ? 0 : 1);
  area.top = std::min(area.bottom - 1, area.top + strips * (banner_height(*look) + gap()));
  return area;
}
int Scene::Impl::gap() const {
  return std::max(1, static_cast<int>(std::lround(look->gap())));
}

void Scene::Impl::lay_out_all() {
  for (Page& p : pages) {
    std::vector<ImVec2> least;
    for (const auto& panel : p.panels) {
      const ImVec2 ems = panel ? panel->least_ems() : ImVec2{1, 1};
      least.push_back({ems.x * look->em(Size::small), ems.y * look->em(Size::small)});
    }
    p.sheets = viewer::lay_out(*p.config, least, grid(), gap());
  }
  if (const Page* p = current()) sheet = std::min(sheet, p->sheets.size() - 1);
  arranged = false;
}

void Scene::Impl::make_still() {
  still.reset();
  if (!past) return;
  auto look_of_past = std::make_shared<panels::Look>(*look);
  look_of_past->reduced_motion = true;
  still = std::move(look_of_past);
}

panels::Frame Scene::Impl::frame_of(panels::Paint& paint, Spot& spot, Moment now, bool full) const {
  return {*data, to_rect(spot.area), now.wall, still ? *still : *look, paint, {}, full, [&spot, now](Time when) {
            // A panel that asks for the past would never let the loop sleep.
            spot.due = std::min(spot.due, std::max(when, now.wall + std::chrono::milliseconds(10)));
          }};
}
void Scene::Impl::draw_panel(ImDrawList& list, Spot& spot, Panel& panel, Moment now, bool full) {
  panels::Paint paint{list, areas};
  panels::Frame card = frame_of(paint, spot, now, full);
  const panels::Rect inside = panels::draw_card(card, panel);
  if (data->simulated && panel.wears_mark()) draw_mark(list, spot.area, size, *look);
  panels::Frame content = frame_of(paint, spot, now, full);
  content.area = inside;
  if (full) content.input = std::exchange(input, {});
  panel.draw(content);
}
void Scene::Impl::draw_sources(ImDrawList& list, Spot& spot, Panel& panel, Moment now) {
  panels::Paint paint{list, areas};
  panels::Frame frame = frame_of(paint, spot, now, true);
  list.AddRectFilled({frame.area.left, frame.area.top}, {frame.area.right, frame.area.bottom}, look->colours.panel);
  if (data->simulated) draw_mark(list, spot.area, size, *look);
  const panels::Type heading = panels::type(*look, Size::text, panels::Weight::medium);
  const panels::Rect card = frame.area.inset(sources_edge());
  panels::draw_text(list, heading, {card.left, card.top + heading.cap()}, look->colours.quiet,
                    look->words->word("Where it comes from"));
  frame.area = card;
  frame.area.top = std::min(card.bottom, card.top + sources_heading());
  panels::draw_origins(frame, panel);
}
float Scene::Impl::sources_edge() const {
  return look->unit_px * 0.7f;  // as the cards of panels
}
float Scene::Impl::sources_heading() const {
  return panels::type(*look, Size::text, panels::Weight::medium).cap() + look->unit_px * 1.1f;
}
// What the sources need in this width, edges and heading included.
int Scene::Impl::sources_height(RectPx area, const Panel& panel) const {
  ImDrawList none(ImGui::GetDrawListSharedData());
  panels::Paint paint{none};
  Spot spot{0, area, Time::min(), {}};
  panels::Frame frame = frame_of(paint, spot, at, true);
  frame.area = frame.area.inset(sources_edge());
  return static_cast<int>(std::ceil(panels::origins_height(frame, panel) + sources_heading() + 2 * sources_edge()));
}
Header Scene::Impl::header() const {
  Header h;
  const Page* p = current();
  h.center = label(center->catalogue->center);
  if (p) h.page = heading(*p);
  h.pages = pages.size();
  h.current = page;
  h.sheets = p ? p->sheets.size() : 1;
  h.sheet = sheet;
  h.paused = paused;
  h.simulated = data->simulated;
  h.open = open != nothing;
  if (p && h.open) h.opened = p->panels[open]->title(*look);
  return h;
}

void Scene::Impl::add_spot(std::uint64_t id, RectPx area, std::function<void(ImDrawList&, Spot&)> draw) {
  if (!area.empty()) spots.push_back({id, area, Time::min(), std::move(draw)});
}
void Scene::Impl::arrange() {
  spots.clear();
  arranged = true;
  const RectPx top = header_area(size, look->unit_px), below = grid();
  add_spot(spot_id(1, 0), top, [this](ImDrawList& list, Spot& spot) {
    draw_header(list, spot.area, *look, header(), at.wall);
    spot.due = header_changes_at(at.wall);
  });
  int next = top.bottom;
  if (past) {
    add_spot(spot_id(6, 0), {below.left, next, below.right, next + banner_height(*look)},
             [this](ImDrawList& list, Spot& spot) { draw_past(list, spot.area, *look, *past); });
    next += banner_height(*look) + gap();
  }
  if (!notices.empty())
    add_spot(spot_id(2, 0), {below.left, next, below.right, below.top - gap()},
             [this](ImDrawList& list, Spot& spot) { draw_banner(list, spot.area, *look, notices); });
  const Page* p = current();
  if (!p) return;
  if (open != nothing) return arrange_open(*p, below);
  for (const Placed& placed : p->sheets[sheet]) {
    Panel* panel = p->panels[placed.panel].get();
    if (!panel) continue;
    add_spot(spot_id(3, placed.panel), placed.area,
             [this, panel](ImDrawList& list, Spot& spot) { draw_panel(list, spot, *panel, at, false); });
  }
}
// The panel large and its sources beside it; below it on an upright surface, where they take what they need.
void Scene::Impl::arrange_open(const Page& p, RectPx area) {
  Panel* panel = p.panels[open].get();
  RectPx large = area, side = area;
  if (size.width >= size.height) {
    large.right = area.left + static_cast<int>(std::lround(area.width() * 0.64));
    side.left = large.right + gap();
  } else {
    const int whole = area.height(), most = whole * 2 / 5, least = whole / 8;
    const int needed = panel ? sources_height(area, *panel) : least;
    side.top = area.bottom - std::clamp(needed, least, most);
    large.bottom = side.top - gap();
  }
  add_spot(spot_id(4, open), large,
           [this, panel](ImDrawList& list, Spot& spot) { draw_panel(list, spot, *panel, at, true); });
  add_spot(spot_id(5, open), side,
           [this, panel](ImDrawList& list, Spot& spot) { draw_sources(list, spot, *panel, at); });
}

// The snapshot's notices and this process's own, worst first.
void Scene::Impl::gather_notices() {
  std::vector<feeds::Notice> all = own_notices;
  all.insert(all.end(), data->notices.begin(), data->notices.end());
  const bool appears = all.empty() != notices.empty();
  notices = std::move(all);
  if (appears) lay_out_all();
}

}  // namespace viewer
