// See studio.h. Main thread.
#include "viewer/studio.h"
#include <algorithm>
#include <thread>

namespace viewer {

config::Result<std::unique_ptr<Studio>> Studio::open(std::shared_ptr<const config::Center> center,
                                                     const Options& options, Moment now) {
  std::unique_ptr<Studio> made(new Studio);
  Studio& my = *made;
  const auto folders = find_folders();
  if (!folders) return tl::unexpected(folders.error());
  auto display = find_display(*center, options.display, options.size.value_or(SizePx{1920, 1080}));
  if (!display) return tl::unexpected(display.error());
  my.display_ = std::move(*display);
  const SizePx size = options.size.value_or(SizePx{my.display_.width_px, my.display_.height_px});

  if (!options.words_only) {
    auto screen = Display::open({!options.window, size, "Anjungan", options.debug});
    if (!screen) return tl::unexpected(screen.error());
    my.screen_ = std::move(*screen);
  }
  my.host_ = std::make_unique<ImGuiHost>();
  const auto fonts = load_fonts(*my.host_, folders->fonts);
  if (!fonts) return tl::unexpected(fonts.error());
  if (!options.words_only) my.canvas_ = std::make_unique<Canvas>(*my.host_, size, my.screen_->keeps_picture());
  config::Complaints complaints;
  auto look = make_look(*center, my.display_, size, *fonts, folders->assets, options.lang, complaints);
  if (!look) return tl::unexpected(look.error());
  my.pictures_ = std::make_shared<Pictures>();
  look->images = my.pictures_;
  my.look_ = std::make_shared<const panels::Look>(std::move(*look));
  my.scene_ = std::make_unique<Scene>(center, my.display_, my.look_, size, now);
  my.pictures_->want(center->dir, my.scene_->images(), std::max(size.width, size.height));
  my.pictures_->wait();
  my.pictures_->take();
  if (!options.page.empty() && !my.scene_->show(options.page, now))
    return config::fail({"there is no page named {} on this display", {options.page}}, "name one of its pages");
  my.scene_->hold(true);
  return made;
}

Studio::~Studio() {
  scene_.reset();
  canvas_.reset();
  look_.reset();
  pictures_.reset();
  host_.reset();
  screen_.reset();
}

Picture Studio::picture(SnapshotPtr data, Moment now) {
  scene_->set_snapshot(std::move(data));
  scene_->frame(*canvas_, now);
  // What a panel's own thread still works at; the frame loop of a window would draw it again by itself.
  for (int tries = 0; tries < 2000 && !scene_->settled(); ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    scene_->redraw();
    scene_->frame(*canvas_, now);
  }
  return canvas_->read();
}

}  // namespace viewer
