// See command.h.
#include "viewer/commands/command.h"

#include <pthread.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <tuple>

#include "config/hexmap.h"
#include "config/suggest.h"
#include "config/words.h"
#include "feeds/simulate/simulator.h"
#include "viewer/commands/arguments.h"
#include "viewer/kind_checks.h"

namespace viewer::commands {
namespace {

sigset_t ending_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

struct Pretend {
  std::unique_ptr<feeds::Simulator> simulator;
  std::string address;
};
void PretendDelete::operator()(Pretend* pretend) const {
  delete pretend;
}

config::Words Shell::words_of(const config::Center& center) const {
  if (!lang.empty() || center.lang == words.lang()) return words;
  return config::load_words(folders.assets, center.lang).value_or(words);
}

Command add_command(Command parent, Shell& shell, const char* name, const char* summary, const char* example) {
  const Command app = parent.command(name, std::string(shell.words.word(summary)));
  app.option("--lang", shell.lang, std::string(shell.words.word("Language of what the program says: id or en")))
      .check(is_one_of(shell.words, {"id", "en"}))
      .type_name("id|en");
  if (*example) app.footer(std::string(shell.words.word("Example")) + ":\n  anjungan " + example);
  return app;
}

int complain(const config::Words& words, const config::Error& error, Exit code) {
  std::string line = "anjungan: " + words.say(error.what);
  if (!error.cure.empty()) line += "; " + words.say(error.cure);
  std::fprintf(stderr, "%s\n", line.c_str());
  return code;
}

void sort(config::Complaints& complaints) {
  std::stable_sort(complaints.begin(), complaints.end(), [](const auto& a, const auto& b) {
    return std::tie(a.place.file, a.place.line, a.place.column) < std::tie(b.place.file, b.place.line, b.place.column);
  });
}

void print(const config::Complaints& complaints, const config::Words& words) {
  config::Complaints sorted = complaints;
  sort(sorted);
  for (const config::Complaint& complaint : sorted)
    std::fprintf(stderr, "%s\n", config::to_line(complaint, words).c_str());
}

config::Center load_center(const Shell& shell, const std::string& folder, const std::string& simulator) {
  const config::KindChecks checks = kind_checks();
  const config::Time now = shell.clock.now();
  const config::Date today = config::civil(now, config::Zone::wib).date;
  config::Center center = config::load(folder, checks, today, simulator);
  if (!center.catalogue) return center;
  const config::Date there = config::civil(now, center.catalogue->zone).date;
  return there == today ? center : config::load(folder, checks, there, simulator);
}

std::shared_ptr<const config::Center> open_center(const Shell& shell, const std::string& folder,
                                                  const std::string& simulator) {
  auto center = std::make_shared<config::Center>(load_center(shell, folder, simulator));
  if (center->usable) return center;
  print(center->complaints, shell.words_of(*center));
  return nullptr;
}

config::Result<std::string> find_page(const config::Center& center, const std::string& name) {
  if (center.pages.empty()) return config::fail("the center has no page", "add a [[page]]");
  if (name.empty()) return center.pages.front().name;
  std::vector<std::string> known;
  for (const config::PageConfig& page : center.pages) {
    if (page.name == name) return name;
    known.push_back(page.name);
  }
  return config::fail({"there is no page \"{}\"", {name}}, config::suggestion(name, known));
}

config::Result<std::filesystem::path> store_file(const config::Center& center, const std::string& state) {
  return state_folder(center.dir, state).map([&](const std::filesystem::path& folder) {
    return folder / (center.store.empty() ? "store.db" : center.store);
  });
}

config::Result<std::unique_ptr<Pretend, PretendDelete>> pretend(const config::Center& center, feeds::Clock& clock) {
  std::unique_ptr<Pretend, PretendDelete> made(new Pretend);
  made->simulator = std::make_unique<feeds::Simulator>(
      feeds::Simulator::Options{.map = config::map_path(center.dir, {}, center.catalogue->map)}, center.catalogue,
      clock);
  return made->simulator->listen(0).map([&](int port) {
    made->address = "http://127.0.0.1:" + std::to_string(port);
    return std::move(made);
  });
}
const std::string& address(const Pretend& pretend) {
  return pretend.address;
}

void block_signals() {
  const sigset_t set = ending_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}
void wait_for_signal() {
  const sigset_t set = ending_signals();
  int got = 0;
  sigwait(&set, &got);
}

}  // namespace viewer::commands
