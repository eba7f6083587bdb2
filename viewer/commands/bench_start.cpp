// `anjungan bench start`: the program starts itself several times on a filled store; the child says when it reached
// each stage, measured from the moment before it was started.
#include <cstdio>
#include <nlohmann/json.hpp>

#include "viewer/backing.h"
#include "viewer/commands/arguments.h"
#include "viewer/commands/bench.h"
#include "viewer/commands/page.h"

namespace viewer::commands {
namespace {

std::chrono::nanoseconds since_boot(const feeds::Clock& clock) {
  return clock.steady().time_since_epoch();
}

// --once "NANOSECONDS:STATE"
struct Once {
  std::chrono::nanoseconds begun{};
  std::string state;
};
std::optional<Once> parse_once(const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos || text.find_first_not_of("0123456789") != colon) return std::nullopt;
  return Once{std::chrono::nanoseconds(std::stoll(text.substr(0, colon))), text.substr(colon + 1)};
}

}  // namespace

int bench_start_once(Shell& shell, const BenchArguments& arguments) {
  const auto once = parse_once(arguments.once);
  if (!once) return wrong;
  const auto stage = [&] { return milliseconds(since_boot(shell.clock) - once->begun); };
  nlohmann::ordered_json stages;
  stages["main"] = stage();
  Backing::Options options;
  options.center = arguments.center;
  options.state = once->state;
  options.simulate = true;
  config::Complaints complaints;
  auto backing = Backing::open(options, shell.clock, complaints);
  if (!backing) return complain(shell.words, backing.error(), failed);
  stages["store"] = stage();
  Studio::Options studio_options;
  if (const auto size = parse_size(arguments.size)) studio_options.size = *size;
  auto studio = Studio::open((*backing)->center(), studio_options, moment(shell.clock));
  if (!studio) return complain(shell.words, studio.error(), failed);
  stages["display"] = stage();
  LocalSource source((*backing)->store(), (*studio)->display().audience);
  auto snapshot = source.view((*studio)->display().audience, std::nullopt, (*studio)->scene().wants()).get();
  stages["values"] = stage();
  (*studio)->picture(snapshot, moment(shell.clock));
  stages["picture"] = stage();
  for (const auto& [group, kb] : memory_kb()) stages["pss"][group] = kb;
  std::printf("%s\n", stages.dump().c_str());
  return good;
}

config::Result<std::vector<Figure>> start_figures(Shell& shell, const BenchArguments& arguments,
                                                  const std::filesystem::path& state) {
  std::map<std::string, std::vector<double>> stages;
  std::map<std::string, double> pss;
  const int runs = parse_count(arguments.runs, 1, 1000).value_or(7);
  for (int i = 0; i <= runs; ++i) {
    const std::string begun = std::to_string(since_boot(shell.clock).count());
    auto child = spawn(shell.program, {"bench", "start", "--center", arguments.center, "--size", arguments.size,
                                       "--once", begun + ":" + state.string()});
    if (!child) return tl::unexpected(child.error());
    const std::string said = read_all(*child);
    const auto result = nlohmann::json::parse(said, nullptr, false);
    if (reap(*child) != good || !result.is_object())
      return config::fail("a start for the benchmark failed", "see the message above");
    if (i == 0) continue;  // warms the caches of the disk and of shaders
    for (const char* name : {"main", "store", "display", "values", "picture"}) stages[name].push_back(result[name]);
    for (const auto& [group, kb] : result["pss"].items()) pss[group] = kb;
  }
  const auto word = [&](const char* key) { return std::string(shell.words.word(key)); };
  std::vector<Figure> figures{
      {"start_ms", word("start to the first complete picture (median)"), median(stages["picture"]), "ms", 1},
      {"main_ms", word("  until the program's own code runs"), median(stages["main"]), "ms", 1},
      {"store_ms", word("  until center, store and feeds stand"), median(stages["store"]), "ms", 1},
      {"display_ms", word("  until OpenGL, fonts and page stand"), median(stages["display"]), "ms", 1},
      {"values_ms", word("  until the values are read"), median(stages["values"]), "ms", 1}};
  for (Figure& figure : memory_figures(shell.words, pss, "")) figures.push_back(std::move(figure));
  return figures;
}

int bench_start(Shell& shell, const BenchArguments& arguments) {
  const ScratchFolder folder;
  const auto kept = fill_store(shell, arguments.center, folder.path());
  if (!kept) return complain(shell.words, kept.error(), failed);
  auto figures = start_figures(shell, arguments, folder.path());
  if (!figures) return complain(shell.words, figures.error(), failed);
  figures->insert(figures->begin() + 5, {"kept_values", std::string(shell.words.word("values in the store")),
                                         static_cast<double>(*kept), "", 0});
  print_figures(shell.words, *figures, arguments.json);
  return good;
}

}  // namespace viewer::commands
