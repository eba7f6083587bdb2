// See drawing.h.
#include "tests/support/drawing.h"
#include <array>
#include <cstdlib>
#include <stdexcept>

namespace test {

Drawing::Drawing(viewer::SizePx size, bool debug) {
  auto opened = viewer::Display::open({true, size, "", debug});
  if (!opened) throw std::runtime_error(opened.error().what.key);
  display = std::move(*opened);
  host = std::make_unique<viewer::ImGuiHost>();
  const std::string program = ANJUNGAN_PROGRAM;
  auto loaded = viewer::load_fonts(*host, program.substr(0, program.rfind('/')) + "/fonts");
  if (!loaded) throw std::runtime_error(loaded.error().what.key);
  fonts = *loaded;
  canvas = std::make_unique<viewer::Canvas>(*host, size);
}

Drawing::~Drawing() {
  canvas.reset();
  host.reset();
  display.reset();
}

namespace {

const std::uint8_t* at(const viewer::Picture& p, int x, int y) {
  return p.rgba.data() +
         (static_cast<std::size_t>(y) * static_cast<std::size_t>(p.size.width) + static_cast<std::size_t>(x)) * 4;
}

int distance(const viewer::Picture& a, const viewer::Picture& b, int x, int y) {
  int most = 0;
  for (int c = 0; c < 4; ++c) most = std::max(most, std::abs(at(a, x, y)[c] - at(b, x, y)[c]));
  return most;
}

template <class Counts>
int count(const viewer::Picture& a, const viewer::Picture& b, Counts counts) {
  if (a.size != b.size) return a.size.width * a.size.height + b.size.width * b.size.height;
  int out = 0;
  for (int y = 0; y < a.size.height; ++y)
    for (int x = 0; x < a.size.width; ++x) out += counts(x, y) ? 1 : 0;
  return out;
}

}  // namespace

std::array<int, 4> pixel(const viewer::Picture& p, int x, int y) {
  const std::uint8_t* c = at(p, x, y);
  return {c[0], c[1], c[2], c[3]};
}

int different(const viewer::Picture& a, const viewer::Picture& b, int tolerance) {
  return count(a, b, [&](int x, int y) { return distance(a, b, x, y) > tolerance; });
}

int different_in(const viewer::Picture& a, const viewer::Picture& b, viewer::RectPx r, bool outside) {
  return count(a, b, [&](int x, int y) {
    const bool in = x >= r.left && x < r.right && y >= r.top && y < r.bottom;
    return in != outside && distance(a, b, x, y) > 0;
  });
}

viewer::Picture difference(const viewer::Picture& a, const viewer::Picture& b) {
  viewer::Picture out{a.size, std::vector<std::uint8_t>(a.rgba.size(), 255)};
  if (a.size != b.size) return out;
  for (int y = 0; y < a.size.height; ++y)
    for (int x = 0; x < a.size.width; ++x) {
      const int d = distance(a, b, x, y);
      std::uint8_t* to = const_cast<std::uint8_t*>(at(out, x, y));
      to[1] = to[2] = static_cast<std::uint8_t>(d ? std::max(0, 200 - d * 2) : 255);
    }
  return out;
}

}  // namespace test
