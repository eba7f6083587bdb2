// Pictures and words without a running center, for `shot`, `tell`, `bench` and tests: display, canvas, look and scene
// of one display, offscreen but for `bench motion`. Main thread; one at a time.
#pragma once
#include "viewer/loader.h"
#include "viewer/pictures.h"
#include "viewer/scene.h"

namespace viewer {

class Studio {
 public:
  struct Options {
    std::string display, page;   // names; empty: the first
    std::optional<SizePx> size;  // empty: the display's
    std::string lang;            // empty: the display's
    bool words_only = false;     // no OpenGL: for `tell`
    bool window = false;         // in a window of that size
    bool debug = false;
  };
  static config::Result<std::unique_ptr<Studio>> open(std::shared_ptr<const config::Center>, const Options&,
                                                      Moment now);
  ~Studio();

  Scene& scene() { return *scene_; }
  Canvas& canvas() { return *canvas_; }   // not with words_only
  Display& screen() { return *screen_; }  // not with words_only
  ImGuiHost& host() { return *host_; }
  const config::DisplayConfig& display() const { return display_; }
  const panels::Look& look() const { return *look_; }
  // The whole picture of the scene's page from that snapshot.
  Picture picture(SnapshotPtr, Moment now);

 private:
  Studio() = default;
  config::DisplayConfig display_;
  std::unique_ptr<Display> screen_;
  std::unique_ptr<ImGuiHost> host_;
  std::shared_ptr<Pictures> pictures_;
  std::unique_ptr<Canvas> canvas_;
  std::shared_ptr<const panels::Look> look_;
  std::unique_ptr<Scene> scene_;
};

}  // namespace viewer
