// Panels on the grid: at their cells where they fit, on following sheets where they do not, never on top of each other
// and never under their least size unless alone.
#include "viewer/layout.h"
#include <gtest/gtest.h>
#include <random>

namespace {

using viewer::lay_out;
using viewer::RectPx;
using viewer::Sheet;

config::PageConfig page_of(const std::vector<std::pair<config::Cell, int>>& panels, int columns = 12, int rows = 6) {
  config::PageConfig page;
  page.columns = columns;
  page.rows = rows;
  for (const auto& [cell, priority] : panels) {
    config::PanelConfig panel;
    panel.cell = cell;
    panel.priority = priority;
    page.panels.push_back(panel);
  }
  return page;
}

bool overlap(const RectPx& a, const RectPx& b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

TEST(Layout, CellsWithGapsFillTheArea) {
  const auto page = page_of({{{0, 0, 6, 6}, 1}, {{6, 0, 6, 3}, 1}, {{6, 3, 6, 3}, 1}});
  const auto sheets = lay_out(page, {{10, 10}, {10, 10}, {10, 10}}, {12, 60, 1212, 660}, 10);
  ASSERT_EQ(sheets.size(), 1u);
  ASSERT_EQ(sheets[0].size(), 3u);
  EXPECT_EQ(sheets[0][0].area, (RectPx{12, 60, 607, 660}));
  EXPECT_EQ(sheets[0][1].area, (RectPx{617, 60, 1212, 355}));
  EXPECT_EQ(sheets[0][2].area, (RectPx{617, 365, 1212, 660}));
}

TEST(Layout, WhatMattersLessGoesToTheNextSheet) {
  const auto page = page_of({{{0, 0, 6, 6}, 2}, {{6, 0, 6, 6}, 1}});
  const auto sheets = lay_out(page, {{700, 100}, {700, 100}}, {0, 0, 1000, 150}, 10);
  ASSERT_EQ(sheets.size(), 2u);
  ASSERT_EQ(sheets[0].size(), 1u);
  EXPECT_EQ(sheets[0][0].panel, 1u);
  EXPECT_EQ(sheets[0][0].area, (RectPx{0, 0, 1000, 150})) << "it takes the room that was left";
  EXPECT_EQ(sheets[1][0].panel, 0u);
}

TEST(Layout, TooLargeForAnySheetStandsAlone) {
  const auto page = page_of({{{0, 0, 1, 1}, 1}, {{1, 0, 1, 1}, 1}});
  const auto sheets = lay_out(page, {{5000, 5000}, {10, 10}}, {0, 0, 300, 200}, 5);
  ASSERT_EQ(sheets.size(), 2u);
  EXPECT_EQ(sheets[0].size(), 1u);
  EXPECT_EQ(sheets[1].size(), 1u);
}

TEST(Layout, AnEmptyPageHasOneEmptySheet) {
  const auto sheets = lay_out(page_of({}), {}, {0, 0, 300, 200}, 5);
  ASSERT_EQ(sheets.size(), 1u);
  EXPECT_TRUE(sheets[0].empty());
}

TEST(Layout, RandomPagesKeepTheirPromises) {
  std::mt19937 random(7);
  const auto pick = [&](int least, int most) { return std::uniform_int_distribution(least, most)(random); };
  for (int round = 0; round < 300; ++round) {
    std::vector<std::pair<config::Cell, int>> cells;
    std::vector<ImVec2> least;
    for (int row = 0; row < 6; row += 2)
      for (int column = 0; column < 12; column += 3) {
        cells.push_back({{column, row, 3, 2}, pick(1, 4)});
        least.push_back({static_cast<float>(pick(20, 600)), static_cast<float>(pick(20, 400))});
      }
    const RectPx area{5, 50, 5 + pick(60, 2000), 50 + pick(40, 1200)};
    const auto sheets = lay_out(page_of(cells), least, area, 8);
    std::vector<int> seen(cells.size());
    for (const Sheet& sheet : sheets) {
      ASSERT_FALSE(sheet.empty());
      for (const auto& placed : sheet) {
        ++seen[placed.panel];
        EXPECT_GE(placed.area.left, area.left);
        EXPECT_GE(placed.area.top, area.top);
        EXPECT_LE(placed.area.right, area.right);
        EXPECT_LE(placed.area.bottom, area.bottom);
        if (sheet.size() > 1) {
          EXPECT_GE(static_cast<float>(placed.area.width()), least[placed.panel].x - 1) << "round " << round;
          EXPECT_GE(static_cast<float>(placed.area.height()), least[placed.panel].y - 1) << "round " << round;
        }
        for (const auto& other : sheet)
          if (other.panel != placed.panel) {
            EXPECT_FALSE(overlap(placed.area, other.area)) << "round " << round;
          }
      }
    }
    for (const int times : seen) EXPECT_EQ(times, 1) << "every panel is somewhere, once";
  }
}

}  // namespace
