// `anjungan bench chart`: a line of a million points on half of the window, panned sixty times a second.
#include <signal.h>
#include <cmath>
#include <cstdlib>
#include <random>
#include "viewer/commands/arguments.h"
#include "viewer/commands/bench.h"
#include "viewer/studio.h"

namespace viewer::commands {
namespace {

using std::chrono::seconds;

constexpr int million = 1'000'000;
constexpr std::chrono::seconds step{2}, span{step * million};

// A page whose left half is one chart of the whole series.
std::shared_ptr<const config::Center> center_of() {
  auto out = std::make_shared<config::Center>();
  auto catalogue = std::make_shared<config::Catalogue>();
  catalogue->center = config::Label("uji");
  catalogue->agencies = {{.id = "uji", .name = {"Uji"}}};
  config::Indicator indicator;
  indicator.name = "beban";
  indicator.title = config::Label("Beban");
  indicator.agency = "uji";
  indicator.freshness.stale_after = std::chrono::hours(24 * 365);
  indicator.freshness.missing_after = std::chrono::hours(24 * 730);
  catalogue->indicators.push_back(indicator);
  catalogue->index();
  out->catalogue = catalogue;
  config::PageConfig page;
  page.name = "uji";
  config::PanelConfig panel;
  panel.kind = "line_chart";
  panel.cell = {0, 0, 12, 12};
  config::Complaints complaints;
  const auto options = config::parse_toml("indicator = \"beban\"\nspan = \"2000000s\"\n", "uji.toml", complaints);
  if (options) panel.options.table = *options->table();
  page.panels.push_back(panel);
  out->pages.push_back(page);
  out->usable = true;
  return out;
}

// Days, noise and spikes, as of a line's traffic; twice as long as the chart's span.
SnapshotPtr data_of(const config::Center& center, config::Time end) {
  auto series = std::make_shared<feeds::Series>();
  series->name = series->parts.indicator = "beban";
  series->freshness = center.catalogue->indicators.front().freshness;
  std::mt19937 random(20261121);
  std::uniform_real_distribution<double> noise(-1, 1);
  series->points.reserve(2 * million);
  for (int i = 0; i < 2 * million; ++i) {
    const config::Time at = end - step * (2 * million - i);
    const double day = std::sin(static_cast<double>(i) * 2 / 86'400 * 2 * 3.14159265358979);
    const double spike = random() % 20'000 == 0 ? 60 * noise(random) : 0;
    series->points.push_back({at, 100 + 30 * day + 6 * noise(random) + spike, at});
  }
  auto data = std::make_shared<feeds::Snapshot>();
  data->version = 1;
  data->made = end;
  data->catalogue = center.catalogue;
  data->series["beban"] = std::move(series);
  return data;
}

config::Result<std::vector<Figure>> measure(Shell& shell, const BenchArguments& arguments) {
  const auto center = center_of();
  const config::Time end = shell.clock.now();
  const SnapshotPtr data = data_of(*center, end);
  Studio::Options how;
  how.window = true;
  how.size = parse_size(arguments.size).value_or(SizePx{1920, 1080});
  auto opened = Studio::open(center, how, moment(shell.clock));
  if (!opened) return tl::unexpected(opened.error());
  Studio& studio = **opened;
  studio.scene().set_snapshot(data);
  const double lasts = parse_count(arguments.seconds, 2, 3600).value_or(10);
  const config::Duration pixel = std::chrono::duration_cast<config::Duration>(span) / (how.size->width / 2);
  int place = 0;
  const auto frame = [&] {  // 120 pixels a second, to and fro; at least nine in ten of the points stay in sight
    place = (place + 2) % 192;
    const config::Time shown = end + pixel * (place < 96 ? place : 192 - place);
    studio.scene().frame(studio.canvas(), {shown, shell.clock.steady()});
  };
  frame();
  studio.screen().settle();

  std::vector<double> built, whole;
  double pixels = 0;
  const feeds::Steady begun = shell.clock.steady();
  const double cpu = cpu_milliseconds();
  feeds::Steady next = begun;
  while (milliseconds(shell.clock.steady() - begun) < lasts * 1000) {
    built.push_back(measured_ms(shell.clock, [&] { frame(); }));
    whole.push_back(built.back() + measured_ms(shell.clock, [&] {
                      studio.screen().present(studio.canvas().framebuffer(), studio.canvas().damage());
                    }));
    pixels += static_cast<double>(studio.canvas().last().pixels);
    next += std::chrono::microseconds(1'000'000 / 60);
    studio.screen().wait(
        std::max(config::Duration(0), std::chrono::ceil<config::Duration>(next - shell.clock.steady())));
  }
  studio.screen().settle();
  const double took = milliseconds(shell.clock.steady() - begun);
  const auto word = [&](const char* key) { return std::string(shell.words.word(key)); };
  const auto slow = std::count_if(whole.begin(), whole.end(), [](double ms) { return ms > 1000.0 / 60; });
  return std::vector<Figure>{
      {"points", word("points of the line"), million, "", 0},
      {"frames_per_s", word("frames a second"), static_cast<double>(whole.size()) * 1000 / took, "", 1},
      {"pixels", word("pixels painted a frame"), pixels / static_cast<double>(whole.size()), "px", 0},
      {"slow", word("frames over 16.7 ms"), static_cast<double>(slow), "", 0},
      {"built_ms", word("built and painted (median)"), median(built), "ms", 2},
      {"frame_ms", word("and presented (median)"), median(whole), "ms", 2},
      {"core_percent", word("of one core"), (cpu_milliseconds() - cpu) / took * 100, "%", 1}};
}

}  // namespace

int bench_chart(Shell& shell, const BenchArguments& arguments) {
  auto screen = window_system() ? std::nullopt : virtual_screen(arguments.size);
  if (screen) ::setenv("DISPLAY", screen->display.c_str(), 1);
  if (!window_system())
    return complain(shell.words, {"there is no Xvfb: the window was not measured", "install the package xvfb"}, failed);
  const auto figures = measure(shell, arguments);
  if (screen) reap(screen->server, SIGTERM);
  if (!figures) return complain(shell.words, figures.error(), failed);
  print_figures(shell.words, *figures, arguments.json);
  return good;
}

}  // namespace viewer::commands
