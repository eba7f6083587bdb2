// Lines cut at a rectangle.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "panels/segment.h"

namespace {

using panels::clipped;

const panels::Rect r{10, 10, 20, 20};

TEST(Segment, IsWhatALineHasInside) {
  const auto across = clipped(r, {0, 15}, {30, 15});
  ASSERT_TRUE(across);
  EXPECT_EQ(across->first.x, 10);
  EXPECT_EQ(across->second.x, 20);
  EXPECT_TRUE(clipped(r, {12, 12}, {13, 13}));
  EXPECT_TRUE(clipped(r, {0, 0}, {15, 15}));
  EXPECT_FALSE(clipped(r, {0, 0}, {9, 30}));
  EXPECT_FALSE(clipped(r, {0, 45}, {45, 0}));
  EXPECT_FALSE(clipped(r, {0, 5}, {30, 5}));
}

TEST(Segment, PartsOfAPolylineHoldAllThatIsInsideAndNothingElse) {
  std::mt19937 random(5);
  std::uniform_real_distribution<float> place(0, 30);
  for (int round = 0; round < 200; ++round) {
    std::vector<ImVec2> line;
    for (int i = 0; i < 12; ++i) line.push_back({place(random), place(random)});
    double within = 0, parts = 0;
    for (std::size_t i = 1; i < line.size(); ++i) {
      constexpr int steps = 2000;
      const double length = std::hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y);
      for (int k = 0; k < steps; ++k) {
        const float t = (static_cast<float>(k) + 0.5f) / steps;
        const float x = line[i - 1].x + (line[i].x - line[i - 1].x) * t;
        const float y = line[i - 1].y + (line[i].y - line[i - 1].y) * t;
        if (r.holds(x, y)) within += length / steps;
      }
    }
    for (const auto& part : clipped(r, line)) {
      ASSERT_GE(part.size(), 2u);
      for (const ImVec2& p : part) {
        EXPECT_GE(p.x, r.left - 1e-3f);
        EXPECT_LE(p.x, r.right + 1e-3f);
        EXPECT_GE(p.y, r.top - 1e-3f);
        EXPECT_LE(p.y, r.bottom + 1e-3f);
      }
      for (std::size_t i = 1; i < part.size(); ++i)
        parts += std::hypot(part[i].x - part[i - 1].x, part[i].y - part[i - 1].y);
    }
    EXPECT_NEAR(parts, within, 0.2) << round;
  }
}

TEST(Segment, WhatIsLeftOutsideHolesIsTheRest) {
  std::mt19937 random(6);
  std::uniform_real_distribution<float> place(0, 30);
  const auto length = [](const std::vector<std::vector<ImVec2>>& parts) {
    double out = 0;
    for (const auto& part : parts)
      for (std::size_t i = 1; i < part.size(); ++i)
        out += std::hypot(part[i].x - part[i - 1].x, part[i].y - part[i - 1].y);
    return out;
  };
  for (int round = 0; round < 200; ++round) {
    std::vector<ImVec2> line;
    for (int i = 0; i < 12; ++i) line.push_back({place(random), place(random)});
    const double whole = length({line});
    EXPECT_NEAR(length(panels::without({r}, line)) + length(clipped(r, line)), whole, 0.01);
    EXPECT_NEAR(length(panels::without({r, {12, 5, 15, 12}, r}, line)),
                length(panels::without({r, {12, 5, 15, 10}}, line)), 0.01)
        << "holes may overlap";
    EXPECT_EQ(panels::without({}, line).size(), 1u);
    EXPECT_TRUE(panels::without({{-1, -1, 31, 31}}, line).empty());
  }
}

TEST(Segment, APolylineInsideStaysOne) {
  EXPECT_EQ(clipped(r, std::vector<ImVec2>{{11, 11}, {19, 12}, {15, 18}, {11, 11}}).size(), 1u);
  EXPECT_EQ(clipped(r, std::vector<ImVec2>{{11, 11}, {30, 12}, {15, 18}}).size(), 2u) << "out and in again";
}

}  // namespace
