// `anjungan bench years`: a center after five years of work: the size of its store, and how long it takes to open, to
// draw and to answer.
#include "viewer/commands/arguments.h"
#include "viewer/commands/bench.h"
#include "viewer/commands/bench_past.h"
#include "viewer/commands/page.h"

namespace viewer::commands {
namespace {

using feeds::History;
using std::chrono::hours;

constexpr int columns = 1000, repeats = 11;
constexpr auto day = hours(24);
// A moment that is long past and that the store knows well.
constexpr auto long_ago = 4 * 365 * day;

using Figures = std::vector<Figure>;

class Bench {
 public:
  Bench(Shell& shell, const BenchArguments& arguments, std::filesystem::path state)
      : shell_(shell), arguments_(arguments), state_(std::move(state)) {}

  config::Result<Figures> run() {
    using Step = config::Result<void> (Bench::*)();
    for (const Step step : {&Bench::write, &Bench::start, &Bench::draw, &Bench::query, &Bench::copy_out})
      if (auto done = (this->*step)(); !done) return tl::unexpected(done.error());
    return std::move(figures_);
  }

 private:
  void add(std::string key, const std::string& name, double value, const char* unit, int decimals) {
    figures_.push_back({std::move(key), name, value, unit, decimals});
  }
  std::string word(const char* key) const { return std::string(shell_.words.word(key)); }
  template <class Work>
  double median_ms(Work&& work) {
    std::vector<double> times;
    for (int i = 0; i < repeats; ++i) times.push_back(measured_ms(shell_.clock, work));
    return median(times);
  }

  config::Result<void> write() {
    const PastOptions options{std::chrono::minutes(parse_count(arguments_.step, 1, 1440).value_or(5)),
                              parse_count(arguments_.weeks, 0, 52).value_or(4)};
    auto past = write_past(shell_, arguments_.center, state_, options);
    if (!past) return tl::unexpected(past.error());
    past_ = std::move(*past);
    const auto center = open_center(shell_, arguments_.center);
    if (!center) return config::fail("the center cannot be read", "see the message above");
    center_ = center;
    const auto file = store_file(*center, state_.string());
    if (!file) return tl::unexpected(file.error());
    file_ = file->string();
    auto history = History::open(file_, History::Mode::read);
    if (!history) return tl::unexpected(history.error());
    const auto size = (*history)->size();
    if (!size) return tl::unexpected(size.error());
    const auto samples = static_cast<double>(past_.samples);
    add("series", word("Series of the center"), static_cast<double>(past_.series), "", 0);
    add("samples", word("Samples of five years"), samples, "", 0);
    add("late", word("  of them: brought late"), static_cast<double>(past_.odd.late), "", 0);
    add("revised", word("  of them: another value for the same moment"), static_cast<double>(past_.odd.revised), "", 0);
    add("written_per_second", word("Written and packed in a second"), samples / past_.seconds, "/s", 0);
    add("file_mb", word("Size of the store"), static_cast<double>(size->all) / 1e6, "MB", 1);
    add("free_mb", word("  of it: free for what comes"), static_cast<double>(size->free) / 1e6, "MB", 1);
    add("bytes_per_sample", word("Bytes a sample"), static_cast<double>(size->all - size->free) / samples, "B", 2);
    return {};
  }

  config::Result<void> start() {
    auto more = start_figures(shell_, arguments_, state_);
    if (!more) return tl::unexpected(more.error());
    for (Figure& figure : *more) figures_.push_back(std::move(figure));
    return {};
  }

  // Every page of the first display, and what its panels want of the past: as known now and as known long ago.
  config::Result<void> draw() {
    Backing::Options options;
    options.center = arguments_.center;
    options.state = state_;
    options.read_only = true;
    options.feeds = false;
    config::Complaints complaints;
    std::vector<double> opened;
    std::unique_ptr<Backing> backing;
    for (int i = 0; i < 3; ++i) {
      backing.reset();
      const auto begin = shell_.clock.steady();
      auto made = Backing::open(options, shell_.clock, complaints);
      if (!made) return tl::unexpected(made.error());
      opened.push_back(milliseconds(shell_.clock.steady() - begin));
      backing = std::move(*made);
    }
    add("open_ms", word("The center and its last values read from the store"), median(opened), "ms", 1);
    Studio::Options how;
    if (const auto size = parse_size(arguments_.size)) how.size = *size;
    auto studio = Studio::open(backing->center(), how, moment(shell_.clock));
    if (!studio) return tl::unexpected(studio.error());
    LocalSource source(backing->store(), (*studio)->display().audience);
    const auto view = [&](std::optional<config::Time> at) {
      return source.view((*studio)->display().audience, at, (*studio)->scene().wants()).get();
    };
    SnapshotPtr now;
    add("view_ms", word("What all pages want, as known now"), median_ms([&] { now = view({}); }), "ms", 1);
    add("view_then_ms", word("What all pages want, as known four years ago"),
        median_ms([&] { view(past_.end - long_ago); }), "ms", 1);
    for (const std::string& page : (*studio)->scene().pages()) {
      (*studio)->scene().show(page, moment(shell_.clock));
      const double drawn = measured_ms(shell_.clock, [&] { (*studio)->picture(now, moment(shell_.clock)); });
      add(page + ".drawn_ms", page + ": " + word("drawn for the first time"), drawn, "ms", 1);
    }
    return {};
  }

  // Over all live series: the median and the slowest.
  template <class Work>
  void each_series(const std::string& key, const std::string& name, Work&& work) {
    std::vector<double> times;
    for (const feeds::LineName& line : past_.live) {
      work(line);
      times.push_back(measured_ms(shell_.clock, [&] { work(line); }));
    }
    add(key + "_ms", name, median(times), "ms", 3);
    add(key + "_slowest_ms", "  " + word("the slowest series"), *std::max_element(times.begin(), times.end()), "ms", 3);
  }

  config::Result<void> query() {
    if (past_.live.empty()) return config::fail("the center has no live series");
    auto opened = History::open(file_, History::Mode::read);
    if (!opened) return tl::unexpected(opened.error());
    History& history = **opened;
    each_series("newest", word("The newest value"),
                [&](const feeds::LineName& line) { return history.newest(line, config::Time::max()).has_value(); });
    const auto reduced = [&](const char* key, const char* name, hours span) {
      each_series(key, word(name), [&](const feeds::LineName& line) {
        return history.reduce(line, past_.end - span, past_.end, columns).has_value();
      });
    };
    reduced("week", "1,000 columns of 7 days", 7 * day);
    reduced("year", "1,000 columns of a year", 365 * day);
    reduced("five_years", "1,000 columns of 5 years", Past::length);
    each_series("then", word("The value that was known four years ago"), [&](const feeds::LineName& line) {
      return history.newest(line, config::Time::max(), past_.end - long_ago).has_value();
    });
    return {};
  }

  config::Result<void> copy_out() {
    std::size_t rows = 0;
    config::Result<void> failure;
    const double took = measured_ms(shell_.clock, [&] {
      const auto all = feeds::export_series(file_, *center_, past_.live.front().series, past_.end - 365 * day,
                                            past_.end, config::Audience::staff, shell_.clock.now());
      if (all) {
        rows = all->size();
      } else {
        failure = tl::unexpected(all.error());
      }
    });
    add("export_ms", word("Export of a year of one series"), took, "ms", 1);
    add("export_rows", word("  rows of it"), static_cast<double>(rows), "", 0);
    return failure;
  }

  Shell& shell_;
  const BenchArguments& arguments_;
  const std::filesystem::path state_;
  std::string file_;
  std::shared_ptr<const config::Center> center_;
  Past past_;
  Figures figures_;
};

}  // namespace

int bench_years(Shell& shell, const BenchArguments& arguments) {
  const ScratchFolder scratch;
  const auto figures = Bench(shell, arguments, scratch.path()).run();
  if (!figures) return complain(shell.words, figures.error(), failed);
  print_figures(shell.words, *figures, arguments.json);
  return good;
}

}  // namespace viewer::commands
