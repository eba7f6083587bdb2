// See card_picture.h.
#include "tests/support/card_picture.h"

#include <stdexcept>

#include "config/words.h"
#include "tests/support/golden_image.h"
#include "tests/support/square_map.h"

namespace stage {

viewer::Picture card_picture(panels::Panel& panel, const feeds::Snapshot& data, const CardStyle& style) {
  test::Drawing drawing(style.size);
  panels::Look look;
  look.colours = panels::colours(style.scheme);
  look.regular = drawing.fonts.regular;
  look.medium = drawing.fonts.medium;
  look.bold = drawing.fonts.bold;
  look.icons = drawing.fonts.icons;
  look.unit_px = style.unit_px;
  look.zone = config::Zone::wita;
  const auto words = config::load_words(std::filesystem::path(ANJUNGAN_SOURCE) / "assets", style.lang);
  if (!words) throw std::runtime_error("no words in " + style.lang);
  look.words = std::make_shared<config::Words>(*words);
  look.maps["contoh.toml"] = std::make_shared<const config::GeoMap>(test::squares(3, 2, 2));
  drawing.canvas->begin(look.colours.field);
  panels::Paint paint{drawing.canvas->draw(1, {0, 0, style.size.width, style.size.height}), &drawing.canvas->areas()};
  const panels::Rect card{0, 0, static_cast<float>(style.size.width), static_cast<float>(style.size.height)};
  const panels::Frame whole{data, card, now(), look, paint, {}, style.full, {}};
  const panels::Frame inside{data, draw_card(whole, panel), now(), look, paint, {}, style.full, {}};
  panel.draw(inside);
  drawing.canvas->finish();
  return drawing.canvas->read();
}

void expect_cards(panels::Panel& panel, const feeds::Snapshot& data, const std::string& name) {
  test::expect_golden(name + "_stamp", card_picture(panel, data, {{320, 180}, 20}));
  test::expect_golden(name + "_full", card_picture(panel, data, {{432, 243}, 9, "light"}));
}

}  // namespace stage
