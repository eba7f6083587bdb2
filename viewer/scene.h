// Arranges panels on a display: pages on the grid, header, rotation, one panel opened full size. It draws on a canvas
// and knows nothing of windows, stores or networks. Main thread.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>
#include "config/center.h"
#include "feeds/clock.h"
#include "panels/panel.h"
#include "viewer/canvas.h"
#include "viewer/display.h"
#include "viewer/layout.h"
#include "viewer/source.h"

namespace viewer {

// Both clocks at once: the wall's for ages and dates, the steady one for rotation and motion.
struct Moment {
  config::Time wall;
  feeds::Steady steady;
};
Moment moment(const feeds::Clock&);

class Scene {
 public:
  // Pages of `display` (all of the center when it names none). `look` is for this size.
  Scene(std::shared_ptr<const config::Center>, config::DisplayConfig display, std::shared_ptr<const panels::Look>,
        SizePx, Moment now);
  ~Scene();

  void set_look(std::shared_ptr<const panels::Look>, SizePx, Moment now);  // another size or scheme
  void set_snapshot(SnapshotPtr);
  // Faults of this process that every page must say (a refused reload); beside the snapshot's own.
  void set_notices(std::vector<feeds::Notice>);
  // What is shown is that past moment, and every page says so; nothing: it is now.
  void set_past(std::optional<config::Time>);
  void handle(const InputEvent&, Moment now);

  std::string center() const;              // its name
  std::vector<std::string> pages() const;  // names, in order
  std::string heading(const std::string& page) const;
  const std::string& page() const;  // the one shown
  bool show(const std::string& page, Moment now);
  void hold(bool);  // no rotation
  // Pages take each other's place panel by panel, within 400 ms (LOOK 9); for what is looked at, not for single
  // pictures. Not where the look asks for no motion.
  void set_turning(bool);
  std::size_t sheet() const;
  std::size_t sheets() const;  // of this page
  void show_sheet(std::size_t, Moment now);
  bool opened() const;                      // a panel is open over the page
  std::string title() const;                // for the window: page, sheet, what is open
  std::vector<panels::Want> wants() const;  // of all pages
  std::vector<std::string> images() const;  // of all pages: paths in the center's folder
  bool settled() const;                     // every panel that is shown has drawn all it will of these data
  void redraw();                            // all panels at the next frame: a picture came

  // Draws what is due; returns when it must be called again at the latest (from now).
  config::Duration frame(Canvas&, Moment now);
  // The page in words, whether it is shown or not. False: no such page.
  bool tell(const std::string& page, config::Time now, panels::Telling&) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace viewer
