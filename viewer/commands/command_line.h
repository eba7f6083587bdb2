// What commands need of the command line library. Its header takes longer to compile than a command: only
// command_line.cpp and help.cpp include it.
#pragma once
#include <functional>
#include <string>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace viewer::commands {

struct Shell;

// What is wrong with a value, in words; empty: nothing.
using Check = std::function<std::string(const std::string&)>;

// Handles of what the library owns.
class Option {
 public:
  explicit Option(CLI::Option* option) : option_(option) {}
  Option required(bool = true) const;
  Option type_name(const std::string&) const;  // what stands for the value in help
  Option check(const Check&) const;
  Option excludes(const std::string& other) const;
  Option each(const std::function<void(const std::string&)>&) const;  // called with each value
  Option hidden() const;                                              // not in help

 private:
  CLI::Option* option_;
};

class Command {
 public:
  explicit Command(CLI::App* app) : app_(app) {}
  // A name without dashes is that of an argument by its place. The variable must outlive the reading.
  Option option(const std::string& name, std::string& variable, const std::string& help = {}) const;
  Option flag(const std::string& name, bool& variable, const std::string& help) const;
  Option find(const std::string& option) const;
  Command command(const std::string& name, const std::string& summary) const;
  void wants_command() const;
  void footer(const std::string&) const;  // after the help
  void callback(const std::function<void()>&) const;

 private:
  CLI::App* app_;
};

// Reads the command line and runs the command that it names; returns the exit code.
int read_and_run(int count, char** arguments, Shell&);

}  // namespace viewer::commands
