// The insides of Scene, shared by scene.cpp (turns, input, clock) and scene_draw.cpp (layout, drawing). Main thread.
#pragma once
#include <functional>
#include "viewer/chrome.h"
#include "viewer/scene.h"
#include "viewer/turns.h"

namespace viewer {

using config::Time;
using panels::Panel;

constexpr std::size_t nothing = static_cast<std::size_t>(-1);

struct Page {
  const config::PageConfig* config = nullptr;
  std::vector<std::unique_ptr<Panel>> panels;  // null: its options have faults
  std::vector<Sheet> sheets;
};

// One rectangle of the picture and when it is due.
struct Spot {
  std::uint64_t id = 0;
  RectPx area;
  Time due = Time::min();  // min: now
  std::function<void(ImDrawList&, Spot&)> draw;
};

panels::Rect to_rect(const RectPx&);

struct Scene::Impl {
  std::shared_ptr<const config::Center> center;
  config::DisplayConfig display;
  std::shared_ptr<const panels::Look> look;
  SizePx size;
  SnapshotPtr data;
  std::vector<feeds::Notice> own_notices, notices;
  std::optional<Time> past;                   // the moment that is shown, where it is not now
  std::shared_ptr<const panels::Look> still;  // the look while it is the past: nothing moves, as its clock stands
  std::vector<Page> pages;
  std::size_t page = 0, sheet = 0, open = nothing;
  feeds::Steady opened_until{};
  Turns turns;
  bool paused = false;  // by a person
  std::vector<Spot> spots;
  panels::AreaPainter* areas = nullptr;        // of the canvas of the frame being drawn
  bool turns_pages = false;                    // set_turning()
  std::optional<feeds::Steady> turning;        // since when one page takes the place of another
  bool forward = true;                         // from left to right
  bool arranged = false;                       // spots are those of what is shown
  panels::Input input;                         // for the panel that is open
  std::optional<config::Duration> wall_ahead;  // of the steady clock, at the last frame
  std::string no_page;

  Moment at{};  // of the frame being drawn

  const Page* current() const { return page < pages.size() ? &pages[page] : nullptr; }
  const std::string& label(const config::Label& l) const { return look->words->pick(l); }
  const std::string& heading(const Page& p) const {
    return p.config->title.empty() ? p.config->name : label(p.config->title);
  }

  // scene_draw.cpp
  RectPx grid() const;
  int gap() const;
  void lay_out_all();
  void make_still();
  panels::Frame frame_of(panels::Paint& paint, Spot& spot, Moment now, bool full) const;
  void draw_panel(ImDrawList& list, Spot& spot, Panel& panel, Moment now, bool full);
  void draw_sources(ImDrawList& list, Spot& spot, Panel& panel, Moment now);
  float sources_edge() const;
  float sources_heading() const;
  int sources_height(RectPx area, const Panel& panel) const;
  Header header() const;
  void add_spot(std::uint64_t id, RectPx area, std::function<void(ImDrawList&, Spot&)> draw);
  void arrange();
  // The panel large and its sources beside it; below it on an upright surface, where they take what they need.
  void arrange_open(const Page& p, RectPx area);
  // The snapshot's notices and this process's own, worst first.
  void gather_notices();
  std::uint64_t spot_id(std::uint64_t kind, std::size_t panel) const {
    return kind << 48 | static_cast<std::uint64_t>(page) << 32 | static_cast<std::uint64_t>(sheet) << 16 | panel;
  }

  // scene.cpp
  void start_turn(Moment now);
  void go(std::size_t to, std::size_t to_sheet, Moment now);
  void step(bool forward, Moment now);
  void close_panel();
  void by_itself(Moment now);
  void key_page(int digit, Moment now);
  void click(float x, float y, Moment now);
  void inside_open(const InputEvent&);
  // How long after the change began the spot appears.
  config::Duration appears(const Spot& spot) const;
  void all_due();
  void watch_clock(Moment now);
  bool anything_due(Moment now) const;
  config::Duration sleep(Moment now) const;
};

}  // namespace viewer
