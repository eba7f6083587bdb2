// `anjungan simulate`: the pretend agencies alone, on loopback, until a signal; with --fault they behave badly.
#include "feeds/simulate/simulator.h"

#include <cstdio>
#include <fstream>

#include "config/hexmap.h"
#include "feeds/simulate/faults.h"
#include "viewer/commands/arguments.h"
#include "viewer/commands/command.h"

namespace viewer::commands {
namespace {

struct Arguments {
  std::string center, port, seed = "1", speed = "1";
  std::string fault, fault_path = "*", fault_for, fault_ca;
};

constexpr const char* list = "list";

int print_faults(const config::Words& words) {
  for (const feeds::simulate::FaultInfo& one : feeds::simulate::fault_list())
    std::printf("%-20s %s\n", one.name, words.say({one.says, {}}).c_str());
  return good;
}

int tell(const config::Text& text, const config::Words& words) {
  std::printf("%s\n", words.say(text).c_str());
  std::fflush(stdout);
  wait_for_signal();
  return good;
}

// The agency that behaves badly stands before the good ones.
int behave_badly(Shell& shell, const Arguments& arguments, int good_port, int port, const config::Words& words) {
  const feeds::simulate::FaultInfo& info = *feeds::simulate::find_fault(arguments.fault);
  feeds::simulate::FaultyAgency agency({.fault = info.fault,
                                        .good_port = good_port,
                                        .path = arguments.fault_path,
                                        .lasts = config::parse_duration(arguments.fault_for)},
                                       shell.clock);
  if (agency.is_secure()) {
    std::ofstream out(arguments.fault_ca);
    out << agency.authority();
    if (arguments.fault_ca.empty() || !out.flush())
      return complain(words,
                      {"a fault of certificates needs a file for the authority that feeds are to trust",
                       "name one with --fault-ca, and name the same as ca_file of the feeds"},
                      failed);
  }
  const auto listening = agency.listen(port);
  if (!listening) return complain(words, listening.error(), failed);
  return commands::tell(
      {"pretend agencies answer at {} (end with Ctrl-C); their fault: {}", {agency.url(), words.say({info.says, {}})}},
      words);
}

int simulate(Shell& shell, const Arguments& arguments) {
  if (arguments.fault == list) return print_faults(shell.words);
  block_signals();
  const auto center = open_center(shell, arguments.center);
  if (!center) return wrong;
  const config::Words words = shell.words_of(*center);
  feeds::Simulator::Options options;
  options.seed = static_cast<std::uint64_t>(parse_count(arguments.seed, 0, 2'000'000'000).value_or(1));
  options.speed = parse_number(arguments.speed, 0.001, 100'000).value_or(1);
  options.map = config::map_path(center->dir, {}, center->catalogue->map);
  feeds::Simulator simulator(options, center->catalogue, shell.clock);
  const int wanted = parse_count(arguments.port, 0, 65535).value_or(0);
  const auto port = simulator.listen(arguments.fault.empty() ? wanted : 0);
  if (!port) return complain(words, port.error(), failed);
  if (!arguments.fault.empty()) return behave_badly(shell, arguments, *port, wanted, words);
  return commands::tell({"pretend agencies answer at http://127.0.0.1:{} (end with Ctrl-C)", {std::to_string(*port)}},
                        words);
}

std::vector<std::string> fault_names() {
  std::vector<std::string> out = {list};
  for (const feeds::simulate::FaultInfo& one : feeds::simulate::fault_list()) out.emplace_back(one.name);
  return out;
}

void add_faults(Command app, Arguments& arguments, const config::Words& words) {
  const auto help = [&words](const char* key) { return std::string(words.word(key)); };
  app.option("--fault", arguments.fault,
             help("What the pretend agencies do wrong with every answer; list: all faults, each in a sentence"))
      .check(is_one_of(words, fault_names()))
      .each([app](const std::string& name) {  // the list needs nothing else
        for (const char* option : {"--center", "--port"}) app.find(option).required(name != list);
      })
      .type_name(help("NAME"));
  app.option("--fault-path", arguments.fault_path,
             help("Only with answers for paths like this; * stands for anything. Default: all"))
      .type_name(help("PATTERN"));
  app.option("--fault-for", arguments.fault_for, help("So long, then they are well again: 90s, 1h. Default: always"))
      .check(is_duration(words))
      .type_name(help("DURATION"));
  app.option("--fault-ca", arguments.fault_ca,
             help("File to write the authority into, for faults of certificates; what feeds name as ca_file"))
      .type_name(help("FILE"));
}

}  // namespace

void add_simulate(Command parent, Shell& shell) {
  const Command app =
      add_command(parent, shell, "simulate", "Run the pretend agencies alone, for demonstrations and tests",
                  "simulate --center config/centers/tanah-bumbu --port 9000");
  const auto arguments = std::make_shared<Arguments>();
  const config::Words& words = shell.words;
  const auto help = [&words](const char* key) { return std::string(words.word(key)); };
  app.option("--center", arguments->center, help("Folder of the center")).required().type_name(help("DIR"));
  app.option("--port", arguments->port, help("Port on 127.0.0.1; 0: any free one"))
      .required()
      .check(is_count(words, 0, 65535))
      .type_name("N");
  app.option("--seed", arguments->seed, help("Number that decides all values; default 1"))
      .check(is_count(words, 0, 2'000'000'000))
      .type_name("N");
  app.option("--speed", arguments->speed, help("Simulated seconds in a second, from the start; default 1"))
      .check(is_number(words, 0.001, 100'000))
      .type_name("X");
  add_faults(app, *arguments, words);
  app.callback([arguments, &shell] { shell.chosen = [arguments, &shell] { return simulate(shell, *arguments); }; });
}

}  // namespace viewer::commands
