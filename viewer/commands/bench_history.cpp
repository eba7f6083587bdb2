// `anjungan bench history`: columns of a curve over days and years, while values come in.
#include <atomic>
#include <cmath>
#include <random>
#include <thread>

#include "feeds/history_bare.h"
#include "viewer/commands/bench.h"

namespace viewer::commands {
namespace {

using feeds::History;
using std::chrono::hours;
using std::chrono::minutes;

constexpr int columns = 1000, other_series = 200;
constexpr auto five_years = hours(24 * 365 * 5);
const feeds::LineName line{"beban", "beban"};

// A value each minute for five years, by day as a feed would bring them late; a bare file is given the same.
config::Result<void> fill(History& history, feeds::BareFile& bare, config::Time end) {
  std::mt19937_64 random(1);
  double cents = 2400;
  for (config::Time at = end - five_years; at < end;) {
    feeds::Entry entry;
    entry.feed.name = line.feed;
    for (int i = 0; i < 14 * 1440 && at < end; ++i, at += minutes(1))
      entry.samples.push_back(
          {line.series, at, (cents += std::round(std::normal_distribution<double>(0, 50)(random))) / 100, {}});
    entry.received = at;
    if (auto kept = history.commit({entry}); !kept) return kept;
    if (auto kept = bare.commit(entry.samples, 1, at); !kept) return kept;
    for (auto more = history.pack(); more && *more;) more = history.pack();
  }
  return {};
}

// A commit of some series every tenth of a second, the measured one among them.
void keep_coming(History& history, config::Time at, feeds::Clock& clock, const std::atomic<bool>& stop) {
  for (; !stop; at += minutes(1)) {
    feeds::Entry entry;
    entry.feed.name = line.feed;
    entry.received = at;
    for (int i = 0; i < other_series; ++i)
      entry.samples.push_back({i == 0 ? "beban" : "beban#" + std::to_string(i), at, 0.5 * i, {}});
    if (!history.commit({entry}) || !history.pack()) return;
    clock.sleep_until(clock.steady() + std::chrono::milliseconds(100), {});
  }
}

// The median of many, after one that is not counted.
template <class Work>
double median_ms(const feeds::Clock& clock, Work&& work) {
  work();
  std::vector<double> times;
  for (int i = 0; i < 101; ++i) {
    const auto begin = clock.steady();
    work();
    times.push_back(milliseconds(clock.steady() - begin));
  }
  return median(times);
}

config::Result<std::vector<Figure>> figures(Shell& shell, const std::string& folder) {
  const auto name = [&](const char* key) { return std::string(shell.words.word(key)); };
  const config::Time end = std::chrono::floor<minutes>(shell.clock.now());
  auto writer = History::open(folder + "/store.db", History::Mode::write);
  if (!writer) return tl::unexpected(writer.error());
  auto bare = feeds::BareFile::open(folder + "/bare.db");
  if (!bare) return tl::unexpected(bare.error());
  if (auto done = fill(**writer, **bare, end); !done) return tl::unexpected(done.error());
  auto reader = History::open(folder + "/store.db", History::Mode::read);
  if (!reader) return tl::unexpected(reader.error());
  std::atomic<bool> stop = false;
  std::thread coming([&] { keep_coming(**writer, end, shell.clock, stop); });
  const auto measure = [&](config::Duration span, std::optional<config::Time> known_at) {
    return median_ms(shell.clock,
                     [&] { return (*reader)->reduce(line, end - span, end, columns, known_at).has_value(); });
  };
  const double week = measure(hours(24 * 7), {}), year = measure(hours(24 * 365), {}), years = measure(five_years, {});
  const double then = measure(five_years, end - hours(24 * 100));
  const double newest =
      median_ms(shell.clock, [&] { return (*reader)->newest(line, config::Time::max()).has_value(); });
  stop = true;
  coming.join();
  const double bare_week =
      median_ms(shell.clock, [&] { return (*bare)->reduce(0, end - hours(24 * 7), end, columns).has_value(); });
  const auto begin = shell.clock.steady();
  if (auto all = (*bare)->reduce(0, end - five_years, end, columns); !all) return tl::unexpected(all.error());
  const double bare_years = milliseconds(shell.clock.steady() - begin);
  return std::vector<Figure>{
      {"week_ms", name("1,000 columns of 7 days of minutes"), week, "ms", 3},
      {"year_ms", name("1,000 columns of a year"), year, "ms", 3},
      {"five_years_ms", name("1,000 columns of 5 years"), years, "ms", 3},
      {"five_years_then_ms", name("1,000 columns of 5 years, as known 100 days ago"), then, "ms", 3},
      {"newest_ms", name("The newest value"), newest, "ms", 3},
      {"bare_week_ms", name("Bare SQLite: 7 days"), bare_week, "ms", 3},
      {"bare_five_years_ms", name("Bare SQLite: 5 years"), bare_years, "ms", 3}};
}

}  // namespace

int bench_history(Shell& shell, const BenchArguments& arguments) {
  const ScratchFolder scratch;
  const auto made = figures(shell, scratch.path().string());
  if (!made) return complain(shell.words, made.error(), failed);
  print_figures(shell.words, *made, arguments.json);
  return good;
}

}  // namespace viewer::commands
