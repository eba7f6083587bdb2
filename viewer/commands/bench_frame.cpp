// `anjungan bench frame`: what a frame of each page costs, offscreen, on a filled store. "Built" is the work of panels,
// Dear ImGui and the comparison with the last picture, without painting.
#include <algorithm>
#include <thread>

#include "viewer/commands/arguments.h"
#include "viewer/commands/bench.h"
#include "viewer/commands/page.h"

namespace viewer::commands {
namespace {

constexpr int repeats = 200;

class Page {
 public:
  Page(Studio& studio, SnapshotPtr snapshot, Moment now) : studio_(studio), snapshot_(std::move(snapshot)), now_(now) {}

  // The same data as a new snapshot: every panel is due, and none looks different.
  SnapshotPtr renewed() {
    auto next = std::make_shared<feeds::Snapshot>(*snapshot_);
    next->version += ++renewals_;
    return next;
  }
  void whole_frame() {
    studio_.scene().set_snapshot(renewed());
    studio_.scene().frame(studio_.canvas(), now_);
  }
  void measure(const std::string& name, const config::Words& words, std::vector<Figure>& out);

 private:
  // Painting all of it, until the renderer has done it; and how many of these are slower than a display's frame.
  template <class Add>
  void add_painted(const Add& add) {
    constexpr int paintings = 12;
    std::vector<double> times, timed;
    for (int i = 0; i < paintings; ++i) {
      studio_.canvas().forget();
      studio_.screen().settle();
      times.push_back(measured_ms(feeds::system_clock(), [&] {
        whole_frame();
        studio_.screen().settle();
      }));
      timed.push_back(studio_.canvas().painting_ms());
    }
    const auto slow = std::count_if(times.begin(), times.end(), [](double ms) { return ms > 1000.0 / 60; });
    add("whole_ms", "whole picture built and painted (median)", median(times), "ms", 1);
    add("renderer_ms", "of it painting, by the renderer's own clock", median(timed), "ms", 2);
    add("whole_slow", "of twelve, over 16.7 ms", static_cast<double>(slow), "", 0);
  }

  Studio& studio_;
  SnapshotPtr snapshot_;
  Moment now_;
  std::uint64_t renewals_ = 0;
};

void Page::measure(const std::string& name, const config::Words& words, std::vector<Figure>& out) {
  const auto add = [&](const char* key, const char* what, double value, const char* unit, int decimals) {
    out.push_back({name + "." + key, name + ": " + std::string(words.word(what)), value, unit, decimals});
  };
  Scene& scene = studio_.scene();
  Canvas& canvas = studio_.canvas();
  now_.steady += std::chrono::seconds(2);  // past a change of page
  scene.show(name, now_);
  scene.set_snapshot(snapshot_);
  scene.frame(canvas, now_);
  now_.steady += std::chrono::seconds(2);
  for (int i = 0; i < 5; ++i) whole_frame();

  std::vector<double> built;
  std::int64_t painted = 0;
  for (int i = 0; i < repeats; ++i) {
    const SnapshotPtr next = renewed();
    const double before = cpu_milliseconds();
    scene.set_snapshot(next);
    scene.frame(canvas, now_);
    built.push_back(cpu_milliseconds() - before);
    painted += canvas.last().pixels;
  }
  add("built_ms", "whole frame built (median)", median(built), "ms", 3);
  add("built_pixels", "pixels painted when nothing changed", static_cast<double>(painted), "px", 0);
  add_painted(add);
  const double surface = static_cast<double>(canvas.size().width) * canvas.size().height;
  const auto share = [&](const char* key, const char* what) {
    add(key, what, 100 * static_cast<double>(canvas.last().pixels) / surface, "%", 1);
  };
  const int vertices = canvas.last().vertices;
  add("vertices", "vertices of the whole frame", vertices, "", 0);

  const std::uint64_t before_whole = allocations();
  for (int i = 0; i < 10; ++i) whole_frame();
  const std::uint64_t before_quiet = allocations();
  for (int i = 0; i < 10; ++i) scene.frame(canvas, now_);
  add("whole_allocations", "allocations of a whole frame", static_cast<double>(before_quiet - before_whole) / 10, "",
      1);
  add("quiet_allocations", "allocations of a quiet frame", static_cast<double>(allocations() - before_quiet) / 10, "",
      1);
  add("quiet_pixels", "pixels painted by a quiet frame", static_cast<double>(canvas.last().pixels), "px", 0);

  const auto tick = [&](std::chrono::milliseconds step) {
    now_.wall += step;
    now_.steady += step;
    scene.frame(canvas, now_);
  };
  tick(std::chrono::seconds(1));
  add("second_pixels", "pixels painted by the next second", static_cast<double>(canvas.last().pixels), "px", 0);
  share("second_share", "share of the screen painted by the next second");
  const auto minute = std::chrono::floor<std::chrono::minutes>(now_.wall) + std::chrono::minutes(1);
  tick(minute - now_.wall + std::chrono::milliseconds(5));
  add("minute_pixels", "pixels painted at a minute's turn, clock and ages", static_cast<double>(canvas.last().pixels),
      "px", 0);
  share("minute_share", "share of the screen painted at a minute's turn");
  add("minute_patches", "panels painted at a minute's turn", canvas.last().patches, "", 0);

  canvas.forget();
  const auto begun = feeds::system_clock().steady();
  studio_.picture(renewed(), now_);
  add("painted_ms", "whole picture built, painted and read back", milliseconds(feeds::system_clock().steady() - begun),
      "ms", 1);
}

// The loop of `run` without input or news, for some seconds: share of one core.
double quiet_share(Studio& studio, const feeds::Clock& clock) {
  const auto begun = clock.steady();
  const auto end = begun + std::chrono::seconds(5);
  const double before = cpu_milliseconds();
  while (clock.steady() < end) {
    const config::Duration rest = studio.scene().frame(studio.canvas(), moment(clock));
    const auto left = std::chrono::duration_cast<config::Duration>(end - clock.steady());
    std::this_thread::sleep_for(std::clamp(rest, config::Duration(1), std::max(left, config::Duration(1))));
  }
  return 100 * (cpu_milliseconds() - before) / milliseconds(clock.steady() - begun);
}

}  // namespace

int bench_frame(Shell& shell, const BenchArguments& arguments) {
  count_allocations(true);
  const ScratchFolder folder;
  const auto kept = fill_store(shell, arguments.center, folder.path());
  if (!kept) return complain(shell.words, kept.error(), failed);
  Backing::Options options;
  options.center = arguments.center;
  options.state = folder.path();
  options.read_only = true;
  options.feeds = false;
  config::Complaints complaints;
  auto backing = Backing::open(options, shell.clock, complaints);
  if (!backing) return complain(shell.words, backing.error(), failed);
  Studio::Options studio_options;
  if (const auto size = parse_size(arguments.size)) studio_options.size = *size;
  auto studio = Studio::open((*backing)->center(), studio_options, moment(shell.clock));
  if (!studio) return complain(shell.words, studio.error(), failed);
  LocalSource source((*backing)->store(), config::Audience::everyone);
  const auto snapshot = source.view((*studio)->display().audience, std::nullopt, (*studio)->scene().wants()).get();

  std::vector<Figure> figures{
      {"kept_values", std::string(shell.words.word("values in the store")), static_cast<double>(*kept), "", 0}};
  Page page(**studio, snapshot, moment(shell.clock));
  (*studio)->scene().hold(true);
  (*studio)->canvas().time_painting();
  for (const std::string& name : (*studio)->scene().pages()) page.measure(name, shell.words, figures);
  (*studio)->scene().show((*studio)->scene().pages().front(), moment(shell.clock));
  figures.push_back({"quiet_cpu_percent", std::string(shell.words.word("processor in quiet, of one core")),
                     quiet_share(**studio, shell.clock), "%", 2});
  print_figures(shell.words, figures, arguments.json);
  return good;
}

}  // namespace viewer::commands
