// What a panel is: it draws one rectangle from a snapshot. No files, network, locks or clock: everything is in the
// Frame.
#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include "config/center.h"
#include "config/kind.h"
#include "feeds/snapshot.h"
#include "panels/look.h"
#include "panels/paint.h"
#include "panels/telling.h"

namespace panels {

using feeds::Time;

// A series (or all series of an indicator), how far back, and at most how many points of it; or its means by hour or by
// day of the center, which a series holds beside its points.
struct Want {
  std::string series;
  std::chrono::seconds span{0};
  int most_points = 0;
  feeds::Reduce reduce = feeds::Reduce::extremes;
  bool operator==(const Want&) const = default;
};

// What a person did inside the panel since the last frame, in pixels of the surface: a tap or click, how far it was
// dragged from there, and by how much it was zoomed about which place.
struct Input {
  std::optional<ImVec2> tap;
  ImVec2 drag{0, 0}, dragged_to{0, 0};
  float zoom = 1;
  ImVec2 zoomed_at{0, 0};
};

struct Frame {
  const feeds::Snapshot& data;
  Rect area;
  Time now;
  const Look& look;
  Paint& paint;
  Input input;
  bool full = false;                   // opened over the whole page
  std::function<void(Time)> again_at;  // draw this panel again then, though nothing else changed
};

struct PanelSetup {
  const config::Catalogue& catalogue;
  const config::PanelConfig& config;
  std::string_view page = {};  // its name
};

class Panel {
 public:
  using Setup = PanelSetup;
  virtual ~Panel() = default;
  virtual std::vector<Want> wants() const = 0;  // may change with what a visitor chose
  virtual void draw(const Frame&) = 0;          // entries -> pixels, inside area; the card around it is drawn already
  virtual void tell(const Frame&, Telling&) const = 0;  // the same entries in words and tables
  // The heading of its card; empty: none. It may hold what is meant ("Pengaduan lewat tenggat"), not what it is made
  // of.
  virtual std::string title(const Look&) const = 0;
  // Series, indicators or feeds behind it, for the page of origins.
  virtual std::vector<std::string> sources() const = 0;
  // Pictures that it shows: paths in the center's folder.
  virtual std::vector<std::string> images() const { return {}; }
  // True: it draws the age of its values itself, so that its card need not.
  virtual bool tells_age() const { return false; }
  // False: it says itself that data are simulated, so that its ground need not carry the standing mark.
  virtual bool wears_mark() const { return true; }
  // False: what it drew last is not whole, as a thread of its own is still at work; it is drawn again soon.
  virtual bool settled() const { return true; }
  // What is left out of a card with that room inside whatever the data are, for `check`; the first blank of `what` is
  // the display's name.
  struct Loss {
    config::Text what, cure;
  };
  virtual std::vector<Loss> losses(const Look&, Rect) const { return {}; }
  // The least size of its card in ems of Size::small that shows it legibly: `check`, and what moves to the next page.
  virtual ImVec2 least_ems() const = 0;
};

using PanelKind = config::Kind<Panel>;
const std::vector<const PanelKind*>& panel_kinds();
const PanelKind* find_panel_kind(std::string_view name);

// The card of a panel: ground, heading, age mark of its oldest value. Returns the area left for draw().
Rect draw_card(const Frame&, const Panel&);
// Where the numbers of a panel come from: agency, feed, when fetched, checks, basis, approval; the address for staff
// only (the snapshot of another audience does not hold it).
void draw_origins(const Frame&, const Panel&);
float origins_height(const Frame&, const Panel&);  // what all of it needs in the width of the frame's area
void tell_origins(const Frame&, const Panel&, Telling&);

}  // namespace panels
