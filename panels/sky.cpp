// Words of forecasts and the shapes for them.
#include "panels/sky.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "panels/draw.h"

namespace panels {
namespace {

constexpr float kPi = 3.14159265f;

struct Pen {
  ImDrawList& list;
  const Colours& colours;
  ImVec2 centre;
  float size;
  ImVec2 at(float x, float y) const { return {centre.x + x * size, centre.y + y * size}; }  // -0.5 to 0.5
  float thick() const { return std::max(1.5f, size * 0.06f); }
};

void sun(const Pen& p, ImVec2 at, float radius, ImU32 colour) {
  p.list.AddCircleFilled(at, radius, colour);
  for (int i = 0; i < 8; ++i) {
    const float angle = static_cast<float>(i) * kPi / 4, c = std::cos(angle), s = std::sin(angle);
    p.list.AddLine({at.x + c * radius * 1.4f, at.y + s * radius * 1.4f},
                   {at.x + c * radius * 1.85f, at.y + s * radius * 1.85f}, colour, std::max(1.5f, radius * 0.24f));
  }
}

void moon(const Pen& p, ImVec2 at, float radius, ImU32 colour) {
  p.list.AddCircleFilled(at, radius, colour);
  p.list.AddCircleFilled({at.x + radius * 0.5f, at.y - radius * 0.35f}, radius * 0.85f, p.colours.panel);
}

// About `wide` of the size, its lower edge at `base`.
void cloud(const Pen& p, float x, float base, float wide, ImU32 colour) {
  const float r = wide * 0.24f;
  const auto puff = [&](float cx, float cy, float radius) {
    p.list.AddCircleFilled(p.at(x + cx, base + cy), radius * p.size, colour);
  };
  puff(-wide / 2 + r, -r, r);
  puff(wide / 2 - r, -r, r);
  puff(-wide * 0.06f, -r * 1.75f, r * 1.3f);
  const ImVec2 least = p.at(x - wide / 2 + r, base - r), most = p.at(x + wide / 2 - r, base);
  p.list.AddRectFilled(least, most, colour);
}

void drops(const Pen& p, int count, float top, float length) {
  for (int i = 0; i < count; ++i) {
    const float x = (static_cast<float>(i) - static_cast<float>(count - 1) / 2) * 0.19f;
    p.list.AddLine(p.at(x + 0.04f, top), p.at(x - 0.04f, top + length), p.colours.series[0], p.thick() * 1.2f);
  }
}

void bolt(const Pen& p) {
  const ImU32 colour = p.colours.strong;
  p.list.AddTriangleFilled(p.at(0.07f, 0.1f), p.at(0.06f, 0.32f), p.at(-0.13f, 0.32f), colour);
  p.list.AddTriangleFilled(p.at(-0.04f, 0.26f), p.at(0.13f, 0.26f), p.at(-0.08f, 0.48f), colour);
}

}  // namespace

Sky sky_of(std::string_view words) {
  std::string text(words);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  const auto has = [&](std::initializer_list<const char*> any) {
    return std::any_of(any.begin(), any.end(), [&](const char* one) { return text.find(one) != std::string::npos; });
  };
  if (has({"petir", "thunder", "badai", "storm"})) return Sky::storm;
  if (has({"hujan", "gerimis", "rain", "drizzle", "shower"}))
    return has({"lebat", "deras", "heavy"}) ? Sky::heavy_rain : Sky::rain;
  if (has({"kabut", "kabur", "asap", "fog", "haze", "mist", "smoke"})) return Sky::fog;
  if (has({"partly"}) || (has({"cerah"}) && has({"berawan"}))) return Sky::partly;
  if (has({"berawan", "cloud", "overcast", "mendung"})) return Sky::cloudy;
  return has({"cerah", "clear", "sunny"}) ? Sky::clear : Sky::unknown;
}

void draw_sky(ImDrawList& list, const Colours& c, Sky sky, bool night, ImVec2 centre, float size) {
  const Pen p{list, c, centre, size};
  switch (sky) {
    case Sky::unknown:
      return;
    case Sky::clear:
      return night ? moon(p, p.at(0, 0), size * 0.34f, c.strong) : sun(p, p.at(0, 0), size * 0.24f, c.strong);
    case Sky::partly:
      if (night) {
        moon(p, p.at(0.16f, -0.16f), size * 0.24f, c.strong);
      } else {
        sun(p, p.at(0.16f, -0.16f), size * 0.17f, c.strong);
      }
      cloud(p, -0.06f, 0.36f, 0.84f, c.panel);  // the sun keeps off the cloud's edge
      return cloud(p, -0.06f, 0.32f, 0.74f, c.quiet);
    case Sky::cloudy:
      return cloud(p, 0, 0.26f, 0.92f, c.quiet);
    case Sky::fog:
      for (int i = 0; i < 4; ++i) {
        const float y = -0.27f + static_cast<float>(i) * 0.18f, in = i % 2 == 0 ? 0.06f : 0.0f;
        list.AddLine(p.at(-0.42f + in, y), p.at(0.42f - in, y), c.quiet, p.thick() * 1.3f);
      }
      return;
    case Sky::rain:
    case Sky::heavy_rain:
      cloud(p, 0, 0.08f, 0.86f, c.quiet);
      return drops(p, sky == Sky::rain ? 3 : 4, 0.16f, sky == Sky::rain ? 0.22f : 0.32f);
    case Sky::storm:
      cloud(p, 0, 0.06f, 0.86f, c.quiet);
      return bolt(p);
  }
}

}  // namespace panels
