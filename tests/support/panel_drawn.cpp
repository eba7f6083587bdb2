// See panel_drawn.h.
#include "tests/support/panel_drawn.h"
#include <stdexcept>
#include "config/words.h"
#include "tests/support/panel_stage.h"

namespace test {

viewer::Picture panel_picture(Drawing& d, panels::Panel& panel, const feeds::Snapshot& data, const std::string& scheme,
                              float unit_px, const std::shared_ptr<const panels::Images>& images,
                              const std::string& lang) {
  panels::Look look;
  look.colours = panels::colours(scheme);
  look.regular = d.fonts.regular;
  look.medium = d.fonts.medium;
  look.bold = d.fonts.bold;
  look.icons = d.fonts.icons;
  look.unit_px = unit_px;
  look.zone = config::Zone::wita;
  look.images = images;
  const auto words = config::load_words(ANJUNGAN_SOURCE "/assets", lang);
  if (!words) throw std::runtime_error("no words in " + lang);
  look.words = std::make_shared<const config::Words>(*words);
  const viewer::SizePx size = d.canvas->size();
  const viewer::RectPx all{0, 0, size.width, size.height};
  d.canvas->begin(look.colours.field);
  panels::Paint paint{d.canvas->draw(1, all), &d.canvas->areas()};
  const auto frame = [&](panels::Rect area) {
    return panels::Frame{data, area, stage::now(), look, paint, {}, false, [](config::Time) {}};
  };
  const panels::Frame card = frame({0, 0, static_cast<float>(size.width), static_cast<float>(size.height)});
  panel.draw(frame(draw_card(card, panel)));
  d.canvas->finish();
  return d.canvas->read();
}

}  // namespace test
