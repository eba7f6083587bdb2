// A scene on a canvas with a small center, a snapshot made by hand and two clocks that the test moves. For tests of
// what a wall shows and when.
#pragma once
#include "tests/support/drawing.h"
#include "tests/support/temp_center.h"
#include "viewer/scene.h"

namespace test {

class Stage {
 public:
  // Pages: "satu" (three numbers and a clock), "dua" (a chart and a table), "tiga" (the league); 30 s each. `extra` is
  // written into the center too, file by file.
  explicit Stage(viewer::SizePx size = {960, 540}, const std::vector<std::pair<std::string, std::string>>& extra = {},
                 bool reduced_motion = false);

  viewer::Scene& scene() { return *scene_; }
  viewer::Canvas& canvas() { return *drawing_.canvas; }
  Drawing& drawing() { return drawing_; }
  const config::Center& center() const { return *center_; }
  viewer::Moment now{config::Time(std::chrono::seconds(1795240800)), feeds::Steady(std::chrono::hours(1))};
  void pass(config::Duration);  // both clocks

  // A new snapshot with that value of "layanan.antrean", observed now.
  void value(double, bool simulated = false);
  void notice(const std::string&);
  config::Duration frame() { return scene_->frame(canvas(), now); }
  viewer::Picture picture();
  void key(viewer::InputEvent::Kind, int digit = 0);
  void click(float x, float y);
  void resize(viewer::SizePx);

 private:
  TempCenter files_;
  std::shared_ptr<const config::Center> center_;
  Drawing drawing_;
  config::DisplayConfig display_;
  viewer::SizePx size_;
  std::shared_ptr<const panels::Look> look_;
  std::unique_ptr<viewer::Scene> scene_;
  std::shared_ptr<feeds::Snapshot> data_;
};

}  // namespace test
