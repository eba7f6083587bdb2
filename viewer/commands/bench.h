// What the benchmarks share: figures, a filled store, memory by what it holds, and how often memory was asked for.
#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>
#include "viewer/backing.h"
#include "viewer/commands/command.h"

namespace viewer::commands {

struct BenchArguments {
  std::string center, size = "1920x1080", runs = "7", seconds = "60", rounds = "16", step = "5", weeks = "4",
                      snapshots = "1000000", once, map;
  bool json = false;
};

int bench_start(Shell&, const BenchArguments&);
int bench_start_once(Shell&, const BenchArguments&);  // the child of bench_start: one start, stages as JSON
int bench_frame(Shell&, const BenchArguments&);
int bench_motion(Shell&, const BenchArguments&);
int bench_chart(Shell&, const BenchArguments&);
int bench_map(Shell&, const BenchArguments&);
int bench_network(Shell&, const BenchArguments&);
int bench_run(Shell&, const BenchArguments&);
int bench_ingest(Shell&, const BenchArguments&);
int bench_feeds(Shell&, const BenchArguments&);
int bench_history(Shell&, const BenchArguments&);
int bench_years(Shell&, const BenchArguments&);
int bench_soak(Shell&, const BenchArguments&);

// One measured number: `key` is its name in JSON, `name` what people read.
struct Figure {
  std::string key, name;
  double value = 0;
  std::string unit;
  int decimals = 1;
};
void print_figures(const config::Words&, const std::vector<Figure>&, bool json);

double median(std::vector<double>);
double milliseconds(std::chrono::steady_clock::duration);
template <class Work>
double measured_ms(const feeds::Clock& clock, Work&& work) {
  const auto begin = clock.steady();
  work();
  return milliseconds(clock.steady() - begin);
}
double cpu_milliseconds();  // of this process, all its threads; to the microsecond

// Proportional set size in kB by what the mapping holds: "driver", "libraries", "program", "heap", "stacks", "other";
// "all" is their sum, "alone" what the process has in memory whether others share it or not (Rss). Empty when the
// process cannot be read.
std::map<std::string, double> memory_kb(const std::string& pid = "self");
std::vector<Figure> memory_figures(const config::Words&, const std::map<std::string, double>&,
                                   const std::string& prefix);

// How often operator new and Dear ImGui's allocator were called on this thread.
void count_allocations(bool on);  // also makes ImGui's allocations counted: call before ImGui is used
std::uint64_t allocations();

// A folder of its own, removed with all it holds.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// The simulated center, every feed of it polled once, with its store in `state` (empty: in memory).
config::Result<std::unique_ptr<Backing>> polled_once(Shell&, const std::string& center,
                                                     const std::filesystem::path& state);
// The same, and every series gets a past: a day of values every five minutes, or two years of periods. Returns how many
// values the store took.
config::Result<std::uint64_t> fill_store(Shell&, const std::string& center, const std::filesystem::path& state);

// To the indicator's decimals, and what is possible.
double rounded(double value, const config::Indicator&);
// From the process's start to the first picture on the store in `state`, and the memory then.
config::Result<std::vector<Figure>> start_figures(Shell&, const BenchArguments&, const std::filesystem::path& state);

// This program as a child: its standard output is kept, its standard error is ours.
struct Spawned {
  int pid = -1, out = -1;  // `out`: the reading end of its standard output
};
config::Result<Spawned> spawn(const std::string& program, const std::vector<std::string>& arguments,
                              const std::map<std::string, std::string>& environment = {},
                              const std::vector<std::string>& without = {});
std::string read_line(Spawned&);  // up to a line's end or the stream's
std::string read_all(Spawned&);
int reap(Spawned&, int signal = 0);  // sends `signal` first; its exit status, -1 where it had none

// A virtual X server of that size on a free display; nothing where it is not installed. The caller reaps it.
struct VirtualScreen {
  Spawned server;
  std::string display;
};
std::optional<VirtualScreen> virtual_screen(const std::string& size);

}  // namespace viewer::commands
