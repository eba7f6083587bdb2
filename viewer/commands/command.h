// What every sub-command is given and what several of them need. A sub-command is one file with one add_...() function:
// it describes its arguments and leaves what it does in Shell::chosen. Main thread.
#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>
#include "config/center.h"
#include "feeds/clock.h"
#include "viewer/assets.h"
#include "viewer/commands/command_line.h"
#include "viewer/display.h"

namespace viewer::commands {

enum Exit : int { good = 0, failed = 1, wrong = 2 };

struct Shell {
  Folders folders;
  config::Words words;  // of help and messages: --lang, else the environment's, else Indonesian
  std::string lang;     // as given by --lang; empty: the center's own language
  std::string program;  // this program's file, for what starts it again
  feeds::Clock& clock;
  std::function<int()> chosen;  // what the sub-command does; returns the exit code

  // The language of what is said about a center.
  config::Words words_of(const config::Center&) const;
};

void add_run(Command, Shell&);
void add_shot(Command, Shell&);
void add_tell(Command, Shell&);
void add_check(Command, Shell&);
void add_manual(Command, Shell&);
void add_sample(Command, Shell&);
void add_feed(Command, Shell&);
void add_center(Command, Shell&);
void add_export(Command, Shell&);
void add_simulate(Command, Shell&);
void add_backup(Command, Shell&);
void add_verify(Command, Shell&);
void add_restore(Command, Shell&);
void add_bench(Command, Shell&);
void add_status(Command, Shell&);
void add_guide(Command, Shell&);
void add_map(Command, Shell&);

// A sub-command of `parent` with its help and --lang; `example` is a command line without the program's name.
Command add_command(Command parent, Shell&, const char* name, const char* summary, const char* example);

// Says "anjungan: what; what to do" on standard error and returns `code`.
int complain(const config::Words&, const config::Error&, Exit code);
// All complaints on standard error, by file and line.
void print(const config::Complaints&, const config::Words&);
void sort(config::Complaints&);

// A center as it stands today in its zone, with or without faults.
config::Center load_center(const Shell&, const std::string& folder, const std::string& simulator = {});
// A center whose own part has no fault; else its complaints have been said.
std::shared_ptr<const config::Center> open_center(const Shell&, const std::string& folder,
                                                  const std::string& simulator = {});
// A page of that name or the error that suggests a near one; an empty name is the first.
config::Result<std::string> find_page(const config::Center&, const std::string& name);
// The database of a center in its state folder.
config::Result<std::filesystem::path> store_file(const config::Center&, const std::string& state);

// A simulator on a free port of loopback; the address that {simulator} stands for.
struct Pretend;
struct PretendDelete {
  void operator()(Pretend*) const;
};
config::Result<std::unique_ptr<Pretend, PretendDelete>> pretend(const config::Center&, feeds::Clock&);
const std::string& address(const Pretend&);

// Waits for SIGINT or SIGTERM; both must be blocked before any thread is born.
void block_signals();
void wait_for_signal();

}  // namespace viewer::commands
