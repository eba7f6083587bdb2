// Texts that were kept look and measure as texts that are shaped anew, also after the glyphs were packed anew.
#include "panels/text_runs.h"
#include <gtest/gtest.h>
#include "tests/support/drawing.h"

namespace {

using test::Drawing;

const char* const texts[] = {"Kabupaten Tanah Bumbu", "63,4 %", "\xE2\x80\x93", "i", "", "Perekaman KTP-el"};

TEST(TextRuns, LookAndMeasureAsTextsOfImGui) {
  Drawing d({400, 200});
  panels::TextRuns runs;
  const auto drawn = [&](bool kept) {
    d.canvas->begin(IM_COL32_BLACK);
    ImDrawList& list = d.canvas->draw(1, {0, 0, 400, 200});
    float y = 5;
    for (const char* text : texts) {
      if (kept)
        runs.draw(list, d.fonts.regular, 25, {7, y}, IM_COL32_WHITE, text);
      else
        list.AddText(d.fonts.regular, 25, {7, y}, IM_COL32_WHITE, text);
      y += 30;
    }
    d.canvas->finish();
    return d.canvas->read();
  };
  const viewer::Picture plain = drawn(false);
  EXPECT_EQ(test::different(plain, drawn(true)), 0);
  EXPECT_EQ(test::different(plain, drawn(true)), 0) << "from what was kept";
  for (const char* text : texts)
    EXPECT_EQ(runs.width(d.fonts.regular, 25, text), d.fonts.regular->CalcTextSizeA(25, 1e9f, 0, text).x);
}

TEST(TextRuns, OutliveThePackingOfGlyphsAndAnyNumberOfTexts) {
  Drawing d({400, 200});
  panels::TextRuns runs;
  const auto drawn = [&](float size) {
    d.canvas->begin(IM_COL32_BLACK);
    runs.draw(d.canvas->draw(1, {0, 0, 400, 100}), d.fonts.regular, 25, {7, 5}, IM_COL32_WHITE, "Tanah Bumbu");
    runs.draw(d.canvas->draw(2, {0, 100, 400, 200}), d.fonts.bold, size, {7, 105}, IM_COL32_WHITE,
              "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    d.canvas->finish();
    return d.canvas->read();
  };
  const viewer::Picture before = drawn(20);
  for (int size = 20; size < 200; size += 3) drawn(static_cast<float>(size));
  for (int i = 0; i < 20'000; ++i) runs.width(d.fonts.regular, 25, std::to_string(i));
  EXPECT_EQ(test::different_in(before, drawn(20), {0, 0, 400, 100}), 0);
}

}  // namespace
