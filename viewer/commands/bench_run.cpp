// `anjungan bench run`: a center runs as a child, first without a window, then in one under a virtual X server where
// there is one; its memory and processor time are read from /proc.
#include <signal.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "feeds/http.h"
#include "viewer/commands/arguments.h"
#include "viewer/commands/bench.h"

namespace viewer::commands {
namespace {

// User and system time of another process, in milliseconds; proc(5), stat, fields 14 and 15.
double cpu_milliseconds_of(int pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string text;
  std::getline(file, text);
  const std::size_t after_name = text.rfind(')');
  if (after_name == std::string::npos) return 0;
  std::istringstream fields(text.substr(after_name + 1));
  std::string skipped;
  for (int i = 3; i < 14; ++i) fields >> skipped;
  double user = 0, system = 0;
  fields >> user >> system;
  return (user + system) * 1000.0 / static_cast<double>(sysconf(_SC_CLK_TCK));
}

bool sleep_for(feeds::Clock& clock, double seconds) {
  return clock.sleep_until(
      clock.steady() + std::chrono::duration_cast<feeds::Steady::duration>(std::chrono::duration<double>(seconds)), {});
}

// Where the live page is, as the program says it.
std::string live_address(Spawned& child) {
  for (std::string line = read_line(child); !line.empty(); line = read_line(child))
    if (const std::size_t at = line.find("http://"); at != std::string::npos) return line.substr(at);
  return {};
}

// Opens the live page as a browser does: its words and the picture in it.
config::Result<void> look_at(const std::string& address, feeds::Clock& clock) {
  feeds::Http http({}, clock);
  const auto page = http.fetch({.url = address}, {});
  if (!page) return tl::unexpected(page.error());
  const std::string mark = "data-src=\"/";
  const std::size_t from = page->body.find(mark);
  if (from == std::string::npos) return config::fail("the live page has no picture");
  const std::size_t name = from + mark.size();
  const auto picture = http.fetch({.url = address + page->body.substr(name, page->body.find('"', name) - name)}, {});
  if (!picture) return tl::unexpected(picture.error());
  return {};
}

// Runs the program, measures it over the last third of the time, and ends it.
config::Result<std::vector<Figure>> measure(Shell& shell, const BenchArguments& arguments, const std::string& prefix,
                                            const std::vector<std::string>& more,
                                            const std::map<std::string, std::string>& environment,
                                            const std::vector<std::string>& without) {
  const ScratchFolder folder;
  std::vector<std::string> words{
      "run", "--center", arguments.center, "--simulate", "--state", folder.path().string(), "--port", "0"};
  words.insert(words.end(), more.begin(), more.end());
  auto child = spawn(shell.program, words, environment, without);
  if (!child) return tl::unexpected(child.error());
  const std::string address = live_address(*child);
  const double seconds = parse_count(arguments.seconds, 5, 86'400).value_or(60);
  sleep_for(shell.clock, seconds / 3);
  const auto looked = look_at(address, shell.clock);
  sleep_for(shell.clock, seconds / 3);
  const double before = cpu_milliseconds_of(child->pid);
  const auto begun = shell.clock.steady();
  sleep_for(shell.clock, seconds / 3);
  const double share = 100 * (cpu_milliseconds_of(child->pid) - before) / milliseconds(shell.clock.steady() - begun);
  const auto memory = memory_kb(std::to_string(child->pid));
  const bool stood = kill(child->pid, 0) == 0 && !memory.empty();
  const int code = reap(*child, SIGTERM);
  if (!stood || code != good)
    return config::fail({"the program ended with {} while it was measured", {std::to_string(code)}},
                        "see the message above");
  if (!looked) return tl::unexpected(looked.error());
  std::vector<Figure> figures = memory_figures(shell.words, memory, prefix);
  figures.push_back({prefix + "cpu_percent",
                     std::string(shell.words.word("processor, of one core, feeds and simulator "
                                                  "included")),
                     share, "%", 2});
  return figures;
}

void add_named(std::vector<Figure>& all, std::vector<Figure> more, const std::string& name) {
  for (Figure& figure : more) {
    figure.name = name + ": " + figure.name;
    all.push_back(std::move(figure));
  }
}

}  // namespace

int bench_run(Shell& shell, const BenchArguments& arguments) {
  const auto word = [&](const char* key) { return std::string(shell.words.word(key)); };
  std::vector<Figure> figures;
  auto headless = measure(shell, arguments, "headless.", {"--headless"}, {}, {"DISPLAY", "WAYLAND_DISPLAY"});
  if (!headless) return complain(shell.words, headless.error(), failed);
  add_named(figures, std::move(*headless), word("without a window"));
  if (auto screen = virtual_screen(arguments.size)) {
    auto windowed = measure(shell, arguments, "windowed.", {"--windowed", arguments.size},
                            {{"DISPLAY", screen->display}}, {"WAYLAND_DISPLAY"});
    reap(screen->server, SIGTERM);
    if (!windowed) return complain(shell.words, windowed.error(), failed);
    add_named(figures, std::move(*windowed), word("in a window"));
  } else {
    complain(shell.words, {"there is no Xvfb: the window was not measured", "install the package xvfb"}, good);
  }
  print_figures(shell.words, figures, arguments.json);
  return good;
}

}  // namespace viewer::commands
