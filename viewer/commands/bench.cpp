// `anjungan bench`: the figures of the program's speed and cost. Never a test: a busy machine gives other figures.
#include "viewer/commands/bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <nlohmann/json.hpp>

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

Command add(Command parent, Shell& shell, const char* name, const char* summary,
            const std::shared_ptr<BenchArguments>& arguments) {
  const Command app = add_command(parent, shell, name, summary, example_of(name).c_str());
  const config::Words& words = shell.words;
  const auto help = [&words](const char* key) { return std::string(words.word(key)); };
  app.option("--center", arguments->center, help("Folder of the center; default: the example Tanah Bumbu"))
      .type_name(help("DIR"));
  app.option("--size", arguments->size, help("Size in pixels; default 1920x1080"))
      .check(is_size(words))
      .type_name(help("WxH"));
  app.flag("--json", arguments->json, help("Figures as one JSON object"));
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

void add_bench(Command parent, Shell& shell) {
  const Command bench = add_command(parent, shell, "bench", "Measure speed and cost on this machine", "");
  bench.wants_command();
  const auto arguments = std::make_shared<BenchArguments>();
  const config::Words& words = shell.words;
  const auto help = [&words](const char* key) { return std::string(words.word(key)); };
  const auto chosen = [arguments, &shell](auto what) {
    return [arguments, &shell, what] {
      if (arguments->center.empty()) arguments->center = example_center(shell);
      shell.chosen = [arguments, &shell, what] { return what(shell, *arguments); };
    };
  };
  const Command start =
      add(bench, shell, "start", "From the process's start to the first complete picture of the first page", arguments);
  start.option("--runs", arguments->runs, help("How often; the median counts; default 7"))
      .check(is_count(words, 1, 1000))
      .type_name("N");
  start.option("--once", arguments->once).hidden();
  start.callback(chosen([](Shell& given, const BenchArguments& with) {
    return with.once.empty() ? bench_start(given, with) : bench_start_once(given, with);
  }));
  add(bench, shell, "frame", "What a frame of each page costs: whole, quiet, and at a minute's turn", arguments)
      .callback(chosen(bench_frame));
  const Command motion =
      add(bench, shell, "motion",
          "A ticker in a window beside a bare loop that presents the same strip, and a page without it", arguments);
  motion.option("--seconds", arguments->seconds, help("How long each runs before it is measured; default 60"))
      .check(is_count(words, 2, 3600))
      .type_name(help("SECONDS"));
  motion.callback(chosen(bench_motion));
  const Command chart = add(bench, shell, "chart", "A line of a million points on half of a window, panned", arguments);
  chart.option("--seconds", arguments->seconds, help("How long each runs before it is measured; default 60"))
      .check(is_count(words, 2, 3600))
      .type_name(help("SECONDS"));
  chart.callback(chosen(bench_chart));
  const Command map =
      add(bench, shell, "map", "A map file loaded, recoloured, panned and zoomed on a third of the screen", arguments);
  map.option("FILE", arguments->map, help("Map file, as `map import` writes it")).required();
  map.callback(chosen(bench_map));
  add(bench, shell, "network", "A network of 2,000 nodes and 4,000 links: read, laid out, drawn and painted", arguments)
      .callback(chosen(bench_network));
  const Command run =
      add(bench, shell, "run", "Memory and processor time of a running center, without a window and in one", arguments);
  run.option("--seconds", arguments->seconds, help("How long each runs before it is measured; default 60"))
      .check(is_count(words, 5, 86'400))
      .type_name(help("SECONDS"));
  run.callback(chosen(bench_run));
  const Command ingest =
      add_command(bench, shell, "ingest", "What the store takes in, and what of it stays on the disk",
                  example_of("ingest").c_str());
  ingest.option("--rounds", arguments->rounds, help("How often 256,000 samples are brought; default 16"))
      .check(is_count(words, 1, 10'000))
      .type_name("N");
  ingest.flag("--json", arguments->json, help("Figures as one JSON object"));
  ingest.callback(chosen(bench_ingest));
  const Command feeds =
      add_command(bench, shell, "feeds", "How fast replies are read, and what 2,000 feeds each second take",
                  example_of("feeds").c_str());
  feeds.option("--seconds", arguments->seconds, help("How long each runs before it is measured; default 60"))
      .check(is_count(words, 1, 3600))
      .type_name(help("SECONDS"));
  feeds.flag("--json", arguments->json, help("Figures as one JSON object"));
  feeds.callback(chosen(bench_feeds));
  const Command years =
      add(bench, shell, "years", "A center after five years: size, start, pages, questions", arguments);
  years.option("--step", arguments->step, help("Minutes between the values of a live series; default 5"))
      .check(is_count(words, 1, 1440))
      .type_name(help("MINUTES"));
  years.option("--weeks", arguments->weeks, help("So many of the last weeks have a value each minute; default 4"))
      .check(is_count(words, 0, 52))
      .type_name("N");
  years.option("--runs", arguments->runs, help("How often the start is measured; default 7"))
      .check(is_count(words, 1, 1000))
      .type_name("N");
  years.callback(chosen(bench_years));
  const Command soak = add(bench, shell, "soak",
                           "What grows when data change a million times: the first tenth beside the last", arguments);
  soak.option("--snapshots", arguments->snapshots, help("How often data change; default 1000000"))
      .check(is_count(words, 100, 100'000'000))
      .type_name("N");
  soak.callback(chosen(bench_soak));
  const Command history =
      add_command(bench, shell, "history", "How long the columns of a long curve take, while values come",
                  example_of("history").c_str());
  history.flag("--json", arguments->json, help("Figures as one JSON object"));
  history.callback(chosen(bench_history));
}

}  // namespace viewer::commands
