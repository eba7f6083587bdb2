// What a wall shows and when: pages and their turns, panels opened, what is repainted, and what every page must say.
#include <gtest/gtest.h>
#include "panels/text_runs.h"
#include "tests/support/stage.h"

namespace {

using namespace std::chrono_literals;
using test::different;
using test::Stage;
using viewer::InputEvent;
using viewer::Picture;
using Kind = InputEvent::Kind;

TEST(Scene, PaintsNothingInAFrameInWhichNothingChanged) {
  Stage s;
  s.frame();
  const std::uint64_t version = s.canvas().version();
  s.pass(10ms);
  s.frame();
  EXPECT_EQ(s.canvas().version(), version);
  EXPECT_EQ(s.drawing().display->gl_complaints(), 0);
}

TEST(Scene, ATickingClockPaintsItsPanelOnly) {
  Stage s;
  s.frame();
  const config::Duration sleep = s.frame();
  EXPECT_LE(sleep, 1s) << "the clock shows seconds";
  EXPECT_GT(sleep, 0ms);
  s.pass(sleep + 1ms);
  s.frame();
  ASSERT_EQ(s.canvas().damage().size(), 1u);
  EXPECT_GT(s.canvas().damage()[0].left, 960 / 2) << "the clock stands in the right third";
  EXPECT_LT(s.canvas().last().pixels, 960 * 540 / 2);
}

TEST(Scene, ANewValuePaintsThePanelsThatShowIt) {
  Stage s;
  s.frame();
  s.value(987);
  s.frame();
  ASSERT_EQ(s.canvas().damage().size(), 1u);
  EXPECT_LT(s.canvas().damage()[0].right, 960 / 2);
  s.value(987);
  s.frame();
  EXPECT_EQ(s.canvas().last().pixels, 0) << "another snapshot with the same value looks the same";
}

TEST(Scene, ATextThatDidNotChangeIsNotShapedAgain) {
  Stage s;
  s.frame();
  s.value(987);
  s.frame();
  const auto shaped = [] { return panels::TextRuns::current()->shaped(); };
  const std::uint64_t before = shaped();
  s.value(987);
  s.canvas().forget();  // everything is drawn and painted anew
  s.frame();
  EXPECT_GT(s.canvas().last().vertices, 100);
  EXPECT_EQ(shaped(), before);
  s.value(654);
  s.frame();
  EXPECT_GT(shaped(), before);
}

TEST(Scene, AValueGrowsOldByItself) {
  Stage s;
  const Picture fresh = s.picture();
  for (int i = 0; i < 90; ++i) {  // stale_after is a minute
    s.pass(1s);
    s.frame();
  }
  s.key(Kind::digit, 1);
  const Picture late = s.canvas().read();
  viewer::RectPx first{0, 100, 300, 540};
  EXPECT_GT(test::different_in(fresh, late, first), 100) << "late is dimmed and says its age";
}

TEST(Scene, PagesTakeTurns) {
  Stage s;
  EXPECT_EQ(s.scene().pages(), (std::vector<std::string>{"satu", "dua", "tiga"}));
  s.frame();
  EXPECT_EQ(s.scene().page(), "satu");
  s.pass(29s);
  s.frame();
  EXPECT_EQ(s.scene().page(), "satu");
  s.pass(1s);
  s.frame();
  EXPECT_EQ(s.scene().page(), "dua");
  s.pass(30s);
  s.frame();
  s.pass(30s);
  s.frame();
  EXPECT_EQ(s.scene().page(), "satu");
}

TEST(Scene, ATouchHoldsTheTurnAWhile) {
  Stage s;
  s.frame();
  s.key(Kind::right);
  EXPECT_EQ(s.scene().page(), "dua");
  s.pass(59s);
  s.frame();
  EXPECT_EQ(s.scene().page(), "dua");
  s.pass(1s);
  s.frame();
  EXPECT_EQ(s.scene().page(), "tiga");
}

TEST(Scene, OnePageTakesThePlaceOfAnotherWithin400Milliseconds) {
  const auto stood = [](config::Duration after) {
    Stage still;
    still.frame();
    still.pass(after);
    still.key(Kind::digit, 2);
    return still.picture();
  };
  const Picture second = stood(0ms), later = stood(400ms);
  Stage s;
  s.scene().set_turning(true);
  const Picture first = s.picture();
  s.key(Kind::digit, 2);
  const Picture begun = s.picture();
  EXPECT_GT(different(begun, first), 0) << "the header and the first panel come at once";
  EXPECT_GT(different(begun, second), 0);
  int frames = 0;
  for (config::Duration gone{}; gone < 400ms; ++frames) {
    const config::Duration rest = s.frame();
    ASSERT_GT(rest, 0ms) << "it never spins";
    ASSERT_LE(gone + rest, 400ms);
    s.pass(rest);
    gone += rest;
  }
  EXPECT_LT(frames, 12);
  EXPECT_EQ(different(s.picture(), later), 0);
}

TEST(Scene, PagesDoNotMoveWhereTheLookAsksForNoMotion) {
  const auto second = [](bool turning) {
    Stage s({960, 540}, {}, true);
    s.scene().set_turning(turning);
    s.frame();
    s.key(Kind::digit, 2);
    return s.picture();
  };
  EXPECT_EQ(different(second(true), second(false)), 0);
}

TEST(Scene, KeysChooseThePage) {
  Stage s;
  s.key(Kind::digit, 3);
  EXPECT_EQ(s.scene().page(), "tiga");
  s.key(Kind::right);
  EXPECT_EQ(s.scene().page(), "satu");
  s.key(Kind::left);
  EXPECT_EQ(s.scene().page(), "tiga");
  s.key(Kind::digit, 9);
  EXPECT_EQ(s.scene().page(), "tiga") << "there is no ninth page";
}

TEST(Scene, SpacePausesTheTurns) {
  Stage s;
  s.frame();
  s.key(Kind::space);
  EXPECT_NE(s.scene().title().find("dijeda"), std::string::npos);
  s.pass(10min);
  s.frame();
  EXPECT_EQ(s.scene().page(), "satu");
  s.key(Kind::space);
  s.pass(61s);
  s.frame();
  EXPECT_EQ(s.scene().page(), "dua");
}

TEST(Scene, AClickOpensAPanelAndAMinuteClosesIt) {
  Stage s;
  const Picture page = s.picture();
  s.click(100, 300);
  EXPECT_TRUE(s.scene().opened());
  const Picture opened = s.picture();
  EXPECT_GT(different(page, opened), 10'000);
  EXPECT_NE(s.scene().title().find("Antrean layanan"), std::string::npos) << s.scene().title();
  s.pass(59s);
  s.frame();
  EXPECT_TRUE(s.scene().opened());
  s.pass(1s);
  s.frame();
  EXPECT_FALSE(s.scene().opened());
  EXPECT_EQ(s.scene().page(), "satu") << "the turn goes on only after the panel closed";
}

TEST(Scene, EscapeOrTheHeaderClosesAPanel) {
  Stage s;
  s.frame();
  s.click(100, 300);
  s.key(Kind::escape);
  EXPECT_FALSE(s.scene().opened());
  s.click(100, 300);
  ASSERT_TRUE(s.scene().opened());
  s.frame();
  s.click(30, 10);
  EXPECT_FALSE(s.scene().opened());
  EXPECT_EQ(s.scene().page(), "satu");
}

TEST(Scene, SimulatedDataWearTheMarkOnEveryPage) {
  for (int page = 1; page <= 3; ++page) {
    Stage s;
    s.key(Kind::digit, page);
    const Picture without = s.picture();
    s.value(12, true);
    const Picture with = s.picture();
    const viewer::RectPx header{0, 0, 960, 40};
    EXPECT_GT(test::different_in(without, with, header), 300) << "page " << page;
    EXPECT_GT(test::different_in(without, with, header, true), 2000) << "across the page " << page;
    panels::Telling telling;
    s.scene().tell(s.scene().page(), s.now.wall, telling);
    EXPECT_NE(telling.plain().find("DATA SIMULASI"), std::string::npos);
  }
}

TEST(Scene, ANoticeStandsOnEveryPageUntilItIsGone) {
  Stage s;
  const Picture before = s.picture();
  s.notice("the disk is full");
  for (int page = 1; page <= 3; ++page) {
    s.key(Kind::digit, page);
    const Picture with = s.picture();
    int plate = 0;  // the colour of what is bad
    for (int y = 0; y < 540; ++y) plate += test::pixel(with, 480, y) == std::array{0xD5, 0x5E, 0x00, 255};
    EXPECT_GT(plate, 10) << "page " << page;
  }
  s.notice("");
  s.key(Kind::digit, 1);
  EXPECT_EQ(different(before, s.picture()), 0);
}

TEST(Scene, AWallClockThatJumpsADayUpsetsNothing) {
  Stage s;
  s.frame();
  for (const config::Duration jump : {config::Duration(24h), config::Duration(-48h)}) {
    s.now.wall += jump;
    s.pass(5ms);
    s.frame();
    EXPECT_EQ(s.scene().page(), "satu") << "turns are on the steady clock";
    EXPECT_GT(s.canvas().last().pixels, 0) << "what tells the time is painted again at once";
    EXPECT_LE(s.frame(), 1s);
  }
}

TEST(Scene, AnySizeIsDrawn) {
  Stage s;
  for (const viewer::SizePx size : {viewer::SizePx{1, 1}, {7, 300}, {300, 7}, {1080, 1920}, {960, 540}}) {
    s.resize(size);
    EXPECT_EQ(s.picture().size, size);
  }
  const Picture once = s.canvas().read();
  s.canvas().forget();
  s.scene().show("satu", s.now);
  EXPECT_EQ(different(once, s.picture()), 0);
  EXPECT_EQ(s.drawing().display->gl_complaints(), 0);
}

TEST(Scene, WhatWasKeptEqualsAFullRepaint) {
  Stage s;
  const std::vector<std::function<void()>> steps = {
      [&] { s.value(3); },        [&] { s.key(Kind::right); },  [&] { s.notice("a"); },
      [&] { s.click(100, 300); }, [&] { s.key(Kind::escape); }, [&] { s.pass(31s); },
      [&] { s.notice(""); },      [&] { s.value(44, true); },   [&] { s.key(Kind::digit, 1); },
      [&] { s.pass(61s); },       [&] { s.value(5); }};
  for (std::size_t i = 0; i < steps.size() * 2; ++i) {
    steps[i % steps.size()]();
    const Picture kept = s.picture();
    s.canvas().forget();
    const Picture whole = s.picture();
    ASSERT_EQ(different(kept, whole), 0) << "step " << i;
  }
}

TEST(Scene, PanelsThatDoNotFitGoToAFollowingSheet) {
  std::string page = "[[page]]\nname = \"penuh\"\ntitle = \"Penuh\"\ncolumns = 24\nrows = 12\n";
  for (int row = 0; row < 12; ++row)
    for (int column = 0; column < 12; ++column)
      page += "[[page.panel]]\nkind = \"number\"\nat = [" + std::to_string(column * 2) + ", " + std::to_string(row) +
              ", 2, 1]\nindicator = \"layanan.antrean\"\n";
  Stage s({960, 540}, {{"pages/penuh.toml", page}});
  ASSERT_TRUE(s.scene().show("penuh", s.now));
  EXPECT_GT(s.scene().sheets(), 1u);
  s.frame();
  const Picture first = s.picture();
  s.pass(30s);
  s.frame();
  EXPECT_EQ(s.scene().page(), "penuh") << "the next sheet comes before the next page";
  EXPECT_EQ(s.scene().sheet(), 1u);
  EXPECT_GT(different(first, s.canvas().read()), 0);
}

}  // namespace
