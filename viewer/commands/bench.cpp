// `anjungan bench`: the figures of the program's speed and cost. Never a test: a busy machine gives other figures.
#include "viewer/commands/bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <ctime>

#include "viewer/commands/arguments.h"

namespace viewer::commands {
namespace {

// The example center beside the assets, or where the package puts it.
std::string example_center(const Shell& shell) {
  const auto beside = (shell.folders.assets.parent_path() / "config/centers/tanah-bumbu").lexically_normal();
  return std::filesystem::exists(beside) ? beside.string() : "/etc/anjungan/centers/tanah-bumbu";
}

std::string example_of(const char* name) {
  return std::string("bench ") + name + " --json";
}

CLI::App& add(CLI::App& parent, Shell& shell, const char* name, const char* summary,
              const std::shared_ptr<BenchArguments>& arguments) {
  CLI::App& app = add_command(parent, shell, name, summary, example_of(name).c_str());
  const config::Words& words = shell.words;
  const auto help = [&words](const char* key) { return std::string(words.word(key)); };
  app.add_option("--center", arguments->center, help("Folder of the center; default: the example Tanah Bumbu"))
      ->type_name(help("DIR"));
  app.add_option("--size", arguments->size, help("Size in pixels; default 1920x1080"))
      ->check(is_size(words))
      ->type_name(help("WxH"));
  app.add_flag("--json", arguments->json, help("Figures as one JSON object"));
  return app;
}

}  // namespace

void print_figures(const config::Words& words, const std::vector<Figure>& figures, bool json) {
  if (json) {
    nlohmann::ordered_json object = nlohmann::ordered_json::object();
    for (const Figure& figure : figures) object[figure.key] = figure.value;
    std::printf("%s\n", object.dump(2).c_str());
    return;
  }
  std::size_t width = 0;
  for (const Figure& figure : figures) width = std::max(width, figure.name.size());
  for (const Figure& figure : figures) {
    std::string value = fmt::format("{:.{}f}", figure.value, figure.decimals);
    if (words.indonesian()) std::replace(value.begin(), value.end(), '.', ',');
    std::printf("%s\n", fmt::format("{:<{}}  {:>12} {}", figure.name, width, value, figure.unit).c_str());
  }
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double milliseconds(std::chrono::steady_clock::duration time) {
  return std::chrono::duration<double, std::milli>(time).count();
}
double cpu_milliseconds() {
  return static_cast<double>(std::clock()) * 1e3 / CLOCKS_PER_SEC;
}

void add_bench(CLI::App& parent, Shell& shell) {
  CLI::App& bench = add_command(parent, shell, "bench", "Measure speed and cost on this machine", "");
  bench.require_subcommand(1);
  const auto arguments = std::make_shared<BenchArguments>();
  const config::Words& words = shell.words;
  const auto help = [&words](const char* key) { return std::string(words.word(key)); };
  const auto chosen = [arguments, &shell](auto what) {
    return [arguments, &shell, what] {
      if (arguments->center.empty()) arguments->center = example_center(shell);
      shell.chosen = [arguments, &shell, what] { return what(shell, *arguments); };
    };
  };
  CLI::App& start =
      add(bench, shell, "start", "From the process's start to the first complete picture of the first page", arguments);
  start.add_option("--runs", arguments->runs, help("How often; the median counts; default 7"))
      ->check(is_count(words, 1, 1000))
      ->type_name("N");
  start.add_option("--once", arguments->once)->group("");
  start.callback(chosen([](Shell& given, const BenchArguments& with) {
    return with.once.empty() ? bench_start(given, with) : bench_start_once(given, with);
  }));
  add(bench, shell, "frame", "What a frame of each page costs: whole, quiet, and at a minute's turn", arguments)
      .callback(chosen(bench_frame));
  CLI::App& motion =
      add(bench, shell, "motion",
          "A ticker in a window beside a bare loop that presents the same strip, and a page without it", arguments);
  motion.add_option("--seconds", arguments->seconds, help("How long each runs before it is measured; default 60"))
      ->check(is_count(words, 2, 3600))
      ->type_name(help("SECONDS"));
  motion.callback(chosen(bench_motion));
  CLI::App& chart = add(bench, shell, "chart", "A line of a million points on half of a window, panned", arguments);
  chart.add_option("--seconds", arguments->seconds, help("How long each runs before it is measured; default 60"))
      ->check(is_count(words, 2, 3600))
      ->type_name(help("SECONDS"));
  chart.callback(chosen(bench_chart));
  CLI::App& map =
      add(bench, shell, "map", "A map file loaded, recoloured, panned and zoomed on a third of the screen", arguments);
  map.add_option("FILE", arguments->map, help("Map file, as `map import` writes it"))->required();
  map.callback(chosen(bench_map));
  add(bench, shell, "network", "A network of 2,000 nodes and 4,000 links: read, laid out, drawn and painted", arguments)
      .callback(chosen(bench_network));
  CLI::App& run =
      add(bench, shell, "run", "Memory and processor time of a running center, without a window and in one", arguments);
  run.add_option("--seconds", arguments->seconds, help("How long each runs before it is measured; default 60"))
      ->check(is_count(words, 5, 86'400))
      ->type_name(help("SECONDS"));
  run.callback(chosen(bench_run));
  CLI::App& ingest = add_command(bench, shell, "ingest", "What the store takes in, and what of it stays on the disk",
                                 example_of("ingest").c_str());
  ingest.add_option("--rounds", arguments->rounds, help("How often 256,000 samples are brought; default 16"))
      ->check(is_count(words, 1, 10'000))
      ->type_name("N");
  ingest.add_flag("--json", arguments->json, help("Figures as one JSON object"));
  ingest.callback(chosen(bench_ingest));
  CLI::App& feeds =
      add_command(bench, shell, "feeds", "How fast replies are read, and what 2,000 feeds each second take",
                  example_of("feeds").c_str());
  feeds.add_option("--seconds", arguments->seconds, help("How long each runs before it is measured; default 60"))
      ->check(is_count(words, 1, 3600))
      ->type_name(help("SECONDS"));
  feeds.add_flag("--json", arguments->json, help("Figures as one JSON object"));
  feeds.callback(chosen(bench_feeds));
  CLI::App& years = add(bench, shell, "years", "A center after five years: size, start, pages, questions", arguments);
  years.add_option("--step", arguments->step, help("Minutes between the values of a live series; default 5"))
      ->check(is_count(words, 1, 1440))
      ->type_name(help("MINUTES"));
  years.add_option("--weeks", arguments->weeks, help("So many of the last weeks have a value each minute; default 4"))
      ->check(is_count(words, 0, 52))
      ->type_name("N");
  years.add_option("--runs", arguments->runs, help("How often the start is measured; default 7"))
      ->check(is_count(words, 1, 1000))
      ->type_name("N");
  years.callback(chosen(bench_years));
  CLI::App& soak = add(bench, shell, "soak",
                       "What grows when data change a million times: the first tenth beside the last", arguments);
  soak.add_option("--snapshots", arguments->snapshots, help("How often data change; default 1000000"))
      ->check(is_count(words, 100, 100'000'000))
      ->type_name("N");
  soak.callback(chosen(bench_soak));
  CLI::App& history =
      add_command(bench, shell, "history", "How long the columns of a long curve take, while values come",
                  example_of("history").c_str());
  history.add_flag("--json", arguments->json, help("Figures as one JSON object"));
  history.callback(chosen(bench_history));
}

}  // namespace viewer::commands
