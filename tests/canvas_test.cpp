// The canvas keeps its picture: what did not change is not painted, and what it shows is what painting all would show.
#include <gtest/gtest.h>
#include <random>
#include "panels/draw.h"
#include "tests/support/drawing.h"

namespace {

using test::different;
using test::Drawing;
using viewer::Canvas;
using viewer::Picture;
using viewer::RectPx;

constexpr ImU32 ground = IM_COL32(17, 22, 28, 255);

struct Card {
  RectPx area;
  ImU32 colour = 0;
  float size = 20;
  std::string text;
};

void draw_card(Drawing& d, ImDrawList& list, const Card& card) {
  const ImVec2 least{static_cast<float>(card.area.left), static_cast<float>(card.area.top)};
  list.AddRectFilled(least, {static_cast<float>(card.area.right), static_cast<float>(card.area.bottom)}, card.colour);
  list.AddText(d.fonts.regular, card.size, {least.x + 4, least.y + 4}, IM_COL32_WHITE, card.text.c_str());
  list.AddCircle({least.x + 30, least.y + 30}, 22, IM_COL32(230, 159, 0, 255), 0, 2);
}

void draw_all(Drawing& d, Canvas& canvas, const std::vector<Card>& cards) {
  canvas.begin(ground);
  std::uint64_t id = 0;
  for (const Card& card : cards) draw_card(d, canvas.draw(id++, card.area), card);
  canvas.finish();
}

std::vector<Card> three_cards() {
  return {{{10, 10, 110, 90}, IM_COL32(26, 33, 41, 255), 20, "63,4 %"},
          {{120, 10, 220, 90}, IM_COL32(43, 53, 64, 255), 17, "Batulicin"},
          {{10, 100, 220, 190}, IM_COL32(0, 80, 60, 255), 31, "1.234"}};
}

TEST(Canvas, PaintsNothingWhenNothingChanged) {
  Drawing d({240, 200});
  draw_all(d, *d.canvas, three_cards());
  EXPECT_EQ(d.canvas->last().patches, 3);
  EXPECT_EQ(d.canvas->last().pixels, 240 * 200) << "the first picture is painted whole";
  const std::uint64_t version = d.canvas->version();
  const Picture before = d.canvas->read();
  draw_all(d, *d.canvas, three_cards());
  EXPECT_EQ(d.canvas->last().pixels, 0);
  EXPECT_EQ(d.canvas->last().patches, 0);
  EXPECT_TRUE(d.canvas->damage().empty());
  EXPECT_EQ(d.canvas->version(), version);
  EXPECT_EQ(different(before, d.canvas->read()), 0);
}

TEST(Canvas, PaintsOnlyThePatchThatChanged) {
  Drawing d({240, 200});
  auto cards = three_cards();
  draw_all(d, *d.canvas, cards);
  const Picture before = d.canvas->read();
  cards[1].text = "Simpang Empat, jauh lebih panjang";  // longer than its card: it must not leave it
  draw_all(d, *d.canvas, cards);
  ASSERT_EQ(d.canvas->damage().size(), 1u);
  EXPECT_EQ(d.canvas->damage()[0], cards[1].area);
  EXPECT_EQ(d.canvas->last().pixels, 100 * 80);
  const Picture after = d.canvas->read();
  EXPECT_GT(test::different_in(before, after, cards[1].area), 0);
  EXPECT_EQ(test::different_in(before, after, cards[1].area, true), 0);
}

TEST(Canvas, APatchCannotDrawOutsideItsArea) {
  Drawing d({100, 100});
  d.canvas->begin(ground);
  ImDrawList& list = d.canvas->draw(1, {20, 20, 60, 60});
  list.PushClipRect({0, 0}, {100, 100}, false);
  list.AddRectFilled({0, 0}, {100, 100}, IM_COL32(200, 0, 0, 255));
  list.PopClipRect();
  d.canvas->finish();
  const Picture picture = d.canvas->read();
  EXPECT_EQ(test::pixel(picture, 40, 40), (std::array{200, 0, 0, 255}));
  EXPECT_EQ(test::pixel(picture, 19, 40), (std::array{17, 22, 28, 255}));
  EXPECT_EQ(test::pixel(picture, 60, 40), (std::array{17, 22, 28, 255}));
  EXPECT_EQ(test::pixel(picture, 40, 60), (std::array{17, 22, 28, 255}));
}

TEST(Canvas, ClearsWhatAPatchLeft) {
  Drawing d({240, 200});
  auto cards = three_cards();
  draw_all(d, *d.canvas, cards);
  cards.pop_back();
  draw_all(d, *d.canvas, cards);
  EXPECT_EQ(d.canvas->last().pixels, 210 * 90);
  EXPECT_EQ(test::pixel(d.canvas->read(), 50, 150), (std::array{17, 22, 28, 255}));
}

TEST(Canvas, KeepsOnlyWhatStands) {
  Drawing d({240, 200});
  const auto cards = three_cards();
  draw_all(d, *d.canvas, cards);
  d.canvas->begin(ground);
  EXPECT_TRUE(d.canvas->keep(0, cards[0].area));
  EXPECT_FALSE(d.canvas->keep(7, cards[1].area)) << "another patch stands there";
  EXPECT_FALSE(d.canvas->keep(2, {10, 100, 219, 190})) << "it stands elsewhere";
  d.canvas->finish();
  EXPECT_EQ(d.canvas->damage().size(), 2u) << "those two were neither kept nor drawn";
  d.canvas->begin(ground);
  EXPECT_FALSE(d.canvas->keep(1, cards[1].area)) << "it was cleared";
  d.canvas->finish();
}

// A card whose ground hides all is cleared to it; one drawn in two halves, or half transparent, is painted.
TEST(Canvas, AnOpaqueGroundLooksTheSameClearedOrPainted) {
  const RectPx area{20, 20, 180, 120};
  const auto drawn = [&](int halves, ImU32 colour, bool larger) {
    Drawing d({240, 200});
    d.canvas->begin(ground);
    ImDrawList& list = d.canvas->draw(1, area);
    const float out = larger ? 30.0f : 0.0f;
    const ImVec2 least{20 - out, 20 - out}, most{180 + out, 120 + out};
    const float middle = halves == 2 ? 90.0f : most.x;
    list.AddRectFilled(least, {middle, most.y}, colour);
    if (halves == 2) list.AddRectFilled({middle, least.y}, most, colour);
    list.AddText(d.fonts.regular, 30, {30, 40}, IM_COL32_WHITE, "Satui");
    d.canvas->finish();
    return d.canvas->read();
  };
  for (const ImU32 colour : {IM_COL32(26, 33, 41, 255), IM_COL32(200, 33, 41, 255), IM_COL32(200, 33, 41, 128)})
    for (const bool larger : {false, true}) EXPECT_EQ(different(drawn(1, colour, larger), drawn(2, colour, larger)), 0);
}

TEST(Canvas, WholePixelsArePaintedWithTheNearestTexelAndOthersStaySmooth) {
  const auto drawn = [](bool whole, float x) {
    Drawing d({120, 60});
    d.canvas->begin(ground);
    ImDrawList& list = d.canvas->draw(1, {0, 0, 60, 60});
    if (whole) panels::draw_whole_pixels(list);
    list.AddText(d.fonts.regular, 30, {x, 10}, IM_COL32_WHITE, "I");
    d.canvas->draw(2, {60, 0, 120, 60}).AddText(d.fonts.regular, 30, {70.5f, 10.5f}, IM_COL32_WHITE, "S");
    d.canvas->finish();
    return d.canvas->read();
  };
  EXPECT_EQ(different(drawn(true, 10), drawn(false, 10)), 0) << "on whole pixels there is nothing to smooth";
  EXPECT_EQ(test::different_in(drawn(true, 10), drawn(false, 10), {60, 0, 120, 60}), 0);
}

TEST(Canvas, AnotherGroundOrSizePaintsAll) {
  Drawing d({240, 200});
  draw_all(d, *d.canvas, three_cards());
  d.canvas->begin(IM_COL32(244, 245, 242, 255));
  d.canvas->finish();
  EXPECT_EQ(test::pixel(d.canvas->read(), 0, 0), (std::array{244, 245, 242, 255}));
  for (const viewer::SizePx size : {viewer::SizePx{1, 1}, {333, 77}, {0, -5}}) {
    d.canvas->resize(size);
    draw_all(d, *d.canvas, three_cards());
    const Picture picture = d.canvas->read();
    EXPECT_EQ(picture.size, (viewer::SizePx{std::max(1, size.width), std::max(1, size.height)}));
    EXPECT_EQ(test::pixel(picture, 0, 0), (std::array{17, 22, 28, 255}));
  }
}

// Random texts, sizes and places; sizes change often enough that the atlas of glyphs grows and is packed anew.
TEST(Canvas, RandomSequencesEqualAFullRepaint) {
  Drawing d({480, 320}, true);
  Canvas fresh(*d.host, {480, 320});
  std::mt19937 random(20261121);
  const auto pick = [&](int least, int most) { return std::uniform_int_distribution(least, most)(random); };
  std::vector<Card> cards;
  for (int column = 0; column < 4; ++column)
    for (int row = 0; row < 3; ++row)
      cards.push_back({{column * 120 + 2, row * 106 + 2, column * 120 + 117, row * 106 + 103}, ground, 20, "0"});
  for (int step = 0; step < 60; ++step) {
    for (int changes = pick(0, 4); changes > 0; --changes) {
      Card& card = cards[static_cast<std::size_t>(pick(0, 11))];
      card.size = static_cast<float>(pick(8, 90));
      card.colour = IM_COL32(pick(0, 120), pick(0, 120), pick(0, 120), 255);
      card.text.clear();
      for (int i = 0; i < 12; ++i) card.text += static_cast<char>(pick(33, 126));
    }
    if (pick(0, 9) == 0) cards[static_cast<std::size_t>(pick(0, 11))].area.bottom -= 1;
    draw_all(d, *d.canvas, cards);
    fresh.forget();
    draw_all(d, fresh, cards);
    ASSERT_EQ(different(d.canvas->read(), fresh.read()), 0) << "step " << step;
  }
  EXPECT_EQ(d.display->gl_complaints(), 0);
}

// One arrangement takes the place of another piece by piece, is given up half way, and comes back: at the end the
// picture is what painting all would show.
TEST(Canvas, WhatIsLeftBelowIsClearedInTheEnd) {
  Drawing d({480, 320}, true);
  Canvas fresh(*d.host, {480, 320});
  std::mt19937 random(20261122);
  const auto pick = [&](int least, int most) { return std::uniform_int_distribution(least, most)(random); };
  const auto arrangement = [&] {
    std::vector<Card> cards;
    const int columns = pick(1, 4), rows = pick(1, 3);
    for (int i = 0; i < columns * rows; ++i) {
      if (pick(0, 4) == 0) continue;  // a place without a panel
      const int left = i % columns * 480 / columns, top = i / columns * 320 / rows;
      cards.push_back({{left + pick(1, 5), top + 3, left + 480 / columns - 4, top + 320 / rows - pick(1, 9)},
                       IM_COL32(pick(0, 120), pick(0, 120), pick(0, 120), 255),
                       30,
                       std::to_string(pick(0, 9999))});
    }
    return cards;
  };
  std::uint64_t page = 0;
  const auto draw_some = [&](const std::vector<Card>& cards, std::size_t count) {
    d.canvas->begin(ground);
    if (count < cards.size()) d.canvas->leave_others();
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t id = page * 100 + i;
      if (!d.canvas->keep(id, cards[i].area)) draw_card(d, d.canvas->draw(id, cards[i].area), cards[i]);
    }
    d.canvas->finish();
  };
  std::vector<Card> before;
  for (int step = 0; step < 60; ++step) {
    const std::vector<Card> cards = arrangement();
    ++page;
    const bool given_up = pick(0, 2) == 0;
    const std::size_t most = given_up ? cards.size() / 2 : cards.size();
    for (std::size_t count = 0; count <= most; count += static_cast<std::size_t>(pick(1, 3))) draw_some(cards, count);
    if (given_up) --page;
    const std::vector<Card>& stands = given_up ? before : cards;
    draw_some(stands, stands.size());
    fresh.forget();
    draw_all(d, fresh, stands);
    ASSERT_EQ(different(d.canvas->read(), fresh.read()), 0) << "step " << step;
    if (given_up) ++page;
    if (given_up) draw_some(before, before.size());
    before = stands;
  }
  EXPECT_EQ(d.display->gl_complaints(), 0);
}

// A patch that is kept, not redrawn, outlives any number of new atlases.
TEST(Canvas, KeptPatchesOutliveThePackingOfGlyphs) {
  Drawing d({480, 320});
  const Card still{{2, 2, 200, 100}, ground, 24, "Kabupaten Tanah Bumbu"};
  const RectPx busy{210, 2, 470, 300};
  d.canvas->begin(ground);
  draw_card(d, d.canvas->draw(1, still.area), still);
  d.canvas->finish();
  const Picture before = d.canvas->read();
  for (int size = 10; size < 200; size += 3) {
    d.canvas->begin(ground);
    ASSERT_TRUE(d.canvas->keep(1, still.area));
    draw_card(d, d.canvas->draw(2, busy),
              {busy, ground, static_cast<float>(size), "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"});
    d.canvas->finish();
  }
  EXPECT_EQ(test::different_in(before, d.canvas->read(), still.area), 0);
}

}  // namespace
