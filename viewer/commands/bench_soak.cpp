// `anjungan bench soak`: what grows when a center is shown for long. Offscreen, on a clock of its own, sixty times as
// fast as real time: each frame shows a new snapshot in which values, ages, feeds and notices are others; pages turn,
// panels open and close.
#include <random>

#include "viewer/commands/arguments.h"
#include "viewer/commands/bench.h"
#include "viewer/commands/page.h"

namespace viewer::commands {
namespace {

using std::chrono::milliseconds;

constexpr int parts = 10;
constexpr std::uint64_t painted_every = 50;  // without a GPU painting costs as much as ten snapshots
constexpr std::size_t changed_at_once = 3;

// A center whose data change; as large after a million changes as before the first.
class LivingData {
 public:
  explicit LivingData(SnapshotPtr first) : data_(std::make_shared<feeds::Snapshot>(*first)), notices_(data_->notices) {
    for (const auto& [name, series] : data_->series)
      if (series->current() && series->freshness.period == config::Period::none) live_.push_back(name);
  }

  SnapshotPtr next(config::Time now) {
    auto next = std::make_shared<feeds::Snapshot>(*data_);
    ++next->version;
    next->made = now;
    for (std::size_t i = 0; i < changed_at_once && !live_.empty(); ++i) change(*next, now);
    // A minute of each quarter of an hour there is a notice.
    next->notices = notices_;
    if (next->version % 900 < 60)
      next->notices.push_back({feeds::Severity::watch, {"the disk of {} is full", {"/var/lib/anjungan"}}, now});
    if (!next->feeds.empty()) change_feed(next->feeds[next->version / 20 % next->feeds.size()], now);
    return data_ = std::move(next);
  }

 private:
  // Each tenth series is left alone for hours and grows late and missing.
  void change(feeds::Snapshot& data, config::Time now) {
    const std::size_t at = turn_++ % live_.size();
    if (at % 10 == 0 && turn_ / live_.size() % 100 != 0) return;
    std::shared_ptr<const feeds::Series>& series = data.series.find(live_[at])->second;
    auto other = std::make_shared<feeds::Series>(*series);
    const double value = other->points.back().value;
    std::rotate(other->points.begin(), other->points.begin() + 1, other->points.end());
    const config::Indicator* indicator = data.catalogue->indicator(other->parts.indicator);
    const double step = std::uniform_real_distribution(-0.02, 0.02)(random_) * std::max(1.0, std::abs(value));
    other->points.back() = {now, indicator ? rounded(value + step, *indicator) : value, now};
    if (other->observed) other->observed = now;
    series = std::move(other);
  }
  static void change_feed(feeds::FeedState& feed, config::Time now) {
    feed.standing = feed.standing == feeds::Standing::on_time ? feeds::Standing::late : feeds::Standing::on_time;
    feed.last_try = now;
    ++feed.accepted;
  }

  std::shared_ptr<feeds::Snapshot> data_;
  const std::vector<feeds::Notice> notices_;
  std::vector<std::string> live_;
  std::size_t turn_ = 0;
  std::minstd_rand random_{7};
};

// What one tenth cost, and what stands at its end.
struct Tenth {
  double frame_ms = 0, allocations = 0, memory_mb = 0, heap_mb = 0;
  double descriptors = 0, textures = 0;
};

double descriptors() {
  std::error_code failed;
  const std::filesystem::directory_iterator all("/proc/self/fd", failed);
  return failed ? 0 : static_cast<double>(std::distance(begin(all), end(all)));
}

class Soak {
 public:
  Soak(Studio& studio, SnapshotPtr first, Moment now) : studio_(studio), data_(std::move(first)), now_(now) {
    studio.scene().set_turning(true);
    studio.scene().hold(false);
    for (const std::string& page : studio.scene().pages()) {
      studio.scene().show(page, now_);
      for (int i = 0; i < 2; ++i) frame();
    }
  }

  // The same course each time: pages from the first on.
  Tenth run(std::uint64_t snapshots) {
    studio_.scene().show(studio_.scene().pages().front(), now_);
    spent_ms_ = 0;
    frames_ = allocated_ = 0;
    for (std::uint64_t i = 0; i < snapshots; ++i) frame();
    const double count = static_cast<double>(snapshots);
    Tenth out;
    out.frame_ms = spent_ms_ / count;
    out.allocations = static_cast<double>(allocated_) / count;
    const auto memory = memory_kb();
    const auto mb = [&](const char* group) { return memory.contains(group) ? memory.at(group) / 1000 : 0; };
    out.memory_mb = mb("all");
    out.heap_mb = mb("heap");
    out.descriptors = descriptors();
    out.textures = Canvas::textures();
    return out;
  }

 private:
  void frame() {
    ++frames_;
    // A second on the average, and at times within the change of a page.
    const milliseconds step(frames_ % 10 < 5 ? 100 : 1900);
    now_.wall += step;
    now_.steady += step;
    Scene& scene = studio_.scene();
    if (frames_ % 997 == 0) scene.handle({InputEvent::Kind::right}, now_);
    if (frames_ % 211 == 0) click();
    if (frames_ % 211 == 30) scene.handle({InputEvent::Kind::escape}, now_);
    const bool painted = frames_ % painted_every == 0;
    studio_.canvas().set_painting(painted);
    const SnapshotPtr data = data_.next(now_.wall);
    const std::uint64_t allocated = allocations();
    const double before = cpu_milliseconds();
    scene.set_snapshot(data);
    scene.frame(studio_.canvas(), now_);
    studio_.screen().set_title(scene.title());
    if (painted) studio_.screen().settle();  // as a heartbeat does
    spent_ms_ += cpu_milliseconds() - before;
    allocated_ += allocations() - allocated;
  }
  // Somewhere below the header, another place each time.
  void click() {
    const SizePx size = studio_.canvas().size();
    const auto share = [&](std::uint64_t many) {
      return static_cast<float>(frames_ / 211 % many) / static_cast<float>(many);
    };
    studio_.scene().handle({InputEvent::Kind::click, 0, (0.05F + 0.9F * share(7)) * static_cast<float>(size.width),
                            (0.2F + 0.7F * share(5)) * static_cast<float>(size.height)},
                           now_);
  }

  Studio& studio_;
  LivingData data_;
  Moment now_;
  std::uint64_t frames_ = 0, allocated_ = 0;
  double spent_ms_ = 0;
};

std::vector<Figure> figures_of(const config::Words& words, const Tenth& first, const Tenth& last) {
  struct Named {
    const char *key, *name, *unit;
    double Tenth::*value;
    int decimals;
  };
  static constexpr Named all[] = {{"frame_ms", "processor time a frame", "ms", &Tenth::frame_ms, 3},
                                  {"allocations", "allocations a frame", "", &Tenth::allocations, 1},
                                  {"memory_mb", "memory (Pss)", "MB", &Tenth::memory_mb, 1},
                                  {"heap_mb", "  of it: heap, fonts and pictures", "MB", &Tenth::heap_mb, 1},
                                  {"descriptors", "open files", "", &Tenth::descriptors, 0},
                                  {"textures", "textures of OpenGL", "", &Tenth::textures, 0}};
  std::vector<Figure> out;
  for (const Named& named : all) {
    const auto add = [&](const char* key, const char* which, double value, const char* unit, int decimals) {
      out.push_back({std::string(key) + "." + named.key,
                     std::string(words.word(named.name)) + ": " + std::string(words.word(which)), value, unit,
                     decimals});
    };
    const double from = first.*named.value, to = last.*named.value;
    add("first", "first tenth", from, named.unit, named.decimals);
    add("last", "last tenth", to, named.unit, named.decimals);
    add("ratio", "last to first", from > 0 ? to / from : 0, "", 3);
  }
  return out;
}

config::Result<std::vector<Figure>> measure(Shell& shell, const BenchArguments& arguments) {
  const auto snapshots =
      static_cast<std::uint64_t>(parse_count(arguments.snapshots, 100, 100'000'000).value_or(1'000'000));
  SnapshotPtr first;
  std::unique_ptr<Studio> studio;
  {
    auto backing = polled_once(shell, arguments.center, {});
    if (!backing) return tl::unexpected(backing.error());
    Studio::Options how;
    if (const auto size = parse_size(arguments.size)) how.size = *size;
    auto opened = Studio::open((*backing)->center(), how, moment(shell.clock));
    if (!opened) return tl::unexpected(opened.error());
    studio = std::move(*opened);
    LocalSource source((*backing)->store(), studio->display().audience);
    first = source.view(studio->display().audience, std::nullopt, studio->scene().wants()).get();
  }
  Soak soak(*studio, first, moment(shell.clock));
  std::vector<Tenth> tenths;
  for (int i = 0; i < parts; ++i) tenths.push_back(soak.run(snapshots / parts));
  std::vector<Figure> figures = figures_of(shell.words, tenths.front(), tenths.back());
  figures.insert(figures.begin(), {"snapshots", std::string(shell.words.word("snapshots")),
                                   static_cast<double>(snapshots / parts * parts), "", 0});
  return figures;
}

}  // namespace

int bench_soak(Shell& shell, const BenchArguments& arguments) {
  count_allocations(true);
  const auto figures = measure(shell, arguments);
  if (!figures) return complain(shell.words, figures.error(), failed);
  print_figures(shell.words, *figures, arguments.json);
  return good;
}

}  // namespace viewer::commands
