// See panel_picture.h.
#include "tests/support/panel_picture.h"

#include <stdexcept>

#include "config/words.h"
#include "tests/support/golden_image.h"

namespace stage {
namespace {

panels::Look look_of(const viewer::Fonts& fonts, const PictureStyle& style) {
  panels::Look out;
  out.colours = panels::colours(style.scheme);
  out.regular = fonts.regular;
  out.medium = fonts.medium;
  out.bold = fonts.bold;
  out.icons = fonts.icons;
  out.unit_px = style.unit_px;
  out.zone = config::Zone::wita;
  const auto words = config::load_words(std::filesystem::path(ANJUNGAN_SOURCE) / "assets", style.lang);
  if (!words) throw std::runtime_error("no words in " + style.lang);
  out.words = std::make_shared<config::Words>(*words);
  return out;
}

}  // namespace

viewer::Picture panel_picture(const Regency& regency, const std::string& kind, const std::string& options,
                              const PictureStyle& style) {
  const auto shown = panel(regency.catalogue, kind, options);
  const feeds::Snapshot data = regency.snapshot();
  test::Drawing drawing(style.size);
  const panels::Look look = look_of(drawing.fonts, style);
  drawing.canvas->begin(look.colours.field);
  panels::Paint paint{drawing.canvas->draw(1, {0, 0, style.size.width, style.size.height})};
  const panels::Rect card{0, 0, static_cast<float>(style.size.width), static_cast<float>(style.size.height)};
  const panels::Frame whole{data, card, now(), look, paint, {}, false, {}};
  const panels::Frame inside{data, draw_card(whole, *shown), now(), look, paint, {}, false, {}};
  shown->draw(inside);
  drawing.canvas->finish();
  return drawing.canvas->read();
}

void expect_pictures(const Regency& r, const std::string& kind, const std::string& name, const std::string& options) {
  test::expect_golden(kind + "/" + name + "_stamp", panel_picture(r, kind, options, {{320, 180}, 20}));
  test::expect_golden(kind + "/" + name + "_full", panel_picture(r, kind, options, {{480, 270}, 10.5f, "light"}));
}

}  // namespace stage
