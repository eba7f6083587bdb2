// `anjungan simulate`: the pretend agencies alone, on loopback, until a signal.
#include "feeds/simulate/simulator.h"

#include <cstdio>

#include "viewer/commands/arguments.h"
#include "viewer/commands/command.h"

namespace viewer::commands {
namespace {

struct Arguments {
  std::string center, port, seed = "1", speed = "1";
};

int simulate(Shell& shell, const Arguments& arguments) {
  block_signals();
  const auto center = open_center(shell, arguments.center);
  if (!center) return wrong;
  const config::Words words = shell.words_of(*center);
  feeds::Simulator::Options options;
  options.seed = static_cast<std::uint64_t>(parse_count(arguments.seed, 0, 2'000'000'000).value_or(1));
  options.speed = parse_number(arguments.speed, 0.001, 100'000).value_or(1);
  feeds::Simulator simulator(options, center->catalogue, shell.clock);
  const auto port = simulator.listen(parse_count(arguments.port, 0, 65535).value_or(0));
  if (!port) return complain(words, port.error(), failed);
  std::printf(
      "%s\n",
      words.say({"pretend agencies answer at http://127.0.0.1:{} (end with Ctrl-C)", {std::to_string(*port)}}).c_str());
  std::fflush(stdout);
  wait_for_signal();
  return good;
}

}  // namespace

void add_simulate(CLI::App& parent, Shell& shell) {
  CLI::App& app = add_command(parent, shell, "simulate", "Run the pretend agencies alone, for demonstrations and tests",
                              "simulate --center config/centers/tanah-bumbu --port 9000");
  const auto arguments = std::make_shared<Arguments>();
  const config::Words& words = shell.words;
  const auto help = [&words](const char* key) { return std::string(words.word(key)); };
  app.add_option("--center", arguments->center, help("Folder of the center"))->required()->type_name(help("DIR"));
  app.add_option("--port", arguments->port, help("Port on 127.0.0.1; 0: any free one"))
      ->required()
      ->check(is_count(words, 0, 65535))
      ->type_name("N");
  app.add_option("--seed", arguments->seed, help("Number that decides all values; default 1"))
      ->check(is_count(words, 0, 2'000'000'000))
      ->type_name("N");
  app.add_option("--speed", arguments->speed, help("Simulated seconds in a second, from the start; default 1"))
      ->check(is_number(words, 0.001, 100'000))
      ->type_name("X");
  app.callback([arguments, &shell] { shell.chosen = [arguments, &shell] { return simulate(shell, *arguments); }; });
}

}  // namespace viewer::commands
