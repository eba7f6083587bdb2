// `anjungan bench ingest`: what the store takes, what it takes for that, and what stays on the disk.
#include <unistd.h>

#include <cmath>
#include <fstream>
#include <future>
#include <random>

#include "config/tree.h"
#include "feeds/history_bare.h"
#include "feeds/history_syncs.h"
#include "feeds/store.h"
#include "viewer/commands/bench.h"

namespace viewer::commands {
namespace {

using feeds::History;
using std::chrono::seconds;

constexpr int series_count = 1000, batch_size = 1000, round_batches = 256;
constexpr const char* feed_name = "beban";

// One agency, one indicator of a thousand series, one feed: all that a check looks at is there.
std::shared_ptr<config::Center> bench_center() {
  auto catalogue = std::make_shared<config::Catalogue>();
  catalogue->code = "63.10";
  catalogue->zone = config::Zone::wita;
  catalogue->agencies = {{.id = "uji", .name = {"Uji"}}};
  config::Indicator indicator;
  indicator.name = "beban";
  indicator.agency = "uji";
  indicator.title = {"Beban"};
  indicator.least = -1e9;
  indicator.most = 1e9;
  indicator.largest_step = 1e6;
  indicator.freshness.stale_after = seconds(60);
  indicator.freshness.missing_after = seconds(300);
  catalogue->indicators = {indicator};
  catalogue->index();
  auto out = std::make_shared<config::Center>();
  out->catalogue = catalogue;
  out->usable = true;
  config::FeedConfig feed;
  feed.name = feed_name;
  feed.kind = "http_json";
  feed.agency = "uji";
  feed.basis.kind = config::Basis::Kind::own_system;
  feed.place = {"beban.toml", 1, 1};
  config::Complaints complaints;
  const auto options =
      config::parse_toml("url = \"http://127.0.0.1:9/\"\n[[value]]\nindicator = \"beban\"\npointer = \"/value\"\n",
                         "beban.toml", complaints);
  if (options) feed.options = {*options->table(), feed.place};
  out->feeds = {feed};
  return out;
}

std::string series_name(int index) {
  return "beban#" + std::to_string(1000 + index);
}

enum class Shape { walk, integers, full };

// Walks of a thousand series, a step each second, the same ones for the same seed.
class Walks {
 public:
  Walks(Shape shape, config::Time begin) : shape_(shape), at_(begin), values_(series_count, 2400) {}

  // The next `count` samples, series after series.
  std::vector<feeds::Sample> next(int count) {
    std::vector<feeds::Sample> out;
    out.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
      out.push_back({series_name(series_), at_, step(values_[static_cast<std::size_t>(series_)]), {}});
      if (++series_ < series_count) continue;
      series_ = 0;
      at_ += seconds(1);
    }
    return out;
  }
  void slow_down(int by) { at_ += seconds(by); }

 private:
  double step(double& value) {
    switch (shape_) {
      case Shape::walk:
        return (value += std::round(std::normal_distribution<double>(0, 50)(random_))) / 100;
      case Shape::integers:
        return value += static_cast<double>(random_() % 11) - 5;
      case Shape::full:
        break;
    }
    return value += std::normal_distribution<double>(0, 0.1)(random_);
  }

  Shape shape_;
  config::Time at_;
  std::vector<double> values_;
  int series_ = 0;
  std::mt19937_64 random_{1};
};

// Bytes that this process had written to the device; proc(5), io. 0 where the machine does not say.
double written_bytes() {
  std::ifstream file("/proc/self/io");
  std::string name;
  double value = 0;
  while (file >> name >> value)
    if (name == "write_bytes:") return value;
  return 0;
}

struct Spent {
  const feeds::SyncCounter& counter;
  double cpu_ms = 0, wall_ms = 0, syncs = 0;
  template <class Work>
  void measure(const feeds::Clock& clock, Work&& work) {
    const auto begin = clock.steady();
    const double cpu = cpu_milliseconds();
    const std::uint64_t synced = counter.count();
    work();
    syncs += static_cast<double>(counter.count() - synced);
    cpu_ms += cpu_milliseconds() - cpu;
    wall_ms += milliseconds(clock.steady() - begin);
  }
  double per_second(double what) const { return what / wall_ms * 1e3; }
  double per_cpu_second(double what) const { return what / cpu_ms * 1e3; }
};

// Through checks, store, packing and snapshots.
config::Result<void> ingest_store(Shell& shell, const std::string& file, int rounds, Walks walks, Spent& spent,
                                  std::uint64_t& kept) {
  auto store = feeds::Store::open(bench_center(), {.file = file}, shell.clock);
  if (!store) return tl::unexpected(store.error());
  for (int round = 0; round < rounds; ++round) {
    std::vector<std::vector<feeds::Sample>> batches;
    for (int i = 0; i < round_batches; ++i) batches.push_back(walks.next(batch_size));
    std::vector<std::future<feeds::Receipt>> receipts;
    spent.measure(shell.clock, [&] {
      for (auto& samples : batches) {
        feeds::Batch batch;
        batch.samples = std::move(samples);
        const auto answer = std::make_shared<std::promise<feeds::Receipt>>();
        receipts.push_back(answer->get_future());
        (*store)->deliver({feed_name, shell.clock.now(), feeds::Status::good(), std::move(batch), answer}, {});
      }
      for (auto& receipt : receipts) kept += receipt.get().accepted;
    });
  }
  spent.measure(shell.clock, [&] { store->reset(); });
  return {};
}

config::Result<void> ingest_bare(Shell& shell, const std::string& file, int rounds, Walks walks, Spent& spent) {
  auto bare = feeds::BareFile::open(file);
  if (!bare) return tl::unexpected(bare.error());
  for (int i = 0; i < rounds * round_batches; ++i) {
    const auto samples = walks.next(batch_size);
    config::Result<void> done;
    spent.measure(shell.clock, [&] { done = (*bare)->commit(samples, series_count, shell.clock.now()); });
    if (!done) return done;
  }
  return {};
}

config::Result<void> pack_all(History& history) {
  while (true) {
    const auto more = history.pack({.all = true});
    if (!more) return tl::unexpected(more.error());
    if (!*more) return {};
  }
}

// Whether every series reads as it came.
bool reads_back(History& history, int rounds, Walks walks) {
  std::vector<std::vector<std::pair<config::Time, double>>> wanted(series_count);
  for (int i = 0; i < rounds * round_batches; ++i)
    for (const feeds::Sample& sample : walks.next(batch_size))
      wanted[static_cast<std::size_t>(std::stoi(sample.series.substr(6)) - 1000)].push_back({sample.at, sample.value});
  for (int series = 0; series < series_count; ++series) {
    const auto& points = wanted[static_cast<std::size_t>(series)];
    std::size_t next = 0;
    bool same = true;
    const auto read = history.read({series_name(series), feed_name}, config::Time::min(), config::Time::max(), {},
                                   [&](const feeds::Stored& stored) {
                                     same = same && next < points.size() && points[next].first == stored.at &&
                                            points[next].second == stored.value;
                                     ++next;
                                   });
    if (!read || !same || next != points.size()) return false;
  }
  return true;
}

// Entries as the store makes them, straight into a file: 200 samples each, packed between as the store does.
config::Result<double> write_slowly(const std::string& file, Shape shape, int commits, int samples) {
  auto history = History::open(file, History::Mode::write);
  if (!history) return tl::unexpected(history.error());
  Walks walks(shape, config::Time(std::chrono::hours(490'000)));
  const double before = written_bytes();
  for (int i = 0; i < commits; ++i) {
    feeds::Entry entry;
    entry.feed.name = feed_name;
    entry.samples = walks.next(samples);
    entry.received = entry.samples.back().at + config::Duration(250);
    entry.feed.last_try = entry.feed.last_good = entry.feed.last_new = entry.received;
    entry.feed.accepted = static_cast<std::uint64_t>(i) * static_cast<std::uint64_t>(samples);
    if (samples < series_count && i % (series_count / samples) == 0) walks.slow_down(series_count / samples - 1);
    if (auto kept = (*history)->commit({entry}); !kept) return tl::unexpected(kept.error());
    for (auto more = (*history)->pack(); more && *more;) more = (*history)->pack();
  }
  const double written = written_bytes() - before;
  if (auto packed = pack_all(**history); !packed) return tl::unexpected(packed.error());
  return written;
}

config::Result<double> bytes_a_sample(const std::string& file, double samples) {
  const auto history = History::open(file, History::Mode::read);
  if (!history) return tl::unexpected(history.error());
  const auto size = (*history)->size();
  if (!size) return tl::unexpected(size.error());
  return static_cast<double>(size->all - size->free) / samples;
}

constexpr int slow_commits = 6000, slow_samples = 200, fast_commits = 2000;

// Bytes a sample at rest of a file of its own.
config::Result<double> packed_size(const std::string& file, Shape shape) {
  if (auto done = write_slowly(file, shape, fast_commits, batch_size); !done) return done;
  return bytes_a_sample(file, static_cast<double>(fast_commits) * batch_size);
}

// The store against a bare file with the same batches.
config::Result<std::vector<Figure>> speed_figures(Shell& shell, const std::string& folder, int rounds) {
  const config::Words& words = shell.words;
  const auto name = [&](const char* key) { return std::string(words.word(key)); };
  const Walks walks(Shape::walk, shell.clock.now() - seconds(rounds * round_batches + 60));
  const int bare_rounds = std::max(1, rounds / 4);
  const double samples = static_cast<double>(rounds) * round_batches * batch_size;
  const double bare_samples = static_cast<double>(bare_rounds) * round_batches * batch_size;
  const feeds::SyncCounter counter;
  Spent ours{counter}, bare{counter};
  std::uint64_t kept = 0;
  if (auto done = ingest_store(shell, folder + "/store.db", rounds, walks, ours, kept); !done)
    return tl::unexpected(done.error());
  if (auto done = ingest_bare(shell, folder + "/bare.db", bare_rounds, walks, bare); !done)
    return tl::unexpected(done.error());
  const auto history = History::open(folder + "/store.db", History::Mode::write);
  if (!history) return tl::unexpected(history.error());
  if (auto packed = pack_all(**history); !packed) return tl::unexpected(packed.error());
  const bool exact = kept == static_cast<std::uint64_t>(samples) && reads_back(**history, rounds, walks);
  return std::vector<Figure>{
      {"samples", name("Samples taken"), static_cast<double>(kept), "", 0},
      {"samples_per_cpu_second", name("Samples in a second of processor time"), ours.per_cpu_second(samples), "/s", 0},
      {"samples_per_second", name("Samples in a second"), ours.per_second(samples), "/s", 0},
      {"syncs_per_second", name("Writes secured on the disk (fdatasync) in a second"), ours.per_second(ours.syncs),
       "/s", 1},
      {"samples_per_sync", name("Samples for each of them"), samples / ours.syncs, "", 0},
      {"bare_samples_per_cpu_second", name("Bare SQLite: samples in a second of processor time"),
       bare.per_cpu_second(bare_samples), "/s", 0},
      {"bare_samples_per_second", name("Bare SQLite: samples in a second"), bare.per_second(bare_samples), "/s", 0},
      {"bare_syncs_per_second", name("Bare SQLite: writes secured on the disk (fdatasync) in a second"),
       bare.per_second(bare.syncs), "/s", 1},
      {"bare_samples_per_sync", name("Bare SQLite: samples for each of them"), bare_samples / bare.syncs, "", 0},
      {"read_back_exactly", name("All of it reads back exactly (1: yes)"), exact ? 1.0 : 0.0, "", 0}};
}

config::Result<std::vector<Figure>> size_figures(const config::Words& words, const std::string& folder, int rounds) {
  const auto name = [&](const char* key) { return std::string(words.word(key)); };
  const auto walk = bytes_a_sample(folder + "/store.db", static_cast<double>(rounds) * round_batches * batch_size);
  if (!walk) return tl::unexpected(walk.error());
  const auto integers = packed_size(folder + "/integers.db", Shape::integers);
  if (!integers) return tl::unexpected(integers.error());
  const auto full = packed_size(folder + "/full.db", Shape::full);
  if (!full) return tl::unexpected(full.error());
  const auto written = write_slowly(folder + "/slow.db", Shape::walk, slow_commits, slow_samples);
  if (!written) return tl::unexpected(written.error());
  return std::vector<Figure>{
      {"bytes_per_sample", name("Bytes a sample at rest: two decimals"), *walk, "B", 2},
      {"bytes_per_integer", name("Bytes a sample at rest: integers"), *integers, "B", 2},
      {"bytes_per_full_double", name("Bytes a sample at rest: all digits"), *full, "B", 2},
      {"written_per_sample", name("Bytes written to the device a sample, at 200 samples a commit"),
       *written / (static_cast<double>(slow_commits) * slow_samples), "B", 1}};
}

}  // namespace

int bench_ingest(Shell& shell, const BenchArguments& arguments) {
  const ScratchFolder scratch;
  const std::string folder = scratch.path().string();
  const int rounds = std::stoi(arguments.rounds);
  auto figures = speed_figures(shell, folder, rounds);
  if (!figures) return complain(shell.words, figures.error(), failed);
  const auto sizes = size_figures(shell.words, folder, rounds);
  if (!sizes) return complain(shell.words, sizes.error(), failed);
  figures->insert(figures->end(), sizes->begin(), sizes->end());
  print_figures(shell.words, *figures, arguments.json);
  return good;
}

}  // namespace viewer::commands
