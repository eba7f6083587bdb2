// See command_line.h.
#include "viewer/commands/command_line.h"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "viewer/commands/command.h"
#include "viewer/commands/help.h"

namespace viewer::commands {

Option Option::required(bool value) const {
  return Option(option_->required(value));
}
Option Option::type_name(const std::string& name) const {
  return Option(option_->type_name(name));
}
Option Option::check(const Check& check) const {
  return Option(option_->check(CLI::Validator([check](std::string& text) { return check(text); }, "")));
}
Option Option::excludes(const std::string& other) const {
  return Option(option_->excludes(other));
}
Option Option::each(const std::function<void(const std::string&)>& call) const {
  return Option(option_->each(call));
}
Option Option::hidden() const {
  return Option(option_->group(""));
}

Option Command::option(const std::string& name, std::string& variable, const std::string& help) const {
  return Option(app_->add_option(name, variable, help));
}
Option Command::flag(const std::string& name, bool& variable, const std::string& help) const {
  return Option(app_->add_flag(name, variable, help));
}
Option Command::find(const std::string& option) const {
  return Option(app_->get_option(option));
}
Command Command::command(const std::string& name, const std::string& summary) const {
  return Command(app_->add_subcommand(name, summary));
}
void Command::wants_command() const {
  app_->require_subcommand(1);
}
void Command::footer(const std::string& text) const {
  app_->footer(text);
}
void Command::callback(const std::function<void()>& call) const {
  app_->callback(call);
}

int read_and_run(int count, char** arguments, Shell& shell) {
  const auto word = [&shell](const char* key) { return std::string(shell.words.word(key)); };
  CLI::App app(word("Anjungan: the monitoring center of a regency, from the agencies' systems to the wall"),
               "anjungan");
  app.formatter(make_formatter(shell.words));
  app.set_help_flag("-h,--help", word("Show this help"));
  app.set_version_flag("--version", std::string("anjungan ") + ANJUNGAN_VERSION, word("Show the version"));
  app.add_option("--lang", shell.lang, word("Language of what the program says: id or en"))->type_name("id|en");
  app.require_subcommand(1);
  for (const auto add :
       {add_run, add_shot, add_tell, add_check, add_manual, add_sample, add_center, add_feed, add_export, add_backup,
        add_verify, add_restore, add_status, add_guide, add_map, add_simulate, add_bench})
    add(Command(&app), shell);
  app.footer(
      word("Exit codes: 0 good, 1 failed, 2 wrong configuration or arguments.\n"
           "Help on a command: anjungan COMMAND --help"));
  try {
    app.parse(count, arguments);
  } catch (const CLI::Success& asked) {
    std::fputs(asked.get_name() == "CallForVersion" ? (std::string(asked.what()) + "\n").c_str() : app.help().c_str(),
               stdout);
    return good;
  } catch (const CLI::ParseError& fault) {
    return complain(shell.words, explain(fault, app), wrong);
  }
  return shell.chosen();
}

}  // namespace viewer::commands
