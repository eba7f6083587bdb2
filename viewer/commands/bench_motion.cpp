// `anjungan bench motion`: what moving costs in a window. A bare loop presents a strip sixty times a second; the first
// page that has a ticker runs in the same window, with a new snapshot each second; and the same page without it.
#include <signal.h>
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include "viewer/commands/arguments.h"
#include "viewer/commands/bench.h"
#include "viewer/commands/page.h"

namespace viewer::commands {
namespace {

using std::chrono::microseconds;

constexpr int frames_per_second = 60, rounds = 7;

struct Course {
  double core_percent = 0, frames_per_s = 0, slow = 0, longest_ms = 0, pixels_a_frame = 0;
};

// Counts frames and what the process spends.
class Meter {
 public:
  explicit Meter(const feeds::Clock& clock) : clock_(clock), begun_(clock.steady()), cpu_(cpu_milliseconds()) {}
  void frame(feeds::Steady from, std::int64_t pixels) {
    const double took = milliseconds(clock_.steady() - from);
    course_.longest_ms = std::max(course_.longest_ms, took);
    course_.slow += took > 1000.0 / frames_per_second;
    pixels_ += static_cast<double>(pixels);
    ++frames_;
  }
  double seconds() const { return milliseconds(clock_.steady() - begun_) / 1000; }
  Course end() {
    course_.core_percent = (cpu_milliseconds() - cpu_) / seconds() / 10;
    course_.frames_per_s = frames_ / seconds();
    course_.pixels_a_frame = frames_ > 0 ? pixels_ / frames_ : 0;
    return course_;
  }

 private:
  const feeds::Clock& clock_;
  const feeds::Steady begun_;
  const double cpu_;
  double frames_ = 0, pixels_ = 0;
  Course course_;
};

// A framebuffer of its own in which the strip is filled, copied to the window and shown: the least that a program does
// which keeps its picture beside the window's.
Course bare_loop(Studio& studio, const feeds::Clock& clock, RectPx strip, double seconds) {
  Canvas beside(studio.host(), studio.canvas().size());
  Meter meter(clock);
  feeds::Steady next = clock.steady();
  for (int i = 0; meter.seconds() < seconds; ++i) {
    const feeds::Steady from = clock.steady();
    beside.fill(strip, IM_COL32(i % 60 * 4, 25, 25, 255));
    studio.screen().present(beside.framebuffer(), {strip});
    meter.frame(from, static_cast<std::int64_t>(strip.width()) * strip.height());
    next += microseconds(1'000'000 / frames_per_second);
    studio.screen().wait(std::max(config::Duration(0), std::chrono::ceil<config::Duration>(next - clock.steady())));
  }
  studio.canvas().forget();
  return meter.end();
}

// The loop of `run`, with a snapshot each second in which one value is another.
Course page_loop(Studio& studio, const feeds::Clock& clock, const SnapshotPtr& first, double seconds) {
  auto changed = std::make_shared<feeds::Snapshot>(*first);
  std::uint64_t presented = 0;
  const auto frame = [&] {
    const config::Duration rest = studio.scene().frame(studio.canvas(), moment(clock));
    if (studio.canvas().version() != presented)
      studio.screen().present(studio.canvas().framebuffer(), studio.canvas().damage());
    presented = studio.canvas().version();
    return rest;
  };
  studio.scene().set_snapshot(changed);
  frame();
  studio.screen().settle();
  Meter meter(clock);
  for (double renewed = 0; meter.seconds() < seconds;) {
    if (meter.seconds() >= renewed + 1) {
      renewed = std::floor(meter.seconds());
      changed = std::make_shared<feeds::Snapshot>(*changed);
      ++changed->version;
      auto& [name, series] = *changed->series.begin();
      auto other = std::make_shared<feeds::Series>(*series);
      if (!other->points.empty()) other->points.back().value += 1;
      series = std::move(other);
      studio.scene().set_snapshot(changed);
    }
    const feeds::Steady from = clock.steady();
    const std::uint64_t before = presented;
    const config::Duration rest = frame();
    if (presented != before) meter.frame(from, studio.canvas().last().pixels);
    const auto news = config::Duration(static_cast<std::int64_t>((renewed + 1 - meter.seconds()) * 1000) + 1);
    studio.screen().wait(std::clamp(rest, config::Duration(0), std::max(news, config::Duration(1))));
  }
  return meter.end();
}

bool is_ticker(const config::PanelConfig& panel) {
  return panel.kind == "ticker";
}

// The center with only its first page that has a ticker; with the ticker or without.
std::shared_ptr<const config::Center> one_page(const config::Center& center, bool ticker) {
  auto out = std::make_shared<config::Center>(center);
  out->displays.clear();
  std::erase_if(out->pages, [](const config::PageConfig& page) {
    return std::none_of(page.panels.begin(), page.panels.end(), is_ticker);
  });
  if (out->pages.empty()) return nullptr;
  out->pages.resize(1);
  if (!ticker) std::erase_if(out->pages.front().panels, is_ticker);
  return out;
}

// What the last frame of the ticker painted.
RectPx strip_of(Studio& studio) {
  const auto& damage = studio.canvas().damage();
  return damage.empty() ? RectPx{0, 0, studio.canvas().size().width, 60} : damage.back();
}

void add_course(const config::Words& words, const char* key, const char* name, const Course& course,
                std::vector<Figure>& out) {
  const auto add = [&](const char* more, const char* what, double value, const char* unit, int decimals) {
    out.push_back({std::string(key) + "." + more, std::string(words.word(name)) + ": " + std::string(words.word(what)),
                   value, unit, decimals});
  };
  add("core_percent", "of one core", course.core_percent, "%", 1);
  add("frames_per_s", "frames a second", course.frames_per_s, "", 1);
  add("slow", "frames over 16.7 ms", course.slow, "", 0);
  add("longest_ms", "longest frame", course.longest_ms, "ms", 1);
  add("pixels", "pixels painted a frame", course.pixels_a_frame, "px", 0);
}

// Medians of several; slow frames of all together, and the longest of them.
Course middle_of(const std::vector<Course>& all) {
  Course out;
  const auto middle = [&](double Course::*field) {
    std::vector<double> values;
    for (const Course& one : all) values.push_back(one.*field);
    return median(std::move(values));
  };
  out.core_percent = middle(&Course::core_percent);
  out.frames_per_s = middle(&Course::frames_per_s);
  out.pixels_a_frame = middle(&Course::pixels_a_frame);
  for (const Course& one : all) {
    out.slow += one.slow;
    out.longest_ms = std::max(out.longest_ms, one.longest_ms);
  }
  return out;
}

config::Result<std::vector<Figure>> measure(Shell& shell, const BenchArguments& arguments) {
  const ScratchFolder folder;
  const auto kept = fill_store(shell, arguments.center, folder.path());
  if (!kept) return tl::unexpected(kept.error());
  Backing::Options options;
  options.center = arguments.center;
  options.state = folder.path();
  options.read_only = true;
  options.feeds = false;
  config::Complaints complaints;
  auto backing = Backing::open(options, shell.clock, complaints);
  if (!backing) return tl::unexpected(backing.error());
  const double seconds = parse_count(arguments.seconds, 2, 3600).value_or(10);
  Studio::Options how;
  how.window = true;
  how.size = parse_size(arguments.size).value_or(SizePx{1920, 1080});
  std::vector<Figure> figures;
  for (const bool ticker : {true, false}) {
    const auto center = one_page(*(*backing)->center(), ticker);
    if (!center) return config::fail("no page of the center has a ticker", "add a panel of kind ticker to a page");
    auto studio = Studio::open(center, how, moment(shell.clock));
    if (!studio) return tl::unexpected(studio.error());
    LocalSource source((*backing)->store(), config::Audience::everyone);
    const auto data = source.view(config::Audience::everyone, std::nullopt, (*studio)->scene().wants()).get();
    const auto memory = [&](const char* prefix) {
      const auto more = memory_figures(shell.words, memory_kb(), prefix);
      figures.insert(figures.end(), more.begin(), more.end());
    };
    if (ticker) {
      (void)page_loop(**studio, shell.clock, data, 1);
      memory("ticker.");
      const RectPx strip = strip_of(**studio);
      // In turns, so that what else the machine does weighs on both.
      std::vector<Course> bares, withs;
      for (int round = 0; round < rounds; ++round) {
        bares.push_back(bare_loop(**studio, shell.clock, strip, seconds / rounds));
        withs.push_back(page_loop(**studio, shell.clock, data, seconds / rounds));
      }
      const Course bare = middle_of(bares), with = middle_of(withs);
      figures.push_back(
          {"rows", std::string(shell.words.word("rows of the strip")), static_cast<double>(strip.height()), "px", 0});
      add_course(shell.words, "bare", "bare loop", bare, figures);
      add_course(shell.words, "ticker", "page with a ticker", with, figures);
      figures.push_back({"ratio", std::string(shell.words.word("times the bare loop")),
                         bare.core_percent > 0 ? with.core_percent / bare.core_percent : 0, "", 2});
    } else {
      add_course(shell.words, "still", "page without it", page_loop(**studio, shell.clock, data, seconds), figures);
    }
  }
  return figures;
}

}  // namespace

int bench_motion(Shell& shell, const BenchArguments& arguments) {
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
