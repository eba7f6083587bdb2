// A scratch folder and children for the benchmarks.
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>

#include "viewer/commands/bench.h"

extern char** environ;

namespace viewer::commands {
namespace {

std::vector<std::string> surroundings(const std::map<std::string, std::string>& more,
                                      const std::vector<std::string>& without) {
  std::map<std::string, std::string> all;
  for (char** entry = environ; *entry; ++entry) {
    const std::string text = *entry;
    const std::size_t equals = text.find('=');
    if (equals != std::string::npos) all[text.substr(0, equals)] = text.substr(equals + 1);
  }
  for (const std::string& name : without) all.erase(name);
  for (const auto& [name, value] : more) all[name] = value;
  std::vector<std::string> lines;
  for (const auto& [name, value] : all) lines.push_back(name + "=" + value);
  return lines;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

}  // namespace

ScratchFolder::ScratchFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "anjungan-bench-XXXXXX").string();
  if (mkdtemp(name.data())) path_ = name;
}
ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

config::Result<Spawned> spawn(const std::string& program, const std::vector<std::string>& arguments,
                              const std::map<std::string, std::string>& environment,
                              const std::vector<std::string>& without) {
  std::array<int, 2> pipe{};
  if (pipe2(pipe.data(), O_CLOEXEC) != 0)
    return config::fail({"{} cannot be started: {}", {program, std::strerror(errno)}});
  std::vector<std::string> words = arguments;
  words.insert(words.begin(), program);
  std::vector<std::string> lines = surroundings(environment, without);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe[1], 1);
  Spawned child;
  child.out = pipe[0];
  const int fault =
      posix_spawnp(&child.pid, program.c_str(), &actions, nullptr, pointers(words).data(), pointers(lines).data());
  posix_spawn_file_actions_destroy(&actions);
  close(pipe[1]);
  if (fault == 0) return child;
  close(pipe[0]);
  return config::fail({"{} cannot be started: {}", {program, std::strerror(fault)}});
}

std::string read_line(Spawned& child) {
  std::string line;
  char c = 0;
  while (read(child.out, &c, 1) == 1 && c != '\n') line += c;
  return line;
}

std::string read_all(Spawned& child) {
  std::string text;
  std::array<char, 4096> buffer;
  ssize_t got = 0;
  while ((got = read(child.out, buffer.data(), buffer.size())) > 0)
    text.append(buffer.data(), static_cast<std::size_t>(got));
  return text;
}

int reap(Spawned& child, int signal) {
  if (child.pid <= 0) return -1;
  if (signal != 0) kill(child.pid, signal);
  int status = 0;
  waitpid(child.pid, &status, 0);
  close(child.out);
  child.pid = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::optional<VirtualScreen> virtual_screen(const std::string& size) {
  auto server = spawn("Xvfb", {"-displayfd", "1", "-screen", "0", size + "x24", "-nolisten", "tcp", "-noreset"});
  if (!server) return std::nullopt;
  const std::string number = read_line(*server);
  if (number.empty()) {
    reap(*server, SIGTERM);
    return std::nullopt;
  }
  return VirtualScreen{*server, ":" + number};
}

}  // namespace viewer::commands
