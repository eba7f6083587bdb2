// What a panel draws into its list, without a display: where its letters are and what it asks to be woken for.
#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "panels/draw.h"
#include "tests/support/panel_stage.h"

namespace stage {

using panels::Frame;
using panels::Rect;

struct Glyph {
  float left, top, right, bottom;
};

// One drawing of a panel in its card; `area` is what is left for draw().
struct Drawing {
  ImDrawList list{ImGui::GetDrawListSharedData()};
  std::vector<config::Time> wakes;
  Rect area;
  Drawing() {
    list._ResetForNewFrame();
    list.PushTexture(ImGui::GetIO().Fonts->TexRef);
    list.PushClipRectFullScreen();
    list.Flags &= ~ImDrawListFlags_AntiAliasedLinesUseTex;  // so that only letters have a texture
  }
  void draw(panels::Panel& panel, const feeds::Snapshot& data, const panels::Look& look, Rect card, bool full = false,
            config::Time at = now()) {
    panels::Paint paint{list};
    const auto again = [this](config::Time t) { wakes.push_back(t); };
    const Frame whole{data, card, at, look, paint, {}, full, again};
    area = draw_card(whole, panel);
    const Frame inside{data, area, at, look, paint, {}, full, again};
    panel.draw(inside);
  }
  // Letters: quads whose corners differ in the texture.
  std::vector<Glyph> glyphs() const {
    std::vector<Glyph> out;
    for (int i = 0; i + 5 < list.IdxBuffer.Size; i += 3) {
      const ImDrawVert &a = list.VtxBuffer[list.IdxBuffer[i]], &b = list.VtxBuffer[list.IdxBuffer[i + 1]],
                       &c = list.VtxBuffer[list.IdxBuffer[i + 2]];
      if (a.uv.x == c.uv.x || a.uv.y == c.uv.y || a.pos.y != b.pos.y || b.pos.x != c.pos.x) continue;
      out.push_back({a.pos.x, a.pos.y, c.pos.x, c.pos.y});
    }
    return out;
  }
  int outside(Rect r) const {
    constexpr float kSlack = 1.6f;  // anti-aliasing and whole pixels
    return static_cast<int>(std::count_if(list.VtxBuffer.begin(), list.VtxBuffer.end(), [&](const ImDrawVert& v) {
      return v.pos.x < r.left - kSlack || v.pos.x > r.right + kSlack || v.pos.y < r.top - kSlack ||
             v.pos.y > r.bottom + kSlack;
    }));
  }
  int overlaps() const {
    int count = 0;
    const auto all = glyphs();
    for (std::size_t i = 0; i < all.size(); ++i)
      for (std::size_t j = i + 1; j < all.size(); ++j) {
        const float wide = std::min(all[i].right, all[j].right) - std::max(all[i].left, all[j].left);
        const float high = std::min(all[i].bottom, all[j].bottom) - std::max(all[i].top, all[j].top);
        if (wide > 3 && high > 3) ++count;
      }
    return count;
  }
};

// In many places, sizes and looks: all of it inside its card, and no letters over others.
inline void expect_well_drawn(panels::Panel& panel, const feeds::Snapshot& data, const Host& host, int rounds = 60) {
  std::mt19937 random(19);
  for (int round = 0; round < rounds; ++round) {
    const float unit = 10 + static_cast<float>(random() % 25);
    const panels::Look look = host.look(round % 2 == 0 ? "id" : "en", round % 3 == 0 ? "light" : "dark", unit);
    const float left = static_cast<float>(random() % 300), top = static_cast<float>(random() % 200);
    const float wide = unit * (3 + static_cast<float>(random() % 500) / 10),
                high = unit * (2 + static_cast<float>(random() % 300) / 10);
    const Rect card{left, top, left + std::round(wide), top + std::round(high)};
    Drawing d;
    d.draw(panel, data, look, card, round % 5 == 0);
    const std::string place = std::to_string(wide / unit) + " x " + std::to_string(high / unit) + " ems";
    EXPECT_EQ(d.outside(card), 0) << place;
    EXPECT_EQ(d.overlaps(), 0) << place;
  }
}

}  // namespace stage
