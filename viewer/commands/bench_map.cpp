// `anjungan bench map`: a map file loaded, built, painted, recoloured, panned and zoomed on a third of the screen.
#include <malloc.h>
#include <algorithm>
#include <cmath>
#include "panels/areas.h"
#include "viewer/commands/arguments.h"
#include "viewer/commands/bench.h"
#include "viewer/studio.h"

namespace viewer::commands {
namespace {

constexpr double frame_ms = 1000.0 / 60;

// A third of the screen, in the middle, and a map in it.
struct Stand {
  Canvas& canvas;
  panels::AreaPaint paint;
  std::vector<panels::AreaColour> colours;
  SizePx size;

  // Draws and paints, and waits until the renderer has done so.
  void frame() {
    paint.colours = colours;
    canvas.begin(IM_COL32(17, 22, 28, 255));
    ImDrawList& list = canvas.draw(1, {0, 0, size.width, size.height});
    canvas.areas().paint(list, paint);
    canvas.finish();
  }
  void colour(int shift) {
    for (std::size_t i = 0; i < colours.size(); ++i) {
      const auto step = static_cast<int>((i * 7 + static_cast<std::size_t>(shift)) % 7) * 30;
      colours[i] = {IM_COL32(30 + step, 60 + step / 2, 120, 255), i % 50 ? 0 : IM_COL32(200, 200, 200, 255)};
    }
  }
};

struct Run {
  std::vector<double> ms;
  double triangles = 0;
};

template <class Step>
Run run(Shell& shell, Stand& stand, Display& screen, int frames, Step step) {
  Run out;
  for (int i = 0; i < frames; ++i) {
    step(i);
    out.ms.push_back(measured_ms(shell.clock, [&] {
      stand.frame();
      screen.settle();
    }));
    out.triangles = std::max(out.triangles, static_cast<double>(stand.canvas.areas().count().triangles));
  }
  return out;
}

void add_run(std::vector<Figure>& out, const config::Words& words, const std::string& key, const char* name, Run r) {
  const std::string what(words.word(name));
  const auto slow = std::count_if(r.ms.begin(), r.ms.end(), [](double ms) { return ms > frame_ms; });
  out.push_back({key + "_ms", what, median(r.ms), "ms", 2});
  out.push_back({key + "_slow", words.say({"{}: frames over 16.7 ms", {what}}), static_cast<double>(slow), "", 0});
  out.push_back({key + "_triangles", words.say({"{}: triangles at most", {what}}), r.triangles, "", 0});
}

// Four clicks of zoom in and out again, at rest in between: not counted.
std::vector<Figure> figures_of(Shell& shell, Stand& stand, Display& screen, const panels::Rect& room) {
  std::vector<Figure> out;
  const config::GeoMap& map = *stand.paint.map;
  const panels::MapView all = panels::fitted(map.least, map.most, room);
  const auto zoomed = [&](float by) {
    const ImVec2 middle{(room.left + room.right) / 2, (room.top + room.bottom) / 2};
    const config::GeoPoint centre = all.point(middle);
    const float scale = all.scale * by;
    return panels::MapView{{std::round(middle.x - centre.x * scale), std::round(middle.y - centre.y * scale)}, scale};
  };
  stand.paint.view = all;
  stand.colour(0);
  add_run(out, shell.words, "first", "first painting, with its buffers", run(shell, stand, screen, 1, [](int) {}));
  add_run(out, shell.words, "rest", "recoloured at full detail",
          run(shell, stand, screen, 30, [&](int i) { stand.colour(i + 1); }));
  stand.paint.moving = true;
  stand.frame();
  add_run(out, shell.words, "recoloured", "recoloured while it moves",
          run(shell, stand, screen, 60, [&](int i) { stand.colour(i); }));
  for (const float by : {1.0f, 4.0f, 16.0f}) {
    stand.paint.view = zoomed(by);
    stand.paint.moving = false;
    stand.frame();
    stand.paint.moving = true;
    const std::string times = std::to_string(static_cast<int>(by));
    Run panned = run(shell, stand, screen, 120, [&](int i) {
      stand.paint.view.at.x += i % 60 < 30 ? 9.0f : -9.0f;
      stand.paint.view.at.y += i % 40 < 20 ? 5.0f : -5.0f;
    });
    const std::string what = shell.words.say({"panned, zoomed {} times", {times}});
    const auto slow = std::count_if(panned.ms.begin(), panned.ms.end(), [](double ms) { return ms > frame_ms; });
    out.push_back({"panned_" + times + "_ms", what, median(panned.ms), "ms", 2});
    out.push_back({"panned_" + times + "_slow", shell.words.say({"{}: frames over 16.7 ms", {what}}),
                   static_cast<double>(slow), "", 0});
  }
  add_run(out, shell.words, "zoomed", "zoomed, every frame painted anew", run(shell, stand, screen, 120, [&](int i) {
            stand.paint.view = zoomed(std::pow(1.05f, static_cast<float>(i % 60)));
          }));
  stand.paint.moving = false;
  add_run(out, shell.words, "detail", "full detail at rest", run(shell, stand, screen, 1, [](int) {}));
  return out;
}

config::Result<std::vector<Figure>> measure(Shell& shell, const BenchArguments& arguments) {
  config::Result<config::GeoMap> map;
  const double before = memory_kb()["all"];
  std::vector<double> loads;
  for (int i = 0; i < 5; ++i)
    loads.push_back(measured_ms(shell.clock, [&] { map = config::read_geo_map(arguments.map); }));
  if (!map) return tl::unexpected(map.error());
  ::malloc_trim(0);
  std::vector<Figure> out{
      {"areas", std::string(shell.words.word("areas")), static_cast<double>(map->areas.size()), "", 0},
      {"load_ms", std::string(shell.words.word("loaded (median)")), median(loads), "ms", 1},
      {"loaded_mb", std::string(shell.words.word("memory of the loaded map")), (memory_kb()["all"] - before) / 1024,
       "MB", 1}};
  const SizePx size = parse_size(arguments.size).value_or(SizePx{1920, 1080});
  auto screen = Display::open({true, size, "", false, {}});
  if (!screen) return tl::unexpected(screen.error());
  ImGuiHost host;
  if (const auto fonts = load_fonts(host, shell.folders.fonts); !fonts) return tl::unexpected(fonts.error());
  Canvas canvas(host, size);
  Stand stand{canvas, {}, {}, size};
  stand.paint.map = std::make_shared<const config::GeoMap>(std::move(*map));
  stand.colours.resize(stand.paint.map->areas.size());
  const float wide = std::round(static_cast<float>(size.width) * 0.577f),
              high = std::round(static_cast<float>(size.height) * 0.577f);
  const float left = std::round((static_cast<float>(size.width) - wide) / 2),
              top = std::round((static_cast<float>(size.height) - high) / 2);
  stand.paint.clip = {left, top, left + wide, top + high};
  stand.paint.border = IM_COL32(17, 22, 28, 255);
  stand.paint.slot = 1;
  for (Figure& f : figures_of(shell, stand, **screen, stand.paint.clip)) out.push_back(std::move(f));
  out.push_back({"renderer_mb", std::string(shell.words.word("memory in the renderer")),
                 static_cast<double>(canvas.areas().count().bytes) / 1048576, "MB", 1});
  out.push_back(
      {"pss_mb", std::string(shell.words.word("memory (Pss) of all of it")), memory_kb()["all"] / 1024, "MB", 1});
  return out;
}

}  // namespace

int bench_map(Shell& shell, const BenchArguments& arguments) {
  const auto figures = measure(shell, arguments);
  if (!figures) return complain(shell.words, figures.error(), failed);
  print_figures(shell.words, *figures, arguments.json);
  return good;
}

}  // namespace viewer::commands
