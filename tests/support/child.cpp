// See child.h. The two pipes are read by poll(), so a child that says much never blocks.
#include "tests/support/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

extern char** environ;

namespace support {
namespace {

using Clock = std::chrono::steady_clock;

std::vector<std::string> environment_of(const ChildOptions& options) {
  std::map<std::string, std::string> all;
  for (char** entry = environ; *entry; ++entry) {
    const std::string text = *entry;
    const std::size_t equals = text.find('=');
    if (equals != std::string::npos) all[text.substr(0, equals)] = text.substr(equals + 1);
  }
  for (const std::string& name : options.without) all.erase(name);
  for (const auto& [name, value] : options.environment) all[name] = value;
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

struct Child::Impl {
  pid_t pid = -1;
  std::array<int, 2> pipes{-1, -1};  // its standard output and error, our ends
  std::string out, err, both;
  bool ended = false;
  int status = 0;

  // Reads what is there, waiting for it until `until`. False when both streams are closed.
  bool read_until(Clock::time_point until) {
    std::array<pollfd, 2> polled{pollfd{pipes[0], POLLIN, 0}, pollfd{pipes[1], POLLIN, 0}};
    if (pipes[0] < 0 && pipes[1] < 0) return false;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
    if (poll(polled.data(), 2, left < 0 ? 0 : static_cast<int>(left)) <= 0) return true;
    for (int i = 0; i < 2; ++i) {
      if (!(polled[i].revents & (POLLIN | POLLHUP | POLLERR))) continue;
      std::array<char, 65536> buffer;
      const ssize_t got = read(pipes[i], buffer.data(), buffer.size());
      if (got <= 0) {
        close(pipes[i]);
        pipes[i] = -1;
        continue;
      }
      (i == 0 ? out : err).append(buffer.data(), static_cast<std::size_t>(got));
      both.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return true;
  }
};

Child::Child(const std::string& program, const ChildOptions& options) : impl_(std::make_unique<Impl>()) {
  std::array<int, 2> out{}, err{};
  if (pipe2(out.data(), O_CLOEXEC) != 0 || pipe2(err.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  std::vector<std::string> words = options.arguments;
  words.insert(words.begin(), program);
  std::vector<std::string> environment = environment_of(options);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out[1], 1);
  posix_spawn_file_actions_adddup2(&actions, err[1], 2);
  if (!options.folder.empty()) posix_spawn_file_actions_addchdir_np(&actions, options.folder.c_str());
  const int failed = posix_spawn(&impl_->pid, program.c_str(), &actions, nullptr, pointers(words).data(),
                                 pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  close(out[1]);
  close(err[1]);
  impl_->pipes = {out[0], err[0]};
  if (failed != 0) {
    impl_->pid = -1;
    throw std::runtime_error(program + ": " + std::strerror(failed));
  }
}

Child::~Child() {
  if (impl_->pid > 0 && !impl_->ended) {
    kill(impl_->pid, SIGKILL);
    waitpid(impl_->pid, nullptr, 0);
  }
  for (const int pipe : impl_->pipes)
    if (pipe >= 0) close(pipe);
}

pid_t Child::pid() const {
  return impl_->pid;
}
std::string Child::said() const {
  return impl_->both;
}
void Child::send(int signal) {
  if (!impl_->ended) kill(impl_->pid, signal);
}

bool Child::wait_until(const std::function<bool(const std::string&)>& good, std::chrono::milliseconds most) {
  const auto until = Clock::now() + most;
  while (!good(impl_->both)) {
    if (Clock::now() >= until || !impl_->read_until(until)) return false;
  }
  return true;
}

bool Child::wait_for(const std::string& text, std::chrono::milliseconds most) {
  return wait_until([&](const std::string& said) { return said.find(text) != std::string::npos; }, most);
}

ChildResult Child::finish(std::chrono::milliseconds most) {
  const auto until = Clock::now() + most;
  ChildResult result;
  // A closed stream is not yet an end, and a grandchild may keep one open: both are asked, in small steps.
  while (!impl_->ended) {
    if (waitpid(impl_->pid, &impl_->status, WNOHANG) == impl_->pid) {
      impl_->ended = true;
    } else if (Clock::now() >= until) {
      result.late = true;
      kill(impl_->pid, SIGKILL);
      waitpid(impl_->pid, &impl_->status, 0);
      impl_->ended = true;
    } else if (!impl_->read_until(Clock::now() + std::chrono::milliseconds(20))) {
      usleep(2000);
    }
  }
  const auto rest = Clock::now() + std::chrono::milliseconds(500);
  while (Clock::now() < rest && impl_->read_until(rest)) continue;
  if (WIFEXITED(impl_->status)) result.code = WEXITSTATUS(impl_->status);
  if (WIFSIGNALED(impl_->status)) result.signal = WTERMSIG(impl_->status);
  result.out = impl_->out;
  result.err = impl_->err;
  return result;
}

ChildResult run_child(const std::string& program, const ChildOptions& options) {
  Child child(program, options);
  return child.finish(options.limit);
}

Folder::Folder(On on) {
  const bool memory = on == On::memory && access("/dev/shm", W_OK) == 0;
  const std::filesystem::path parent = memory ? "/dev/shm" : std::filesystem::temp_directory_path();
  std::string name = (parent / "anjungan-test-XXXXXX").string();
  if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
  path_ = name;
}
Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}
std::string Folder::write(const std::string& name, const std::string& text) const {
  const std::filesystem::path path = file(name);
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
  return path.string();
}

std::string read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace support
