// State colours as people with each of the three colour deficiencies see them: still apart from each other and from
// their ground, by the CIEDE2000 distance. Simulated after Machado, Oliveira and Fernandes (2009), severity 1.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "panels/class_band.h"
#include "panels/look.h"

namespace {

using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

struct Vision {
  const char* name;
  Matrix matrix;  // of linear light
};
constexpr Vision kVisions[] = {
    {"full", {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}},
    {"protan", {{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}}},
    {"deutan", {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}}},
    {"tritan", {{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}}}};

Triple times(const Matrix& m, const Triple& v) {
  Triple out{};
  for (std::size_t i = 0; i < 3; ++i) out[i] = m[i][0] * v[0] + m[i][1] * v[1] + m[i][2] * v[2];
  return out;
}

double linear(ImU32 channel) {
  const double c = static_cast<double>(channel & 255) / 255;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

// CIELAB under D65.
Triple lab(ImU32 colour, const Matrix& vision) {
  Triple rgb = times(vision, {linear(colour >> IM_COL32_R_SHIFT), linear(colour >> IM_COL32_G_SHIFT),
                              linear(colour >> IM_COL32_B_SHIFT)});
  for (double& c : rgb) c = std::clamp(c, 0.0, 1.0);
  constexpr Matrix kXyz{
      {{0.4124564, 0.3575761, 0.1804375}, {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}}};
  const Triple xyz = times(kXyz, rgb);
  const auto f = [](double t) { return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116; };
  const double x = f(xyz[0] / 0.95047), y = f(xyz[1]), z = f(xyz[2] / 1.08883);
  return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double radians(double degrees) {
  return degrees * std::numbers::pi / 180;
}
double hue(double a, double b) {
  const double h = std::atan2(b, a) * 180 / std::numbers::pi;
  return h < 0 ? h + 360 : h;
}

// Sharma, Wu and Dalal (2005).
double ciede2000(const Triple& p, const Triple& q) {
  const auto seventh = [](double c) { return std::sqrt(std::pow(c, 7) / (std::pow(c, 7) + std::pow(25.0, 7))); };
  const double g = 1.5 - 0.5 * seventh((std::hypot(p[1], p[2]) + std::hypot(q[1], q[2])) / 2);
  const double a1 = p[1] * g, a2 = q[1] * g, c1 = std::hypot(a1, p[2]), c2 = std::hypot(a2, q[2]);
  const double h1 = hue(a1, p[2]), h2 = hue(a2, q[2]);
  const bool grey = c1 * c2 == 0;
  double dh = grey ? 0 : h2 - h1;
  dh += dh > 180 ? -360 : dh < -180 ? 360 : 0;
  double h = h1 + h2;
  if (!grey) h = std::abs(h1 - h2) <= 180 ? h / 2 : h < 360 ? (h + 360) / 2 : (h - 360) / 2;
  const double l = (p[0] + q[0]) / 2, c = (c1 + c2) / 2;
  const double t = 1 - 0.17 * std::cos(radians(h - 30)) + 0.24 * std::cos(radians(2 * h)) +
                   0.32 * std::cos(radians(3 * h + 6)) - 0.20 * std::cos(radians(4 * h - 63));
  const double sl = 1 + 0.015 * (l - 50) * (l - 50) / std::sqrt(20 + (l - 50) * (l - 50));
  const double light = (q[0] - p[0]) / sl, chroma = (c2 - c1) / (1 + 0.045 * c),
               turn = 2 * std::sqrt(c1 * c2) * std::sin(radians(dh) / 2) / (1 + 0.015 * c * t);
  const double rt = -2 * seventh(c) * std::sin(radians(60 * std::exp(-std::pow((h - 275) / 25, 2))));
  return std::sqrt(light * light + chroma * chroma + turn * turn + rt * chroma * turn);
}

// Pairs 1, 17 and 25 of the paper's table.
TEST(PanelsVision, TheDistanceIsThatOfThePaper) {
  EXPECT_NEAR(ciede2000({50, 2.6772, -79.7751}, {50, 0, -82.7485}), 2.0425, 1e-4);
  EXPECT_NEAR(ciede2000({50, 2.5, 0}, {73, 25, -18}), 27.1492, 1e-4);
  EXPECT_NEAR(ciede2000({60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}), 1.2644, 1e-4);
}

TEST(PanelsVision, StatesStayApartForEveryEye) {
  constexpr double kApart = 12, kFromGround = 30;  // 2.3 is just noticeable side by side, 10 at a glance
  for (const char* scheme : {"dark", "light"}) {
    const panels::Colours& c = panels::colours(scheme);
    const std::array states{std::pair{"watch", c.watch}, std::pair{"bad", c.bad}, std::pair{"good", c.good},
                            std::pair{"unknown", c.unknown}};
    for (const Vision& vision : kVisions) {
      double least = 1000;
      for (std::size_t i = 0; i < states.size(); ++i) {
        const Triple one = lab(states[i].second, vision.matrix);
        EXPECT_GE(ciede2000(one, lab(c.panel, vision.matrix)), kFromGround)
            << scheme << ' ' << vision.name << ' ' << states[i].first;
        for (std::size_t j = i + 1; j < states.size(); ++j) {
          const double apart = ciede2000(one, lab(states[j].second, vision.matrix));
          least = std::min(least, apart);
          EXPECT_GE(apart, kApart) << scheme << ' ' << vision.name << ' ' << states[i].first << ' ' << states[j].first;
        }
      }
      RecordProperty(std::string(scheme) + "_" + vision.name, std::to_string(least));
    }
  }
}

TEST(PanelsVision, ClassesOnBothSidesOfATargetStayApartForEveryEye) {
  constexpr double kBeside = 6, kFromState = 8;
  for (const char* scheme : {"dark", "light"}) {
    const panels::Colours& c = panels::colours(scheme);
    for (const Vision& vision : kVisions)
      for (int below = 1; below < 5; ++below)
        for (int which = 0; which < 5; ++which) {
          const Triple one = lab(panels::class_colour(c, which, 5, below), vision.matrix);
          for (int other = which + 1; other < 5; ++other)
            EXPECT_GE(ciede2000(one, lab(panels::class_colour(c, other, 5, below), vision.matrix)), kBeside)
                << scheme << ' ' << vision.name << ' ' << below << ": " << which << ' ' << other;
          for (const ImU32 state : {c.watch, c.bad})
            EXPECT_GE(ciede2000(one, lab(state, vision.matrix)), kFromState)
                << scheme << ' ' << vision.name << ' ' << which;
        }
  }
}

TEST(PanelsVision, TheSimulationSeesWhatIsLost) {
  const ImU32 red = IM_COL32(200, 60, 60, 255), green = IM_COL32(104, 104, 52, 255);
  const double full = ciede2000(lab(red, kVisions[0].matrix), lab(green, kVisions[0].matrix));
  EXPECT_LT(ciede2000(lab(red, kVisions[1].matrix), lab(green, kVisions[1].matrix)), full / 3);
}

}  // namespace
